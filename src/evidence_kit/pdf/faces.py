"""Fonts that draw outlines: what they cover, how they shape text, and the part of them that a PDF embeds."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from evidence_kit.pdf.harfbuzz import POSTSCRIPT_NAME, FontFile, ShapedGlyph
from evidence_kit.pdf.runs import Cluster, Glyph

_USUAL_CAP_HEIGHT = 700.0


class Shaped(NamedTuple):
    """The glyphs of a text in one face and direction, left to right; the width is in 1/1000 em."""

    width: float
    clusters: tuple[Cluster, ...]


class Face:
    """One face of a font file. ``name`` is ours and unique within a font set.

    ``ascender`` and ``descender`` (negative), ``cap_height`` and ``bounding_box`` (left, bottom, right, top) are in
    1/1000 em.

    Raises:
        AssetInvalid: the file is missing or is no font; the program must be installed again.
    """

    def __init__(self, name: str, path: Path, index: int = 0) -> None:
        self.name = name
        self._file = FontFile(path, index)
        self.upem = self._file.upem
        self._scale = 1000 / self.upem
        self.postscript_name = self._file.name(POSTSCRIPT_NAME)
        self.is_cff = "CFF " in self._file.tables
        reach = self._file.extents
        self.ascender = reach.ascender * self._scale
        self.descender = reach.descender * self._scale
        self.cap_height = _cap_height(self._file.table("OS/2")) * self._scale or _USUAL_CAP_HEIGHT
        left, bottom, right, top = struct.unpack_from(">4h", self._file.table("head"), 36)
        scale = self._scale
        self.bounding_box = (left * scale, bottom * scale, right * scale, top * scale)
        self._known: dict[Cluster, Cluster] = {}

    def covers(self, code_points: Iterable[int]) -> bool:
        """True when the face has a glyph for each of the code points."""
        glyph_of = self._file.glyph_of
        return all(glyph_of(code_point) is not None for code_point in code_points)

    def advance(self, gid: int) -> float:
        """How far a glyph moves the pen by itself, in 1/1000 em."""
        return self._file.advance(gid) * self._scale

    def shape(self, text: str, rtl: bool) -> Shaped | None:
        """The glyphs of ``text`` (no lone surrogates), or None if the face lacks one of them."""
        glyphs = self._file.shape(text, rtl)
        if any(glyph.gid == 0 for glyph in glyphs):
            return None
        scale = self._scale
        width = sum(glyph.x_advance for glyph in glyphs) * scale
        return Shaped(width, tuple(self._clusters(text, glyphs)))

    def _clusters(self, text: str, glyphs: list[ShapedGlyph]) -> Iterable[Cluster]:
        starts = sorted({glyph.start for glyph in glyphs})
        # Characters that were dropped before the first glyph belong to the first cluster.
        begins = dict(zip(starts, [0, *starts[1:]], strict=True))
        ends = dict(zip(starts, [*starts[1:], len(text)], strict=True))
        scale = self._scale
        at = 0
        while at < len(glyphs):
            start, first = glyphs[at].start, at
            while at < len(glyphs) and glyphs[at].start == start:
                at += 1
            made = Cluster(
                text[begins[start] : ends[start]],
                tuple(
                    Glyph(glyph.gid, glyph.x_advance * scale, glyph.x_offset * scale, glyph.y_offset * scale)
                    for glyph in glyphs[first:at]
                ),
            )
            yield self._remembered(made)

    def _remembered(self, cluster: Cluster) -> Cluster:
        """The same cluster as one object, so that many words share their letters."""
        if len(self._known) > _CLUSTERS_KEPT:
            self._known.clear()
        return self._known.setdefault(cluster, cluster)

    def subset(self, gids: Iterable[int]) -> bytes:
        """The font program to embed: these glyphs (and glyph 0) under their own numbers.

        TrueType faces give a whole font file; CFF faces (``is_cff``) give the bare CFF table, its CIDs equal to the
        glyph numbers.
        """
        return self._file.subset(gids, self.is_cff)


_CLUSTERS_KEPT = 20_000


def _cap_height(os2: bytes) -> int:
    """The height of capitals in font units; 0 where the table is too old to say it."""
    if len(os2) < 90 or struct.unpack_from(">H", os2)[0] < 2:
        return 0
    return int(struct.unpack_from(">h", os2, 88)[0])
