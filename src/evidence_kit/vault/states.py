"""How items, conversations and messages are spelled in the catalogue, and read back exactly.

The state of an item is canonical JSON; its SHA-256 stands in the custody log, so that an old row put back shows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from evidence_kit.model import (
    Accounting,
    Answers,
    CaptureMethod,
    Conversation,
    DateOrder,
    EmbeddedFact,
    FileTimes,
    Finding,
    FindingKind,
    Hashes,
    Item,
    ItemKind,
    Said,
    Wholeness,
)
from evidence_kit.vault.canonical import (
    Json,
    NotCanonical,
    canonical_json,
    instant_from,
    instant_text,
    parse_object,
    text_of,
    whole_number_of,
)

Kind = TypeVar("Kind", bound=StrEnum)

_SAID_TEXTS = (
    "title",
    "source_app",
    "account",
    "url",
    "captured_by",
    "captured_as_written",
    "captured_zone",
    "device",
    "note",
)


@dataclass(frozen=True, slots=True)
class ItemState:
    """An item and what its row says beyond it: the answers given, and the hash over its messages."""

    item: Item
    answers: Answers = Answers()
    messages_sha256: str = ""


def state_json(state: ItemState) -> bytes:
    """The canonical bytes of an item's row."""
    item = state.item
    record: dict[str, Json] = {
        "v": 1,
        "id": item.id,
        "kind": item.kind.value,
        "name": item.name,
        "size": item.size_bytes,
        "hashes": None if item.hashes is None else _hashes_record(item.hashes),
        "object": item.object_id,
        "mime": item.mime,
        "added_at": instant_text(item.added_at),
        "added_offset": item.added_offset_minutes,
        "source_path": item.source_path,
        "modified_at": _instant_or_none(item.times.modified_at),
        "created_at": _instant_or_none(item.times.created_at),
        "said": _said_record(item.said),
        "facts": facts_record(item.facts),
        "findings": [_finding_record(finding) for finding in item.findings],
        "importer": item.importer,
        "accounting": None if item.accounting is None else _accounting_record(item.accounting),
        "part_of": item.part_of,
        "part": item.part,
        "where": item.where,
        "seen_as_written": item.seen_as_written,
        "answers": {
            "zone": state.answers.zone,
            "order": "" if state.answers.order is None else state.answers.order.value,
        },
        "messages_sha256": state.messages_sha256,
    }
    return canonical_json(record)


def parse_state(data: bytes) -> ItemState:
    """The row that ``data`` (untrusted) spells.

    Raises:
        NotCanonical: It spells no item of this format.
    """
    record = parse_object(data)
    answers = _object(record, "answers")
    order = text_of(answers, "order")
    item = Item(
        id=text_of(record, "id"),
        kind=_kind(ItemKind, record, "kind"),
        name=text_of(record, "name"),
        size_bytes=whole_number_of(record, "size"),
        hashes=None if record.get("hashes") is None else hashes_from(_object(record, "hashes")),
        object_id=text_of(record, "object"),
        mime=text_of(record, "mime"),
        added_at=instant_from(text_of(record, "added_at")),
        added_offset_minutes=_signed_number(record, "added_offset"),
        source_path=text_of(record, "source_path"),
        times=FileTimes(_instant(record, "modified_at"), _instant(record, "created_at")),
        said=_said(_object(record, "said")),
        facts=facts_from(record, "facts"),
        findings=tuple(_finding(entry) for entry in _objects(record, "findings")),
        importer=text_of(record, "importer"),
        accounting=None if record.get("accounting") is None else _accounting(_object(record, "accounting")),
        part_of=text_of(record, "part_of"),
        part=text_of(record, "part"),
        where=text_of(record, "where"),
        seen_as_written=text_of(record, "seen_as_written"),
    )
    given = Answers(text_of(answers, "zone"), _kind(DateOrder, answers, "order") if order else None)
    return ItemState(item, given, text_of(record, "messages_sha256"))


def conversation_json(conversation: Conversation) -> bytes:
    """The canonical bytes of a conversation's row."""
    return canonical_json(
        {
            "key": conversation.key,
            "title": conversation.title,
            "platform": conversation.platform,
            "participants": list(conversation.participants),
            "facts": facts_record(conversation.facts),
        }
    )


def parse_conversation(data: bytes) -> Conversation:
    """The conversation that ``data`` (untrusted) spells.

    Raises:
        NotCanonical: It spells none.
    """
    record = parse_object(data)
    return Conversation(
        key=text_of(record, "key"),
        title=text_of(record, "title"),
        platform=text_of(record, "platform"),
        participants=texts_from(record, "participants"),
        facts=facts_from(record, "facts"),
    )


