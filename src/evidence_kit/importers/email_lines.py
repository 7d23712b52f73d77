"""A mail's lines, read once from front to back in bounded memory, each with its place in the file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

LONGEST_LINE_BYTES = 64 * 1024
_BLOCK_BYTES = 256 * 1024
_KEPT_BYTES = 3  # enough to know a line break and two dashes that a block's end has cut apart


@dataclass(frozen=True, slots=True)
class DashedLine:
    """A line that begins with two dashes: where it stands, where the text before it ends, what it says."""

    at: int
    text_ends_at: int
    line: bytes


class MailLines:
    """A reader over an untrusted stream. ``at`` is the offset of the next byte."""

    def __init__(self, stream: BinaryIO, read_so_far: Callable[[int], None]) -> None:
        """``read_so_far`` is told the number of bytes read after each block; it may raise ``Cancelled``."""
        self._stream = stream
        self._read_so_far = read_so_far
        self._buffer = b""
        self._buffer_at = 0
        self._next = 0

    @property
    def at(self) -> int:
        """The offset in the file of the next byte."""
        return self._buffer_at + self._next

    def peek(self) -> bytes:
        """The next line with its line break, empty at the end; of a line beyond 64 KiB only the beginning."""
        end = self._buffer.find(b"\n", self._next)
        while end < 0 and len(self._buffer) - self._next < LONGEST_LINE_BYTES and self._fill():
            end = self._buffer.find(b"\n", self._next)
        most = self._next + LONGEST_LINE_BYTES
        return self._buffer[self._next : most if end < 0 else min(end + 1, most)]

    def skip(self) -> None:
        """Goes to the beginning of the line after the next one, however long that is."""
        while (end := self._buffer.find(b"\n", self._next)) < 0:
            self._next = len(self._buffer)
            if not self._fill():
                return
        self._next = end + 1

    def next_dashed(self) -> DashedLine | None:
        """The next line that begins with two dashes, this one included; None when there is none any more.

        The place must be the beginning of a line.
        """
        while len(self._buffer) - self._next < 2 and self._fill():
            pass
        if self._buffer.startswith(b"--", self._next):
            return self._dashed(self.at)
        while (found := self._buffer.find(b"\n--", self._next)) < 0:
            self._next = max(self._next, len(self._buffer) - _KEPT_BYTES)
            if not self._fill():
                self._next = len(self._buffer)
                return None
        before = self._buffer_at + found - (self._buffer[found - 1 : found] == b"\r")
        self._next = found + 1
        return self._dashed(before)

    def _dashed(self, text_ends_at: int) -> DashedLine:
        found = DashedLine(self.at, text_ends_at, self.peek())
        self.skip()
        return found

    def _fill(self) -> bool:
        block = self._stream.read(_BLOCK_BYTES)
        if not block:
            return False
        self._buffer = self._buffer[self._next :] + block
        self._buffer_at += self._next
        self._next = 0
        self._read_so_far(self._buffer_at + len(self._buffer))
        return True
