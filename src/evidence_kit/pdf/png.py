"""PNG files whose pixel data a document can take over byte for byte.

A PDF reader undoes the same compression and the same row filters. Only the pixel data, the palette and the colour
profile are taken; every other chunk (texts, times, EXIF) stays behind.

Source: W3C, Portable Network Graphics (PNG) Specification, second edition, 2026-11-23.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from evidence_kit.pdf.exif import exif_orientation
from evidence_kit.pdf.pixels import Colours, EncodedPixels, Extent, read_extents, usable_profile

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_HEADER = struct.Struct(">IIBBBBB")
_GREY, _RGB, _INDEXED = 0, 2, 3
_DEPTHS = {_GREY: (1, 2, 4, 8), _RGB: (8,), _INDEXED: (1, 2, 4, 8)}
_CHANNELS = {_GREY: 1, _RGB: 3, _INDEXED: 1}
_MOST_PIXELS = 120_000_000
_LONGEST_SIDE = 65_000
_FILTERS = 5
_PIECE_BYTES = 1 << 16
_SMALL_CHUNK_BYTES = 1 << 20


@dataclass(slots=True)
class _Found:
    """What the chunks said so far."""

    header: tuple[int, ...] = ()
    palette: bytes = b""
    profile: bytes = b""
    data: list[Extent] = field(default_factory=list)
    orientation: int = 1
    ended: bool = False


def read_png(source: BinaryIO, *, inflate: bool) -> tuple[EncodedPixels, int] | None:
    """The pixel data of an untrusted PNG and its EXIF orientation, 1 to 8; None when it must be decoded.

    ``inflate`` undoes the compression once, in bounded memory, to see that the data has the promised length;
    without it only the structure and the check sums are looked at.
    """
    found = _read_chunks(source)
    if found is None or not found.header:
        return None
    columns, rows, depth, kind = found.header[:4]
    if not _plain(found) or columns * rows > _MOST_PIXELS or max(columns, rows) > _LONGEST_SIDE:
        return None
    extents = tuple(found.data)
    row_bytes = (columns * depth * _CHANNELS[kind] + 7) // 8
    if inflate and not _inflates(read_extents(source, extents), row_bytes + 1, rows):
        return None
    palette = found.palette.ljust(3 << depth, b"\0") if kind == _INDEXED else b""
    components = 3 if kind == _INDEXED else _CHANNELS[kind]
    pixels = EncodedPixels(
        columns,
        rows,
        Colours(_CHANNELS[kind], depth, palette, usable_profile(found.profile, components)),
        "/FlateDecode",
        sum(extent.size_bytes for extent in extents),
        lambda: read_extents(source, extents),
    )
    return pixels, found.orientation


def _plain(found: _Found) -> bool:
    columns, rows, depth, kind, compression, filtering, interlace = found.header
    if not columns or not rows or depth not in _DEPTHS.get(kind, ()) or compression or filtering or interlace:
        return False
    if kind == _INDEXED and not 0 < len(found.palette) <= 3 << depth:
        return False
    return found.ended and bool(found.data)


def _read_chunks(source: BinaryIO) -> _Found | None:
    source.seek(0)
    if source.read(len(_SIGNATURE)) != _SIGNATURE:
        return None
    found = _Found()
    while not found.ended:
        head = source.read(8)
        if len(head) < 8:
            return None
        size, kind = int.from_bytes(head[:4]), head[4:]
        if not _read_chunk(source, found, kind, size):
            return None
    return found


def _read_chunk(source: BinaryIO, found: _Found, kind: bytes, size: int) -> bool:
    """Takes one chunk in; False when the file is not to be passed through."""
    if kind == b"tRNS" or (kind != b"IHDR" and not found.header):
        return False
    if kind == b"IDAT":
        return _note_data(source, found, size)
    if kind not in {b"IHDR", b"PLTE", b"iCCP", b"eXIf", b"IEND"}:
        # An upper-case first letter means that the picture cannot be shown without this chunk.
        source.seek(size + 4, 1)
        return kind[:1].islower()
    body, check = source.read(min(size, _SMALL_CHUNK_BYTES)), source.read(4)
    if len(body) != size or zlib.crc32(kind + body) != int.from_bytes(check) or len(check) < 4:
        return False
    return _note_small(found, kind, body)


def _note_small(found: _Found, kind: bytes, body: bytes) -> bool:
    if kind == b"IHDR":
        if found.header or len(body) != _HEADER.size:
            return False
        found.header = _HEADER.unpack(body)
    elif kind == b"PLTE":
        if found.palette or found.data or len(body) % 3:
            return False
        found.palette = body
    elif kind == b"iCCP":
        found.profile = _profile(body)
    elif kind == b"eXIf":
        found.orientation = exif_orientation(body)
    else:
        found.ended = True
    return True


def _note_data(source: BinaryIO, found: _Found, size: int) -> bool:
    extent = Extent(source.tell(), size)
    check = zlib.crc32(b"IDAT")
    left = size
    while left:
        piece = source.read(min(left, _PIECE_BYTES))
        if not piece:
            return False
        left -= len(piece)
        check = zlib.crc32(piece, check)
    if source.read(4) != check.to_bytes(4):
        return False
    if size:
        if found.data and found.data[-1].offset + found.data[-1].size_bytes + 12 != extent.offset:
            return False
        found.data.append(extent)
    return True


def _profile(body: bytes) -> bytes:
    name, _, rest = body.partition(b"\0")
    if not 0 < len(name) < 80 or rest[:1] != b"\0":
        return b""
    inflater = zlib.decompressobj()
    try:
        profile = inflater.decompress(rest[1:], _SMALL_CHUNK_BYTES)
    except zlib.error:
        return b""
    return profile if inflater.eof else b""


def _inflates(pieces: Iterator[bytes], row_bytes: int, rows: int) -> bool:
    """Whether the data is exactly ``rows`` rows, each with a known filter."""
    inflater = zlib.decompressobj()
    size, promised = 0, row_bytes * rows
    try:
        for piece in pieces:
            waiting = piece
            while waiting and not inflater.eof:
                pixels = inflater.decompress(waiting, _PIECE_BYTES)
                waiting = inflater.unconsumed_tail
                filters = pixels[-size % row_bytes :: row_bytes]
                size += len(pixels)
                if size > promised or max(filters, default=0) >= _FILTERS:
                    return False
            if waiting or inflater.unused_data:
                return False
    except zlib.error:
        return False
    return inflater.eof and size == promised