def facts_record(facts: Sequence[EmbeddedFact]) -> Json:
    """Facts as pairs of name and value."""
    return [[fact.name, fact.value] for fact in facts]


def facts_from(record: Mapping[str, Json], key: str) -> tuple[EmbeddedFact, ...]:
    """The facts under ``key``; none if it is missing.

    Raises:
        NotCanonical: Something else stands there.
    """
    facts = []
    for pair in _sequence(record.get(key, [])):
        name, value = _texts(pair, 2)
        facts.append(EmbeddedFact(name, value))
    return tuple(facts)


def texts_from(record: Mapping[str, Json], key: str) -> tuple[str, ...]:
    """The texts under ``key``; none if it is missing.

    Raises:
        NotCanonical: Something else stands there.
    """
    return _texts(record.get(key, []))


def hashes_from(record: Mapping[str, Json]) -> Hashes:
    """The hashes in ``record``.

    Raises:
        NotCanonical: The SHA-256 is missing or none.
    """
    sha256 = text_of(record, "sha256")
    try:
        if len(bytes.fromhex(sha256)) != 32 or sha256 != sha256.lower():
            raise NotCanonical("sha256")
    except ValueError as error:
        raise NotCanonical(str(error)) from None
    return Hashes(sha256, text_of(record, "md5", ""), text_of(record, "sha1", ""))


def _hashes_record(hashes: Hashes) -> Json:
    return {"sha256": hashes.sha256, "md5": hashes.md5, "sha1": hashes.sha1}


def _said_record(said: Said) -> Json:
    record: dict[str, Json] = {name: getattr(said, name) for name in _SAID_TEXTS}
    return record | {"method": said.method.value, "wholeness": said.wholeness.value}


def _said(record: Mapping[str, Json]) -> Said:
    texts = {name: text_of(record, name) for name in _SAID_TEXTS}
    return Said(
        **texts,
        method=_kind(CaptureMethod, record, "method"),
        wholeness=_kind(Wholeness, record, "wholeness"),
    )


def _finding_record(finding: Finding) -> Json:
    return {"kind": finding.kind.value, "details": dict(finding.details)}


def _finding(record: Mapping[str, Json]) -> Finding:
    details = _object(record, "details")
    return Finding(_kind(FindingKind, record, "kind"), {key: text_of(details, key) for key in details})


def _accounting_record(accounting: Accounting) -> Json:
    return {"found": accounting.found, "shown": accounting.shown, "unreadable": accounting.unreadable}


def _accounting(record: Mapping[str, Json]) -> Accounting:
    return Accounting(
        whole_number_of(record, "found"),
        whole_number_of(record, "shown"),
        whole_number_of(record, "unreadable"),
    )


def _instant_or_none(at: datetime | None) -> str | None:
    return None if at is None else instant_text(at)


def _instant(record: Mapping[str, Json], key: str) -> datetime | None:
    return None if record.get(key) is None else instant_from(text_of(record, key))


def _signed_number(record: Mapping[str, Json], key: str) -> int:
    value = record.get(key)
    if not isinstance(value, int) or isinstance(value, bool):
        raise NotCanonical(f"{key} is no number")
    return value


def _kind(kinds: type[Kind], record: Mapping[str, Json], key: str) -> Kind:
    try:
        return kinds(text_of(record, key))
    except ValueError as error:
        raise NotCanonical(str(error)) from None


def _object(record: Mapping[str, Json], key: str) -> Mapping[str, Json]:
    value = record.get(key)
    if not isinstance(value, Mapping):
        raise NotCanonical(f"{key} is no object")
    return value


def _objects(record: Mapping[str, Json], key: str) -> list[Mapping[str, Json]]:
    found = []
    for value in _sequence(record.get(key, [])):
        if not isinstance(value, Mapping):
            raise NotCanonical(f"{key} holds something else")
        found.append(value)
    return found


def _sequence(value: Json) -> Sequence[Json]:
    if not isinstance(value, list):
        raise NotCanonical("no list")
    return value


def _texts(value: Json, count: int | None = None) -> tuple[str, ...]:
    texts = tuple(entry for entry in _sequence(value) if isinstance(entry, str))
    if len(texts) != len(_sequence(value)) or (count is not None and len(texts) != count):
        raise NotCanonical("no list of texts")
    return texts
