"""Fonts inside a document: laid-out lines become text operators, and the glyphs that were used are embedded.

An outline face becomes a composite font whose codes are glyph numbers. Each glyph's text goes into the font's
ToUnicode table; where one glyph stands for several texts, or several glyphs for one, the text is written beside the
glyphs (ActualText), so that copying and searching give back what was written. The colour emoji become Type 3 fonts
whose glyphs are pictures, one code for a whole sequence.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PIL import Image

from evidence_kit.pdf.emoji import EmojiFace
from evidence_kit.pdf.faces import Face
from evidence_kit.pdf.objects import Ref, Stream, StreamingDocument, dictionary, name, sequence, utf16
from evidence_kit.pdf.runs import Cluster, Glyph, Line, Run

_REMEMBERED_RUNS = 50_000
_CODES_PER_EMOJI_FONT = 250
_EMOJI_PIXELS = 72
_SYMBOLIC = 4
_BOLD_STROKE = 0.032
_SLACK = 0.01

_CMAP_HEAD = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
{first} {last}
endcodespacerange"""
_CMAP_TAIL = "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"


@dataclass(frozen=True, slots=True)
class _Operators:
    """A run as operators: an array for TJ, or finished parts between which the rise (1/1000 em) changes."""

    resource: str
    bold: bool
    array: str
    parts: tuple[str | float, ...] = ()


class DocumentFonts:
    """The fonts of one document."""

    def __init__(self) -> None:
        self._outline: dict[str, OutlineFont] = {}
        self._emoji: list[EmojiFont] = []
        self._emoji_codes: dict[tuple[int, str], tuple[EmojiFont, int]] = {}
        self._runs: dict[Run, tuple[_Operators, ...]] = {}

    def text(self, line: Line, size: float, x: float, y: float) -> str:
        """The operators that draw ``line`` with its left end on the baseline at ``x``, ``y`` (points)."""
        out = [f"BT 1 0 0 1 {x:.2f} {y:.2f} Tm"]
        pending: list[str] = []
        font, bold, known = "", False, self._runs
        for run in line.runs:
            for operators in known.get(run) or self._remember(run):
                if operators.resource != font or operators.bold != bold:
                    _end_array(out, pending)
                    _switch(out, operators, size, bold)
                    font, bold = operators.resource, operators.bold
                if operators.parts:
                    _end_array(out, pending)
                    out.extend(
                        part if isinstance(part, str) else f"{part * size / 1000:.3f} Ts"
                        for part in operators.parts
                    )
                else:
                    pending.append(operators.array)
        _end_array(out, pending)
        out.append("0 Tr ET" if bold else "ET")
        return " ".join(out)

    def _remember(self, run: Run) -> tuple[_Operators, ...]:
        if len(self._runs) >= _REMEMBERED_RUNS:
            self._runs.clear()
        face = run.face
        if isinstance(face, EmojiFace):
            operators = tuple(self._emoji_operators(face, cluster) for cluster in run.clusters)
        else:
            operators = (self._outline_operators(face, run),)
        self._runs[run] = operators
        return operators

    def _outline_operators(self, face: Face, run: Run) -> _Operators:
        font = self._outline.get(face.name)
        if font is None:
            font = self._outline[face.name] = OutlineFont(f"F{len(self._outline) + 1}", face)
        return font.operators(run)

    def _emoji_operators(self, face: EmojiFace, cluster: Cluster) -> _Operators:
        font, code = self._emoji_code(face, cluster.glyphs[0].gid, cluster.text)
        return _Operators(font.resource, bold=False, array=f"<{code:02X}>")

    def _emoji_code(self, face: EmojiFace, gid: int, text: str) -> tuple[EmojiFont, int]:
        found = self._emoji_codes.get((gid, text))
        if found is None:
            if not self._emoji or self._emoji[-1].full:
                self._emoji.append(EmojiFont(f"J{len(self._emoji) + 1}", face))
            font = self._emoji[-1]
            found = self._emoji_codes[gid, text] = (font, font.add(gid, text))
        return found

    @property
    def emoji(self) -> tuple[str, ...]:
        """Every emoji that was drawn, in the order of first use."""
        return tuple(dict.fromkeys(text for _, text in self._emoji_codes))

    def write(self, document: StreamingDocument, resources: Ref) -> None:
        """Embeds the fonts and writes the resource dictionary that all pages share."""
        fonts: list[OutlineFont | EmojiFont] = [*self._outline.values(), *self._emoji]
        document.write(resources, dictionary({font.resource: font.write(document) for font in fonts}))


