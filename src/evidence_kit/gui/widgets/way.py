"""The way from saving to handing over, drawn as dots with words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from evidence_kit.gui.icons import icon_picture
from evidence_kit.gui.theme import colours
from evidence_kit.gui.widgets.text import em_width
from evidence_kit.words import _


class Way(QWidget):
    """The way from saving to handing over, and where the person is on it. It is no score."""

    def __init__(self, steps: Sequence[str], place: int) -> None:
        super().__init__()
        self._steps, self._place = steps, place
        self.setAccessibleName(_("The way: {steps}").format(steps=", ".join(self._steps)))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._pitch = round(self.fontMetrics().lineSpacing() * 1.75)
        self.setFixedSize(em_width(self, 27), self._pitch * len(self._steps))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws dots with words beside them, mirrored where the language runs from right to left."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number in range(len(self._steps)):
            self._draw_step(painter, number)
        painter.end()

    def _draw_step(self, painter: QPainter, number: int) -> None:
        scheme, radius = colours(), round(self._pitch * 0.3)
        centre = self._pitch * number + self._pitch // 2
        middle = self.width() - radius - 2 if self.isRightToLeft() else radius + 2
        done, now = number < self._place, number == self._place
        if number:
            painter.setPen(QPen(QColor(scheme.accent if number <= self._place else scheme.soft_line), 2))
            painter.drawLine(middle, centre - self._pitch + radius + 2, middle, centre - radius - 2)
        painter.setPen(QPen(QColor(scheme.accent if done or now else scheme.control), 2 if now else 1.5))
        painter.setBrush(QColor(scheme.accent if done else scheme.card))
        painter.drawEllipse(QRect(middle - radius, centre - radius, 2 * radius, 2 * radius))
        if done:
            painter.drawPixmap(
                middle - radius + 3,
                centre - radius + 3,
                icon_picture("check", scheme.on_accent, 2 * radius - 6),
            )
        elif now:
            painter.setBrush(QColor(scheme.accent))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawEllipse(QRect(middle - radius // 2, centre - radius // 2, radius, radius))
        font = QFont(self.font())
        font.setWeight(QFont.Weight.Bold if now else QFont.Weight.Normal)
        painter.setFont(font)
        painter.setPen(QColor(scheme.text if done or now else scheme.text_quiet))
        beside = 2 * radius + 14
        area = QRect(
            0 if self.isRightToLeft() else beside,
            centre - self._pitch // 2,
            self.width() - beside,
            self._pitch,
        )
        painter.drawText(
            area, Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter, self._steps[number]
        )
