"""One change of the catalogue: what is written in it, and the custody entries that say so, become true together."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from evidence_kit.errors import ItemUnknown, VaultDamaged
from evidence_kit.model import (
    Accounting,
    Answers,
    Checkpoint,
    Conversation,
    CustodyKind,
    Item,
    Message,
)
from evidence_kit.vault.canonical import NotCanonical
from evidence_kit.vault.database import Database
from evidence_kit.vault.keeper import Keeper
from evidence_kit.vault.log import NewEntry
from evidence_kit.vault.log_table import append_entries
from evidence_kit.vault.message_table import MessageTableWriter
from evidence_kit.vault.objects import Sealed
from evidence_kit.vault.states import ItemState, parse_state, state_json

ROW_DETAIL = "row"
"""The detail of a custody entry that holds the SHA-256 of the item's row after the change."""

_ITEM_ID = re.compile(r"E-([0-9]{4,})")


class _StateRow(NamedTuple):
    state: bytes


@dataclass
class _Changed:
    """What a custody entry must say about an item that was changed."""

    row_sha256: str
    object_facts: dict[str, str] = field(default_factory=dict)


def item_number(item_id: str) -> int:
    """The number in an item's id.

    Raises:
        ItemUnknown: No item can have this id.
    """
    found = _ITEM_ID.fullmatch(item_id)
    if not found:
        raise ItemUnknown(item_id)
    return int(found[1])


