"""One saved item: covered, its facts, its three clocks side by side, what the person says of it, its record in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QVBoxLayout, QWidget

from evidence_kit import actions
from evidence_kit.gui.pages.page import Page, Place, Route
from evidence_kit.gui.session import Session
from evidence_kit.gui.tables import item_title
from evidence_kit.gui.widgets.buttons import Button
from evidence_kit.gui.widgets.dates import DateQuestion, asks_about_dates
from evidence_kit.gui.widgets.notices import ProgressStrip
from evidence_kit.gui.widgets.pieces import Card, Columns, clear, facts, pictured, row
from evidence_kit.gui.widgets.said import SaidForm
from evidence_kit.gui.widgets.text import PlainLabel, one_line, shown
from evidence_kit.gui.widgets.tile import CoveredTile
from evidence_kit.model import Answers, CustodyEntry, FindingKind, Item
from evidence_kit.vault import StoredConversation
from evidence_kit.words import _, fingerprint_text, moment_text, ngettext, number_text, size_text, utc_text
from evidence_kit.words.custody import custody_sentence
from evidence_kit.words.findings import finding_sentence
from evidence_kit.words.kinds import kind_name

_MOST_FACTS = 40
_CLOCK_NAMES = ("date", "time", "created", "received", "sent")


@dataclass(frozen=True, slots=True)
class _Told:
    """What the page shows, read in one go."""

    item: Item
    conversations: tuple[StoredConversation, ...]
    entries: tuple[CustodyEntry, ...]


class ItemPage(Page):
    """Everything there is to know about one item, without ever drawing it."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, _("Saved item"))
        self.beside_title(
            Button(_("Saved items"), lambda: self.go.emit(Route(Place.ITEMS)), icon_name="arrow-left")
        )
        self._item_id = ""
        self.strip = ProgressStrip()
        self._body = QVBoxLayout()
        self.form: SaidForm | None = None
        self.question: DateQuestion | None = None
        self.add(self.strip)
        self.column.addLayout(self._body)
        self.fill()

    def enter(self, route: Route) -> None:
        """Shows the item of the route."""
        if route.item_id != self._item_id:
            self.notice.clear()
        self._item_id = route.item_id
        self._read()

    def _read(self) -> None:
        item_id = self._item_id
        self.session.ask(
            lambda vault, progress: _Told(
                actions.item(vault, item_id),
                actions.conversations(vault, item_id),
                tuple(entry for entry in actions.record(vault) if entry.item_id == item_id),
            ),
            self._show,
            self.notice.say_error,
        )

    def _show(self, told: _Told) -> None:
        item = told.item
        self.title.setText(item_title(item))
        clear(self._body)
        columns = Columns(side_em=40)
        self.form = SaidForm(item.said, self._say)
        self.question = None
        if asks_about_dates(item.findings) and told.conversations:
            self.question = DateQuestion(item.findings, self._answer, self._put_off)
            columns.main.addWidget(self.question)
        for card in (_what(item), _conversations(self, told.conversations), _clocks(item), _findings(item)):
            if card is not None:
                columns.main.addWidget(card)
        columns.main.addWidget(self.form)
        columns.main.addStretch(1)
        columns.side.addWidget(CoveredTile(item.kind))
        columns.side.addWidget(_sameness(item))
        columns.side.addWidget(_own_facts(item))
        columns.side.addWidget(_record(told.entries))
        columns.side.addStretch(1)
        self._body.addWidget(columns)

    def _say(self) -> None:
        assert self.form is not None
        item_id, said = self._item_id, self.form.said()
        self.session.change(
            lambda vault, progress: actions.describe(vault, item_id, said),
            lambda item: self._said(),
            self.notice.say_error,
        )

    def _said(self) -> None:
        self._read()
        self.notice.say(_("Your words are saved."), _("The file itself was not changed."))

    def _answer(self, answers: Answers) -> None:
        item_id = self._item_id
        job = self.session.change(
            lambda vault, progress: actions.answer_dates(vault, item_id, answers, progress),
            lambda item: self._answered(),
            self.notice.say_error,
        )
        self.strip.follow(job, _("Reading the messages again…"))

    def _answered(self) -> None:
        self._read()
        self.notice.say(_("Your answer is saved."), _("It stands in the record as what you said."))

    def _put_off(self) -> None:
        if self.question is not None:
            self.question.hide()


def _what(item: Item) -> QWidget:
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


def _conversations(page: ItemPage, stored: tuple[StoredConversation, ...]) -> QWidget | None:
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


def _opener(page: ItemPage, route: Route) -> Callable[[], None]:
    return lambda: page.go.emit(route)


def _clocks(item: Item) -> QWidget:
    card = Card(spacing=10)
    own = [fact for fact in item.facts if any(name in fact.name.lower() for name in _CLOCK_NAMES)][:6]
    in_file = "\n".join(f"{one_line(fact.name, 60)}: {one_line(fact.value, 120)}" for fact in own)
    on_disk = moment_text(item.times.modified_at, item.added_offset_minutes) if item.times.modified_at else ""
    here = moment_text(item.added_at, item.added_offset_minutes)
    card.add(
        PlainLabel(_("Three clocks, kept apart"), "heading"),
        pictured("file-text", _("What the file says"), in_file or _("nothing")),
        pictured("hard-drive", _("What the disk said: last changed"), on_disk or _("nothing")),
        pictured("monitor", _("When this computer saved it"), f"{here}\n{utc_text(item.added_at)}"),
    )
    return card


def _findings(item: Item) -> QWidget | None:
    quiet = (FindingKind.NO_EMBEDDED_FACTS,)
    told = [finding for finding in item.findings if finding.kind not in quiet]
    if not told:
        return None
    card = Card("care", spacing=8)
    card.add(PlainLabel(_("Good to know"), "heading"))
    for finding in told:
        card.add(PlainLabel(shown(finding_sentence(finding), 600)))
    return card


def _sameness(item: Item) -> QWidget:
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


def _own_facts(item: Item) -> QWidget:
    card = Card()
    card.add(PlainLabel(_("What the file says about itself"), "heading"))
    if not item.facts:
        card.add(PlainLabel(_("Nothing."), "quiet"))
        return card
    card.add(facts((one_line(fact.name, 80), one_line(fact.value, 200)) for fact in item.facts[:_MOST_FACTS]))
    left = len(item.facts) - _MOST_FACTS
    if left > 0:
        card.add(PlainLabel(_("and {count} more, all of them in the report").format(count=left), "small"))
    return card


def _record(entries: tuple[CustodyEntry, ...]) -> QWidget:
    card = Card()
    card.add(PlainLabel(_("Its record"), "heading"))
    for entry in entries[-12:]:
        card.add(
            PlainLabel(moment_text(entry.at, entry.offset_minutes), "small"),
            PlainLabel(custody_sentence(entry)),
        )
    return card
