"""The custody log as the catalogue keeps it: appended to inside a change, read back in pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from evidence_kit.errors import VaultDamaged
from evidence_kit.model import Checkpoint, CustodyEntry
from evidence_kit.vault.canonical import NotCanonical
from evidence_kit.vault.database import Database
from evidence_kit.vault.keeper import Keeper
from evidence_kit.vault.log import (
    SALT_BYTES,
    NewEntry,
    checkpoint_note,
    entry_json,
    genesis,
    parse_entry,
)

_PAGE = 1000


class LogRow(NamedTuple):
    """One row of the table ``log``."""

    seq: int
    entry: bytes
    salt: bytes
    head: bytes


class _CheckpointRow(NamedTuple):
    seq: int
    head: bytes
    note: bytes
    signature: bytes


def append_entries(database: Database, keeper: Keeper, entries: Sequence[NewEntry]) -> Checkpoint:
    """Appends ``entries`` and signs the new head; to be called inside a transaction."""
    seq, head = _end_of_log(database, keeper.vault_id)
    previous = _last_entry(database, seq)
    for new in entries:
        seq += 1
        went_back = previous is not None and new.at.replace(microsecond=0) < previous.at
        entry = entry_json(seq, new, clock_went_back=went_back)
        salt = keeper.surroundings.random_bytes(SALT_BYTES)
        parsed = parse_entry(entry, salt, head)
        insert_row(database, LogRow(seq, entry, salt, parsed.head))
        previous, head = parsed, parsed.head
    return sign_checkpoint(database, keeper, seq, head)


def insert_row(database: Database, row: LogRow) -> None:
    """Puts one row of the log in its place; to be called inside a transaction."""
    database.run("INSERT INTO log (seq, entry, salt, head) VALUES (?, ?, ?, ?)", row)


def sign_checkpoint(database: Database, keeper: Keeper, seq: int, head: bytes) -> Checkpoint:
    """Signs ``head`` and makes it the catalogue's checkpoint; to be called inside a transaction."""
    note = checkpoint_note(keeper.vault_id, seq, head)
    checkpoint = Checkpoint(seq, head, note, keeper.signer.sign(note))
    database.run(
        "INSERT OR REPLACE INTO checkpoint (only, seq, head, note, signature) VALUES (1, ?, ?, ?, ?)",
        (checkpoint.seq, checkpoint.head, checkpoint.note, checkpoint.signature),
    )
    return checkpoint


def _end_of_log(database: Database, vault_id: str) -> tuple[int, bytes]:
    # Where the signed head and the rows differ, the log goes on behind both: a broken place then stays visible
    # for ever, instead of being signed over.
    signed = read_checkpoint(database)
    end = last_row(database, vault_id)
    return max(end, (signed.seq, signed.head)) if signed else end


def last_row(database: Database, vault_id: str) -> tuple[int, bytes]:
    """The number and the head of the last row there is; 0 and the beginning of the chain in an empty log."""
    last = database.rows(LogRow, "SELECT seq, entry, salt, head FROM log ORDER BY seq DESC LIMIT 1")
    return (last[0].seq, last[0].head) if last else (0, genesis(vault_id))


def _last_entry(database: Database, seq: int) -> CustodyEntry | None:
    rows = database.rows(LogRow, "SELECT seq, entry, salt, head FROM log WHERE seq = ?", (seq,))
    try:
        return parse_entry(rows[0].entry, rows[0].salt, b"") if rows else None
    except NotCanonical:
        return None


def read_checkpoint(database: Database) -> Checkpoint | None:
    """The signed head that the catalogue holds; None in one just made."""
    rows = database.rows(_CheckpointRow, "SELECT seq, head, note, signature FROM checkpoint")
    return Checkpoint(*rows[0]) if rows else None


def read_rows(database: Database, after: int = 0) -> Iterator[LogRow]:
    """The rows of the log behind entry ``after``, in order, page by page."""
    while rows := database.rows(
        LogRow, "SELECT seq, entry, salt, head FROM log WHERE seq > ? ORDER BY seq LIMIT ?", (after, _PAGE)
    ):
        yield from rows
        after = rows[-1].seq


def read_entries(database: Database, vault_id: str) -> Iterator[CustodyEntry]:
    """The entries of the log in order, with the heads that were stored with them.

    Raises:
        VaultDamaged: An entry cannot be read.
    """
    previous = genesis(vault_id)
    for row in read_rows(database):
        try:
            yield replace(parse_entry(row.entry, row.salt, previous), head=row.head)
        except NotCanonical as error:
            raise VaultDamaged("catalog.db", f"log entry {row.seq}: {error}") from None
        previous = row.head
