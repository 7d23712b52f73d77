"""The lines of a text file as they stand, in bounded memory, whatever its bytes are."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator
from typing import BinaryIO, NamedTuple

from evidence_kit.errors import ExportUnreadable

CHUNK_BYTES = 256 * 1024
LINE_LIMIT_CHARACTERS = 12 * 1024 * 1024
"""A longer line comes in pieces, so that a file without line ends does not fill the memory."""

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_LONE = re.compile("[\ud800-\udfff]")
_UNREADABLE_BYTES = re.compile("[\udc80-\udcff]+")
_HEX_LIMIT = 64


class Line(NamedTuple):
    """One line without its end. ``bad_bytes`` are the bytes that were no text, in hex; they show as U+FFFD.

    ``joined`` is True for a further piece of the line before.
    """

    number: int
    text: str
    bad_bytes: str
    joined: bool


def encoding_of(head: bytes) -> str:
    """The encoding of a text by its first bytes: UTF-8 unless they say or show UTF-16."""
    for bom, encoding in _BOMS:
        if head.startswith(bom):
            return encoding
    sample = head[:512]
    nuls = sample[0::2].count(0), sample[1::2].count(0)
    if len(sample) >= 8 and max(nuls) > len(sample) // 4 and min(nuls) * 8 < max(nuls):
        return "utf-16-be" if nuls[0] > nuls[1] else "utf-16-le"
    return "utf-8"


def text_lines(
    stream: BinaryIO, encoding: str, tick: Callable[[int], None], last_piece: bool = True
) -> Iterator[Line]:
    """Every line of ``stream``, split at LF alone; a CR before the LF belongs to the line end.

    ``tick(size_bytes)`` is called for each piece that was read and may raise ``Cancelled``. What follows the last
    LF is a line too, unless ``last_piece`` is False (a head that was cut).

    Raises:
        ExportUnreadable: a zip member is damaged; the lines before the damage have all been given.
    """
    number = 1
    carry: list[str] = []
    carried = 0
    joined = False
    for text in _decoded(stream, encoding, tick):
        *ended, rest = text.split("\n")
        for piece in ended:
            carry.append(piece)
            yield _line(number, "".join(carry), joined)
            number += 1
            carry.clear()
            carried, joined = 0, False
        carry.append(rest)
        carried += len(rest)
        if carried > LINE_LIMIT_CHARACTERS:
            yield _line(number, "".join(carry), joined)
            carry.clear()
            carried, joined = 0, True
    if last_piece and any(carry):
        yield _line(number, "".join(carry), joined)


def _decoded(stream: BinaryIO, encoding: str, tick: Callable[[int], None]) -> Iterator[str]:
    errors = "surrogateescape" if encoding == "utf-8" else "replace"
    decoder = codecs.getincrementaldecoder(encoding)(errors)
    damage: ExportUnreadable | None = None
    while damage is None:
        try:
            data = stream.read(CHUNK_BYTES)
        except ExportUnreadable as error:
            damage, data = error, b""
        if not data:
            break
        tick(len(data))
        yield decoder.decode(data)
    yield decoder.decode(b"", True)
    if damage is not None:
        raise damage


def _line(number: int, text: str, joined: bool) -> Line:
    text = text.removesuffix("\r")
    if not _has_lone_surrogate(text):
        return Line(number, text, "", joined)
    found = (match[0].encode("utf-8", "surrogateescape").hex() for match in _UNREADABLE_BYTES.finditer(text))
    shown = [part for _, part in zip(range(_HEX_LIMIT), found, strict=False)]
    return Line(number, _LONE.sub("\ufffd", text), " ".join(shown), joined)


def _has_lone_surrogate(text: str) -> bool:
    return not text.isascii() and _LONE.search(text) is not None
