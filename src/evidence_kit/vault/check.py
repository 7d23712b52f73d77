"""The full check of a vault: everything is read, decrypted and hashed; nothing is changed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from evidence_kit.errors import VaultDamaged
from evidence_kit.model import Finding, FindingKind, Item, Progress
from evidence_kit.vault.age import AgeRefused
from evidence_kit.vault.backups import backups
from evidence_kit.vault.canonical import NotCanonical
from evidence_kit.vault.catalogue import Catalogue
from evidence_kit.vault.change import item_number
from evidence_kit.vault.config import read_hint
from evidence_kit.vault.database import Database
from evidence_kit.vault.disk import Disk
from evidence_kit.vault.keys import VaultKeys, slot_files
from evidence_kit.vault.log import checkpoint_is_signed
from evidence_kit.vault.log_table import LogRow, read_rows
from evidence_kit.vault.message_table import messages_digest
from evidence_kit.vault.objects import Objects
from evidence_kit.vault.recovery import is_sound_copy
from evidence_kit.vault.segments import Segments
from evidence_kit.vault.states import ItemState, parse_state
from evidence_kit.vault.verification import (
    OBJECT_NAME,
    ItemRow,
    item_rows,
    read_meta_values,
    unknown_objects,
    verify_log,
    verify_presence,
    verify_rows,
    verify_slots,
)


@dataclass(frozen=True, slots=True)
class VaultParts:
    """What the full check reads."""

    folder: Path
    vault_id: str
    public_key: bytes
    keys: VaultKeys
    catalogue_key: bytes
    disk: Disk
    database: Database
    catalogue: Catalogue
    objects: Objects
    segments: Segments


def check_vault(parts: VaultParts, progress: Progress) -> tuple[Finding, ...]:
    """All findings; an empty tuple means that everything checked out. ``progress`` counts bytes of originals."""
    findings = [*_check_config(parts), *_check_backups(parts), *_check_pages(parts.database)]
    try:
        findings += verify_slots(
            slot_files(parts.folder, parts.disk), read_meta_values(parts.database), parts.keys
        )
        facts = verify_log(parts.database, parts.vault_id, parts.public_key, None)
        rows = item_rows(parts.database)
        findings += facts.findings
        findings += verify_rows(rows, facts.row_digests)
        findings += _check_segments(parts)
        findings += _check_messages(parts.database, rows, progress)
        progress(0, 0)
        findings += _check_words(parts.catalogue)
    except VaultDamaged as damaged:
        findings.append(
            Finding(FindingKind.CATALOGUE_DAMAGED, {"part": damaged.part, "reason": damaged.reason})
        )
        return tuple(findings)
    missing = verify_presence(parts.folder, rows)
    findings += [finding for finding in missing if finding.kind is FindingKind.OBJECT_MISSING]
    findings += [unknown_object(parts, name) for name in unknown_objects(parts.folder, parts.disk, rows)]
    absent = {finding.details["item"] for finding in missing if finding.kind is FindingKind.OBJECT_MISSING}
    findings += _check_objects(parts.objects, [row for row in rows if row.id not in absent], progress)
    return tuple(findings)


def _check_config(parts: VaultParts) -> list[Finding]:
    hint = read_hint(parts.folder)
    reason = hint.trouble or ("" if hint.vault_id == parts.vault_id else "another id")
    return [Finding(FindingKind.PART_UNREADABLE, {"part": "config.json", "reason": reason})] if reason else []


def _check_backups(parts: VaultParts) -> list[Finding]:
    damaged = [
        path for _, path in backups(parts.folder, parts.disk) if not is_sound_copy(path, parts.catalogue_key)
    ]
    return [
        Finding(FindingKind.PART_UNREADABLE, {"part": f"backup/{path.name}", "reason": "damaged"})
        for path in damaged
    ]


def _check_pages(database: Database) -> list[Finding]:
    findings = []
    for pragma in ("cipher_integrity_check", "quick_check(10)"):
        try:
            problems = database.problems(pragma)
        except VaultDamaged as damaged:
            problems = (damaged.reason,)
        findings += [
            Finding(FindingKind.CATALOGUE_DAMAGED, {"part": "catalog.db", "reason": problem})
            for problem in problems[:3]
        ]
    return findings


def _check_words(catalogue: Catalogue) -> list[Finding]:
    if catalogue.word_index_agrees():
        return []
    return [Finding(FindingKind.CATALOGUE_DAMAGED, {"part": "catalog.db", "reason": "word index"})]


def _check_segments(parts: VaultParts) -> list[Finding]:
    findings = []
    rows = {row.seq: row for row in read_rows(parts.database)}
    for name, _, _ in parts.segments.names():
        try:
            segment = parts.segments.read(name)
        except NotCanonical as error:
            details = {"part": f"log/{name}", "reason": str(error)}
            findings.append(Finding(FindingKind.PART_UNREADABLE, details))
            continue
        stored = [(entry.entry, entry.salt) for entry in segment.entries]
        expected = [_pair(rows.get(seq)) for seq in range(segment.first, segment.last + 1)]
        signed = checkpoint_is_signed(segment.checkpoint, parts.vault_id, parts.public_key)
        if stored != expected or not signed:
            findings.append(
                Finding(FindingKind.LOG_CHAIN_BROKEN, {"entry": str(segment.first), "part": f"log/{name}"})
            )
    return findings


def _pair(row: LogRow | None) -> tuple[bytes, bytes] | None:
    return None if row is None else (row.entry, row.salt)


def _check_messages(database: Database, rows: list[ItemRow], progress: Progress) -> list[Finding]:
    findings = []
    for row in rows:
        progress(0, 0)
        state = _state(row)
        if state is None:
            continue
        number = item_number(row.id)
        if state.messages_sha256:
            agrees = messages_digest(database, number) == state.messages_sha256
        else:
            agrees = not database.number("SELECT count(*) FROM conversation WHERE item = ?", (number,))
        if not agrees:
            details = {"item": row.id, "part": "messages"}
            findings.append(Finding(FindingKind.ROW_DIFFERS_FROM_LOG, details))
    return findings


def _state(row: ItemRow) -> ItemState | None:
    try:
        return parse_state(row.state)
    except NotCanonical:
        return None


def unknown_object(parts: VaultParts, name: str) -> Finding:
    """The finding for a file under ``objects/`` that no item names."""
    return Finding(
        FindingKind.OBJECT_UNKNOWN, {"part": f"objects/{name}", "reason": _why_unknown(parts, name)}
    )


def _why_unknown(parts: VaultParts, name: str) -> str:
    match = OBJECT_NAME.fullmatch(name)
    if not match:
        return "name"
    try:
        _, meta, source = parts.objects.open_object(match[2])
    except AgeRefused as refused:
        return str(refused)
    source.close()
    return "" if meta.object_id == match[2] else "object of another item"


def _check_objects(objects: Objects, rows: list[ItemRow], progress: Progress) -> list[Finding]:
    items: list[Item] = [state.item for row in rows if (state := _state(row)) and state.item.object_id]
    total = sum(item.size_bytes for item in items)
    findings = []
    done = 0
    for item in items:
        reason = objects.verify(item, _counted(progress, done, total))
        done += item.size_bytes
        progress(done, total)
        if reason:
            details = {"item": item.id, "object": item.object_id, "reason": reason}
            findings.append(Finding(FindingKind.OBJECT_DAMAGED, details))
    return findings


def _counted(progress: Progress, before: int, total: int) -> Progress:
    def count(read: int, _size: int) -> None:
        progress(before + read, total)

    return count
