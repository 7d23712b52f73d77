"""Lists of running text: rows as tall as their words, drawn by hand, read out by a screen reader row by row."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QResizeEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from evidence_kit.gui.tables import EntryRole, MessageRole, message_text, message_time
from evidence_kit.gui.theme import colours
from evidence_kit.gui.widgets.pieces import keep_room_for_bar
from evidence_kit.gui.widgets.text import one_line, reading_direction, wrap, wrapped_height
from evidence_kit.model import Direction, Message, RecordKind
from evidence_kit.words import _
from evidence_kit.words.kinds import record_name

Index = QModelIndex | QPersistentModelIndex
_PAD = 12
_GAP = 5
_BATCH_ROWS = 60


class RowList(QListView):
    """A list whose rows wrap to its width; it scrolls by the pixel and never sideways."""

    def __init__(self, name: str, *, batched: bool = False) -> None:
        """``batched`` measures rows a few at a time: for long lists in which nothing jumps to a row."""
        super().__init__()
        if batched:
            self.setLayoutMode(QListView.LayoutMode.Batched)
            self.setBatchSize(_BATCH_ROWS)
        self.setAccessibleName(name)
        self.setProperty("bare", True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        keep_room_for_bar(self)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setTabKeyNavigation(False)
        self.setMinimumHeight(self.fontMetrics().lineSpacing() * 5)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Has the rows measured anew when their width changes."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()


def text_layout(
    text: str, font: QFont, width: float, direction: Qt.LayoutDirection | None = None
) -> QTextLayout:
    """Wrapped text that reads in ``direction``, or in that of its own first letter."""
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    if direction is not None:
        option.setTextDirection(reading_direction(text, direction))
        option.setAlignment(QStyle.visualAlignment(direction, Qt.AlignmentFlag.AlignLeft))
    else:
        option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    layout = QTextLayout(text.replace("\n", "\u2028"), font)
    layout.setTextOption(option)
    return wrap(layout, width)


def _smaller(font: QFont) -> QFont:
    small = QFont(font)
    small.setPointSizeF(font.pointSizeF() * 0.92)
    return small


def row_width(view: QWidget | None) -> int:
    """The room for a row: the width of the list's viewport."""
    return view.viewport().width() if isinstance(view, QListView) else 400


class EntryDelegate(QStyledItemDelegate):
    """One entry of a list: words and a small line, which stands above them or, for titles, below; a line under both."""

    def __init__(self, parent: QListView, *, titles: bool = False) -> None:
        super().__init__(parent)
        self._titles = titles

    def _font(self, option: QStyleOptionViewItem) -> QFont:
        font = QFont(option.font)
        if self._titles:
            font.setWeight(QFont.Weight.DemiBold)
        return font

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As tall as the sentence needs."""
        width = row_width(self.parent())  # type: ignore[arg-type]
        body = text_layout(str(index.data()), self._font(option), width - 2 * _PAD, option.direction)
        return QSize(
            width, QFontMetrics(_smaller(option.font)).lineSpacing() + wrapped_height(body) + 2 * _PAD + 2
        )

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draws the entry."""
        scheme, small = colours(), _smaller(option.font)
        area = option.rect.adjusted(_PAD, _PAD, -_PAD, -_PAD)
        painter.save()
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.fillRect(option.rect, QColor(scheme.soft))
        head = text_layout(str(index.data(EntryRole.MOMENT)), small, area.width(), option.direction)
        body = text_layout(str(index.data()), self._font(option), area.width(), option.direction)
        upper, lower = (body, head) if self._titles else (head, body)
        for layout, top in ((upper, 0), (lower, wrapped_height(upper))):
            painter.setPen(QColor(scheme.text_quiet if layout is head else scheme.text))
            layout.draw(painter, QPointF(area.x(), area.y() + top))
        painter.setPen(QColor(scheme.line))
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        painter.restore()


@dataclass(frozen=True, slots=True)
class _Bubble:
    """How one message is laid out: its words, the small line above them, and its box inside the row."""

    day: str
    head: str
    body: QTextLayout
    head_layout: QTextLayout
    box: QRect
    day_height: int
    height: int


