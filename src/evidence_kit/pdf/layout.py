"""Text to lines: shaping, line breaking and visual order."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from evidence_kit.pdf import bidi
from evidence_kit.pdf.clusters import clusters
from evidence_kit.pdf.codes import clusters_and_codes, drawable, is_code, paragraphs, read_from_left
from evidence_kit.pdf.emoji import EmojiFace
from evidence_kit.pdf.faces import Face
from evidence_kit.pdf.fallback import CjkForm, Fallback, Span, cjk_form
from evidence_kit.pdf.linebreak import break_place, breakable_parts, words, words_and_spaces
from evidence_kit.pdf.recent import Recent
from evidence_kit.pdf.runs import Cluster, Glyph, Line, Run

_SIMPLE = re.compile(
    "[\x20-\x7e\xa0-\xac\xae-\u02ff\u0370-\u0377\u037a-\u037f\u0384-\u038a\u038c\u038e-\u03a1\u03a3-\u052f\u1e00-\u1eff"
    "\u2010-\u2015\u2018-\u2022\u2026\u20ac]*"
)
"""Text that the first face draws by itself, from left to right, breaking at spaces only."""

_WORDS_KEPT = 8_000
_RUNS_KEPT = 8_000
_LONGEST_KEPT = 40
"""Longer words are rarely seen again and not remembered."""

_LONGEST_WORD = 256
"""A longer word fits no line; it is not shaped as a whole, only the parts that it is broken into."""

_LEAST_FILLED = 0.4
"""A line broken inside a long name is filled at least this far before a good place to break is preferred."""


class _Piece(NamedTuple):
    """Text that stays on one line. ``width`` leaves out the space at its end, ``advance`` has it (1/1000 em).

    ``runs`` stand in reading order.
    """

    text: str
    levels: tuple[int, ...]
    width: float
    advance: float
    runs: tuple[Run, ...]


class FontStack:
    """Faces in order of preference, and the lines that they make of any text.

    ``stroke`` asks for bold by stroking in every face but the first.
    """

    def __init__(
        self, faces: Sequence[Face], cjk: Mapping[CjkForm, Face], emoji: EmojiFace, stroke: bool = False
    ) -> None:
        self.first = faces[0]
        self._fallback = Fallback(faces, cjk, emoji)
        self._stroke = stroke
        self._words: dict[CjkForm, Recent[str, tuple[_Piece, ...]]] = {
            form: Recent(_WORDS_KEPT) for form in CjkForm
        }
        self._mixed_words: dict[CjkForm, Recent[tuple[str, tuple[int, ...]], tuple[_Piece, ...]]] = {
            form: Recent(_WORDS_KEPT) for form in CjkForm
        }
        self._runs: Recent[tuple[Face | EmojiFace, int, str], tuple[Run, ...]] = Recent(_RUNS_KEPT)

    def layout(
        self,
        text: str,
        size_points: float,
        width_points: float,
        rtl: bool | None = None,
        show_controls: bool = False,
    ) -> list[Line]:
        """The lines of ``text`` (untrusted), at least one, none wider than the width if it can be helped.

        ``rtl`` fixes the direction of the paragraphs; None lets each paragraph's first letter decide.
        ``show_controls`` prints hidden characters (direction controls, joiners, fillers) as visible codes too.
        Never raises: what no face covers is printed as ‹U+XXXX›.
        """
        limit = width_points * 1000 / size_points
        lines: list[Line] = []
        form: CjkForm | None = None
        for paragraph in paragraphs(text):
            if not rtl and _SIMPLE.fullmatch(paragraph):
                self._fill(self._pieces(paragraph, CjkForm.MAINLAND), limit, CjkForm.MAINLAND, lines)
                continue
            shown = drawable(paragraph, show_controls)
            form = form or cjk_form(text)
            if rtl or bidi.needs_bidi(shown):
                levels = bidi.paragraph_levels(shown, None if rtl is None else int(rtl))
                read_from_left(shown, levels.of)
                self._fill_mixed(shown, levels, limit, form, lines)
            else:
                self._fill(self._pieces(shown, form), limit, form, lines)
        return lines

    # --- from left to right ----------------------------------------------------

    def _pieces(self, paragraph: str, form: CjkForm) -> Iterator[_Piece]:
        known = self._words[form]
        for word in words(paragraph):
            yield from known.get(word) or self._measured(word, (0,) * len(word), form)

    def _fill(self, pieces: Iterator[_Piece], limit: float, form: CjkForm, lines: list[Line]) -> None:
        """Puts pieces on lines as long as they fit; a piece wider than a whole line is broken."""
        runs: list[Run] = []
        used = inked = 0.0
        for piece in pieces:
            if used + piece.width > limit and piece.width:
                if runs:
                    lines.append(Line(tuple(runs), inked, rtl=False))
                    runs = []
                    used = inked = 0.0
                if piece.width > limit:
                    *full, piece = self._broken(piece, limit, form)  # noqa: PLW2901  the rest goes on as usual
                    lines.extend(Line(part.runs, part.width, rtl=False) for part in full)
            runs.extend(piece.runs)
            if piece.width:
                inked = used + piece.width
            used += piece.advance
        lines.append(Line(tuple(runs), inked, rtl=False))

    # --- both directions -------------------------------------------------------

    def _fill_mixed(
        self, paragraph: str, levels: bidi.Levels, limit: float, form: CjkForm, lines: list[Line]
    ) -> None:
        line: list[_Piece] = []
        used = 0.0
        for piece in self._mixed_pieces(paragraph, levels.of, form):
            if used + piece.width > limit and piece.width:
                if line:
                    lines.append(_visual_line(line, levels.base))
                    line = []
                    used = 0.0
                if piece.width > limit:
                    *full, piece = self._broken(piece, limit, form)  # noqa: PLW2901  the rest goes on as usual
                    lines.extend(_visual_line([part], levels.base) for part in full)
            line.append(piece)
            used += piece.advance
        lines.append(_visual_line(line, levels.base))

    def _mixed_pieces(self, paragraph: str, levels: list[int], form: CjkForm) -> Iterator[_Piece]:
        place = 0
        before: Face | EmojiFace = self.first
        for word in words_and_spaces(paragraph):
            if word == " ":
                yield self._space(before, levels[place])
            else:
                local = tuple(levels[place : place + len(word)])
                pieces = self._known(word, local, form) or self._measured(word, local, form)
                before = pieces[-1].runs[-1].face if pieces[-1].runs else before
                yield from pieces
            place += len(word)

    def _space(self, before: Face | EmojiFace, level: int) -> _Piece:
        face = before if isinstance(before, Face) and before.covers((32,)) else self.first
        runs = self._run(Span(face, level, " "))
        return _Piece(" ", (level,), 0.0, sum(run.width for run in runs), runs)

    # --- pieces and runs -------------------------------------------------------

    def _measured(self, word: str, levels: tuple[int, ...], form: CjkForm) -> tuple[_Piece, ...]:
        """The pieces of a word, with the space that follows it; remembered unless it is long."""
        body = word.rstrip(" ")
        parts = breakable_parts(body) if body else [""]
        parts[-1] += word[len(body) :]
        if len(word) > _LONGEST_WORD and len(parts) == 1:
            return (_Piece(word, levels, math.inf, math.inf, ()),)
        if len(parts) == 1:
            pieces: tuple[_Piece, ...] = (self._piece(word, levels, form),)
        else:
            pieces = tuple(self._parts(parts, levels, form))
        if len(word) <= _LONGEST_KEPT:
            self._keep(word, levels, form, pieces)
        return pieces

    def _parts(self, parts: list[str], levels: tuple[int, ...], form: CjkForm) -> Iterator[_Piece]:
        place = 0
        for part in parts:
            local = levels[place : place + len(part)]
            place += len(part)
            yield self._kept_piece(part, local, form)

    def _kept_piece(self, part: str, levels: tuple[int, ...], form: CjkForm) -> _Piece:
        known = self._known(part, levels, form)
        if known is None:
            known = self._keep(part, levels, form, (self._piece(part, levels, form),))
        return known[0]

    def _known(self, word: str, levels: tuple[int, ...], form: CjkForm) -> tuple[_Piece, ...] | None:
        return self._mixed_words[form].get((word, levels)) if any(levels) else self._words[form].get(word)

    def _keep(
        self, word: str, levels: tuple[int, ...], form: CjkForm, pieces: tuple[_Piece, ...]
    ) -> tuple[_Piece, ...]:
        if any(levels):
            return self._mixed_words[form].keep((word, levels), pieces)
        return self._words[form].keep(word, pieces)

    def _piece(self, text: str, levels: tuple[int, ...], form: CjkForm) -> _Piece:
        runs = tuple(run for span in self._fallback.spans(text, levels, form) for run in self._run(span))
        advance = sum(run.width for run in runs)
        width = advance
        if text.endswith(" "):
            width -= sum(glyph.advance for glyph in runs[-1].clusters[-1].glyphs)
        return _Piece(text, levels, width, advance, runs)

    def _run(self, span: Span) -> tuple[Run, ...]:
        key = (span.face, span.level, span.text)
        known = self._runs.get(key)
        if known is None:
            known = self._runs.keep(key, tuple(self._shaped(span)))
        return known

    def _shaped(self, span: Span) -> Iterator[Run]:
        face = span.face
        if isinstance(face, EmojiFace):
            glyph = Glyph(span.gid, face.ADVANCE, 0.0, 0.0)
            yield Run(face, span.level, span.text, face.ADVANCE, (Cluster(span.text, (glyph,)),))
            return
        shaped = face.shape(span.text, rtl=bool(span.level & 1))
        if shaped is not None:
            if shaped.clusters:
                bold = self._stroke and face is not self.first
                yield Run(face, span.level, span.text, shaped.width, shaped.clusters, bold)
            return
        for cluster in clusters(span.text):
            if face.shape(cluster, rtl=bool(span.level & 1)) is None:
                yield from self._run(self._fallback.code(cluster, span.level))
            else:
                yield from self._run(span._replace(text=cluster))

    def _broken(self, piece: _Piece, limit: float, form: CjkForm) -> Iterator[_Piece]:
        """A piece too wide for a line, cut into pieces that fit; the last one may have room beside it."""
        parts = self._narrow_parts(piece, limit, form)
        ends = _ends(parts)
        start = 0
        while start < len(parts):
            count, least, used = 0, 1, 0.0
            while start + count < len(parts):
                at = start + count
                used += self._kept_piece(parts[at], piece.levels[ends[at] : ends[at + 1]], form).width
                if count and used > limit:
                    break
                least += used < limit * _LEAST_FILLED
                count += 1
            if start + count < len(parts):
                count = break_place(parts, start, count, least)
            cut = self._cut(piece, ends, start, count, form)
            while cut.width > limit and count > 1:
                count -= 1
                cut = self._cut(piece, ends, start, count, form)
            yield cut
            start += count

    def _narrow_parts(self, piece: _Piece, limit: float, form: CjkForm) -> list[str]:
        """The clusters of a piece; one that is itself too wide, many codes on one letter, falls into characters."""
        parts: list[str] = []
        place = 0
        for part in clusters_and_codes(piece.text):
            local = piece.levels[place : place + len(part)]
            place += len(part)
            if len(part) > 1 and not is_code(part) and self._kept_piece(part, local, form).width > limit:
                parts.extend(part)
            else:
                parts.append(part)
        return parts

    def _cut(self, piece: _Piece, ends: list[int], start: int, count: int, form: CjkForm) -> _Piece:
        first, last = ends[start], ends[start + count]
        return self._piece(piece.text[first:last], piece.levels[first:last], form)


def _ends(parts: Sequence[str]) -> list[int]:
    """Where each part begins in their joined text, and the end of the last."""
    ends = [0]
    for part in parts:
        ends.append(ends[-1] + len(part))
    return ends


def _visual_line(pieces: list[_Piece], base: int) -> Line:
    """A line in the order of drawing, the spaces at its end left out."""
    while pieces and not pieces[-1].width:
        pieces.pop()
    runs = [run for piece in pieces for run in piece.runs]
    order = bidi.reorder([run.level for run in runs])
    width = sum(run.width for run in runs)
    return Line(tuple(runs[place] for place in order), width, rtl=bool(base & 1))
