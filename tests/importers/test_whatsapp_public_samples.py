"""Public samples of other projects, where they lie beside the checkout: they are not part of it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from evidence_kit.importers import importer_for
from evidence_kit.importers.whatsapp import WHATSAPP
from evidence_kit.model import Answers, DateOrder, Finding, FindingKind
from importers.golden_records import messages_in, read_all, source_of

SAMPLES = Path(__file__).parents[3] / "shared" / "samples"
pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the public samples are not here")

MINER = "joweich__chat-miner/test/whatsapp/"
PACK = "Berektassuly__chatpack__inline/"
PUSTUR = "Pustur__whatsapp-chat-parser/"
INLINE = PUSTUR + "inline_formats/"
MINER_PEOPLE = {"John Doe": 2, "Jahn Doe": 1, "John-John Doe": 1, "John Doe 🤓": 1, "🤓": 1}
MINER_TIMES = ("2019-01-01 11:25", "2021-12-30 22:01")

# Sample, records, with a sender, senders, first and last local time ("" where the order of the date is open).
ROWS = [
    (MINER + "test_ddmmyy_24hrs.txt", 9, 6, MINER_PEOPLE, MINER_TIMES),
    (MINER + "test_mmddyy_24hrs.txt", 9, 6, MINER_PEOPLE, MINER_TIMES),
    (MINER + "test_[mmddyy]_24hrs.txt", 9, 6, MINER_PEOPLE, MINER_TIMES),
    (MINER + "test_yyyymmdd_24hrs.txt", 9, 6, MINER_PEOPLE, MINER_TIMES),
    (MINER + "test_mmddyyyy_12hrs.txt", 9, 6, MINER_PEOPLE, MINER_TIMES),
    (
        PACK + "whatsapp_us.txt",
        8,
        8,
        {"Alice": 5, "Bob": 2, "Charlie": 1},
        ("2024-01-15 10:30", "2024-01-15 10:36"),
    ),
    (
        PACK + "whatsapp_eu.txt",
        6,
        6,
        {"Alice": 3, "Bob": 2, "Charlie": 1},
        ("2024-01-15 10:30", "2024-01-15 10:35"),
    ),
    (PUSTUR + "samples/short-chat.txt", 5, 3, {"Sample User": 1, "TestBot": 1, "+410123456789": 1}, ("", "")),
    (
        PUSTUR + "issue248_nnbsp_us_android.txt",
        8,
        7,
        {"Person 2": 5, "Person 1": 2},
        ("2023-01-04 19:02", "2023-02-04 22:35"),
    ),
    (INLINE + "multiline_with_bare_date.txt", 1, 1, {"Loris": 1}, ("2018-06-23 13:55",) * 2),
    (INLINE + "empty_body.txt", 1, 1, {"Luke": 1}, ("", "")),
    (INLINE + "attachment_ios.txt", 2, 2, {"a": 2}, ("", "")),
    *((INLINE + f"format{number}.txt", 1, 1, {"a": 1}, ("", "")) for number in (1, 2, 7, 8)),
    *(
        (INLINE + f"format{number}.txt", 1, 1, {"a": 1}, ("2018-06-13 21:25",) * 2)
        for number in (3, 4, 5, 6, 9, 10)
    ),
]


def read(name: str, answers: Answers = Answers()):
    path = SAMPLES / name
    return read_all(WHATSAPP, path.read_bytes(), path.name, answers)


@pytest.mark.parametrize(
    ("name", "records", "with_sender", "senders", "times"), ROWS, ids=[row[0] for row in ROWS]
)
def test_a_public_sample_gives_what_was_counted_by_hand(name, records, with_sender, senders, times):
    path = SAMPLES / name
    assert importer_for(source_of(path.read_bytes(), path.name)) is WHATSAPP
    found = messages_in(read(name))
    assert len(found) == records
    assert Counter(message.sender for message in found if message.sender) == senders
    assert sum(bool(message.sender) for message in found) == with_sender
    first, last = (message.local for message in (found[0], found[-1]))
    assert (
        "" if first is None else f"{first:%Y-%m-%d %H:%M}",
        "" if last is None else f"{last:%Y-%m-%d %H:%M}",
    ) == times


@pytest.mark.parametrize(
    ("name", "order", "first"),
    [
        (INLINE + "format1.txt", DateOrder.DMY, "2018-06-03 13:55"),
        (INLINE + "format2.txt", DateOrder.MDY, "2018-03-06 13:55"),
        (INLINE + "empty_body.txt", DateOrder.DMY, "2017-02-03 18:42"),
        (PUSTUR + "samples/short-chat.txt", DateOrder.DMY, "2017-03-06 00:45"),
        (PUSTUR + "samples/short-chat.txt", DateOrder.MDY, "2017-06-03 00:45"),
    ],
)
def test_an_open_order_is_read_as_the_person_says(name, order, first):
    assert f"{messages_in(read(name, Answers(order=order)))[0].local:%Y-%m-%d %H:%M}" == first


def test_a_file_name_with_another_date_is_told():
    kinds = [record.kind for record in read(INLINE + "attachment_ios.txt") if isinstance(record, Finding)]
    assert FindingKind.FILE_NAME_DATE_DIFFERS in kinds
    assert FindingKind.DATE_ORDER_OPEN in kinds


def test_no_sample_of_another_app_is_taken_for_a_chat_of_this_one():
    others = [
        path
        for path in SAMPLES.rglob("*")
        if path.is_file()
        and path.name != "EXPECTED.md"
        and not any(row[0] == str(path.relative_to(SAMPLES)) for row in ROWS)
    ]
    assert others
    for path in others:
        source = source_of(path.read_bytes(), path.name)
        assert not WHATSAPP.claims(source.names, source.head), path
