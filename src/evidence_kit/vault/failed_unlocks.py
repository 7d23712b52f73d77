"""Attempts to unlock that failed, counted until the next one that succeeds can put them into the log.

The file is in clear and anyone may edit it: a locked vault has no key to protect it with. FORMAT.md says so.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from evidence_kit.vault.canonical import NotCanonical, instant_from, instant_text
from evidence_kit.vault.disk import Disk
from evidence_kit.vault.paths import FAILED_UNLOCKS

_LARGEST_BYTES = 1 << 15


def note_failed_unlock(folder: Path, at: datetime) -> None:
    """Adds a line for an attempt; what cannot be written is not."""
    path = folder / FAILED_UNLOCKS
    try:
        if not path.exists() or path.stat().st_size < _LARGEST_BYTES:
            with path.open("a", encoding="ascii") as target:
                target.write(instant_text(at, whole_seconds=True) + "\n")
    except OSError:
        return


def failed_unlocks(folder: Path) -> tuple[datetime, ...]:
    """The attempts since the last opening (untrusted)."""
    try:
        with (folder / FAILED_UNLOCKS).open("rb") as source:
            lines = source.read(_LARGEST_BYTES).split(b"\n")
    except OSError:
        return ()
    found = []
    for line in lines:
        try:
            found.append(instant_from(line.decode("ascii", "replace")))
        except NotCanonical:
            continue
    return tuple(found)


def forget_failed_unlocks(folder: Path, disk: Disk) -> None:
    """Removes the file, once its lines are in the log; what cannot be removed is counted again."""
    try:
        disk.unlink(folder / FAILED_UNLOCKS)
    except OSError:
        return
