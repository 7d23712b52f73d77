"""Hashing, sealing and writing one original, with two threads when it is large enough to gain by it."""

from __future__ import annotations

import hashlib
import queue
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from types import TracebackType

from evidence_kit.model import Hashes
from evidence_kit.vault.disk import Disk
from evidence_kit.vault.stream import BLOCK_BYTES, ChunkSealer, new_sealed_block

_BLOCKS = 4
_BLOCKS_BEFORE_THREAD = 4


class Blocks:
    """The memory that sealing one original needs: made once, used for one original after the other."""

    def __init__(self) -> None:
        self.free: list[bytearray] = []
        self.sealed = new_sealed_block()


class BlockStore:
    """Lends out ``Blocks``, to as many threads as ask."""

    def __init__(self) -> None:
        self._idle: queue.SimpleQueue[Blocks] = queue.SimpleQueue()

    @contextmanager
    def lent(self) -> Iterator[Blocks]:
        """Blocks that nobody else has meanwhile."""
        try:
            blocks = self._idle.get_nowait()
        except queue.Empty:
            blocks = Blocks()
        try:
            yield blocks
        finally:
            self._idle.put(blocks)


class SealedWriter:
    """Takes an original block by block, and then its ending; writes the age file to ``handle``.

    The calling thread reads and takes the SHA-256; sealing, writing and the extra hashes move to a second thread
    after the first megabyte. Four blocks go round, so memory does not grow with the original.

    Raises:
        OSError: From the disk, in whichever method comes next.
    """

    def __init__(
        self,
        disk: Disk,
        handle: int,
        header_and_key: tuple[bytes, bytes],
        blocks: Blocks,
        extra_hashes: tuple[str, ...] = (),
    ) -> None:
        header, payload_key = header_and_key
        self.content_bytes = 0
        self._disk = disk
        self._handle = handle
        self._blocks = blocks
        self._sealer = ChunkSealer(payload_key, blocks.sealed)
        self._sha256 = hashlib.sha256()
        self._extra = {name: hashlib.new(name, usedforsecurity=False) for name in extra_hashes}
        self._written_bytes = len(header)
        self._last = bytearray()
        self._last_bytes = 0
        self._on_their_way: deque[tuple[bytearray, Future[None]]] = deque()
        self._full_blocks = 0
        self._thread: ThreadPoolExecutor | None = None
        disk.write(handle, header)

    def free_block(self) -> bytearray:
        """A block to fill; waits until one is free."""
        if len(self._on_their_way) == _BLOCKS:
            block, sealed = self._on_their_way.popleft()
            sealed.result()
            return block
        return self._blocks.free.pop() if self._blocks.free else bytearray(BLOCK_BYTES)

    def write(self, block: bytearray, count: int) -> None:
        """Takes the first ``count`` bytes of ``block``; fewer than it holds means that the original ends here."""
        view = memoryview(block)[:count]
        self._sha256.update(view)
        self.content_bytes += count
        if count < len(block):
            self._finish_thread()
            for digest in self._extra.values():
                digest.update(view)
            self._last, self._last_bytes = block, count
            return
        self._full_blocks += 1
        if self._full_blocks > _BLOCKS_BEFORE_THREAD:
            self._thread = self._thread or ThreadPoolExecutor(1, thread_name_prefix="sealing")
            self._on_their_way.append((block, self._thread.submit(self._seal_block, block)))
        else:
            self._seal_block(block)
            self._blocks.free.append(block)

    def hashes(self) -> Hashes:
        """The digests of the original, once it has ended."""
        extra = {name: digest.hexdigest() for name, digest in self._extra.items()}
        return Hashes(self._sha256.hexdigest(), extra.get("md5", ""), extra.get("sha1", ""))

    def finish(self, meta: bytes, zeros: int, trailer: bytes) -> int:
        """Writes what follows the content; gives the size of the whole age file in bytes."""
        block, filled = memoryview(self._last), self._last_bytes
        for piece in (meta, *_zeros(zeros), trailer):
            left = memoryview(piece)
            while left:
                # A full block waits until something follows it, so that the last chunk is never an empty one.
                if filled == BLOCK_BYTES:
                    self._put(block, last=False)
                    filled = 0
                count = min(BLOCK_BYTES - filled, len(left))
                block[filled : filled + count] = left[:count]
                filled += count
                left = left[count:]
        self._put(block[:filled], last=True)
        self._blocks.free.append(self._last)
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
            block, sealed = self._on_their_way.popleft()
            sealed.result()
            self._blocks.free.append(block)


def _zeros(count: int) -> Iterator[bytes]:
    whole, rest = divmod(count, BLOCK_BYTES)
    for _ in range(whole):
        yield bytes(BLOCK_BYTES)
    yield bytes(rest)
