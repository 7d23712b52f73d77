"""Exhibit pages: the boxed mark and title, the picture in a hairline frame, and the facts about the original.

A tall picture stands at the left with the facts beside it, a wide one above them. A picture that would be too narrow
to read on one page (a long scrolling capture) is cut into strips that overlap a little.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evidence_kit.pdf.content import Fact
from evidence_kit.pdf.flow import BODY, LEADING, Flow, line_feed
from evidence_kit.pdf.images import Picture
from evidence_kit.pdf.objects import Ref, sequence
from evidence_kit.pdf.page import Area, width_points
from evidence_kit.pdf.runs import Line
from evidence_kit.pdf.tables import draw_facts

_MARK = 13.0
_TITLE = 14.0
_BOX_PADDING = 7.0
_BOX_HEIGHT = 25.0
_HEAD_GAP = 14.0
_CAPTION_WIDTH = 186.0
_CAPTION_GAP = 16.0
_LABEL = 8.0
_VALUE = 9.5
_MONO = 8.2
_LABEL_GREY = 0.3
_FACT_GAP = 6.0
_MOST_POINTS_PER_PIXEL = 0.75
_WIDE = 1.15
_NARROWEST = 130.0
_STRIP_OVERLAP = 14.0
_STRIP_GAP = 16.0
_STRIP_COLUMNS = 2
_FRAME = 0.7
_FRAME_GAP = 1.5


@dataclass(frozen=True, slots=True)
class Exhibit:
    """What an exhibit page shows."""

    mark: str
    title: str
    picture: Picture | None
    alt: str
    facts: Sequence[Fact]
    note: str
    name: str
    bookmark: bool


def draw_exhibit(flow: Flow, exhibit: Exhibit, drawing: Ref | None) -> None:
    """Draws one exhibit; ``drawing`` is its picture, already in the document."""
    flow.begin_exhibit()
    draw_mark(flow, exhibit.mark, exhibit.title, name=exhibit.name, bookmark=exhibit.bookmark)
    note = [Fact(flow.settings.words.note, exhibit.note)] if exhibit.note else []
    facts = [*exhibit.facts, *note]
    picture = exhibit.picture
    if picture is None or drawing is None:
        draw_facts(flow, facts)
        return
    figure = _Figure(flow, picture, drawing, exhibit.alt)
    if picture.width > picture.height * _WIDE:
        figure.above(flow.area.height * 0.55)
        draw_facts(flow, facts)
    elif figure.needs_strips():
        draw_facts(flow, facts)
        figure.strips()
    else:
        top = flow.y
        bottom = figure.beside()
        rest = _draw_captions(flow, top, facts)
        flow.y = min(bottom, flow.y)
        if rest:
            flow.new_page()
            draw_facts(flow, rest)


def draw_mark(flow: Flow, mark: str, title: str, *, name: str, bookmark: bool) -> None:
    """A heading whose mark stands in a box: what is written on the label of a physical exhibit."""
    mark_line = line_feed(flow.fonts.bold, mark, _MARK, flow.area.width / 2).take(1)[0]
    box = width_points(mark_line, _MARK) + 2 * _BOX_PADDING if mark else 0.0
    left = flow.area.left + (box + 12 if mark else 0)
    lines = line_feed(flow.fonts.bold, title, _TITLE, flow.area.right - left).take(8)
    flow.need(max(_BOX_HEIGHT, len(lines) * _TITLE * LEADING) + 90)
    flow.bookmark(f"{mark}  {title}".strip(), 2, name=name, bookmark=bookmark)
    top = flow.y
    if mark:
        with flow.canvas.artifact():
            flow.canvas.setLineWidth(1.3)
            flow.canvas.rect(flow.area.left + 0.65, top - _BOX_HEIGHT, box, _BOX_HEIGHT)
    with flow.canvas.leaf("H2"):
        if mark:
            flow.canvas.draw(mark_line, _MARK, flow.area.left + 0.65 + _BOX_PADDING, top - 17.3)
        below = flow.draw_lines(lines, _TITLE, left, flow.area.right - left, top - 2.5)
    flow.y = min(top - _BOX_HEIGHT, below) - _HEAD_GAP


class _Figure:
    """A picture on the page; however many strips it takes, it is one figure with one description."""

    def __init__(self, flow: Flow, picture: Picture, drawing: Ref, alt: str) -> None:
        self._flow = flow
        self._picture = picture
        self._drawing = drawing
        self._alt = alt

    def above(self, height: float) -> None:
        """Draws it over the full width, no higher than ``height``."""
        flow = self._flow
        scale = self._scale(flow.area.width - 2 * _FRAME_GAP, height)
        self._whole(flow.area.left + _FRAME_GAP, flow.y, scale)
        flow.y -= self._picture.height * scale + _HEAD_GAP

    def beside(self) -> float:
        """Draws it at the left, as high as the page; gives where it ends."""
        flow = self._flow
        column = flow.area.width - 2 * _FRAME_GAP - _CAPTION_WIDTH - _CAPTION_GAP
        scale = self._scale(column, flow.room() - 4)
        self._whole(flow.area.left + _FRAME_GAP, flow.y, scale)
        return flow.y - self._picture.height * scale - 4

    def needs_strips(self) -> bool:
        """Whether it would be too narrow to read when it is shown as a whole."""
        scale = self._scale(self._flow.area.width, self._flow.room())
        return self._picture.width * scale < min(_NARROWEST, self._picture.width * _MOST_POINTS_PER_PIXEL)

    def strips(self) -> None:
        """Draws it in strips from top to bottom, two beside each other."""
        flow, picture = self._flow, self._picture
        column = (flow.area.width - 2 * _FRAME_GAP - _STRIP_GAP * (_STRIP_COLUMNS - 1)) / _STRIP_COLUMNS
        scale = min(column / picture.width, _MOST_POINTS_PER_PIXEL)
        flow.new_page()
        height = picture.height * scale
        step = flow.area.height - 4 - _STRIP_OVERLAP
        self._open(Area(flow.area.left, flow.area.bottom, flow.area.right, flow.area.top))
        start, place = 0.0, 0
        while True:
            shown = min(flow.area.height - 4, height - start)
            left = flow.area.left + _FRAME_GAP + place % _STRIP_COLUMNS * (column + _STRIP_GAP)
            self._strip(Area(left, flow.y - shown, left + picture.width * scale, flow.y), start, height)
            start += step
            if start + _STRIP_OVERLAP >= height:
                break
            place += 1
            if place % _STRIP_COLUMNS == 0:
                flow.new_page()
        flow.structure.close()
        flow.y = flow.area.bottom

    def _scale(self, width: float, height: float) -> float:
        """Points per pixel, so that it fits and is not blown up."""
        return min(width / self._picture.width, height / self._picture.height, _MOST_POINTS_PER_PIXEL)

    def _whole(self, left: float, top: float, scale: float) -> None:
        height = self._picture.height * scale
        area = Area(left, top - height, left + self._picture.width * scale, top)
        self._open(area)
        self._strip(area, 0, height)
        self._flow.structure.close()

    def _open(self, area: Area) -> None:
        flow = self._flow
        box = sequence(round(edge, 1) for edge in (area.left, area.bottom, area.right, area.top))
        attributes = b" /A << /O /Layout /Placement /Block /BBox %b >>" % flow.canvas.document.format_value(
            box
        )
        flow.structure.open("Figure", alt=self._alt or self._flow.settings.title, attributes=attributes)

    def _strip(self, area: Area, start: float, height: float) -> None:
        """The part of the picture from ``start`` (points below its top) that fits into ``area``."""
        canvas = self._flow.canvas
        canvas.begin_content("Figure")
        canvas.operators(f"q {area.left:.2f} {area.bottom:.2f} {area.width:.2f} {area.height:.2f} re W n")
        matrix = self._picture.matrix(area.left, area.top + start - height, area.width, height)
        canvas.place(f"I{int(self._drawing)}", self._drawing, matrix)
        canvas.operators("Q")
        canvas.end_content()
        with canvas.artifact():
            canvas.setLineWidth(_FRAME)
            canvas.rect(
                area.left - _FRAME_GAP,
                area.bottom - _FRAME_GAP,
                area.width + 2 * _FRAME_GAP,
                area.height + 2 * _FRAME_GAP,
            )


def _draw_captions(flow: Flow, top: float, facts: Sequence[Fact]) -> list[Fact]:
    """Draws facts one below the other in the right column; gives those that did not fit."""
    left = flow.area.right - _CAPTION_WIDTH
    flow.y = top
    flow.structure.open("L", attributes=b" /A << /O /List /ListNumbering /None >>")
    for place, fact in enumerate(facts):
        label = line_feed(flow.fonts.bold, fact.label, _LABEL, _CAPTION_WIDTH).take(3)
        size = _MONO if fact.mono else _VALUE
        feed = line_feed(
            flow.fonts.mono if fact.mono else flow.fonts.regular, fact.value, size, _CAPTION_WIDTH
        )
        lines = feed.take(60)
        height = len(label) * _LABEL * LEADING + len(lines) * size * LEADING + _FACT_GAP
        if feed.count(1) or (height > flow.room() and place):
            flow.structure.close()
            return list(facts[place:])
        _draw_caption(flow, left, label, lines, size)
    flow.structure.close()
    return []


def _draw_caption(flow: Flow, left: float, label: Sequence[Line], lines: Sequence[Line], size: float) -> None:
    flow.structure.open("LI")
    with flow.canvas.leaf("Lbl"):
        flow.canvas.operators(f"{_LABEL_GREY} g {_LABEL_GREY} G")
        flow.y = flow.draw_lines(label, _LABEL, left, _CAPTION_WIDTH, flow.y)
        flow.canvas.operators("0 g 0 G")
    with flow.canvas.leaf("LBody"):
        flow.y = flow.draw_lines(lines, size, left, _CAPTION_WIDTH, flow.y)
    flow.structure.close()
    flow.y -= _FACT_GAP


# --- recorded, not copied ----------------------------------------------------

_NOTICE_INDENT = 16.0
_NOTICE_GREY = 0.95
_NOTICE_LABEL_WIDTH = 110.0


def draw_notice(
    flow: Flow, title: str, text: str, facts: Sequence[Fact], *, name: str, bookmark: bool
) -> None:
    """A dashed grey box that stands where nothing is shown; without the box where it would not fit on a page."""
    width = flow.area.width - 2 * _NOTICE_INDENT
    title_lines = line_feed(flow.fonts.bold, title, _MARK, width).take(6) if title else []
    text_lines = line_feed(flow.fonts.regular, text, BODY, width).take(40)
    rows = [_notice_row(flow, fact, width) for fact in facts]
    height = (len(title_lines) * _MARK + len(text_lines) * BODY) * LEADING + 2 * _NOTICE_INDENT + 10
    height += sum(_row_height(row) for row in rows)
    if height > flow.area.height - 60:
        if title:
            flow.heading(title, 2, name=name, bookmark=bookmark)
        flow.paragraph(text, flow.fonts.regular, BODY, 6)
        draw_facts(flow, facts)
        return
    flow.need(height)
    _notice_box(flow, height)
    top, left = flow.y, flow.area.left + _NOTICE_INDENT
    flow.y -= _NOTICE_INDENT - 4
    if title:
        flow.bookmark(title, 2, name=name, bookmark=bookmark)
    for lines, size, role in ((title_lines, _MARK, "H2"), (text_lines, BODY, "P")):
        if lines:
            with flow.canvas.leaf(role):
                flow.y = flow.draw_lines(lines, size, left, width, flow.y) - 5
    _notice_rows(flow, rows, left, width)
    flow.y = top - height - 10


def _notice_row(flow: Flow, fact: Fact, width: float) -> tuple[list[Line], list[Line], float]:
    size = _MONO if fact.mono else _VALUE
    stack = flow.fonts.mono if fact.mono else flow.fonts.regular
    label = line_feed(flow.fonts.bold, fact.label, _VALUE, _NOTICE_LABEL_WIDTH).take(6)
    return label, line_feed(stack, fact.value, size, width - _NOTICE_LABEL_WIDTH - 8).take(200), size


def _row_height(row: tuple[list[Line], list[Line], float]) -> float:
    return max(len(row[0]) * _VALUE, len(row[1]) * row[2]) * LEADING + 3


def _notice_box(flow: Flow, height: float) -> None:
    canvas = flow.canvas
    with canvas.artifact():
        canvas.saveState()
        canvas.setFillGray(_NOTICE_GREY)
        canvas.setDash([5, 3])
        canvas.setLineWidth(1)
        canvas.rect(flow.area.left + 0.5, flow.y - height, flow.area.width - 1, height, fill=1)
        canvas.restoreState()


def _notice_rows(
    flow: Flow, rows: Sequence[tuple[list[Line], list[Line], float]], left: float, width: float
) -> None:
    if not rows:
        return
    flow.structure.open("L", attributes=b" /A << /O /List /ListNumbering /None >>")
    for row in rows:
        label, value, size = row
        flow.structure.open("LI")
        with flow.canvas.leaf("Lbl"):
            flow.draw_lines(label, _VALUE, left, _NOTICE_LABEL_WIDTH, flow.y)
        with flow.canvas.leaf("LBody"):
            value_width = width - _NOTICE_LABEL_WIDTH - 8
            flow.draw_lines(value, size, left + _NOTICE_LABEL_WIDTH + 8, value_width, flow.y)
        flow.structure.close()
        flow.y -= _row_height(row)
    flow.structure.close()


def draw_signature_lines(flow: Flow, labels: Sequence[str]) -> None:
    """Rules to sign on, side by side, each with its label below."""
    gap, count = 18.0, max(1, len(labels))
    width = (flow.area.width - gap * (count - 1)) / count
    lines = [line_feed(flow.fonts.regular, label, _LABEL, width).take(3) for label in labels]
    height = 34 + max((len(part) for part in lines), default=1) * _LABEL * LEADING
    flow.need(height + 8)
    rule_y = flow.y - 30
    with flow.canvas.artifact():
        flow.canvas.setLineWidth(0.7)
        for place in range(len(labels)):
            left = flow.area.left + place * (width + gap)
            flow.canvas.line(left, rule_y, left + width, rule_y)
    for place, part in enumerate(lines):
        with flow.canvas.leaf("P"):
            flow.draw_lines(part, _LABEL, flow.area.left + place * (width + gap), width, rule_y - 3)
    flow.y -= height + 8
