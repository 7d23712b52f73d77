"""Transcripts: numbered lines that survive black-and-white print and can be quoted by number.

The other person's messages stand beside a solid bar, the own ones indented beside an open bar. A message is one
element of the structure however many pages it takes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from evidence_kit.pdf.content import TranscriptLine
from evidence_kit.pdf.flow import LEADING, Flow, LineFeed
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
_TAG_WIDTH = 30.0
_BAR_LEFT = 126.0
_BAR_WIDTH = 3.2
_TEXT_GAP = 11.0
_OWN_INDENT = 26.0
_ROW_PADDING = 7.0
_DAY_HEIGHT = 27.0
_REMEMBERED = 5000
_MONO = 8.6


@dataclass(frozen=True, slots=True)
class _Style:
    stack: FontStack
    size: float
    indent: float
    bar: str


class _Row:
    """The lines of one message's text, in the order of drawing: text, attachments, where it was found."""

    def __init__(self, transcript: _Transcript, line: TranscriptLine) -> None:
        fonts = transcript.flow.fonts
        if line.kind == "remark":
            self.style = _Style(fonts.mono, _MONO, 0, "dashed")
        elif line.kind == "system":
            self.style = _Style(fonts.regular, _TEXT - 0.8, 0, "")
        elif line.own:
            self.style = _Style(fonts.regular, _TEXT, _OWN_INDENT, "open")
        else:
            self.style = _Style(fonts.regular, _TEXT, 0, "solid")
        self.left = transcript.flow.area.left + _BAR_LEFT + self.style.indent + _TEXT_GAP
        self.width = transcript.flow.area.right - self.left - (0 if line.own else _OWN_INDENT)
        self.leading = self.style.size * LEADING
        self._feeds = self._in_order(fonts.regular, line)
        self._feed = next(self._feeds, None)

    def _in_order(self, plain: FontStack, line: TranscriptLine) -> Iterator[LineFeed]:
        if line.text or not line.attachments:
            yield LineFeed(self.style.stack, line.text, self.style.size, self.width)
        for attachment in line.attachments:
            yield LineFeed(plain, f"[{attachment}]", self.style.size, self.width)
        if line.kind == "remark" and line.where:
            yield LineFeed(plain, f"[{line.where}]", self.style.size, self.width)

    def take(self, limit: int) -> list[Line]:
        """The next lines, at most ``limit``."""
        lines: list[Line] = []
        while self._feed is not None and len(lines) < limit:
            taken = self._feed.take(limit - len(lines))
            lines += taken
            if not taken:
                self._feed = next(self._feeds, None)
        return lines

    def count(self, limit: int) -> int:
        """How many lines of the part at hand are left, counted no further than ``limit``."""
        return 0 if self._feed is None else self._feed.count(limit)


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
        flow, row = self.flow, _Row(self, line)
        whole_page = int((flow.area.height - _ROW_PADDING) / row.leading)
        lines = row.take(whole_page)
        longer = row.count(1) > 0
        small = self._columns(line)
        least = max(len(part) for part in small.values()) * _SMALL * LEADING
        height = max(len(lines) * row.leading, least) + _ROW_PADDING
        flow.need(3 * row.leading + _ROW_PADDING if longer else height)
        if line.name:
            flow.mark_place(line.name)
        if longer:
            self._long(line, row, lines)
            return
        flow.canvas.begin_leaf("P")
        self._draw(line, row, lines, small)
        flow.canvas.end_content()
        self._finish(row, lines, height)

    def _long(self, line: TranscriptLine, row: _Row, waiting: list[Line]) -> None:
        flow = self.flow
        flow.structure.open("P")
        small = self._columns(line)
        while waiting:
            fitting = max(1, int((flow.room() - _ROW_PADDING) / row.leading))
            part, waiting = waiting[:fitting], waiting[fitting:]
            flow.canvas.begin_content("P")
            self._draw(line, row, part, small)
            flow.canvas.end_content()
            self._finish(row, part, len(part) * row.leading + _ROW_PADDING)
            small = {}
            waiting = waiting or row.take(fitting)
            if waiting:
                flow.new_page()
        flow.structure.close()

    # --- drawing -------------------------------------------------------------

    def _columns(self, line: TranscriptLine) -> dict[float, list[Line]]:
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
            stack = self.flow.fonts.bold if bold else self.flow.fonts.regular
            lines = self._short[key] = stack.layout(text, _TAG if bold else _SMALL, width)[:6] if text else []
        return lines

    def _draw(
        self, line: TranscriptLine, row: _Row, lines: list[Line], small: dict[float, list[Line]]
    ) -> None:
        flow, left = self.flow, self.flow.area.left
        baseline = flow.y - row.leading * 0.75 - 1
        if small:
            number = flow.fonts.regular.layout(str(line.number), _SMALL, _NUMBER_WIDTH + 20)[0]
            flow.canvas.draw(number, _SMALL, left + _NUMBER_WIDTH - width_points(number, _SMALL), baseline)
        for column, parts in small.items():
            size = _TAG if column == _TAG_LEFT else _SMALL
            for place, part in enumerate(parts):
                flow.canvas.draw(part, size, left + column, baseline - place * _SMALL * LEADING)
        flow.draw_lines(lines, row.style.size, row.left, row.width, flow.y - 1)

    def _finish(self, row: _Row, lines: list[Line], height: float) -> None:
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
