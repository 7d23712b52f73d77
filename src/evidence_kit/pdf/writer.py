"""A document that is written while it is drawn: finished pages are in the file and no longer in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, BinaryIO

from evidence_kit.pdf.content import Cell, Column, Fact, TranscriptLine
from evidence_kit.pdf.images import Picture
from evidence_kit.pdf.settings import PdfSettings

if TYPE_CHECKING:
    from evidence_kit.pdf.fontset import FontSet


class PdfDocument:
    """A tagged PDF, drawn from top to bottom.

    ``front`` draws the front matter. It is run once at the start, to count its pages (`page_of` then answers with a
    wide stand-in), and once in `finish`, when every `page_of` is known; its pages stand first. It must draw the
    same content both times. ``progress`` is told the number of finished pages and may raise ``Cancelled``.
    """

    page_count: int

    def __init__(
        self,
        out: BinaryIO,
        settings: PdfSettings,
        fonts: FontSet,
        front: Callable[[PdfDocument], None] | None = None,
        progress: Callable[[int], None] | None = None,
    ) -> None:
        raise NotImplementedError

    def begin_section(self, running_head: str) -> None:
        """Starts a new page; ``running_head`` stands at its top right and that of the pages that follow."""
        raise NotImplementedError

    def heading(self, text: str, level: int, *, name: str = "", bookmark: bool = True) -> None:
        """Draws a heading of level 1 to 3; ``name`` makes it a place that links and `page_of` can find."""
        raise NotImplementedError

    def paragraph(
        self, text: str, *, size: float = 10, bold: bool = False, gap_after: float = 6.0, mono: bool = False
    ) -> None:
        """Draws text over the full width; line feeds in it start new lines."""
        raise NotImplementedError

    def bullets(self, entries: Sequence[str], *, numbered: bool = False) -> None:
        """Draws a list."""
        raise NotImplementedError

    def facts(self, rows: Sequence[Fact]) -> None:
        """Draws labelled values in two columns."""
        raise NotImplementedError

    def table(self, columns: Sequence[Column], rows: Iterable[Sequence[Cell | str]]) -> None:
        """Draws a table with a head row that is repeated on each page; ``rows`` is read as it is drawn."""
        raise NotImplementedError

    def exhibit(
        self,
        mark: str,
        title: str,
        picture: Picture | None,
        alt: str,
        facts: Sequence[Fact],
        *,
        note: str = "",
        name: str = "",
        bookmark: bool = True,
    ) -> None:
        """Draws one exhibit: its boxed mark and title, the picture at the left, facts and note at the right.

        Without a picture the facts take the full width. ``alt`` describes the picture to people who cannot see it.
        """
        raise NotImplementedError

    def notice(
        self,
        title: str,
        text: str,
        facts: Sequence[Fact] = (),
        *,
        mark: str = "",
        name: str = "",
        bookmark: bool = True,
    ) -> None:
        """Draws a dashed grey box that stands where nothing is shown ("Recorded, not copied")."""
        raise NotImplementedError

    def transcript(self, lines: Iterable[TranscriptLine]) -> None:
        """Draws numbered lines of a conversation; ``lines`` is read as it is drawn."""
        raise NotImplementedError

    def signature_lines(self, labels: Sequence[str]) -> None:
        """Draws rules to sign on, side by side, each with a label below."""
        raise NotImplementedError

    def qr_code(self, text: str, alt: str) -> None:
        """Draws ``text`` as a QR code."""
        raise NotImplementedError

    def page_of(self, name: str) -> int | None:
        """The page of a named place, or None while it has not been drawn."""
        raise NotImplementedError

    def attach(self, name: str, data: bytes, description: str, mime: str) -> None:
        """Attaches a file (police profile); under court it is left out, for courts refuse attachments."""
        raise NotImplementedError

    def finish(self) -> None:
        """Writes the front matter, the structure and the index of objects. The stream stays open."""
        raise NotImplementedError
