"""What every page is: a title, a column that scrolls, a place for words that come up, and a way to ask for another page."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QLayout, QScrollArea, QVBoxLayout, QWidget

from evidence_kit.gui.jobs import Job
from evidence_kit.gui.session import Session
from evidence_kit.gui.widgets.buttons import Button
from evidence_kit.gui.widgets.notices import Notice
from evidence_kit.gui.widgets.pieces import clear
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


_FOLD_EM = 64
"""Under this width, in digits, what stands beside the title goes below it."""


class Page(QWidget):
    """A page. It is made with a session alone, and told by ``enter`` what to show.

    ``measure_em`` bounds the width of its column, in digits; ``centred`` puts it in the middle.
    """

    go = Signal(object)
    """A ``Route``: the person wants to be there."""

    def __init__(
        self,
        session: Session,
        title: str,
        lead: str = "",
        *,
        measure_em: float = 0,
        centred: bool = False,
    ) -> None:
        super().__init__()
        self.session = session
        self.setAccessibleName(title)
        self._measure_em, self._centred = measure_em, centred
        self._holder = QWidget()
        self._holder.setObjectName("column")
        self.column = QVBoxLayout(self._holder)
        self.column.setSpacing(14)
        self.notice = Notice()
        self._frame()
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

    def pause(self, button: Button, job: Job[object]) -> None:
        """Takes a button out of use until a job has ended, and keeps the focus on the page meanwhile."""
        if self.window().focusWidget() is button:
            self.setFocus()
        button.setEnabled(False)
        job.ended.connect(lambda: button.setEnabled(True))

    def stand(self, place: QLayout, *widgets: QWidget) -> None:
        """Puts widgets in the place of those that were there.

        The page itself takes the focus first: Qt would hand it on to the next button, and Enter would press that.
        The window is asked, not the application: while a dialog closes, the window is not the active one yet.
        """
        focused = self.window().focusWidget()
        if focused is not None and self.isAncestorOf(focused):
            self.setFocus()
        clear(place)
        for widget in widgets:
            place.addWidget(widget)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Sets the margins by the width: narrow windows have no room to give away."""
        super().resizeEvent(event)
        em = window_em()
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._title_line.setDirection(down if self.width() < _FOLD_EM * em else across)
        side = round(min(36.0, max(14.0, (self.width() / em - 60) * 0.8)))
        spare = round(self.width() - 2 * side - self._measure_em * em) if self._measure_em else 0
        spare = max(0, spare)
        start, end = (side + spare // 2, side + spare // 2) if self._centred else (side, side + spare)
        left, right = (end, start) if self.isRightToLeft() else (start, end)
        self.column.setContentsMargins(left, 20, right, 20)

    def _title(self, title: str, lead: str) -> None:
        self._title_line = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._title_line.setSpacing(16)
        words = QVBoxLayout()
        words.setSpacing(3)
        self.title, self.lead = PlainLabel(title, "title"), PlainLabel(lead, "quiet")
        words.addWidget(self.title)
        words.addWidget(self.lead)
        if not lead:
            self.lead.hide()
        self._title_line.addLayout(words, 1)
        self.column.addLayout(self._title_line)

    def beside_title(self, widget: QWidget) -> None:
        """Puts a button at the end of the title's line."""
        flags = Qt.AlignmentFlag
        self._title_line.addWidget(widget, 0, flags.AlignTop | flags.AlignLeading)

    def _frame(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(self._holder)
        outer.addWidget(area)
