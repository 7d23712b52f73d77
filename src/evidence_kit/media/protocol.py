"""The few bytes that pass between the program and its decoding child.

A request is a random token, an operation, a Pillow format name and the longest side wanted (0 = as it is), then the
item's bytes in chunks, each after its length, ended by a chunk of length 0. The answer is the token, a length and that
many bytes. The token keeps a child that an item has captured from answering for the items after it.
Both sides read from pipes alone, so both treat what they read as untrusted.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from enum import IntEnum

REQUEST = struct.Struct(">16sB8sI")
CHUNK_LENGTH = struct.Struct(">I")
ANSWER = struct.Struct(">16sQ")
PIXEL_SIZE = struct.Struct(">II")

TOKEN_BYTES = 16
CHUNK_BYTES = 1 << 18

FORMATS = {
    "image/png": "PNG",
    "image/jpeg": "JPEG",
    "image/gif": "GIF",
    "image/webp": "WEBP",
    "image/bmp": "BMP",
    "image/tiff": "TIFF",
}
"""The pictures that are decoded at all. Everything else that Pillow knows stays shut."""


class Operation(IntEnum):
    """What the child is asked for."""

    FACTS = 1
    PIXELS = 2


def read_exactly(read: Callable[[int], bytes], size_bytes: int) -> bytes:
    """Exactly ``size_bytes`` from a pipe.

    Raises:
        EOFError: The other side went away before.
    """
    parts = []
    while size_bytes:
        part = read(min(size_bytes, CHUNK_BYTES))
        if not part:
            raise EOFError
        parts.append(part)
        size_bytes -= len(part)
    return b"".join(parts)
