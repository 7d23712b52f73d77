"""The parts of a mail and where each stands in the file; no body is held or decoded here.

Written for this program because the standard library's parser loads a network module and holds a mail several times
over in memory. Broken mails are read as it reads them: a missing boundary makes text, a missing end ends at the end.
Source: RFC 2046 section 5.1 (multipart), RFC 5322 section 2.1, https://www.rfc-editor.org, 2026-11-23.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from evidence_kit.importers.email_headers import Header, Parametrised, all_named, parametrised
from evidence_kit.importers.email_lines import MailLines

MOST_PARTS = 5000
DEEPEST = 60
LARGEST_HEADERS_BYTES = 1 << 20
MOST_HEADERS = 5000

HEADER_FIELD = re.compile(rb"([!-9;-~]{1,200})[ \t]*:")
"""The beginning of a header line: a name without blanks, and a colon."""

_MIME = re.compile(r"[a-z0-9!#$&^_.+-]+/[a-z0-9!#$&^_.+-]+\Z")


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a mail. ``body_at`` and ``body_end`` are offsets in the file; only a multipart has children.

    ``number`` counts as mail programs do: ``1.2`` is the second part of the first. ``mime`` is what the part says it
    is (untrusted), or the standard's default. ``preamble`` and ``epilogue`` are the text around the parts of a
    multipart, which mail programs do not show.
    """

    number: str
    headers: tuple[Header, ...]
    mime: str
    parameters: dict[str, str]
    disposition: Parametrised
    body_at: int
    body_end: int
    defects: tuple[str, ...] = ()
    children: tuple[Part, ...] = ()
    preamble: tuple[int, int] = (0, 0)
    epilogue: tuple[int, int] = (0, 0)


@dataclass(slots=True)
class _Growing:
    """A part whose end is not known yet."""

    number: str
    headers: tuple[Header, ...]
    mime: str
    parameters: dict[str, str]
    body_at: int
    boundary: bytes = b""
    body_end: int = 0
    preamble_end: int = 0
    epilogue_at: int = 0
    defects: list[str] = field(default_factory=list)
    children: list[_Growing] = field(default_factory=list)


def read_structure(lines: MailLines) -> Part:
    """The mail's parts as a tree. The lines are read to their end."""
    return _settled(_StructureReader(lines).read())


