"""Opens an original for reading: a single file, or the members of a zip, without unpacking anything to disk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from evidence_kit.model import Finding, Source

HEAD_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class FileSource:
    """A single file as its own only member."""

    name: str
    open_original: Callable[[], BinaryIO]
    whole_size_bytes: int
    findings: tuple[Finding, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The file's own name, alone."""
        return (self.name,)

    def size_bytes(self, name: str) -> int:
        """The file's size."""
        return self.whole_size_bytes

    def open(self, name: str) -> BinaryIO:
        """A new stream of the file's bytes."""
        return self.open_original()

    def head(self, name: str) -> bytes:
        """The first bytes of the file, up to 64 KiB."""
        with self.open_original() as stream:
            return read_fully(stream, HEAD_BYTES)


def read_fully(stream: BinaryIO, size_bytes: int) -> bytes:
    """The next ``size_bytes`` of a stream, fewer only at its end, however short its single reads are."""
    parts: list[bytes] = []
    while size_bytes > 0 and (part := stream.read(size_bytes)):
        parts.append(part)
        size_bytes -= len(part)
    return b"".join(parts)


def open_source(name: str, open_original: Callable[[], BinaryIO], size_bytes: int) -> Source:
    """An original ready to be read: a zip gives its members, anything else itself."""
    return FileSource(name, open_original, size_bytes)
