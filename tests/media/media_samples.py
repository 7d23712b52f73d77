"""Small harmless files of many kinds, made in memory: rectangles, and a movie box without a movie."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

from PIL import Image

MIMES = {
    "PNG": "image/png",
    "JPEG": "image/jpeg",
    "GIF": "image/gif",
    "WEBP": "image/webp",
    "BMP": "image/bmp",
    "TIFF": "image/tiff",
}


def picture(
    picture_format: str,
    size: tuple[int, int] = (40, 30),
    mode: str = "RGB",
    colour: Any = "red",
    **options: Any,
) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, colour).save(out, picture_format, **options)
    return out.getvalue()


def corner_marked(picture_format: str, **options: Any) -> bytes:
    """40 x 20, blue, with a red square in its top left corner."""
    image = Image.new("RGB", (40, 20), "blue")
    image.paste("red", (0, 0, 10, 10))
    out = io.BytesIO()
    image.save(out, picture_format, **options)
    return out.getvalue()


def camera_exif(*, place: bool = False, orientation: int = 1) -> Image.Exif:
    exif = Image.Exif()
    exif[0x010F] = "Drawing Works"
    exif[0x0110] = "Pencil 3"
    exif[0x0131] = "sketcher 1.2"
    exif[0x0112] = orientation
    details = exif.get_ifd(0x8769)
    details[0x9003] = "2026:10:12 21:14:05"
    details[0x9011] = "+02:00"
    details[0x9286] = b"UNICODE\0" + "Sch\u00f6n".encode("utf-16-le")
    if place:
        where = exif.get_ifd(0x8825)
        where[1], where[2] = "S", (33.0, 51.0, 24.5)
        where[3], where[4] = "W", (70.0, 30.0, 0.0)
    return exif


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(width: int, height: int, *chunks: bytes, data: bytes = b"") -> bytes:
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    end = chunk(b"IDAT", data) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(chunks) + end


def box(kind: bytes, *bodies: bytes) -> bytes:
    body = b"".join(bodies)
    return struct.pack(">I", len(body) + 8) + kind + body


def movie_header(created: int, modified: int = 0, scale: int = 1000, length: int = 12_345) -> bytes:
    return box(b"mvhd", struct.pack(">IIIII", 0, created, modified, scale, length), bytes(80))


def movie(*boxes: bytes, brand: bytes = b"isom", before: bytes = b"") -> bytes:
    return box(b"ftyp", brand, bytes(4), b"mp42") + before + box(b"moov", *boxes)


def named_facts(**facts: str) -> bytes:
    names = [name.replace("__", ".") for name in facts]
    keys = box(b"keys", struct.pack(">II", 0, len(names)), *(box(b"mdta", name.encode()) for name in names))
    values = (
        box(struct.pack(">I", number), box(b"data", struct.pack(">II", 1, 0), value.encode()))
        for number, value in enumerate(facts.values(), 1)
    )
    handler = box(b"hdlr", bytes(25))
    return box(b"meta", handler, keys, box(b"ilst", *values))
