"""Text on the screen: always plain, never guessed to be markup, wrapped anywhere rather than cut.

Everything that comes out of evidence passes ``shown`` first.
"""

from __future__ import annotations

import re
from unicodedata import bidirectional

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QApplication, QLabel, QSizePolicy, QStyle, QWidget

_OVERRIDES = {"\u202d": "\u2039U+202D\u203a", "\u202e": "\u2039U+202E\u203a"}
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202d\u202e\ud800-\udfff]")
LONGEST_SHOWN = 4000
"""Characters of one text that the screen shows; the whole of it goes into the report."""


def shown(text: str, longest: int = LONGEST_SHOWN) -> str:
    """Untrusted text as it may stand on the screen.

    Control characters and lone surrogates become U+FFFD (Qt would drop them without a word), characters that turn
    the reading direction round by force are named, and very long text ends in an ellipsis.
    """
    cut = text if len(text) <= longest else text[:longest] + "\N{HORIZONTAL ELLIPSIS}"
    return _UNSAFE.sub(_safe, cut)


def _safe(found: re.Match[str]) -> str:
    return _OVERRIDES.get(found.group(), "\N{REPLACEMENT CHARACTER}")


def one_line(text: str, longest: int = 300) -> str:
    """Untrusted text for a title or a table: ``shown``, in one line."""
    return " ".join(shown(text, longest).split())


def em_width(widget: QWidget, count: float) -> int:
    """The width of ``count`` digits in the widget's font, in pixels: the unit of all fixed widths."""
    return round(QFontMetrics(widget.font()).horizontalAdvance("0") * count)


def window_em() -> float:
    """The width of one digit in the application's font, in pixels."""
    return max(1.0, QFontMetrics(QApplication.font()).horizontalAdvance("0000000000") / 10)


class PlainLabel(QLabel):
    """A label that shows its text as it stands, and breaks it inside a word where a line is too short for it.

    ``role`` names the look (``title``, ``heading``, ``quiet`` …).
    """

    def __init__(self, text: str = "", role: str = "", *, selectable: bool = False) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setProperty("role", role)
        if selectable:
            flags = Qt.TextInteractionFlag
            self.setTextInteractionFlags(flags.TextSelectableByMouse | flags.TextSelectableByKeyboard)
        policy = self.sizePolicy()
        policy.setHorizontalPolicy(QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setText(text)

    def setText(self, text: str) -> None:
        """Shows ``text``, made safe."""
        super().setText(shown(text))
        self.updateGeometry()

    def hasHeightForWidth(self) -> bool:
        """Always: text wraps."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height that the wrapped text needs."""
        self.ensurePolished()
        return wrapped_height(self._layout(width))

    def sizeHint(self) -> QSize:
        """The text on one line, or on as many as a comfortable measure of 75 characters gives."""
        self.ensurePolished()
        metrics = self.fontMetrics()
        longest = max((metrics.horizontalAdvance(line) for line in self.text().split("\n")), default=0)
        width = min(longest + 2, metrics.horizontalAdvance("0") * 75)
        return QSize(width, wrapped_height(self._layout(width)))

    def minimumSizeHint(self) -> QSize:
        """Room for a short word: longer ones break."""
        self.ensurePolished()
        metrics = self.fontMetrics()
        widest = metrics.horizontalAdvance("0") * 12
        return QSize(min(widest, self.sizeHint().width()), metrics.lineSpacing())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the wrapped text in the colour that the style sheet gives."""
        if self.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse:
            super().paintEvent(event)
            return
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        layout = self._layout(self.width())
        spare = self.height() - wrapped_height(layout)
        centred = bool(self.alignment() & Qt.AlignmentFlag.AlignVCenter)
        layout.draw(painter, QPointF(0, max(0, spare // 2) if centred else 0))
        painter.end()

    def _layout(self, width: int) -> QTextLayout:
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        option.setTextDirection(reading_direction(self.text(), self.layoutDirection()))
        across = self.alignment() & Qt.AlignmentFlag.AlignHorizontal_Mask
        option.setAlignment(QStyle.visualAlignment(self.layoutDirection(), across))
        layout = QTextLayout(self.text().replace("\n", "\u2028"), self.font())
        layout.setTextOption(option)
        return wrap(layout, width)


def reading_direction(text: str, usual: Qt.LayoutDirection) -> Qt.LayoutDirection:
    """The direction in which ``text`` reads: the window's own, unless all its letters run the other way.

    So a path in a window that runs from right to left keeps its slashes in place.
    """
    kinds = {bidirectional(letter) for letter in text}
    forward, backward = "L" in kinds, bool(kinds & {"R", "AL"})
    if forward is backward:
        return usual
    return Qt.LayoutDirection.LeftToRight if forward else Qt.LayoutDirection.RightToLeft


def wrap(layout: QTextLayout, width: float, most_lines: int = 0) -> QTextLayout:
    """Breaks a layout's text into lines of ``width`` pixels; at most so many where that is not 0."""
    layout.beginLayout()
    top, count = 0.0, 0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(max(1.0, width))
        line.setPosition(QPointF(0, top))
        top += line.height()
        count += 1
        if count == most_lines:
            break
    layout.endLayout()
    return layout


def wrapped_height(layout: QTextLayout) -> int:
    """The height of all lines of a wrapped layout, in whole pixels."""
    if layout.lineCount() == 0:
        return 0
    last = layout.lineAt(layout.lineCount() - 1)
    return int(last.y() + last.height() + 0.99)
