"""One saved item: covered, its facts, its three clocks side by side, what the person says of it, its record in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout

from evidence_kit.gui.later import actions
from evidence_kit.gui.pages.item_cards import (
    clocks_card,
    conversations_card,
    findings_card,
    own_facts_card,
    record_card,
    sameness_card,
    what_card,
)
from evidence_kit.gui.pages.page import Page, Place, Route
from evidence_kit.gui.session import Session
from evidence_kit.gui.tables import item_title
from evidence_kit.gui.widgets.buttons import Button
from evidence_kit.gui.widgets.dates import DateQuestion, asks_about_dates
from evidence_kit.gui.widgets.notices import ProgressStrip
from evidence_kit.gui.widgets.pieces import Columns, clear
from evidence_kit.gui.widgets.said import SaidForm
from evidence_kit.gui.widgets.tile import CoveredTile
from evidence_kit.model import Answers, CustodyEntry, Item, Message
from evidence_kit.words import _

if TYPE_CHECKING:
    from evidence_kit.vault import StoredConversation


@dataclass(frozen=True, slots=True)
class _Told:
    """What the page shows, read in one go."""

    item: Item
    conversations: tuple[StoredConversation, ...]
    entries: tuple[CustodyEntry, ...]
    first: Message | None


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
                next((row.message for row in actions.messages(vault, item_id, limit=1)), None),
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
        for card in (
            what_card(item),
            conversations_card(self, told.conversations),
            clocks_card(item, told.first),
            findings_card(item),
        ):
            if card is not None:
                columns.main.addWidget(card)
        columns.main.addWidget(self.form)
        columns.main.addStretch(1)
        columns.side.addWidget(CoveredTile(item.kind))
        columns.side.addWidget(sameness_card(item))
        columns.side.addWidget(own_facts_card(item, told.first))
        columns.side.addWidget(record_card(told.entries))
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
