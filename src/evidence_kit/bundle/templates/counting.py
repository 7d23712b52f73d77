"""Counts and periods in words, from the data alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from evidence_kit.bundle.conversation_facts import Stamp
from evidence_kit.bundle.exhibits import Exhibit
from evidence_kit.bundle.report_content import ReportContent
from evidence_kit.bundle.templates.times import stamp_text
from evidence_kit.model import RecordKind
from evidence_kit.words import _, ngettext, number_text
from evidence_kit.words.kinds import kind_name

_MOST_MARKS = 8


def marks_text(exhibits: Sequence[Exhibit]) -> str:
    """The marks of exhibits; the first eight and how many more."""
    named = ", ".join(exhibit.mark for exhibit in exhibits[:_MOST_MARKS])
    more = len(exhibits) - _MOST_MARKS
    if more <= 0:
        return named
    return _("{marks} and {count} more").format(marks=named, count=number_text(more))


def counts_text(content: ReportContent) -> str:
    """How many exhibits there are of each kind, and how many records of messages."""
    kinds = Counter(exhibit.item.kind for exhibit in content.exhibits)
    total = ngettext("{count} exhibit", "{count} exhibits", len(content.exhibits)).format(
        count=number_text(len(content.exhibits))
    )
    each = ", ".join(
        _("{kind} ({count})").format(kind=kind_name(kind), count=number_text(count))
        for kind, count in sorted(kinds.items())
    )
    lines = [f"{total}: {each}"]
    if content.conversations:
        lines.append(messages_text(content))
    return "\n".join(lines)


def messages_text(content: ReportContent) -> str:
    """How many conversations and messages were read, and how many records were not understood."""
    counts = record_counts(content)
    remarks = counts[RecordKind.REMARK]
    text = ngettext(
        "{count} conversation, {messages} records read out of it",
        "{count} conversations, {messages} records read out of them",
        len(content.conversations),
    ).format(
        count=number_text(len(content.conversations)), messages=number_text(sum(counts.values()) - remarks)
    )
    if not remarks:
        return text
    return text + ngettext(
        "; {count} record not understood and shown as it stands",
        "; {count} records not understood and shown as they stand",
        remarks,
    ).format(count=number_text(remarks))


def record_counts(content: ReportContent) -> Counter[RecordKind]:
    """Records of each kind in all conversations."""
    counts: Counter[RecordKind] = Counter()
    for facts in content.conversations:
        counts.update(facts.counts)
    return counts


def period_text(content: ReportContent) -> str:
    """The first and the last time that any message states."""
    first, last = period(content.conversations_stamps())
    if first is None or last is None:
        return _("no message states a time; the timeline has the times of the files")
    return _("first message {first}\nlast message {last}").format(
        first=stamp_text(first), last=stamp_text(last)
    )


def period(stamps: Iterable[Stamp]) -> tuple[Stamp | None, Stamp | None]:
    """The earliest and the latest of the stamps that can be put in order."""
    ordered = sorted(
        ((stamp.order, place, stamp) for place, stamp in enumerate(stamps) if stamp.order is not None)
    )
    return (ordered[0][2], ordered[-1][2]) if ordered else (None, None)


def shortened(text: str, longest: int) -> str:
    """The beginning of a text (untrusted); an ellipsis where it was cut."""
    return text if len(text) <= longest else text[:longest] + "…"