def _switch(out: list[str], operators: _Operators, size: float, bold: bool) -> None:
    out.append(f"/{operators.resource} {size:g} Tf")
    if operators.bold != bold:
        out.append(f"2 Tr {size * _BOLD_STROKE:.2f} w" if operators.bold else "0 Tr")


def _end_array(out: list[str], pending: list[str]) -> None:
    if pending:
        out.append(f"[{''.join(pending)}] TJ".replace("><", ""))
        pending.clear()


class OutlineFont:
    """One outline face in one document."""

    def __init__(self, resource: str, face: Face) -> None:
        self.resource = resource
        self._face = face
        self._texts: dict[int, str] = {}

    def operators(self, run: Run) -> _Operators:
        """What draws a run; its glyphs are noted for embedding."""
        parts: list[str | float] = []
        pending: list[str] = []
        for cluster in run.clusters:
            if self._plain(cluster):
                self._show(pending, cluster.glyphs[0])
            else:
                _close(parts, pending)
                self._explained(parts, cluster)
        if not parts:
            return _Operators(self.resource, run.bold, "".join(pending).replace("><", ""))
        _close(parts, pending)
        return _Operators(self.resource, run.bold, "", tuple(parts))

    def _plain(self, cluster: Cluster) -> bool:
        if len(cluster.glyphs) != 1:
            return False
        glyph = cluster.glyphs[0]
        known = self._texts.setdefault(glyph.gid, cluster.text)
        return known == cluster.text and not glyph.x_offset and not glyph.y_offset

    def _show(self, pending: list[str], glyph: Glyph) -> None:
        if glyph.x_offset:
            pending.append(f"{-glyph.x_offset:.4g}")
        pending.append(f"<{glyph.gid:04X}>")
        back = self._face.advance(glyph.gid) - glyph.advance + glyph.x_offset
        if abs(back) > _SLACK:
            pending.append(f"{back:.4g}")

    def _explained(self, parts: list[str | float], cluster: Cluster) -> None:
        pending: list[str] = []
        parts.append(f"/Span <</ActualText <FEFF{utf16(cluster.text).hex().upper()}>>> BDC")
        rise = 0.0
        for glyph in cluster.glyphs:
            self._texts.setdefault(glyph.gid, cluster.text)
            if glyph.y_offset != rise:
                _close(parts, pending)
                rise = glyph.y_offset
                parts.append(rise)
            self._show(pending, glyph)
        _close(parts, pending)
        if rise:
            parts.append(0.0)
        parts.append("EMC")

    def write(self, document: StreamingDocument) -> Ref:
        """Embeds the glyphs that were used."""
        face, gids = self._face, sorted(self._texts)
        program = face.subset(gids)
        base = name(f"{_subset_tag(program)}+{face.postscript_name}")
        kind = {"Subtype": "/CIDFontType0C"} if face.is_cff else {"Length1": len(program)}
        descriptor = dictionary(
            {
                "Type": "/FontDescriptor",
                "FontName": base,
                "Flags": _SYMBOLIC,
                "FontBBox": sequence(round(edge) for edge in face.bounding_box),
                "ItalicAngle": 0,
                "Ascent": round(face.ascender),
                "Descent": round(face.descender),
                "CapHeight": round(face.cap_height),
                "StemV": 80,
                "FontFile3" if face.is_cff else "FontFile2": document.add(Stream(program, kind)),
            }
        )
        descendant = dictionary(
            {
                "Type": "/Font",
                "Subtype": "/CIDFontType0" if face.is_cff else "/CIDFontType2",
                "BaseFont": base,
                "CIDSystemInfo": dictionary(
                    {
                        "Registry": document.hex_string(b"Adobe").decode(),
                        "Ordering": document.hex_string(b"Identity").decode(),
                        "Supplement": 0,
                    }
                ),
                "FontDescriptor": document.add(descriptor),
                "DW": 1000,
                "W": self._widths(gids),
                "CIDToGIDMap": None if face.is_cff else "/Identity",
            }
        )
        unicode_map = _unicode_map([(gid, self._texts[gid]) for gid in gids], digits=4)
        return document.add(
            dictionary(
                {
                    "Type": "/Font",
                    "Subtype": "/Type0",
                    "BaseFont": base,
                    "Encoding": "/Identity-H",
                    "DescendantFonts": sequence([document.add(descendant)]),
                    "ToUnicode": document.add(Stream(unicode_map)),
                }
            )
        )

    def _widths(self, gids: Sequence[int]) -> str:
        groups: list[tuple[int, list[str]]] = []
        for gid in gids:
            if not groups or gid != groups[-1][0] + len(groups[-1][1]):
                groups.append((gid, []))
            groups[-1][1].append(f"{self._face.advance(gid):.6g}")
        return "[" + " ".join(f"{first} [{' '.join(widths)}]" for first, widths in groups) + "]"


