"""Fonts that draw outlines: what they cover, how they shape text, and the part of them that a PDF embeds."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path


class Face:
    """One face of a font file. ``name`` is ours and unique within a font set.

    ``ascender`` and ``descender`` (negative), ``cap_height`` and ``bounding_box`` (left, bottom, right, top) are in
    1/1000 em.
    """

    name: str
    postscript_name: str
    is_cff: bool
    upem: int
    ascender: float
    descender: float
    cap_height: float
    bounding_box: tuple[float, float, float, float]

    def __init__(self, name: str, path: Path, index: int = 0) -> None:
        raise NotImplementedError

    def advance(self, gid: int) -> float:
        """How far a glyph moves the pen by itself, in 1/1000 em."""
        raise NotImplementedError

    def subset(self, gids: Iterable[int]) -> bytes:
        """The font program to embed: these glyphs (and glyph 0) under their own numbers.

        TrueType faces give a whole font file; CFF faces (``is_cff``) give the bare CFF table, its CIDs equal to the
        glyph numbers.
        """
        raise NotImplementedError
