"""Draws the report: the parts that the recipient's file names, in its order, into one PDF."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from typing import BinaryIO

from evidence_kit.assets import asset_path
from evidence_kit.bundle.report_content import ReportContent, Section
from evidence_kit.bundle.templates import PARTS, Part
from evidence_kit.bundle.templates.foreign import content_as_shown
from evidence_kit.pdf import PdfDocument, PdfSettings, PdfWords
from evidence_kit.pdf.fontset import FontSet
from evidence_kit.words import _

REPORT = "report.pdf"


def write_report(
    content: ReportContent, out: BinaryIO, attachment: bytes, pages_done: Callable[[int], None]
) -> int:
    """The number of pages of the report, which was written to ``out``; ``pages_done`` may cancel.

    ``attachment`` is the exhibit list for programs, which goes into the PDF where the profile allows it.
    """
    content = content_as_shown(content)
    parts = _parts(content)
    numbered = [part for part, _section in parts]
    full = replace(content, sections=tuple(section for _part, section in parts))
    sections = dict(zip((part.name for part in numbered), full.sections, strict=True))

    def draw(document: PdfDocument, *, front: bool) -> None:
        for part in numbered:
            if part.front is front:
                part.draw(document, full, sections[part.name])

    document = PdfDocument(
        out,
        _settings(content),
        FontSet.load(asset_path("fonts")),
        lambda pdf: draw(pdf, front=True),
        pages_done,
    )
    draw(document, front=False)
    document.attach("exhibits.json", attachment, _("List of exhibits for programs"), "application/json")
    document.finish()
    return document.page_count


def _parts(content: ReportContent) -> list[tuple[Part, Section]]:
    """The parts that are wanted, each with its number and title; the cover has no number."""
    by_name = {part.name: part for part in PARTS}
    wanted = [by_name[name] for name in content.recipient.parts if by_name[name].wanted(content)]
    found: list[tuple[Part, Section]] = []
    for part in wanted:
        number = sum(1 for earlier, _section in found if earlier.name != "cover") + 1
        heading = part.title() if part.name == "cover" else f"{number}  {part.title()}"
        found.append((part, Section(heading=heading, anchor=f"part-{part.name}")))
    return found


def _settings(content: ReportContent) -> PdfSettings:
    matter, choice = content.matter, content.choice
    identity = hashlib.sha256(
        b"\0".join(
            (matter.checkpoint.note, matter.made_at.isoformat().encode(), content.recipient.id.encode())
        )
    ).digest()
    return PdfSettings(
        title=_("Evidence bundle of {day}").format(day=f"{matter.made_at:%Y-%m-%d}"),
        language=choice.language,
        paper=choice.paper,
        profile=choice.profile,
        created_at=matter.made_at,
        identity=identity,
        header=_("Evidence bundle {day} · vault {id}").format(
            day=f"{matter.made_at:%Y-%m-%d}", id=matter.vault_id[:8]
        ),
        footer=_("CONFIDENTIAL: for the recipient and the court only"),
        bates_prefix="EKB",
        password=choice.password,
        words=PdfWords(
            page=_("Page {number} of {total}"),
            bookmark=_("{title} (p. {number})"),
            link=_("Go to {target}"),
            note=_("Note by the person"),
            left_blank=_("This page is left blank."),
        ),
    )
