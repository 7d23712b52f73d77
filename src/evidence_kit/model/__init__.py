"""The values that the whole program passes around: frozen, typed, free of behaviour that needs a library.

Names ending in ``_at`` are aware UTC datetimes; names ending in ``_as_written`` are text out of evidence,
kept letter for letter. Everything marked *untrusted* comes out of evidence or from outside: it may hold
markup, direction controls, NUL or lone surrogates and must only be shown through a plain-text path.
"""

from __future__ import annotations

from evidence_kit.model.custody import (
    Checkpoint,
    CustodyEntry,
    CustodyKind,
)
from evidence_kit.model.findings import (
    Finding,
    FindingKind,
)
from evidence_kit.model.items import (
    Accounting,
    CaptureMethod,
    EmbeddedFact,
    FileTimes,
    Hashes,
    Item,
    ItemKind,
    Said,
    Wholeness,
)
from evidence_kit.model.messages import (
    Answers,
    Attachment,
    Conversation,
    DateOrder,
    Direction,
    EmbeddedFile,
    Message,
    MessageReader,
    Record,
    RecordKind,
    Source,
    StoredMessage,
    TimeBasis,
)
from evidence_kit.model.progress import (
    Progress,
    no_progress,
)
from evidence_kit.model.recipients import (
    Paper,
    PdfProfile,
    Recipient,
)
from evidence_kit.model.surroundings import (
    Surroundings,
)

__all__ = [
    "Accounting",
    "Answers",
    "Attachment",
    "CaptureMethod",
    "Checkpoint",
    "Conversation",
    "CustodyEntry",
    "CustodyKind",
    "DateOrder",
    "Direction",
    "EmbeddedFact",
    "EmbeddedFile",
    "FileTimes",
    "Finding",
    "FindingKind",
    "Hashes",
    "Item",
    "ItemKind",
    "Message",
    "MessageReader",
    "Paper",
    "PdfProfile",
    "Progress",
    "Recipient",
    "Record",
    "RecordKind",
    "Said",
    "Source",
    "StoredMessage",
    "Surroundings",
    "TimeBasis",
    "Wholeness",
    "no_progress",
]
