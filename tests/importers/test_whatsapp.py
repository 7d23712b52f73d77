from __future__ import annotations

import hashlib
import io
import tracemalloc
import zipfile
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence_kit.errors import ExportUnreadable, OrderImpossible, ZoneUnknown
from evidence_kit.importers import importer_for, open_source, whatsapp_lines, whatsapp_media, whatsapp_records
from evidence_kit.importers.whatsapp import WHATSAPP
from evidence_kit.model import (
    Answers,
    Conversation,
    DateOrder,
    Direction,
    Finding,
    FindingKind,
    RecordKind,
    TimeBasis,
    no_progress,
)
from importers.golden_records import messages_in, read_all, source_of

CHAT = "20/01/2021, 10:00 - Fox: one\n21/01/2021, 10:00 - Bear: two\n"


def read(text: str | bytes, name: str = "WhatsApp Chat with Fox.txt", answers: Answers = Answers()):
    return read_all(WHATSAPP, text.encode("utf-8") if isinstance(text, str) else text, name, answers)


def messages(text: str | bytes, answers: Answers = Answers()):
    return messages_in(read(text, answers=answers))


def findings(records):
    return {record.kind: record.details for record in records if isinstance(record, Finding)}


def conversations(records):
    return [record for record in records if isinstance(record, Conversation)]


def zipped(*members: tuple[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return out.getvalue()


# --- whose file it is ---


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("mail.txt", "From: a@example.invalid\nDate: 1/4/23, 7:02 PM\n\n" + CHAT * 5),
        ("table.csv", "date,name,text\n" + CHAT),
        ("table.txt", "date,name,text\n01/01/2021,10:00,Fox,hello\n"),
        (
            "line.txt",
            "[LINE] Chat history with Fox\nSaved on: 2024/02/01 10:00\n\n2024.02.01 Thursday\n10:00\tFox\thi\n",
        ),
        ("telegram.txt", "Fox, [20.07.2019 15:04]\nhello\n\nBear, [20.07.2019 15:05]\nhi\n"),
        ("signal.txt", "[2019-12-24, 12:23] Fox: hello\n[2020-01-17, 21:49] Bear: hi\n"),
        (
            "discord.txt",
            "=====\nGuild: Pond\n=====\n\n[1/15/2024 10:30 AM] Fox\nhello\n\n[1/15/2024 10:31 AM] Bear\nhi\n",
        ),
        ("server.txt", "2019-01-01 10:00:00 - INFO: started\n2019-01-01 10:00:01 - ERROR: stopped\n"),
        ("other.txt", "01/02/2019, 10:00 - INFO: started\n01/02/2019, 10:01 - ERROR: stopped\n"),
        ("notes.txt", "Dear diary\n12/3/2020, 10:30 - Doctor: bring papers\nThat is all.\n"),
        ("poem.txt", "Shall I compare thee\n"),
        ("WhatsApp notes.txt", "what I want to say\n"),
        ("WhatsApp Image 2021.jpeg", CHAT),
        ("empty.txt", ""),
    ],
)
def test_files_of_others_are_not_claimed(name, text):
    source = source_of(text.encode(), name)
    assert not WHATSAPP.claims(source.names, source.head)


@pytest.mark.parametrize(
    "name", ["WhatsApp Chat with Fox.txt", "_chat.txt", "chat.TXT", "WhatsApp Chat with Fox", "_chat (1).txt"]
)
def test_a_chat_is_claimed_under_its_usual_names(name):
    assert importer_for(source_of(CHAT.encode(), name)) is WHATSAPP


def test_a_chat_named_as_such_is_claimed_even_with_lines_in_front_and_one_message():
    source = source_of(b"forwarded\nby someone\n20/01/2021, 10:00 - Fox: one\n", "_chat.txt")
    assert WHATSAPP.claims(source.names, source.head)


def test_a_zip_is_claimed_when_a_chat_lies_in_it():
    assert (
        importer_for(source_of(zipped(("a/b/_chat.txt", CHAT), ("a/photo.jpg", b"\xff\xd8")), "x.zip"))
        is WHATSAPP
    )
    assert (
        importer_for(source_of(zipped(("notes.txt", "hello"), ("photo.jpg", b"\xff\xd8")), "x.zip")) is None
    )


def test_a_locked_zip_is_not_claimed_and_says_why():
    data = bytearray(zipped(("_chat.txt", CHAT)))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    source = source_of(bytes(data), "x.zip")
    assert importer_for(source) is None
    assert source.findings[0].kind is FindingKind.ENCRYPTED_MEMBER


# --- what the person answers ---

OPEN = "03/04/2021, 18:42 - Fox: one\n04/04/2021, 08:01 - Fox: two\n"


