"""Everything that the report is drawn from, gathered before its first page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from evidence_kit.bundle.conversation_facts import ConversationFacts, Stamp
from evidence_kit.bundle.exhibits import Exhibit
from evidence_kit.bundle.matter import BundleChoice, Matter
from evidence_kit.model import Recipient


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the report as the contents list it. ``anchor`` is the name of its place."""

    heading: str
    anchor: str


@dataclass(frozen=True, slots=True)
class ReportContent:
    """The matter, what was chosen, and what was gathered while the other files were written.

    ``open_copy`` opens the copy of an original that already lies in the bundle; it is never called for an
    exhibit that was not copied.
    """

    matter: Matter
    recipient: Recipient
    choice: BundleChoice
    exhibits: tuple[Exhibit, ...]
    conversations: tuple[ConversationFacts, ...]
    open_copy: Callable[[Exhibit], BinaryIO]
    sections: tuple[Section, ...] = ()

    @property
    def copied(self) -> tuple[Exhibit, ...]:
        """The exhibits whose original is in the bundle."""
        return tuple(exhibit for exhibit in self.exhibits if exhibit.copied)

    @property
    def recorded_only(self) -> tuple[Exhibit, ...]:
        """The exhibits of which nothing was copied."""
        return tuple(exhibit for exhibit in self.exhibits if not exhibit.copied)

    @property
    def recipient_title(self) -> str:
        """Who the bundle is for, in its language."""
        titles = self.recipient.title
        return titles.get(self.choice.language) or titles.get("en") or self.recipient.id

    def exhibit_of(self, item_id: str) -> Exhibit | None:
        """The exhibit made of an item; None when the item is not in this bundle."""
        return next((exhibit for exhibit in self.exhibits if exhibit.item.id == item_id), None)

    def conversations_stamps(self) -> tuple[Stamp, ...]:
        """The first and last time of every conversation that states one."""
        ends = [stamp for facts in self.conversations for stamp in (facts.first, facts.last)]
        return tuple(stamp for stamp in ends if stamp is not None)

    def conversations_of(self, item_id: str) -> tuple[ConversationFacts, ...]:
        """The conversations read out of an item."""
        return tuple(facts for facts in self.conversations if facts.entry.item_id == item_id)
