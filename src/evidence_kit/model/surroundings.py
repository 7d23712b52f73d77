"""What is passed in from the world outside, so that tests and bundles are deterministic."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path


def _utc_now() -> datetime:
    return datetime.now(UTC)


def _local_offset_minutes() -> int:
    offset = datetime.now(UTC).astimezone().utcoffset()
    return 0 if offset is None else round(offset.total_seconds() / 60)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a vault takes from the world around it.

    ``now`` gives aware UTC; ``offset_minutes`` this computer's offset east of UTC; ``random_bytes(n)`` must be
    unpredictable outside tests; ``scrypt_log_n`` is the cost of a key slot (18 = 256 MiB); ``state_folder`` is
    where the last-seen record lies, outside the vault (None: none is kept).
    """

    now: Callable[[], datetime] = _utc_now
    offset_minutes: Callable[[], int] = _local_offset_minutes
    random_bytes: Callable[[int], bytes] = os.urandom
    scrypt_log_n: int = 18
    state_folder: Path | None = None
