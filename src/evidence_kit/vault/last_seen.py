"""What this computer last saw of a vault, kept outside it: the only way to notice that all of it was put back.

Whoever can also put this record back, or delete it, is not noticed. FORMAT.md says so.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from evidence_kit.model import Checkpoint
from evidence_kit.vault.canonical import (
    Json,
    NotCanonical,
    canonical_json,
    instant_from,
    instant_text,
    parse_object,
    text_of,
    whole_number_of,
)
from evidence_kit.vault.disk import Disk
from evidence_kit.vault.keys import VaultKeys

_LARGEST_BYTES = 4096


@dataclass(frozen=True, slots=True)
class Seen:
    """The head of the log when this computer last wrote to the vault."""

    seq: int
    head: bytes
    at: datetime


class LastSeenRecord:
    """The record of one vault in ``state_folder``; with None for a folder nothing is kept."""

    def __init__(self, state_folder: Path | None, vault_id: str, keys: VaultKeys, disk: Disk) -> None:
        # The name tells nobody which vault this is about.
        name = keys.last_seen_mac(b"name " + vault_id.encode("ascii")).hex()[:32]
        self._path = None if state_folder is None else state_folder / f"{name}.json"
        self._vault_id = vault_id
        self._keys = keys
        self._disk = disk

    def read(self) -> Seen | None:
        """What was last seen; None if nothing was kept.

        Raises:
            NotCanonical: Something stands there that this vault did not write.
        """
        if self._path is None:
            return None
        try:
            with self._path.open("rb") as source:
                data = source.read(_LARGEST_BYTES)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise NotCanonical(error.strerror or "unreadable") from None
        record = dict(parse_object(data))
        mac = text_of(record, "mac")
        del record["mac"]
        if not hmac.compare_digest(mac.encode(), self._mac(record).encode()):
            raise NotCanonical("mac")
        try:
            head = bytes.fromhex(text_of(record, "head"))
        except ValueError as error:
            raise NotCanonical(str(error)) from None
        return Seen(whole_number_of(record, "seq"), head, instant_from(text_of(record, "at")))

    def write(self, checkpoint: Checkpoint, at: datetime) -> None:
        """Remembers ``checkpoint``. What cannot be written is not: the vault itself is already safe."""
        if self._path is None:
            return
        record: dict[str, Json] = {
            "v": 1,
            "id": self._vault_id,
            "seq": checkpoint.seq,
            "head": checkpoint.head.hex(),
            "at": instant_text(at, whole_seconds=True),
        }
        data = canonical_json(record | {"mac": self._mac(record)})
        scratch = self._path.with_suffix(".new")
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._disk.unlink(scratch)
            handle = self._disk.create(scratch)
            try:
                self._disk.write(handle, data)
            finally:
                self._disk.close(handle)
            # No fsync: an older record is harmless, and this happens after every commit.
            self._disk.move(scratch, self._path)
        except OSError:
            return

    def _mac(self, record: dict[str, Json]) -> str:
        return self._keys.last_seen_mac(canonical_json(record)).hex()
