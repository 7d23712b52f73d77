"""A connection to the catalogue file: SQLCipher 4 with a raw key, and nothing of SQL's own transactions.

Source: https://www.zetetic.net/sqlcipher/sqlcipher-api/ (2026-11-23).
"""

from __future__ import annotations

import shutil
import sys
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple, TypeVar

from sqlcipher3 import dbapi2

from evidence_kit.errors import DiskFull, FolderNotWritable, StorageFailed, VaultDamaged

Cell = str | bytes | int | None
Row = TypeVar("Row", bound=NamedTuple)

_CACHE_KIB = 32768
_LARGEST_IDLE_LOG_BYTES = 16 << 20
_BUSY_SECONDS = 10.0
_FULL = {"SQLITE_FULL"}
_IO = "SQLITE_IOERR"
_LEAST_ROOM_BYTES = 1 << 16
_READ_ONLY = {"SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM"}
_DAMAGED = {"SQLITE_CORRUPT", "SQLITE_NOTADB"}
_WRITER_PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = FULL",
    "secure_delete = ON",
    "foreign_keys = ON",
    f"journal_size_limit = {_LARGEST_IDLE_LOG_BYTES}",
)
_MAC_PRAGMAS = ("fullfsync = ON", "checkpoint_fullfsync = ON")
# Only the writer moves pages from the write-ahead log into the file.
_READER_PRAGMAS = ("query_only = ON", "wal_autocheckpoint = 0")


class Role(StrEnum):
    """What a connection is for: changing the catalogue, reading it, taking a copy, or looking at a copy."""

    WRITER = "writer"
    READER = "reader"
    COPY = "copy"
    SNAPSHOT = "snapshot"


_PRAGMAS = {
    Role.WRITER: _WRITER_PRAGMAS,
    Role.READER: _READER_PRAGMAS,
    Role.COPY: ("synchronous = FULL",),
    Role.SNAPSHOT: (),
}


class _Number(NamedTuple):
    value: int | str | None


class Database:
    """One connection, usable from several threads, one statement at a time.

    Raises:
        VaultDamaged: A page of the file does not check out; nothing was changed.
        DiskFull: No room; the transaction can only be rolled back.
        FolderNotWritable, StorageFailed: The system refused.
    """

    def __init__(self, path: Path, key: bytes, role: Role = Role.WRITER) -> None:
        self._path = path
        self._turn = threading.RLock()
        with self._typed_errors():
            # A copy that is only looked at must not get companion files beside it.
            address = path.absolute().as_uri() + ("?immutable=1" if role is Role.SNAPSHOT else "")
            self._connection = dbapi2.connect(
                address, uri=True, isolation_level=None, check_same_thread=False, timeout=_BUSY_SECONDS
            )
        try:
            self._prepare(key, role)
        except BaseException:
            self.close()
            raise

    def _prepare(self, key: bytes, role: Role) -> None:
        self.run("PRAGMA cipher_log_level = NONE")
        self.run(f"PRAGMA key = \"x'{key.hex()}'\"")
        for pragma in ("temp_store = MEMORY", "mmap_size = 0", f"cache_size = -{_CACHE_KIB}"):
            self.run(f"PRAGMA {pragma}")
        # The first page is read here, so that a wrong key or a damaged file shows at once.
        self.number("SELECT count(*) FROM sqlite_master")
        for pragma in _PRAGMAS[role]:
            self.run(f"PRAGMA {pragma}")
        if sys.platform == "darwin" and role is not Role.READER:
            for pragma in _MAC_PRAGMAS:
                self.run(f"PRAGMA {pragma}")

    def run(self, statement: str, parameters: Sequence[Cell] = ()) -> None:
        """Runs one statement."""
        with self._turn, self._typed_errors():
            self._connection.execute(statement, parameters).fetchall()

    def run_many(self, statement: str, parameters: Iterable[Sequence[Cell]]) -> None:
        """Runs one statement once for each set of parameters."""
        with self._turn, self._typed_errors():
            self._connection.executemany(statement, parameters)

    def rows(self, shape: type[Row], query: str, parameters: Sequence[Cell] = ()) -> list[Row]:
        """All rows that ``query`` gives, as ``shape``."""
        with self._turn, self._typed_errors():
            return [shape(*row) for row in self._connection.execute(query, parameters)]

    def number(self, query: str, parameters: Sequence[Cell] = ()) -> int:
        """The single number that ``query`` gives, also where it is kept as text; 0 for none."""
        found = self.rows(_Number, query, parameters)
        return int(found[0].value or 0) if found else 0

    def problems(self, pragma: str) -> tuple[str, ...]:
        """What a checking pragma complains of; none when all is well."""
        with self._turn, self._typed_errors():
            found = tuple(str(row[0]) for row in self._connection.execute(f"PRAGMA {pragma}"))
        return () if found == ("ok",) else found

    def word_index_agrees(self) -> bool:
        """True when the index of words belongs to the messages that stand in the table."""
        try:
            # Rank 1 makes it compare the index with the table that it belongs to.
            self.run("INSERT INTO message_words (message_words, rank) VALUES ('integrity-check', 1)")
        except VaultDamaged:
            return False
        return True

    def roll_back(self) -> None:
        """Takes the open transaction back, if the database has not done so already."""
        with self._turn, self._typed_errors():
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")

    def copy_to(self, other: Database) -> None:
        """Copies the whole catalogue into the empty ``other``, page by page."""
        with self._turn, self._typed_errors():
            self._connection.backup(other._connection)

    def close(self) -> None:
        """Closes the connection; the last one to close moves the write-ahead log into the file."""
        with self._turn:
            self._connection.close()

    def _no_room(self) -> bool:
        return shutil.disk_usage(self._path.parent).free < _LEAST_ROOM_BYTES

    @contextmanager
    def _typed_errors(self) -> Iterator[None]:
        try:
            yield
        except dbapi2.DatabaseError as error:
            kind = "_".join(getattr(error, "sqlite_errorname", "").split("_")[:2])
            # Some errors of a copy come with words alone; making room for the write-ahead log fails as plain I/O.
            if kind in _FULL or "disk is full" in str(error) or (kind == _IO and self._no_room()):
                raise DiskFull(self._path.parent) from error
            if kind in _READ_ONLY:
                raise FolderNotWritable(self._path.parent) from error
            if kind in _DAMAGED or str(error).startswith("no such table"):
                raise VaultDamaged(self._path.name, str(error)) from error
            if isinstance(error, dbapi2.OperationalError):
                raise StorageFailed(self._path, f"{kind} {error}".strip()) from error
            raise
