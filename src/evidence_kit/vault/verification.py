"""What is looked at whenever a vault opens: slots, log, rows and the presence of every object. It is quick."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from evidence_kit.model import CustodyKind, Finding, FindingKind
from evidence_kit.vault.canonical import Json, NotCanonical, canonical_json, parse_object, text_of
from evidence_kit.vault.change import ROW_DETAIL
from evidence_kit.vault.database import Database
from evidence_kit.vault.disk import Disk
from evidence_kit.vault.keys import SlotFile, VaultKeys
from evidence_kit.vault.last_seen import Seen
from evidence_kit.vault.log import checkpoint_is_signed, genesis, parse_entry
from evidence_kit.vault.log_table import read_checkpoint, read_rows
from evidence_kit.vault.objects import object_path

OBJECT_NAME = re.compile(r"([0-9a-f]{2})/(\1[0-9a-f]{30})\.age")
"""What a file under ``objects/`` is called."""


class ItemRow(NamedTuple):
    """What an item's row says of its object and of itself."""

    id: str
    object_id: str
    object_bytes: int
    state: bytes


class _MetaRow(NamedTuple):
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class LogFacts:
    """What reading the whole log showed."""

    findings: tuple[Finding, ...]
    row_digests: Mapping[str, str]
    last_at: datetime | None
    last_opened_at: datetime | None
    last_seq: int


def read_meta_values(database: Database) -> dict[str, str]:
    """The vault's own values out of the catalogue."""
    return {row.name: row.value for row in database.rows(_MetaRow, "SELECT name, value FROM meta")}


def verify_log(database: Database, vault_id: str, public_key: bytes, seen: Seen | None) -> LogFacts:
    """Works out the whole chain anew and compares it with what was stored, signed and last seen."""
    head = genesis(vault_id)
    expected = 1
    findings: list[Finding] = []
    digests: dict[str, str] = {}
    last_at = last_opened_at = None
    signed = read_checkpoint(database)
    signed_head = seen_head = b""
    for row in read_rows(database):
        try:
            entry = parse_entry(row.entry, row.salt, head)
        except NotCanonical:
            entry = None
        if entry is None or row.seq != expected or entry.seq != row.seq or entry.head != row.head:
            findings.append(Finding(FindingKind.LOG_CHAIN_BROKEN, {"entry": str(row.seq)}))
        head, expected = row.head, row.seq + 1
        signed_head = row.head if signed is not None and row.seq == signed.seq else signed_head
        seen_head = row.head if seen is not None and row.seq == seen.seq else seen_head
        if entry is not None:
            last_at = entry.at
            if ROW_DETAIL in entry.details:
                digests[entry.item_id] = entry.details[ROW_DETAIL]
            if entry.kind in {CustodyKind.OPENED, CustodyKind.CREATED}:
                last_opened_at = entry.at
    if (
        signed is None
        or signed.head != signed_head
        or signed.seq != expected - 1
        or not checkpoint_is_signed(signed, vault_id, public_key)
    ):
        findings.append(Finding(FindingKind.HEAD_SIGNATURE_WRONG, {"entry": str(expected - 1)}))
    if seen is not None and seen.head != seen_head:
        findings.append(_rolled_back(seen, expected - 1))
    return LogFacts(tuple(findings), digests, last_at, last_opened_at, expected - 1)


def _rolled_back(seen: Seen, last_seq: int) -> Finding:
    details = {"seen_entry": str(seen.seq), "seen_at": seen.at.isoformat(), "entry": str(last_seq)}
    return Finding(FindingKind.ROLLED_BACK, details)


def item_rows(database: Database) -> list[ItemRow]:
    """Every item's row."""
    return database.rows(ItemRow, "SELECT id, object_id, object_bytes, state FROM item ORDER BY number")


def verify_rows(rows: list[ItemRow], digests: Mapping[str, str]) -> list[Finding]:
    """Items whose row is not the one that the log speaks of."""
    present = {row.id: hashlib.sha256(row.state).hexdigest() for row in rows}
    differing = [
        item for item in sorted(present.keys() | digests.keys()) if present.get(item) != digests.get(item)
    ]
    differing += [row.id for row in rows if row.id not in differing and not _columns_agree(row)]
    return [Finding(FindingKind.ROW_DIFFERS_FROM_LOG, {"item": item}) for item in differing]


def _columns_agree(row: ItemRow) -> bool:
    try:
        record = parse_object(row.state)
        return text_of(record, "id") == row.id and text_of(record, "object") == row.object_id
    except NotCanonical:
        return False


def verify_presence(folder: Path, rows: list[ItemRow]) -> list[Finding]:
    """Items whose object is missing or has another size than it was written with."""
    findings = []
    for row in rows:
        if not row.object_id:
            continue
        try:
            size = object_path(folder, row.object_id).stat().st_size
        except OSError:
            findings.append(Finding(FindingKind.OBJECT_MISSING, {"item": row.id, "object": row.object_id}))
            continue
        if size != row.object_bytes:
            details = {"item": row.id, "object": row.object_id, "reason": "size"}
            findings.append(Finding(FindingKind.OBJECT_DAMAGED, details))
    return findings


def unknown_objects(folder: Path, disk: Disk, rows: list[ItemRow]) -> list[str]:
    """The paths, relative to ``objects/``, of files that no item names."""
    known = {f"{row.object_id[:2]}/{row.object_id}.age" for row in rows if row.object_id}
    found = []
    for group in disk.list(folder / "objects"):
        path = folder / "objects" / group
        names = disk.list(path) if path.is_dir() else ()
        found += [f"{group}/{name}" for name in names if f"{group}/{name}" not in known]
        if not path.is_dir():
            found.append(group)
    return found


def slots_json(slots: tuple[SlotFile, ...]) -> bytes:
    """The list of slots that the catalogue keeps: names and SHA-256."""
    record: dict[str, Json] = {slot.name: slot.sha256 for slot in slots}
    return canonical_json(record)


def verify_slots(slots: tuple[SlotFile, ...], meta: Mapping[str, str], keys: VaultKeys) -> list[Finding]:
    """Slots that were added, removed or changed by something else than this program."""
    listed = meta.get("slots", "").encode("utf-8", "surrogatepass")
    if not hmac.compare_digest(meta.get("slots_mac", "").encode(), keys.slots_mac(listed).hex().encode()):
        return [Finding(FindingKind.KEY_SLOTS_CHANGED, {"slot": "", "change": "list"})]
    try:
        known = parse_object(listed)
    except NotCanonical:
        known = {}
    present = {slot.name: slot.sha256 for slot in slots}
    findings = []
    for name in sorted(known.keys() | present.keys()):
        if known.get(name) != present.get(name):
            change = "added" if name not in known else "removed" if name not in present else "changed"
            findings.append(Finding(FindingKind.KEY_SLOTS_CHANGED, {"slot": name, "change": change}))
    return findings
