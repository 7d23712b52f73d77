"""Transcripts: every record of every conversation, numbered, streamed, nothing left out."""

from __future__ import annotations

from collections.abc import Iterator

from evidence_kit.bundle.conversation_facts import ConversationFacts
from evidence_kit.bundle.exhibits import Exhibit
from evidence_kit.bundle.report_content import ReportContent, Section
from evidence_kit.bundle.templates.fact_labels import fact_label, one_line, phrases, platform_label
from evidence_kit.bundle.templates.foreign import among, shown, shown_line
from evidence_kit.bundle.templates.part import Part, begin
from evidence_kit.bundle.templates.times import stamp_text
from evidence_kit.model import Attachment, Message, RecordKind, StoredMessage, TimeBasis
from evidence_kit.pdf import Fact, LineKind, PdfDocument, TranscriptLine
from evidence_kit.words import _, date_text, ngettext, number_text
from evidence_kit.words.kinds import basis_text, record_name

_MOST_SENDERS = 40
_SHORT_RECORDS = 3
"""A conversation of so few records, such as one e-mail, does not begin a new page."""


def _title() -> str:
    return _("Transcripts")


def _wanted(content: ReportContent) -> bool:
    return any(sum(facts.counts.values()) for facts in content.conversations)


def _draw(document: PdfDocument, content: ReportContent, section: Section) -> None:
    begin(document, section)
    document.paragraph(_reading_notes())
    used, marked = False, False
    for facts in content.conversations:
        exhibit = content.exhibit_of(facts.entry.item_id)
        if exhibit is None or not facts.counts:
            continue
        long = sum(facts.counts.values()) > _SHORT_RECORDS
        if used and long:
            document.begin_section(_("{section}: {mark}").format(section=section.heading, mark=exhibit.mark))
        elif marked:
            document.begin_section(section.heading)
        used, marked = True, used and long
        _draw_conversation(document, content, facts, exhibit)


def _reading_notes() -> str:
    return _(
        "Each line has a number, the time, a letter for the sender, and the text. Numbers count the records of an exhibit, so a line is quoted as “EK-0001 line 7”. Emoji are drawn with one set of pictures and may have looked different on another device. The same records, letter for letter, are in messages.jsonl."
    )


def _draw_conversation(
    document: PdfDocument, content: ReportContent, facts: ConversationFacts, exhibit: Exhibit
) -> None:
    conversation = facts.entry.conversation
    title = conversation.title or conversation.platform or exhibit.item.name
    document.heading(_("{mark}: {title}").format(mark=exhibit.mark, title=among(title)), 2, name=facts.anchor)
    document.facts(_facts(facts))
    messages = content.matter.read_messages(facts.entry.item_id, conversation.key)
    document.transcript(transcript_lines(content, facts, messages))


def _facts(facts: ConversationFacts) -> list[Fact]:
    conversation = facts.entry.conversation
    rows = [
        Fact(_("App or service"), platform_label(conversation.platform)),
        Fact(_("Senders"), "\n".join(_senders(facts)) or _("none is named")),
        Fact(_("Records"), _records(facts)),
        Fact(_("First and last"), _period(facts)),
        Fact(_("Times"), " ".join(basis_text(basis) for basis in sorted(facts.bases))),
    ]
    if any(sender.own for sender in facts.senders):
        rows.append(
            Fact(
                _("Bars"),
                _("open bar: sent from the account that the export comes from; solid bar: all others"),
            )
        )
    rows += [Fact(fact_label(fact.name), fact.value) for fact in conversation.facts]
    return [row for row in rows if row.value]


def _senders(facts: ConversationFacts) -> Iterator[str]:
    for sender in facts.senders[:_MOST_SENDERS]:
        name = sender.name or _("(no name)")
        others = [identifier for identifier in sender.identifiers if identifier != sender.name]
        yield f"{sender.tag} = {among(name)}" + (f" ({', '.join(map(among, others))})" if others else "")
    more = len(facts.senders) - _MOST_SENDERS
    if more > 0:
        yield ngettext("and {count} more sender", "and {count} more senders", more).format(
            count=number_text(more)
        )
    if facts.more_senders:
        yield _("further senders have no letter; their names stand in the lines")


