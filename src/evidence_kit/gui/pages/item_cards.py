"""The cards on the page of one item: each shows one thing and changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from evidence_kit.gui.pages.page import Page, Place, Route
from evidence_kit.gui.record_words import entry_words
from evidence_kit.gui.widgets.buttons import Button
from evidence_kit.gui.widgets.pieces import Card, facts, pictured, row
from evidence_kit.gui.widgets.text import PlainLabel, one_line, shown
from evidence_kit.model import CustodyEntry, EmbeddedFact, FindingKind, Item, ItemKind, Message
from evidence_kit.words import _, fingerprint_text, moment_text, ngettext, number_text, size_text, utc_text
from evidence_kit.words.findings import finding_sentence
from evidence_kit.words.kinds import kind_name

if TYPE_CHECKING:
    from evidence_kit.vault import StoredConversation

_MOST_FACTS = 40
_CLOCK_NAMES = ("date", "time", "created", "received", "sent")


def what_card(item: Item) -> QWidget:
    """What the item is, and where it came from."""
    card = Card()
    rows = [(_("Number"), item.id), (_("What it is"), kind_name(item.kind))]
    if item.name:
        rows.append((_("Name of the file"), one_line(item.name)))
    if item.record_only:
        rows += [
            (_("Where it is"), one_line(item.where)),
            (_("When it was seen"), one_line(item.seen_as_written) or _("not stated")),
        ]
    else:
        rows.append((_("Size"), size_text(item.size_bytes)))
    if item.source_path:
        rows.append((_("Copied from"), one_line(item.source_path)))
    if item.part_of:
        rows.append((_("Part of"), item.part_of))
    if item.accounting is not None:
        counts = item.accounting
        rows.append(
            (
                _("Messages"),
                _("{found} found, {shown} shown, {unreadable} not understood").format(
                    found=number_text(counts.found),
                    shown=number_text(counts.shown),
                    unreadable=number_text(counts.unreadable),
                ),
            )
        )
    card.add(PlainLabel(_("What it is"), "heading"), facts(rows))
    return card


def conversations_card(page: Page, stored: tuple[StoredConversation, ...]) -> QWidget | None:
    """The conversations inside, each to be opened; None where there is none."""
    if not stored:
        return None
    card = Card()
    card.add(PlainLabel(_("Messages inside"), "heading"))
    for entry in stored[:20]:
        route = Route(Place.CONVERSATION, entry.item_id, entry.conversation.key)
        words = ngettext("{title}: {count} message", "{title}: {count} messages", entry.message_count).format(
            title=one_line(entry.conversation.title, 60) or _("Conversation"),
            count=number_text(entry.message_count),
        )
        card.add(row(Button(words, _opener(page, route), icon_name="message-square-text")))
    return card


def _opener(page: Page, route: Route) -> Callable[[], None]:
    return lambda: page.go.emit(route)


def clocks_card(item: Item, first: Message | None) -> QWidget:
    """What the file, the disk and this computer say of the time, never merged."""
    card = Card(spacing=10)
    own = [fact for fact in item.facts if any(name in fact.name.lower() for name in _CLOCK_NAMES)][:6]
    if first is not None and first.time_as_written:
        own.append(
            EmbeddedFact(
                _("Date") if item.kind is ItemKind.EMAIL else _("First message"), first.time_as_written
            )
        )
    in_file = "\n".join(f"{one_line(fact.name, 60)}: {one_line(fact.value, 120)}" for fact in own)
    on_disk = moment_text(item.times.modified_at, item.added_offset_minutes) if item.times.modified_at else ""
    here = moment_text(item.added_at, item.added_offset_minutes)
    if item.added_offset_minutes:
        here += "\n" + utc_text(item.added_at)
    card.add(
        PlainLabel(_("Three clocks, kept apart"), "heading"),
        pictured("file-text", _("What the file says"), in_file or _("nothing")),
        pictured("hard-drive", _("What the disk said: last changed"), on_disk or _("nothing")),
        pictured("monitor", _("When this computer saved it"), here),
    )
    return card


def findings_card(item: Item) -> QWidget | None:
    """What a reader should know; None where there is nothing."""
    quiet = (FindingKind.NO_EMBEDDED_FACTS,)
    told = [finding for finding in item.findings if finding.kind not in quiet]
    if not told:
        return None
    card = Card("care", spacing=8)
    card.add(PlainLabel(_("Good to know"), "heading"))
    for finding in told:
        card.add(PlainLabel(shown(finding_sentence(finding), 600)))
    return card


def sameness_card(item: Item) -> QWidget:
    """The fingerprint, or that none was taken."""
    card = Card()
    if item.hashes is None:
        card.add(
            PlainLabel(_("No fingerprint was taken"), "heading"),
            PlainLabel(_("Only the place was written down."), "quiet"),
        )
        return card
    card.add(
        PlainLabel(_("Fingerprint"), "heading"),
        PlainLabel(
            _("A number made from every byte of the file. If one byte changes, it changes too."), "small"
        ),
        PlainLabel(fingerprint_text(item.hashes.sha256), selectable=True),
    )
    return card


def own_facts_card(item: Item, first: Message | None) -> QWidget:
    """What the file says about itself, word for word."""
    card = Card()
    card.add(PlainLabel(_("What the file says about itself"), "heading"))
    told = (*item.facts, *(first.facts if first is not None and item.kind is ItemKind.EMAIL else ()))
    if not told:
        card.add(PlainLabel(_("Nothing."), "quiet"))
        return card
    card.add(facts((one_line(fact.name, 80), one_line(fact.value, 200)) for fact in told[:_MOST_FACTS]))
    left = len(told) - _MOST_FACTS
    if left > 0:
        card.add(PlainLabel(_("and {count} more, all of them in the report").format(count=left), "small"))
    return card


def record_card(entries: tuple[CustodyEntry, ...]) -> QWidget:
    """The item's entries in the record, in words."""
    card = Card()
    card.add(PlainLabel(_("Its record"), "heading"))
    for entry in entries[-12:]:
        card.add(
            PlainLabel(moment_text(entry.at, entry.offset_minutes), "small"),
            PlainLabel(entry_words(entry)),
        )
    return card
