"""One member of a zip as a seekable stream that is unpacked while it is read.

The standard library can do this too, but lists the whole directory again for each member that is opened, and its
seekable reader trusts the stated size. This one stops at it.

Source: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT (local file header), read 2026-11.
"""

from __future__ import annotations

import io
import struct
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, cast

from evidence_kit.errors import ExportUnreadable

if TYPE_CHECKING:
    from typing_extensions import Buffer

_LOCAL_HEADER = struct.Struct("<4s22xHH")
_READ_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class Entry:
    """Where a member lies in the zip and what the directory says of it."""

    name: str
    header_offset: int
    packed_size_bytes: int
    size_bytes: int
    crc: int
    deflated: bool


def open_member(stream: BinaryIO, entry: Entry) -> BinaryIO:
    """A buffered stream of the member's bytes; closing it closes ``stream`` (the zip's bytes) too."""
    return cast(BinaryIO, io.BufferedReader(_MemberStream(stream, entry), _READ_BYTES))


def read_fully(stream: BinaryIO, size_bytes: int) -> bytes:
    """The next ``size_bytes`` of a stream, fewer only at its end, however short its single reads are."""
    parts: list[bytes] = []
    while size_bytes > 0 and (part := stream.read(size_bytes)):
        parts.append(part)
        size_bytes -= len(part)
    return b"".join(parts)


class _MemberStream(io.RawIOBase):
    def __init__(self, stream: BinaryIO, entry: Entry) -> None:
        self._stream = stream
        self._entry = entry
        self._restart()

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        starts = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self._entry.size_bytes}
        target = max(0, offset + starts[whence])
        if target < self._position:
            self._restart()
        while self._position < target and self._take(min(_READ_BYTES, target - self._position)):
            pass
        return self._position

    def readinto(self, buffer: Buffer, /) -> int:
        view = memoryview(buffer).cast("B")
        data = self._take(len(view))
        view[: len(data)] = data
        return len(data)

    def close(self) -> None:
        if not self.closed:
            self._stream.close()
        super().close()

    def _restart(self) -> None:
        self._position = 0
        self._crc = 0
        self._packed_left = self._entry.packed_size_bytes
        self._unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
        self._data_offset = -1

    def _take(self, most_bytes: int) -> bytes:
        wanted_bytes = min(most_bytes, self._entry.size_bytes - self._position)
        data = b""
        if wanted_bytes > 0:
            self._go_to_data()
            data = self._unpack(wanted_bytes) if self._entry.deflated else self._packed(wanted_bytes)
            if not data:
                raise self._damaged("shorter than the zip states")
        self._position += len(data)
        self._crc = zlib.crc32(data, self._crc)
        if self._position == self._entry.size_bytes and self._crc != self._entry.crc:
            raise self._damaged("its checksum is wrong")
        return data

    def _go_to_data(self) -> None:
        if self._data_offset >= 0:
            return
        if self._entry.header_offset < 0:
            raise self._damaged("its header is missing")
        self._stream.seek(self._entry.header_offset)
        header = read_fully(self._stream, _LOCAL_HEADER.size)
        if len(header) < _LOCAL_HEADER.size:
            raise self._damaged("its header is missing")
        signature, name_bytes, extra_bytes = _LOCAL_HEADER.unpack(header)
        if signature != b"PK\x03\x04":
            raise self._damaged("its header is missing")
        self._data_offset = self._stream.seek(name_bytes + extra_bytes, io.SEEK_CUR)

    def _packed(self, most_bytes: int) -> bytes:
        data = self._stream.read(min(most_bytes, self._packed_left))
        self._packed_left -= len(data)
        return data

    def _unpack(self, most_bytes: int) -> bytes:
        while not self._unpacker.eof:
            packed = self._unpacker.unconsumed_tail or self._packed(_READ_BYTES)
            try:
                data = self._unpacker.decompress(packed, most_bytes)
            except zlib.error as error:
                raise self._damaged("its packed bytes are damaged") from error
            if data or not packed:
                return data
        return b""

    def _damaged(self, reason: str) -> ExportUnreadable:
        return ExportUnreadable("zip", self._entry.name, reason)
