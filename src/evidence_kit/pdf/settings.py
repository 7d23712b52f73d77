"""What a document is told before its first page: paper, profile, dates and the few words that it prints itself."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from evidence_kit.model import Paper, PdfProfile

PAPER_POINTS: Mapping[Paper, tuple[float, float]] = {
    Paper.A4: (595.276, 841.89),
    Paper.LETTER: (612.0, 792.0),
}
"""Width and height of each paper in points.

Source: ISO 216:2007 and ANSI/ASME Y14.1, 2026-11-23.
"""


@dataclass(frozen=True, slots=True)
class PdfWords:
    """The words that the typesetter adds by itself, in the reader's language.

    ``page`` and ``bookmark`` name a page; ``total`` is only known when the last page is drawn, so what follows it
    in ``page`` is printed by every page from one shared drawing. ``link`` describes a link to people who cannot
    see it. ``note`` stands above the person's own note on an exhibit. ``left_blank`` fills a page of the front
    matter that turned out not to be needed.
    """

    page: str = "Page {number} of {total}"
    bookmark: str = "{title} (p. {number})"
    link: str = "Go to {target}"
    note: str = "Note"
    left_blank: str = "This page is left blank."


@dataclass(frozen=True, slots=True)
class PdfSettings:
    """How a document is built.

    ``language`` is a BCP 47 tag. ``created_at`` is aware UTC and the only time that is written. ``identity`` is
    hashed to the file's ID: the same input gives the same bytes. ``header`` stands at the top left of every page,
    ``footer`` at the bottom left, ``bates_prefix`` before the running number at the bottom right (empty: no
    number). ``password`` opens the document under the carry profile and is ignored elsewhere; ``random_bytes``
    must be unpredictable outside tests and is used for encryption only.
    """

    title: str
    language: str
    paper: Paper
    profile: PdfProfile
    created_at: datetime
    identity: bytes
    header: str = ""
    footer: str = ""
    bates_prefix: str = ""
    password: str = field(default="", repr=False)
    words: PdfWords = PdfWords()
    random_bytes: Callable[[int], bytes] = os.urandom

    @property
    def page_size_points(self) -> tuple[float, float]:
        """Width and height of a page."""
        return PAPER_POINTS[self.paper]

    @property
    def links(self) -> bool:
        """Whether links may be clicked; some courts refuse files that hold any."""
        return self.profile is not PdfProfile.COURT

    @property
    def encrypted(self) -> bool:
        """Whether the document asks for a password; an encrypted file makes no archive claim."""
        return self.profile is PdfProfile.CARRY and bool(self.password)
