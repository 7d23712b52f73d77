"""What is gathered about conversations while their messages are streamed once: senders, periods, counts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime

from evidence_kit.bundle.matter import BundleConversation
from evidence_kit.model import Direction, Message, RecordKind, StoredMessage, TimeBasis

MOST_SENDERS = 500
"""Senders kept apart in one conversation; an export that names more is a list, not a conversation."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """When a record says that it happened, and which one it is. ``number`` is its line in the transcript."""

    number: int
    as_written: str
    local: datetime | None
    at: datetime | None
    basis: TimeBasis

    @property
    def order(self) -> datetime | None:
        """Where it stands among others; where the zone is not stated the wall clock is taken for UTC."""
        if self.at is not None:
            return self.at.astimezone(UTC)
        return None if self.local is None else self.local.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class SenderFacts:
    """One name (untrusted) that wrote in a conversation, with the identifiers the file holds for it."""

    tag: str
    name: str
    identifiers: tuple[str, ...]
    own: bool
    count: int
    first: Stamp | None
    last: Stamp | None


@dataclass(frozen=True, slots=True)
class ConversationFacts:
    """One conversation as a whole. ``more_senders`` counts records of senders beyond the most kept apart."""

    entry: BundleConversation
    senders: tuple[SenderFacts, ...]
    counts: dict[RecordKind, int]
    first: Stamp | None
    last: Stamp | None
    more_senders: int
    bases: frozenset[TimeBasis]

    @property
    def anchor(self) -> str:
        """The name of its transcript's place in the report."""
        return f"transcript-{self.entry.item_id}-{self.entry.conversation.key}"


@dataclass(slots=True)
class _Seen:
    own: bool = False
    count: int = 0
    first: Stamp | None = None
    last: Stamp | None = None

    def note(self, stamp: Stamp) -> None:
        """Widens the period; the first of several at the same time stands."""
        if stamp.order is None:
            return
        if self.first is None or self.first.order is None or stamp.order < self.first.order:
            self.first = stamp
        if self.last is None or self.last.order is None or stamp.order >= self.last.order:
            self.last = stamp


class ConversationWatch:
    """Looks at each message of one conversation as it passes, in bounded memory."""

    def __init__(self, entry: BundleConversation) -> None:
        self._entry = entry
        self._senders: dict[tuple[str, tuple[str, ...]], _Seen] = {}
        self._whole = _Seen()
        self._counts: Counter[RecordKind] = Counter()
        self._more_senders = 0
        self._bases: set[TimeBasis] = set()

    def see(self, stored: StoredMessage) -> None:
        """Takes note of one record."""
        message = stored.message
        stamp = Stamp(stored.number, message.time_as_written, message.local, message.at, message.basis)
        self._counts[message.kind] += 1
        if message.kind is RecordKind.REMARK:
            return
        self._bases.add(message.basis)
        self._whole.note(stamp)
        if message.sender or message.sender_ids:
            self._see_sender(message, stamp)

    def _see_sender(self, message: Message, stamp: Stamp) -> None:
        key = (message.sender, message.sender_ids)
        if key not in self._senders and len(self._senders) >= MOST_SENDERS:
            self._more_senders += 1
            return
        seen = self._senders.setdefault(key, _Seen())
        seen.count += 1
        seen.own = seen.own or message.direction is Direction.SENT
        seen.note(stamp)

    def facts(self) -> ConversationFacts:
        """What was seen."""
        senders = tuple(
            SenderFacts(sender_tag(place), name, identifiers, seen.own, seen.count, seen.first, seen.last)
            for place, ((name, identifiers), seen) in enumerate(self._senders.items())
        )
        return ConversationFacts(
            entry=self._entry,
            senders=senders,
            counts=dict(self._counts),
            first=self._whole.first,
            last=self._whole.last,
            more_senders=self._more_senders,
            bases=frozenset(self._bases),
        )


def sender_tag(place: int) -> str:
    """A, B … Z, AA, AB … for the first, second … sender of a conversation."""
    letters = ""
    place += 1
    while place:
        place, letter = divmod(place - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters
