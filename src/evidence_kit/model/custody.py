"""The custody log: who did what, when, to which item."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


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
    PASSPHRASE_CHANGED = "passphrase-change"  # noqa: S105 - a kind of entry, no secret
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
