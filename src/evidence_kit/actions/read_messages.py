"""Reading what a message export holds into the catalogue: whole or not at all, every record accounted for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from evidence_kit.errors import EvidenceKitError, ExportUnreadable, ImporterUndecided, NoMessagesInItem
from evidence_kit.importers import Importer, importer_for, importer_named, open_source
from evidence_kit.media import FileType, identify
from evidence_kit.model import (
    Accounting,
    Answers,
    Conversation,
    CustodyKind,
    EmbeddedFile,
    Finding,
    FindingKind,
    Item,
    ItemKind,
    Message,
    Progress,
    Record,
    Source,
    no_progress,
)
from evidence_kit.vault import Change, Sealed, Vault

_HEAD_BYTES = 65536


def read_messages(vault: Vault, item: Item, progress: Progress = no_progress) -> tuple[Item, ...]:
    """The item as it stands after reading, and behind it the items made of the files inside it.

    A file that no importer knows comes back as it was. One that cannot be read keeps its original and gets a finding.

    Raises:
        Cancelled: nothing of it was written; the original is kept.
    """
    source = _source_of(vault, item)
    try:
        importer = importer_for(source)
        if importer is None:
            return (_with_findings(vault, item, source.findings) if source.findings else item,)
        return _Reading(vault, item, importer, source, Answers()).run(progress)
    except ExportUnreadable as error:
        details = {"where": error.where, "reason": error.reason}
        return (_with_findings(vault, item, (Finding(FindingKind.EXPORT_UNREADABLE, details),)),)
    except ImporterUndecided as error:
        details = {"importers": ", ".join(error.importers)}
        return (_with_findings(vault, item, (Finding(FindingKind.IMPORTER_UNDECIDED, details),)),)


def answer_dates(vault: Vault, item_id: str, answers: Answers, progress: Progress = no_progress) -> Item:
    """The item, its messages read again with what the person says about zone and order of the date.

    An answer that is empty keeps the one given before. The statement is kept, with a custody entry of its own.

    Raises:
        ItemUnknown, NoMessagesInItem, ZoneUnknown, OrderImpossible: nothing was changed.
        Cancelled: nothing was changed.
    """
    item = vault.catalogue.item(item_id)
    if not item.importer:
        raise NoMessagesInItem(item_id)
    before = vault.catalogue.answers(item_id)
    together = Answers(zone=answers.zone or before.zone, order=answers.order or before.order)
    reading = _Reading(vault, item, importer_named(item.importer), _source_of(vault, item), together)
    return reading.run(progress)[0]


def log_import(change: Change, item: Item) -> None:
    """Writes the custody entry of an item whose original was kept; the vault adds the hash, size and object."""
    details = {"name": item.name, "mime": item.mime}
    if item.part_of:
        details["part_of"] = item.part_of
    change.log(CustodyKind.IMPORTED, item.id, **details)


def _source_of(vault: Vault, item: Item) -> Source:
    return open_source(item.name, lambda: vault.objects.open(item), item.size_bytes)


def _with_findings(vault: Vault, item: Item, findings: tuple[Finding, ...]) -> Item:
    """The item with findings that it did not have; reading it again does not say them twice."""
    marked = replace(
        item, findings=item.findings + tuple(new for new in findings if new not in item.findings)
    )
    if marked == item:
        return item
    with vault.catalogue.change() as change:
        change.update(marked)
        change.log(
            CustodyKind.MESSAGES_READ, item.id, reason=", ".join(finding.kind.value for finding in findings)
        )
    return marked


class _Reading:
    """One export, read in one transaction."""

    def __init__(
        self, vault: Vault, item: Item, importer: Importer, source: Source, answers: Answers
    ) -> None:
        self._vault = vault
        self._item = item
        self._importer = importer
        self._source = source
        self._answers = answers
        self._findings: list[Finding] = []
        self._embedded: list[EmbeddedFile] = []
        self._sealed: list[Sealed] = []

    def run(self, progress: Progress) -> tuple[Item, ...]:
        records = self._importer.read(self._source, self._answers, progress)
        try:
            with self._vault.catalogue.change() as change:
                accounting = change.replace_messages(self._item.id, self._answers, self._messages(records))
                item = self._update(change, accounting)
                parts = [] if self._item.importer else [self._keep(change, part) for part in self._embedded]
        except BaseException:
            for sealed in self._sealed:
                self._vault.objects.discard(sealed)
            raise
        return (item, *(part for part in parts if part is not None))

    def _messages(self, records: Iterator[Record]) -> Iterator[Conversation | Message]:
        for record in records:
            if isinstance(record, Finding):
                self._findings.append(record)
            elif isinstance(record, EmbeddedFile):
                self._embedded.append(record)
            else:
                yield record

    def _update(self, change: Change, accounting: Accounting) -> Item:
        own = self._item.findings[: self._count_of_file_findings()]
        item = replace(
            self._item,
            kind=ItemKind.EMAIL if self._item.kind is ItemKind.EMAIL else ItemKind.MESSAGES,
            importer=self._importer.name,
            accounting=accounting,
            findings=(*own, *self._findings),
        )
        change.update(item)
        if self._answers != Answers():
            order = self._answers.order.value if self._answers.order else "-"
            change.log(CustodyKind.ANSWERED, item.id, zone=self._answers.zone or "-", order=order)
        change.log(
            CustodyKind.MESSAGES_READ,
            item.id,
            importer=self._importer.name,
            found=str(accounting.found),
            shown=str(accounting.shown),
            unreadable=str(accounting.unreadable),
        )
        return item

    def _count_of_file_findings(self) -> int:
        """How many findings are about the file itself; those from an earlier reading stand behind them."""
        about_file = {
            FindingKind.CHANGED_WHILE_READ,
            FindingKind.NAME_AND_BYTES_DIFFER,
            FindingKind.HOLDS_LOCATION,
            FindingKind.EMPTY_FILE,
            FindingKind.NO_EMBEDDED_FACTS,
        }
        return sum(finding.kind in about_file for finding in self._item.findings)

    def _keep(self, change: Change, part: EmbeddedFile) -> Item | None:
        """A file inside the export as an item of its own; None where it could not be taken out (said as a finding)."""
        try:
            with part.open() as stream:
                file_type = identify(part.name, stream.read(_HEAD_BYTES))
            with part.open() as stream:
                sealed = self._vault.objects.seal(stream, name=part.name, source_path=part.part)
        except EvidenceKitError:
            change.log(CustodyKind.IMPORT_FAILED, self._item.id, name=part.name, reason="part not readable")
            return None
        self._sealed.append(sealed)
        known = self._vault.catalogue.find_by_hash(sealed.hashes.sha256)
        if known is not None:
            self._vault.objects.discard(sealed)
            change.log(CustodyKind.ALREADY_HERE, known.id, name=part.name)
            return None
        item = self._part_item(change.new_item_id(), part, sealed, file_type)
        change.keep(item, sealed)
        log_import(change, item)
        return item

    def _part_item(self, item_id: str, part: EmbeddedFile, sealed: Sealed, file_type: FileType) -> Item:
        around = self._vault.surroundings
        return Item(
            id=item_id,
            kind=file_type.kind,
            name=part.name,
            size_bytes=sealed.size_bytes,
            hashes=sealed.hashes,
            object_id=sealed.object_id,
            mime=file_type.mime,
            added_at=around.now(),
            added_offset_minutes=around.offset_minutes(),
            said=self._item.said,
            findings=file_type.findings,
            part_of=self._item.id,
            part=part.part,
        )
