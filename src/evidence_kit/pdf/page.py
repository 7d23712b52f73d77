"""What stands on every page besides its content: running heads, the page number out of the total, the Bates number."""

from __future__ import annotations

from dataclasses import dataclass

from evidence_kit.pdf.canvas import PageCanvas
from evidence_kit.pdf.fontset import FontSet
from evidence_kit.pdf.layout import FontStack
from evidence_kit.pdf.objects import Ref, Stream, readable, sequence
from evidence_kit.pdf.runs import Line
from evidence_kit.pdf.settings import PdfSettings

SIDE_MARGIN = 54.0
_HEAD_BASELINE = 36.0
_HEAD_RULE = 43.0
_CONTENT_TOP = 62.0
_CONTENT_BOTTOM = 62.0
_FOOT_RULE = 48.0
_FOOT_BASELINE = 34.0
_SMALL = 8.0
_BATES = 9.5
_TOTAL_RESOURCE = "Total"
_TOTAL_DIGITS = "000"
_RULE_WIDTH = 0.6
_NO_LIMIT = 1e6


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of the page in points, measured from the lower left corner."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From bottom to top."""
        return self.top - self.bottom


def single_line(stack: FontStack, text: str, size: float, width: float = _NO_LIMIT) -> Line:
    """``text`` on one line; what does not fit is cut and an ellipsis says so."""
    plain = readable(text)
    lines = stack.layout(plain, size, width)
    if len(lines) == 1 and width_points(lines[0], size) <= width:
        return lines[0]
    shorter = plain
    while len(shorter) > 1:
        shorter = shorter[: max(1, len(shorter) * 9 // 10)].rstrip()
        lines = stack.layout(shorter + "…", size, width)
        if len(lines) == 1:
            break
    return lines[0]


def width_points(line: Line, size: float) -> float:
    """The width of a line at a size."""
    return line.width * size / 1000


class PageFrame:
    """Draws the frame of each page; the total is one shared drawing that is filled at the end."""

    def __init__(self, canvas: PageCanvas, settings: PdfSettings, fonts: FontSet) -> None:
        self._canvas = canvas
        self._settings = settings
        self._fonts = fonts
        self._total: Ref = canvas.document.reserve()
        width, height = settings.page_size_points
        self.content = Area(SIDE_MARGIN, _CONTENT_BOTTOM, width - SIDE_MARGIN, height - _CONTENT_TOP)
        self._height = height
        self._header = single_line(fonts.bold, settings.header, _SMALL, self.content.width * 0.55)
        self._footer = single_line(fonts.regular, settings.footer, _SMALL, self.content.width * 0.42)
        before, _, self._after_total = settings.words.page.partition("{total}")
        self._before_total = before if "{number}" in before else "{number} / "

    def draw(self, number: int, running_head: str) -> None:
        """Draws the frame of page ``number``."""
        canvas, area = self._canvas, self.content
        head = single_line(self._fonts.regular, running_head, _SMALL, area.width * 0.42)
        with canvas.artifact("Pagination"):
            canvas.setLineWidth(_RULE_WIDTH)
            canvas.line(area.left, self._height - _HEAD_RULE, area.right, self._height - _HEAD_RULE)
            canvas.line(area.left, _FOOT_RULE, area.right, _FOOT_RULE)
            canvas.draw(self._header, _SMALL, area.left, self._height - _HEAD_BASELINE)
            self._right(head, _SMALL, self._height - _HEAD_BASELINE)
            canvas.draw(self._footer, _SMALL, area.left, _FOOT_BASELINE)
            self._page_number(number)
            if self._settings.bates_prefix:
                bates = f"{self._settings.bates_prefix}-{number:06d}"
                self._right(single_line(self._fonts.bold, bates, _BATES), _BATES, _FOOT_BASELINE)

    def _right(self, line: Line, size: float, baseline: float) -> None:
        self._canvas.draw(line, size, self.content.right - width_points(line, size), baseline)

    def _page_number(self, number: int) -> None:
        # The space after the words would hang at the line's end, so it is added by hand.
        words = self._before_total.format(number=number)
        line = single_line(self._fonts.regular, words, _SMALL)
        space = width_points(single_line(self._fonts.regular, "n n", _SMALL), _SMALL) - width_points(
            single_line(self._fonts.regular, "nn", _SMALL), _SMALL
        )
        before = width_points(line, _SMALL) + (space if words.endswith(" ") else 0)
        after = width_points(
            single_line(self._fonts.regular, _TOTAL_DIGITS + self._after_total, _SMALL), _SMALL
        )
        left = (self.content.left + self.content.right) / 2 + 30 - (before + after) / 2
        self._canvas.draw(line, _SMALL, left, _FOOT_BASELINE)
        matrix = (1.0, 0.0, 0.0, 1.0, left + before, _FOOT_BASELINE)
        self._canvas.place(_TOTAL_RESOURCE, self._total, matrix)

    def finish(self, total: int) -> None:
        """Writes the shared drawing, now that the number of pages is known."""
        line = single_line(self._fonts.regular, f"{total}{self._after_total}", _SMALL)
        width = width_points(line, _SMALL)
        self._canvas.document.write(
            self._total,
            Stream(
                self._canvas.fonts.text(line, _SMALL, 0, 0).encode(),
                {
                    "Type": "/XObject",
                    "Subtype": "/Form",
                    "BBox": sequence([0, -4, round(width + 2), 12]),
                    "Resources": f"<< /Font {self._canvas.resources} >>",
                },
            ),
        )
