"""Pictures, carried into a document without being decoded wherever that is safe."""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture ready to be drawn: upright ``width`` x ``height`` in pixels. Its source must stay open until then.

    ``unchanged`` says that the pixels in the document are exactly the original's.
    """

    width: int
    height: int
    unchanged: bool


def load_picture(source: BinaryIO, mime: str) -> Picture | None:
    """A picture that needs no decoding, or None when it must be given as pixels (`picture_from_pixels`)."""
    raise NotImplementedError


def picture_from_pixels(width: int, height: int, rgb: bytes) -> Picture:
    """A picture from ``width * height * 3`` bytes of RGB that a child process has decoded."""
    raise NotImplementedError
