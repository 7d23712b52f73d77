"""The payload of an age file: chunks of 64 KiB, each sealed by itself, the last one marked as the last.

Nothing can be cut off, moved or added without a chunk failing to open.

Source: https://github.com/C2SP/C2SP/blob/main/age.md#payload (2026-11-23).
"""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from evidence_kit.vault.age import AgeRefused, FileKeyOpener, Refusal, read_payload_key

CHUNK_BYTES = 65536
TAG_BYTES = 16
SEALED_CHUNK_BYTES = CHUNK_BYTES + TAG_BYTES
BLOCK_BYTES = 4 * CHUNK_BYTES
"""What is read, sealed and written at a time: it stays in the processor's cache."""

_CACHED_CHUNKS = 8


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + (b"\x01" if last else b"\x00")


def new_sealed_block() -> memoryview:
    """Room for a sealed block."""
    return memoryview(bytearray(BLOCK_BYTES + TAG_BYTES * (BLOCK_BYTES // CHUNK_BYTES)))


class ChunkSealer:
    """Seals blocks of chunks in order into one buffer that is used again and again."""

    def __init__(self, payload_key: bytes, sealed_block: memoryview | None = None) -> None:
        self._cipher = ChaCha20Poly1305(payload_key)
        self._number = 0
        self._sealed = new_sealed_block() if sealed_block is None else sealed_block

    def seal(self, block: memoryview, *, last: bool) -> memoryview:
        """The sealed form of ``block``, valid until the next call.

        ``block`` is at most ``BLOCK_BYTES`` long, and a multiple of ``CHUNK_BYTES`` unless it is the last.
        """
        size = len(block)
        written = 0
        for start in range(0, max(size, 1), CHUNK_BYTES):
            piece = block[start : start + CHUNK_BYTES]
            ends = last and start + CHUNK_BYTES >= size
            target = self._sealed[written : written + len(piece) + TAG_BYTES]
            written += self._cipher.encrypt_into(_nonce(self._number, ends), piece, None, target)
            self._number += 1
        return self._sealed[:written]


def sealed_bytes(header: bytes, payload_key: bytes, content: bytes) -> bytes:
    """A whole small age file: ``header`` and the sealed ``content``."""
    sealer = ChunkSealer(payload_key)
    parts = [header]
    view = memoryview(content)
    for start in range(0, max(len(content), 1), BLOCK_BYTES):
        last = start + BLOCK_BYTES >= len(content)
        parts.append(bytes(sealer.seal(view[start : start + BLOCK_BYTES], last=last)))
    return b"".join(parts)


def opened_bytes(sealed: bytes, open_file_key: FileKeyOpener, most_bytes: int = 1 << 26) -> bytes:
    """The content of a whole small age file (untrusted).

    Raises:
        AgeRefused: It was not made for this key, was changed, or holds more than ``most_bytes``.
    """
    if len(sealed) > most_bytes:
        raise AgeRefused(Refusal.PAYLOAD, "too long")
    with io.BytesIO(sealed) as source:
        chunks = ChunkReader(source, read_payload_key(source, open_file_key))
        return b"".join(chunks.chunk(number) for number in range(chunks.count))


class ChunkReader:
    """Opens the chunks of one payload in any order; the last is opened first, which proves the length.

    Raises:
        AgeRefused: A chunk was changed, or the file was cut or grew.
    """

    def __init__(self, source: BinaryIO, payload_key: bytes) -> None:
        self._source = source
        self._cipher = ChaCha20Poly1305(payload_key)
        self._start = source.tell()
        payload_bytes = source.seek(0, io.SEEK_END) - self._start
        self.count = max(-(-payload_bytes // SEALED_CHUNK_BYTES), 1)
        last = self._opened(self.count - 1)
        if not last and self.count > 1:
            raise AgeRefused(Refusal.PAYLOAD, "empty last chunk")
        self._kept = {self.count - 1: last}
        self.size_bytes = (self.count - 1) * CHUNK_BYTES + len(last)

    def chunk(self, number: int) -> bytes:
        """The opened bytes of chunk ``number``."""
        found = self._kept.get(number)
        if found is None:
            found = self._opened(number)
            if len(self._kept) >= _CACHED_CHUNKS:
                self._kept.pop(next(iter(self._kept)))
            self._kept[number] = found
        return found

    def _opened(self, number: int) -> bytes:
        self._source.seek(self._start + number * SEALED_CHUNK_BYTES)
        sealed = self._source.read(SEALED_CHUNK_BYTES)
        last = number == self.count - 1
        try:
            return self._cipher.decrypt(_nonce(number, last), sealed, None)
        except (InvalidTag, ValueError):
            raise AgeRefused(Refusal.PAYLOAD, f"chunk {number}") from None


class PayloadStream(io.RawIOBase):
    """A seekable view of the first ``size_bytes`` of a payload, opened chunk by chunk as it is read.

    ``damaged`` turns a refusal into the error that the caller of this stream expects.
    """

    def __init__(
        self,
        source: BinaryIO,
        chunks: ChunkReader,
        size_bytes: int,
        damaged: Callable[[AgeRefused], Exception],
    ) -> None:
        super().__init__()
        self._source = source
        self._chunks = chunks
        self._size_bytes = size_bytes
        self._damaged = damaged
        self._position = 0

    def readable(self) -> bool:
        """True."""
        return True

    def seekable(self) -> bool:
        """True."""
        return True

    def tell(self) -> int:
        """Where the next read begins, in bytes."""
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Where the next read will begin, in bytes."""
        origin = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self._size_bytes}[whence]
        if origin + offset < 0:
            raise ValueError("before the start")
        self._position = origin + offset
        return self._position

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """How many bytes were put into ``buffer``; at most to the end of one chunk."""
        left = self._size_bytes - self._position
        if left <= 0:
            return 0
        number, skip = divmod(self._position, CHUNK_BYTES)
        try:
            chunk = self._chunks.chunk(number)
        except AgeRefused as refused:
            raise self._damaged(refused) from None
        piece = chunk[skip : skip + min(left, len(buffer))]
        buffer[: len(piece)] = piece
        self._position += len(piece)
        return len(piece)

    def close(self) -> None:
        """Closes the sealed file beneath."""
        if not self.closed:
            self._source.close()
        super().close()
