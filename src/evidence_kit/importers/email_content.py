"""A part's bytes, decoded block by block out of the mail each time they are asked for.

Source: RFC 2045 section 6 (transfer encodings), https://www.rfc-editor.org/rfc/rfc2045, 2026-11-23; uuencoded bodies
as https://pubs.opengroup.org/onlinepubs/9799919799/utilities/uuencode.html writes them.
"""

from __future__ import annotations

import binascii
import io
import re
from collections.abc import Callable, Iterator
from typing import BinaryIO, cast

from evidence_kit.importers.email_structure import Part

BLOCK_BYTES = 256 * 1024
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/=]+")

OpenMail = Callable[[], BinaryIO]


def transfer_encoding(part: Part) -> str:
    """The stated transfer encoding in lower case, empty where none is stated."""
    for header in part.headers:
        if header.name.lower() == "content-transfer-encoding":
            return header.text.partition(";")[0].strip().strip('"').lower()
    return ""


def decoded_blocks(stream: BinaryIO, part: Part) -> Iterator[bytes]:
    """The part's bytes with its transfer encoding undone; an unknown encoding leaves them as they are."""
    raw = raw_blocks(stream, part.body_at, part.body_end)
    encoding = transfer_encoding(part)
    if encoding == "base64":
        return _base64_blocks(raw)
    if encoding == "quoted-printable":
        return (binascii.a2b_qp(block) for block in _line_blocks(raw))
    if encoding in {"x-uuencode", "uuencode", "uue", "x-uue"}:
        return _uu_blocks(raw)
    return raw


def raw_blocks(stream: BinaryIO, start: int, end: int) -> Iterator[bytes]:
    """The bytes of a stretch of the mail as they are."""
    stream.seek(start)
    left = end - start
    while left > 0 and (block := stream.read(min(BLOCK_BYTES, left))):
        left -= len(block)
        yield block


def _base64_blocks(raw: Iterator[bytes]) -> Iterator[bytes]:
    """Up to the first padding, as mail programs read it; letters that do not belong there are passed over."""
    rest = b""
    for block in raw:
        letters, padding, _ = (rest + _NOT_BASE64.sub(b"", block)).partition(b"=")
        usable = len(letters) - len(letters) % 4
        yield binascii.a2b_base64(letters[:usable])
        rest = letters[usable:]
        if padding:
            break
    if len(rest) > 1:
        yield binascii.a2b_base64(rest + b"=" * (4 - len(rest)))


def _line_blocks(raw: Iterator[bytes]) -> Iterator[bytes]:
    """The same bytes in blocks that end at a line break, or at least not inside ``=XX``."""
    rest = b""
    for block in raw:
        rest += block
        cut = rest.rfind(b"\n") + 1
        if not cut and len(rest) > BLOCK_BYTES:
            cut = len(rest) - 3 + (rest[-3:].find(b"=") if b"=" in rest[-3:] else 3)
        if cut:
            yield rest[:cut]
            rest = rest[cut:]
    yield rest


def _uu_blocks(raw: Iterator[bytes]) -> Iterator[bytes]:
    started = False
    for block in _line_blocks(raw):
        decoded = []
        for line in block.splitlines():
            if not started:
                started = line.startswith(b"begin ")
            elif line.strip() == b"end":
                started = False
            elif line.strip(b" `"):
                decoded.append(_uu_line(line))
        yield b"".join(decoded)


def _uu_line(line: bytes) -> bytes:
    try:
        return binascii.a2b_uu(line)
    except binascii.Error:
        # Some programs pad a line too far; its first letter says how many bytes it holds.
        length = ((line[0] - 32) & 63) * 4 // 3 + 3
        try:
            return binascii.a2b_uu(line[:length])
        except binascii.Error:
            return b""


class PartStream(io.RawIOBase):
    """A part's decoded bytes as a file; going back starts decoding anew."""

    def __init__(self, open_mail: OpenMail, part: Part) -> None:
        """``open_mail`` gives a new stream of the mail, which this object closes."""
        super().__init__()
        self._mail = open_mail()
        self._part = part
        self._start()

    def _start(self) -> None:
        self._blocks = decoded_blocks(self._mail, self._part)
        self._block = memoryview(b"")
        self._at = 0

    def readable(self) -> bool:
        """Always."""
        return True

    def seekable(self) -> bool:
        """Always, though going back costs decoding from the start."""
        return True

    def readinto(self, buffer: object) -> int:
        """Fills ``buffer`` with the next bytes; 0 at the end."""
        target = memoryview(cast("bytearray", buffer)).cast("B")
        while not self._block:
            block = next(self._blocks, None)
            if block is None:
                return 0
            self._block = memoryview(block)
        size_bytes = min(len(target), len(self._block))
        target[:size_bytes] = self._block[:size_bytes]
        self._block = self._block[size_bytes:]
        self._at += size_bytes
        return size_bytes

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Goes to a place, by reading up to it."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at}.get(whence)
        target = offset + (self._end() if base is None else base)
        if target < self._at:
            self._start()
        buffer = bytearray(BLOCK_BYTES)
        while self._at < target and self.readinto(memoryview(buffer)[: target - self._at]):
            pass
        return self._at

    def tell(self) -> int:
        """The number of bytes before the current place."""
        return self._at

    def _end(self) -> int:
        buffer = bytearray(BLOCK_BYTES)
        while self.readinto(buffer):
            pass
        return self._at

    def close(self) -> None:
        """Closes the mail's stream too."""
        self._mail.close()
        super().close()


def open_part(open_mail: OpenMail, part: Part) -> BinaryIO:
    """A new stream of a part's decoded bytes."""
    return io.BufferedReader(PartStream(open_mail, part))
