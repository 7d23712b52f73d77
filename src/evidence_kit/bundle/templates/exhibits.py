"""One page an exhibit: the picture as it is, the three clocks kept apart, what the file and the person say."""

from __future__ import annotations

from contextlib import ExitStack

from evidence_kit.bundle.exhibits import Exhibit
from evidence_kit.bundle.report_content import ReportContent, Section
from evidence_kit.bundle.templates.counting import shortened
from evidence_kit.bundle.templates.foreign import among
from evidence_kit.bundle.templates.part import Part
from evidence_kit.bundle.templates.provenance import grade, printable_facts
from evidence_kit.bundle.templates.times import first_seen, said_time
from evidence_kit.model import CaptureMethod, FindingKind, Item, ItemKind, Wholeness
from evidence_kit.pdf import Fact, PdfDocument, Picture, load_picture, picture_from_pixels
from evidence_kit.words import _, fingerprint_text, ngettext, number_text, size_text, utc_text
from evidence_kit.words.findings import finding_sentence
from evidence_kit.words.kinds import kind_name, method_name, wholeness_name

_FACTS_BESIDE_PICTURE = 10
_LONGEST_FACT = 160


def _title() -> str:
    return _("Exhibits")


def _wanted(content: ReportContent) -> bool:
    return bool(content.copied)


def _draw(document: PdfDocument, content: ReportContent, section: Section) -> None:
    for place, exhibit in enumerate(content.copied):
        document.begin_section(section.heading)
        if place == 0:
            document.heading(section.heading, 1, name=section.anchor)
        _draw_exhibit(document, content, exhibit)


def _draw_exhibit(document: PdfDocument, content: ReportContent, exhibit: Exhibit) -> None:
    item = exhibit.item
    with ExitStack() as opened:
        picture = _picture(content, exhibit, opened)
        facts = exhibit_facts(content, exhibit, picture)
        document.exhibit(
            exhibit.mark,
            item.said.title or kind_name(item.kind),
            picture,
            _("Picture from the file {name}.").format(name=among(item.name)) if picture else "",
            facts,
            note=item.said.note,
            name=exhibit.anchor,
        )
    embedded = printable_facts(item)
    if len(embedded) > _FACTS_BESIDE_PICTURE:
        document.heading(_("What the file says about itself"), 3, bookmark=False)
        document.facts([Fact(fact.name, shortened(fact.value, _LONGEST_FACT)) for fact in embedded])


def _picture(content: ReportContent, exhibit: Exhibit, opened: ExitStack) -> Picture | None:
    """The picture of an exhibit whose file is a picture and was copied; the copy stays open while it is drawn."""
    if not exhibit.copied or exhibit.item.kind is not ItemKind.PICTURE:
        return None
    source = opened.enter_context(content.open_copy(exhibit))
    picture = load_picture(source, exhibit.item.mime, decoded_before=_was_decoded(exhibit.item))
    if picture is not None:
        return picture
    pixels = content.matter.picture(content.item_as_kept(exhibit))
    return None if pixels is None else picture_from_pixels(pixels.width, pixels.height, pixels.rgb)


def _was_decoded(item: Item) -> bool:
    """True where the decoding child took the picture apart when it was added, and found all of it."""
    sized = any(fact.name == "PixelSize" for fact in item.facts)
    return sized and not any(finding.kind is FindingKind.PART_UNREADABLE for finding in item.findings)


def exhibit_facts(content: ReportContent, exhibit: Exhibit, picture: Picture | None) -> list[Fact]:
    """The caption of an exhibit, top to bottom; what identifies the file comes first."""
    return [
        *_file_facts(content, exhibit, picture),
        *_hash_facts(exhibit.item),
        *_clock_facts(exhibit.item),
        *_said_facts(exhibit.item),
        *_found_facts(content, exhibit),
    ]


def _file_facts(content: ReportContent, exhibit: Exhibit, picture: Picture | None) -> list[Fact]:
    item = exhibit.item
    facts = [
        Fact(_("File, and its name in this bundle"), f"{item.name}\n{exhibit.file}"),
        Fact(
            _("Kind and size"),
            _("{kind}, {size}").format(kind=kind_name(item.kind), size=size_text(item.size_bytes)),
        ),
    ]
    if picture is not None:
        facts.append(Fact(_("Shown"), _shown(picture)))
    elif item.kind is ItemKind.PICTURE:
        facts.append(Fact(_("Shown"), _("the picture could not be drawn; the original is in this bundle")))
    parent = content.exhibit_of(item.part_of) if item.part_of else None
    if parent is not None:
        form = _("{mark}, part {part}") if item.part else "{mark}"
        facts.append(
            Fact(_("Taken out of"), form.format(mark=parent.mark, part=among(item.part)), link=parent.anchor)
        )
    return facts


