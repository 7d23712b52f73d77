"""The custody log as a table in words, each line with the start of the hash that chains it to the line before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from evidence_kit.bundle.how_to_check import head_line
from evidence_kit.bundle.log_extract import is_disclosed
from evidence_kit.bundle.report_content import ReportContent, Section
from evidence_kit.bundle.templates.foreign import details_among
from evidence_kit.bundle.templates.part import Part, begin
from evidence_kit.model import CustodyEntry
from evidence_kit.pdf import Cell, Column, Fact, PdfDocument
from evidence_kit.words import _, utc_text
from evidence_kit.words.custody import custody_sentence

_HEAD_LETTERS = 12


def _title() -> str:
    return _("Custody log")


def _draw(document: PdfDocument, content: ReportContent, section: Section) -> None:
    begin(document, section)
    document.paragraph(
        _(
            "The vault writes a line for everything that is done. Each line is hashed together with the line before it, so a line that is changed or taken out breaks the chain. The start of each hash is in the last column; whole hashes are in custody-log.jsonl. Times are this computer's clock, in UTC."
        )
    )
    document.facts([Fact(_("Head of the log"), head_line(content.matter), mono=True)])
    columns = (
        Column(_("No."), 7),
        Column(_("Time (UTC)"), 16),
        Column(_("What was done"), 47),
        Column(_("Exhibit"), 13),
        Column(_("Hash"), 17, mono=True),
    )
    document.table(columns, _rows(content))


def _rows(content: ReportContent) -> Iterator[tuple[Cell | str, ...]]:
    exhibits = {exhibit.item.id: exhibit for exhibit in content.exhibits}
    item_ids = frozenset(exhibits)
    for entry in content.matter.log:
        exhibit = exhibits.get(entry.item_id)
        disclosed = is_disclosed(entry, item_ids)
        yield (
            str(entry.seq),
            utc_text(entry.at).removesuffix(" UTC"),
            custody_sentence(_as_printed(entry, exhibit.mark if exhibit else ""))
            if disclosed
            else _("Not about this bundle; only its hash is given."),
            Cell(exhibit.mark, link=exhibit.anchor) if exhibit is not None and disclosed else "",
            entry.head.hex()[:_HEAD_LETTERS],
        )


def _as_printed(entry: CustodyEntry, mark: str) -> CustodyEntry:
    """The entry with its exhibit's mark in place of the item's number, which is printed nowhere else."""
    return replace(entry, item_id=mark or entry.item_id, details=details_among(entry.details))


PART = Part("custody-log", _title, _draw)
