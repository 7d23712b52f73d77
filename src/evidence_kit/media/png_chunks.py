"""The text that a PNG carries, read without decoding a pixel.

Source: https://www.w3.org/TR/png-3/ sections 5 (chunks), 11.3.3 (tEXt, zTXt, iTXt), 11.3.5 (eXIf, tIME), 2026-11-23.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

_SIGNATURE_BYTES = 8
_LARGEST_TEXT_BYTES = 1 << 20
_MOST_CHUNKS = 100_000

XMP_KEYWORD = "XML:com.adobe.xmp"
RAW_EXIF_KEYWORDS = frozenset({"Raw profile type exif", "Raw profile type APP1"})


@dataclass(slots=True)
class PngTexts:
    """What was found, in the order of the file. All of it untrusted."""

    texts: list[tuple[str, str]] = field(default_factory=list)
    exif: bytes = b""
    xmp: str = ""
    unreadable: int = 0


def png_texts(data: io.BytesIO) -> PngTexts:
    """The text chunks, EXIF block and XMP packet of a PNG; chunks that cannot be read are counted."""
    found = PngTexts()
    for kind, body in _chunks(data):
        if kind == b"eXIf":
            found.exif = body
        elif kind == b"tIME" and len(body) == 7:
            year = int.from_bytes(body[:2], "big")
            month, day, hour, minute, second = body[2:]
            found.texts.append(("tIME", f"{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z"))
        elif kind in {b"tEXt", b"zTXt", b"iTXt"}:
            _keep_text(found, kind, body)
    return found


def _chunks(data: io.BytesIO) -> Iterator[tuple[bytes, bytes]]:
    """Kind and body of every chunk that may hold text; other bodies are stepped over."""
    data.seek(_SIGNATURE_BYTES)
    for _ in range(_MOST_CHUNKS):
        head = data.read(8)
        if len(head) < 8 or head[4:] == b"IEND":
            return
        size_bytes = int.from_bytes(head[:4], "big")
        if head[4:] in {b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME"} and size_bytes <= _LARGEST_TEXT_BYTES:
            yield head[4:], data.read(size_bytes)
            size_bytes = 0
        data.seek(size_bytes + 4, io.SEEK_CUR)


def _keep_text(found: PngTexts, kind: bytes, body: bytes) -> None:
    keyword_bytes, _, rest = body.partition(b"\0")
    keyword = keyword_bytes.decode("latin-1")
    try:
        text = _text(kind, rest)
    except (ValueError, zlib.error):
        found.unreadable += 1
        return
    if keyword == XMP_KEYWORD:
        found.xmp = text
    elif keyword in RAW_EXIF_KEYWORDS:
        found.exif = found.exif or _raw_profile(text)
    else:
        found.texts.append((keyword, text))


def _text(kind: bytes, rest: bytes) -> str:
    if kind == b"tEXt":
        return rest.decode("latin-1")
    if kind == b"zTXt":
        return _inflated(rest[1:]).decode("latin-1")
    compressed, after_flags = rest[:1] == b"\1", rest[2:]
    _, _, after_language = after_flags.partition(b"\0")
    _, _, written = after_language.partition(b"\0")
    return (_inflated(written) if compressed else written).decode("utf-8")


def _inflated(data: bytes) -> bytes:
    stream = zlib.decompressobj()
    inflated = stream.decompress(data, _LARGEST_TEXT_BYTES)
    if stream.unconsumed_tail:
        raise ValueError(len(inflated))
    return inflated


def _raw_profile(text: str) -> bytes:
    """The EXIF bytes out of ImageMagick's old way of keeping them: a name, a length and hexadecimal lines."""
    parts = text.split("\n", 3)
    digits = "".join(parts[3].split()) if len(parts) == 4 else ""
    try:
        return bytes.fromhex(digits)
    except ValueError:
        return b""
