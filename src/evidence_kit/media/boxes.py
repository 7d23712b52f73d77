"""Times, length, device and place out of MP4, MOV, 3GP and M4A: integer arithmetic over boxes, nothing is decoded.

Source: ISO/IEC 14496-12 (boxes, ``mvhd``: seconds since 1904-01-01 UTC);
https://developer.apple.com/documentation/quicktime-file-format/metadata_atoms_and_types (``keys``/``ilst``, ``©xyz``), 2026-11-23.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import BinaryIO

from evidence_kit.model import EmbeddedFact

_EPOCH = datetime(1904, 1, 1, tzinfo=UTC)
_LARGEST_MOVIE_BYTES = 16 << 20
_MOST_BOXES = 10_000
_LONGEST_TEXT_BYTES = 2000

_USER_TEXTS = {
    b"\xa9day": "©day",
    b"\xa9xyz": "GPS ©xyz",
    b"\xa9mak": "©mak",
    b"\xa9mod": "©mod",
    b"\xa9swr": "©swr",
    b"\xa9too": "©too",
    b"\xa9cmt": "©cmt",
    b"\xa9nam": "©nam",
}

_Box = tuple[bytes, memoryview]


class BoxesBroken(ValueError):
    """The boxes of a file do not fit into each other; caught in this package."""


def movie_facts(source: BinaryIO, size_bytes: int) -> tuple[EmbeddedFact, ...]:
    """What the file's movie box says: creation and change time (UTC by the format), length, device, place.

    Reads a few bytes of each outer box and the movie box itself. A time of 0 means "not stated" and gives no fact.

    Raises:
        BoxesBroken: The file is cut off or its boxes make no sense; nothing can be said about it.
    """
    movie = _movie_box(source, size_bytes)
    facts: list[EmbeddedFact] = []
    for kind, body in _boxes(movie):
        if kind == b"mvhd":
            facts += _header_facts(body)
        elif kind == b"meta":
            facts += _key_facts(body)
        elif kind == b"udta":
            facts += _user_facts(body)
    return tuple(facts)


def _movie_box(source: BinaryIO, size_bytes: int) -> memoryview:
    at = 0
    for _ in range(_MOST_BOXES):
        source.seek(at)
        head = source.read(16)
        if len(head) < 8:
            break
        length, head_bytes = _box_length(head, size_bytes - at)
        if head[4:8] == b"moov":
            if length > min(_LARGEST_MOVIE_BYTES, size_bytes - at):
                break
            source.seek(at + head_bytes)
            return memoryview(source.read(length - head_bytes))
        at += length
    raise BoxesBroken(at)


def _box_length(head: bytes | memoryview, left_bytes: int) -> tuple[int, int]:
    length, head_bytes = int.from_bytes(head[:4], "big"), 8
    if length == 1:
        length, head_bytes = int.from_bytes(head[8:16], "big"), 16
    elif length == 0:
        length = left_bytes
    if length < head_bytes:
        raise BoxesBroken(length)
    return length, head_bytes


def _boxes(body: memoryview) -> Iterator[_Box]:
    at = 0
    while len(body) - at >= 8:
        length, head_bytes = _box_length(body[at : at + 16], len(body) - at)
        if length > len(body) - at:
            raise BoxesBroken(at)
        yield bytes(body[at + 4 : at + 8]), body[at + head_bytes : at + length]
        at += length


def _header_facts(body: memoryview) -> Iterator[EmbeddedFact]:
    stream = io.BytesIO(body)
    width = 8 if stream.read(4)[:1] == b"\1" else 4

    def number(size_bytes: int) -> int:
        return int.from_bytes(stream.read(size_bytes), "big")

    for name in ("mvhd creation_time", "mvhd modification_time"):
        seconds = number(width)
        if seconds:
            yield EmbeddedFact(name, _moment(seconds))
    ticks_a_second, ticks = number(4), number(width)
    if ticks_a_second and ticks not in {0, (1 << 8 * width) - 1}:
        yield EmbeddedFact("mvhd duration", f"{ticks / ticks_a_second:.3f} s")


def _moment(seconds: int) -> str:
    try:
        return (_EPOCH + timedelta(seconds=seconds)).isoformat().replace("+00:00", "Z")
    except OverflowError:
        return f"{seconds} s"


def _key_facts(body: memoryview) -> Iterator[EmbeddedFact]:
    """QuickTime's named facts: the ``keys`` box numbers the names, ``ilst`` holds a value for each number."""
    inner = body if bytes(body[4:8]) == b"hdlr" else body[4:]
    boxes = dict(_boxes(inner))
    names = [
        bytes(name).decode("utf-8", "replace") for _, name in _boxes(boxes.get(b"keys", memoryview(b""))[8:])
    ]
    for number_bytes, entry in _boxes(boxes.get(b"ilst", memoryview(b""))):
        number = int.from_bytes(number_bytes, "big")
        value = dict(_boxes(entry)).get(b"data")
        if value is not None and 1 <= number <= len(names) and bytes(value[:4]) == b"\0\0\0\1":
            name = names[number - 1]
            text = bytes(value[8 : 8 + _LONGEST_TEXT_BYTES]).decode("utf-8", "replace")
            yield EmbeddedFact(f"GPS {name}" if ".location." in name else name, text)


def _user_facts(body: memoryview) -> Iterator[EmbeddedFact]:
    # Some cameras end this box with four zero bytes that are no box.
    for kind, value in _boxes(body[:-4] if bytes(body[-4:]) == b"\0\0\0\0" else body):
        if kind in _USER_TEXTS and len(value) > 4:
            length = int.from_bytes(value[:2], "big")
            text = bytes(value[4 : 4 + min(length, _LONGEST_TEXT_BYTES)]).decode("utf-8", "replace")
            yield EmbeddedFact(_USER_TEXTS[kind], text)
