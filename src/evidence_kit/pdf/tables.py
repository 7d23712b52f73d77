"""Tables: head rows on every page, rows that stay whole unless they are taller than a page, cells of any length."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from evidence_kit.pdf.content import Cell, Column, Fact
from evidence_kit.pdf.flow import LEADING, Flow, LineFeed, line_feed
from evidence_kit.pdf.layout import FontStack
from evidence_kit.pdf.page import width_points
from evidence_kit.pdf.runs import Line
from evidence_kit.pdf.tags import Element

_SIZE = 9.0
_MONO_SIZE = 8.2
_ROW_LEADING = _SIZE * LEADING
_PADDING_TOP = 4.0
_PADDING_BOTTOM = 5.0
_PADDING_SIDE = 8.0
_HEAD_RULE = 0.9
_ROW_RULE = 0.35
_ROW_GREY = 0.6
_LINK_RULE = 0.4
_LEAST_LINES = 3
_GAP_AFTER = 10.0
_FACT_SHARES = (27.0, 73.0)


@dataclass(frozen=True, slots=True)
class _Slot:
    """The place of one column: from ``left``, ``width`` points for text, in one face."""

    left: float
    width: float
    stack: FontStack
    size: float


@dataclass(frozen=True, slots=True)
class _Filled:
    """One cell of a row that is being drawn."""

    slot: _Slot
    feed: LineFeed
    element: Element
    role: str
    text: str
    link: str


def draw_table(flow: Flow, columns: Sequence[Column], rows: Iterable[Sequence[Cell | str]]) -> None:
    """Draws a table; ``rows`` is read one by one. Rows are cut or filled up to the number of columns."""
    shares = [column.share for column in columns]
    faces = [flow.fonts.mono if column.mono else flow.fonts.regular for column in columns]
    table = _Table(flow, _slots(flow, shares, faces))
    table.begin([column.title for column in columns])
    for row in rows:
        cells = [cell if isinstance(cell, Cell) else Cell(cell) for cell in row]
        table.row((*cells, *[Cell("")] * len(columns))[: len(columns)])
    table.end()


def draw_facts(flow: Flow, facts: Sequence[Fact]) -> None:
    """Draws labelled values; the labels are the rows' heads."""
    slots = _slots(flow, _FACT_SHARES, (flow.fonts.bold, flow.fonts.regular))
    mono = _Slot(slots[1].left, slots[1].width, flow.fonts.mono, _MONO_SIZE)
    table = _Table(flow, slots)
    table.begin([])
    for fact in facts:
        value_slot = mono if fact.mono else slots[1]
        table.row(
            (Cell(fact.label), Cell(fact.value, fact.link)), slots=(slots[0], value_slot), row_head=True
        )
    table.end()


def _slots(flow: Flow, shares: Sequence[float], stacks: Sequence[FontStack]) -> list[_Slot]:
    unit = flow.area.width / sum(shares)
    left, slots = flow.area.left, []
    for share, stack in zip(shares, stacks, strict=True):
        size = _MONO_SIZE if stack is flow.fonts.mono else _SIZE
        slots.append(_Slot(left, share * unit - _PADDING_SIDE, stack, size))
        left += share * unit
    return slots


