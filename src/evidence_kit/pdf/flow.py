"""The place on the page where the next thing is drawn, and the plain blocks: headings, paragraphs, lists."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from evidence_kit.pdf.canvas import PageCanvas, PageTree
from evidence_kit.pdf.fontset import FontSet
from evidence_kit.pdf.layout import FontStack
from evidence_kit.pdf.objects import Ref
from evidence_kit.pdf.outline import Outline
from evidence_kit.pdf.page import Area, PageFrame, width_points
from evidence_kit.pdf.runs import Line
from evidence_kit.pdf.settings import PdfSettings

BODY = 10.0
LEADING = 1.4
_BASELINE = 0.75
_PIECE_CHARACTERS = 16_384
_HEADING_SIZES = {1: 19.0, 2: 13.0, 3: 10.5}
_HEADING_SPACE = {1: 0.0, 2: 12.0, 3: 8.0}
_HEADING_AFTER = {1: 9.0, 2: 5.0, 3: 3.0}
_KEEP_WITH_HEADING = 48.0
_TITLE = 28.0
_BELOW_TITLE = 11.0
_TITLE_SPACE = 40.0
_LABEL_WIDTH = 20.0
_EXHIBIT_SHARE = 0.72


class LineFeed:
    """Lines that are laid out as far as they are needed."""

    def __init__(self, lines: Iterator[Line]) -> None:
        self._lines = lines
        self._waiting: list[Line] = []

    def count(self, limit: int) -> int:
        """How many lines are left, counted no further than ``limit``."""
        if len(self._waiting) < limit:
            self._waiting.extend(islice(self._lines, limit - len(self._waiting)))
        return min(limit, len(self._waiting))

    def take(self, limit: int) -> list[Line]:
        """The next lines, at most ``limit``."""
        taken = self._waiting[: self.count(limit)]
        del self._waiting[: len(taken)]
        return taken


def line_feed(stack: FontStack, text: str, size: float, width: float) -> LineFeed:
    """The lines of one text at a size, ``width`` points wide."""
    return LineFeed(lines_of(stack, text, size, width))


def lines_of(stack: FontStack, text: str, size: float, width: float) -> Iterator[Line]:
    """The lines of a text of any length, laid out piece by piece."""
    for piece in _pieces(text):
        yield from stack.layout(piece, size, width)


def _pieces(text: str) -> Iterator[str]:
    """``text`` in parts that are laid out one by one, cut where a line ends or may end."""
    start = 0
    while len(text) - start > _PIECE_CHARACTERS:
        cut = text.rfind("\n", start, start + _PIECE_CHARACTERS)
        if cut <= start:
            cut = text.rfind(" ", start, start + _PIECE_CHARACTERS)
        if cut <= start:
            yield text[start : start + _PIECE_CHARACTERS]
            start += _PIECE_CHARACTERS
        else:
            yield text[start:cut]
            start = cut + 1
    yield text[start:]


class Flow:
    """Draws blocks from the top of the page to its bottom, and begins new pages."""

    def __init__(
        self, canvas: PageCanvas, settings: PdfSettings, fonts: FontSet, progress: Callable[[int], None]
    ) -> None:
        self.canvas = canvas
        self.structure = canvas.structure
        self.settings = settings
        self.fonts = fonts
        self.frame = PageFrame(canvas, settings, fonts)
        self.area: Area = self.frame.content
        self.outline = Outline()
        self.y = self.area.top
        self.number = 0
        self._tree = PageTree(canvas.document)
        self._running_head = ""
        self._page_open = False
        self._section_open = False
        self._exhibit_page = Ref(0)
        self._progress = progress
        self.pages_done = 0
        self._limit: tuple[int, int, PageTree] | None = None

    # --- pages ---------------------------------------------------------------

    def begin_section(self, running_head: str) -> None:
        """A new page and a new part of the structure."""
        self.end_section()
        self._running_head = running_head
        self.structure.open("Sect")
        self._section_open = True
        self.new_page()

    def end_section(self) -> None:
        """Finishes the page and the part."""
        self.end_page()
        if self._section_open:
            self.structure.close()
            self._section_open = False

    def ensure_page(self) -> None:
        """Makes sure that something can be drawn."""
        if not self._page_open:
            self.begin_section(self._running_head)

    def new_page(self) -> None:
        """The next page, with its frame."""
        self.end_page()
        if self._limit is not None and self.number == self._limit[0]:
            _, self.number, self._tree = self._limit
        self.number += 1
        self.canvas.begin_page(self._tree)
        self._page_open = True
        self.frame.draw(self.number, self._running_head)
        self.y = self.area.top

    def end_page(self) -> None:
        """Writes the page that is open, if any."""
        if self._page_open:
            self.canvas.end_page()
            self._page_open = False
            self.pages_done += 1
            self._progress(self.pages_done)

    def begin_exhibit(self) -> None:
        """Makes sure of a page that holds no other exhibit, and no more than a heading and a few words."""
        self.ensure_page()
        if self._exhibit_page == self.canvas.page or self.room() < self.area.height * _EXHIBIT_SHARE:
            self.new_page()
        self._exhibit_page = self.canvas.page

    def room(self) -> float:
        """What is left of the page's height, in points."""
        return self.y - self.area.bottom

    def need(self, height: float) -> None:
        """Begins a new page unless ``height`` fits, or is more than any page has."""
        self.ensure_page()
        if self.room() < height and self.y < self.area.top:
            self.new_page()

    def gap(self, height: float) -> None:
        """Leaves space, but none at the top of a page."""
        if self._page_open and self.y < self.area.top:
            self.y -= height

    # --- text ----------------------------------------------------------------

    def draw_lines(self, lines: Sequence[Line], size: float, left: float, width: float, top: float) -> float:
        """Draws lines from ``top`` down, right-to-left ones at the right edge; gives where they end."""
        leading = size * LEADING
        for line in lines:
            x = left + width - width_points(line, size) if line.rtl else left
            self.canvas.draw(line, size, x, top - leading * _BASELINE)
            top -= leading
        return top

    def mark_place(self, name: str) -> None:
        """Makes the current position a place that links can go to."""
        self.outline.place(name, self.canvas.page, self.number, self.y)

    def heading(self, text: str, level: int, *, name: str, bookmark: bool) -> None:
        """A heading; it never stands alone at the foot of a page."""
        size = _HEADING_SIZES[level]
        lines = line_feed(self.fonts.bold, text, size, self.area.width).take(12)
        height = len(lines) * size * LEADING
        self.need(_HEADING_SPACE[level] + height + _KEEP_WITH_HEADING)
        self.gap(_HEADING_SPACE[level])
        self.bookmark(text, level, name=name, bookmark=bookmark)
        with self.canvas.leaf(f"H{level}"):
            self.y = self.draw_lines(lines, size, self.area.left, self.area.width, self.y)
        self.y -= _HEADING_AFTER[level]

    def title(self, text: str, below: str) -> None:
        """The title of the whole document, with a line below it, over a heavy rule."""
        self.ensure_page()
        self.y -= _TITLE_SPACE
        self.bookmark(text, 1, name="", bookmark=True)
        with self.canvas.leaf("H1"):
            lines = line_feed(self.fonts.bold, text, _TITLE, self.area.width).take(6)
            self.y = self.draw_lines(lines, _TITLE, self.area.left, self.area.width, self.y)
        if below:
            with self.canvas.leaf("P"):
                lines = line_feed(self.fonts.regular, below, _BELOW_TITLE, self.area.width).take(12)
                self.y = self.draw_lines(lines, _BELOW_TITLE, self.area.left, self.area.width, self.y - 2)
        self.y -= 10
        with self.canvas.artifact():
            self.canvas.setLineWidth(2.2)
            self.canvas.line(self.area.left, self.y, self.area.right, self.y)
        self.y -= 14

    def bookmark(self, title: str, level: int, *, name: str, bookmark: bool) -> None:
        """Notes the current position under a name, in the outline, or both."""
        place = name or (self.outline.new_name() if bookmark else "")
        if place:
            self.mark_place(place)
        if bookmark:
            words = self.settings.words.bookmark.format(title=title, number=self.number)
            self.outline.add(words, level, place, front=self.structure.in_front)

    def paragraph(self, text: str, stack: FontStack, size: float, gap_after: float) -> None:
        """Text over the full width, over as many pages as it takes."""
        self.ensure_page()
        feed = line_feed(stack, text, size, self.area.width)
        self.structure.open("P")
        self.pour(feed, "P", size, self.area.left, self.area.width)
        self.structure.close()
        self.gap(gap_after)

    def pour(self, feed: LineFeed, role: str, size: float, left: float, width: float) -> None:
        """Draws all lines of ``feed`` into the innermost open element."""
        leading = size * LEADING
        while feed.count(1):
            # Two lines at the least stay together at the foot of a page.
            self.need(leading * min(2, feed.count(2)))
            lines = feed.take(max(1, int(self.room() / leading)))
            self.canvas.begin_content(role)
            self.y = self.draw_lines(lines, size, left, width, self.y)
            self.canvas.end_content()

    def bullets(self, entries: Sequence[str], *, numbered: bool) -> None:
        """A list; each entry hangs from its number or bullet."""
        self.ensure_page()
        kind = b"/Decimal" if numbered else b"/Disc"
        self.structure.open("L", attributes=b" /A << /O /List /ListNumbering %b >>" % kind)
        for number, entry in enumerate(entries, 1):
            self._list_entry(f"{number}." if numbered else "•", entry)
        self.structure.close()
        self.gap(4)

    def _list_entry(self, label: str, entry: str) -> None:
        feed = line_feed(self.fonts.regular, entry, BODY, self.area.width - _LABEL_WIDTH)
        self.need(BODY * LEADING * feed.count(2))
        self.structure.open("LI")
        with self.canvas.leaf("Lbl"):
            self.draw_lines(
                self.fonts.regular.layout(label, BODY, _LABEL_WIDTH),
                BODY,
                self.area.left + 2,
                _LABEL_WIDTH,
                self.y,
            )
        self.structure.open("LBody")
        self.pour(feed, "LBody", BODY, self.area.left + _LABEL_WIDTH, self.area.width - _LABEL_WIDTH)
        self.structure.close()
        self.structure.close()
        self.gap(3)

    # --- the two ends of the document ----------------------------------------

    def number_from(self, number: int, tree: PageTree) -> None:
        """Lets the next page be ``number`` in ``tree``."""
        self.number = number - 1
        self._tree = tree

    def limit_pages(self, last: int, resume: int, tree: PageTree) -> None:
        """Lets the pages after ``last`` be numbered on from ``resume`` and stand in ``tree``."""
        self._limit = (last, resume, tree)
