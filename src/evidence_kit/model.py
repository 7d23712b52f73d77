"""The values that the whole program passes around: frozen, typed, free of behaviour that needs a library.

Names ending in ``_at`` are aware UTC datetimes; names ending in ``_as_written`` are text out of evidence,
kept letter for letter. Everything marked *untrusted* comes out of evidence or from outside: it may hold
markup, direction controls, NUL or lone surrogates and must only be shown through a plain-text path.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO, Protocol

# --- progress ----------------------------------------------------------------

Progress = Callable[[int, int], None]
"""``progress(done, total)`` in one unit (bytes, items, pages). Calling it is the safe point: it may raise
``Cancelled``. ``total`` is 0 while it is not known."""


def no_progress(done: int, total: int) -> None:
    """A progress that shows nothing and never cancels."""


# --- what is passed in, so that tests and bundles are deterministic ----------


def _utc_now() -> datetime:
    return datetime.now(UTC)


def _local_offset_minutes() -> int:
    offset = datetime.now(UTC).astimezone().utcoffset()
    return 0 if offset is None else round(offset.total_seconds() / 60)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a vault takes from the world around it.

    ``now`` gives aware UTC; ``offset_minutes`` this computer's offset east of UTC; ``random_bytes(n)`` must be
    unpredictable outside tests; ``scrypt_log_n`` is the cost of a key slot (18 = 256 MiB); ``state_folder`` is
    where the last-seen record lies, outside the vault (None: none is kept).
    """

    now: Callable[[], datetime] = _utc_now
    offset_minutes: Callable[[], int] = _local_offset_minutes
    random_bytes: Callable[[int], bytes] = os.urandom
    scrypt_log_n: int = 18
    state_folder: Path | None = None


# --- items -------------------------------------------------------------------


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


class FindingKind(StrEnum):
    """Something that a reader should know about an item, a conversation, a vault or a bundle."""

    # about files
    CHANGED_WHILE_READ = "changed-while-read"
    NAME_AND_BYTES_DIFFER = "name-and-bytes-differ"
    HOLDS_LOCATION = "holds-location"
    EMPTY_FILE = "empty-file"
    NO_EMBEDDED_FACTS = "no-embedded-facts"
    ENCRYPTED_MEMBER = "encrypted-member"
    # about message exports
    EXPORT_UNREADABLE = "export-unreadable"
    IMPORTER_UNDECIDED = "importer-undecided"
    DATE_ORDER_OPEN = "date-order-open"
    ZONE_NOT_STATED = "zone-not-stated"
    LINES_NOT_READ = "lines-not-read"
    FILE_NAME_DATE_DIFFERS = "file-name-date-differs"
    DECLARED_COUNT_DIFFERS = "declared-count-differs"
    EXPORT_MAY_BE_CUT = "export-may-be-cut"
    TIMES_OUT_OF_ORDER = "times-out-of-order"
    MAIL_DEFECT = "mail-defect"
    PASSED_OVER = "passed-over"
    # about a vault
    LOG_CHAIN_BROKEN = "log-chain-broken"
    HEAD_SIGNATURE_WRONG = "head-signature-wrong"
    OBJECT_MISSING = "object-missing"
    OBJECT_DAMAGED = "object-damaged"
    OBJECT_UNKNOWN = "object-unknown"
    OBJECT_ADOPTED = "object-adopted"
    KEY_SLOTS_CHANGED = "key-slots-changed"
    CATALOGUE_DAMAGED = "catalogue-damaged"
    ROW_DIFFERS_FROM_LOG = "row-differs-from-log"
    ROLLED_BACK = "rolled-back"
    CLOCK_WENT_BACK = "clock-went-back"
    PART_UNREADABLE = "part-unreadable"
    # about a bundle
    FILE_CHANGED = "file-changed"
    FILE_MISSING = "file-missing"
    FILE_NOT_LISTED = "file-not-listed"
    SUMS_SIGNATURE_WRONG = "sums-signature-wrong"
    LOG_EXTRACT_WRONG = "log-extract-wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """A typed remark; ``details`` are named facts (untrusted text) that its sentence is filled with."""

    kind: FindingKind
    details: Mapping[str, str] = field(default_factory=dict)


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


# --- what an importer reads out of an original -------------------------------


class RecordKind(StrEnum):
    """What one record of an export is."""

    MESSAGE = "message"
    SYSTEM = "system"
    CALL = "call"
    REACTION = "reaction"
    REMARK = "remark"


class TimeBasis(StrEnum):
    """How far the instant of a record is known."""

    OFFSET_IN_FILE = "offset-in-file"
    UTC_BY_FORMAT = "utc-by-format"
    LOCAL_ZONE_UNKNOWN = "local-zone-unknown"
    AMBIGUOUS_ORDER = "ambiguous-day-month"
    COMPUTED = "computed"
    STATED_BY_PERSON = "zone-stated-by-person"
    NONE = "no-time"


class Direction(StrEnum):
    """Who sent a message, seen from the account whose export it is; only where the data says it."""

    SENT = "sent"
    RECEIVED = "received"
    UNKNOWN = "unknown"


class DateOrder(StrEnum):
    """The order in which a file writes day, month and year."""

    DMY = "dmy"
    MDY = "mdy"
    YMD = "ymd"


@dataclass(frozen=True, slots=True)
class Answers:
    """What the person answered about one export: their statement, kept as such."""

    zone: str = ""
    order: DateOrder | None = None


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that a message names; all text untrusted. ``member`` is its place in the export, empty when absent."""

    name: str
    member: str = ""
    mime: str = ""
    size_bytes: int | None = None
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Conversation:
    """A thread in an export. ``key`` is stable within the item; messages name it."""

    key: str
    title: str
    platform: str
    participants: tuple[str, ...] = ()
    facts: tuple[EmbeddedFact, ...] = ()