def _shown(picture: Picture) -> str:
    form = (
        _("whole picture, pixels unchanged, {width} × {height}")
        if picture.unchanged
        else _("whole picture, drawn again for this report, {width} × {height}")
    )
    return form.format(width=number_text(picture.width), height=number_text(picture.height))


def _clock_facts(item: Item) -> list[Fact]:
    embedded = {fact.name: fact.value for fact in item.facts}
    lines = []
    made = embedded.get("DateTimeOriginal", "")
    if made:
        zone = embedded.get("OffsetTimeOriginal", "") or _("time zone not stated")
        lines.append(_("made {written}, {zone}").format(written=among(made), zone=among(zone)))
    if item.times.modified_at is not None:
        lines.append(_("last changed {time}").format(time=utc_text(item.times.modified_at)))
    if item.times.created_at is not None:
        lines.append(_("created {time}").format(time=utc_text(item.times.created_at)))
    return [
        Fact(_("The file says, when"), "\n".join(lines) or _("nothing about time")),
        Fact(_("The person says, when"), said_time(item.said)),
        Fact(_("First seen by this computer"), first_seen(item)),
    ]


def _said_facts(item: Item) -> list[Fact]:
    """What the person states about where and how it was captured, and what they do not state."""
    said = item.said
    where = ((_("app or site"), said.source_app), (_("account"), said.account), (_("address"), said.url))
    how = (
        (_("how"), "" if said.method is CaptureMethod.UNKNOWN else method_name(said.method)),
        (_("whole or a part"), "" if said.wholeness is Wholeness.UNKNOWN else wholeness_name(said.wholeness)),
        (_("by whom"), said.captured_by),
        (_("device"), said.device),
    )
    facts = [
        Fact(
            title,
            "\n".join(
                _("{what}: {value}").format(what=what, value=among(value)) for what, value in rows if value
            ),
        )
        for title, rows in ((_("The person says, where"), where), (_("The person says, captured"), how))
        if any(value for _what, value in rows)
    ]
    silent = [what for what, value in (*where, *how) if not value]
    if silent:
        facts.append(Fact(_("Not stated"), ", ".join(silent)))
    return facts


def _found_facts(content: ReportContent, exhibit: Exhibit) -> list[Fact]:
    item = exhibit.item
    facts = [Fact(_("Nearness to the source"), grade(item))]
    if item.accounting is not None:
        text = ngettext(
            "{found} record: {shown} shown, {unreadable} not understood",
            "{found} records: {shown} shown, {unreadable} not understood",
            item.accounting.found,
        ).format(
            found=number_text(item.accounting.found),
            shown=number_text(item.accounting.shown),
            unreadable=number_text(item.accounting.unreadable),
        )
        conversations = content.conversations_of(item.id)
        facts.append(Fact(_("Messages"), text, link=conversations[0].anchor if conversations else ""))
    inside = [
        f"{among(fact.name)}: {among(shortened(fact.value, _LONGEST_FACT))}" for fact in printable_facts(item)
    ]
    if 0 < len(inside) <= _FACTS_BESIDE_PICTURE:
        facts.append(Fact(_("Inside the file"), "; ".join(inside)))
    if len(inside) < len(item.facts) or _holds_location(item):
        facts.append(Fact(_("Location"), _("the file holds a location; it is not printed here")))
    sentences = [
        finding_sentence(finding)
        for finding in item.findings
        if finding.kind is not FindingKind.HOLDS_LOCATION
    ]
    if sentences:
        facts.append(Fact(_("Remarks"), "\n".join(sentences)))
    return facts


def _holds_location(item: Item) -> bool:
    return any(finding.kind is FindingKind.HOLDS_LOCATION for finding in item.findings)


def _hash_facts(item: Item) -> list[Fact]:
    if item.hashes is None:
        return []
    named = (("SHA-256", item.hashes.sha256), ("MD5", item.hashes.md5), ("SHA-1", item.hashes.sha1))
    return [Fact(name, fingerprint_text(value, 16), mono=True) for name, value in named if value]


PART = Part("exhibits", _title, _draw, wanted=_wanted)
