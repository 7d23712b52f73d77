from __future__ import annotations

import hashlib
import io
import subprocess
import sys
import tracemalloc
from base64 import encodebytes
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import evidence_kit
from evidence_kit.errors import Cancelled, EvidenceKitError, ExportUnreadable, ZoneUnknown
from evidence_kit.importers import IMPORTERS, importer_for, open_source
from evidence_kit.importers.email_body import LONGEST_TEXT_BYTES
from evidence_kit.importers.email_message import EMAIL
from evidence_kit.model import (
    Answers,
    Conversation,
    Direction,
    FindingKind,
    RecordKind,
    TimeBasis,
    no_progress,
)
from importers.email_samples import SAMPLES, claimed, conversation, defects, files, findings, message, records

START = b"From: k@example.invalid\nDate: Mon, 12 Oct 2026 21:14:05 +0200\nSubject: s\n"
TWO_FORMS = START + b"Content-Type: multipart/alternative; boundary=b\n\n"


@pytest.mark.parametrize(
    "data",
    [
        START + b"\nhello",
        START.replace(b"\n", b"\r\n") + b"\r\nhello",
        b"\xef\xbb\xbf" + START + b"\nhello",
        b"\r\n\r\n" + START + b"\nhello",
        b"Received: x\n\tfolded\nMessage-ID: <1>\n\n",
        START,
        START + b"X-Long: " + b"y" * 100_000 + b"\n\nhello",
        START + b"a line without a colon runs into the text\n",
    ],
)
def test_what_begins_like_a_mail_is_claimed_whatever_its_name(data: bytes) -> None:
    assert claimed(data)
    assert claimed(data, "without ending")
    assert claimed(data, "chat.txt")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello",
        b"From: me\n\nhello",
        b"From k@example.invalid Mon Oct 12 21:14:05 2026\n" + START + b"\nhello",
        b"From: <Saved by Blink>\nSnapshot-Content-Location: https://x\nSubject: s\nDate: d\n\n",
        b'From: "x" <Saved by WebKit>\nSubject: s\nDate: d\nMIME-Version: 1.0\n\n',
        b"[12/10/2026, 21:14:05] Ann: Subject: hello\n",
        b"12/10/2026, 21:14 - Ann: hello\n",
        b"To: a\nCc: b\n\nonly people",
        b"Note: nothing\nElse: here\n\n",
        b"From: a\nDate: b" + bytes(64) + b"\nSubject: c\n\n",
        b"\x89PNG\r\n\x1a\n" + START,
        b'{"From": 1,\n"Date": 2}\n',
    ],
)
def test_what_is_no_mail_is_left_alone(data: bytes) -> None:
    assert not claimed(data)


def test_a_folder_of_files_is_not_a_mail() -> None:
    assert not EMAIL.claims(("a.eml", "b.eml"), lambda name: START + b"\n")


def test_the_mail_reader_stands_in_the_list_of_formats() -> None:
    assert EMAIL in IMPORTERS
    data = (SAMPLES / "html-alone.eml").read_bytes()
    assert importer_for(open_source("x", lambda: io.BytesIO(data), len(data))) is EMAIL


def test_a_file_without_any_header_cannot_be_read() -> None:
    with pytest.raises(ExportUnreadable):
        records(b"no header at all")


def test_all_headers_are_kept_in_their_order_letter_for_letter() -> None:
    written = b"X-One: a\nX-Two:b\nx-one:  =?utf-8?Q?c?=\n\td\n"
    found = conversation(written + START + b"\n").facts
    assert [(fact.name, fact.value) for fact in found[:3]] == [
        ("X-One", "a"),
        ("X-Two", "b"),
        ("x-one", " =?utf-8?Q?c?=\n\td"),
    ]


def test_every_hop_has_its_own_time_and_none_is_invented() -> None:
    data = b"Received: by b; Mon, 12 Oct 2026 12:14:09 -0700\nReceived: by a\n" + START + b"\n"
    facts = {fact.name: fact.value for fact in message(data).facts}
    assert facts["Received 1/2"] == "by b; Mon, 12 Oct 2026 12:14:09 -0700"
    assert facts["Received 1/2 UTC"] == "2026-10-12T19:14:09Z"
    assert facts["Received 2/2"] == "by a"
    assert "Received 2/2 UTC" not in facts


