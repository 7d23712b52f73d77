"""What holds for every importer. A new format adds one line to FORMATS and its samples to ``tests/samples/<name>``."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence_kit.errors import Cancelled, ExportUnreadable
from evidence_kit.importers import IMPORTERS, importer_for, importer_named
from evidence_kit.model import Answers, Conversation, EmbeddedFile, Finding, Message, RecordKind, TimeBasis
from importers.golden_records import (
    GOLDEN,
    SAMPLES,
    answers_in,
    golden_of,
    golden_path,
    messages_in,
    read_all,
    samples_in,
    source_of,
)


def lines_complete(data: bytes, messages: list[Message], cut: int) -> int:
    """How many records are whole in the first ``cut`` bytes of a text whose ``where`` is a line number.

    A record is whole when the next one has begun; the last is whole only at the end. Remarks alone are no export.
    """
    ends = [0]
    width = 2 if data.startswith((b"\xff\xfe", b"\xfe\xff")) else 1
    newline = b"\n\x00" if width == 2 else b"\n"
    at = data.find(newline)
    while at >= 0:
        ends.append(at + width)
        at = data.find(newline, at + width)
    starts = [ends[int(message.where) - 1] for message in messages]
    whole = sum(start <= cut for start in starts[1:]) if cut < len(data) else len(messages)
    return whole if any(message.kind is not RecordKind.REMARK for message in messages[:whole]) else 0


def all_or_nothing(data: bytes, messages: list[Message], cut: int) -> int:
    """How many records are whole in a file that is one record: none before its end."""
    return len(messages) if cut == len(data) else 0


@dataclass(frozen=True)
class Format:
    """A format: its importer, how many records are whole before a cut, and pieces of it for random files."""

    importer: str
    complete_before: Callable[[bytes, list[Message], int], int]
    pieces: list[bytes]


CHAT = b"1/4/23, 7:02\xe2\x80\xafPM - A: |[13.01.24, 10:30:00] B: |\n|\r\n|\xe2\x80\x8e|x: y|\xff".split(b"|")
MAIL = b"From: a@example.invalid\n|Date: 1 Jan 2024 10:00 +0100\n|Subject: =?utf-8?B?w6k=?=\n|\n|--x\n|\xff".split(
    b"|"
)
FORMATS = (
    Format("whatsapp", lines_complete, CHAT),
    Format("email", all_or_nothing, MAIL),
)

CASES = [
    pytest.param(form, sample, id=f"{form.importer}/{sample.name}")
    for form in FORMATS
    for sample in samples_in(form.importer)
]
GOLDEN_CASES = [case for case in CASES if golden_path(case.values[1]).exists()]
PLAIN = [case for case in CASES if case.values[1].suffix != ".zip"]


def test_every_importer_is_in_the_table_and_has_samples():
    assert [form.importer for form in FORMATS] == [importer.name for importer in IMPORTERS]
    for form in FORMATS:
        assert samples_in(form.importer)


def test_every_golden_file_has_its_sample():
    golden = list(SAMPLES.rglob(f"*{GOLDEN}"))
    assert golden
    for path in golden:
        assert path.with_name(path.name.removesuffix(GOLDEN)).exists()


@pytest.mark.parametrize(("form", "sample"), CASES)
def test_a_sample_is_claimed_by_its_own_importer_alone(form: Format, sample: Path):
    data = sample.read_bytes()
    importer = importer_for(source_of(data, sample.name))
    assert importer is not None
    assert importer.name == form.importer


@pytest.mark.parametrize(("form", "sample"), CASES)
def test_every_sample_says_what_must_come_out_of_it(form: Format, sample: Path):
    assert golden_path(sample).exists() or sample.with_suffix(".jsonl").exists()


@pytest.mark.parametrize(("form", "sample"), GOLDEN_CASES)
def test_a_sample_gives_the_records_of_its_golden_file(form: Format, sample: Path):
    golden = golden_path(sample)
    expected = json.loads(golden.read_text("utf-8"))
    made = golden_of(importer_named(form.importer), sample, answers_in(golden))
    assert json.loads(json.dumps(made)) == expected


@pytest.mark.parametrize(("form", "sample"), CASES)
def test_a_conversation_comes_before_its_messages_and_every_time_says_how_far_it_is_known(
    form: Format, sample: Path
):
    records = read_all(
        importer_named(form.importer), sample.read_bytes(), sample.name, answers_in(golden_path(sample))
    )
    known: set[str] = set()
    for record in records:
        assert isinstance(record, Conversation | Message | EmbeddedFile | Finding)
        if isinstance(record, Conversation):
            known.add(record.key)
        if isinstance(record, Message):
            assert record.conversation in known
            assert record.where
            assert record.at is None or record.at.utcoffset() is not None
            assert record.local is None or record.local.tzinfo is None
            if record.basis in {TimeBasis.NONE, TimeBasis.AMBIGUOUS_ORDER, TimeBasis.LOCAL_ZONE_UNKNOWN}:
                assert record.at is None


@pytest.mark.parametrize(("form", "sample"), PLAIN)
def test_a_cut_file_still_gives_every_record_that_is_whole(form: Format, sample: Path):
    data = sample.read_bytes()
    importer = importer_named(form.importer)
    whole = messages_in(read_all(importer, data, sample.name))
    for percent in range(101):
        cut = len(data) * percent // 100
        try:
            found = messages_in(read_all(importer, data[:cut], sample.name))
        except ExportUnreadable:
            found = []
        assert len(found) >= form.complete_before(data, whole, cut), f"cut at {percent} %"


@pytest.mark.parametrize(("form", "sample"), CASES)
def test_cancel_stops_at_every_call_of_progress(form: Format, sample: Path):
    data = sample.read_bytes()
    calls: list[tuple[int, int]] = []
    importer = importer_named(form.importer)
    list(
        importer.read(
            source_of(data, sample.name), Answers(), lambda done, total: calls.append((done, total))
        )
    )
    assert calls
    assert all(0 <= done <= total for done, total in calls)
    assert [done for done, _ in calls] == sorted(done for done, _ in calls)

    def cancel(done: int, total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        list(importer.read(source_of(data, sample.name), Answers(), cancel))


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.importer)
@given(data=st.data())
@settings(max_examples=150)
def test_any_bytes_give_records_or_a_typed_error(form: Format, data: st.DataObject):
    content = b"".join(
        data.draw(st.lists(st.one_of(st.binary(max_size=30), st.sampled_from(form.pieces)), max_size=30))
    )
    importer = importer_named(form.importer)
    source = source_of(content, "any.txt")
    importer.claims(source.names, source.head)
    try:
        records = read_all(importer, content, "any.txt")
    except ExportUnreadable:
        return
    for message in messages_in(records):
        assert isinstance(message.kind, RecordKind)
        message.text.encode("utf-8")
        message.sender.encode("utf-8")
