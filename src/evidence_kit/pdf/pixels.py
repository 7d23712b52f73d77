"""A picture's pixels as a file holds them, still compressed, and how a document declares them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

_PIECE_BYTES = 1 << 16
_PROFILE_HEADER_BYTES = 128
_PROFILE_BYTES = 1 << 20
_PROFILE_SPACES = {1: b"GRAY", 3: b"RGB "}
_PROFILE_CLASSES = frozenset({b"mntr", b"scnr", b"prtr", b"spac"})


@dataclass(frozen=True, slots=True)
class Colours:
    """How samples become colours: 1 or 3 components of ``bits`` each, or indexes into an RGB palette.

    ``profile`` is an ICC profile whose head was checked; empty means plain sRGB or grey.
    """

    components: int
    bits: int = 8
    palette: bytes = b""
    profile: bytes = b""


@dataclass(frozen=True, slots=True)
class EncodedPixels:
    """``columns`` x ``rows`` pixels behind a PDF filter. ``pieces`` reads the bytes anew each time."""

    columns: int
    rows: int
    colours: Colours
    filter: str
    size_bytes: int
    pieces: Callable[[], Iterator[bytes]]


@dataclass(frozen=True, slots=True)
class Extent:
    """A range of a file."""

    offset: int
    size_bytes: int


def read_extents(source: BinaryIO, extents: tuple[Extent, ...]) -> Iterator[bytes]:
    """The bytes of the ranges, one after the other, in pieces."""
    for extent in extents:
        source.seek(extent.offset)
        left = extent.size_bytes
        while left:
            piece = source.read(min(left, _PIECE_BYTES))
            if not piece:
                # The file was longer when it was looked at. The stream's length is promised already.
                piece = bytes(min(left, _PIECE_BYTES))
            left -= len(piece)
            yield piece


def usable_profile(profile: bytes, components: int) -> bytes:
    """The ICC profile, if its head is what a document may hold; otherwise nothing.

    Source: ICC.1:2010, 7.2; ISO 19005-2:2011, 6.2.4.2, 2026-11-23.
    """
    if not _PROFILE_HEADER_BYTES < len(profile) <= _PROFILE_BYTES:
        return b""
    right = (
        int.from_bytes(profile[:4]) == len(profile)
        and profile[8] in {2, 4}
        and profile[12:16] in _PROFILE_CLASSES
        and profile[16:20] == _PROFILE_SPACES.get(components)
        and profile[36:40] == b"acsp"
    )
    return profile if right else b""
