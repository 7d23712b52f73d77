"""How the camera was held, read out of EXIF: the one fact of it that a document needs.

Source: Exif 2.32 (CIPA DC-008-2019), 4.6, 2026-11-23.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

_ORIENTATION_TAG = 0x0112
_SHORT = 3


def exif_orientation(exif: bytes) -> int:
    """How the camera was held, 1 (upright) to 8, out of untrusted EXIF; 1 when it does not say."""
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(exif[:4])
    if order is None or len(exif) < 8:
        return 1
    for entry in _first_entries(exif, order):
        tag, kind, count, value = struct.unpack(order + "HHIH", entry[:10])
        if tag == _ORIENTATION_TAG and kind == _SHORT and count == 1 and 1 <= value <= 8:
            return int(value)
    return 1


def _first_entries(exif: bytes, order: str) -> Iterator[bytes]:
    (start,) = struct.unpack(order + "I", exif[4:8])
    counted = exif[start : start + 2]
    count = struct.unpack(order + "H", counted)[0] if len(counted) == 2 else 0
    for place in range(start + 2, start + 2 + 12 * count, 12):
        entry = exif[place : place + 12]
        if len(entry) < 12:
            return
        yield entry
