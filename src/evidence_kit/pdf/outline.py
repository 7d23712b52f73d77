"""Named places in a document, and the bookmarks that lead to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from evidence_kit.pdf.objects import (
    Bytes,
    Ref,
    StreamingDocument,
    Text,
    Value,
    dictionary,
    readable,
    sequence,
)

_LEAF_NAMES = 200


def place_key(name: str) -> Bytes:
    """A place's name as links and the table of names spell it."""
    return Bytes(_key_bytes(name))


def _key_bytes(name: str) -> bytes:
    # Readers do not agree on the order of strings beyond ASCII, and the table must be in order.
    return name.encode("utf-8", "surrogatepass").hex().encode()


@dataclass(slots=True)
class _Bookmark:
    title: str
    level: int
    place: str
    kids: list[_Bookmark] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Place:
    page: Ref
    number: int
    height: float


class Outline:
    """The places and bookmarks of one document. A place is known from the moment it is drawn."""

    def __init__(self) -> None:
        self._places: dict[str, _Place] = {}
        self._front: list[_Bookmark] = []
        self._body: list[_Bookmark] = []
        self._unnamed = 0

    def place(self, name: str, page: Ref, number: int, height: float) -> None:
        """Notes where a name is; the first time counts."""
        self._places.setdefault(name, _Place(page, number, height))

    def page_of(self, name: str) -> int | None:
        """The page number of a place."""
        place = self._places.get(name)
        return None if place is None else place.number

    def new_name(self) -> str:
        """A name for a place that has none."""
        self._unnamed += 1
        return f"\u00a7{self._unnamed}"

    def add(self, title: str, level: int, place: str, *, front: bool) -> None:
        """Appends a bookmark; those of the front matter come first in the end."""
        (self._front if front else self._body).append(_Bookmark(readable(title), level, place))

    def write_places(self, document: StreamingDocument) -> Ref | None:
        """Writes the table of named places."""
        if not self._places:
            return None
        names = sorted(self._places, key=_key_bytes)
        leaves = []
        for start in range(0, len(names), _LEAF_NAMES):
            part = names[start : start + _LEAF_NAMES]
            entries: list[Value] = []
            for name in part:
                entries += [place_key(name), self._destination(self._places[name])]
            limits = sequence([place_key(part[0]), place_key(part[-1])])
            leaves.append(document.add(dictionary({"Limits": limits, "Names": sequence(entries)})))
        return document.add(dictionary({"Kids": sequence(leaves)}))

    def _destination(self, place: _Place) -> Value:
        return sequence([place.page, "/XYZ", 0, round(place.height + 12, 1), "null"])

    def write_bookmarks(self, document: StreamingDocument) -> Ref | None:
        """Writes the outline, unless it is empty."""
        roots = _nested([*self._front, *self._body])
        if not roots:
            return None
        root = document.reserve()
        first, last, count = _write_level(document, roots, root)
        entries: dict[str, Value | None] = {"Type": "/Outlines", "First": first, "Last": last, "Count": count}
        document.write(root, dictionary(entries))
        return root


def _nested(bookmarks: Sequence[_Bookmark]) -> list[_Bookmark]:
    roots: list[_Bookmark] = []
    path: list[_Bookmark] = []
    for bookmark in bookmarks:
        while path and path[-1].level >= bookmark.level:
            path.pop()
        (path[-1].kids if path else roots).append(bookmark)
        path.append(bookmark)
    return roots


def _write_level(
    document: StreamingDocument, bookmarks: Sequence[_Bookmark], parent: Ref
) -> tuple[Ref, Ref, int]:
    refs = [document.reserve() for _ in bookmarks]
    for place, bookmark in enumerate(bookmarks):
        entries: dict[str, Value | None] = {
            "Title": Text(bookmark.title),
            "Parent": parent,
            "Dest": place_key(bookmark.place),
            "Prev": refs[place - 1] if place else None,
            "Next": refs[place + 1] if place + 1 < len(refs) else None,
        }
        if bookmark.kids:
            first, last, count = _write_level(document, bookmark.kids, refs[place])
            entries |= {"First": first, "Last": last, "Count": -count}
        document.write(refs[place], dictionary(entries))
    return refs[0], refs[-1], len(refs)
