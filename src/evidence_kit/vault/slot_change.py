"""Changing the passphrase: a new slot is made and tried, the catalogue told, then the old slots go."""

from __future__ import annotations

from pathlib import Path

from evidence_kit.errors import StorageFailed
from evidence_kit.model import CustodyKind, Surroundings
from evidence_kit.vault.canonical import NotCanonical, parse_object
from evidence_kit.vault.catalogue import Catalogue
from evidence_kit.vault.change import Change
from evidence_kit.vault.disk import Disk, storage_errors
from evidence_kit.vault.keys import (
    SlotFile,
    VaultKeys,
    affordable_log_n,
    new_slot,
    passphrase_bytes,
    require_long_enough,
    slot_files,
    unlock,
)
from evidence_kit.vault.verification import slots_json

RETIRED = "slots_retired"
"""The value in ``meta`` that names old slots until they are gone, so that a crash does not leave one behind."""


def replace_passphrase_slot(
    folder: Path, keys: VaultKeys, catalogue: Catalogue, new: str, surroundings: Surroundings, disk: Disk
) -> None:
    """Makes ``new`` the only passphrase.

    Raises:
        PassphraseTooShort: Nothing was changed.
        DiskFull, FolderNotWritable, StorageFailed: The old passphrase still holds.
    """
    require_long_enough(new)
    log_n = affordable_log_n(surroundings.scrypt_log_n)
    slot = new_slot("p", keys, passphrase_bytes(new), log_n, surroundings.random_bytes)
    path = folder / "keys" / slot.name
    with storage_errors(folder):
        old = slot_files(folder, disk)
    try:
        with storage_errors(folder):
            disk.put_file(folder / "tmp" / slot.name, path, slot.data)
        written = SlotFile(slot.name, path.read_bytes())
        if unlock((written,), new).keys != keys:
            raise StorageFailed(path, "not as written")
        retired = tuple(other for other in old if other.name.startswith("p-"))
        kept = tuple(other for other in old if other not in retired)
        with catalogue.change() as change:
            set_slots(change, keys, (*kept, slot))
            change.set_meta(RETIRED, slots_json(retired).decode())
            change.log(CustodyKind.PASSPHRASE_CHANGED, scrypt_log_n=str(log_n))
    except BaseException:
        disk.unlink(path)
        raise
    remove_retired(folder, slots_json(retired).decode(), disk)


def set_slots(change: Change, keys: VaultKeys, slots: tuple[SlotFile, ...]) -> None:
    """Writes the authenticated list of slots."""
    listed = slots_json(slots)
    change.set_meta("slots", listed.decode())
    change.set_meta("slots_mac", keys.slots_mac(listed).hex())


def remove_retired(folder: Path, retired: str, disk: Disk) -> None:
    """Removes the slots that a change of passphrase put out of use, where they are still there.

    Raises:
        StorageFailed, FolderNotWritable: They stay until the next opening; the new passphrase holds.
    """
    try:
        names = parse_object(retired.encode()) if retired else {}
    except NotCanonical:
        return
    with storage_errors(folder):
        gone = [slot for slot in slot_files(folder, disk) if names.get(slot.name) == slot.sha256]
        for slot in gone:
            disk.unlink(folder / "keys" / slot.name)
        if gone:
            disk.fsync_dir(folder / "keys")
