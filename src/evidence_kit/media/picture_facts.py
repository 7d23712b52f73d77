"""What a picture says about itself, inside the decoding child only.

Values stay as they are written; a place is kept under names that begin with ``GPS``, so that a report can leave it out.
Source: CIPA DC-008-2023 (Exif 3.0); https://developer.adobe.com/xmp/docs/XMPNamespaces (property names), 2026-11-23.
"""

from __future__ import annotations

import io
import json
import re
import struct
from collections.abc import Iterator, Mapping

from PIL import ExifTags, Image

from evidence_kit.media.picture_decoding import open_picture
from evidence_kit.media.png_chunks import png_texts

_EXIF_FOLDER = 0x8769
_GPS_FOLDER = 0x8825
_FOLDER_TAGS = frozenset({_EXIF_FOLDER, _GPS_FOLDER, 0xA005})
_LAYOUT_TAGS = frozenset({273, 278, 279, 324, 325, 330, 513, 514, 700, 33723, 34377, 34675, 37500, 50341})
_WIDE_TEXT_TAGS = frozenset({0x9C9B, 0x9C9C, 0x9C9D, 0x9C9E, 0x9C9F})
_MARKED_TEXT_TAGS = frozenset({0x9286, 27, 28})

_PLACE_NAMES = frozenset(
    {"GPSLatitude", "GPSLongitude", "GPSDestLatitude", "GPSDestLongitude", "GPSAreaInformation"}
)

_LONGEST_VALUE = 2000
_MOST_FACTS = 400

_BROKEN = (
    ArithmeticError,
    AttributeError,
    LookupError,
    OSError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
)

_XMP_NAMES = (
    "xmp:CreateDate",
    "xmp:ModifyDate",
    "xmp:MetadataDate",
    "xmp:CreatorTool",
    "photoshop:DateCreated",
    "exif:DateTimeOriginal",
    "tiff:Make",
    "tiff:Model",
    "Iptc4xmpExt:DigitalSourceType",
    "exif:UserComment",
)

_Fact = tuple[str, str]


def picture_facts(data: io.BytesIO, picture_format: str) -> bytes:
    """JSON: ``facts`` (pairs of name and value), ``stated`` (how many say more than the size), ``location``, ``unreadable``."""
    picture = open_picture(data, picture_format)
    facts: list[_Fact] = [("PixelSize", f"{picture.width} x {picture.height}")]
    unreadable: list[str] = []
    exif, xmp, texts = _found(picture, data, unreadable)
    stated = [*_exif_facts(exif, unreadable), *texts, *_xmp_facts(xmp)]
    if not _decodes(picture):
        unreadable.append("picture")
    location = "GPSLatitude" in xmp or any(name in _PLACE_NAMES for name, _ in stated)
    facts += [(name, _shortened(value)) for name, value in stated[:_MOST_FACTS]]
    answer = {"facts": facts, "stated": len(stated), "location": location, "unreadable": unreadable}
    return json.dumps(answer).encode("ascii")


def _decodes(picture: Image.Image) -> bool:
    """Whether a PNG's pixels are all there. A report copies them as they are, and a short one would break its page."""
    if picture.format != "PNG":
        return True
    try:
        picture.load()
    except _BROKEN:
        return False
    return True


def _found(
    picture: Image.Image, data: io.BytesIO, unreadable: list[str]
) -> tuple[Image.Exif, str, list[_Fact]]:
    """The EXIF block, the XMP packet and the comments of a picture."""
    exif = Image.Exif()
    if picture.format == "PNG":
        texts = png_texts(data)
        if texts.unreadable:
            unreadable.append("text")
        _load(exif, texts.exif, unreadable)
        return exif, texts.xmp, texts.texts
    if picture.format == "TIFF":
        exif = picture.getexif()
    else:
        _load(exif, _bytes(picture.info.get("exif")), unreadable)
    comment = _plain(_bytes(picture.info.get("comment")))
    return (
        exif,
        _bytes(picture.info.get("xmp")).decode("utf-8", "replace"),
        [("Comment", comment)] if comment else [],
    )


def _bytes(value: object) -> bytes:
    return value if isinstance(value, bytes) else b""


def _load(exif: Image.Exif, data: bytes, unreadable: list[str]) -> None:
    try:
        exif.load(data)
    except _BROKEN:
        unreadable.append("EXIF")


