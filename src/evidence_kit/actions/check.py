"""Checking that nothing has changed: a whole vault, or a bundle without any vault."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from evidence_kit.bundle import is_bundle
from evidence_kit.bundle import verify_bundle as verify_bundle_folder
from evidence_kit.errors import NothingToVerify, StorageFailed, system_reason
from evidence_kit.model import CustodyKind, Finding, Progress, no_progress
from evidence_kit.vault import Vault, is_vault


def verify_vault(vault: Vault, progress: Progress = no_progress) -> tuple[Finding, ...]:
    """Everything that does not check out: key slots, log, rows, and every original decrypted and hashed.

    An empty answer means that all of it was as it should be. Either way the log says that it was checked.
    """
    findings = vault.check(progress)
    with vault.catalogue.change() as change:
        change.log(CustodyKind.VERIFIED, findings=str(len(findings)))
    return findings


def verify_bundle(folder: Path, progress: Progress = no_progress) -> tuple[Finding, ...]:
    """Everything in a bundle that is changed, missing, not listed or wrongly signed.

    Raises:
        NothingToVerify: ``folder`` is no bundle.
        StorageFailed: it may not be looked into, or cannot be.
    """
    if not is_bundle_folder(folder):
        raise NothingToVerify(folder)
    return verify_bundle_folder(folder, progress)


def is_vault_folder(path: Path) -> bool:
    """True when ``path`` holds a vault.

    Raises:
        StorageFailed: it may not be looked into, or cannot be.
    """
    with _looking_at(path):
        return is_vault(path)


def is_bundle_folder(path: Path) -> bool:
    """True when ``path`` holds a bundle.

    Raises:
        StorageFailed: it may not be looked into, or cannot be.
    """
    with _looking_at(path):
        return is_bundle(path)


@contextmanager
def _looking_at(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StorageFailed(path, system_reason(error)) from error
