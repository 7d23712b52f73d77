"""The whole main job on harmless samples, so that anyone can see what comes out before they trust it."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from evidence_kit.actions.add import AddReport, Under18, add_evidence
from evidence_kit.actions.check import verify_bundle, verify_vault
from evidence_kit.actions.describe import describe
from evidence_kit.actions.hand_over import build_bundle
from evidence_kit.actions.record_only import Place, record_without_copying
from evidence_kit.actions.vaults import create_vault
from evidence_kit.assets import asset_path
from evidence_kit.bundle import BundleChoice, BundleReport
from evidence_kit.errors import (
    DiskFull,
    EvidenceKitError,
    FolderNotWritable,
    StorageFailed,
    TargetExists,
    system_reason,
)
from evidence_kit.model import (
    CaptureMethod,
    Finding,
    Item,
    ItemKind,
    Paper,
    PdfProfile,
    Progress,
    Said,
    Surroundings,
    Wholeness,
    no_progress,
)

DEMO_PASSPHRASE = "river lamp seven coat ajar"  # noqa: S105 - printed on purpose: the demo holds nothing private


@dataclass(frozen=True, slots=True)
class Demo:
    """Where the demo put things, and what came of each step. ``findings`` empty: all of it checked out."""

    samples: Path
    vault: Path
    passphrase: str
    recovery_code: str
    added: AddReport
    recorded: tuple[Item, ...]
    bundle: BundleReport
    findings: tuple[Finding, ...]


def make_demo(folder: Path, surroundings: Surroundings, progress: Progress = no_progress) -> Demo:
    """Samples, a vault and a police bundle in ``folder``, which must be empty or absent.

    Raises:
        TargetExists: ``folder`` holds something; nothing was written.
        FolderNotWritable, StorageFailed, DiskFull, Cancelled: what the demo had made is removed.
    """
    with _new_folder(folder):
        return _made(folder, surroundings, progress)


def _made(folder: Path, surroundings: Surroundings, progress: Progress) -> Demo:
    samples = folder / "samples"
    shutil.copytree(asset_path("samples"), samples)
    created = create_vault(folder / "vault", DEMO_PASSPHRASE, replace(surroundings, state_folder=None))
    with created.vault as vault:
        added = add_evidence(vault, [samples], Under18.NOBODY, progress=progress)
        for item in added.added:
            if (said := _said_of(item)) is not None:
                describe(vault, item.id, said)
        place = Place(
            "In the gallery of my old phone, third picture in the album Chat",
            "Friday evening, 13 November 2026",
        )
        recorded = record_without_copying(vault.catalogue, surroundings, [], place)
        choice = BundleChoice(language="en", paper=Paper.LETTER, profile=PdfProfile.POLICE)
        bundle = build_bundle(vault, folder / "bundle", "police-us", choice, progress)
        findings = verify_vault(vault, progress) + verify_bundle(bundle.folder, progress)
    return Demo(
        samples, folder / "vault", DEMO_PASSPHRASE, created.recovery_code, added, recorded, bundle, findings
    )


@contextmanager
def _new_folder(folder: Path) -> Iterator[None]:
    """Makes ``folder``; takes away all that is in it, which is the demo's own, when the block does not end well."""
    try:
        there = folder.exists()
        if there and (not folder.is_dir() or any(folder.iterdir())):
            raise TargetExists(folder)
        folder.mkdir(parents=True, exist_ok=True)
        try:
            yield
        except BaseException:
            for path in folder.iterdir():
                shutil.rmtree(path, ignore_errors=True)
            if not there:
                folder.rmdir()
            raise
    except OSError as error:
        raise _storage_error(error, folder) from error


def _storage_error(error: OSError, folder: Path) -> EvidenceKitError:
    if isinstance(error, PermissionError):
        return FolderNotWritable(folder)
    # A copy of many files gives its errors in words, those of the files behind one another.
    if error.errno == errno.ENOSPC or os.strerror(errno.ENOSPC) in str(error):
        return DiskFull(folder)
    return StorageFailed(folder, system_reason(error))


def _said_of(item: Item) -> Said | None:
    """What an invented person says of a sample picture; exports speak for themselves."""
    if item.kind is not ItemKind.PICTURE or item.part_of:
        return None
    if not item.name.startswith("Screenshot"):
        return Said(
            title="The cartoon that they have",
            captured_by="Sam Placeholder",
            device="My camera",
            method=CaptureMethod.OTHER,
            wholeness=Wholeness.WHOLE,
            note="I drew this cat and took a photo of the drawing.",
        )
    return Said(
        title="The chat with k_22_trader on my phone",
        source_app="PixelChat",
        account="k_22_trader",
        url="https://pixelchat.example.invalid/u/k_22_trader",
        captured_by="Sam Placeholder",
        captured_as_written="2026-11-14 18:31" if "183100" in item.name else "2026-11-14 20:35",
        captured_zone="America/Chicago",
        device="My phone",
        method=CaptureMethod.SCREENSHOT,
        wholeness=Wholeness.WHOLE,
    )
