"""Covered tiles: a flat surface with a word on it in the place of every picture, and the cards they stand on.

Never a thumbnail and never a blur: a blurred picture stays readable, and hurts.
"""

from __future__ import annotations

import re

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from evidence_kit.gui.icons import icon_picture
from evidence_kit.gui.tables import CardRole
from evidence_kit.gui.theme import colours
from evidence_kit.gui.widgets.text import wrap, wrapped_height
from evidence_kit.model import ItemKind
from evidence_kit.words import _

_DRAWINGS = {
    ItemKind.PICTURE: "image",
    ItemKind.VIDEO: "video",
    ItemKind.AUDIO: "music",
    ItemKind.EMAIL: "mail",
    ItemKind.MESSAGES: "message-square-text",
    ItemKind.ARCHIVE: "archive",
    ItemKind.RECORD_ONLY: "folder-lock",
}
_GAP = 14
"""The room between two cards."""
_INSET = 10


def paint_tile(painter: QPainter, area: QRect, kind: ItemKind, font: QFont) -> None:
    """Draws the covered tile of an item of this kind; it depends on nothing that the item holds."""
    scheme, held = colours(), kind is ItemKind.RECORD_ONLY
    ink = scheme.hold if held else scheme.text_quiet
    outline = QPainterPath()
    outline.addRoundedRect(QRectF(area), 10, 10)
    painter.save()
    painter.setClipPath(outline)
    painter.fillRect(area, QColor(scheme.hold_back if held else scheme.tile))
    _hatch(painter, area, ink)
    painter.restore()
    line = QFontMetrics(font).height()
    words = _("Not copied") if held else _("Covered")
    size = round(line * 1.6)
    top = area.center().y() - (size + line + 6) // 2
    drawing = icon_picture(_DRAWINGS.get(kind, "file-text"), ink, size)
    painter.drawPixmap(QPointF(area.center().x() - size / 2, top), drawing)
    painter.setFont(font)
    painter.setPen(QColor(ink))
    painter.drawText(
        QRect(area.x(), top + size + 6, area.width(), line + 2), Qt.AlignmentFlag.AlignCenter, words
    )


def _hatch(painter: QPainter, area: QRect, ink: str) -> None:
    faint = QColor(ink)
    faint.setAlpha(18)
    painter.setPen(QPen(faint, 7))
    for start in range(area.left() - area.height(), area.right() + 1, 24):
        painter.drawLine(start, area.bottom() + 1, start + area.height(), area.top())


class CoveredTile(QWidget):
    """The tile on its own, for the page of one item."""

    def __init__(self, kind: ItemKind) -> None:
        super().__init__()
        self._kind = kind
        self.setMinimumHeight(self.fontMetrics().height() * 8)
        self.setAccessibleName(_("Not copied") if kind is ItemKind.RECORD_ONLY else _("Covered"))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the tile."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_tile(painter, self.rect(), self._kind, small_bold(self.font()))
        painter.end()


def small_bold(font: QFont) -> QFont:
    """The font of small marks."""
    small = QFont(font)
    small.setPointSizeF(font.pointSizeF() * 0.9)
    small.setWeight(QFont.Weight.DemiBold)
    return small


