"""Everything that the report is drawn from, gathered before its first page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import BinaryIO

from evidence_kit.bundle.conversation_facts import ConversationFacts, Stamp
from evidence_kit.bundle.exhibits import Exhibit
from evidence_kit.bundle.matter import BundleChoice, Matter
from evidence_kit.model import Item, Recipient


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
    _kept: dict[str, Item] = field(init=False, repr=False)
    _by_item: dict[str, Exhibit] = field(init=False, repr=False)
    _conversations_by_item: dict[str, list[ConversationFacts]] = field(init=False, repr=False)
    _parts_by_item: dict[str, list[Exhibit]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Sorts what is looked up often; a matter may hold thousands of e-mails."""
        conversations: dict[str, list[ConversationFacts]] = {}
        for facts in self.conversations:
            conversations.setdefault(facts.entry.item_id, []).append(facts)
        parts: dict[str, list[Exhibit]] = {}
        for exhibit in self.exhibits:
            parts.setdefault(exhibit.item.part_of, []).append(exhibit)
        object.__setattr__(self, "_kept", {item.id: item for item in self.matter.items})
        object.__setattr__(self, "_by_item", {exhibit.item.id: exhibit for exhibit in self.exhibits})
        object.__setattr__(self, "_conversations_by_item", conversations)
        object.__setattr__(self, "_parts_by_item", parts)

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
        return self._by_item.get(item_id)

    def item_as_kept(self, exhibit: Exhibit) -> Item:
        """The item of an exhibit as the matter holds it, its foreign texts untouched."""
        return self._kept[exhibit.item.id]

    def conversations_stamps(self) -> tuple[Stamp, ...]:
        """The first and last time of every conversation that states one."""
        ends = [stamp for facts in self.conversations for stamp in (facts.first, facts.last)]
        return tuple(stamp for stamp in ends if stamp is not None)

    def conversations_of(self, item_id: str) -> tuple[ConversationFacts, ...]:
        """The conversations read out of an item."""
        return tuple(self._conversations_by_item.get(item_id, ()))

    def parts_of(self, item_id: str) -> tuple[Exhibit, ...]:
        """The exhibits that were taken out of an item."""
        return tuple(self._parts_by_item.get(item_id, ()))
