"""Hashing, sealing and writing one original, with two threads when it is large enough to gain by it."""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType

from evidence_kit.model import Hashes
from evidence_kit.vault.disk import Disk
from evidence_kit.vault.stream import BLOCK_BYTES, ChunkSealer

_BLOCKS = 4
_BLOCKS_BEFORE_THREAD = 4


class SealedWriter:
    """Takes an original block by block, and then its ending; writes the age file to ``handle``.

    The calling thread reads and takes the SHA-256; sealing, writing and the extra hashes move to a second thread
    after the first megabyte. Four blocks go round, so memory does not grow with the original.

    Raises:
        OSError: From the disk, in whichever method comes next.
    """

    def __init__(
        self, disk: Disk, handle: int, header: bytes, payload_key: bytes, extra_hashes: tuple[str, ...] = ()
    ) -> None:
        self.content_bytes = 0
        self._disk = disk
        self._handle = handle
        self._sealer = ChunkSealer(payload_key)
        self._sha256 = hashlib.sha256()
        self._extra = {name: hashlib.new(name, usedforsecurity=False) for name in extra_hashes}
        self._written_bytes = len(header)
        self._tail = b""
        self._free: deque[bytearray] = deque()
        self._on_their_way: deque[Future[None]] = deque()
        self._sent: deque[bytearray] = deque()
        self._full_blocks = 0
        self._thread: ThreadPoolExecutor | None = None
        disk.write(handle, header)

    def free_block(self) -> bytearray:
        """A block to fill; waits until one is free."""
        if len(self._sent) == _BLOCKS:
            self._on_their_way.popleft().result()
            return self._sent.popleft()
        return self._free.popleft() if self._free else bytearray(BLOCK_BYTES)

    def write(self, block: bytearray, count: int) -> None:
        """Takes the first ``count`` bytes of ``block``; fewer than it holds means that the original ends here."""
        view = memoryview(block)[:count]
        self._sha256.update(view)
        self.content_bytes += count
        if count < len(block):
            self._finish_thread()
            for digest in self._extra.values():
                digest.update(view)
            self._tail = bytes(view)
            return
        self._full_blocks += 1
        if self._full_blocks > _BLOCKS_BEFORE_THREAD:
            self._thread = self._thread or ThreadPoolExecutor(1, thread_name_prefix="sealing")
            self._on_their_way.append(self._thread.submit(self._seal_block, block))
            self._sent.append(block)
        else:
            self._seal_block(block)
            self._free.append(block)

    def hashes(self) -> Hashes:
        """The digests of the original, once it has ended."""
        extra = {name: digest.hexdigest() for name, digest in self._extra.items()}
        return Hashes(self._sha256.hexdigest(), extra.get("md5", ""), extra.get("sha1", ""))

    def finish(self, meta: bytes, zeros: int, trailer: bytes) -> int:
        """Writes what follows the content; gives the size of the whole age file in bytes."""
        pending = bytearray(self._tail)
        for piece in (meta, *_zeros(zeros), trailer):
            pending += piece
            # A whole block is held back, so that the last chunk is never an empty one.
            while len(pending) > BLOCK_BYTES:
                self._put(memoryview(bytes(pending[:BLOCK_BYTES])), last=False)
                del pending[:BLOCK_BYTES]
        self._put(memoryview(bytes(pending)), last=True)
        return self._written_bytes

    def __enter__(self) -> SealedWriter:
        """The writer itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Ends the second thread, however the work ended, so that the handle can be closed."""
        if self._thread is not None:
            self._thread.shutdown(wait=True, cancel_futures=True)

    def _seal_block(self, block: bytearray) -> None:
        for digest in self._extra.values():
            digest.update(block)
        self._put(memoryview(block), last=False)

    def _put(self, block: memoryview, *, last: bool) -> None:
        sealed = self._sealer.seal(block, last=last)
        self._disk.write(self._handle, sealed)
        self._written_bytes += len(sealed)

    def _finish_thread(self) -> None:
        while self._on_their_way:
            self._on_their_way.popleft().result()
        self._sent.clear()


def _zeros(count: int) -> Iterator[bytes]:
    whole, rest = divmod(count, BLOCK_BYTES)
    block = bytes(BLOCK_BYTES)
    for _ in range(whole):
        yield block
    yield block[:rest]
