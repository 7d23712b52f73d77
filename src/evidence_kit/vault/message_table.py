"""Writing and reading the table of messages: streamed both ways, whatever their number."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from evidence_kit.model import Accounting, Conversation, Message, RecordKind
from evidence_kit.vault.database import Cell, Database
from evidence_kit.vault.message_rows import (
    COLUMNS,
    NUMBER_BITS,
    MessageRow,
    message_row,
    row_digest_bytes,
    row_id,
)
from evidence_kit.vault.states import conversation_json

HIGHEST_NUMBER = (1 << NUMBER_BITS) - 1

_BATCH = 1000
_PAGE = 500
_INSERT = f"INSERT INTO message ({COLUMNS}) VALUES ({', '.join('?' * len(MessageRow._fields))})"  # noqa: S608
_WORDS_IN = (
    "INSERT INTO message_words (rowid, text, sender) SELECT id, text, sender FROM message"
    " WHERE id BETWEEN ? AND ?"
)
_WORDS_OUT = (
    "INSERT INTO message_words (message_words, rowid, text, sender)"
    " SELECT 'delete', id, text, sender FROM message WHERE id BETWEEN ? AND ?"
)


class ConversationRow(NamedTuple):
    """One row of the table ``conversation``."""

    id: int
    item: int
    key: bytes
    messages: int
    state: bytes


@dataclass
class _Thread:
    """A conversation that is being written: its row, its number within the item, its messages so far."""

    row: int
    number: int
    state: bytes
    messages: int = 0


def key_bytes(key: str) -> bytes:
    """A conversation's key as its column holds it."""
    return key.encode("utf-8", "surrogatepass")


def key_text(key: bytes) -> str:
    """The key that ``key_bytes`` wrote."""
    return key.decode("utf-8", "surrogatepass")


class MessageTableWriter:
    """Replaces the messages of one item inside a transaction, with memory for one batch."""

    def __init__(self, database: Database, item_number: int) -> None:
        self._database = database
        self._item = item_number
        self._threads: dict[str, _Thread] = {}
        self._batch: list[MessageRow] = []
        self._digest = hashlib.sha256()
        self._count = 0
        self._unreadable = 0
        self._next_row = database.number("SELECT max(id) FROM conversation") + 1

    def clear(self) -> None:
        """Removes the item's former messages and conversations."""
        last = row_id(self._item, HIGHEST_NUMBER)
        while first := self._database.number(
            "SELECT min(id) FROM message WHERE id BETWEEN ? AND ?", (row_id(self._item, 0), last)
        ):
            span = (first, min(first + _BATCH - 1, last))
            self._database.run(_WORDS_OUT, span)
            self._database.run("DELETE FROM message WHERE id BETWEEN ? AND ?", span)
        self._database.run("DELETE FROM conversation WHERE item = ?", (self._item,))

    def add(self, record: Conversation | Message) -> None:
        """Takes the next record of the export."""
        if isinstance(record, Conversation):
            self._begin(record)
        else:
            self._add_message(record)

    def finish(self) -> tuple[Accounting, str]:
        """How many records there were, and the hash over all of them."""
        self._flush()
        self._database.run_many(
            "UPDATE conversation SET messages = ? WHERE id = ?",
            [(thread.messages, thread.row) for thread in self._threads.values()],
        )
        for thread in self._threads.values():
            self._digest.update(thread.state + b"\n")
        accounting = Accounting(self._count, self._count - self._unreadable, self._unreadable)
        return accounting, self._digest.hexdigest()

    def _begin(self, conversation: Conversation) -> _Thread:
        state = conversation_json(conversation)
        known = self._threads.get(conversation.key)
        if known is not None:
            known.state = state
            self._database.run("UPDATE conversation SET state = ? WHERE id = ?", (state, known.row))
            return known
        thread = _Thread(self._next_row, len(self._threads) + 1, state)
        self._next_row += 1
        self._threads[conversation.key] = thread
        row = ConversationRow(thread.row, self._item, key_bytes(conversation.key), 0, state)
        self._database.run(
            "INSERT INTO conversation (id, item, key, messages, state) VALUES (?, ?, ?, ?, ?)", row
        )
        return thread

    def _add_message(self, message: Message) -> None:
        # A message of a conversation that was never announced must not be lost for that.
        thread = self._threads.get(message.conversation) or self._begin(
            Conversation(message.conversation, "", "")
        )
        self._count += 1
        self._unreadable += message.kind is RecordKind.REMARK
        thread.messages += 1
        row = message_row(row_id(self._item, self._count), thread.row, message)
        self._digest.update(row_digest_bytes(row, thread.number))
        self._batch.append(row)
        if len(self._batch) >= _BATCH:
            self._flush()

    def _flush(self) -> None:
        if self._batch:
            self._database.run_many(_INSERT, self._batch)
            self._database.run(_WORDS_IN, (self._batch[0].id, self._batch[-1].id))
            self._batch.clear()


def read_conversations(database: Database, item_number: int | None) -> list[ConversationRow]:
    """The conversations of one item, or of all, in the order in which they came."""
    condition, parameters = ("", ()) if item_number is None else (" WHERE item = ?", (item_number,))
    query = "SELECT id, item, key, messages, state FROM conversation"
    return database.rows(ConversationRow, f"{query}{condition} ORDER BY item, id", parameters)


def read_messages(
    database: Database, first: int, last: int, conversations: Sequence[int] | None = None
) -> Iterator[MessageRow]:
    """The messages with row ids from ``first`` to ``last``, of the named conversations only, page by page."""
    condition = ""
    named: tuple[Cell, ...] = ()
    if conversations is not None:
        condition = f" AND conversation IN ({', '.join('?' * len(conversations))})"
        named = tuple(conversations)
    query = f"SELECT {COLUMNS} FROM message WHERE id BETWEEN ? AND ?{condition} ORDER BY id LIMIT ?"  # noqa: S608
    while rows := database.rows(MessageRow, query, (first, last, *named, _PAGE)):
        yield from rows
        first = rows[-1].id + 1


def messages_digest(database: Database, item_number: int) -> str:
    """The hash over an item's messages as they stand in the table; to be compared with the one in its row."""
    digest = hashlib.sha256()
    conversations = read_conversations(database, item_number)
    numbers = {row.id: number for number, row in enumerate(conversations, 1)}
    first, last = row_id(item_number, 0), row_id(item_number, HIGHEST_NUMBER)
    for row in read_messages(database, first, last):
        digest.update(row_digest_bytes(row, numbers.get(row.conversation, 0)))
    for conversation in conversations:
        digest.update(conversation.state + b"\n")
    return digest.hexdigest()
