"""Making a vault and opening one: the only ways in."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from evidence_kit.errors import FolderNotWritable, NotAVault, VaultFolderTaken, WrongPassphrase
from evidence_kit.model import CustodyKind, Finding, FindingKind, Surroundings
from evidence_kit.vault.canonical import NotCanonical, instant_text
from evidence_kit.vault.config import config_json, read_hint
from evidence_kit.vault.database import Database, Role
from evidence_kit.vault.disk import Disk, storage_errors
from evidence_kit.vault.failed_unlocks import failed_unlocks, forget_failed_unlocks, note_failed_unlock
from evidence_kit.vault.keys import (
    VaultKeys,
    affordable_log_n,
    new_catalogue_slot,
    new_slot,
    passphrase_bytes,
    require_long_enough,
    slot_files,
    unlock,
)
from evidence_kit.vault.last_seen import LastSeenRecord, Seen
from evidence_kit.vault.lock import VaultLock
from evidence_kit.vault.paths import CATALOGUE, CONFIG, FOLDERS, is_vault, object_folders
from evidence_kit.vault.printed_code import new_recovery_code
from evidence_kit.vault.recovery import CatalogueOpener, make_empty_catalogue
from evidence_kit.vault.slot_change import RETIRED, remove_retired
from evidence_kit.vault.vault import Access, Place, Vault
from evidence_kit.vault.verification import (
    LogFacts,
    item_rows,
    read_meta_values,
    verify_log,
    verify_presence,
    verify_rows,
    verify_slots,
)


def create_vault(
    folder: Path, passphrase: str, surroundings: Surroundings | None = None, disk: Disk | None = None
) -> tuple[Vault, str]:
    """A new open vault in ``folder`` (new or empty), and its recovery code, which is shown once and kept nowhere.

    Raises:
        PassphraseTooShort: Nothing was written.
        VaultFolderTaken: The folder holds something; it was not touched.
        DiskFull, FolderNotWritable, StorageFailed: What had been written was removed.
    """
    surroundings, disk = surroundings or Surroundings(), disk or Disk()
    require_long_enough(passphrase)
    with storage_errors(folder):
        if folder.exists() and (not folder.is_dir() or disk.list(folder)):
            raise VaultFolderTaken(folder)
        made = not folder.exists()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            return _created(folder, passphrase, surroundings, disk)
        except BaseException:
            _remove(folder, whole=made)
            raise


def _created(folder: Path, passphrase: str, surroundings: Surroundings, disk: Disk) -> tuple[Vault, str]:
    for name in FOLDERS:
        disk.make_dir(folder / name)
    for group in object_folders(folder):
        disk.make_dir(group)
    disk.fsync_dir(folder / "objects")
    with ExitStack() as undo:
        lock = VaultLock(folder)
        undo.callback(lock.release)
        random_bytes = surroundings.random_bytes
        keys = VaultKeys(random_bytes(32))
        catalogue_key, vault_id = random_bytes(32), random_bytes(16).hex()
        code = new_recovery_code(random_bytes)
        log_n = affordable_log_n(surroundings.scrypt_log_n)
        slots = (
            new_slot("p", keys, passphrase_bytes(passphrase), log_n, random_bytes),
            new_slot("r", keys, code.encode("ascii"), log_n, random_bytes),
            new_catalogue_slot(keys, catalogue_key, random_bytes),
        )
        for slot in slots:
            disk.write_file(folder / "keys" / slot.name, slot.data)
        disk.fsync_dir(folder / "keys")
        make_empty_catalogue(folder / CATALOGUE, catalogue_key, vault_id, slots, keys, disk)
        writer = Database(folder / CATALOGUE, catalogue_key, Role.WRITER)
        undo.callback(writer.close)
        reader = Database(folder / CATALOGUE, catalogue_key, Role.READER)
        undo.callback(reader.close)
        access = Access(vault_id, keys, catalogue_key, writer, reader)
        vault = Vault(Place(folder, disk, lock, surroundings), access)
        with vault.catalogue.change() as change:
            change.log(CustodyKind.CREATED, scrypt_log_n=str(log_n), public_key=vault.public_key.hex())
        disk.write_file(folder / CONFIG, config_json(vault_id))
        disk.fsync_dir(folder)
        undo.pop_all()
    return vault, code


def _remove(folder: Path, *, whole: bool) -> None:
    if whole:
        shutil.rmtree(folder, ignore_errors=True)
        return
    for path in folder.iterdir():
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def open_vault(
    folder: Path, secret: str, surroundings: Surroundings | None = None, disk: Disk | None = None
) -> Vault:
    """The vault at ``folder``, opened with its passphrase or its recovery code; ``findings`` tell what was noticed.

    Raises:
        NotAVault, VaultTooNew, VaultInUse: Nothing was touched.
        WrongPassphrase: Nothing was changed but the count of attempts.
        VaultDamaged: Not even the recovery ladder gives a vault; nothing was deleted.
        DiskFull, FolderNotWritable, StorageFailed: The vault is as it was.
    """
    surroundings, disk = surroundings or Surroundings(), disk or Disk()
    if not is_vault(folder):
        raise NotAVault(folder)
    read_hint(folder)
    with storage_errors(folder):
        lock = VaultLock(folder)
        try:
            try:
                unlocked = unlock(slot_files(folder, disk), secret)
            except WrongPassphrase:
                note_failed_unlock(folder, surroundings.now())
                raise
            return _Opening(Place(folder, disk, lock, surroundings), unlocked.keys).opened(unlocked.by)
        except BaseException:
            lock.release()
            raise


class _Opening:
    """The steps of opening a vault whose identity is known."""

    def __init__(self, place: Place, keys: VaultKeys) -> None:
        self._place = place
        self._folder = place.folder
        self._disk = place.disk
        self._keys = keys

    def opened(self, by: str) -> Vault:
        self._tidy()
        hint = read_hint(self._folder)
        catalogue = CatalogueOpener(
            self._folder, self._keys, hint, self._place.surroundings, self._disk
        ).open()
        vault = Vault(
            self._place,
            Access(catalogue.vault_id, self._keys, catalogue.key, catalogue.writer, catalogue.reader),
        )
        try:
            findings: list[Finding] = []
            if hint.trouble or hint.vault_id != vault.id:
                reason = hint.trouble or "another id"
                findings.append(Finding(FindingKind.PART_UNREADABLE, {"part": CONFIG, "reason": reason}))
            seen, trouble = self._last_seen(vault)
            refiller = vault.refiller()
            if catalogue.reason:
                findings += refiller.bring_back_log(catalogue.reason, catalogue.source, catalogue.salvaged)
            elif refiller.log_reaches_further():
                findings += refiller.bring_back_log("older than its sealed log", "log", None)
            facts = verify_log(catalogue.reader, vault.id, vault.public_key, seen)
            findings += [*trouble, *facts.findings, *self._slots(catalogue.reader)]
            rows = item_rows(catalogue.reader)
            findings += [*verify_rows(rows, facts.row_digests), *verify_presence(self._folder, rows)]
            findings += refiller.adopt_orphans()
            findings += self._clock(facts)
            self._write_entries(vault, by, facts, findings)
        except BaseException:
            vault.abandon()
            raise
        vault.findings = tuple(findings)
        vault.last_opened_at = facts.last_opened_at
        return vault

    def _tidy(self) -> None:
        if not (self._folder / "keys").is_dir():
            raise FolderNotWritable(self._folder)
        for name in FOLDERS:
            self._disk.make_dir(self._folder / name)
        for name in self._disk.list(self._folder / "tmp"):
            self._disk.unlink(self._folder / "tmp" / name)

    def _last_seen(self, vault: Vault) -> tuple[Seen | None, list[Finding]]:
        record = LastSeenRecord(self._place.surroundings.state_folder, vault.id, self._keys, self._disk)
        try:
            return record.read(), []
        except NotCanonical as error:
            details = {"part": "last-seen", "reason": str(error)}
            return None, [Finding(FindingKind.PART_UNREADABLE, details)]

    def _slots(self, database: Database) -> list[Finding]:
        meta = read_meta_values(database)
        remove_retired(self._folder, meta.get(RETIRED, ""), self._disk)
        return verify_slots(slot_files(self._folder, self._disk), meta, self._keys)

    def _clock(self, facts: LogFacts) -> list[Finding]:
        now = self._place.surroundings.now()
        if facts.last_at is None or now.replace(microsecond=0) >= facts.last_at:
            return []
        details = {"now": instant_text(now, whole_seconds=True), "last": instant_text(facts.last_at)}
        return [Finding(FindingKind.CLOCK_WENT_BACK, details)]

    def _write_entries(self, vault: Vault, by: str, facts: LogFacts, findings: Sequence[Finding]) -> None:
        attempts = failed_unlocks(self._folder)
        kinds = ",".join(sorted({finding.kind.value for finding in findings}))
        with vault.catalogue.change() as change:
            if attempts:
                change.log(
                    CustodyKind.UNLOCK_FAILED,
                    count=str(len(attempts)),
                    first=instant_text(min(attempts)),
                    last=instant_text(max(attempts)),
                )
            for finding in findings:
                if finding.kind is FindingKind.CLOCK_WENT_BACK:
                    change.log(CustodyKind.CLOCK_JUMPED, last=finding.details["last"])
            noticed = {"findings": kinds} if kinds else {}
            change.log(CustodyKind.OPENED, by=by, entries_before=str(facts.last_seq), **noticed)
        forget_failed_unlocks(self._folder, self._disk)