@dataclass(frozen=True, slots=True)
class Message:
    """One record of a conversation, a remark included: what the export holds, no more.

    ``time_as_written`` is the verbatim text. ``local`` is the naive wall-clock time it says, where day and month
    are certain. ``at`` (UTC) is set only where the instant is known. ``where`` is the line, member or offset.
    ``raw`` holds a remark's unread text.
    """

    kind: RecordKind
    conversation: str
    text: str
    where: str
    sender: str = ""
    sender_ids: tuple[str, ...] = ()
    time_as_written: str = ""
    local: datetime | None = None
    at: datetime | None = None
    basis: TimeBasis = TimeBasis.NONE
    direction: Direction = Direction.UNKNOWN
    attachments: tuple[Attachment, ...] = ()
    facts: tuple[EmbeddedFact, ...] = ()


@dataclass(frozen=True, slots=True)
class EmbeddedFile:
    """A file inside an original that becomes an item of its own (an e-mail's attachment).

    ``open`` gives a new readable stream each time.
    """

    part: str
    name: str
    declared_mime: str
    open: Callable[[], BinaryIO]


Record = Conversation | Message | EmbeddedFile | Finding
"""What an importer yields. A conversation comes before its messages. A remark is a message of kind REMARK."""


@dataclass(frozen=True, slots=True)
class StoredMessage:
    """A message as the catalogue keeps it: ``number`` counts from 1 within the item, in the export's order."""

    item_id: str
    number: int
    message: Message


class Source(Protocol):
    """An original to be read: a single file, or the members of a zip or folder. Never held as one ``bytes``."""

    @property
    def name(self) -> str:
        """The original's own file name (untrusted)."""
        ...

    @property
    def names(self) -> tuple[str, ...]:
        """The members' names; a single file has exactly one."""
        ...

    def size_bytes(self, name: str) -> int:
        """The size of one member."""
        ...

    def open(self, name: str) -> BinaryIO:
        """A new seekable stream of one member's bytes."""
        ...

    def head(self, name: str) -> bytes:
        """The first bytes of a member, up to 64 KiB."""
        ...


# --- the custody log ---------------------------------------------------------


class CustodyKind(StrEnum):
    """What was done. The words for each are in ``words``."""

    CREATED = "vault-created"
    IMPORTED = "import"
    ALREADY_HERE = "already-here"
    IMPORT_FAILED = "import-failed"
    RECORDED_ONLY = "record-without-copy"
    MESSAGES_READ = "messages-read"
    ANSWERED = "answered"
    SAID = "said"
    VIEWED = "view"
    EXPORTED = "export"
    VERIFIED = "verify"
    OPENED = "opened"
    UNLOCK_FAILED = "unlock-failed"
    RECOVERED = "recovered"
    PASSPHRASE_CHANGED = "passphrase-change"
    RESTORED = "restore"
    CLOCK_JUMPED = "clock-jump"


@dataclass(frozen=True, slots=True)
class CustodyEntry:
    """One line of the custody log. ``canonical`` are the exact bytes that were hashed, ``salt`` 16 bytes."""

    seq: int
    kind: CustodyKind
    at: datetime
    offset_minutes: int
    item_id: str
    details: Mapping[str, str]
    canonical: bytes
    salt: bytes
    leaf: bytes
    head: bytes


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The signed head of the log after entry ``seq``. ``note`` is the text that ``signature`` (Ed25519) signs."""

    seq: int
    head: bytes
    note: bytes
    signature: bytes


# --- recipients --------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who a bundle is for, as its data file says it."""

    id: str
    title: Mapping[str, str]
    source: str
    checked: str
    confirmed: bool
    languages: tuple[str, ...]
    papers: tuple[str, ...]
    certificate: str
    parts: tuple[str, ...]


class Paper(StrEnum):
    """A sheet of paper."""

    A4 = "a4"
    LETTER = "letter"


class PdfProfile(StrEnum):
    """How a PDF is built: to hand to police, to file in court, or to carry under a password."""

    POLICE = "police"
    COURT = "court"
    CARRY = "carry"


class MessageReader(Protocol):
    """Messages of one item in the export's order, streamed."""

    def __call__(self, item_id: str) -> Iterator[StoredMessage]:
        """Each stored message of ``item_id``."""
        ...
