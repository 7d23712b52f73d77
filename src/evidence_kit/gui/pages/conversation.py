"""One conversation: a window of some hundred messages that slides as the person scrolls, with a search."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QVBoxLayout, QWidget

from evidence_kit.errors import EvidenceKitError
from evidence_kit.gui import sliding
from evidence_kit.gui.later import actions
from evidence_kit.gui.pages.conversations import conversation_title
from evidence_kit.gui.pages.page import Page, Place, Route
from evidence_kit.gui.session import Session
from evidence_kit.gui.tables import MessagesModel
from evidence_kit.gui.widgets.buttons import Button
from evidence_kit.gui.widgets.dates import DateQuestion, asks_about_dates, date_offer
from evidence_kit.gui.widgets.notices import ProgressStrip
from evidence_kit.gui.widgets.rows import MessageDelegate, RowList
from evidence_kit.gui.widgets.search import SearchBar
from evidence_kit.gui.widgets.text import PlainLabel
from evidence_kit.model import Answers, Item, Progress, StoredMessage
from evidence_kit.words import _, ngettext, number_text

if TYPE_CHECKING:
    from evidence_kit.vault import StoredConversation, Vault

_EDGE_PIXELS = 300


@dataclass(frozen=True, slots=True)
class _Opened:
    item: Item
    stored: StoredConversation
    rows: sliding.Rows


class ConversationPage(Page):
    """Messages as bubbles, whatever was not understood among them; nothing is left out."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, _("Conversation"))
        self.beside_title(
            Button(
                _("Conversations"), lambda: self.go.emit(Route(Place.CONVERSATIONS)), icon_name="arrow-left"
            )
        )
        self._item_id, self._key = "", ""
        self._sliding = self._at_start = self._at_end = False
        self.model = MessagesModel()
        self.list = RowList(_("Messages"))
        self.list.setModel(self.model)
        self._bubbles = MessageDelegate(self.list)
        self.list.setItemDelegate(self._bubbles)
        self.list.verticalScrollBar().valueChanged.connect(self._scrolled)
        self._tools = SearchBar(_("Search in this conversation"), self._search, self._go_to_hit)
        self.search = self._tools.edit
        self._count = PlainLabel("", "quiet")
        self.strip = ProgressStrip()
        self._question = QVBoxLayout()
        self._lay_out()

    def enter(self, route: Route) -> None:
        """Opens the conversation of the route at one of its messages, or at its beginning."""
        self._item_id, self._key = route.item_id, route.conversation
        self.notice.clear()
        self.search.clear()
        self._open(route.number)

    def _lay_out(self) -> None:
        self._ends = QWidget()
        ends = QHBoxLayout(self._ends)
        ends.setContentsMargins(0, 0, 0, 0)
        ends.addWidget(self._count, 1)
        ends.addWidget(Button(_("To the beginning"), lambda: self._open(0), kind="quiet"))
        ends.addWidget(Button(_("To the end"), self._open_end, kind="quiet"))
        self.column.setSpacing(8)
        self.column.addLayout(self._question)
        self.add(self._tools, self.strip)
        self.column.addWidget(self.list, 1)
        self._rest = QWidget()
        self.add(self._ends)
        self.column.addWidget(self._rest, 1)
        self._rest.hide()

    def _open(self, number: int) -> None:
        item_id, key = self._item_id, self._key

        def read(vault: Vault, progress: Progress) -> _Opened:
            stored = next(
                entry for entry in actions.conversations(vault, item_id) if entry.conversation.key == key
            )
            return _Opened(
                actions.item(vault, item_id), stored, sliding.window_at(vault, item_id, key, number)
            )

        self.session.ask(read, lambda opened: self._show(opened, number), self.notice.say_error)

    def _show(self, opened: _Opened, number: int) -> None:
        self._bubbles.forget()
        self.title.setText(conversation_title(opened.stored))
        count = opened.stored.message_count
        words = ngettext("{count} message", "{count} messages", count).format(count=number_text(count))
        self._count.setText(words)
        self.stand(self._question)
        self._show_messages(True)
        if asks_about_dates(opened.item.findings) and not number:
            self._question.addWidget(date_offer(lambda: self.ask_about_dates(opened.item)))
        self._show_rows(opened.rows, number or (opened.rows[0].number if opened.rows else 0))

    def ask_about_dates(self, item: Item) -> None:
        """Shows the question in the place of the messages."""
        question = DateQuestion(item.findings, self._answer, lambda: self._open(0))
        self.stand(self._question, question)
        self._show_messages(False)

    def _show_messages(self, shown: bool) -> None:
        for widget in (self.list, self._tools, self._ends):
            widget.setVisible(shown)
        self.column.setStretchFactor(self.list, 1 if shown else 0)
        self._rest.setVisible(not shown)

    def _show_rows(self, rows: sliding.Rows, number: int, offset: int = 0) -> None:
        """Shows a window with message ``number`` at ``offset`` pixels from the top."""
        self._sliding, self._at_start, self._at_end = True, False, False
        self.model.show_rows(rows)
        place = next((place for place, row in enumerate(rows) if row.number == number), 0)
        index = self.model.index(place)
        self.list.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtTop)
        bar = self.list.verticalScrollBar()
        bar.setValue(bar.value() - offset)
        self._sliding = False

    def _scrolled(self, value: int) -> None:
        bar = self.list.verticalScrollBar()
        if self._sliding or not self.model.rows or bar.maximum() == 0:
            return
        if value < _EDGE_PIXELS and not self._at_start:
            self._slide(sliding.slid_earlier)
        elif value > bar.maximum() - _EDGE_PIXELS and not self._at_end:
            self._slide(sliding.slid_later)

    def _slide(self, move: Callable[[Vault, str, str, sliding.Rows], sliding.Rows]) -> None:
        rows, item_id, key = self.model.rows, self._item_id, self._key
        self._sliding = True
        self.session.ask(
            lambda vault, progress: move(vault, item_id, key, rows),
            lambda new: self._slid(move, rows, new),
            self._slide_failed,
        )

    def _slide_failed(self, error: EvidenceKitError) -> None:
        self._sliding = False
        self.notice.say_error(error)

    def _slid(self, move: object, before: sliding.Rows, rows: sliding.Rows) -> None:
        """Takes over a window that has moved, with the same message at the same place on the screen."""
        self._sliding = False
        if self.model.rows is not before:
            return
        if rows is before:
            self._at_start = self._at_start or move is sliding.slid_earlier
            self._at_end = self._at_end or move is sliding.slid_later
        else:
            view = self.list.viewport()
            top = next(
                (
                    index
                    for y in (1, 12, 24)
                    if (index := self.list.indexAt(QPoint(view.width() // 2, y))).isValid()
                ),
                None,
            )
            place = top.row() if top is not None else 0
            self._show_rows(rows, before[place].number, self.list.visualRect(self.model.index(place)).top())
        self._scrolled(self.list.verticalScrollBar().value())

    def _open_end(self) -> None:
        item_id, key = self._item_id, self._key

        self.session.ask(
            lambda vault, progress: sliding.last_rows(vault, item_id, key),
            lambda rows: self._show_rows(rows, rows[-1].number if rows else 0),
        )

    def _search(self, words: str) -> None:
        self.session.ask(
            lambda vault, progress: actions.search(vault, words), self._searched, self.notice.say_error
        )

    def _searched(self, hits: tuple[StoredMessage, ...]) -> None:
        here = (hit for hit in hits if hit.item_id == self._item_id and hit.message.conversation == self._key)
        self._tools.show_hits(sorted(hit.number for hit in here))

    def _go_to_hit(self, number: int) -> None:
        item_id, key = self._item_id, self._key
        self.session.ask(
            lambda vault, progress: sliding.window_at(vault, item_id, key, number),
            lambda rows: self._show_hit(rows, number),
        )

    def _show_hit(self, rows: sliding.Rows, number: int) -> None:
        self._show_rows(rows, number, self.list.viewport().height() // 4)
        place = next((place for place, row in enumerate(rows) if row.number == number), 0)
        self.list.setCurrentIndex(self.model.index(place))

    def _answer(self, answers: Answers) -> None:
        item_id = self._item_id
        job = self.session.change(
            lambda vault, progress: actions.answer_dates(vault, item_id, answers, progress),
            self._answered,
            self.notice.say_error,
        )
        self.strip.follow(job, _("Reading the messages again…"))

    def _answered(self, item: Item) -> None:
        self.notice.say(
            _("Your answer is saved."), _("The times below stay as the file writes them."), picture="check"
        )
        self._open(0)