def test_the_direction_of_a_mail_is_never_guessed() -> None:
    assert message(START + b"\nhello").direction is Direction.UNKNOWN


def test_a_mail_without_a_date_is_shown_without_a_time() -> None:
    found = message(b"From: k@example.invalid\nSubject: s\n\nhello")
    assert (found.time_as_written, found.local, found.at, found.basis) == ("", None, None, TimeBasis.NONE)
    assert "no Date" in defects(b"From: k@example.invalid\nSubject: s\n\nhello")


ZONELESS = b"From: k@example.invalid\nDate: Mon, 12 Oct 2026 21:14:05\n\nhello"


def test_a_date_without_a_zone_is_a_wall_clock_until_the_person_says_more() -> None:
    assert message(ZONELESS).basis is TimeBasis.LOCAL_ZONE_UNKNOWN
    assert message(ZONELESS).at is None
    assert [finding.kind for finding in findings(ZONELESS)] == [FindingKind.ZONE_NOT_STATED]
    found = message(ZONELESS, "Europe/Berlin")
    assert found.basis is TimeBasis.STATED_BY_PERSON
    assert found.at is not None
    assert found.at.isoformat() == "2026-10-12T19:14:05+00:00"


def test_what_the_person_says_does_not_change_a_zone_that_the_mail_states() -> None:
    assert message(START + b"\nhello", "Asia/Tokyo") == message(START + b"\nhello")


def test_a_zone_that_is_none_is_refused() -> None:
    with pytest.raises(ZoneUnknown):
        message(ZONELESS, "Middle/Earth")


def test_the_same_words_in_html_are_not_told_twice() -> None:
    data = (
        TWO_FORMS
        + b"--b\n\nPay now, friend\n--b\nContent-Type: text/html\n\n<p>Pay <b>now</b>, friend</p>\n--b--\n"
    )
    found = message(data)
    assert found.text == "Pay now, friend"
    assert found.facts == ()
    assert found.attachments == ()


def test_other_words_in_html_are_told_beside_the_text() -> None:
    data = TWO_FORMS + b"--b\n\nSee the page\n--b\nContent-Type: text/html\n\n<p>Pay now</p>\n--b--\n"
    found = message(data)
    assert found.text == "See the page"
    assert [(fact.name, fact.value) for fact in found.facts] == [("part 2 (text/html)", "Pay now")]


def test_an_empty_plain_text_gives_way_to_the_html() -> None:
    data = TWO_FORMS + b"--b\n\n \n--b\nContent-Type: text/html\n\n<p>Pay now</p>\n--b--\n"
    assert message(data).text == "Pay now"
    assert [(fact.name, fact.value) for fact in message(data).facts] == [
        ("part 2", "text/html, shown as text")
    ]


def test_text_files_are_files_and_plain_parts_are_text() -> None:
    data = (
        START + b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\none\n"
        b"--b\nContent-Disposition: attachment\n\nan attached text\n"
        b"--b\nContent-Type: text/plain; name=notes.txt\n\nnotes\n--b\n\ntwo\n--b--\n"
    )
    assert message(data).text == "one\n\ntwo"
    assert files(data) == {"part-2.txt": b"an attached text", "notes.txt": b"notes"}


def test_each_file_has_the_size_and_fingerprint_of_its_decoded_bytes() -> None:
    body = bytes(range(256)) * 3000
    data = START + b"Content-Type: image/png\nContent-Transfer-Encoding: base64\n\n" + encodebytes(body)
    (attachment,) = message(data).attachments
    assert (attachment.size_bytes, attachment.sha256) == (len(body), hashlib.sha256(body).hexdigest())
    assert files(data) == {"part-1.png": body}


def test_a_part_that_cannot_be_decoded_becomes_a_remark() -> None:
    data = START + b"Content-Transfer-Encoding: base64\n\n!!!! ????"
    (remark,) = [one for one in records(data) if getattr(one, "kind", None) is RecordKind.REMARK]
    assert getattr(remark, "text", "") == "!!!! ????"
    assert "the text cannot be decoded" in defects(data)


def test_a_text_that_is_too_long_to_show_is_kept_whole_as_a_file() -> None:
    body = b"a long line " * 900_000
    data = START + b"\n" + body
    found = message(data)
    assert len(found.text) == LONGEST_TEXT_BYTES
    assert found.attachments[0].size_bytes == len(body)
    assert [finding.kind for finding in findings(data)] == [FindingKind.PASSED_OVER]


