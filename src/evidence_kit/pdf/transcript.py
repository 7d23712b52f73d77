"""Transcripts: numbered lines that survive black-and-white print and can be quoted by number.

The other person's messages stand beside a solid bar, the own ones indented beside an open bar. A message is one
element of the structure however many pages it takes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from evidence_kit.pdf.content import TranscriptLine
from evidence_kit.pdf.flow import LEADING, Flow, LineFeed, lines_of
from evidence_kit.pdf.layout import FontStack
from evidence_kit.pdf.page import width_points
from evidence_kit.pdf.runs import Line

_TEXT = 10.0
_SMALL = 8.0
_TAG = 9.0
_DAY = 9.0
_NUMBER_WIDTH = 28.0
_TIME_LEFT = 36.0
_TIME_WIDTH = 50.0
_TAG_LEFT = 90.0
_TAG_WIDTH = 25.0
_BAR_LEFT = 118.0
_BAR_WIDTH = 3.2
_TEXT_GAP = 11.0
_OWN_INDENT = 26.0
_ROW_PADDING = 7.0
_DAY_HEIGHT = 27.0
_REMEMBERED = 5000
_MONO = 8.6
_FIRST_BASELINE = _TEXT * LEADING * 0.75 + 1
_MOST_COLUMN_LINES = 6
_FIGURES = frozenset("0123456789:")
_SHORT_FIGURES = 8
_NO_LIMIT = 1e6

_Columns = dict[float, list[Line]]


@dataclass(frozen=True, slots=True)
class _Style:
    stack: FontStack
    size: float
    indent: float
    bar: str


class _Row:
    """The lines of one message: text, attachments, and for a remark where it stands in the export."""

    def __init__(self, flow: Flow, line: TranscriptLine) -> None:
        self.style = _style(flow, line)
        self.left = flow.area.left + _BAR_LEFT + self.style.indent + _TEXT_GAP
        self.width = flow.area.right - self.left - (_OWN_INDENT - self.style.indent)
        self.leading = self.style.size * LEADING
        self.feed = LineFeed(self._lines(flow, line))

    def _lines(self, flow: Flow, line: TranscriptLine) -> Iterator[Line]:
        if line.text or not line.attachments:
            yield from lines_of(self.style.stack, line.text, self.style.size, self.width)
        where = (line.where,) if line.kind == "remark" and line.where else ()
        for words in (*line.attachments, *where):
            yield from lines_of(flow.fonts.regular, f"[{words}]", self.style.size, self.width)


def _style(flow: Flow, line: TranscriptLine) -> _Style:
    if line.kind == "remark":
        return _Style(flow.fonts.mono, _MONO, 0, "dashed")
    if line.kind == "system":
        return _Style(flow.fonts.regular, _TEXT - 0.8, 0, "")
    return _Style(flow.fonts.regular, _TEXT, _OWN_INDENT if line.own else 0, "open" if line.own else "solid")


def draw_transcript(flow: Flow, lines: Iterable[TranscriptLine]) -> None:
    """Draws the lines; they are read one by one."""
    flow.ensure_page()
    transcript = _Transcript(flow)
    day = ""
    flow.structure.open("Sect")
    for line in lines:
        if line.day and line.day != day:
            day = line.day
            flow.structure.close()
            flow.structure.open("Sect")
            transcript.day(day)
        transcript.message(line)
    flow.structure.close()
    flow.gap(_ROW_PADDING)


class _Transcript:
    def __init__(self, flow: Flow) -> None:
        self.flow = flow
        self._short: dict[tuple[str, float, bool], list[Line]] = {}
        self._digits: dict[str, Line] = {}

    def day(self, day: str) -> None:
        """A day's head, which never stands alone at the foot of a page."""
        flow = self.flow
        flow.need(_DAY_HEIGHT + 2 * _TEXT * LEADING + _ROW_PADDING)
        lines = flow.fonts.bold.layout(day, _DAY, flow.area.width)[:2]
        flow.gap(4)
        with flow.canvas.leaf("P"):
            for line in lines:
                middle = (flow.area.left + flow.area.right - width_points(line, _DAY)) / 2
                flow.canvas.draw(line, _DAY, middle, flow.y - _DAY - 3)
                flow.y -= _DAY * LEADING
        flow.y -= _DAY_HEIGHT - _DAY * LEADING - 4

    def message(self, line: TranscriptLine) -> None:
        """One line, over several pages if one does not hold it."""
        flow, row = self.flow, _Row(self.flow, line)
        whole_page = int((flow.area.height - _ROW_PADDING) / row.leading)
        count = row.feed.count(whole_page + 1)
        columns = self._columns(line)
        least = max(len(column) for column in columns.values()) * _SMALL * LEADING
        height = max(count * row.leading, least) + _ROW_PADDING
        flow.need(height if count <= whole_page else 3 * row.leading + _ROW_PADDING)
        if line.name:
            flow.mark_place(line.name)
        if count > whole_page:
            self._long(line, row, columns)
            return
        flow.canvas.begin_leaf("P")
        self._number(line)
        self._draw(row, row.feed.take(count), columns)
        flow.canvas.end_content()
        self._finish(row, height)

    def _long(self, line: TranscriptLine, row: _Row, columns: _Columns) -> None:
        flow = self.flow
        flow.structure.open("P")
        while row.feed.count(1):
            fitting = int((flow.room() - _ROW_PADDING) / row.leading)
            if fitting < 1:
                flow.new_page()
                columns = {}
                with flow.canvas.artifact():
                    self._number(line)
                continue
            lines = row.feed.take(fitting)
            flow.canvas.begin_content("P")
            if columns:
                self._number(line)
            self._draw(row, lines, columns)
            flow.canvas.end_content()
            self._finish(row, len(lines) * row.leading + _ROW_PADDING)
        flow.structure.close()

    # --- drawing -------------------------------------------------------------

    def _columns(self, line: TranscriptLine) -> _Columns:
        """The narrow columns, by where they stand; long values wrap."""
        return {
            _TIME_LEFT: self._remembered(line.time, _TIME_WIDTH, bold=False),
            _TAG_LEFT: self._remembered(line.tag, _TAG_WIDTH, bold=True),
        }

    def _remembered(self, text: str, width: float, *, bold: bool) -> list[Line]:
        key = (text, width, bold)
        lines = self._short.get(key)
        if lines is None:
            if len(self._short) >= _REMEMBERED:
                self._short.clear()
            lines = self._short[key] = self._laid_out(text, width, bold=bold)
        return lines

    def _laid_out(self, text: str, width: float, *, bold: bool) -> list[Line]:
        if not text:
            return []
        if not bold and len(text) <= _SHORT_FIGURES and _FIGURES.issuperset(text):
            return [self._figures(text)]
        stack, size = (self.flow.fonts.bold, _TAG) if bold else (self.flow.fonts.regular, _SMALL)
        return stack.layout(text, size, width)[:_MOST_COLUMN_LINES]

    def _figures(self, text: str) -> Line:
        """Digits, put together from digits: numbers and times are nearly always new, their parts never."""
        parts = [self._digits.get(digit) or self._digit(digit) for digit in text]
        return Line(tuple(part.runs[0] for part in parts), sum(part.width for part in parts), rtl=False)

    def _digit(self, digit: str) -> Line:
        line = self._digits[digit] = self.flow.fonts.regular.layout(digit, _SMALL, _NO_LIMIT)[0]
        return line

    def _number(self, line: TranscriptLine) -> None:
        """The line's number; on later pages again, so that every part can be quoted."""
        flow = self.flow
        number = self._figures(str(line.number))
        x = flow.area.left + _NUMBER_WIDTH - width_points(number, _SMALL)
        flow.canvas.draw(number, _SMALL, x, flow.y - _FIRST_BASELINE)

    def _draw(self, row: _Row, lines: list[Line], columns: _Columns) -> None:
        flow = self.flow
        for column, parts in columns.items():
            size = _TAG if column == _TAG_LEFT else _SMALL
            for place, part in enumerate(parts):
                y = flow.y - _FIRST_BASELINE - place * _SMALL * LEADING
                flow.canvas.draw(part, size, flow.area.left + column, y)
        flow.draw_lines(lines, row.style.size, row.left, row.width, flow.y - 1)

    def _finish(self, row: _Row, height: float) -> None:
        """The bar and the hairline, and down to the next line."""
        flow = self.flow
        x = flow.area.left + _BAR_LEFT + row.style.indent
        top, bottom = flow.y - 1.5, flow.y - height + _ROW_PADDING - 3.5
        box = f"{x:.2f} {bottom:.2f} {_BAR_WIDTH} {top - bottom:.2f} re"
        bar = {
            "solid": f"0.1 g {box} f 0 g",
            "open": f"0.7 w {box} S",
            "dashed": f"[2 2] 0 d 0.7 w {box} S [] 0 d",
            "": "",
        }[row.style.bar]
        flow.y -= height
        rule_y = flow.y + 1.5
        rule = f"0.25 w 0.7 G {flow.area.left:.2f} {rule_y:.2f} m {flow.area.right:.2f} {rule_y:.2f} l S 0 G"
        flow.canvas.operators(f"/Artifact <</Type /Layout>> BDC {bar} {rule} EMC")
