"""Making, opening and locking a vault."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_data_path

from evidence_kit.actions.check import is_vault_folder
from evidence_kit.errors import NotAVault
from evidence_kit.model import Surroundings
from evidence_kit.vault import Vault
from evidence_kit.vault import create_vault as make_vault_on_disk
from evidence_kit.vault import open_vault as open_vault_on_disk

_NEUTRAL_NAME = "Notes"
"""The folder outside the vault is named so that it says nothing to someone who looks over the disk."""


@dataclass(frozen=True, slots=True)
class Created:
    """A new vault, open, and the recovery code that is shown once and kept nowhere in clear."""

    vault: Vault
    recovery_code: str


def default_surroundings() -> Surroundings:
    """This computer's clock, its randomness, the full cost of a key slot, and the user's own data folder, if there is one."""
    try:
        folder = user_data_path(_NEUTRAL_NAME, appauthor=False, roaming=False)
    except RuntimeError:
        # An account without a home folder: nothing is remembered outside the vault.
        return Surroundings()
    return Surroundings(state_folder=folder)


def create_vault(folder: Path, passphrase: str, surroundings: Surroundings) -> Created:
    """A new vault in ``folder``, which must be empty or absent; it is open and holds the lock.

    Raises:
        VaultFolderTaken: ``folder`` holds something; nothing was touched.
        PassphraseTooShort: nothing was made.
        FolderNotWritable, DiskFull, StorageFailed: what had been made is removed.
    """
    vault, recovery_code = make_vault_on_disk(folder, passphrase, surroundings)
    return Created(vault=vault, recovery_code=recovery_code)


def open_vault(folder: Path, secret: str, surroundings: Surroundings) -> Vault:
    """The vault in ``folder``, opened with its passphrase or recovery code; what looks wrong is in ``findings``.

    Raises:
        NotAVault, VaultTooNew, VaultInUse, WrongPassphrase: nothing was changed.
        VaultDamaged: a part could not be read and no way round it was left.
        StorageFailed, FolderNotWritable, DiskFull: the vault is as it was.
    """
    if not is_vault_folder(folder):
        raise NotAVault(folder)
    return open_vault_on_disk(folder, secret, surroundings)


def lock(vault: Vault) -> None:
    """Closes the vault: keys are dropped, the lock is free, everything acknowledged is on disk."""
    vault.close()
