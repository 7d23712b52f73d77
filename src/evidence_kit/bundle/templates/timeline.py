"""The timeline: every time that the data holds, as written and in UTC, each with what says so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from evidence_kit.bundle.conversation_facts import ConversationFacts, Stamp
from evidence_kit.bundle.exhibits import Exhibit
from evidence_kit.bundle.report_content import ReportContent, Section
from evidence_kit.bundle.templates.foreign import among
from evidence_kit.bundle.templates.part import Part, begin
from evidence_kit.bundle.templates.times import instant, stamp_utc, written_time
from evidence_kit.model import ItemKind
from evidence_kit.pdf import Cell, Column, PdfDocument
from evidence_kit.words import _, moment_text, utc_text

_MADE = ("DateTimeOriginal", "DateTimeDigitized", "xmp:CreateDate", "exif:DateTimeOriginal")
_MADE_OFFSETS = {"DateTimeOriginal": "OffsetTimeOriginal", "DateTimeDigitized": "OffsetTimeDigitized"}


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the timeline. ``order`` is None where the time cannot be put in order."""

    order: datetime | None
    local: str
    utc: str
    text: str
    exhibit: Exhibit
    link: str


def _title() -> str:
    return _("Timeline")


def _draw(document: PdfDocument, content: ReportContent, section: Section) -> None:
    begin(document, section)
    document.paragraph(
        _(
            "In order of time. Where no zone is stated, the wall clock alone decides the place in this list, so such a line may stand some hours too early or too late. Times that cannot be put in order come last."
        )
    )
    events = timeline_events(content)
    if not events:
        document.paragraph(_("No file and no person states a time."))
        return
    columns = (
        Column(_("As written, or local time"), 24),
        Column(_("UTC"), 20),
        Column(_("What"), 42),
        Column(_("Exhibit"), 14),
    )
    rows = (
        (event.local, event.utc, event.text, Cell(event.exhibit.mark, link=event.link)) for event in events
    )
    document.table(columns, rows)


def timeline_events(content: ReportContent) -> tuple[Event, ...]:
    """All events, in order; those without a place in the order at the end."""
    events = [event for exhibit in content.exhibits for event in _item_events(content, exhibit)]
    events += [event for facts in content.conversations for event in _conversation_events(content, facts)]
    last = datetime.max.replace(tzinfo=UTC)
    return tuple(sorted(events, key=lambda event: event.order or last))


def _item_events(content: ReportContent, exhibit: Exhibit) -> Iterator[Event]:
    item = exhibit.item
    if item.said.captured_as_written:
        text = _("Captured, as the person states") if exhibit.copied else _("Seen, as the person states")
        yield _written_event(exhibit, item.said.captured_as_written, item.said.captured_zone, text)
    if item.seen_as_written:
        yield _written_event(exhibit, item.seen_as_written, "", _("Seen, as the person states; not copied"))
    facts = {fact.name: fact.value for fact in item.facts}
    made = next((name for name in _MADE if facts.get(name)), "")
    if made:
        offset = facts.get(_MADE_OFFSETS.get(made, ""), "")
        text = _("Made, as the file says inside ({name})").format(name=among(made))
        yield _written_event(exhibit, facts[made], offset, text)
    if item.times.modified_at is not None:
        yield Event(
            order=item.times.modified_at,
            local=moment_text(item.times.modified_at, content.matter.offset_minutes),
            utc=utc_text(item.times.modified_at),
            text=_("Last changed, as the file system said when the file was added"),
            exhibit=exhibit,
            link=exhibit.anchor,
        )


def _written_event(exhibit: Exhibit, written: str, zone: str, text: str) -> Event:
    local = written_time(written)
    at = instant(local, zone) if local is not None else None
    order = at or (local.replace(tzinfo=UTC) if local is not None else None)
    utc = utc_text(at) if at is not None else _("zone not stated") if not zone else _("not worked out")
    return Event(order, f"{written} {zone}".strip(), utc, text, exhibit, exhibit.anchor)


def _conversation_events(content: ReportContent, facts: ConversationFacts) -> Iterator[Event]:
    exhibit = content.exhibit_of(facts.entry.item_id)
    if exhibit is None or facts.first is None or facts.last is None:
        return
    title = facts.entry.conversation.title or facts.entry.conversation.platform
    if facts.first == facts.last:
        form = (
            _("E-mail “{title}”") if exhibit.item.kind is ItemKind.EMAIL else _("Only message of “{title}”")
        )
        yield _stamp_event(facts.first, form.format(title=among(title)), exhibit, facts.anchor)
        return
    for stamp, form in (
        (facts.first, _("First message of “{title}”")),
        (facts.last, _("Last message of “{title}”")),
    ):
        text = _("{event}, line {number}").format(event=form.format(title=among(title)), number=stamp.number)
        yield _stamp_event(stamp, text, exhibit, facts.anchor)


def _stamp_event(stamp: Stamp, text: str, exhibit: Exhibit, link: str) -> Event:
    return Event(stamp.order, stamp.as_written, stamp_utc(stamp), text, exhibit, link)


PART = Part("timeline", _title, _draw, front=True)