class _Table:
    def __init__(self, flow: Flow, slots: Sequence[_Slot]) -> None:
        self._flow = flow
        self._slots = slots
        self._titles: Sequence[list[Line]] = []

    def begin(self, titles: Sequence[str]) -> None:
        """Opens the table and draws its head row, if it has titles."""
        flow = self._flow
        flow.ensure_page()
        flow.structure.open("Table")
        if titles:
            pairs = zip(titles, self._slots, strict=True)
            self._titles = [
                line_feed(flow.fonts.bold, title, _SIZE, slot.width).take(8) for title, slot in pairs
            ]
            flow.need(self._head_height() + _LEAST_LINES * _ROW_LEADING)
            self._draw_head(repeated=False)
        elif flow.y == flow.area.top:
            flow.y -= 2

    def end(self) -> None:
        """Closes the table."""
        self._flow.structure.close()
        self._flow.gap(_GAP_AFTER)

    def row(self, cells: Sequence[Cell], *, slots: Sequence[_Slot] = (), row_head: bool = False) -> None:
        """Draws one row, over several pages if one does not hold it."""
        structure = self._flow.structure
        structure.open("TR")
        filled = []
        for place, (cell, slot) in enumerate(zip(cells, slots or self._slots, strict=True)):
            role, scope = (
                ("TH", b" /A << /O /Table /Scope /Row >>") if row_head and not place else ("TD", b"")
            )
            feed = line_feed(slot.stack, cell.text, slot.size, slot.width)
            link = cell.link if self._flow.settings.links else ""
            filled.append(_Filled(slot, feed, structure.create(role, scope), role, cell.text, link))
        self._pour(filled)
        for cell_filled in filled:
            structure.write(cell_filled.element)
        structure.close()

    def _pour(self, row: Sequence[_Filled]) -> None:
        flow = self._flow
        whole_page = int(self._room_of_page() / _ROW_LEADING)
        lines = max(filled.feed.count(whole_page + 1) for filled in row)
        keep = lines if lines <= whole_page else _LEAST_LINES
        if flow.room() < _height(max(1, keep)):
            self._next_page()
        while True:
            fitting = max(1, int((flow.room() - _PADDING_TOP - _PADDING_BOTTOM) / _ROW_LEADING))
            self._draw_part(row, fitting)
            if not any(filled.feed.count(1) for filled in row):
                return
            self._next_page()

    def _draw_part(self, row: Sequence[_Filled], limit: int) -> None:
        flow = self._flow
        parts = [filled.feed.take(limit) for filled in row]
        for filled, lines in zip(row, parts, strict=True):
            self._draw_cell(filled, lines)
        flow.y -= _height(max(1, *(len(lines) for lines in parts)))
        self._rule(_ROW_RULE, _ROW_GREY)

    def _draw_cell(self, filled: _Filled, lines: list[Line]) -> None:
        if not lines:
            return
        flow, slot = self._flow, filled.slot
        top = flow.y - _PADDING_TOP
        with flow.structure.within(filled.element):
            if filled.link:
                flow.structure.open("Link")
            flow.canvas.begin_content("Link" if filled.link else filled.role)
            for place, line in enumerate(lines):
                flow.draw_lines([line], slot.size, slot.left, slot.width, top - place * _ROW_LEADING)
            flow.canvas.end_content()
            if filled.link:
                self._link(filled, lines, top)
                flow.structure.close()

    def _link(self, filled: _Filled, lines: list[Line], top: float) -> None:
        flow, slot = self._flow, filled.slot
        bottom = top - len(lines) * _ROW_LEADING
        words = flow.settings.words.link.format(target=filled.text)
        right = slot.left + max(width_points(line, slot.size) for line in lines)
        flow.canvas.link((slot.left - 2, bottom, max(right, slot.left + 8) + 2, top), filled.link, words)
        with flow.canvas.artifact():
            flow.canvas.setLineWidth(_LINK_RULE)
            for place, line in enumerate(lines):
                y = top - place * _ROW_LEADING - slot.size * LEADING * 0.75 - 1.8
                flow.canvas.line(slot.left, y, slot.left + width_points(line, slot.size), y)

    # --- heads and rules -----------------------------------------------------

    def _room_of_page(self) -> float:
        head = self._head_height() if self._titles else 0
        return self._flow.area.height - head - _PADDING_TOP - _PADDING_BOTTOM

    def _next_page(self) -> None:
        self._flow.new_page()
        if self._titles:
            self._draw_head(repeated=True)

    def _head_height(self) -> float:
        return _height(max(1, *(len(lines) for lines in self._titles)))

    def _draw_head(self, *, repeated: bool) -> None:
        """The head row; on later pages it is an artifact, for it was read already."""
        flow = self._flow
        if repeated:
            with flow.canvas.artifact("Pagination"):
                for lines, slot in zip(self._titles, self._slots, strict=True):
                    self._draw_title(lines, slot)
        else:
            flow.structure.open("TR")
            for lines, slot in zip(self._titles, self._slots, strict=True):
                with flow.canvas.content("TH", attributes=b" /A << /O /Table /Scope /Column >>"):
                    self._draw_title(lines, slot)
            flow.structure.close()
        flow.y -= self._head_height()
        self._rule(_HEAD_RULE, 0)

    def _draw_title(self, lines: list[Line], slot: _Slot) -> None:
        self._flow.draw_lines(lines, _SIZE, slot.left, slot.width, self._flow.y - _PADDING_TOP)

    def _rule(self, width: float, grey: float) -> None:
        canvas, area = self._flow.canvas, self._flow.area
        with canvas.artifact():
            canvas.saveState()
            canvas.setLineWidth(width)
            canvas.setStrokeGray(grey)
            canvas.line(area.left, self._flow.y, area.right, self._flow.y)
            canvas.restoreState()


def _height(lines: int) -> float:
    return lines * _ROW_LEADING + _PADDING_TOP + _PADDING_BOTTOM
