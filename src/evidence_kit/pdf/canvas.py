"""The page that is being drawn: ReportLab's canvas, with tags, own fonts and pages that leave at once."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager

from reportlab.pdfgen.canvas import Canvas

from evidence_kit.pdf.fonts import DocumentFonts
from evidence_kit.pdf.objects import Ref, Stream, StreamingDocument, Text, Value, dictionary, sequence
from evidence_kit.pdf.outline import place_key
from evidence_kit.pdf.runs import Line
from evidence_kit.pdf.tags import Structure

_PRINTED = 4
_PAGES_PER_NODE = 50


class PageTree:
    """The order of the pages, in nodes of a few dozen, so that readers find a page fast."""

    def __init__(self, document: StreamingDocument) -> None:
        self._document = document
        self._nodes: list[tuple[Ref, list[Ref]]] = []

    def add(self, page: Ref) -> Ref:
        """Appends a page; gives the node that is its parent."""
        if not self._nodes or len(self._nodes[-1][1]) >= _PAGES_PER_NODE:
            self._nodes.append((self._document.reserve(), []))
        node, pages = self._nodes[-1]
        pages.append(page)
        return node

    @property
    def pages(self) -> list[Ref]:
        """All pages in order."""
        return [page for _, pages in self._nodes for page in pages]

    @property
    def nodes(self) -> list[tuple[Ref, list[Ref]]]:
        """The nodes and the pages in each."""
        return self._nodes


def write_page_tree(document: StreamingDocument, *trees: PageTree) -> Ref:
    """Writes the trees one after the other as one and gives its root."""
    level = [(node, pages, len(pages)) for tree in trees for node, pages in tree.nodes]
    while len(level) > 1 or not level:
        above = []
        for start in range(0, max(len(level), 1), _PAGES_PER_NODE):
            group = level[start : start + _PAGES_PER_NODE]
            parent = document.reserve()
            for node, kids, count in group:
                _write_node(document, node, kids, count, parent)
            above.append((parent, [node for node, _, _ in group], sum(count for _, _, count in group)))
        level = above
    root, kids, count = level[0]
    _write_node(document, root, kids, count, None)
    return root


def _write_node(
    document: StreamingDocument, node: Ref, kids: list[Ref], count: int, parent: Ref | None
) -> None:
    entries: dict[str, Value | None] = {
        "Type": "/Pages",
        "Kids": sequence(kids),
        "Count": count,
        "Parent": parent,
    }
    document.write(node, dictionary(entries))


class PageCanvas(Canvas):
    """Draws one page after the other into a streaming document.

    Text is laid out beforehand and drawn with `draw`. Everything that is drawn stands between `begin_content` and
    `end_content`, or inside `artifact`.
    """

    def __init__(self, document: StreamingDocument, size: tuple[float, float]) -> None:
        super().__init__(io.BytesIO(), pagesize=size, pageCompression=0, invariant=1)
        # ReportLab's canvas always makes a document of its own, which collects; nothing has been drawn into it yet.
        self._doc = document
        self._size = size
        self.document = document
        self.structure = Structure(document)
        self.fonts = DocumentFonts()
        self.resources = document.reserve()
        self.page = Ref(0)
        self._code: list[str] = []
        self._pictures: dict[str, Ref] = {}
        self._links: list[Ref] = []

    def _make_preamble(self) -> None:
        # ReportLab's preamble names Helvetica, which is not embedded: PDF/A forbids it.
        self._preamble = ""

    # --- pages ---------------------------------------------------------------

    def begin_page(self, tree: PageTree) -> None:
        """Starts a page that is the next one of ``tree``."""
        self.page = self.document.reserve()
        self._node = tree.add(self.page)
        self.structure.begin_page(self.page)
        self.init_graphics_state()
        self.state_stack = []

    def end_page(self) -> None:
        """Writes the page to the file."""
        contents = self.document.add(Stream("\n".join(self._code).encode()))
        pictures = dictionary(self._pictures) if self._pictures else None
        entries: dict[str, Value | None] = {
            "Type": "/Page",
            "Parent": self._node,
            "MediaBox": sequence([0, 0, *self._size]),
            "Contents": contents,
            "Resources": dictionary({"Font": self.resources, "XObject": pictures}),
            "Annots": sequence(self._links) if self._links else None,
            "StructParents": self.structure.end_page(),
            "Tabs": "/S",
        }
        self.document.write(self.page, dictionary(entries))
        self._pictures, self._links, self._code = {}, [], []

    # --- content -------------------------------------------------------------

    def operators(self, code: str) -> None:
        """Adds finished operators."""
        self._code.append(code)

    def begin_content(self, role: str) -> None:
        """Starts content that belongs to the innermost open element, whose role this is."""
        self._code.append(f"/{role} <</MCID {self.structure.mark()}>> BDC")

    def begin_leaf(self, role: str) -> None:
        """Starts content that is a whole element by itself."""
        self._code.append(f"/{role} <</MCID {self.structure.leaf(role)}>> BDC")

    def end_content(self) -> None:
        """Ends content."""
        self._code.append("EMC")

    @contextmanager
    def leaf(self, role: str) -> Iterator[None]:
        """Content that is a whole element by itself."""
        self.begin_leaf(role)
        yield
        self._code.append("EMC")

    @contextmanager
    def content(self, role: str, *, alt: str = "", attributes: bytes = b"") -> Iterator[None]:
        """An element with one piece of content."""
        self.structure.open(role, alt=alt, attributes=attributes)
        self.begin_content(role)
        yield
        self._code.append("EMC")
        self.structure.close()

    @contextmanager
    def artifact(self, kind: str = "Layout") -> Iterator[None]:
        """Content that says nothing: rules, boxes, page numbers."""
        self._code.append(f"/Artifact <</Type /{kind}>> BDC")
        yield
        self._code.append("EMC")

    def draw(self, line: Line, size: float, x: float, y: float) -> None:
        """Draws a line of text, its left end on the baseline at ``x``, ``y``."""
        if line.runs:
            self._code.append(self.fonts.text(line, size, x, y))

    def place(
        self, resource: str, drawing: Ref, matrix: tuple[float, float, float, float, float, float]
    ) -> None:
        """Draws a picture or a shared drawing with its unit square mapped by ``matrix``."""
        self._pictures[resource] = drawing
        self._code.append(f"q {' '.join(f'{number:.4f}' for number in matrix)} cm /{resource} Do Q")

    def link(self, rectangle: tuple[float, float, float, float], place: str, words: str) -> None:
        """Makes a rectangle a link to a named place; the innermost open element is its Link element."""
        annotation = self.document.reserve()
        entries: dict[str, Value | None] = {
            "Type": "/Annot",
            "Subtype": "/Link",
            "F": _PRINTED,
            "Rect": sequence(round(edge, 2) for edge in rectangle),
            "Border": sequence([0, 0, 0]),
            "Contents": Text(words),
            "Dest": place_key(place),
            "StructParent": self.structure.object_key(annotation),
        }
        self.document.write(annotation, dictionary(entries))
        self._links.append(annotation)
