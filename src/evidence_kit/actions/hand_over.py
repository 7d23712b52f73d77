"""Making a bundle for a recipient out of a vault."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from evidence_kit import __version__
from evidence_kit.actions.plain_files import lies_in
from evidence_kit.assets import load_recipient, recipient_ids
from evidence_kit.bundle import BundleChoice, BundleConversation, BundleReport, Matter
from evidence_kit.bundle import build_bundle as build_bundle_folder
from evidence_kit.errors import NothingToHandOver, RecipientUnknown, TargetInsideVault
from evidence_kit.media import MediaReader, Pixels
from evidence_kit.model import CustodyKind, Item, Progress, StoredMessage, no_progress
from evidence_kit.vault import Vault
from evidence_kit.words import ENGLISH, use_language

_LONGEST_SIDE_PIXELS = 4000


def recipients(language: str = ENGLISH) -> tuple[tuple[str, str], ...]:
    """Id and title of every recipient there is a data file for, the title in ``language`` or else in English."""
    known = [load_recipient(recipient_id) for recipient_id in recipient_ids()]
    return tuple(
        (recipient.id, recipient.title.get(language, recipient.title[ENGLISH])) for recipient in known
    )


def build_bundle(
    vault: Vault, out: Path, recipient_id: str, choice: BundleChoice, progress: Progress = no_progress
) -> BundleReport:
    """A new folder ``out`` that holds the report, the originals and all that is needed to check them.

    It is written beside ``out``, read back, and only then named; then the log says what was handed over.

    Raises:
        RecipientUnknown, LanguageUnknown, NothingToHandOver, TargetExists, TargetInsideVault: nothing was written.
        ObjectDamaged: an original does not check out; nothing is left in ``out``.
        BundleCheckFailed, DiskFull, FolderNotWritable, StorageFailed, Cancelled: what was written is removed.
    """
    if recipient_id not in recipient_ids():
        raise RecipientUnknown(recipient_id, recipient_ids())
    if lies_in(out, vault.folder):
        raise TargetInsideVault(out)
    with MediaReader() as reader, use_language(choice.language):
        matter = matter_of(vault, reader)
        if not matter.items:
            raise NothingToHandOver
        report = build_bundle_folder(matter, load_recipient(recipient_id), out, choice, progress)
    with vault.catalogue.change() as change:
        change.log(
            CustodyKind.EXPORTED,
            recipient=recipient_id,
            items=str(len(matter.items)),
            files=str(report.files),
            sums_sha256=report.sums_sha256,
        )
    return report


def matter_of(vault: Vault, reader: MediaReader) -> Matter:
    """Everything a bundle may need, behind functions that stream; pictures are decoded by ``reader``'s child; record-only items have no bytes to give."""
    catalogue = vault.catalogue

    def read_messages(item_id: str, conversation: str) -> Iterator[StoredMessage]:
        return catalogue.messages(item_id, conversation)

    def picture(item: Item) -> Pixels | None:
        with vault.objects.open(item) as original:
            return reader.picture_pixels(original, item.mime, _LONGEST_SIDE_PIXELS)

    return Matter(
        vault_id=vault.id,
        program_version=__version__,
        made_at=vault.surroundings.now(),
        offset_minutes=vault.surroundings.offset_minutes(),
        items=catalogue.items(),
        conversations=tuple(
            BundleConversation(stored.item_id, stored.conversation, stored.message_count)
            for stored in catalogue.conversations()
        ),
        open_original=vault.objects.open,
        read_messages=read_messages,
        picture=picture,
        log=tuple(catalogue.log()),
        checkpoint=catalogue.checkpoint(),
        public_key=vault.public_key,
        public_key_pem=vault.public_key_pem(),
        public_key_ssh=vault.public_key_ssh(),
        key_fingerprint=vault.key_fingerprint(),
        sign=vault.sign,
        sign_ssh=vault.sign_ssh,
    )