class Change:
    """What may be done inside one change. All of it is kept, or, after an error, none of it.

    Every item that is changed must be named by a custody entry of the same change. Errors of the database
    (``DiskFull``, ``StorageFailed``, ``VaultDamaged``) may come out of any method; the change is then taken back.
    """

    def __init__(self, database: Database, keeper: Keeper) -> None:
        self._database = database
        self._keeper = keeper
        self._entries: list[NewEntry] = []
        self._changed: dict[str, _Changed] = {}
        self._object_ids: list[str] = []

    def new_item_id(self) -> str:
        """The next item id, such as ``E-0001``; ids are counted on and never used twice."""
        counted = self._database.number("SELECT value FROM meta WHERE name = 'next_item'")
        number = max(counted, self._database.number("SELECT max(number) FROM item") + 1)
        self._database.run("UPDATE meta SET value = ? WHERE name = 'next_item'", (str(number + 1),))
        return f"E-{number:04d}"

    def keep(self, item: Item, sealed: Sealed) -> None:
        """Makes ``item`` and its sealed original part of the vault; the original reaches its place before the commit."""
        if item.object_id != sealed.object_id or item.hashes != sealed.hashes or item.record_only:
            raise ValueError("the item is not about this original")
        if item.size_bytes != sealed.size_bytes:
            raise ValueError("the item's size is not the original's")
        mark = self._keeper.keys.duplicate_mark(sealed.hashes.sha256)
        self._insert(ItemState(item), sealed.object_bytes, mark)
        self._object_ids.append(sealed.object_id)
        self._changed[item.id].object_facts = {
            "object": sealed.object_id,
            "sha256": sealed.hashes.sha256,
            "size": str(sealed.size_bytes),
        }

    def record_only(self, item: Item) -> None:
        """Writes down an item of which nothing was copied."""
        if item.object_id or not item.record_only:
            raise ValueError("a record-only item has no object")
        mark = None if item.hashes is None else self._keeper.keys.duplicate_mark(item.hashes.sha256)
        self._insert(ItemState(item), 0, mark)
        if item.hashes is not None:
            self._changed[item.id].object_facts = {
                "sha256": item.hashes.sha256,
                "size": str(item.size_bytes),
            }

    def update(self, item: Item) -> None:
        """Replaces what is said and found about an item; its bytes and hashes stay what they are.

        Raises:
            ItemUnknown: No such item.
        """
        state = self.state(item.id)
        before = state.item
        if (before.object_id, before.hashes, before.size_bytes) != (
            item.object_id,
            item.hashes,
            item.size_bytes,
        ):
            raise ValueError("an original never changes")
        self._write_state(replace(state, item=item))

    def replace_messages(
        self, item_id: str, answers: Answers, records: Iterable[Conversation | Message]
    ) -> Accounting:
        """Puts the conversations and messages of ``records`` in the place of the item's former ones, as they stream in.

        An error out of ``records``, ``Cancelled`` among them, takes the whole change back.

        Raises:
            ItemUnknown: No such item.
        """
        state = self.state(item_id)
        table = MessageTableWriter(self._database, item_number(item_id))
        table.clear()
        for record in records:
            table.add(record)
        accounting, digest = table.finish()
        item = replace(state.item, accounting=accounting)
        self._write_state(ItemState(item, answers, digest))
        return accounting

    def log(self, kind: CustodyKind, item_id: str = "", **details: str) -> None:
        """Adds a custody entry, timed now. The hashes of what the change did to ``item_id`` are added to it."""
        now = self._keeper.surroundings.now()
        offset = self._keeper.surroundings.offset_minutes()
        self._entries.append(NewEntry(kind, now, offset, item_id, details))

    def state(self, item_id: str) -> ItemState:
        """The item's row as it stands inside this change.

        Raises:
            ItemUnknown: No such item.
        """
        number = item_number(item_id)
        rows = self._database.rows(_StateRow, "SELECT state FROM item WHERE number = ?", (number,))
        if not rows:
            raise ItemUnknown(item_id)
        try:
            return parse_state(rows[0].state)
        except NotCanonical as error:
            raise VaultDamaged("catalog.db", f"item {item_id}: {error}") from None

    def set_meta(self, name: str, value: str) -> None:
        """Sets one value of the vault's own."""
        self._database.run("INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)", (name, value))

    def restore(self, state: ItemState, object_bytes: int) -> None:
        """Writes the row of an item whose original already lies in its place (recovery only)."""
        hashes = state.item.hashes
        mark = None if hashes is None else self._keeper.keys.duplicate_mark(hashes.sha256)
        self._insert(state, object_bytes, mark)
        if state.item.object_id and hashes is not None:
            self._changed[state.item.id].object_facts = {
                "object": state.item.object_id,
                "sha256": hashes.sha256,
                "size": str(state.item.size_bytes),
            }

    def put_state(self, state: ItemState) -> None:
        """Replaces an item's whole row (recovery only)."""
        self._write_state(state)

    def prepare(self) -> tuple[Checkpoint, tuple[str, ...]]:
        """Writes the custody entries: the new head, and the objects that must be in their place before the commit."""
        if not self._entries:
            raise ValueError("a change without a custody entry")
        entries = list(self._entries)
        for item_id, changed in self._changed.items():
            places = [place for place, entry in enumerate(entries) if entry.item_id == item_id]
            if not places:
                raise ValueError(f"{item_id} was changed and no custody entry names it")
            entry = entries[places[-1]]
            facts = {**entry.details, **changed.object_facts, ROW_DETAIL: changed.row_sha256}
            entries[places[-1]] = replace(entry, details=facts)
        return append_entries(self._database, self._keeper, entries), tuple(self._object_ids)

    def _insert(self, state: ItemState, object_bytes: int, mark: bytes | None) -> None:
        put_item_row(self._database, state, object_bytes, mark)
        self._note(state)

    def _write_state(self, state: ItemState) -> None:
        row = state_json(state)
        self._database.run("UPDATE item SET state = ? WHERE number = ?", (row, item_number(state.item.id)))
        self._note(state)

    def _note(self, state: ItemState) -> None:
        digest = hashlib.sha256(state_json(state)).hexdigest()
        changed = self._changed.setdefault(state.item.id, _Changed(digest))
        changed.row_sha256 = digest


def put_item_row(
    database: Database, state: ItemState, object_bytes: int, mark: bytes | None, *, replacing: bool = False
) -> None:
    """Writes a new row for an item, or another in its place; to be called inside a transaction."""
    item = state.item
    verb = "INSERT OR REPLACE" if replacing else "INSERT"
    database.run(
        f"{verb} INTO item (number, id, object_id, object_bytes, duplicate_mark, state) VALUES (?, ?, ?, ?, ?, ?)",
        (item_number(item.id), item.id, item.object_id, object_bytes, mark, state_json(state)),
    )