def _records(facts: ConversationFacts) -> str:
    return ", ".join(
        _("{kind} ({count})").format(kind=record_name(kind), count=number_text(facts.counts[kind]))
        for kind in RecordKind
        if facts.counts.get(kind)
    )


def _period(facts: ConversationFacts) -> str:
    if facts.first is None or facts.last is None:
        return _("no time can be put in order")
    if facts.first == facts.last:
        return stamp_text(facts.first)
    return _("{first}\nto {last}").format(first=stamp_text(facts.first), last=stamp_text(facts.last))


def transcript_lines(
    content: ReportContent, facts: ConversationFacts, messages: Iterator[StoredMessage]
) -> Iterator[TranscriptLine]:
    """The lines of one conversation, one a record, as the messages come."""
    tags = {(sender.name, sender.identifiers): sender for sender in facts.senders}
    marks = _attachment_marks(content, facts.entry.item_id)
    known = frozenset(one_line(fact.value) for fact in facts.entry.conversation.facts)
    for stored in messages:
        message = stored.message
        sender = tags.get((shown_line(message.sender), tuple(map(shown_line, message.sender_ids))))
        day, time = _day_and_time(message)
        yield TranscriptLine(
            number=stored.number,
            day=day,
            time=time,
            tag=sender.tag if sender else "",
            own=sender.own if sender else False,
            text=_text(message, named=sender is not None),
            kind=_kind(message),
            attachments=(
                *(_attachment_phrase(attachment, marks) for attachment in message.attachments),
                *phrases(message.facts, known),
            ),
            where=shown(message.where) if message.kind is RecordKind.REMARK else "",
        )


def _day_and_time(message: Message) -> tuple[str, str]:
    if message.local is not None:
        time = f"{message.local:%H:%M:%S}" if message.local.second else f"{message.local:%H:%M}"
        if message.at is None:
            return _("{day} (zone not stated)").format(day=date_text(message.local)), time
        return date_text(message.local), f"{time}\n{message.at:%H:%M:%S}Z"
    if message.at is not None:
        return _("{day} (UTC)").format(day=date_text(message.at)), f"{message.at:%H:%M:%S}Z"
    if message.basis is TimeBasis.AMBIGUOUS_ORDER:
        return _("day and month not certain; dates as written"), shown(message.time_as_written)
    return "", shown(message.time_as_written)


def _kind(message: Message) -> LineKind:
    if message.kind is RecordKind.REMARK:
        return "remark"
    return "message" if message.kind is RecordKind.MESSAGE else "system"


def _text(message: Message, *, named: bool) -> str:
    if message.kind in (RecordKind.CALL, RecordKind.REACTION):
        return _("{kind}: {text}").format(kind=record_name(message.kind), text=message.text)
    if message.sender and not named:
        return _("{sender}: {text}").format(sender=among(message.sender), text=message.text)
    return shown(message.text) if message.kind is RecordKind.REMARK else message.text


def _attachment_marks(content: ReportContent, item_id: str) -> dict[str, str]:
    """The marks of exhibits that were taken out of an item, by where in it and by file name."""
    marks: dict[str, str] = {}
    for exhibit in content.parts_of(item_id):
        marks.setdefault(exhibit.item.part, exhibit.mark)
        marks.setdefault(exhibit.item.name, exhibit.mark)
    return marks


def _attachment_phrase(attachment: Attachment, marks: dict[str, str]) -> str:
    mark = marks.get(shown_line(attachment.member)) or marks.get(shown_line(attachment.name))
    if mark:
        return _("attachment {name}: exhibit {mark}").format(name=among(attachment.name), mark=mark)
    if attachment.member:
        return _("attachment {name}, inside the original").format(name=among(attachment.name))
    return _("attachment {name}, not in the export").format(name=among(attachment.name))


PART = Part("transcripts", _title, _draw, wanted=_wanted)