def test_an_open_order_is_told_with_an_example_and_no_time_is_made_up():
    records = read(OPEN)
    assert findings(records)[FindingKind.DATE_ORDER_OPEN] == {"example": "03/04/2021, 18:42", "where": "1"}
    for message in messages_in(records):
        assert message.local is None
        assert message.at is None
        assert message.basis is TimeBasis.AMBIGUOUS_ORDER
        assert message.time_as_written


def test_an_order_and_a_zone_that_the_person_states_give_the_instant():
    message = messages(OPEN, Answers("+02:00", DateOrder.DMY))[0]
    assert message.local.isoformat() == "2021-04-03T18:42:00"
    assert message.at.isoformat() == "2021-04-03T16:42:00+00:00"
    assert message.basis is TimeBasis.STATED_BY_PERSON
    assert messages(OPEN, Answers(order=DateOrder.MDY))[0].local.isoformat() == "2021-03-04T18:42:00"


def test_without_a_zone_the_wall_clock_is_kept_and_the_instant_is_not():
    records = read(CHAT)
    assert FindingKind.ZONE_NOT_STATED in findings(records)
    assert all(
        m.local and m.at is None and m.basis is TimeBasis.LOCAL_ZONE_UNKNOWN for m in messages_in(records)
    )
    assert FindingKind.ZONE_NOT_STATED not in findings(read(CHAT, answers=Answers("Europe/Paris")))


def test_an_order_that_does_not_fit_is_refused_with_the_line():
    with pytest.raises(OrderImpossible) as caught:
        read(
            "01/02/2021, 10:00 - Fox: a\ntext\n20/01/2021, 10:00 - Fox: b\n",
            answers=Answers(order=DateOrder.MDY),
        )
    assert (caught.value.order, caught.value.where) == ("mdy", "3")
    with pytest.raises(OrderImpossible):
        read(CHAT, answers=Answers(order=DateOrder.YMD))


def test_a_file_that_contradicts_itself_can_still_be_answered():
    text = CHAT + "01/20/2021, 11:00 - Fox: pasted from elsewhere\n"
    assert all(message.local is None for message in messages(text))
    found = messages(text, Answers(order=DateOrder.DMY))
    assert [message.kind for message in found] == [RecordKind.MESSAGE, RecordKind.MESSAGE, RecordKind.REMARK]
    assert found[2].text == "01/20/2021, 11:00 - Fox: pasted from elsewhere"


def test_a_year_of_two_digits_in_front_can_be_stated():
    text = "22/11/05, 10:00 - Fox: a\n22/11/06, 10:00 - Fox: b\n"
    assert messages(text)[0].local is None
    assert messages(text, Answers(order=DateOrder.YMD))[0].local.isoformat() == "2022-11-05T10:00:00"


def test_a_zone_that_is_none_is_refused():
    with pytest.raises(ZoneUnknown):
        read(CHAT, answers=Answers("Atlantis/Capital"))


# --- what stands in the file ---


def test_the_direction_is_never_guessed():
    assert all(
        message.direction is Direction.UNKNOWN for message in messages("20/01/2021, 10:00 - You: hi\n" + CHAT)
    )


def test_characters_that_other_tools_split_at_stay_inside_a_message():
    text = "a\u2028b\u2029c\x85d\x0ce\x1cf\rg\x0bh"
    assert messages(f"20/01/2021, 10:00 - Fox: {text}\n")[0].text == text


def test_blank_lines_before_the_first_message_are_no_record():
    records = read("\ufeff\n  \n\n" + CHAT)
    assert [message.where for message in messages_in(records)] == ["4", "5"]
    assert FindingKind.LINES_NOT_READ not in findings(records)


def test_markup_controls_and_nul_come_through_as_they_are():
    text = "<script>x</script> \x00 \u202edrawkcab\u202c [b](c) {d} %s \x1b[31m \ud83d"
    data = f"20/01/2021, 10:00 - Fox: {text}\n".encode("utf-8", "surrogatepass")
    found = messages(data)[0]
    assert found.text.startswith(text[:-1])
    assert found.facts[0].name == "bytes_not_text"
    assert found.facts[0].value == "eda0bd"


def test_a_line_of_ten_million_characters_is_one_message():
    text = "x" * 10_000_000
    found = messages(f"{CHAT}22/01/2021, 10:00 - Fox: {text}\n23/01/2021, 10:00 - Bear: end\n")
    assert [len(message.text) for message in found] == [3, 3, 10_000_000, 3]


