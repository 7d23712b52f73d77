"""Copies of the catalogue in ``backup/``: ``catalog.<n>.db``, where n is the number of the last log entry in it."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path

from evidence_kit.model import CustodyKind, Surroundings
from evidence_kit.vault.canonical import NotCanonical, parse_object
from evidence_kit.vault.database import Database, Role
from evidence_kit.vault.disk import Disk
from evidence_kit.vault.log_table import read_checkpoint, read_rows
from evidence_kit.vault.paths import CATALOGUE_COMPANIONS

KEPT_BACKUPS = 3

_NAME = re.compile(r"catalog\.([0-9]+)\.db")
_NOT_WORTH_A_COPY = {CustodyKind.OPENED.value, CustodyKind.VIEWED.value}


def backups(folder: Path, disk: Disk) -> tuple[tuple[int, Path], ...]:
    """The copies there are, newest first: the number of their last log entry, and the file."""
    found = [(name, _NAME.fullmatch(name)) for name in disk.list(folder / "backup")]
    copies = [(int(match[1]), folder / "backup" / name) for name, match in found if match]
    return tuple(sorted(copies, reverse=True))


def backup_is_due(folder: Path, database: Database, disk: Disk) -> bool:
    """True when something worth keeping was logged since the newest copy."""
    newest = next((number for number, _ in backups(folder, disk)), 0)
    return any(_worth_a_copy(row.entry) for row in read_rows(database, newest))


def _worth_a_copy(entry: bytes) -> bool:
    try:
        return parse_object(entry).get("type") not in _NOT_WORTH_A_COPY
    except NotCanonical:
        return True


def back_up(folder: Path, database: Database, key: bytes, surroundings: Surroundings, disk: Disk) -> Path:
    """Makes a new copy and removes all but the newest three; gives its path.

    Raises:
        OSError, DiskFull, FolderNotWritable, StorageFailed: There is no new copy; the old ones stay.
    """
    checkpoint = read_checkpoint(database)
    target = folder / "backup" / f"catalog.{checkpoint.seq if checkpoint else 0}.db"
    scratch = folder / "tmp" / surroundings.random_bytes(16).hex()
    disk.close(disk.create(scratch))
    try:
        copy = Database(scratch, key, Role.COPY)
        try:
            database.copy_to(copy)
        finally:
            copy.close()
        _make_durable(scratch, disk)
        disk.rename(scratch, target)
    except BaseException:
        for companion in CATALOGUE_COMPANIONS:
            disk.unlink(Path(f"{scratch}{companion}"))
        raise
    disk.fsync_dir(target.parent)
    for _, path in backups(folder, disk)[KEPT_BACKUPS:]:
        with suppress(OSError):
            disk.unlink(path)
    return target


def _make_durable(path: Path, disk: Disk) -> None:
    with path.open("r+b") as file:
        disk.fsync(file.fileno())