def test_locked_mails_say_so() -> None:
    for kind in (b"application/pkcs7-mime; smime-type=enveloped-data", b"application/pgp-encrypted"):
        found = findings(START + b"Content-Type: " + kind + b"\n\nAAAA")
        assert [finding.kind for finding in found] == [FindingKind.ENCRYPTED_MEMBER]
    assert findings(START + b"Content-Type: application/pkcs7-mime; smime-type=signed-data\n\nAAAA") == []


def test_a_mail_that_keeps_to_the_standard_has_no_findings() -> None:
    assert findings(START + b"\nhello") == []


def test_progress_is_told_and_cancelling_stops() -> None:
    data = START + b"\n" + b"x" * 2_000_000
    told: list[tuple[int, int]] = []
    records(data, progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (2 * len(data), 2 * len(data))
    assert told == sorted(told)
    assert len(told) > 6

    def cancel(done: int, total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        records(data, progress=cancel)


class _LongMail(io.RawIOBase):
    """A mail of 60 MB with one attachment, made while it is read."""

    HEAD = START + b"Content-Type: application/pdf\nContent-Transfer-Encoding: base64\n\n"
    LINE = b"QUJD" * 19 + b"\n"
    SIZE = len(HEAD) + len(LINE) * 800_000

    def __init__(self) -> None:
        super().__init__()
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        self._at = offset
        return offset

    def read(self, size: int = -1) -> bytes:
        end = min(self._at + size, self.SIZE)
        if self._at < len(self.HEAD):
            data = self.HEAD[self._at : end]
        else:
            skip = (self._at - len(self.HEAD)) % len(self.LINE)
            data = (self.LINE * ((end - self._at) // len(self.LINE) + 2))[skip : skip + end - self._at]
        self._at += len(data)
        return data


def test_a_very_long_mail_is_read_in_little_memory() -> None:
    source = open_source("long.eml", _LongMail, _LongMail.SIZE)  # type: ignore[arg-type]
    tracemalloc.start()
    found = list(EMAIL.read(source, Answers(), no_progress))
    _, peak_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak_bytes < 8 << 20
    assert isinstance(found[0], Conversation)
    assert message_size(found) == 800_000 * 57


def message_size(found: list[object]) -> int:
    sizes = [one.size_bytes for record in found for one in getattr(record, "attachments", ())]
    return sizes[0]


@given(
    data=st.binary(max_size=500),
    start=st.sampled_from([START, TWO_FORMS + b"--b\n", START + b"Content-Type: text/html\n\n"]),
)
def test_any_bytes_after_the_headers_are_read_or_refused_with_a_reason(data: bytes, start: bytes) -> None:
    try:
        found = records(start + data)
    except EvidenceKitError:
        return
    for record in found:
        repr(record).encode("utf-8")
        if isinstance(record, Conversation):
            record.title.encode("utf-8")


@given(st.binary(max_size=300))
def test_any_bytes_are_claimed_or_not(data: bytes) -> None:
    claimed(data)
    claimed(START + data)


def test_neither_loading_nor_using_the_mail_reader_loads_a_network_module() -> None:
    program = (
        "import sys, io\n"
        "from evidence_kit.importers import open_source\n"
        "from evidence_kit.importers.email_message import EMAIL\n"
        "from evidence_kit.model import Answers, no_progress\n"
        "data = open(sys.argv[1], 'rb').read()\n"
        "source = open_source('m.eml', lambda: io.BytesIO(data), len(data))\n"
        "assert len(list(EMAIL.read(source, Answers(), no_progress))) > 2\n"
        "print(sorted({'socket', '_socket', 'ssl', 'http', 'urllib.request', 'asyncio', 'email'} & set(sys.modules)))\n"
    )
    place = Path(evidence_kit.__file__).parents[1]
    mail = SAMPLES / "attachment-and-both-forms.eml"
    done = subprocess.run(
        [sys.executable, "-c", program, str(mail)],
        capture_output=True,
        check=True,
        env={"PYTHONPATH": str(place)},
    )
    assert done.stdout.strip() == b"[]"


def test_one_nul_does_not_keep_a_mail_from_being_read() -> None:
    assert claimed(b"From: a\nDate: b\x00\nSubject: c\n\n")
