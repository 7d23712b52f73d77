"""What every page is: a title, a column that scrolls, a place for words that come up, and a way to ask for another page."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from evidence_kit.gui.session import Session
from evidence_kit.gui.widgets.notices import Notice
from evidence_kit.gui.widgets.text import PlainLabel, window_em


class Place(StrEnum):
    """The pages there are, and one way out."""

    WELCOME = "welcome"
    SAFETY = "safety"
    WHERE = "where"
    NEW = "new"
    UNLOCK = "unlock"
    LEAVE = "leave"
    HOME = "home"
    ADD = "add"
    HOLD = "hold"
    ITEMS = "items"
    ITEM = "item"
    CONVERSATIONS = "conversations"
    CONVERSATION = "conversation"
    REPORT = "report"
    RECORD = "record"


@dataclass(frozen=True, slots=True)
class Route:
    """Where to go: a page, and what it is to show."""

    place: Place
    item_id: str = ""
    conversation: str = ""
    number: int = 0
    paths: tuple[Path, ...] = ()


class Page(QWidget):
    """A page. It is made with a session alone, and told by ``enter`` what to show.

    ``measure_em`` bounds the width of its column, in digits; ``scrolls`` is off for pages with a list of their own.
    """

    go = Signal(object)
    """A ``Route``: the person wants to be there."""

    def __init__(
        self, session: Session, title: str, lead: str = "", *, measure_em: float = 0, scrolls: bool = True
    ) -> None:
        super().__init__()
        self.session = session
        self.setAccessibleName(title)
        self._measure_em = measure_em
        self._holder = QWidget()
        self._holder.setObjectName("column")
        self.column = QVBoxLayout(self._holder)
        self.column.setSpacing(14)
        self.notice = Notice()
        self._frame(scrolls)
        self._title(title, lead)
        self.column.addWidget(self.notice)

    def enter(self, route: Route) -> None:
        """Called each time the page comes up."""

    def add(self, *widgets: QWidget) -> None:
        """Puts widgets at the bottom of the column."""
        for widget in widgets:
            self.column.addWidget(widget)

    def fill(self) -> None:
        """Keeps what was added at the top."""
        self.column.addStretch(1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Sets the margins by the width: narrow windows have no room to give away."""
        super().resizeEvent(event)
        em = window_em()
        side = round(min(36.0, max(14.0, (self.width() / em - 60) * 0.8)))
        spare = round(self.width() - 2 * side - self._measure_em * em) if self._measure_em else 0
        end = side + max(0, spare)
        left, right = (end, side) if self.isRightToLeft() else (side, end)
        self.column.setContentsMargins(left, 20, right, 20)

    def _title(self, title: str, lead: str) -> None:
        self._title_line = QHBoxLayout()
        self._title_line.setSpacing(16)
        words = QVBoxLayout()
        words.setSpacing(3)
        self.title = PlainLabel(title, "title")
        words.addWidget(self.title)
        if lead:
            words.addWidget(PlainLabel(lead, "quiet"))
        self._title_line.addLayout(words, 1)
        self.column.addLayout(self._title_line)

    def beside_title(self, widget: QWidget) -> None:
        """Puts a button at the end of the title's line."""
        self._title_line.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)

    def _frame(self, scrolls: bool) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        if not scrolls:
            outer.addWidget(self._holder)
            return
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(self._holder)
        outer.addWidget(area)