class CardDelegate(QStyledItemDelegate):
    """Draws one item as a card: covered tile, title, a quiet line, a mark."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.cell_width, self.columns = 240, 1

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """All cards are equal in size."""
        return QSize(self.cell_width, card_height(option.font))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draws the card of one row."""
        scheme = colours()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        card = self._card(option.rect)
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        edge = scheme.focus if focused else scheme.control if hovered else scheme.line
        painter.setPen(QPen(QColor(edge), 2 if focused else 1))
        painter.setBrush(QColor(scheme.card))
        painter.drawRoundedRect(QRectF(card).adjusted(0.5, 0.5, -0.5, -0.5), 14, 14)
        line = QFontMetrics(option.font).lineSpacing()
        inner = card.adjusted(_INSET, _INSET, -_INSET, -_INSET)
        tile = QRect(inner.x(), inner.y(), inner.width(), round(line * 5.2))
        paint_tile(painter, tile, ItemKind(index.data(CardRole.KIND)), small_bold(option.font))
        self._words(
            painter,
            option,
            index,
            QRect(inner.x(), tile.bottom() + 10, inner.width(), inner.bottom() - tile.bottom() - 10),
        )
        painter.restore()

    def _card(self, cell: QRect) -> QRect:
        """The card inside its cell: the first and the last of a row end flush with the list."""
        column = min(self.columns - 1, max(0, round(cell.x() / max(1, cell.width()))))
        left = cell.x() + column * _GAP // self.columns
        width = cell.width() - _GAP + _GAP // self.columns
        return QRect(left, cell.y() + 1, width, cell.height() - _GAP)

    def _words(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
        area: QRect,
    ) -> None:
        scheme, font = colours(), QFont(option.font)
        font.setWeight(QFont.Weight.DemiBold)
        line = QFontMetrics(font).lineSpacing()
        painter.setPen(QColor(scheme.text))
        used = _draw_wrapped(
            painter,
            str(index.data(CardRole.TITLE)),
            font,
            QRect(area.x(), area.y(), area.width(), 2 * line),
            option,
        )
        small = QFont(option.font)
        small.setPointSizeF(small.pointSizeF() * 0.92)
        metrics = QFontMetrics(small)
        painter.setFont(small)
        painter.setPen(QColor(scheme.text_quiet))
        below = QRect(area.x(), area.y() + used + 2, area.width(), metrics.lineSpacing())
        words = metrics.elidedText(
            str(index.data(CardRole.SUBTITLE)), Qt.TextElideMode.ElideRight, below.width()
        )
        painter.drawText(below, _leading(option) | Qt.AlignmentFlag.AlignVCenter, words)
        mark = QRect(
            area.x(), area.bottom() - metrics.lineSpacing() - 5, area.width(), metrics.lineSpacing() + 6
        )
        paint_mark(painter, option, mark, str(index.data(CardRole.MARK)), str(index.data(CardRole.MARK_LOOK)))


def _leading(option: QStyleOptionViewItem) -> Qt.AlignmentFlag:
    return QStyle.visualAlignment(option.direction, Qt.AlignmentFlag.AlignLeft)


def paint_mark(painter: QPainter, option: QStyleOptionViewItem, area: QRect, words: str, look: str) -> None:
    """Draws a small rounded mark at the leading edge; ``look`` is ``ok``, ``care``, ``hold`` or empty."""
    scheme, font = colours(), small_bold(option.font)
    ink, back = {
        "ok": (scheme.soft_text, scheme.soft),
        "care": (scheme.warn, scheme.warn_back),
        "hold": (scheme.hold, scheme.hold_back),
    }.get(look, (scheme.text_quiet, scheme.tile))
    metrics = QFontMetrics(font)
    width = min(area.width(), metrics.horizontalAdvance(words) + 20)
    box = QStyle.visualRect(option.direction, area, QRect(area.x(), area.y(), width, area.height()))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(back))
    painter.drawRoundedRect(QRectF(box), box.height() / 2, box.height() / 2)
    painter.setFont(font)
    painter.setPen(QColor(ink))
    fitting = metrics.elidedText(words, Qt.TextElideMode.ElideRight, box.width() - 18)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, fitting)


def _draw_wrapped(
    painter: QPainter, text: str, font: QFont, area: QRect, option: QStyleOptionViewItem
) -> int:
    metrics = QFontMetrics(font)
    settings = QTextOption(_leading(option))
    settings.setTextDirection(option.direction)
    settings.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout = QTextLayout(
        _breakable(metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, round(area.width() * 1.8))), font
    )
    layout.setTextOption(settings)
    wrap(layout, area.width(), most_lines=2).draw(painter, QPointF(area.x(), area.y()))
    return wrapped_height(layout)


def _breakable(text: str) -> str:
    """The same words, which may go on in the next line after each part of a file's name."""
    return re.sub(r"(?<=[_-])(?=\w)", "\u200b", text)


def card_height(font: QFont) -> int:
    """The height of a card in this font, with the room around it."""
    line = QFontMetrics(font).lineSpacing()
    return round(line * 5.2) + 4 * line + _GAP + 2 * _INSET + 34
