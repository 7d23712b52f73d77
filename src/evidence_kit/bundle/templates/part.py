"""What a part of the report is to the one that puts them in order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from evidence_kit.bundle.report_content import ReportContent, Section
from evidence_kit.pdf import PdfDocument


def _always(_content: ReportContent) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the report.

    ``name`` is the word that recipient files use. ``front`` parts name pages that come after them, so they are
    drawn when the rest is done. ``wanted`` is False when the part would be empty.
    """

    name: str
    title: Callable[[], str]
    draw: Callable[[PdfDocument, ReportContent, Section], None]
    front: bool = False
    wanted: Callable[[ReportContent], bool] = _always


def begin(document: PdfDocument, section: Section) -> None:
    """Starts a part: a new page with its heading."""
    document.begin_section(section.heading)
    document.heading(section.heading, 1, name=section.anchor)


def page_text(document: PdfDocument, anchor: str) -> str:
    """The page of a named place for a table; a dash where there is none."""
    page = document.page_of(anchor)
    return "–" if page is None else str(page)
