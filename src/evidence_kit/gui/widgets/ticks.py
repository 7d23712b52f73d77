"""Boxes to tick and dots to choose, drawn by hand so that they grow with the text and keep their contrast."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QRadioButton, QStyle

from evidence_kit.gui.icons import icon_picture
from evidence_kit.gui.theme import colours

if TYPE_CHECKING:
    _Button = QAbstractButton
else:
    _Button = object

_PAD = 6
_BETWEEN = 10


class _Drawn(_Button):
    """What a box and a dot have in common: their size, and that the words and Enter work like the mark itself."""

    def sizeHint(self) -> QSize:
        """Room for the mark and the words."""
        self.ensurePolished()
        metrics = self.fontMetrics()
        words = metrics.horizontalAdvance(self.text().replace("&&", "&"))
        height = max(box_side(self), metrics.height()) + 2 * _PAD
        return QSize(box_side(self) + _BETWEEN + words + 2 * _PAD + 2, max(28, height))

    def minimumSizeHint(self) -> QSize:
        """The same: the words are short."""
        return self.sizeHint()

    def hitButton(self, pos: QPoint) -> bool:
        """The words can be pressed like the mark."""
        return self.rect().contains(pos)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses, like Space."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def _say(self, words: str) -> None:
        self.setText(words.replace("&", "&&"))
        self.setAccessibleName(words)
        self.setCursor(Qt.CursorShape.PointingHandCursor)


class Tick(_Drawn, QCheckBox):
    """A box to tick; its name for a screen reader is its text."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self._say(words)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws a square, filled and ticked when it is on."""
        painter = QPainter(self)
        box, scheme = _prepare(painter, self), colours()
        painter.setPen(QPen(QColor(scheme.accent if self.isChecked() else scheme.control), 2))
        painter.setBrush(QColor(scheme.accent if self.isChecked() else scheme.card))
        painter.drawRoundedRect(QRectF(box).adjusted(1, 1, -1, -1), 4, 4)
        if self.isChecked():
            painter.drawPixmap(
                box.topLeft() + QPoint(2, 2), icon_picture("check", scheme.on_accent, box.width() - 4)
            )
        painter.end()


class Dot(_Drawn, QRadioButton):
    """One answer of several. It excludes nothing by itself: the ``Choice`` around it does."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self._say(words)
        self.setAutoExclusive(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws a ring, with a dot in it when it is chosen."""
        painter = QPainter(self)
        box, scheme = _prepare(painter, self), colours()
        painter.setPen(QPen(QColor(scheme.accent if self.isChecked() else scheme.control), 2))
        painter.setBrush(QColor(scheme.card))
        painter.drawEllipse(QRectF(box).adjusted(1, 1, -1, -1))
        if self.isChecked():
            inset = box.width() * 0.28
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(scheme.accent))
            painter.drawEllipse(QRectF(box).adjusted(inset, inset, -inset, -inset))
        painter.end()


def box_side(button: QAbstractButton) -> int:
    """The side of the box or dot: it grows with the text."""
    return max(18, round(button.fontMetrics().height() * 0.95))


def _prepare(painter: QPainter, button: QAbstractButton) -> QRect:
    """Draws the focus ring and the words; gives the place of the box."""
    scheme, side, area = colours(), box_side(button), button.rect()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if button.hasFocus():
        painter.setPen(QPen(QColor(scheme.focus), 2))
        painter.drawRoundedRect(QRectF(area).adjusted(1, 1, -1, -1), 8, 8)
    box = QRect(_PAD, (area.height() - side) // 2, side, side)
    words = QRect(_PAD + side + _BETWEEN, 0, area.width() - side - _BETWEEN - 2 * _PAD, area.height())
    direction = button.layoutDirection()
    painter.setPen(QColor(scheme.text if button.isEnabled() else scheme.text_quiet))
    painter.setFont(button.font())
    leading = QStyle.visualAlignment(direction, Qt.AlignmentFlag.AlignLeft)
    flags = leading | Qt.AlignmentFlag.AlignVCenter
    painter.drawText(QStyle.visualRect(direction, area, words), flags, button.text().replace("&&", "&"))
    return QStyle.visualRect(direction, area, box)
