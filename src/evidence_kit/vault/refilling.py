"""Completing a catalogue from what lies beside it: sealed log segments, and objects that no item names."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

from evidence_kit.model import (
    CustodyEntry,
    CustodyKind,
    FileTimes,
    Finding,
    FindingKind,
    Item,
    ItemKind,
)
from evidence_kit.vault.age import AgeRefused
from evidence_kit.vault.canonical import NotCanonical
from evidence_kit.vault.catalogue import Catalogue
from evidence_kit.vault.change import ROW_DETAIL, Change, item_number, put_item_row
from evidence_kit.vault.database import Database
from evidence_kit.vault.disk import Disk
from evidence_kit.vault.keeper import Keeper
from evidence_kit.vault.log import checkpoint_is_signed, parse_entry
from evidence_kit.vault.log_table import LogRow, insert_row, last_row, sign_checkpoint
from evidence_kit.vault.message_table import MessageTableWriter, messages_digest
from evidence_kit.vault.object_file import ObjectMeta
from evidence_kit.vault.objects import Objects, object_path
from evidence_kit.vault.paths import CATALOGUE
from evidence_kit.vault.segments import Segment, Segments
from evidence_kit.vault.states import ItemState, parse_state
from evidence_kit.vault.verification import OBJECT_NAME, item_rows, unknown_objects

_ADOPTED_AT_ONCE = 100


class Refiller:
    """Brings back into the catalogue of one vault what it does not name."""

    def __init__(
        self,
        folder: Path,
        database: Database,
        catalogue: Catalogue,
        objects: Objects,
        segments: Segments,
        keeper: Keeper,
        disk: Disk,
    ) -> None:
        self._folder = folder
        self._database = database
        self._catalogue = catalogue
        self._objects = objects
        self._segments = segments
        self._keeper = keeper
        self._disk = disk

    # --- from the sealed log -------------------------------------------------

    def log_reaches_further(self) -> bool:
        """True when the sealed log goes on behind the catalogue's last entry: the catalogue is an older one."""
        return self._segments.sealed_to > last_row(self._database, self._keeper.vault_id)[0]

    def bring_back_log(self, reason: str, source: str, salvaged: Segment | None) -> tuple[Finding, ...]:
        """Completes log and items after a recovery, writes that into the log, and says what was found.

        Raises:
            DiskFull, StorageFailed, FolderNotWritable: Nothing was changed; the next opening does it again.
        """
        entries = self._missing_entries([*self._sound_segments(), *([salvaged] if salvaged else [])])
        with self._catalogue.change() as change:
            self._append(entries)
            last = self._database.number("SELECT max(seq) FROM log")
            wanted = {entry.item_id: entry for entry, _ in entries if ROW_DETAIL in entry.details}
            states = {hashlib.sha256(state).hexdigest(): state for _, state in entries if state}
            for item_id, entry in wanted.items():
                self._bring_back_item(change, item_id, entry, states.get(entry.details[ROW_DETAIL], b""))
            self._count_on(change, entries)
            self._drop_unreadable_messages(change)
            brought_back = str(len(entries))
            change.log(
                CustodyKind.RECOVERED, reason=reason, restored_from=source, entries_brought_back=brought_back
            )
        details = {"part": CATALOGUE, "reason": reason, "restored_from": source, "entries": brought_back}
        loose = self._segments.set_aside_behind(last)
        return (
            Finding(FindingKind.CATALOGUE_DAMAGED, details),
            *(Finding(FindingKind.LOG_CHAIN_BROKEN, {"entry": str(last), "part": f"log/{n}"}) for n in loose),
        )

    def _missing_entries(self, segments: list[Segment]) -> list[tuple[CustodyEntry, bytes]]:
        """Entries behind the catalogue's last one that chain on to it and end in a signed head."""
        seq, head = last_row(self._database, self._keeper.vault_id)
        brought_back: list[tuple[CustodyEntry, bytes]] = []
        for segment in segments:
            chained: list[tuple[CustodyEntry, bytes]] = []
            for sealed, number in zip(segment.entries, range(segment.first, segment.last + 1), strict=True):
                if number == seq + len(chained) + 1:
                    try:
                        entry = parse_entry(
                            sealed.entry, sealed.salt, chained[-1][0].head if chained else head
                        )
                    except NotCanonical:
                        break
                    chained.append((entry, sealed.state))
            if chained and chained[-1][0].head == segment.checkpoint.head:
                brought_back += chained
                seq, head = chained[-1][0].seq, chained[-1][0].head
        return brought_back

    def _sound_segments(self) -> list[Segment]:
        found = []
        for name, _, _ in sorted(self._segments.names(), key=lambda named: named[1:]):
            try:
                segment = self._segments.read(name)
            except NotCanonical:
                continue
            if checkpoint_is_signed(
                segment.checkpoint, self._keeper.vault_id, self._keeper.signer.public_key
            ):
                found.append(segment)
        return found

    def _append(self, entries: list[tuple[CustodyEntry, bytes]]) -> None:
        for entry, _ in entries:
            insert_row(self._database, LogRow(entry.seq, entry.canonical, entry.salt, entry.head))
        if entries:
            last = entries[-1][0]
            sign_checkpoint(self._database, self._keeper, last.seq, last.head)

    def _bring_back_item(self, change: Change, item_id: str, entry: CustodyEntry, state: bytes) -> None:
        """The item as the log's newest entry knows it; else as an older copy has it; else as its object says."""
        if state:
            restored = parse_state(state)
            object_bytes = self._object_bytes(restored.item.object_id)
            put_item_row(self._database, restored, object_bytes, self._mark(restored), replacing=True)
            return
        older = [row for row in item_rows(self._database) if row.id == item_id]
        if older:
            change.put_state(parse_state(older[0].state))
            change.log(CustodyKind.RECOVERED, item_id, state="of an older copy")
            return
        try:
            _, meta, source = self._objects.open_object(entry.details.get("object", ""))
        except AgeRefused:
            return
        source.close()
        self._adopt(change, item_id, meta)

    def _mark(self, state: ItemState) -> bytes | None:
        hashes = state.item.hashes
        return None if hashes is None else self._keeper.keys.duplicate_mark(hashes.sha256)

    def _object_bytes(self, object_id: str) -> int:
        try:
            return object_path(self._folder, object_id).stat().st_size if object_id else 0
        except OSError:
            return 0

    def _count_on(self, change: Change, entries: list[tuple[CustodyEntry, bytes]]) -> None:
        # An id that was once given out is not given out again, even if its item could not be brought back.
        numbers = [item_number(entry.item_id) for entry, _ in entries if entry.item_id.startswith("E-")]
        highest = max([*numbers, self._database.number("SELECT max(number) FROM item")], default=0)
        following = max(highest + 1, self._database.number("SELECT value FROM meta WHERE name = 'next_item'"))
        change.set_meta("next_item", str(following))

    def _drop_unreadable_messages(self, change: Change) -> None:
        for row in item_rows(self._database):
            try:
                state = parse_state(row.state)
            except NotCanonical:
                continue
            number = item_number(row.id)
            if state.messages_sha256 and messages_digest(self._database, number) != state.messages_sha256:
                MessageTableWriter(self._database, number).clear()
                finding = Finding(
                    FindingKind.PART_UNREADABLE, {"part": "messages", "reason": "to be read again"}
                )
                findings = (*state.item.findings, finding)
                change.put_state(
                    ItemState(replace(state.item, accounting=None, findings=findings), state.answers)
                )
                change.log(CustodyKind.RECOVERED, row.id, messages="to be read again")

    # --- from the objects ----------------------------------------------------

    def adopt_orphans(self) -> tuple[Finding, ...]:
        """Makes items of complete objects that a crash left without one; tells of files that are none.

        Raises:
            DiskFull, StorageFailed, FolderNotWritable: What was adopted so far stays; the next opening goes on.
        """
        findings: list[Finding] = []
        names = unknown_objects(self._folder, self._disk, item_rows(self._database))
        for start in range(0, len(names), _ADOPTED_AT_ONCE):
            adoptable = []
            for name in names[start : start + _ADOPTED_AT_ONCE]:
                meta = self._own_meta(name)
                if isinstance(meta, str):
                    details = {"part": f"objects/{name}", "reason": meta}
                    findings.append(Finding(FindingKind.OBJECT_UNKNOWN, details))
                else:
                    adoptable.append(meta)
            if adoptable:
                with self._catalogue.change() as change:
                    for meta in adoptable:
                        item_id = change.new_item_id()
                        self._adopt(change, item_id, meta)
                        findings.append(
                            Finding(FindingKind.OBJECT_ADOPTED, {"item": item_id, "name": meta.name})
                        )
        return tuple(findings)

    def _own_meta(self, name: str) -> ObjectMeta | str:
        match = OBJECT_NAME.fullmatch(name)
        if not match:
            return "name"
        try:
            _, meta, source = self._objects.open_object(match[2])
        except AgeRefused as refused:
            return str(refused)
        source.close()
        if meta.object_id != match[2]:
            return "object of another item"
        return meta if meta.vault_id == self._keeper.vault_id else "of another vault"

    def _adopt(self, change: Change, item_id: str, meta: ObjectMeta) -> None:
        item = Item(
            id=item_id,
            kind=ItemKind.OTHER,
            name=meta.name,
            size_bytes=meta.size_bytes,
            hashes=meta.hashes,
            object_id=meta.object_id,
            mime="application/octet-stream",
            added_at=meta.imported_at,
            added_offset_minutes=0,
            source_path=meta.source_path,
            times=FileTimes(modified_at=meta.modified_at),
            findings=(Finding(FindingKind.OBJECT_ADOPTED, {"item": item_id, "name": meta.name}),),
        )
        change.restore(ItemState(item), self._object_bytes(meta.object_id))
        change.log(CustodyKind.RECOVERED, item_id, name=meta.name, sha256=meta.hashes.sha256, adopted="yes")
