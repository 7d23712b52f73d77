"""Every error as three sentences: what happened, what it means for the evidence, what to do next.

Both front ends show these and nothing else; a test fails when an error has none.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path

from evidence_kit import errors
from evidence_kit.errors import EvidenceKitError
from evidence_kit.words import _


@dataclass(frozen=True, slots=True)
class ErrorWords:
    """Three sentences; the first may hold untrusted names."""

    what: str
    evidence: str
    next_step: str

    def __str__(self) -> str:
        return " ".join((self.what, self.evidence, self.next_step))


def error_words(error: EvidenceKitError) -> ErrorWords:
    """The words for an error raised on purpose, in the language in force.

    Raises:
        KeyError: the error has no words; a test sees to it that none ships.
    """
    templates = {**_vault_words(), **_file_words(), **_evidence_words(), **_bundle_words(), **_front_words()}
    facts = {field.name: _plain(getattr(error, field.name)) for field in fields(error)}  # type: ignore[arg-type]
    what, evidence, next_step = templates[type(error)]
    return ErrorWords(what.format_map(facts), evidence.format_map(facts), next_step.format_map(facts))


def _plain(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(_plain(part) for part in value)
    text = str(value)
    if isinstance(value, Path):
        text = text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text)


Templates = dict[type[EvidenceKitError], tuple[str, str, str]]


def _vault_words() -> Templates:
    return {
        errors.Cancelled: (
            _("This was stopped, as you asked."),
            _("What was finished before is kept; nothing is half done."),
            _("You can start again whenever you want."),
        ),
        errors.NotAVault: (
            _("{folder} is not a locked folder of this program."),
            _("Nothing in it was touched."),
            _("Choose another folder, or make a new locked folder."),
        ),
        errors.VaultFolderTaken: (
            _("{folder} already holds something."),
            _("Nothing in it was touched."),
            _("Choose a folder that is empty or does not exist yet."),
        ),
        errors.VaultInUse: (
            _("The locked folder {folder} is open in another window."),
            _("Nothing was changed."),
            _("Close the other window, then try again."),
        ),
        errors.VaultTooNew: (
            _(
                "This locked folder was made by a newer version (format {found_format}; this version knows {known_format})."
            ),
            _("Nothing in it was touched."),
            _("Open it with the newer version."),
        ),
        errors.WrongPassphrase: (
            _("That did not match."),
            _("Nothing was lost and nothing was changed."),
            _("Try again. Capital letters and spaces count. The recovery code works too."),
        ),
        errors.PassphraseTooShort: (
            _("The passphrase is too short: it needs at least {least_characters} characters."),
            _("Nothing was made yet."),
            _("Five words that do not belong together are good and easy to remember."),
        ),
        errors.VaultDamaged: (
            _("A part of the locked folder is damaged: {part} ({reason})."),
            _("The other parts were not touched."),
            _(
                "Make a copy of the whole folder before you do anything else. Then check it, or ask for help with the copy."
            ),
        ),
        errors.ObjectDamaged: (
            _("The saved copy of {item_id} does not check out: {reason}."),
            _("It is not shown or handed over as if it were sound. The other items are not touched."),
            _("If the first file is still where it came from, leave it there and add it again."),
        ),
        errors.ItemUnknown: (
            _("There is no item {item_id}."),
            _("Nothing was changed."),
            _("Look at the list of items for the right number."),
        ),
    }


def _file_words() -> Templates:
    return {
        errors.SourceUnreadable: (
            _("{path} could not be read: {reason}."),
            _("Nothing of it was kept. The file itself was not touched."),
            _("Check that it is still there and may be opened, then add it again."),
        ),
        errors.DiskFull: (
            _("The disk with {folder} is full."),
            _("What was already saved is safe. What was being written has been removed."),
            _("Make some room, then try again."),
        ),
        errors.FolderNotWritable: (
            _("Nothing can be written to {folder}."),
            _("Nothing was changed."),
            _("Choose another folder, or check that the stick is not write-protected."),
        ),
        errors.StorageFailed: (
            _("The computer could not read or write {path}: {reason}."),
            _("What was already saved is safe."),
            _("Check the disk or stick, then try again."),
        ),
        errors.TargetExists: (
            _("{path} is already there."),
            _("Nothing was written over it."),
            _(
                "Choose another name or folder. A folder that ends in .part was left by a report that was stopped; it may hold copies of your files, so delete it when you do not need it."
            ),
        ),
    }


def _evidence_words() -> Templates:
    return {
        errors.Under18NotAnswered: (
            _("Nobody has said yet whether a picture may show someone under 18 naked or in a sexual way."),
            _("Nothing was copied."),
            _(
                "Answer the question first. If there may be such a picture, it can be written down without copying it."
            ),
        ),
        errors.RecordedOnly: (
            _("{path} was written down as something not to copy ({item_id})."),
            _("It was not copied."),
            _("Leave it where it is, and show it to the police there."),
        ),
        errors.PartOfVault: (
            _("{path} belongs to the locked folder itself."),
            _("It was not added to itself. Nothing was changed."),
            _("Choose the files that you want to keep."),
        ),
        errors.NothingToAdd: (
            _("There was no file in what you chose."),
            _("Nothing was changed."),
            _("Choose one or more files, or a folder with files in it."),
        ),
        errors.ExportUnreadable: (
            _("The messages could not be read with {importer} (at {where}: {reason})."),
            _("The file itself is kept unchanged."),
            _("It can still be handed over as it is."),
        ),
        errors.ImporterUndecided: (
            _("The file looks like more than one kind of message export: {importers}."),
            _("The file itself is kept unchanged."),
            _("It can still be handed over as it is."),
        ),
        errors.NoMessagesInItem: (
            _("{item_id} holds no messages."),
            _("Nothing was changed."),
            _("Choose an item that is a message export."),
        ),
        errors.ZoneUnknown: (
            _("{zone} is not a time zone that is known here."),
            _("Nothing was changed."),
            _("Use a name such as Europe/London or America/Chicago, or an offset such as +02:00."),
        ),
        errors.OrderImpossible: (
            _("The order {order} does not fit the dates in the file (see {where})."),
            _("Nothing was changed."),
            _("Choose another order."),
        ),
    }


def _bundle_words() -> Templates:
    return {
        errors.RecipientUnknown: (
            _("There is no recipient {recipient_id}. Known are: {known}."),
            _("Nothing was written."),
            _("Choose one of these."),
        ),
        errors.LanguageUnknown: (
            _("There are no words in the language {language}. Known are: {known}."),
            _("Nothing was written."),
            _("Choose one of these."),
        ),
        errors.NothingToHandOver: (
            _("Nothing is saved yet, so there is nothing to hand over."),
            _("Nothing was written."),
            _("Add something first."),
        ),
        errors.TargetInsideVault: (
            _("{path} lies inside the locked folder."),
            _(
                "Nothing was written. A report holds copies that anyone can read, so it does not belong there."
            ),
            _("Choose a place outside the locked folder."),
        ),
        errors.BundleCheckFailed: (
            _("The report was written, but when it was read back {name} was not the same."),
            _("The report was removed. Everything in the locked folder is safe."),
            _("The disk or stick may be failing. Try another one."),
        ),
        errors.NothingToVerify: (
            _("{path} is neither a report nor a locked folder of this program."),
            _("Nothing was changed."),
            _("Choose the folder that holds SHA256SUMS, or a locked folder."),
        ),
        errors.AssetInvalid: (
            _("A file that belongs to this program is missing or damaged: {name} ({reason})."),
            _("Your evidence is not touched."),
            _("Install the program again."),
        ),
    }


def _front_words() -> Templates:
    return {
        errors.WindowUnavailable: (
            _("The window cannot open here: {missing}."),
            _("Nothing was changed."),
            _("Install what is missing, or use the command line."),
        ),
        errors.PassphraseNotGiven: (
            _("The passphrase is needed, and none could be read."),
            _("Nothing was changed."),
            _(
                "Run this in a terminal, or name a file descriptor whose first line it is: --passphrase-fd, for a PDF --password-fd."
            ),
        ),
        errors.OutputNotTaken: (
            _("The answer could not be written out: {reason}."),
            _("What was done is kept, but you have not seen all that there is to say about it."),
            _(
                "Run this again with room for what it prints. If it made a vault, its recovery code was not shown: make another one."
            ),
        ),
        errors.ProgramFault: (
            _("Something in this program went wrong ({kind}, {where})."),
            _("What was already saved is safe. What was under way may not have been finished."),
            _("Close the program, open it again and look whether it is there. Then try once more."),
        ),
    }
