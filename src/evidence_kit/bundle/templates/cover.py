"""The cover: who it is for, what is in it, what is not, and the fingerprint to compare."""

from __future__ import annotations

from evidence_kit.bundle.how_to_check import head_line
from evidence_kit.bundle.report_content import ReportContent, Section
from evidence_kit.bundle.templates.counting import counts_text, marks_text, period_text
from evidence_kit.bundle.templates.part import Part, page_text
from evidence_kit.pdf import Cell, Column, Fact, PdfDocument
from evidence_kit.words import _, moment_text, ngettext, number_text


def _title() -> str:
    return _("Evidence bundle")


def _draw(document: PdfDocument, content: ReportContent, section: Section) -> None:
    document.begin_section(_("Cover"))
    document.heading(section.heading, 1, name=section.anchor)
    document.facts(_facts(content))
    document.heading(_("What is not in this bundle"), 2, bookmark=False)
    document.paragraph(_left_out(content))
    document.heading(_("Contents"), 2, bookmark=False)
    rows = [
        (Cell(part.heading, link=part.anchor), Cell(page_text(document, part.anchor), link=part.anchor))
        for part in content.sections
        if part.anchor != section.anchor
    ]
    document.table((Column(_("Part"), 88), Column(_("Page"), 12)), rows)


def _facts(content: ReportContent) -> list[Fact]:
    matter = content.matter
    return [
        Fact(_("Prepared for"), content.recipient_title),
        Fact(_("Made with"), _("Evidence Kit {version}").format(version=matter.program_version)),
        Fact(
            _("Made"),
            _("{time} (this computer's clock)").format(
                time=moment_text(matter.made_at, matter.offset_minutes)
            ),
        ),
        Fact(_("Period covered"), period_text(content)),
        Fact(_("What is in it"), counts_text(content)),
        Fact(_("Key fingerprint"), matter.key_fingerprint, mono=True),
        Fact(_("Head of the custody log"), head_line(matter), mono=True),
        Fact(_("Handed over by, reachable at (by hand)"), " \n "),
    ]


def _left_out(content: ReportContent) -> str:
    lines = [
        _(
            "Before anything was copied, the person was asked whether it may show someone under 18 naked or in a sexual way. Only files for which the answer was no are in this bundle."
        )
    ]
    recorded = content.recorded_only
    if recorded:
        lines.append(
            ngettext(
                "{count} item is recorded only: no copy and no picture of it is in this bundle: {marks}.",
                "{count} items are recorded only: no copy and no picture of them is in this bundle: {marks}.",
                len(recorded),
            ).format(count=number_text(len(recorded)), marks=marks_text(recorded))
        )
    return " ".join(lines)


PART = Part("cover", _title, _draw, front=True)
