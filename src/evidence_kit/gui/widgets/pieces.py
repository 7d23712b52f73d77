"""Frames to put things in: cards, rows of buttons that wrap, two columns that fold into one, facts, steps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QBoxLayout,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLayoutItem,
    QVBoxLayout,
    QWidget,
)

from evidence_kit.gui.icons import icon_picture
from evidence_kit.gui.theme import colours
from evidence_kit.gui.widgets.text import PlainLabel, em_width, window_em


class Card(QFrame):
    """A surface with a column in it; ``surface`` is ``card``, ``next``, ``calm``, ``care``, ``hold`` or ``code``."""

    def __init__(self, surface: str = "card", margin: int = 18, spacing: int = 8) -> None:
        super().__init__()
        self.setProperty("surface", surface)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(margin, margin - 2, margin, margin - 2)
        self.column.setSpacing(spacing)

    def add(self, *widgets: QWidget) -> None:
        """Puts widgets below what is there."""
        for widget in widgets:
            self.column.addWidget(widget)


class Flow(QLayout):
    """Widgets in a line that wraps, mirrored for languages that run from right to left."""

    def __init__(self, parent: QWidget | None = None, spacing: int = 10) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(spacing)

    def addItem(self, item: QLayoutItem) -> None:
        """Puts an item at the end."""
        self._items.append(item)

    def count(self) -> int:
        """How many items there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """The item at a place; None behind the last."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Removes the item at a place."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """None: it takes the room that its items need."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Always: it wraps."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of the lines at this width."""
        return self._place(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        """Places the items."""
        super().setGeometry(rect)
        self._place(rect, move=True)

    def sizeHint(self) -> QSize:
        """All in one line."""
        sizes = [item.sizeHint() for item in self._seen()]
        width = sum(size.width() for size in sizes) + self.spacing() * max(0, len(sizes) - 1)
        return QSize(width, max((size.height() for size in sizes), default=0))

    def minimumSize(self) -> QSize:
        """The widest item."""
        sizes = [item.minimumSize() for item in self._seen()]
        return QSize(max((s.width() for s in sizes), default=0), max((s.height() for s in sizes), default=0))

    def _seen(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _place(self, rect: QRect, *, move: bool) -> int:
        owner = self.parentWidget()
        mirrored = owner is not None and owner.isRightToLeft()
        left, top, line_height = 0, 0, 0
        for item in self._seen():
            size = item.sizeHint()
            width = min(size.width(), rect.width())
            if left and left + width > rect.width():
                left, top, line_height = 0, top + line_height + self.spacing(), 0
            if move:
                start = rect.width() - left - width if mirrored else left
                item.setGeometry(QRect(rect.x() + start, rect.y() + top, width, size.height()))
            left += width + self.spacing()
            line_height = max(line_height, size.height())
        return top + line_height


def row(*widgets: QWidget, spacing: int = 10) -> QWidget:
    """Widgets side by side, wrapping where there is no room."""
    holder = QWidget()
    flow = Flow(holder, spacing)
    for widget in widgets:
        flow.addWidget(widget)
    policy = holder.sizePolicy()
    policy.setHeightForWidth(True)
    holder.setSizePolicy(policy)
    return holder


class Columns(QWidget):
    """A main column and a side column; the side goes below where the width is under ``fold_em`` digits."""

    def __init__(self, fold_em: float = 98, side_em: float = 33, spacing: int = 26) -> None:
        super().__init__()
        self._fold_em, self._side_em = fold_em, side_em
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(spacing)
        self.main, main_holder = _column()
        self.side, self._side_holder = _column()
        self._line.addWidget(main_holder, 1)
        self._line.addWidget(self._side_holder)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Folds or unfolds."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        folded = self.width() < self._fold_em * window_em()
        direction = QBoxLayout.Direction.TopToBottom if folded else QBoxLayout.Direction.LeftToRight
        if direction is not self._line.direction():
            self._line.setDirection(direction)
        width = 16_777_215 if folded else em_width(self, self._side_em)
        if self._side_holder.maximumWidth() != width:
            self._side_holder.setMinimumWidth(0 if folded else width)
            self._side_holder.setMaximumWidth(width)


def _column() -> tuple[QVBoxLayout, QWidget]:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(16)
    return column, holder


class Picture(QLabel):
    """A drawing beside words, in one of the scheme's colours; it says nothing to a screen reader."""

    def __init__(self, name: str, colour_name: str = "accent", scale: float = 1.2) -> None:
        super().__init__()
        self._name, self._colour_name, self._scale = name, colour_name, scale
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        """Draws anew when the colours or the text size change."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._draw()

    def _draw(self) -> None:
        size = round(self.fontMetrics().height() * self._scale)
        self.setPixmap(icon_picture(self._name, getattr(colours(), self._colour_name), size))
        self.setFixedSize(size, size)


def pictured(name: str, title: str, text: str, colour_name: str = "accent") -> QWidget:
    """An icon, a short bold line and a quiet one below it."""
    holder = QWidget()
    line = QHBoxLayout(holder)
    line.setContentsMargins(0, 2, 0, 2)
    line.setSpacing(11)
    line.addWidget(Picture(name, colour_name), 0, Qt.AlignmentFlag.AlignTop)
    words = QVBoxLayout()
    words.setSpacing(1)
    words.addWidget(PlainLabel(title, "strong"))
    words.addWidget(PlainLabel(text, "small"))
    line.addLayout(words, 1)
    return holder


def facts(rows: Iterable[tuple[str, str]]) -> QWidget:
    """Names and values in two columns; the values can be selected."""
    holder = QWidget()
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(7)
    grid.setColumnStretch(0, 2)
    grid.setColumnStretch(1, 5)
    for place, (name, value) in enumerate(rows):
        label = PlainLabel(name, "quiet")
        label.setAlignment(Qt.AlignmentFlag.AlignTop)
        shown_value = PlainLabel(value)
        shown_value.setAlignment(Qt.AlignmentFlag.AlignTop)
        grid.addWidget(label, place, 0)
        grid.addWidget(shown_value, place, 1)
    return holder


def keep_room_for_bar(view: QAbstractScrollArea) -> None:
    """Keeps the room of the scroll bar free, and the bar unseen while there is nothing to scroll.

    A bar that comes and goes changes the width, and every row would be measured twice.
    """
    view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
    bar = view.verticalScrollBar()
    bar.rangeChanged.connect(lambda first, last: bar.setEnabled(last > first))


def clear(layout: QLayout) -> None:
    """Takes everything out of a layout and deletes it."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            clear(inner)


def stack(widgets: Sequence[QWidget], spacing: int = 8) -> QWidget:
    """Widgets one below the other."""
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(spacing)
    for widget in widgets:
        column.addWidget(widget)
    return holder