class EmojiFont:
    """Up to 250 emoji as a font whose glyphs are pictures."""

    def __init__(self, resource: str, face: EmojiFace) -> None:
        self.resource = resource
        self._face = face
        self._glyphs: list[tuple[int, str]] = []

    @property
    def full(self) -> bool:
        """Whether another font must take the next emoji."""
        return len(self._glyphs) >= _CODES_PER_EMOJI_FONT

    def add(self, gid: int, text: str) -> int:
        """The code of a new emoji."""
        self._glyphs.append((gid, text))
        return len(self._glyphs) - 1

    def write(self, document: StreamingDocument) -> Ref:
        """Embeds the pictures."""
        pictures = {gid: document.add(_flattened(self._face.bitmap(gid))) for gid, _ in self._glyphs}
        count, width = len(self._glyphs), round(self._face.ADVANCE)
        procedures = {
            f"e{code}": document.add(Stream(b"%d 0 d0 q 1180 0 0 1107 32 -210 cm /I%d Do Q" % (width, gid)))
            for code, (gid, _) in enumerate(self._glyphs)
        }
        differences = sequence([0, *(f"/{procedure}" for procedure in procedures)])
        unicode_map = _unicode_map([(code, text) for code, (_, text) in enumerate(self._glyphs)], digits=2)
        return document.add(
            dictionary(
                {
                    "Type": "/Font",
                    "Subtype": "/Type3",
                    "Name": f"/{self.resource}",
                    "FontBBox": sequence([0, -300, 1300, 1000]),
                    "FontMatrix": sequence([0.001, 0, 0, 0.001, 0, 0]),
                    "FirstChar": 0,
                    "LastChar": count - 1,
                    "Widths": sequence([width] * count),
                    "Encoding": dictionary({"Type": "/Encoding", "Differences": differences}),
                    "CharProcs": dictionary(procedures),
                    "Resources": dictionary(
                        {"XObject": dictionary({f"I{gid}": picture for gid, picture in pictures.items()})}
                    ),
                    "ToUnicode": document.add(Stream(unicode_map)),
                }
            )
        )


def _close(parts: list[str | float], pending: list[str]) -> None:
    if pending:
        parts.append(f"[{''.join(pending)}] TJ".replace("><", ""))
        pending.clear()


def _subset_tag(program: bytes) -> str:
    return "".join(chr(ord("A") + byte % 26) for byte in hashlib.sha256(program).digest()[:6])


def _unicode_map(texts: Sequence[tuple[int, str]], *, digits: int) -> bytes:
    lines = [_CMAP_HEAD.format(first=f"<{'0' * digits}>", last=f"<{'F' * digits}>")]
    for start in range(0, len(texts), 100):
        lines.extend(_unicode_block(texts[start : start + 100], digits))
    return "\n".join([*lines, _CMAP_TAIL]).encode()


def _unicode_block(texts: Sequence[tuple[int, str]], digits: int) -> Iterable[str]:
    yield f"{len(texts)} beginbfchar"
    for code, text in texts:
        yield f"<{code:0{digits}X}> <{utf16(text).hex().upper()}>"
    yield "endbfchar"


def _flattened(png: bytes) -> Stream:
    """An emoji on white: a soft mask would not print and archive everywhere."""
    with Image.open(io.BytesIO(png)) as opened:
        picture = opened.convert("RGBA")
    height = round(_EMOJI_PIXELS * picture.height / picture.width)
    picture = picture.resize((_EMOJI_PIXELS, height), Image.Resampling.LANCZOS)
    white = Image.new("RGB", picture.size, "white")
    white.paste(picture, mask=picture.getchannel("A"))
    return Stream(
        white.tobytes(),
        {
            "Type": "/XObject",
            "Subtype": "/Image",
            "Width": white.width,
            "Height": white.height,
            "ColorSpace": "/DeviceRGB",
            "BitsPerComponent": 8,
        },
    )
