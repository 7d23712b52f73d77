"""All messages of a bundle as JSON Lines: for a program that reads them, where the report is for people."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from evidence_kit.bundle.exhibits import exhibit_mark
from evidence_kit.model import Attachment, StoredMessage

MESSAGES = "messages.jsonl"

_Json = str | int | None | Sequence[str] | Sequence[Mapping[str, str | int | None]]

# Written as \uXXXX although JSON does not ask for it: lone surrogates cannot be written in UTF-8, some
# programs end a line at U+0085, U+2028 or U+2029, and direction controls make a line look like another one.
_ESCAPED = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")


def message_line(stored: StoredMessage) -> bytes:
    """One record (untrusted text) as one line of JSON, with its newline."""
    message = stored.message
    record: dict[str, _Json] = {
        "item": stored.item_id,
        "exhibit": exhibit_mark(stored.item_id),
        "number": stored.number,
        "kind": message.kind.value,
        "conversation": message.conversation,
        "sender": message.sender,
        "sender_ids": list(message.sender_ids),
        "text": message.text,
        "time_as_written": message.time_as_written,
        "at": utc_text(message.at),
        "time_basis": message.basis.value,
        "direction": message.direction.value,
        "attachments": [_attachment(attachment) for attachment in message.attachments],
        "where": message.where,
        "facts": [{"name": fact.name, "value": fact.value} for fact in message.facts],
    }
    return json_line(json.dumps(record, ensure_ascii=False, separators=(",", ":")))


def json_line(text: str) -> bytes:
    """JSON text as one line of UTF-8 that every reader takes as one line and no screen turns around."""
    return _ESCAPED.sub(lambda match: f"\\u{ord(match.group()):04x}", text).encode("utf-8") + b"\n"


def utc_text(at: datetime | None) -> str | None:
    """An instant as ISO 8601 in UTC, or None where the instant is not known."""
    return None if at is None else at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _attachment(attachment: Attachment) -> dict[str, str | int | None]:
    return {
        "name": attachment.name,
        "member": attachment.member,
        "mime": attachment.mime,
        "size_bytes": attachment.size_bytes,
        "sha256": attachment.sha256,
    }