def test_text_beyond_all_bounds_goes_on_in_remarks_and_none_is_lost(monkeypatch):
    monkeypatch.setattr(whatsapp_records, "TEXT_LIMIT_CHARACTERS", 50_000)
    monkeypatch.setattr(whatsapp_lines, "LINE_LIMIT_CHARACTERS", 20_000)
    monkeypatch.setattr(whatsapp_lines, "CHUNK_BYTES", 1000)
    long_line, many_lines = "y" * 100_000, "z\n" * 100_000
    found = messages(
        f"20/01/2021, 10:00 - Fox: {long_line}\n21/01/2021, 10:00 - Fox: {many_lines}22/01/2021, 10:00 - Fox: end\n"
    )
    together = "".join(message.text for message in found)
    assert together.count("y") == 100_000
    assert together.count("z") == 100_000
    assert {message.kind for message in found} == {RecordKind.MESSAGE, RecordKind.REMARK}
    assert max(len(message.text) for message in found) < 80_000
    assert found[-1].text == "end"


def test_an_export_of_exactly_ten_thousand_messages_may_be_cut():
    line = "20/01/2021, 10:00 - Fox: x\n"
    assert findings(read(line * 10_000))[FindingKind.EXPORT_MAY_BE_CUT] == {"count": "10000"}
    assert FindingKind.EXPORT_MAY_BE_CUT not in findings(read(line * 9_999))


def test_many_lines_in_another_form_are_an_export_of_their_own():
    second = "".join(f"[{day}.01.22, 10:00:00] Fox: late\n" for day in range(1, 26))
    assert len(messages(CHAT + second)) == 27
    assert len(messages(CHAT + second[:100])) == 2


def test_a_file_without_any_message_start_is_refused_by_name():
    for text in ("", "hello\n", "2021\n" * 1000):
        with pytest.raises(ExportUnreadable) as caught:
            read(text)
        assert caught.value.importer == "whatsapp"


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("WhatsApp Chat with Fox.txt", "Fox"),
        ("WhatsApp Chat with Dr. Fox & Co.txt", "Dr. Fox & Co"),
        ("WhatsApp Chat - Fox - Bear.txt", "Fox - Bear"),
        ("WhatsApp-Chat mit Fuchs.txt", "Fuchs"),
        ("Chat de WhatsApp con Zorro.txt", "Zorro"),
        ("Conversa do WhatsApp com Raposa.txt", "Raposa"),
        ("Discussion WhatsApp avec Renard.txt", "Renard"),
        ("Чат WhatsApp с контактом Лиса.txt", "Лиса"),
        ("my file.txt", "my file"),
        ("_chat.txt", "_chat"),
    ],
)
def test_the_title_is_taken_out_of_the_name_of_the_file(name, title):
    assert conversations(read(CHAT, name))[0].title == title


# --- zips ---


def test_two_chats_in_a_zip_are_two_conversations():
    data = zipped(("WhatsApp Chat - Fox/_chat.txt", CHAT), ("WhatsApp Chat - Bear/_chat.txt", CHAT))
    records = read(data, "both.zip")
    assert [conversation.title for conversation in conversations(records)] == ["Fox", "Bear"]
    assert [message.where for message in messages_in(records)] == [
        "WhatsApp Chat - Fox/_chat.txt:1",
        "WhatsApp Chat - Fox/_chat.txt:2",
        "WhatsApp Chat - Bear/_chat.txt:1",
        "WhatsApp Chat - Bear/_chat.txt:2",
    ]


PHOTO = "20/01/2021, 10:00 - Fox: \u200eIMG-20210120-WA0001.jpg (file attached)\ncaption\n"


def test_an_attached_file_is_found_and_its_fingerprint_taken_once():
    opened = []

    def open_original():
        opened.append(1)
        return BytesIO(data)

    data = zipped(("chat.txt", PHOTO * 3), ("IMG-20210120-WA0001.jpg", b"not a picture"))
    source = open_source("x.zip", open_original, len(data))
    records = list(WHATSAPP.read(source, Answers(), no_progress))
    attached = messages_in(records)[0].attachments[0]
    assert (attached.member, attached.size_bytes) == ("IMG-20210120-WA0001.jpg", 13)
    assert attached.sha256 == hashlib.sha256(b"not a picture").hexdigest()
    assert messages_in(records)[2].attachments[0] is attached
    assert len(opened) < 8


def test_a_file_that_is_missing_keeps_its_name():
    attached = messages(PHOTO)[0].attachments[0]
    assert (attached.name, attached.member, attached.sha256) == ("IMG-20210120-WA0001.jpg", "", "")


def test_too_many_bytes_of_media_get_no_fingerprint_and_it_is_said(monkeypatch):
    monkeypatch.setattr(whatsapp_media, "HASH_LIMIT_BYTES", 5)
    records = read(zipped(("_chat.txt", PHOTO), ("IMG-20210120-WA0001.jpg", b"not a picture")), "x.zip")
    assert messages_in(records)[0].attachments[0].sha256 == ""
    assert findings(records)[FindingKind.PASSED_OVER]["member"] == "attachments"


