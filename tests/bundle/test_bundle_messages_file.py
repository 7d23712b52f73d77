"""messages.jsonl: every record, valid UTF-8, one line each."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from bundle_matter import CHAT, MAIL, full_sample, lines_of, message
from hypothesis import given
from hypothesis import strategies as st

from evidence_kit.bundle.matter import Matter
from evidence_kit.bundle.messages_file import message_line
from evidence_kit.model import StoredMessage

KEYS = {
    "kind",
    "conversation",
    "sender",
    "sender_ids",
    "text",
    "time_as_written",
    "at",
    "time_basis",
    "direction",
    "attachments",
    "where",
}


def all_lines(matter: Matter) -> bytes:
    records = (matter.read_messages(entry.item_id, entry.conversation.key) for entry in matter.conversations)
    return b"".join(message_line(stored) for conversation in records for stored in conversation)


def test_every_record_of_every_conversation_is_one_line_in_order() -> None:
    lines = list(lines_of(all_lines(full_sample().matter())))
    assert [line["text"] for line in lines] == [record.text for record in [*CHAT, MAIL]]
    assert [line["number"] for line in lines] == [*range(1, len(CHAT) + 1), 1]
    assert all(set(line) >= KEYS for line in lines)


def test_an_instant_is_utc_and_an_unknown_one_is_null() -> None:
    lines = list(lines_of(all_lines(full_sample().matter())))
    assert lines[0]["at"] is None
    assert lines[-1]["at"] == "2026-11-15T00:30:00Z"
    assert lines[-1]["time_as_written"] == "Sat, 14 Nov 2026 18:30:00 -0600"
    assert lines[-1]["direction"] == "received"


@given(st.text(alphabet=st.characters(categories=None)), st.text(alphabet=st.characters(categories=None)))
def test_any_text_comes_back_letter_for_letter_from_one_line_of_utf8(text: str, sender: str) -> None:
    record = message(text, sender, 0, at=datetime(2026, 1, 2, tzinfo=UTC))
    line = message_line(StoredMessage("E-0001", 1, record))
    decoded = line.decode("utf-8")
    assert decoded.splitlines() == [decoded[:-1]]
    told = json.loads(decoded)
    assert (told["text"], told["sender"]) == (text, sender)


def test_direction_controls_are_escaped_so_that_no_line_looks_like_another() -> None:
    line = message_line(StoredMessage("E-0001", 1, message("a\u202eb\u2066c\ufeff", "x", 0)))
    assert b"\\u202e" in line
    assert "\u202e" not in line.decode()
