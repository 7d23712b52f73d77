"""Things to fill in: a labelled line, a labelled list to choose from, a note, and a choice of one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QVBoxLayout,
    QWidget,
)

from evidence_kit.gui.icons import icon_picture
from evidence_kit.gui.theme import colours
from evidence_kit.gui.widgets.pieces import stack
from evidence_kit.gui.widgets.text import PlainLabel, em_width, one_line
from evidence_kit.gui.widgets.ticks import Dot, box_side

_END = 11
"""Pixels between the mark of a list and its edge."""


class Line(QWidget):
    """A line to type in, its label above it and a hint below where there is one."""

    def __init__(self, label: str, hint: str = "", *, secret: bool = False, placeholder: str = "") -> None:
        super().__init__()
        self.edit = QLineEdit()
        self.edit.setAccessibleName(label)
        self.edit.setAccessibleDescription(hint)
        self.edit.setPlaceholderText(placeholder)
        self.edit.setMinimumWidth(em_width(self.edit, 12))
        if secret:
            self.edit.setEchoMode(QLineEdit.EchoMode.Password)
        name = PlainLabel(label, "strong")
        name.setBuddy(self.edit)
        _column(self, name, self.edit, *([PlainLabel(hint, "small")] if hint else []))

    def text(self) -> str:
        """What is typed, without blanks at its ends."""
        return self.edit.text().strip()

    def show_secret(self, visible: bool) -> None:
        """Shows or hides what is typed."""
        mode = QLineEdit.EchoMode.Normal if visible else QLineEdit.EchoMode.Password
        self.edit.setEchoMode(mode)


class Note(QWidget):
    """A few lines to type in; Tab leaves it."""

    def __init__(self, label: str, hint: str = "") -> None:
        super().__init__()
        self.edit = QPlainTextEdit()
        self.edit.setTabChangesFocus(True)
        self.edit.setAccessibleName(label)
        self.edit.setFixedHeight(self.fontMetrics().lineSpacing() * 4 + 24)
        name = PlainLabel(label, "strong")
        name.setBuddy(self.edit)
        _column(self, name, self.edit, *([PlainLabel(hint, "small")] if hint else []))

    def text(self) -> str:
        """What is typed, without blanks at its ends."""
        return self.edit.toPlainText().strip()


class Pick(QWidget):
    """A list to choose one from, its label above it. Each entry has a value and words."""

    def __init__(self, label: str, entries: Sequence[tuple[str, str]], hint: str = "") -> None:
        super().__init__()
        self.box = _Box()
        self.box.setAccessibleName(label)
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.box.setMinimumContentsLength(10)
        self.box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        for value, words in entries:
            self.box.addItem(one_line(words), value)
        name = PlainLabel(label, "strong")
        name.setBuddy(self.box)
        _column(self, name, self.box, *([PlainLabel(hint, "small")] if hint else []))

    def value(self) -> str:
        """The value of the entry that is chosen."""
        return str(self.box.currentData())

    def choose(self, value: str) -> None:
        """Chooses the entry with this value, where there is one."""
        place = self.box.findData(value)
        if place >= 0:
            self.box.setCurrentIndex(place)


class _Box(QComboBox):
    """A list that turns only when it has the focus, so that scrolling a page changes no answer."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setItemDelegate(QStyledItemDelegate(self))  # the usual one knows no room around the words
        self.installEventFilter(self)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the list as the style does, and a mark at its end that says it opens."""
        super().paintEvent(event)
        side = round(self.fontMetrics().height() * 0.95)
        place = QRect(self.width() - side - _END, (self.height() - side) // 2, side, side)
        painter = QPainter(self)
        mark = icon_picture("chevron-down", colours().text_quiet, side)
        painter.drawPixmap(QStyle.visualRect(self.layoutDirection(), self.rect(), place).topLeft(), mark)
        painter.end()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Passes the wheel on to the page while the list is not in use."""
        if event.type() == QEvent.Type.Wheel and not self.hasFocus():
            event.ignore()
            return True
        return super().eventFilter(watched, event)


class Choice(QWidget):
    """One of a few answers, each with words below it. None is chosen before the person chooses.

    The buttons exclude each other by hand: Qt's own grouping takes the ones not chosen out of the Tab order.
    """

    def __init__(
        self, name: str, answers: Sequence[tuple[str, str, str]], changed: Callable[[], None]
    ) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._changed = changed
        self.buttons: dict[str, Dot] = {}
        _column(self, *(self._answer(*answer) for answer in answers))

    def value(self) -> str:
        """The value of the answer chosen; empty while there is none."""
        return next((value for value, button in self.buttons.items() if button.isChecked()), "")

    def choose(self, value: str) -> None:
        """Chooses an answer."""
        for other, button in self.buttons.items():
            button.setChecked(other == value)
        self._changed()

    def _answer(self, value: str, words: str, more: str) -> QWidget:
        button = Dot(words)
        button.setAccessibleDescription(more)
        button.clicked.connect(lambda: self.choose(value))
        self.buttons[value] = button
        if not more:
            return button
        label = PlainLabel(more, "small")
        return stack([button, _indented(label, box_side(button) + 16)], spacing=0)


def _indented(label: PlainLabel, indent: int) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    mirrored = label.isRightToLeft()
    column.setContentsMargins(0 if mirrored else indent, 0, indent if mirrored else 0, 6)
    column.addWidget(label)
    return holder


def _column(owner: QWidget, *widgets: QWidget) -> None:
    column = QVBoxLayout(owner)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(5)
    for widget in widgets:
        column.addWidget(widget)


def search_line(name: str, changed: Callable[[], None]) -> QLineEdit:
    """A line that narrows a list while one types."""
    edit = QLineEdit()
    edit.setAccessibleName(name)
    edit.setPlaceholderText(name)
    edit.setClearButtonEnabled(False)
    edit.setMinimumWidth(em_width(edit, 12))
    edit.textChanged.connect(lambda _text: changed())
    return edit
