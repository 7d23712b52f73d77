"""What a file is and what it says about itself. Hostile bytes are decoded in a child process, never here."""

from __future__ import annotations

from evidence_kit.media.child_process import CHILD_ARGUMENT
from evidence_kit.media.file_type import UNKNOWN_MIME, FileType, identify
from evidence_kit.media.limits import Limits
from evidence_kit.media.media_reader import MediaReader, Pixels, embedded_facts, picture_pixels

__all__ = [
    "CHILD_ARGUMENT",
    "UNKNOWN_MIME",
    "FileType",
    "Limits",
    "MediaReader",
    "Pixels",
    "embedded_facts",
    "identify",
    "picture_pixels",
]
