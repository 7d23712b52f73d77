"""Opening the catalogue, and the ladder for when it is damaged or gone.

1. A write-ahead log left by a crash replays by itself. 2. A damaged catalogue gives way to its newest good copy,
completed from the sealed log and from what the objects say of themselves. 3. With no copy left it is rebuilt from
those two alone. The damaged files are set aside, never deleted.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path

from evidence_kit.errors import FolderNotWritable, VaultDamaged, VaultTooNew
from evidence_kit.model import Surroundings
from evidence_kit.vault.age import AgeRefused
from evidence_kit.vault.backups import backups
from evidence_kit.vault.canonical import NotCanonical
from evidence_kit.vault.config import Hint, is_vault_id
from evidence_kit.vault.database import Database, Role
from evidence_kit.vault.disk import Disk
from evidence_kit.vault.keys import SlotFile, VaultKeys, catalogue_keys, new_catalogue_slot, slot_files
from evidence_kit.vault.log_table import read_checkpoint, read_rows
from evidence_kit.vault.objects import Objects
from evidence_kit.vault.paths import CATALOGUE, CATALOGUE_COMPANIONS
from evidence_kit.vault.schema import FORMAT, create_tables
from evidence_kit.vault.segments import Segment, SegmentEntry, row_digest
from evidence_kit.vault.verification import item_rows, read_meta_values, slots_json, verify_log

_COPY_BYTES = 1 << 18


@dataclass(frozen=True, slots=True)
class OpenedCatalogue:
    """The catalogue's connections.

    ``reason`` is why it had to be recovered, empty if it had not; ``source`` from what; ``salvaged`` is the log that
    could still be read out of the damaged one.
    """

    vault_id: str
    key: bytes
    writer: Database
    reader: Database
    reason: str = ""
    source: str = ""
    salvaged: Segment | None = None


class CatalogueOpener:
    """Opens the catalogue of one unlocked vault."""

    def __init__(
        self, folder: Path, keys: VaultKeys, hint: Hint, surroundings: Surroundings, disk: Disk
    ) -> None:
        self._folder = folder
        self._path = folder / CATALOGUE
        self._keys = keys
        self._hint = hint
        self._surroundings = surroundings
        self._disk = disk
        self._slots = slot_files(folder, disk)
        self._salvaged: Segment | None = None

    def open(self) -> OpenedCatalogue:
        """The catalogue as it is, or as it could be recovered.

        Raises:
            VaultTooNew: A newer program wrote it; nothing was touched.
            DiskFull, StorageFailed, FolderNotWritable: The system refused; nothing was changed.
        """
        reason = "missing"
        found = catalogue_keys(self._slots, self._keys)
        if self._path.is_file():
            for _, key in found:
                try:
                    return self._opened(key)
                except VaultDamaged as damaged:
                    reason = damaged.reason
                    self._salvaged = self._salvaged or salvaged_log(self._path, key)
            reason = reason if found else "its key is missing"
        return self._recovered([key for _, key in found], reason)

    def _opened(self, key: bytes, reason: str = "", source: str = "") -> OpenedCatalogue:
        writer = Database(self._path, key, Role.WRITER)
        try:
            # Pages that a crash left half moved into the file lie whole in the write-ahead log: that goes first.
            writer.run("PRAGMA wal_checkpoint(TRUNCATE)")
            vault_id = require_sound(writer)
            return OpenedCatalogue(
                vault_id,
                key,
                writer,
                Database(self._path, key, Role.READER),
                reason,
                source,
                self._salvaged,
            )
        except BaseException:
            writer.close()
            raise

    def _recovered(self, keys: list[bytes], reason: str) -> OpenedCatalogue:
        self._set_aside()
        for _, copy in backups(self._folder, self._disk):
            for key in keys:
                if is_sound_copy(copy, key):
                    self._put_back(copy)
                    return self._opened(key, reason, f"backup/{copy.name}")
        key = keys[0] if keys else self._new_key()
        self._make_empty(key)
        return self._opened(key, reason, "log")

    def _set_aside(self) -> None:
        stamp = self._surroundings.now().astimezone(UTC).strftime("%Y%m%dT%H%M%S")
        mark = self._surroundings.random_bytes(4).hex()
        for companion in CATALOGUE_COMPANIONS:
            path = Path(f"{self._path}{companion}")
            if path.exists():
                self._disk.rename(path, self._folder / "backup" / f"damaged-{stamp}-{mark}.db{companion}")
        self._disk.fsync_dir(self._folder / "backup")
        self._disk.fsync_dir(self._folder)

    def _put_back(self, copy: Path) -> None:
        scratch = self._folder / "tmp" / self._surroundings.random_bytes(16).hex()
        handle = self._disk.create(scratch)
        try:
            with copy.open("rb") as source:
                while block := source.read(_COPY_BYTES):
                    self._disk.write(handle, block)
            self._disk.fsync(handle)
        finally:
            self._disk.close(handle)
        self._disk.rename(scratch, self._path)
        self._disk.fsync_dir(self._folder)

    def _new_key(self) -> bytes:
        key = self._surroundings.random_bytes(32)
        slot = new_catalogue_slot(self._keys, key, self._surroundings.random_bytes)
        self._disk.put_file(self._folder / "tmp" / slot.name, self._folder / "keys" / slot.name, slot.data)
        self._slots = slot_files(self._folder, self._disk)
        return key

    def _make_empty(self, key: bytes) -> None:
        vault_id = self._hint.vault_id or self._id_from_objects()
        make_empty_catalogue(self._path, key, vault_id, self._slots, self._keys, self._disk)

    def _id_from_objects(self) -> str:
        objects = Objects(self._folder, "", self._keys, self._surroundings, self._disk)
        for group in sorted((self._folder / "objects").glob("*/*.age")):
            try:
                _, meta, source = objects.open_object(group.stem)
            except AgeRefused:
                continue
            source.close()
            if is_vault_id(meta.vault_id):
                return meta.vault_id
        raise VaultDamaged("config.json", "the vault's id is lost")


def make_empty_catalogue(
    path: Path, key: bytes, vault_id: str, slots: tuple[SlotFile, ...], keys: VaultKeys, disk: Disk
) -> None:
    """A new catalogue without items, with the list of ``slots``."""
    disk.close(disk.create(path))
    database = Database(path, key, Role.WRITER)
    try:
        listed = slots_json(slots)
        database.run("BEGIN IMMEDIATE")
        create_tables(database)
        database.run_many(
            "INSERT INTO meta (name, value) VALUES (?, ?)",
            [
                ("id", vault_id),
                ("format", str(FORMAT)),
                ("next_item", "1"),
                ("slots", listed.decode()),
                ("slots_mac", keys.slots_mac(listed).hex()),
            ],
        )
        database.run("COMMIT")
    finally:
        database.close()
    disk.fsync_dir(path.parent)


def is_sound_copy(copy: Path, key: bytes) -> bool:
    """True when every page of a copy of the catalogue checks out and all that an opening needs can be read."""
    try:
        database = Database(copy, key, Role.SNAPSHOT)
        try:
            require_sound(database)
        finally:
            database.close()
    except (VaultDamaged, FolderNotWritable):
        return False
    return True


def salvaged_log(path: Path, key: bytes) -> Segment | None:
    """The log and the items' rows, as far as they can still be read out of a damaged catalogue."""
    try:
        database = Database(path, key, Role.READER)
    except VaultDamaged:
        return None
    try:
        checkpoint = read_checkpoint(database)
        states = {hashlib.sha256(row.state).hexdigest(): row.state for row in item_rows(database)}
        entries = tuple(
            SegmentEntry(row.entry, row.salt, states.get(row_digest(row.entry), b""))
            for row in read_rows(database)
        )
    except (VaultDamaged, NotCanonical):
        return None
    finally:
        database.close()
    return Segment(CATALOGUE, 1, len(entries), entries, checkpoint) if checkpoint else None


def require_sound(database: Database) -> str:
    """The vault's id, if everything that an opening needs can be read.

    Raises:
        VaultDamaged: A part of the catalogue cannot be read.
        VaultTooNew: A newer program wrote it.
    """
    if not database.number("SELECT count(*) FROM sqlite_master WHERE name = 'checkpoint'"):
        raise VaultDamaged(CATALOGUE, "empty")
    meta = read_meta_values(database)
    found = meta.get("format", "")
    if not found.isdecimal() or not is_vault_id(meta.get("id", "")):
        raise VaultDamaged(CATALOGUE, "meta")
    if int(found) > FORMAT:
        raise VaultTooNew(int(found), FORMAT)
    problems = database.problems("cipher_integrity_check")
    if problems:
        raise VaultDamaged(CATALOGUE, problems[0])
    verify_log(database, meta["id"], bytes(32), None)
    item_rows(database)
    if read_checkpoint(database) is None and database.number("SELECT count(*) FROM log"):
        raise VaultDamaged(CATALOGUE, "no checkpoint")
    return meta["id"]
