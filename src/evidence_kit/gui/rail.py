"""The rail: where one can go, and first of all the two ways out. In a narrow window it is a bar with a menu."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from evidence_kit.gui.pages.page import Place, Route
from evidence_kit.gui.widgets.buttons import Button
from evidence_kit.gui.widgets.pieces import Picture
from evidence_kit.gui.widgets.text import PlainLabel, em_width
from evidence_kit.words import _

Go = Callable[[Route], None]

_BELONGS_TO = {Place.ITEM: Place.ITEMS, Place.CONVERSATION: Place.CONVERSATIONS, Place.HOLD: Place.ADD}
"""Pages without a line of their own light up the one they are reached from."""


def _lines() -> tuple[tuple[Place, str, str], ...]:
    return (
        (Place.HOME, "house", _("Home")),
        (Place.ADD, "plus", _("Add something")),
        (Place.ITEMS, "layers", _("Saved items")),
        (Place.CONVERSATIONS, "message-square-text", _("Conversations")),
        (Place.REPORT, "file-text", _("Make a report")),
        (Place.RECORD, "scroll-text", _("The record")),
    )


class Rail(QWidget):
    """The pages at the side; the ways out stand below and come first when one presses Tab."""

    def __init__(self, go: Go, lock: Callable[[], None], leave: Callable[[], None]) -> None:
        super().__init__()
        self.setObjectName("rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(max(220, em_width(self, 27)))
        self.leave_button = Button(_("Leave quickly"), leave, icon_name="log-out")
        self.lock_button = Button(_("Lock now"), lock, icon_name="lock")
        self.lines = {place: _line(words, picture, place, go) for place, picture, words in _lines()}
        self._pages = QWidget()
        self._lay_out()

    def show_place(self, place: Place, *, is_open: bool) -> None:
        """Lights up the line of a page; without an open folder there is none."""
        here = _BELONGS_TO.get(place, place)
        for other, button in self.lines.items():
            button.setChecked(other is here)
        self._pages.setVisible(is_open)
        self.lock_button.setVisible(is_open)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 20, 14, 16)
        column.setSpacing(8)
        brand = QHBoxLayout()
        brand.setContentsMargins(8, 0, 0, 6)
        brand.setSpacing(10)
        brand.addWidget(Picture("layers", scale=1.3))
        name = PlainLabel(_("My notes"), "heading")
        name.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        brand.addWidget(name, 1)
        column.addLayout(brand)
        lines = QVBoxLayout(self._pages)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(3)
        for button in self.lines.values():
            lines.addWidget(button)
        lines.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._pages.setObjectName("column")
        area.setWidget(self._pages)
        column.addWidget(area, 1)
        hint = PlainLabel(_("or press Shift three times"), "small")
        hint.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        for widget in (self.lock_button, self.leave_button, hint):
            column.addWidget(widget)

    def order_tabs(self) -> None:
        """Puts the ways out first. Only after the rail stands in its window: Qt orders anew what is moved there."""
        QWidget.setTabOrder(self.leave_button, self.lock_button)
        before: QWidget = self.lock_button
        for button in self.lines.values():
            QWidget.setTabOrder(before, button)
            before = button


class TopBar(QWidget):
    """The same in one line: leave, lock, and a menu of the pages."""

    def __init__(self, go: Go, lock: Callable[[], None], leave: Callable[[], None]) -> None:
        super().__init__()
        self.setObjectName("topbar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.leave_button = Button(_("Leave quickly"), leave, icon_name="log-out")
        self.lock_button = Button(_("Lock now"), lock, icon_name="lock")
        self.menu_button = Button(_("Menu"), icon_name="menu")
        self._menu = QMenu(self)
        self._menu.setAccessibleName(_("Pages"))
        for place, _picture, words in _lines():
            action = self._menu.addAction(words.replace("&", "&&"))
            action.triggered.connect(_goer(go, place))
        self.menu_button.setMenu(self._menu)
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 8, 12, 8)
        line.setSpacing(8)
        line.addWidget(self.menu_button)
        line.addStretch(1)
        line.addWidget(self.lock_button)
        line.addWidget(self.leave_button)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def order_tabs(self) -> None:
        """Puts the ways out first."""
        QWidget.setTabOrder(self.leave_button, self.lock_button)
        QWidget.setTabOrder(self.lock_button, self.menu_button)

    def show_place(self, place: Place, *, is_open: bool) -> None:
        """Shows what can be done: without an open folder there are no pages to go to."""
        self.menu_button.setVisible(is_open)
        self.lock_button.setVisible(is_open)


def _line(words: str, picture: str, place: Place, go: Go) -> Button:
    button = Button(words, _goer(go, place), kind="nav", icon_name=picture)
    button.setCheckable(True)
    return button


def _goer(go: Go, place: Place) -> Callable[[], None]:
    return lambda: go(Route(place))
