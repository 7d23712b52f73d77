"""Recorded, not copied: a place in words where nothing may be shown. This code cannot reach a file or a picture."""

from __future__ import annotations

from evidence_kit.bundle.exhibits import Exhibit
from evidence_kit.bundle.report_content import ReportContent, Section
from evidence_kit.bundle.templates.part import Part, begin
from evidence_kit.bundle.templates.times import first_seen, said_time
from evidence_kit.model import Item
from evidence_kit.pdf import Fact, PdfDocument
from evidence_kit.words import _, fingerprint_text, size_text, utc_text


def _title() -> str:
    return _("Recorded, not copied")


def _wanted(content: ReportContent) -> bool:
    return bool(content.recorded_only)


def _draw(document: PdfDocument, content: ReportContent, section: Section) -> None:
    begin(document, section)
    document.paragraph(
        _(
            "These items may show someone under 18. They were not copied, and no picture of them is in this bundle or in the vault. They are where the person saw them, so that the police can secure them there."
        ),
        gap_after=14.0,
    )
    for exhibit in content.recorded_only:
        document.notice(
            exhibit.item.said.title or _("Recorded, not copied"),
            _("Nothing was copied. The lines below say where it is."),
            _facts(exhibit),
            mark=exhibit.mark,
            name=exhibit.anchor,
        )


def _facts(exhibit: Exhibit) -> list[Fact]:
    item = exhibit.item
    seen = item.seen_as_written or said_time(item.said)
    facts = [
        Fact(_("Where it is"), item.where or _("not stated")),
        Fact(_("Seen, as the person states"), seen),
        Fact(_("Written down"), first_seen(item)),
    ]
    return facts + [Fact(label, value) for label, value in _stated(item) if value] + _hash_facts(item)


def _stated(item: Item) -> tuple[tuple[str, str], ...]:
    changed = item.times.modified_at
    return (
        (_("Name of the file"), item.name),
        (_("Size"), size_text(item.size_bytes) if item.name else ""),
        (_("Last changed, as the file system says"), utc_text(changed) if changed is not None else ""),
        (_("App or site"), item.said.source_app),
        (_("Account"), item.said.account),
        (_("Address"), item.said.url),
        (_("Found by"), item.said.captured_by),
        (_("Device"), item.said.device),
        (_("Note by the person"), item.said.note),
    )


def _hash_facts(item: Item) -> list[Fact]:
    if item.hashes is None:
        return [Fact("SHA-256", _("none taken"))]
    return [Fact(_("SHA-256, read in place"), fingerprint_text(item.hashes.sha256, 16), mono=True)]


PART = Part("recorded-only", _title, _draw, wanted=_wanted)
