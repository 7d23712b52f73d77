"""What an importer reads out of an original."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import BinaryIO, Protocol

from evidence_kit.model.findings import Finding
from evidence_kit.model.items import EmbeddedFact


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

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What opening noticed, such as members that are locked; an importer yields these first."""
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


class MessageReader(Protocol):
    """Messages of one item in the export's order, streamed."""

    def __call__(self, item_id: str) -> Iterator[StoredMessage]:
        """Each stored message of ``item_id``."""
        ...
