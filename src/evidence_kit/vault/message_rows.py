"""How a message is spelled in the catalogue's table, and read back exactly.

Columns hold text that every SQLite tool can read and that the word index can search: NUL and lone surrogates stand
there as U+FFFD. Where that changed anything, the exact text stands in ``rest`` as well.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import NamedTuple

from evidence_kit.model import (
    Attachment,
    Direction,
    Message,
    RecordKind,
    StoredMessage,
    TimeBasis,
)
from evidence_kit.vault.canonical import (
    Json,
    NotCanonical,
    canonical_json,
    parse_object,
    text_of,
    whole_number_of,
)
from evidence_kit.vault.states import facts_from, facts_record, texts_from

NUMBER_BITS = 32
"""A message's row id is its item's number times 2^32 plus its own number: rows lie in the export's order."""

_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


class MessageRow(NamedTuple):
    """One row of the table ``message``, in the order of its columns."""

    id: int
    conversation: int
    kind: str
    sender: str
    text: str
    time_as_written: str
    local: str | None
    at: str | None
    basis: str
    direction: str
    place: str
    rest: bytes | None


COLUMNS = ", ".join(MessageRow._fields)


def row_id(item_number: int, number: int) -> int:
    """The row id of message ``number`` (from 1) of an item."""
    return item_number << NUMBER_BITS | number


def storable(text: str) -> str:
    """``text`` with U+FFFD for what a column cannot hold."""
    return _UNSTORABLE.sub("�", text)


def message_row(row: int, conversation: int, message: Message) -> MessageRow:
    """The row for ``message``."""
    exact = {
        "sender": message.sender,
        "text": message.text,
        "time_as_written": message.time_as_written,
        "place": message.where,
    }
    clean = {name: storable(value) for name, value in exact.items()}
    rest: dict[str, Json] = {name: value for name, value in exact.items() if value != clean[name]}
    if message.sender_ids:
        rest["sender_ids"] = list(message.sender_ids)
    if message.attachments:
        rest["attachments"] = [_attachment_record(attachment) for attachment in message.attachments]
    if message.facts:
        rest["facts"] = facts_record(message.facts)
    return MessageRow(
        id=row,
        conversation=conversation,
        kind=message.kind.value,
        sender=clean["sender"],
        text=clean["text"],
        time_as_written=clean["time_as_written"],
        local=None if message.local is None else message.local.isoformat(),
        at=None if message.at is None else message.at.astimezone(UTC).replace(tzinfo=None).isoformat(),
        basis=message.basis.value,
        direction=message.direction.value,
        place=clean["place"],
        rest=canonical_json(rest) if rest else None,
    )


def stored_message(row: MessageRow, item_id: str, conversation_key: str) -> StoredMessage:
    """The message that ``row`` holds.

    Raises:
        NotCanonical: The row was changed by something else than this program.
    """
    rest: Mapping[str, Json] = {} if row.rest is None else parse_object(row.rest)
    try:
        message = Message(
            kind=RecordKind(row.kind),
            conversation=conversation_key,
            text=text_of(rest, "text", row.text),
            where=text_of(rest, "place", row.place),
            sender=text_of(rest, "sender", row.sender),
            sender_ids=texts_from(rest, "sender_ids"),
            time_as_written=text_of(rest, "time_as_written", row.time_as_written),
            local=None if row.local is None else datetime.fromisoformat(row.local),
            at=None if row.at is None else datetime.fromisoformat(row.at).replace(tzinfo=UTC),
            basis=TimeBasis(row.basis),
            direction=Direction(row.direction),
            attachments=_attachments(rest),
            facts=facts_from(rest, "facts"),
        )
    except ValueError as error:
        raise NotCanonical(str(error)) from None
    return StoredMessage(item_id, row.id & ((1 << NUMBER_BITS) - 1), message)


def row_digest_bytes(row: MessageRow, conversation_number: int) -> bytes:
    """The bytes of a row that its item's hash over all messages covers.

    ``conversation_number`` counts the item's conversations from 1; numbers of other items do not enter.
    """
    cells = [row.id & ((1 << NUMBER_BITS) - 1), conversation_number, *row[2:11]]
    rest = b"" if row.rest is None else row.rest
    return canonical_json(cells) + b"\n" + rest + b"\n"


def _attachment_record(attachment: Attachment) -> Json:
    record: dict[str, Json] = {"name": attachment.name}
    for name in ("member", "mime", "sha256"):
        if getattr(attachment, name):
            record[name] = getattr(attachment, name)
    if attachment.size_bytes is not None:
        record["size"] = attachment.size_bytes
    return record


def _attachments(rest: Mapping[str, Json]) -> tuple[Attachment, ...]:
    found = []
    records = rest.get("attachments", [])
    if not isinstance(records, list):
        raise NotCanonical("attachments")
    for record in records:
        if not isinstance(record, Mapping):
            raise NotCanonical("attachment")
        size = whole_number_of(record, "size") if "size" in record else None
        texts = [text_of(record, name, "") for name in ("name", "member", "mime", "sha256")]
        found.append(Attachment(texts[0], texts[1], texts[2], size, texts[3]))
    return tuple(found)
