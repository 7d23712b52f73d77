"""The custody log inside a bundle: what was done, checkable, without telling what is not for the recipient.

Every entry of the log is there as a line. An entry that concerns the bundle is there in full with its salt,
so that its leaf can be computed again; of any other only the leaf is given, from which nothing can be read
back, and the chain can still be computed from the first entry to the signed head.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator

from evidence_kit.bundle.matter import Matter
from evidence_kit.errors import VaultDamaged
from evidence_kit.model import CustodyEntry, CustodyKind

LOG_EXTRACT = "custody-log.jsonl"
CHECKPOINT = "checkpoint.txt"
CHECKPOINT_RAW = "checkpoint.txt.ed25519"

_HELD_BACK = frozenset({CustodyKind.IMPORT_FAILED})


def is_disclosed(entry: CustodyEntry, item_ids: frozenset[str]) -> bool:
    """True when an entry concerns this bundle: one of its items, or the vault as a whole.

    An entry about another item, or about a file that was never kept, names what the recipient does not get.
    """
    if entry.kind in _HELD_BACK:
        return False
    return entry.item_id == "" or entry.item_id in item_ids


def extract_lines(matter: Matter) -> Iterator[bytes]:
    """The lines of ``custody-log.jsonl``, in ASCII.

    Raises:
        VaultDamaged: the log does not chain to its signed head; a bundle made from it could not be checked.
    """
    item_ids = frozenset(item.id for item in matter.items)
    head = _genesis(matter.vault_id)
    for seq, entry in enumerate(matter.log, start=1):
        head = _next_head(head, entry.leaf)
        if entry.seq != seq or entry.leaf != _leaf(entry) or entry.head != head:
            raise VaultDamaged(part="log", reason=f"entry {seq} does not chain")
        yield _line(entry, is_disclosed(entry, item_ids))
    if not matter.log or matter.checkpoint.seq != len(matter.log) or matter.checkpoint.head != head:
        raise VaultDamaged(part="log", reason="the signed head is not the head of the log")


def _line(entry: CustodyEntry, disclosed: bool) -> bytes:
    line: dict[str, str | int] = {"seq": entry.seq, "leaf": entry.leaf.hex(), "head": entry.head.hex()}
    if disclosed:
        line |= {"salt": entry.salt.hex(), "entry": entry.canonical.decode("utf-8")}
    return json.dumps(line, ensure_ascii=True, separators=(",", ":")).encode("ascii") + b"\n"


def _genesis(vault_id: str) -> bytes:
    return hashlib.sha256(b"ek-genesis-v1" + bytes.fromhex(vault_id)).digest()


def _leaf(entry: CustodyEntry) -> bytes:
    return hashlib.sha256(b"\x00ek-leaf-v1" + entry.salt + entry.canonical).digest()


def _next_head(head: bytes, leaf: bytes) -> bytes:
    return hashlib.sha256(b"\x01ek-node-v1" + head + leaf).digest()