def _exif_facts(exif: Image.Exif, unreadable: list[str]) -> list[_Fact]:
    facts: list[_Fact] = []
    try:
        facts += _folder_facts(exif, ExifTags.TAGS)
        facts += _folder_facts(exif.get_ifd(_EXIF_FOLDER), ExifTags.TAGS)
        places = exif.get_ifd(_GPS_FOLDER)
        facts += _folder_facts(places, ExifTags.GPSTAGS)
        facts += _position(places)
    except _BROKEN:
        unreadable.append("EXIF")
    return facts


def _folder_facts(folder: Mapping[int, object], names: Mapping[int, str]) -> Iterator[_Fact]:
    for tag, value in folder.items():
        if tag in _FOLDER_TAGS or (tag in _LAYOUT_TAGS and names is ExifTags.TAGS):
            continue
        text = _value(tag, value)
        if text:
            name = names.get(tag, f"Tag 0x{tag:04X}")
            is_place = names is ExifTags.GPSTAGS and not name.startswith("GPS")
            yield f"GPS {name}" if is_place else name, text


def _value(tag: int, value: object) -> str:
    if isinstance(value, bytes):
        if tag in _WIDE_TEXT_TAGS:
            return value.decode("utf-16-le", "replace").rstrip("\0")
        return _marked(value) if tag in _MARKED_TEXT_TAGS else _plain(value)
    if isinstance(value, str):
        return _readable(value)
    if isinstance(value, tuple):
        if tag in _WIDE_TEXT_TAGS and all(isinstance(part, int) and 0 <= part < 256 for part in value):
            return bytes(value).decode("utf-16-le", "replace").rstrip("\0")
        return " ".join(_value(0, part) for part in value[:64])
    return _number(value)


def _number(value: object) -> str:
    """A number as the file holds it: fractions stay fractions."""
    numerator, denominator = getattr(value, "numerator", None), getattr(value, "denominator", None)
    if isinstance(value, int) or numerator is None or denominator is None:
        return str(value)
    return f"{numerator}/{denominator}" if denominator != 1 else str(numerator)


def _readable(text: str) -> str:
    """Text that Pillow read as Latin-1, read as UTF-8 where it is UTF-8; zero bytes at its end dropped."""
    try:
        return text.encode("latin-1").decode("utf-8").rstrip("\0")
    except UnicodeError:
        return text.rstrip("\0")


def _marked(value: bytes) -> str:
    """Text that begins with the name of its encoding in eight bytes."""
    mark, body = value[:8], value[8:]
    if mark.startswith(b"UNICODE"):
        little = body[:2] == b"\xff\xfe" or body[1:2] == b"\0"
        return body.decode("utf-16-le" if little else "utf-16-be", "replace").strip("\ufeff\0 ")
    return _plain(body if mark in {b"ASCII\0\0\0", b"\0" * 8} else value)


def _plain(value: bytes) -> str:
    """Text where the bytes are text, hexadecimal otherwise."""
    stripped = value.rstrip(b"\0")
    try:
        text = stripped.decode("utf-8")
    except UnicodeDecodeError:
        text = "\0"
    if re.search(r"[\x00-\x08\x0e-\x1f]", text):
        return f"0x{value[:64].hex()}" + ("…" if len(value) > 64 else "")
    return text.strip(" ")


def _position(places: Mapping[int, object]) -> Iterator[_Fact]:
    """Latitude and longitude in degrees, with the half of the earth as a letter, never as a sign."""
    latitude = _degrees(places.get(2), places.get(1), "NS")
    longitude = _degrees(places.get(4), places.get(3), "EW")
    if latitude and longitude:
        yield "GPSPosition", f"{latitude}, {longitude}"


def _degrees(value: object, letter: object, letters: str) -> str:
    half = letter.strip("\0 ").upper() if isinstance(letter, str) else ""
    if not isinstance(value, tuple) or len(value) != 3 or len(half) != 1 or half not in letters:
        return ""
    degrees, minutes, seconds = (float(part) for part in value)
    return f"{degrees + minutes / 60 + seconds / 3600:.6f}° {half}"


def _xmp_facts(packet: str) -> list[_Fact]:
    """Chosen properties of an XMP packet, found as text: no XML parser meets hostile XML here."""
    facts = []
    for name in _XMP_NAMES:
        match = re.search(rf'<{name}>([^<]{{1,500}})</{name}>|\b{name}="([^"]{{1,500}})"', packet)
        if match:
            facts.append((f"XMP {name}", match[1] or match[2]))
    return facts


def _shortened(value: str) -> str:
    return value if len(value) <= _LONGEST_VALUE else value[:_LONGEST_VALUE] + "…"