def test_a_damaged_picture_takes_nothing_from_the_messages():
    data = bytearray(
        zipped(("_chat.txt", PHOTO), ("IMG-20210120-WA0001.jpg", b"not a picture"), method=zipfile.ZIP_STORED)
    )
    data[data.index(b"not a picture")] ^= 1
    records = read(bytes(data), "x.zip")
    assert len(messages_in(records)) == 1
    assert findings(records)[FindingKind.PART_UNREADABLE]["part"] == "IMG-20210120-WA0001.jpg"


def test_a_damaged_chat_gives_what_stands_before_the_damage():
    text = "".join(f"{1 + n % 28:02}/01/2021, 10:00 - Fox: message {n}\n" for n in range(20_000))
    data = bytearray(zipped(("_chat.txt", text), method=zipfile.ZIP_STORED))
    data[-200_000] ^= 1
    records = read(bytes(data), "x.zip")
    assert len(messages_in(records)) > 10_000
    assert findings(records)[FindingKind.PART_UNREADABLE]["part"] == "_chat.txt"


def test_a_file_that_no_message_names_is_told():
    records = read(zipped(("_chat.txt", CHAT), ("a.jpg", b"1"), ("b.jpg", b"2")), "x.zip")
    assert findings(records)[FindingKind.PASSED_OVER] == {
        "member": "a.jpg (+1)",
        "reason": "no message names it",
    }


# --- nothing vanishes, nothing grows ---

PARTS = st.sampled_from(
    [
        "20/01/2021, 10:00 - Fox: ",
        "21/01/2021, 09:00 - ",
        "99/99/2021, 10:00 - Bear: ",
        "[20/01/21, 10:00] Fox: ",
        "plain",
        " ",
        "",
        "\u200e",
        "Bear: x",
        "é\ufffd",
    ]
)
LINES = st.lists(st.lists(PARTS, max_size=3).map("".join), max_size=25)


@given(LINES, st.sampled_from(["\n", "\r\n"]))
def test_every_line_stands_in_exactly_the_record_it_belongs_to(lines, end):
    text = end.join(["20/01/2021, 08:00 - Fox: start", *lines]) + end
    found = messages(text)
    all_lines = text.removesuffix(end).split(end)
    starts = [int(message.where) for message in found]
    assert starts == sorted(set(starts))
    assert starts[0] == 1
    for message, first, after in zip(found, starts, [*starts[1:], len(all_lines) + 1], strict=True):
        own = message.text.split("\n")
        assert all_lines[first : after - 1] == own[1:]
        assert all_lines[first - 1].endswith(own[0])


def test_memory_does_not_grow_with_the_file():
    line = b"20/01/2021, 10:00 - Fox: a message of the usual length for such a chat\n"

    class Endless(io.RawIOBase):
        """A file of 30,000 lines that is never whole in memory."""

        def __init__(self) -> None:
            self.left = len(line) * 30_000

        def readable(self) -> bool:
            return True

        def readinto(self, buffer) -> int:
            size = min(len(buffer), self.left) // len(line) * len(line)
            buffer[:size] = line * (size // len(line))
            self.left -= size
            return size

    source = open_source("_chat.txt", lambda: io.BufferedReader(Endless(), 1 << 18), len(line) * 30_000)
    tracemalloc.start()
    count = sum(1 for _ in WHATSAPP.read(source, Answers(), no_progress))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 30_002
    assert peak < 6_000_000


MANY = 300_000


@pytest.mark.parametrize(
    "line",
    [
        "\u200e" * MANY,
        "1/1/20, 10:00" + " " * MANY + "x",
        "1/1/20, 10:00" + "\u200e " * MANY,
        "1/1/20" + " ," * MANY,
        "1" * MANY,
        "1/" * MANY,
        "20/01/2021, 10:00 - Fox: <a:" + " " * MANY,
        "20/01/2021, 10:00 - Fox: " + "<a:" * MANY + ")",
        "20/01/2021, 10:00 - Fox: " + "\u200e<" * MANY,
        "20/01/2021, 10:00 - " + "Fox: " * MANY,
        "20/01/2021, 10:00 - " + "a " * MANY + ":",
        "20/01/2021, 10:00 - Fox: " + "x.y (" * MANY + ")",
    ],
    ids=lambda line: ascii(line[:40]),
)
def test_no_line_is_made_so_that_reading_it_never_ends(line):
    together = "".join(message.text for message in messages(CHAT + line + "\n" + CHAT))
    assert len(together) >= len(line) - 30


def test_no_name_of_a_file_is_made_so_that_reading_it_never_ends():
    for name in ("whatsapp" * 8000, ".txt" * 15000, "whatsapp - " * 6000, "_chat.txt" * 7000 + "x"):
        source = source_of(CHAT.encode(), name)
        WHATSAPP.claims(source.names, source.head)
        assert len(messages_in(read(CHAT, name))) == 2