class MessageDelegate(QStyledItemDelegate):
    """Draws a conversation: what was sent at the far side, what came in at the near side, notices in the middle.

    Where the export does not say who sent a message, it stands at the near side like one that came in.
    """

    def __init__(self, parent: QListView) -> None:
        super().__init__(parent)
        self._heights: dict[tuple[int, int, float, bool], int] = {}

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As tall as the message and the day above it need; measured once for each width and text size."""
        width = row_width(self.parent())  # type: ignore[arg-type]
        has_day = bool(index.data(MessageRole.DAY))
        key = (int(index.data(MessageRole.NUMBER)), width, option.font.pointSizeF(), has_day)
        if key not in self._heights:
            self._heights[key] = self._bubble(option, index, width).height
        return QSize(width, self._heights[key])

    def forget(self) -> None:
        """Drops what was measured: another conversation is shown."""
        self._heights.clear()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draws one message."""
        message = index.data(MessageRole.MESSAGE)
        bubble = self._bubble(option, index, option.rect.width())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(option.rect.topLeft())
        scheme = colours()
        if bubble.day:
            painter.setFont(_smaller(option.font))
            painter.setPen(QColor(scheme.text_quiet))
            day_area = QRect(0, 0, option.rect.width(), bubble.day_height)
            painter.drawText(day_area, Qt.AlignmentFlag.AlignCenter, bubble.day)
        self._draw_box(painter, option, bubble, message)
        _fore, quiet = _inks(message)
        top = QPointF(bubble.box.x() + _PAD, bubble.box.y() + 7)
        painter.setPen(QColor(quiet))
        bubble.head_layout.draw(painter, top)
        painter.setPen(QColor(_fore))
        bubble.body.draw(painter, QPointF(top.x(), top.y() + wrapped_height(bubble.head_layout)))
        painter.restore()

    def _draw_box(
        self, painter: QPainter, option: QStyleOptionViewItem, bubble: _Bubble, message: Message
    ) -> None:
        scheme = colours()
        chosen = bool(option.state & (QStyle.StateFlag.State_HasFocus | QStyle.StateFlag.State_Selected))
        back, edge = scheme.card, scheme.line
        if message.kind is RecordKind.REMARK:
            back, edge = scheme.warn_back, scheme.warn
        elif message.direction is Direction.SENT:
            back, edge = scheme.soft, scheme.soft_line
        elif message.kind is not RecordKind.MESSAGE:
            back, edge = scheme.tile, scheme.tile
        pen = QPen(QColor(scheme.focus if chosen else edge), 2 if chosen else 1)
        if message.kind is RecordKind.REMARK and not chosen:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(QColor(back))
        painter.drawRoundedRect(QRectF(bubble.box).adjusted(0.5, 0.5, -0.5, -0.5), 12, 12)

    def _bubble(self, option: QStyleOptionViewItem, index: Index, width: int) -> _Bubble:
        message: Message = index.data(MessageRole.MESSAGE)
        day = str(index.data(MessageRole.DAY) or "")
        small = _smaller(option.font)
        measure = min(
            width - 2 * _GAP, max(round(width * 0.76), QFontMetrics(option.font).horizontalAdvance("0") * 30)
        )
        inner = measure - 2 * _PAD
        head = _head(message)
        head_layout = text_layout(head, small, inner, option.direction)
        body = text_layout(message_text(message), option.font, inner)
        used = min(inner, max(_used(head_layout), _used(body))) + 1
        _fit(head_layout, used)
        _fit(body, used)
        day_height = QFontMetrics(small).lineSpacing() * 2 if day else 0
        height = wrapped_height(head_layout) + wrapped_height(body) + 14
        left = _left(message, option.direction, width, used + 2 * _PAD)
        box = QRect(left, day_height + _GAP, used + 2 * _PAD, height)
        return _Bubble(day, head, body, head_layout, box, day_height, day_height + height + 2 * _GAP)


def _fit(layout: QTextLayout, width: int) -> None:
    """Wraps a layout whose lines end at the right anew, so that they end at the edge of a box of this width."""
    if any(layout.lineAt(place).naturalTextRect().x() > 0.5 for place in range(layout.lineCount())):
        wrap(layout, width)


def _left(message: Message, direction: Qt.LayoutDirection, width: int, box_width: int) -> int:
    if message.kind is not RecordKind.MESSAGE and message.kind is not RecordKind.REMARK:
        return (width - box_width) // 2
    far = message.direction is Direction.SENT
    if direction is Qt.LayoutDirection.RightToLeft:
        far = not far
    return width - box_width - _GAP if far else _GAP


def _inks(message: Message) -> tuple[str, str]:
    scheme = colours()
    if message.kind is RecordKind.REMARK:
        return scheme.warn, scheme.warn
    return scheme.text, scheme.text_quiet


def _head(message: Message) -> str:
    who = one_line(message.sender, 120)
    parts = [who] if who else []
    if message.kind is not RecordKind.MESSAGE:
        parts = [record_name(message.kind), *parts]
    time = message_time(message)
    return " · ".join([*parts, time or _("no time in the file")])


def _used(layout: QTextLayout) -> int:
    widths = [layout.lineAt(place).naturalTextWidth() for place in range(layout.lineCount())]
    return int(max(widths, default=0.0) + 1)
