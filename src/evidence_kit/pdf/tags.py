"""The structure of a document for people who hear it: headings, lists, tables, figures, in reading order.

An element is written when it is closed and then forgotten; its parent keeps its number. Every piece of page content
is either marked as part of an element or as an artifact.

Source: ISO 32000-1:2008, 14.7 and 14.8; ISO 14289-1:2014 (PDF/UA-1), 2026-11-23.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from evidence_kit.pdf.objects import Ref, StreamingDocument

_LEAF_ENTRIES = 200


class Element:
    """An open element. Its kids are finished entries of its K array."""

    __slots__ = ("attributes", "kids", "page", "parent", "ref", "role")

    def __init__(self, ref: Ref, role: str, parent: Ref, attributes: bytes) -> None:
        self.ref = ref
        self.role = role
        self.parent = parent
        self.attributes = attributes
        self.kids: list[bytes] = []
        self.page: Ref | None = None


class Structure:
    """The structure tree of one document."""

    def __init__(self, document: StreamingDocument) -> None:
        self._document = document
        self._root = document.reserve()
        self._top = document.reserve()
        self._front: list[Ref] = []
        self._body: list[Ref] = []
        self._open: list[Element] = []
        self._page: Ref | None = None
        self._owners: list[bytes] = []
        self._parents = array("Q")
        self.in_front = False

    # --- elements ------------------------------------------------------------

    def open(self, role: str, *, alt: str = "", attributes: bytes = b"") -> Element:
        """A new element inside the innermost open one. ``alt`` says what a figure shows."""
        if alt:
            attributes += b" /Alt " + self._document.text(alt)
        element = self.create(role, attributes)
        self._open.append(element)
        return element

    def close(self) -> None:
        """Writes the innermost open element."""
        self.write(self._open.pop())

    def create(self, role: str, attributes: bytes = b"") -> Element:
        """A new element inside the innermost open one, itself not open: content goes into it by `within`."""
        element = Element(self._document.reserve(), role, self._adopt(), attributes)
        self._join(b"%d 0 R" % element.ref, element.ref)
        return element

    @contextmanager
    def within(self, element: Element) -> Iterator[None]:
        """Makes a created element the innermost open one for a while."""
        self._open.append(element)
        yield
        self._open.pop()

    def write(self, element: Element) -> None:
        """Writes a created element, which is complete."""
        page = b"" if element.page is None else b" /Pg %d 0 R" % element.page
        self._document.write(
            element.ref,
            b"<< /Type /StructElem /S /%b /P %d 0 R%b%b /K [%b] >>"
            % (element.role.encode(), element.parent, page, element.attributes, b" ".join(element.kids)),
        )

    def mark(self) -> int:
        """The number of a new piece of page content that belongs to the innermost open element."""
        element, page, number = self._open[-1], self._page, len(self._owners)
        if page is None:
            raise AssertionError
        if element.page is None:
            element.page = page
        if element.page == page:
            element.kids.append(b"%d" % number)
        else:
            element.kids.append(b"<< /Type /MCR /Pg %d 0 R /MCID %d >>" % (page, number))
        self._owners.append(b"%d 0 R" % element.ref)
        return number

    def leaf(self, role: str) -> int:
        """The number of page content that is a whole element by itself, written at once."""
        ref, number = self._document.reserve(), len(self._owners)
        kid = b"%d 0 R" % ref
        parent = self._adopt()
        self._join(kid, ref)
        self._owners.append(kid)
        self._document.write(
            ref,
            b"<< /Type /StructElem /S /%b /P %d 0 R /Pg %d 0 R /K %d >>"
            % (role.encode(), parent, self._page or 0, number),
        )
        return number

    def object_key(self, annotation: Ref) -> int:
        """The StructParent key of an annotation that belongs to the innermost open element."""
        element = self._open[-1]
        element.kids.append(b"<< /Type /OBJR /Obj %d 0 R /Pg %d 0 R >>" % (annotation, self._page or 0))
        self._parents.append(element.ref)
        return len(self._parents) - 1

    def _adopt(self) -> Ref:
        return self._open[-1].ref if self._open else self._top

    def _join(self, kid: bytes, ref: Ref) -> None:
        if self._open:
            self._open[-1].kids.append(kid)
        else:
            (self._front if self.in_front else self._body).append(ref)

    # --- pages ---------------------------------------------------------------

    def begin_page(self, page: Ref) -> None:
        """Says which page is drawn now."""
        self._page = page
        self._owners = []

    def end_page(self) -> int:
        """The StructParents key of the page that is finished."""
        owners = self._document.add(b"[%b]" % b" ".join(self._owners))
        self._parents.append(owners)
        return len(self._parents) - 1

    def finish(self, language: str) -> Ref:
        """Writes the tree, the front matter's elements first, and gives its root."""
        while self._open:
            self.close()
        document = self._document
        kids = b" ".join(b"%d 0 R" % ref for ref in (*self._front, *self._body))
        document.write(
            self._top,
            b"<< /Type /StructElem /S /Document /P %d 0 R /Lang %b /K [%b] >>"
            % (self._root, document.hex_string(language.encode()), kids),
        )
        document.write(
            self._root,
            b"<< /Type /StructTreeRoot /K [%d 0 R] /ParentTree %d 0 R /ParentTreeNextKey %d >>"
            % (self._top, self._write_parents(), len(self._parents)),
        )
        return self._root

    def _write_parents(self) -> Ref:
        leaves = [self._write_leaf(start) for start in range(0, len(self._parents), _LEAF_ENTRIES)]
        return self._document.add(b"<< /Kids [%b] >>" % b" ".join(b"%d 0 R" % leaf for leaf in leaves))

    def _write_leaf(self, start: int) -> Ref:
        entries: Sequence[int] = self._parents[start : start + _LEAF_ENTRIES]
        numbers = b" ".join(b"%d %d 0 R" % (start + place, ref) for place, ref in enumerate(entries))
        limits = (start, start + len(entries) - 1)
        return self._document.add(b"<< /Limits [%d %d] /Nums [%b] >>" % (*limits, numbers))
