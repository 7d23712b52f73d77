"""Sealed copies of the custody log, up to 100 entries each: they survive the loss of the catalogue.

With an entry that changed an item goes the item's row, as long as it is the newest one, so that what the person
said can be brought back too.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from evidence_kit.model import Checkpoint
from evidence_kit.vault.age import AgeRefused
from evidence_kit.vault.canonical import Json, NotCanonical, canonical_json, parse_object, text_of
from evidence_kit.vault.change import ROW_DETAIL
from evidence_kit.vault.database import Database
from evidence_kit.vault.disk import Disk
from evidence_kit.vault.keeper import Keeper
from evidence_kit.vault.log import checkpoint_note, parse_note
from evidence_kit.vault.log_table import LogRow, read_checkpoint, read_rows
from evidence_kit.vault.stream import opened_bytes

SEGMENT_ENTRIES = 100

_NAME = re.compile(r"([0-9]{8})-([0-9]{8})\.age")


class _ItemRow(NamedTuple):
    id: str
    state: bytes


@dataclass(frozen=True, slots=True)
class SegmentEntry:
    """One entry of a segment; ``state`` is the item's row that the entry names by its hash, or empty."""

    entry: bytes
    salt: bytes
    state: bytes = b""


@dataclass(frozen=True, slots=True)
class Segment:
    """The opened content of one file in ``log/``."""

    name: str
    first: int
    last: int
    entries: tuple[SegmentEntry, ...]
    checkpoint: Checkpoint


class Segments:
    """The folder ``log/`` of one vault."""

    def __init__(self, folder: Path, keeper: Keeper, disk: Disk) -> None:
        self._folder = folder
        self._keeper = keeper
        self._disk = disk
        self.sealed_to = self._highest()

    def names(self) -> tuple[tuple[str, int, int], ...]:
        """The segments there are: name, first entry, last entry."""
        found = [(name, _NAME.fullmatch(name)) for name in self._disk.list(self._folder / "log")]
        return tuple((name, int(match[1]), int(match[2])) for name, match in found if match)

    def set_aside_behind(self, last: int) -> tuple[str, ...]:
        """Moves segments that tell of entries behind ``last`` into ``backup/``: they belong to no log that is known."""
        loose = tuple(name for name, _, to in self.names() if to > last)
        for name in loose:
            self._disk.rename(self._folder / "log" / name, self._folder / "backup" / f"loose-{name}")
        self.sealed_to = self._highest()
        return loose

    def _highest(self) -> int:
        return max((last for _, _, last in self.names()), default=0)

    def catch_up(self, database: Database, *, closing: bool = False) -> None:
        """Seals what was logged since: full segments, and when ``closing`` the begun one too.

        Raises:
            OSError: Nothing is lost; the next call does it again.
        """
        checkpoint = read_checkpoint(database)
        if checkpoint is None:
            return
        first = self.sealed_to // SEGMENT_ENTRIES * SEGMENT_ENTRIES + 1
        while first <= checkpoint.seq:
            last = min(first + SEGMENT_ENTRIES - 1, checkpoint.seq)
            if last > self.sealed_to and (closing or last - first + 1 == SEGMENT_ENTRIES):
                self._write(database, first, last)
                self.sealed_to = last
            first += SEGMENT_ENTRIES

    def _write(self, database: Database, first: int, last: int) -> None:
        rows = []
        for row in read_rows(database, first - 1):
            if row.seq > last:
                break
            rows.append(row)
        name = f"{first:08d}-{last:08d}.age"
        random_bytes = self._keeper.surroundings.random_bytes
        sealed = self._keeper.keys.seal(self._content(database, rows), random_bytes)
        scratch = self._folder / "tmp" / random_bytes(16).hex()
        self._disk.put_file(scratch, self._folder / "log" / name, sealed)
        for other, other_first, other_last in self.names():
            if other_first == first and other_last < last:
                self._disk.unlink(self._folder / "log" / other)

    def _content(self, database: Database, rows: list[LogRow]) -> bytes:
        states = _newest_states(database, rows)
        lines = []
        for row in rows:
            line: dict[str, Json] = {"entry": row.entry.decode("utf-8", "replace"), "salt": row.salt.hex()}
            state = states.get(row_digest(row.entry))
            if state:
                line["state"] = state.decode()
            lines.append(canonical_json(line))
        note = checkpoint_note(self._keeper.vault_id, rows[-1].seq, rows[-1].head)
        signature = self._keeper.signer.sign(note).hex()
        lines.append(canonical_json({"note": note.decode("ascii"), "signature": signature}))
        return b"\n".join(lines) + b"\n"

    def read(self, name: str) -> Segment:
        """The opened segment ``name``; its checkpoint's signature is not checked here.

        Raises:
            NotCanonical: It cannot be opened or read.
        """
        try:
            sealed = (self._folder / "log" / name).read_bytes()
            content = opened_bytes(sealed, self._keeper.keys.opener())
            *lines, end = content.removesuffix(b"\n").split(b"\n")
            record = parse_object(end)
            note = text_of(record, "note").encode("ascii")
            _, seq, head = parse_note(note)
            checkpoint = Checkpoint(seq, head, note, bytes.fromhex(text_of(record, "signature")))
            entries = tuple(_segment_entry(line) for line in lines)
        except (AgeRefused, OSError, ValueError) as error:
            raise NotCanonical(str(error)) from None
        match = _NAME.fullmatch(name)
        if match is None or len(entries) != int(match[2]) - int(match[1]) + 1 or int(match[2]) != seq:
            raise NotCanonical("entries missing")
        return Segment(name, int(match[1]), int(match[2]), entries, checkpoint)


def _segment_entry(line: bytes) -> SegmentEntry:
    record = parse_object(line)
    return SegmentEntry(
        text_of(record, "entry").encode("utf-8", "surrogatepass"),
        bytes.fromhex(text_of(record, "salt")),
        _state_bytes(text_of(record, "state", "")),
    )


def _state_bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def row_digest(entry: bytes) -> str:
    """The hash of an item's row that a log entry names, or nothing.

    Raises:
        NotCanonical: It is no entry.
    """
    return text_of(parse_object(entry), ROW_DETAIL, "")


def _newest_states(database: Database, rows: list[LogRow]) -> dict[str, bytes]:
    wanted = {row_digest(row.entry) for row in rows} - {""}
    if not wanted:
        return {}
    items = {text_of(parse_object(row.entry), "item") for row in rows}
    found = {}
    for item_id in items - {""}:
        for row in database.rows(_ItemRow, "SELECT id, state FROM item WHERE id = ?", (item_id,)):
            found[hashlib.sha256(row.state).hexdigest()] = row.state
    return {digest: found[digest] for digest in wanted & found.keys()}
