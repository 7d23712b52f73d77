"""What a laid-out text is made of: frozen values that the writer turns into PDF operators.

All lengths here are in 1/1000 em, so they hold for every font size: points = length * size / 1000.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from evidence_kit.pdf.emoji import EmojiFace
    from evidence_kit.pdf.faces import Face


class Glyph(NamedTuple):
    """One glyph to draw: its number in the face, how far it moves the pen, and where it sits from the pen."""

    gid: int
    advance: float
    x_offset: float
    y_offset: float


class Cluster(NamedTuple):
    """The smallest piece of text that has glyphs of its own; ``text`` is what copying must give back."""

    text: str
    glyphs: tuple[Glyph, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """Text in one face and one direction, at most one word with the spaces after it.

    ``clusters`` stand in the order of drawing, left to right; ``text`` is in reading order (the text as shown,
    so a control character stands as its visible code). ``level`` is the bidi level, odd = right to left.
    ``bold`` asks the writer to stroke the outlines as well, for a face that has no bold cut.
    A run is equal to itself only, and the same word gives the same object again while it is remembered:
    a writer may keep finished operators by run, in a bounded store.
    """

    face: Face | EmojiFace
    level: int
    text: str
    width: float
    clusters: tuple[Cluster, ...]
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One line, its runs in the order of drawing, left to right.

    ``width`` leaves out a space that hangs at the end. ``rtl`` says that the paragraph reads from the right, so
    the line belongs at the right margin.
    """

    runs: tuple[Run, ...]
    width: float
    rtl: bool
