"""The custody log: entries chained by hashes, the head of the chain signed.

An entry is hashed with a salt of its own, so that a bundle may show some entries and only the hashes of the
others, and the chain still checks.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from evidence_kit.model import Checkpoint, CustodyEntry, CustodyKind
from evidence_kit.vault.canonical import (
    NotCanonical,
    canonical_json,
    composed,
    instant_from,
    instant_text,
    offset_from,
    offset_text,
    parse_object,
    text_of,
    whole_number_of,
)

SALT_BYTES: Final = 16
OWN_KEYS: Final = frozenset({"v", "seq", "type", "at", "tz", "item", "clock"})
"""The keys that every entry has, or may have: no detail may use them."""

_VERSION = 1
_NOTE_LABEL = "evidence-kit/v1/"
_CLOCK_WENT_BACK = "went-back"


@dataclass(frozen=True, slots=True)
class NewEntry:
    """What is to be written into the log: everything but its place in the chain."""

    kind: CustodyKind
    at: datetime
    offset_minutes: int
    item_id: str
    details: Mapping[str, str]


def leaf_hash(salt: bytes, entry: bytes) -> bytes:
    """The hash that stands for one entry in the chain."""
    return hashlib.sha256(b"\x00ek-leaf-v1" + salt + entry).digest()


def genesis(vault_id: str) -> bytes:
    """The head of a log without entries."""
    return hashlib.sha256(b"ek-genesis-v1" + bytes.fromhex(vault_id)).digest()


def next_head(head: bytes, leaf: bytes) -> bytes:
    """The head of the chain with one more leaf."""
    return hashlib.sha256(b"\x01ek-node-v1" + head + leaf).digest()


def entry_json(seq: int, new: NewEntry, *, clock_went_back: bool) -> bytes:
    """The exact bytes of an entry that are hashed, stored and handed over. All text is put into NFC."""
    record: dict[str, str | int] = {key: composed(value) for key, value in new.details.items()}
    if OWN_KEYS & record.keys():
        raise ValueError(f"details named like an entry's own keys: {sorted(OWN_KEYS & record.keys())}")
    record |= {
        "v": _VERSION,
        "seq": seq,
        "type": new.kind.value,
        "at": instant_text(new.at, whole_seconds=True),
        "tz": offset_text(new.offset_minutes),
        "item": new.item_id,
    }
    if clock_went_back:
        record["clock"] = _CLOCK_WENT_BACK
    return canonical_json(record)


def parse_entry(entry: bytes, salt: bytes, previous_head: bytes) -> CustodyEntry:
    """The entry that ``entry`` (untrusted) spells, with its place in the chain worked out anew.

    Raises:
        NotCanonical: It spells no entry of this format.
    """
    record = parse_object(entry)
    if whole_number_of(record, "v") != _VERSION:
        raise NotCanonical("version of an entry")
    leaf = leaf_hash(salt, entry)
    try:
        kind = CustodyKind(text_of(record, "type"))
    except ValueError as error:
        raise NotCanonical(str(error)) from None
    return CustodyEntry(
        seq=whole_number_of(record, "seq"),
        kind=kind,
        at=instant_from(text_of(record, "at")),
        offset_minutes=offset_from(text_of(record, "tz")),
        item_id=text_of(record, "item"),
        details={key: text_of(record, key) for key in record if key not in OWN_KEYS - {"clock"}},
        canonical=entry,
        salt=salt,
        leaf=leaf,
        head=next_head(previous_head, leaf),
    )


def checkpoint_note(vault_id: str, seq: int, head: bytes) -> bytes:
    """The three lines that are signed."""
    return f"{_NOTE_LABEL}{vault_id}\n{seq}\n{base64.b64encode(head).decode('ascii')}\n".encode("ascii")


def parse_note(note: bytes) -> tuple[str, int, bytes]:
    """The vault, number and head that ``note`` (untrusted) names.

    Raises:
        NotCanonical: It is no such note.
    """
    try:
        label, seq, head, rest = note.decode("ascii").split("\n")
        parsed = label.removeprefix(_NOTE_LABEL), int(seq), base64.b64decode(head, validate=True)
    except ValueError as error:
        raise NotCanonical(str(error)) from None
    if rest or checkpoint_note(*parsed) != note:
        raise NotCanonical("note")
    return parsed


def checkpoint_is_signed(checkpoint: Checkpoint, vault_id: str, public_key: bytes) -> bool:
    """True when the note says what the checkpoint says and the vault's key signed it."""
    if checkpoint.note != checkpoint_note(vault_id, checkpoint.seq, checkpoint.head):
        return False
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(checkpoint.signature, checkpoint.note)
    except InvalidSignature:
        return False
    return True


def chain(vault_id: str, stored: Iterable[tuple[bytes, bytes]]) -> Iterable[CustodyEntry]:
    """The entries of a whole log out of (entry, salt) pairs, chained from the beginning.

    Raises:
        NotCanonical: An entry cannot be read.
    """
    head = genesis(vault_id)
    for entry, salt in stored:
        parsed = parse_entry(entry, salt, head)
        head = parsed.head
        yield parsed
