"""Every error that Evidence Kit raises on purpose: data, no sentences.

The sentences a person reads (what happened, what it means for the evidence, what to do next)
are in ``error_text``; a test fails when an error here has none.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


class EvidenceKitError(Exception):
    """The base of all errors raised on purpose. Never raised itself."""


@dataclass(eq=False)
class Cancelled(EvidenceKitError):
    """The person pressed Cancel; raised at a safe point, so nothing is half done."""


def system_reason(error: OSError) -> str:
    """The system's own short text for why something failed, or the kind of error where it gives none."""
    return error.strerror or type(error).__name__


# --- the vault ---------------------------------------------------------------


@dataclass(eq=False)
class NotAVault(EvidenceKitError):
    """``folder`` holds no vault."""

    folder: Path


@dataclass(eq=False)
class VaultFolderTaken(EvidenceKitError):
    """A vault was to be made in ``folder``, which already holds something."""

    folder: Path


@dataclass(eq=False)
class VaultInUse(EvidenceKitError):
    """Another program holds the vault's lock."""

    folder: Path


@dataclass(eq=False)
class VaultTooNew(EvidenceKitError):
    """The vault was written by a newer program; nothing was touched."""

    found_format: int
    known_format: int


@dataclass(eq=False)
class WrongPassphrase(EvidenceKitError):
    """No key slot opened with what was typed; nothing was changed."""


@dataclass(eq=False)
class PassphraseTooShort(EvidenceKitError):
    """A new passphrase needs at least ``least_characters``."""

    least_characters: int


@dataclass(eq=False)
class VaultDamaged(EvidenceKitError):
    """A part of the vault does not check out: ``part`` is its path inside the vault, ``reason`` a short fact."""

    part: str
    reason: str


@dataclass(eq=False)
class ObjectDamaged(EvidenceKitError):
    """The sealed original of one item is missing or does not check out; the other items are not touched."""

    item_id: str
    reason: str


@dataclass(eq=False)
class ItemUnknown(EvidenceKitError):
    """No item has this id."""

    item_id: str


# --- files and disks ---------------------------------------------------------


@dataclass(eq=False)
class SourceUnreadable(EvidenceKitError):
    """A file that was to be added could not be read to its end; nothing of it was kept."""

    path: Path
    reason: str


@dataclass(eq=False)
class DiskFull(EvidenceKitError):
    """The disk that holds ``folder`` is full; what was being written has been removed."""

    folder: Path


@dataclass(eq=False)
class FolderNotWritable(EvidenceKitError):
    """Nothing can be written to ``folder``."""

    folder: Path


@dataclass(eq=False)
class StorageFailed(EvidenceKitError):
    """The operating system refused to read or write ``path``; ``reason`` is its short text."""

    path: Path
    reason: str


@dataclass(eq=False)
class TargetExists(EvidenceKitError):
    """Something already stands where a new folder or file was to be made."""

    path: Path


# --- adding and reading evidence --------------------------------------------


@dataclass(eq=False)
class Under18NotAnswered(EvidenceKitError):
    """Nobody answered whether a picture may show someone under 18, so nothing was copied."""


@dataclass(eq=False)
class RecordedOnly(EvidenceKitError):
    """``path`` was recorded without copying, as ``item_id``, and is therefore not copied now."""

    path: Path
    item_id: str


@dataclass(eq=False)
class PartOfVault(EvidenceKitError):
    """``path`` is the vault that it was to be added to, or lies in it."""

    path: Path


@dataclass(eq=False)
class NothingToAdd(EvidenceKitError):
    """The chosen places hold no file."""


@dataclass(eq=False)
class ExportUnreadable(EvidenceKitError):
    """An importer could not read a message export. The original is kept as it is.

    ``where`` is a line, a member or an offset; ``reason`` a short fact.
    """

    importer: str
    where: str
    reason: str


@dataclass(eq=False)
class ImporterUndecided(EvidenceKitError):
    """More than one importer says that the file is theirs."""

    importers: tuple[str, ...]


@dataclass(eq=False)
class NoMessagesInItem(EvidenceKitError):
    """An answer about dates was given for an item that holds no messages."""

    item_id: str


@dataclass(eq=False)
class ZoneUnknown(EvidenceKitError):
    """``zone`` is no IANA time zone (such as Europe/London) and no offset (such as +02:00)."""

    zone: str


@dataclass(eq=False)
class OrderImpossible(EvidenceKitError):
    """The chosen order of day, month and year does not fit the dates in the file, for example at ``where``."""

    order: str
    where: str


# --- bundles -----------------------------------------------------------------


@dataclass(eq=False)
class RecipientUnknown(EvidenceKitError):
    """No recipient file has this id."""

    recipient_id: str
    known: tuple[str, ...]


@dataclass(eq=False)
class LanguageUnknown(EvidenceKitError):
    """There are no words in this language."""

    language: str
    known: tuple[str, ...]


@dataclass(eq=False)
class NothingToHandOver(EvidenceKitError):
    """The vault holds no item, so a bundle would be empty."""


@dataclass(eq=False)
class TargetInsideVault(EvidenceKitError):
    """``path`` lies in the vault's own folder, where readable copies do not belong; nothing was written."""

    path: Path


@dataclass(eq=False)
class BundleCheckFailed(EvidenceKitError):
    """A bundle was written and read back, and ``name`` was not what had been written; the bundle was removed."""

    name: str


@dataclass(eq=False)
class NothingToVerify(EvidenceKitError):
    """``path`` is neither a bundle nor a vault."""

    path: Path


@dataclass(eq=False)
class AssetInvalid(EvidenceKitError):
    """A data file that ships with the program is missing or wrong: the installation is damaged."""

    name: str
    reason: str


# --- the front ends ----------------------------------------------------------


@dataclass(eq=False)
class WindowUnavailable(EvidenceKitError):
    """The window cannot open here: ``missing`` names what the system lacks."""

    missing: str


@dataclass(eq=False)
class PassphraseNotGiven(EvidenceKitError):
    """No secret was given: there is no terminal to ask on, or the file descriptor that was named gave no line."""


@dataclass(eq=False)
class OutputNotTaken(EvidenceKitError):
    """What was to be printed could not be written, so nobody has read it; what was done before it stays done."""

    reason: str


@dataclass(eq=False)
class ProgramFault(EvidenceKitError):
    """The program itself failed in a way nobody foresaw: ``kind`` of fault and ``where`` in its code, no evidence."""

    kind: str
    where: str
