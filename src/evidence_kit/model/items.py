"""Items: originals and what was said of them, and records of what was not copied."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from evidence_kit.model.findings import Finding


class ItemKind(StrEnum):
    """What a file is, coarsely, by its bytes and never by its name alone."""

    PICTURE = "picture"
    VIDEO = "video"
    AUDIO = "audio"
    EMAIL = "email"
    MESSAGES = "messages"
    DOCUMENT = "document"
    TEXT = "text"
    ARCHIVE = "archive"
    OTHER = "other"
    RECORD_ONLY = "record-only"


class Wholeness(StrEnum):
    """What the person says about a capture: all of the screen or conversation, or a part."""

    WHOLE = "whole"
    CROPPED = "cropped"
    UNKNOWN = "unknown"


class CaptureMethod(StrEnum):
    """How the person says the file was made."""

    SCREENSHOT = "screenshot"
    PHOTO_OF_SCREEN = "photo-of-screen"
    SCREEN_RECORDING = "screen-recording"
    EXPORT = "export"
    RECEIVED = "received"
    OTHER = "other"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Said:
    """What the person says about an item: their statement, never checked, never merged with file facts.

    All text is untrusted. ``captured_as_written`` is the time as typed, ``captured_zone`` an IANA name, an
    offset or empty for "zone not stated".
    """

    title: str = ""
    source_app: str = ""
    account: str = ""
    url: str = ""
    captured_by: str = ""
    captured_as_written: str = ""
    captured_zone: str = ""
    device: str = ""
    method: CaptureMethod = CaptureMethod.UNKNOWN
    wholeness: Wholeness = Wholeness.UNKNOWN
    note: str = ""


@dataclass(frozen=True, slots=True)
class FileTimes:
    """What the file system said when the file was added. None where it says nothing."""

    modified_at: datetime | None = None
    created_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Hashes:
    """Hex digests of the original's bytes; MD5 and SHA-1 only where the person asked for them."""

    sha256: str
    md5: str = ""
    sha1: str = ""


@dataclass(frozen=True, slots=True)
class EmbeddedFact:
    """One thing a file says about itself (EXIF, container, mail header): name and value, untrusted, unchanged."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Accounting:
    """Every record of an export is found once and is either shown or unreadable: found = shown + unreadable."""

    found: int = 0
    shown: int = 0
    unreadable: int = 0


@dataclass(frozen=True, slots=True)
class Item:
    """One piece of evidence, or a record-only item (``object_id`` empty: nothing was copied).

    ``name`` and ``source_path`` are the file's own (untrusted). ``added_at`` is this computer's clock.
    ``part_of`` names the item that this one was taken out of (an attachment), ``part`` where in it.
    """

    id: str
    kind: ItemKind
    name: str
    size_bytes: int
    hashes: Hashes | None
    object_id: str
    mime: str
    added_at: datetime
    added_offset_minutes: int
    source_path: str = ""
    times: FileTimes = FileTimes()
    said: Said = Said()
    facts: tuple[EmbeddedFact, ...] = ()
    findings: tuple[Finding, ...] = ()
    importer: str = ""
    accounting: Accounting | None = None
    part_of: str = ""
    part: str = ""
    where: str = ""
    seen_as_written: str = ""

    @property
    def record_only(self) -> bool:
        """True when only a place (and at most a hash) was written down."""
        return self.kind is ItemKind.RECORD_ONLY
