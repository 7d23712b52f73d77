"""What a bundle is made from, and what is told about it when it is made.

A matter holds values and a few functions; the bundle never sees a vault, a key or a passphrase.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Protocol

from evidence_kit.model import Checkpoint, Conversation, CustodyEntry, Item, Paper, PdfProfile, StoredMessage


class PicturePixels(Protocol):
    """A decoded picture: 8-bit RGB rows from the top, ``width * height * 3`` bytes."""

    @property
    def width(self) -> int:
        """Columns."""
        ...

    @property
    def height(self) -> int:
        """Rows."""
        ...

    @property
    def rgb(self) -> bytes:
        """The rows, without padding."""
        ...


@dataclass(frozen=True, slots=True)
class BundleConversation:
    """One conversation of one item, and how many records it holds."""

    item_id: str
    conversation: Conversation
    message_count: int


@dataclass(frozen=True, slots=True)
class Matter:
    """Everything that goes into a bundle.

    ``open_original`` and ``picture`` are only ever called for items whose original was copied, never for a
    record-only item. ``log`` is the whole custody log, oldest first, and ends at ``checkpoint``. ``sign`` and
    ``sign_ssh(message, namespace)`` sign with the vault's key, which never leaves the vault.
    """

    vault_id: str
    program_version: str
    made_at: datetime
    offset_minutes: int
    items: tuple[Item, ...]
    conversations: tuple[BundleConversation, ...]
    open_original: Callable[[Item], BinaryIO]
    read_messages: Callable[[str, str], Iterator[StoredMessage]]
    picture: Callable[[Item], PicturePixels | None]
    log: tuple[CustodyEntry, ...]
    checkpoint: Checkpoint
    public_key: bytes
    public_key_pem: str
    public_key_ssh: str
    key_fingerprint: str
    sign: Callable[[bytes], bytes]
    sign_ssh: Callable[[bytes, str], str]


@dataclass(frozen=True, slots=True)
class BundleChoice:
    """What the person chose for one bundle; ``password`` is for the carry profile alone."""

    language: str
    paper: Paper
    profile: PdfProfile
    password: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class BundleReport:
    """A finished bundle: where it is, what it holds, and the SHA-256 (hex) of its ``SHA256SUMS``."""

    folder: Path
    pages: int
    files: int
    size_bytes: int
    sums_sha256: str
