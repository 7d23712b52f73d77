"""How much a decoding child process may use, so that a hostile file can hurt nothing but itself."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds for one item. Past any of them the item has no facts or no picture, and nothing else happens.

    The defaults let the largest pictures of today's telephones through (50 million pixels take about 400 MB
    while they are decoded) and stop files that are made to exhaust a machine.
    """

    cpu_seconds: int = 20
    wall_seconds: float = 60.0
    memory_bytes: int = 1 << 30
    input_bytes: int = 64 << 20
    facts_bytes: int = 1 << 20
    pixels: int = 64_000_000


USUAL_LIMITS = Limits()
