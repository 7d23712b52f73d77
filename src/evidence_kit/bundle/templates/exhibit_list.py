"""The exhibit list: mark, kind, file, size, SHA-256 and page of everything."""

from __future__ import annotations

from collections.abc import Iterator

from evidence_kit.bundle.exhibits import Exhibit
from evidence_kit.bundle.report_content import ReportContent, Section
from evidence_kit.bundle.templates.foreign import among
from evidence_kit.bundle.templates.part import Part, begin, page_text
from evidence_kit.pdf import Cell, Column, PdfDocument
from evidence_kit.words import _, fingerprint_text, size_text
from evidence_kit.words.kinds import kind_name


def _title() -> str:
    return _("List of exhibits")


def _draw(document: PdfDocument, content: ReportContent, section: Section) -> None:
    begin(document, section)
    document.paragraph(
        _(
            "The SHA-256 value identifies the bytes of a file: a changed file has another value. The originals lie in the folder originals, named by their mark."
        )
    )
    columns = (
        Column(_("Exhibit"), 12),
        Column(_("Kind and description"), 22),
        Column(_("File and size"), 28),
        Column(_("SHA-256"), 31, mono=True),
        Column(_("Page"), 7),
    )
    document.table(columns, _rows(document, content))


def _rows(document: PdfDocument, content: ReportContent) -> Iterator[tuple[Cell | str, ...]]:
    for exhibit in content.exhibits:
        yield (
            Cell(exhibit.mark, link=exhibit.anchor),
            _description(exhibit),
            _file(exhibit),
            _sha256(exhibit),
            Cell(page_text(document, exhibit.anchor), link=exhibit.anchor),
        )


def _description(exhibit: Exhibit) -> str:
    kind = kind_name(exhibit.item.kind)
    title = exhibit.item.said.title
    return _("{kind}: {title}").format(kind=kind, title=among(title)) if title else kind


def _file(exhibit: Exhibit) -> str:
    item = exhibit.item
    if not exhibit.copied:
        return _("not copied; where it is: {where}").format(
            where=among(item.where or item.name or _("not stated"))
        )
    return f"{item.name or exhibit.file}\n{size_text(item.size_bytes)}"


def _sha256(exhibit: Exhibit) -> str:
    if exhibit.item.hashes is None:
        return _("none taken")
    return fingerprint_text(exhibit.item.hashes.sha256, 16)


PART = Part("exhibit-list", _title, _draw, front=True)
