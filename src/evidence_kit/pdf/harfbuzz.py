"""The one place that speaks to HarfBuzz, which carries no types: what this package needs of it, typed.

Lengths here are in font units, as the font file says them.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple, Protocol, cast

import uharfbuzz

from evidence_kit.errors import AssetInvalid


class ShapedGlyph(NamedTuple):
    """One glyph in the order of drawing; ``start`` is where its text begins in the shaped string."""

    gid: int
    start: int
    x_advance: int
    x_offset: int
    y_offset: int


class Extents(NamedTuple):
    """How far the font reaches above and below the base line (below is negative)."""

    ascender: int
    descender: int


class _Bytes(Protocol):
    data: bytes

    def __len__(self) -> int: ...


class _HbFace(Protocol):
    upem: int
    glyph_count: int
    table_tags: list[str]
    blob: _Bytes

    def get_name(self, name_id: int) -> str | None: ...
    def reference_table(self, tag: str) -> _Bytes: ...


class _HbFont(Protocol):
    ppem: tuple[int, int]

    def get_nominal_glyph(self, code_point: int) -> int | None: ...
    def get_glyph_h_advance(self, gid: int) -> int: ...
    def get_font_extents(self, direction: str) -> Extents: ...
    def get_glyph_color_png(self, gid: int) -> _Bytes: ...


class _Info(Protocol):
    codepoint: int
    cluster: int


class _Position(Protocol):
    x_advance: int
    x_offset: int
    y_offset: int


class _HbBuffer(Protocol):
    direction: str
    flags: int
    glyph_infos: list[_Info]
    glyph_positions: list[_Position]

    def add_str(self, text: str) -> None: ...
    def guess_segment_properties(self) -> None: ...


class _TagSet(Protocol):
    def add(self, value: int) -> None: ...
    def update(self, values: Iterable[int]) -> None: ...


class _HbSubsetInput(Protocol):
    glyph_set: _TagSet
    drop_table_tag_set: _TagSet
    flags: int


POSTSCRIPT_NAME = 6
_FEATURES = {"kern": True, "liga": False}
"""Optional ligatures are left out: each letter of evidence keeps a glyph of its own wherever the script allows."""

_NOT_NEEDED_IN_PDF = (
    "BASE", "DSIG", "GDEF", "GPOS", "GSUB", "MATH", "STAT", "VORG",
    "gasp", "kern", "meta", "name", "post", "vhea", "vmtx",
)  # fmt: skip


class FontFile:
    """One face of an opened font file.

    Raises:
        AssetInvalid: the file is missing or is no font; the program must be installed again.
    """

    def __init__(self, path: Path, index: int = 0) -> None:
        try:
            blob = uharfbuzz.Blob.from_file_path(str(path))
        except uharfbuzz.HarfBuzzError as error:
            raise AssetInvalid(name=path.name, reason="missing or unreadable") from error
        self._face = cast(_HbFace, uharfbuzz.Face(blob, index))
        if not self._face.glyph_count:
            raise AssetInvalid(name=path.name, reason="not a font")
        self._font = cast(_HbFont, uharfbuzz.Font(self._face))
        self.upem = self._face.upem

    @property
    def tables(self) -> list[str]:
        """The tags of the tables in the file."""
        return self._face.table_tags

    @property
    def extents(self) -> Extents:
        """The font's reach above and below the base line."""
        return self._font.get_font_extents("ltr")

    def name(self, name_id: int) -> str:
        """An entry of the font's name table, in English; empty if there is none."""
        return self._face.get_name(name_id) or ""

    def table(self, tag: str) -> bytes:
        """The bytes of one table; empty if there is none."""
        return bytes(self._face.reference_table(tag).data)

    def glyph_of(self, code_point: int) -> int | None:
        """The glyph that the font's character map gives, or None."""
        return self._font.get_nominal_glyph(code_point) or None

    def advance(self, gid: int) -> int:
        """How far a glyph moves the pen."""
        return self._font.get_glyph_h_advance(gid)

    def shape(self, text: str, rtl: bool) -> list[ShapedGlyph]:
        """The glyphs of ``text``, left to right. Lone surrogates must have been taken out before."""
        buffer = cast(_HbBuffer, uharfbuzz.Buffer())
        buffer.add_str(text)
        buffer.guess_segment_properties()
        buffer.direction = "rtl" if rtl else "ltr"
        # A mark without a letter gets a dotted circle to stand on, so that it cannot hide over its neighbour.
        buffer.flags = uharfbuzz.BufferFlags.BOT | uharfbuzz.BufferFlags.REMOVE_DEFAULT_IGNORABLES
        uharfbuzz.shape(self._font, buffer, _FEATURES)
        return [
            ShapedGlyph(info.codepoint, info.cluster, place.x_advance, place.x_offset, place.y_offset)
            for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
        ]

    def choose_bitmap_size(self, pixels: int) -> None:
        """Makes ``bitmap`` answer for this size of picture."""
        self._font.ppem = (pixels, pixels)

    def bitmap(self, gid: int) -> bytes:
        """The PNG picture of a glyph; empty if it has none."""
        return bytes(self._font.get_glyph_color_png(gid).data)

    def has_bitmap(self, gid: int) -> bool:
        """True when the glyph has a PNG picture."""
        return len(self._font.get_glyph_color_png(gid)) > 0

    def subset(self, gids: Iterable[int], cff: bool) -> bytes:
        """A font with these glyphs only, under their own numbers: a whole file, or with ``cff`` the CFF table."""
        wanted = cast(_HbSubsetInput, uharfbuzz.SubsetInput())
        wanted.glyph_set.update({0, *gids})
        flags = uharfbuzz.SubsetFlags
        wanted.flags = flags.RETAIN_GIDS | flags.NOTDEF_OUTLINE | flags.NO_LAYOUT_CLOSURE
        if cff:
            wanted.flags |= flags.CFF_IDENTITY_CHARSET
        for tag in _NOT_NEEDED_IN_PDF:
            wanted.drop_table_tag_set.add(int.from_bytes(tag.encode("ascii"), "big"))
        small = cast(_HbFace, uharfbuzz.subset(self._face, wanted))
        return bytes(small.reference_table("CFF ").data if cff else small.blob.data)
