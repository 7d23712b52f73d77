"""An open vault: what it can do as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType

from evidence_kit.errors import DiskFull, EvidenceKitError, FolderNotWritable, StorageFailed, VaultDamaged
from evidence_kit.model import Checkpoint, Finding, Progress, Surroundings, no_progress
from evidence_kit.vault.backups import back_up, backup_is_due
from evidence_kit.vault.canonical import NotCanonical
from evidence_kit.vault.catalogue import Catalogue
from evidence_kit.vault.check import VaultParts, check_vault
from evidence_kit.vault.database import Database
from evidence_kit.vault.disk import Disk, storage_errors
from evidence_kit.vault.keeper import Keeper
from evidence_kit.vault.keys import VaultKeys
from evidence_kit.vault.last_seen import LastSeenRecord
from evidence_kit.vault.lock import VaultLock
from evidence_kit.vault.objects import Objects, object_path
from evidence_kit.vault.refilling import Refiller
from evidence_kit.vault.segments import Segments
from evidence_kit.vault.signing import Signer
from evidence_kit.vault.slot_change import replace_passphrase_slot

_TROUBLE_WITH_COPIES = (OSError, DiskFull, FolderNotWritable, StorageFailed, VaultDamaged, NotCanonical)


@dataclass(frozen=True, slots=True)
class Place:
    """Where an open vault lies and what holds it there."""

    folder: Path
    disk: Disk
    lock: VaultLock
    surroundings: Surroundings


@dataclass(frozen=True, slots=True)
class Access:
    """What a vault's catalogue was opened with."""

    vault_id: str
    keys: VaultKeys
    catalogue_key: bytes
    writer: Database
    reader: Database


class Vault:
    """An open vault. Close it, or use it as a context manager: it is locked for other programs meanwhile."""

    def __init__(self, place: Place, access: Access) -> None:
        self.id = access.vault_id
        self.folder = place.folder
        self.surroundings = place.surroundings
        self.findings: tuple[Finding, ...] = ()
        self.last_opened_at: datetime | None = None
        self._place = place
        self._access = access
        self._signer = Signer(access.keys.signing_key())
        self.public_key = self._signer.public_key
        self.objects = Objects(place.folder, self.id, access.keys, place.surroundings, place.disk)
        self._keeper = Keeper(
            self.id,
            access.keys,
            self._signer,
            place.surroundings,
            self._settle,
            self._unsettle,
            self._committed,
        )
        self.catalogue = Catalogue(access.writer, access.reader, self._keeper)
        self._segments = Segments(place.folder, self._keeper, place.disk)
        self._last_seen = LastSeenRecord(place.surroundings.state_folder, self.id, access.keys, place.disk)
        self._closed = False

    # --- signing -------------------------------------------------------------

    def sign(self, message: bytes) -> bytes:
        """The vault's Ed25519 signature of ``message``: 64 bytes."""
        return self._signer.sign(message)

    def sign_ssh(self, message: bytes, namespace: str) -> str:
        """The same as an armoured SSH signature that ``ssh-keygen -Y verify`` reads."""
        return self._signer.sign_ssh(message, namespace)

    def public_key_pem(self) -> str:
        """The public key as ``openssl`` reads it."""
        return self._signer.public_key_pem()

    def public_key_ssh(self) -> str:
        """The public key as ``ssh-keygen`` reads it: ``ssh-ed25519 AAAA…``."""
        return self._signer.public_key_ssh()

    def key_fingerprint(self) -> str:
        """The public key's fingerprint as ``ssh-keygen -l`` shows it."""
        return self._signer.key_fingerprint()

    # --- as a whole ----------------------------------------------------------

    def check(self, progress: Progress = no_progress) -> tuple[Finding, ...]:
        """Everything that is wrong with the vault, found by reading all of it; changes nothing. Counts bytes.

        Raises:
            Cancelled: From ``progress``.
        """
        parts = VaultParts(
            self.folder,
            self.id,
            self.public_key,
            self._access.keys,
            self._access.catalogue_key,
            self._place.disk,
            self._access.reader,
            self.catalogue,
            self.objects,
            self._segments,
        )
        return check_vault(parts, progress)

    def change_passphrase(self, new: str) -> None:
        """Makes ``new`` the passphrase. The recovery code stays. Old copies of the vault still open with the old one.

        Raises:
            PassphraseTooShort: Nothing was changed.
            DiskFull, FolderNotWritable, StorageFailed: The old passphrase still holds.
        """
        replace_passphrase_slot(
            self.folder, self._access.keys, self.catalogue, new, self.surroundings, self._place.disk
        )

    def make_backup_copy(self) -> Path:
        """A new copy of the catalogue in ``backup/``; the newest three are kept.

        Raises:
            DiskFull, FolderNotWritable, StorageFailed: No copy was made; the vault is as it was.
        """
        with storage_errors(self.folder):
            return back_up(
                self.folder,
                self._access.reader,
                self._access.catalogue_key,
                self.surroundings,
                self._place.disk,
            )

    def close(self) -> None:
        """Locks the vault. Copies of log and catalogue are made first; if they cannot be, the next closing makes them."""
        if self._closed:
            return
        self._closed = True
        try:
            with suppress(*_TROUBLE_WITH_COPIES):
                self._segments.catch_up(self._access.reader, closing=True)
            with suppress(*_TROUBLE_WITH_COPIES):
                if backup_is_due(self.folder, self._access.reader, self._place.disk):
                    self.make_backup_copy()
        finally:
            self._access.reader.close()
            with suppress(EvidenceKitError):
                self._access.writer.run("PRAGMA wal_checkpoint(TRUNCATE)")
            self._access.writer.close()
            self._place.lock.release()

    def abandon(self) -> None:
        """Closes the connections of a vault whose opening failed; the lock stays with the one who took it."""
        self._closed = True
        self._access.reader.close()
        self._access.writer.close()

    def refiller(self) -> Refiller:
        """What brings back what the catalogue does not name; used while opening."""
        return Refiller(
            self.folder,
            self._access.writer,
            self.catalogue,
            self.objects,
            self._segments,
            self._keeper,
            self._place.disk,
        )

    def __enter__(self) -> Vault:
        """The vault itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Closes the vault."""
        self.close()

    # --- around a commit -----------------------------------------------------

    def _settle(self, object_ids: Sequence[str]) -> None:
        disk = self._place.disk
        with storage_errors(self.folder):
            groups = set()
            for object_id in object_ids:
                target = object_path(self.folder, object_id)
                disk.make_dir(target.parent)
                disk.rename(self.folder / "tmp" / object_id, target)
                groups.add(target.parent)
            for group in sorted(groups):
                disk.fsync_dir(group)

    def _unsettle(self, object_ids: Sequence[str]) -> None:
        for object_id in object_ids:
            with suppress(OSError):
                self._place.disk.move(object_path(self.folder, object_id), self.folder / "tmp" / object_id)

    def _committed(self, checkpoint: Checkpoint) -> None:
        # What was committed is safe by now: trouble here must not look as if it were not.
        self._last_seen.write(checkpoint, self.surroundings.now())
        with suppress(*_TROUBLE_WITH_COPIES):
            self._segments.catch_up(self._access.writer)
