"""The catalogue: what is kept, what was read out of it, and the custody log. Read it from any thread; change it in one."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from evidence_kit.errors import DiskFull, ItemUnknown, VaultDamaged
from evidence_kit.model import (
    Answers,
    Checkpoint,
    Conversation,
    CustodyEntry,
    Item,
    StoredMessage,
)
from evidence_kit.vault.canonical import NotCanonical
from evidence_kit.vault.change import Change, item_number
from evidence_kit.vault.database import Database
from evidence_kit.vault.keeper import Keeper
from evidence_kit.vault.log_table import read_checkpoint, read_entries
from evidence_kit.vault.message_rows import MessageRow, row_id, stored_message
from evidence_kit.vault.message_table import (
    HIGHEST_NUMBER,
    ConversationRow,
    key_bytes,
    key_text,
    read_conversations,
    read_messages,
)
from evidence_kit.vault.search import search_messages
from evidence_kit.vault.states import ItemState, parse_conversation, parse_state

_HIGHEST_ROW = (1 << 63) - 1


@dataclass(frozen=True, slots=True)
class StoredConversation:
    """A conversation as the catalogue keeps it, and how many records it has."""

    item_id: str
    conversation: Conversation
    message_count: int


class _ItemRow(NamedTuple):
    id: str
    state: bytes


class _Place(NamedTuple):
    item_id: str
    key: str


class Catalogue:
    """The catalogue of an open vault.

    Reading shows what was committed, also while a change goes on in another thread. Every method may raise
    ``VaultDamaged`` (a page or row does not check out; nothing was changed) or ``StorageFailed``.
    """

    def __init__(self, writer: Database, reader: Database, keeper: Keeper) -> None:
        self._writer = writer
        self._reader = reader
        self._keeper = keeper
        self._turn = threading.Lock()

    # --- items ---------------------------------------------------------------

    def items(self) -> tuple[Item, ...]:
        """Every item, in the order of their ids."""
        rows = self._reader.rows(_ItemRow, "SELECT id, state FROM item ORDER BY number")
        return tuple(_state(row).item for row in rows)

    def item(self, item_id: str) -> Item:
        """One item.

        Raises:
            ItemUnknown: No item has this id.
        """
        return self._state(item_id).item

    def find_by_hash(self, sha256: str) -> Item | None:
        """The first item with this SHA-256 (hex): a kept one before one that was only recorded. None if there is none."""
        rows = self._reader.rows(
            _ItemRow,
            "SELECT id, state FROM item WHERE duplicate_mark = ? ORDER BY object_id = '', number LIMIT 1",
            (self._keeper.keys.duplicate_mark(sha256),),
        )
        return _state(rows[0]).item if rows else None

    def answers(self, item_id: str) -> Answers:
        """What the person answered about the dates of an export.

        Raises:
            ItemUnknown: No item has this id.
        """
        return self._state(item_id).answers

    # --- messages ------------------------------------------------------------

    def conversations(self, item_id: str | None = None) -> tuple[StoredConversation, ...]:
        """The conversations of one item, or of all, in the order of the exports."""
        number = None if item_id is None else item_number(item_id)
        return tuple(_stored_conversation(row) for row in read_conversations(self._reader, number))

    def messages(
        self,
        item_id: str | None = None,
        conversation: str | None = None,
        after: int = 0,
        limit: int | None = None,
    ) -> Iterator[StoredMessage]:
        """Messages behind number ``after`` of an item, remarks included, in the export's order, streamed.

        ``conversation`` is a conversation's key. ``after`` counts within one item, so it needs ``item_id``.
        """
        if after and item_id is None:
            raise ValueError("after counts within one item")
        first, last = 0, _HIGHEST_ROW
        if item_id is not None:
            number = item_number(item_id)
            first, last = row_id(number, after) + 1, row_id(number, HIGHEST_NUMBER)
        rows = read_messages(self._reader, first, last, self._rows_of(item_id, conversation))
        return self._stored(islice(rows, limit))

    def message_count(self, item_id: str | None = None, conversation: str | None = None) -> int:
        """How many records there are, remarks included."""
        rows = read_conversations(self._reader, None if item_id is None else item_number(item_id))
        wanted = None if conversation is None else key_bytes(conversation)
        return sum(row.messages for row in rows if wanted is None or row.key == wanted)

    def search(self, words: str, limit: int = 200) -> tuple[StoredMessage, ...]:
        """The first ``limit`` messages that hold all of ``words`` in text or sender, in the order of the exports."""
        return tuple(self._stored(iter(search_messages(self._reader, words, limit))))

    def word_index_agrees(self) -> bool:
        """True when the index of words belongs to the messages that stand in the table."""
        with self._turn:
            return self._writer.word_index_agrees()

    # --- the custody log -----------------------------------------------------

    def log(self) -> Iterator[CustodyEntry]:
        """The custody entries, oldest first, streamed."""
        return read_entries(self._reader, self._keeper.vault_id)

    def checkpoint(self) -> Checkpoint:
        """The signed head of the log."""
        checkpoint = read_checkpoint(self._reader)
        if checkpoint is None:
            raise VaultDamaged("catalog.db", "no checkpoint")
        return checkpoint

    # --- changing ------------------------------------------------------------

    @contextmanager
    def change(self) -> Iterator[Change]:
        """One change: all of it is on the disk when the block ends, or, after an error, none of it is true.

        Only one goes on at a time; another thread waits. A change without a custody entry is refused.

        Raises:
            DiskFull, FolderNotWritable, StorageFailed: Nothing was changed.
        """
        with self._turn:
            self._writer.run("BEGIN IMMEDIATE")
            settled: tuple[str, ...] = ()
            try:
                change = Change(self._writer, self._keeper)
                yield change
                checkpoint, settled = change.prepare()
                self._keeper.settle(settled)
            except BaseException:
                self._take_back(settled)
                raise
            self._commit(settled)
            self._keeper.committed(checkpoint)

    def _commit(self, settled: tuple[str, ...]) -> None:
        try:
            self._writer.run("COMMIT")
        except DiskFull:
            self._take_back(settled)
            raise
        except BaseException:
            # Whether this commit will be found after a crash is not known: the objects stay, and are either
            # named by it or adopted at the next opening.
            self._take_back(())
            raise

    def _take_back(self, settled: tuple[str, ...]) -> None:
        self._writer.roll_back()
        self._keeper.unsettle(settled)

    # --- reading rows --------------------------------------------------------

    def _state(self, item_id: str) -> ItemState:
        rows = self._reader.rows(
            _ItemRow, "SELECT id, state FROM item WHERE number = ?", (item_number(item_id),)
        )
        if not rows:
            raise ItemUnknown(item_id)
        return _state(rows[0])

    def _rows_of(self, item_id: str | None, conversation: str | None) -> list[int] | None:
        if conversation is None:
            return None
        rows = read_conversations(self._reader, None if item_id is None else item_number(item_id))
        return [row.id for row in rows if row.key == key_bytes(conversation)]

    def _stored(self, rows: Iterator[MessageRow]) -> Iterator[StoredMessage]:
        places: dict[int, _Place] = {}
        for row in rows:
            if row.conversation not in places:
                places = {
                    found.id: _Place(_item_id(found.item), key_text(found.key))
                    for found in read_conversations(self._reader, None)
                }
            place = places.get(row.conversation)
            if place is None:
                raise VaultDamaged("catalog.db", "a message without a conversation")
            try:
                yield stored_message(row, place.item_id, place.key)
            except NotCanonical as error:
                raise VaultDamaged("catalog.db", f"message {row.id}: {error}") from None


def _item_id(number: int) -> str:
    return f"E-{number:04d}"


def _state(row: _ItemRow) -> ItemState:
    try:
        return parse_state(row.state)
    except NotCanonical as error:
        raise VaultDamaged("catalog.db", f"item {row.id}: {error}") from None


def _stored_conversation(row: ConversationRow) -> StoredConversation:
    try:
        conversation = parse_conversation(row.state)
    except NotCanonical as error:
        raise VaultDamaged("catalog.db", f"conversation {row.id}: {error}") from None
    return StoredConversation(_item_id(row.item), conversation, row.messages)