class _StructureReader:
    """Reads once through the lines; ``_tail`` is the part whose text the next boundary ends."""

    def __init__(self, lines: MailLines) -> None:
        self._lines = lines
        self._open: list[_Growing] = []
        self._parts = 0

    def read(self) -> _Growing:
        root = self._begin("", "text/plain")
        self._tail = root
        while (found := self._lines.next_dashed()) is not None:
            level, closes = self._level(found.line)
            if level < 0 or (not closes and self._is_full()):
                continue
            self._tail.body_end = found.text_ends_at
            self._end_inside(level, found.text_ends_at)
            parent = self._open[level]
            parent.preamble_end = parent.preamble_end or found.text_ends_at
            if closes:
                self._tail = self._open.pop()
                self._tail.epilogue_at = self._lines.at
            else:
                self._tail = self._child(parent)
        self._tail.body_end = self._lines.at
        self._end_inside(-1, self._lines.at)
        return root

    def _is_full(self) -> bool:
        """True when there are as many parts as are told apart; the rest then belongs to the last of them."""
        if self._parts < MOST_PARTS:
            return False
        defect = f"more than {MOST_PARTS} parts"
        if defect not in self._open[0].defects:
            self._open[0].defects.append(defect)
        return True

    def _level(self, line: bytes) -> tuple[int, bool]:
        """Which open multipart a boundary line belongs to (-1: none), the innermost first, and whether it ends it."""
        said = line.rstrip()[2:]
        for level in range(len(self._open) - 1, -1, -1):
            boundary = self._open[level].boundary
            if said == boundary:
                return level, False
            if said == boundary + b"--":
                return level, True
        return -1, False

    def _end_inside(self, level: int, at: int) -> None:
        """Ends the multiparts inside the one at ``level``, none of which had its closing line."""
        while len(self._open) - 1 > level:
            part = self._open.pop()
            part.body_end = part.epilogue_at = at
            part.defects.append("the closing boundary is missing")

    def _child(self, parent: _Growing) -> _Growing:
        number = f"{parent.number}.{len(parent.children) + 1}".lstrip(".")
        child = self._begin(number, "message/rfc822" if parent.mime == "multipart/digest" else "text/plain")
        parent.children.append(child)
        return child

    def _begin(self, number: str, usual_mime: str) -> _Growing:
        """Reads a part's headers; the lines then stand at its body."""
        self._parts += 1
        headers, defects = self._headers(is_root=not number)
        stated = all_named(headers, "content-type")
        content_type = parametrised(stated[0] if stated else None)
        mime = content_type.value if _MIME.match(content_type.value) else usual_mime
        if stated and mime != content_type.value:
            defects.append("the content type is no type")
        part = _Growing(number, headers, mime, content_type.parameters, self._lines.at, defects=defects)
        if mime.startswith("multipart/"):
            self._open_multipart(part)
        return part

    def _open_multipart(self, part: _Growing) -> None:
        boundary = part.parameters.get("boundary", "").rstrip().encode("utf-8", "replace")
        if not boundary:
            part.defects.append("a multipart without a boundary")
        elif len(self._open) >= DEEPEST:
            part.defects.append(f"parts inside parts, more than {DEEPEST} deep")
        else:
            part.boundary = boundary
            self._open.append(part)

    def _headers(self, *, is_root: bool) -> tuple[tuple[Header, ...], list[str]]:
        found: list[tuple[str, list[bytes]]] = []
        start = self._lines.at
        while line := self._lines.peek():
            is_blank = not line.strip(b"\r\n")
            if not is_blank and not self._take_header_line(line, found, is_first=is_root and not found):
                return _headers_of(found), ["a line among the headers is no header"]
            self._lines.skip()
            if is_blank and (found or not is_root):
                break
            if self._lines.at - start > LARGEST_HEADERS_BYTES or len(found) > MOST_HEADERS:
                return _headers_of(found), ["more headers than can be read"]
        return _headers_of(found), []

    def _take_header_line(self, line: bytes, found: list[tuple[str, list[bytes]]], *, is_first: bool) -> bool:
        """Adds a line to the headers; False when it belongs to none of them."""
        if line.startswith(b"--") and self._level(line)[0] >= 0:
            return False
        if line[:1] in {b" ", b"\t"} and found:
            found[-1][1].append(line)
            return True
        text = line.removeprefix(b"\xef\xbb\xbf") if is_first else line
        match = HEADER_FIELD.match(text)
        if match is None:
            return is_first and text.startswith((b"From ", b">From "))
        found.append((match[1].decode("ascii"), [text[match.end() :]]))
        return True


def _headers_of(found: list[tuple[str, list[bytes]]]) -> tuple[Header, ...]:
    return tuple(Header(name, b"".join(lines)) for name, lines in found)


def _settled(part: _Growing) -> Part:
    end = max(part.body_end, part.body_at)
    defects = list(part.defects)
    if part.boundary and not part.children:
        defects.append("the boundary never appears")
    is_text = part.mime.startswith("multipart/") and not part.children
    dispositions = all_named(part.headers, "content-disposition")
    around = part.children and not is_text
    return Part(
        number=part.number or ("" if part.children else "1"),
        headers=part.headers,
        mime="text/plain" if is_text else part.mime,
        parameters=part.parameters,
        disposition=parametrised(dispositions[0] if dispositions else None),
        body_at=part.body_at,
        body_end=end,
        defects=tuple(dict.fromkeys(defects)),
        children=tuple(_settled(child) for child in part.children),
        preamble=(part.body_at, max(part.preamble_end, part.body_at)) if around else (0, 0),
        epilogue=(min(part.epilogue_at, end), end) if around else (0, 0),
    )
