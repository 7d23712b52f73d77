"""The typesetter: text in any script, pictures, tables and transcripts to a streamed, tagged PDF.

It knows nothing of evidence. Everything that it is handed is untrusted and is drawn letter for letter.
"""

from evidence_kit.pdf.content import Cell, Column, Fact, LineKind, TranscriptLine
from evidence_kit.pdf.images import Picture, load_picture, picture_from_pixels
from evidence_kit.pdf.settings import PdfSettings, PdfWords
from evidence_kit.pdf.writer import PdfDocument

__all__ = [
    "Cell",
    "Column",
    "Fact",
    "LineKind",
    "PdfDocument",
    "PdfSettings",
    "PdfWords",
    "Picture",
    "TranscriptLine",
    "load_picture",
    "picture_from_pixels",
]
