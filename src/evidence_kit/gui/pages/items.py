"""Saved items: covered cards or a table, with a search and a few chips to see less."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSortFilterProxyModel, Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from evidence_kit.gui.later import actions
from evidence_kit.gui.pages.page import Page, Place, Route
from evidence_kit.gui.session import Session
from evidence_kit.gui.tables import ItemsModel, item_title, kind_group
from evidence_kit.gui.widgets.buttons import Button, chip
from evidence_kit.gui.widgets.fields import search_line
from evidence_kit.gui.widgets.items import CardWall, ItemTable
from evidence_kit.gui.widgets.pieces import Card, row
from evidence_kit.gui.widgets.text import PlainLabel
from evidence_kit.model import Item
from evidence_kit.words import _, ngettext


class _Shown(QSortFilterProxyModel):
    """The items that fit the chip and the words typed."""

    def __init__(self, items: ItemsModel) -> None:
        super().__init__()
        self._items = items
        self.group, self.words = "", ""
        self.setSourceModel(items)

    def narrow(self, group: str, words: str) -> None:
        """Shows only what fits; empty texts fit everything."""
        self.beginFilterChange()
        self.group, self.words = group, words.casefold()
        self.endFilterChange()

    def filterAcceptsRow(self, source_row: int, source_parent: QModelIndex | QPersistentModelIndex) -> bool:
        """Whether one item is shown."""
        item = self._items.item_at(source_row)
        if self.group and kind_group(item.kind) != self.group:
            return False
        said = item.said
        text = " ".join(
            (item_title(item), item.name, said.source_app, said.account, said.note, item.id)
        ).casefold()
        return all(word in text for word in self.words.split())


class ItemsPage(Page):
    """Everything that is kept, newest first."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, _("Saved items"))
        self.beside_title(
            Button(_("Add something"), lambda: self.go.emit(Route(Place.ADD)), icon_name="plus")
        )
        self._model = ItemsModel()
        self._shown = _Shown(self._model)
        self.wall = CardWall(_("Saved items as cards"), self._shown)
        self.table = ItemTable(_("Saved items as a table"), self._shown)
        for view in (self.wall, self.table):
            view.picked.connect(lambda item_id: self.go.emit(Route(Place.ITEM, item_id)))
        self.search = search_line(_("Search in saved items"), self._narrow)
        self._chips = {
            group: chip(words, self._chipped(group))
            for group, words in (
                ("", _("All")),
                ("pictures", _("Pictures")),
                ("messages", _("Messages")),
                ("emails", _("E-mails")),
                ("files", _("Other files")),
                ("held", _("Not copied")),
            )
        }
        self._count = PlainLabel("", "quiet")
        self._as_table = Button(_("Show as a table"), self._switch, kind="quiet", icon_name="list")
        self._views = QStackedWidget()
        self._lay_out()

    def enter(self, route: Route) -> None:
        """Reads what is kept."""
        self.session.ask(lambda vault, progress: actions.items(vault), self._show)

    def _lay_out(self) -> None:
        self._empty = Card(margin=26, spacing=8)
        self._empty.add(
            PlainLabel(_("Nothing is saved yet"), "lead"),
            PlainLabel(_("Start with one screenshot. You can add more whenever you like.")),
            row(
                Button(
                    _("Choose what to add"),
                    lambda: self.go.emit(Route(Place.ADD)),
                    kind="primary",
                    icon_name="plus",
                )
            ),
        )
        self._tools = QWidget()
        tools = QVBoxLayout(self._tools)
        tools.setContentsMargins(0, 0, 0, 0)
        first = QHBoxLayout()
        first.addWidget(self.search, 1)
        first.addWidget(self._as_table)
        tools.addLayout(first)
        tools.addWidget(row(*self._chips.values(), spacing=8))
        tools.addWidget(self._count)
        self._chips[""].setChecked(True)
        self._views.addWidget(self.wall)
        self._views.addWidget(self.table)
        self._views.setMinimumHeight(self.fontMetrics().lineSpacing() * 6)
        self.add(self._empty, self._tools)
        self.column.addWidget(self._views, 1)
        self._rest = QWidget()
        self.column.addWidget(self._rest, 0, Qt.AlignmentFlag.AlignTop)
        self._empty.hide()

    def _show(self, items: tuple[Item, ...]) -> None:
        self._model.show_items(items[::-1])
        self._empty.setVisible(not items)
        self._tools.setVisible(bool(items))
        self._views.setVisible(bool(items))
        self.column.setStretchFactor(self._rest, 0 if items else 1)
        self._narrow()

    def _chipped(self, group: str) -> Callable[[], None]:
        def press() -> None:
            for other, button in self._chips.items():
                button.setChecked(other == group)
            self._narrow()

        return press

    def _narrow(self) -> None:
        group = next((group for group, button in self._chips.items() if button.isChecked()), "")
        self._shown.narrow(group, self.search.text())
        count, total = self._shown.rowCount(), self._model.rowCount()
        words = ngettext("{count} of {total} item", "{count} of {total} items", total)
        self._count.setText(words.format(count=count, total=total))

    def _switch(self) -> None:
        as_table = self._views.currentIndex() == 0
        self._views.setCurrentIndex(1 if as_table else 0)
        self._as_table.say(_("Show as cards") if as_table else _("Show as a table"))
