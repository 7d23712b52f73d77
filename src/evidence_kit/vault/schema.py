"""The tables of the catalogue, format 1. What stands here stands in FORMAT.md too."""

from __future__ import annotations

from typing import Final

from evidence_kit.vault.database import Database

FORMAT: Final = 1

_STATEMENTS = (
    "CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE log (seq INTEGER PRIMARY KEY, entry BLOB NOT NULL, salt BLOB NOT NULL, head BLOB NOT NULL)",
    "CREATE TABLE checkpoint (only INTEGER PRIMARY KEY CHECK (only = 1), seq INTEGER NOT NULL, head BLOB NOT NULL,"
    " note BLOB NOT NULL, signature BLOB NOT NULL)",
    "CREATE TABLE item (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, object_id TEXT NOT NULL,"
    " object_bytes INTEGER NOT NULL, duplicate_mark BLOB, state BLOB NOT NULL)",
    "CREATE INDEX item_by_mark ON item (duplicate_mark)",
    "CREATE INDEX item_by_object ON item (object_id)",
    "CREATE TABLE conversation (id INTEGER PRIMARY KEY, item INTEGER NOT NULL REFERENCES item (number),"
    " key BLOB NOT NULL, messages INTEGER NOT NULL, state BLOB NOT NULL, UNIQUE (item, key))",
    "CREATE TABLE message (id INTEGER PRIMARY KEY, conversation INTEGER NOT NULL, kind TEXT NOT NULL,"
    " sender TEXT NOT NULL, text TEXT NOT NULL, time_as_written TEXT NOT NULL, local TEXT, at TEXT,"
    " basis TEXT NOT NULL, direction TEXT NOT NULL, place TEXT NOT NULL, rest BLOB)",
    "CREATE INDEX message_by_conversation ON message (conversation)",
    "CREATE VIRTUAL TABLE message_words USING fts5 (text, sender, content = 'message', content_rowid = 'id',"
    " tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3')",
    # Words are gathered in memory before they are written: 16 MiB take two fifths off the time of a large import.
    "INSERT INTO message_words (message_words, rank) VALUES ('hashsize', 16777216)",
)


def create_tables(database: Database) -> None:
    """Makes the tables of an empty catalogue; to be called inside a transaction."""
    for statement in _STATEMENTS:
        database.run(statement)
