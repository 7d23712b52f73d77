"""The values that pages are made of. All text is untrusted: it is drawn letter for letter and never as markup."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Fact:
    """One labelled value of a two-column list. ``mono`` sets hashes and other codes in a fixed-width face."""

    label: str
    value: str
    mono: bool = False
    link: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A table column: its title and its share of the table's width, in any unit that the shares have in common."""

    title: str
    share: float
    mono: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell. ``link`` is the name of a place in the document; empty means plain text."""

    text: str
    link: str = ""


LineKind = Literal["message", "system", "remark"]


@dataclass(frozen=True, slots=True)
class TranscriptLine:
    """One numbered line of a transcript.

    ``day`` is printed as a head whenever it changes. ``tag`` is the short name of who wrote it; ``own`` says that
    it is the person whose evidence this is (drawn with an open bar and an indent). ``attachments`` are finished
    phrases, printed below the text in brackets. ``where`` is printed for remarks, which were not understood.
    ``name`` makes the line a place that links can go to.
    """

    number: int
    day: str
    time: str
    tag: str
    own: bool
    text: str
    kind: LineKind = "message"
    attachments: tuple[str, ...] = ()
    where: str = ""
    name: str = ""
