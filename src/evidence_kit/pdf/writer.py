"""A document that is written while it is drawn: finished pages are in the file and no longer in memory."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, BinaryIO

from evidence_kit.model import PdfProfile
from evidence_kit.pdf import exhibits, metadata, tables
from evidence_kit.pdf.canvas import PageCanvas, PageTree, write_page_tree
from evidence_kit.pdf.content import Cell, Column, Fact, TranscriptLine
from evidence_kit.pdf.encryption import Aes256
from evidence_kit.pdf.flow import BODY, Flow
from evidence_kit.pdf.fontset import FontSet
from evidence_kit.pdf.images import Picture, PictureStore
from evidence_kit.pdf.objects import Ref, StreamingDocument, Text, Value, dictionary, sequence
from evidence_kit.pdf.outline import Outline
from evidence_kit.pdf.qr import draw_qr_code
from evidence_kit.pdf.settings import PdfSettings
from evidence_kit.pdf.transcript import draw_transcript

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

_WIDE_PAGE_NUMBER = 88_888


class PdfDocument:
    """A tagged PDF, drawn from top to bottom.

    ``front`` draws the front matter. It is run once at the start, to count its pages (`page_of` then answers with a
    wide stand-in), and once in `finish`, when every `page_of` is known; its pages stand first. It must draw the
    same content both times. ``progress`` is told the number of finished pages and may raise ``Cancelled``.
    """

    def __init__(
        self,
        out: BinaryIO,
        settings: PdfSettings,
        fonts: FontSet,
        front: Callable[[PdfDocument], None] | None = None,
        progress: Callable[[int], None] | None = None,
    ) -> None:
        self.page_count = 0
        self._front = front
        self._rehearsing = False
        self._fonts = fonts
        self._settings = settings
        self._attachments: list[metadata.Attachment] = []
        self._front_outline = Outline()
        front_pages = 0 if front is None else self._rehearse(front)
        cipher = Aes256(settings.password, settings.random_bytes) if settings.encrypted else None
        self._document = StreamingDocument(out, cipher)
        self._canvas = PageCanvas(self._document, settings.page_size_points)
        self._pictures = PictureStore(self._document)
        self._front_pages = PageTree(self._document)
        self._body_pages = PageTree(self._document)
        self._late_pages = PageTree(self._document)
        self._flow = Flow(self._canvas, settings, fonts, progress or _unwatched)
        self._flow.number_from(front_pages + 1, self._body_pages)
        self._front_count = front_pages

    # --- blocks --------------------------------------------------------------

    def begin_section(self, running_head: str) -> None:
        """Starts a new page; ``running_head`` stands at its top right and that of the pages that follow."""
        self._flow.begin_section(running_head)

    def title(self, text: str, below: str = "") -> None:
        """Draws the title of the whole document, with a line of smaller text below it."""
        self._flow.title(text, below)

    def heading(self, text: str, level: int, *, name: str = "", bookmark: bool = True) -> None:
        """Draws a heading of level 1 to 3; ``name`` makes it a place that links and `page_of` can find."""
        self._flow.heading(text, level, name=name, bookmark=bookmark)

    def paragraph(
        self,
        text: str,
        *,
        size: float = BODY,
        bold: bool = False,
        gap_after: float = 6.0,
        mono: bool = False,
    ) -> None:
        """Draws text over the full width; line feeds in it start new lines."""
        stack = self._fonts.mono if mono else self._fonts.bold if bold else self._fonts.regular
        self._flow.paragraph(text, stack, size, gap_after)

    def bullets(self, entries: Sequence[str], *, numbered: bool = False) -> None:
        """Draws a list."""
        self._flow.bullets(entries, numbered=numbered)

    def facts(self, rows: Sequence[Fact]) -> None:
        """Draws labelled values in two columns."""
        tables.draw_facts(self._flow, rows)

    def table(self, columns: Sequence[Column], rows: Iterable[Sequence[Cell | str]]) -> None:
        """Draws a table with a head row that is repeated on each page; ``rows`` is read as it is drawn."""
        tables.draw_table(self._flow, columns, rows)

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
        drawing = None if picture is None or self._rehearsing else self._pictures.write(picture)
        if picture is not None and drawing is None:
            drawing = Ref(0)
        exhibit = exhibits.Exhibit(mark, title, picture, alt, facts, note, name, bookmark)
        exhibits.draw_exhibit(self._flow, exhibit, drawing)

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
        self._flow.ensure_page()
        if mark:
            exhibits.draw_mark(self._flow, mark, title, name=name, bookmark=bookmark)
        exhibits.draw_notice(self._flow, "" if mark else title, text, facts, name=name, bookmark=bookmark)

    def transcript(self, lines: Iterable[TranscriptLine]) -> None:
        """Draws numbered lines of a conversation; ``lines`` is read as it is drawn."""
        draw_transcript(self._flow, lines)

    def signature_lines(self, labels: Sequence[str]) -> None:
        """Draws rules to sign on, side by side, each with a label below."""
        exhibits.draw_signature_lines(self._flow, labels)

    def qr_code(self, text: str, alt: str) -> None:
        """Draws ``text`` as a QR code."""
        draw_qr_code(self._flow, text, alt)

    def page_of(self, name: str) -> int | None:
        """The page of a named place, or None while it has not been drawn."""
        if self._rehearsing:
            return _WIDE_PAGE_NUMBER
        page = self._flow.outline.page_of(name)
        # The front matter names places in itself that stand further on: they are where the rehearsal had them.
        return self._front_outline.page_of(name) if page is None else page

    def emoji_used(self) -> tuple[str, ...]:
        """Every emoji that was drawn so far, in the order of first use, for a key that names them."""
        return self._canvas.fonts.emoji

    def attach(self, name: str, data: bytes, description: str, mime: str) -> None:
        """Attaches a file; under the court profile it is left out, for courts refuse attachments."""
        if self._settings.profile is not PdfProfile.COURT:
            self._attachments.append(metadata.Attachment(name, data, description, mime))

    # --- the end -------------------------------------------------------------

    def finish(self) -> None:
        """Writes the front matter, the structure and the index of objects. The stream stays open."""
        flow = self._flow
        flow.end_section()
        body_end = flow.number
        if self._front is not None:
            self._draw_front(self._front, body_end)
        self.page_count = flow.pages_done
        flow.frame.finish(self.page_count)
        pages = write_page_tree(self._document, self._front_pages, self._body_pages, self._late_pages)
        self._canvas.fonts.write(self._document, self._canvas.resources)
        info = metadata.write_properties(self._document, self._settings)
        catalog = self._document.add(dictionary(self._catalog(pages)))
        self._document.close(catalog, info, hashlib.sha256(self._settings.identity).digest()[:16])

    def _draw_front(self, front: Callable[[PdfDocument], None], body_end: int) -> None:
        """Draws the front matter on the pages that were kept for it.

        Should it need more pages than it did at first, the rest stands at the end, where late pages belong; should
        it need fewer, those that are left say that they are blank. So no printed page number is ever wrong.
        """
        flow = self._flow
        flow.structure.in_front = True
        flow.number_from(1, self._front_pages)
        flow.limit_pages(self._front_count, body_end, self._late_pages)
        front(self)
        while flow.number < self._front_count:
            flow.end_page()
            flow.new_page()
            flow.paragraph(self._settings.words.left_blank, self._fonts.regular, BODY, 0)
        flow.end_section()

    def _rehearse(self, front: Callable[[PdfDocument], None]) -> int:
        """How many pages the front matter takes."""
        plain = replace(self._settings, profile=PdfProfile.POLICE, password="")
        rehearsal = PdfDocument(_Nowhere(), plain, self._fonts)
        rehearsal._rehearsing = True
        front(rehearsal)
        rehearsal._flow.end_section()
        self._front_outline = rehearsal._flow.outline
        return rehearsal._flow.pages_done

    def _catalog(self, pages: Ref) -> dict[str, Value | None]:
        document, outline, settings = self._document, self._flow.outline, self._settings
        first = self._front_pages.pages or self._body_pages.pages
        bookmarks = outline.write_bookmarks(document)
        names: dict[str, Value | None] = {"Dests": outline.write_places(document)}
        entries: dict[str, Value | None] = {
            "Type": "/Catalog",
            "Pages": pages,
            "Lang": Text(settings.language),
            "MarkInfo": "<< /Marked true >>",
            "StructTreeRoot": self._canvas.structure.finish(settings.language),
            "ViewerPreferences": "<< /DisplayDocTitle true >>",
            "PageLabels": "<< /Nums [0 << /S /D /St 1 >>] >>",
            "Metadata": metadata.write_packet(document, settings),
            "Outlines": bookmarks,
            "PageMode": None if bookmarks is None else "/UseOutlines",
            "OpenAction": sequence([first[0], "/XYZ", 0, settings.page_size_points[1], 1]) if first else None,
        }
        if settings.encrypted:
            # Revision 6 came with PDF 2.0; this is how files of version 1.7 say that they use it.
            entries["Extensions"] = "<< /ADBE << /BaseVersion /1.7 /ExtensionLevel 8 >> >>"
        else:
            entries["OutputIntents"] = sequence(
                [metadata.write_output_intent(document, self._fonts.srgb_profile)]
            )
        if self._attachments:
            names["EmbeddedFiles"], files = metadata.write_attachments(document, settings, self._attachments)
            entries["AF"] = sequence(files)
        entries["Names"] = dictionary(names)
        return entries


class _Nowhere(io.BytesIO):
    """A stream that forgets what is written to it."""

    def write(self, data: ReadableBuffer) -> int:
        return memoryview(data).nbytes


def _unwatched(pages: int) -> None:
    """A progress that shows nothing."""
