"""Keeps a file that was recorded without copying from being copied later, by mistake or under another name."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from io import FileIO
from pathlib import Path

from evidence_kit.actions.plain_files import BLOCK_BYTES
from evidence_kit.errors import RecordedOnly
from evidence_kit.model import Item

PLACE_MARK = " · "
"""Stands between a place in the person's words and the path of the file."""


def place_of(words: str, path: Path) -> str:
    """Where a recorded file is: the person's words, if any, and its full path."""
    return PLACE_MARK.join(part for part in (words, str(path.absolute())) if part)


class NotToCopy:
    """The files that record-only items speak of, known by their path or, where one was taken, their fingerprint."""

    def __init__(self, items: Iterable[Item]) -> None:
        recorded = [item for item in items if item.record_only]
        self._by_place = {item.where.rsplit(PLACE_MARK, 1)[-1]: item.id for item in recorded}
        self._by_sha256 = {item.hashes.sha256: item.id for item in recorded if item.hashes}
        self._sizes_bytes = frozenset(item.size_bytes for item in recorded if item.hashes)

    def refuse(self, path: Path, file: FileIO) -> None:
        """Returns when ``file`` may be copied; it is read in place only where a recorded file has the same size.

        Raises:
            RecordedOnly: it was recorded without copying; nothing of it was kept.
        """
        item_id = self._by_place.get(str(path.absolute()))
        if item_id is None and os.fstat(file.fileno()).st_size in self._sizes_bytes:
            item_id = self._by_sha256.get(_sha256(file))
            file.seek(0)
        if item_id is not None:
            raise RecordedOnly(path, item_id)


def _sha256(file: FileIO) -> str:
    digest = hashlib.sha256()
    while block := file.read(BLOCK_BYTES):
        digest.update(block)
    return digest.hexdigest()
