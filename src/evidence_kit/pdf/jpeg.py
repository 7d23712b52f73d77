"""JPEG files, taken over without what cameras and programs write beside the picture.

EXIF (with its place and device), comments, previews and anything after the picture's end are left out. The picture's
own bytes are not touched. How the camera was held is read from EXIF first and handed on.

Source: ITU-T T.81 (1992), annex B, 2026-11-23.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO

from evidence_kit.pdf.exif import exif_orientation
from evidence_kit.pdf.pixels import Colours, EncodedPixels, Extent, read_extents, usable_profile

_START, _END, _SCAN, _ADOBE = 0xD8, 0xD9, 0xDA, 0xEE
_EXIF, _PROFILE, _COMMENT = 0xE1, 0xE2, 0xFE
_APPLICATION = range(0xE0, 0xF0)
_CODES, _QUANTA, _RESTART = 0xC4, 0xDB, 0xDD
_FRAMES = frozenset({0xC0, 0xC1, 0xC2})
_ADOBE_BYTES = 12
_MOST_PIXELS = 120_000_000
_WINDOW_BYTES = 1 << 18
_MOST_SEGMENTS = 5000
_EXIF_MARK = b"Exif\0\0"
_PROFILE_MARK = b"ICC_PROFILE\0"
_RGB_NAMES = (82, 71, 66)
_NEXT_MARKER = re.compile(rb"\xff+[^\x00\xff\xd0-\xd7]")


@dataclass(slots=True)
class _Found:
    """What the segments said so far; ``kept`` are the ranges that go into the document."""

    kept: list[Extent] = field(default_factory=list)
    frame: tuple[int, ...] = ()
    names: tuple[int, ...] = ()
    profile_parts: dict[int, bytes] = field(default_factory=dict)
    orientation: int = 1
    adobe: bool = False
    tables: set[int] = field(default_factory=set)
    scans: int = 0


def read_jpeg(source: BinaryIO) -> tuple[EncodedPixels, int] | None:
    """The picture of an untrusted JPEG and its EXIF orientation, 1 to 8; None when it must be decoded."""
    found = _read_segments(source)
    if found is None or not found.frame or not found.scans or not found.tables >= {_CODES, _QUANTA}:
        return None
    precision, rows, columns, components = found.frame
    if precision != 8 or not rows or not columns or rows * columns > _MOST_PIXELS:
        return None
    # Four components would need a CMYK profile in the archive; unmarked RGB is read in two ways.
    if components not in {1, 3} or (found.names == _RGB_NAMES and not found.adobe):
        return None
    extents = tuple(found.kept)
    pixels = EncodedPixels(
        columns,
        rows,
        Colours(components, profile=usable_profile(_joined_profile(found.profile_parts), components)),
        "/DCTDecode",
        sum(extent.size_bytes for extent in extents),
        lambda: read_extents(source, extents),
    )
    return pixels, found.orientation


def _read_segments(source: BinaryIO) -> _Found | None:
    source.seek(0)
    if source.read(2) != bytes((0xFF, _START)):
        return None
    found = _Found(kept=[Extent(0, 2)])
    for _ in range(_MOST_SEGMENTS):
        marker = _marker(source)
        if marker is None:
            return None
        if marker == _END:
            found.kept.append(Extent(source.tell() - 2, 2))
            return found
        if not _read_segment(source, found, marker):
            return None
    return None


def _marker(source: BinaryIO) -> int | None:
    if source.read(1) != b"\xff":
        return None
    byte = source.read(1)
    while byte == b"\xff":
        byte = source.read(1)
    return byte[0] if byte and byte != b"\0" else None


def _read_segment(source: BinaryIO, found: _Found, marker: int) -> bool:
    """Takes one segment in; False when the file is not to be passed through."""
    start = source.tell() - 2
    size = source.read(2)
    length = int.from_bytes(size)
    if len(size) < 2 or length < 2:
        return False
    body = source.read(length - 2)
    if len(body) != length - 2:
        return False
    whole = Extent(start, length + 2)
    if marker in _APPLICATION or marker == _COMMENT:
        return _read_application(found, marker, body, whole)
    if marker in _FRAMES:
        return _read_frame(found, body, whole)
    if marker == _SCAN:
        found.scans += 1
        found.kept.append(whole)
        return bool(found.frame) and _keep_scan(source, found)
    if marker in _TABLE_CHECKS:
        if not _TABLE_CHECKS[marker](body):
            return False
        found.tables.add(marker)
        found.kept.append(whole)
        return True
    return False


def _read_frame(found: _Found, body: bytes, whole: Extent) -> bool:
    if found.frame or len(body) < 6 or len(body) != 6 + 3 * body[5]:
        return False
    found.frame = struct.unpack(">BHHB", body[:6])
    found.names = tuple(body[6::3])
    found.kept.append(whole)
    return True


def _read_application(found: _Found, marker: int, body: bytes, whole: Extent) -> bool:
    if marker == _ADOBE and body[:5] == b"Adobe":
        # Says how the colours are coded, so it stays; in its plain form nothing fits into it besides.
        if len(body) != _ADOBE_BYTES or found.adobe:
            return False
        found.adobe = True
        found.kept.append(whole)
    elif marker == _EXIF and body.startswith(_EXIF_MARK) and not found.scans:
        found.orientation = exif_orientation(body[len(_EXIF_MARK) :])
    elif marker == _PROFILE and body.startswith(_PROFILE_MARK) and len(body) > len(_PROFILE_MARK) + 2:
        found.profile_parts.setdefault(body[len(_PROFILE_MARK)], body[len(_PROFILE_MARK) + 2 :])
    return True


def _keep_scan(source: BinaryIO, found: _Found) -> bool:
    """Keeps coded data up to the next marker and leaves the source there."""
    start = source.tell()
    base, tail = start, b""
    while True:
        window = source.read(_WINDOW_BYTES)
        if not window:
            return False
        joined = tail + window
        match = _NEXT_MARKER.search(joined)
        if match:
            end = base - len(tail) + match.end() - 2
            found.kept.append(Extent(start, end - start))
            source.seek(end)
            return end > start
        tail = b"\xff" if joined.endswith(b"\xff") else b""
        base += len(window)


def _codes_sound(body: bytes) -> bool:
    """Whether Huffman tables are well formed: no decoder shows anything of a picture whose tables are not."""
    place = 0
    while place < len(body):
        counts = body[place + 1 : place + 17]
        if len(counts) < 16 or body[place] & 0xEE or sum(counts) > 256:
            return False
        room = 1
        for count in counts:
            room = room * 2 - count
            # The code of all ones is never given away.
            if room < 1:
                return False
        place += 17 + sum(counts)
    return place == len(body) > 0


def _quanta_sound(body: bytes) -> bool:
    place = 0
    while place < len(body):
        precision, number = body[place] >> 4, body[place] & 15
        if precision > 1 or number > 3:
            return False
        place += 1 + 64 * (precision + 1)
    return place == len(body) > 0


def _restart_sound(body: bytes) -> bool:
    return len(body) == 2


_TABLE_CHECKS: Mapping[int, Callable[[bytes], bool]] = {
    _CODES: _codes_sound,
    _QUANTA: _quanta_sound,
    _RESTART: _restart_sound,
}


def _joined_profile(parts: dict[int, bytes]) -> bytes:
    if sorted(parts) != list(range(1, len(parts) + 1)):
        return b""
    return b"".join(parts[number] for number in sorted(parts))
