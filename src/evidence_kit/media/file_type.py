"""What a file is, by its first bytes and never by its name alone.

Source: https://www.iana.org/assignments/media-types (names), https://en.wikipedia.org/wiki/List_of_file_signatures
(signatures), ISO/IEC 14496-12 section 4.3 and https://mp4ra.org/registered-types/brands (brands); 2026-11-23.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath

from evidence_kit.media.text_type import text_mime
from evidence_kit.model import Finding, FindingKind, ItemKind

UNKNOWN_MIME = "application/octet-stream"

_SIGNATURES: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (0, b"II*\0", "image/tiff"),
    (0, b"MM\0*", "image/tiff"),
    (0, b"fLaC", "audio/flac"),
    (0, b"#!AMR", "audio/amr"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"%PDF-", "application/pdf"),
    (0, b"PK\x03\x04", "application/zip"),
    (0, b"PK\x05\x06", "application/zip"),
    (0, b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (0, b"Rar!\x1a\x07", "application/vnd.rar"),
    (0, b"\x1f\x8b\x08", "application/gzip"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (0, b"SQLite format 3\0", "application/vnd.sqlite3"),
    (0, b"{\\rtf", "application/rtf"),
)

_RIFF_FORMS = {b"WEBP": "image/webp", b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo"}

_HEIF_BRANDS = frozenset({b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"})
_BRANDS = {
    **dict.fromkeys(_HEIF_BRANDS, "image/heic"),
    b"avif": "image/avif",
    b"avis": "image/avif",
    b"qt  ": "video/quicktime",
    b"M4A ": "audio/mp4",
    b"M4B ": "audio/mp4",
}

_KINDS = {
    "application/pdf": ItemKind.DOCUMENT,
    "application/rtf": ItemKind.DOCUMENT,
    "text/html": ItemKind.DOCUMENT,
    "multipart/related": ItemKind.DOCUMENT,
    "message/rfc822": ItemKind.EMAIL,
    "application/mbox": ItemKind.EMAIL,
    "application/json": ItemKind.TEXT,
    "application/xml": ItemKind.TEXT,
    "application/zip": ItemKind.ARCHIVE,
    "application/gzip": ItemKind.ARCHIVE,
    "application/vnd.rar": ItemKind.ARCHIVE,
    "application/x-7z-compressed": ItemKind.ARCHIVE,
}
_KINDS_BY_FAMILY = {
    "image": ItemKind.PICTURE,
    "video": ItemKind.VIDEO,
    "audio": ItemKind.AUDIO,
    "text": ItemKind.TEXT,
}

_ANY_TEXT = frozenset({"text/plain", "text/html", "application/json", "application/xml", "message/rfc822"})
_ZIPPED = frozenset({"application/zip"})
_OLE = frozenset({"application/x-ole-storage"})
_ISO_MEDIA = frozenset({"video/mp4", "video/quicktime", "video/3gpp", "audio/mp4"})

_NAME_SAYS: dict[str, tuple[str, frozenset[str]]] = {
    ".png": ("image/png", frozenset()),
    ".jpg": ("image/jpeg", frozenset()),
    ".jpeg": ("image/jpeg", frozenset()),
    ".gif": ("image/gif", frozenset()),
    ".webp": ("image/webp", frozenset()),
    ".heic": ("image/heic", frozenset()),
    ".heif": ("image/heic", frozenset()),
    ".avif": ("image/avif", frozenset()),
    ".bmp": ("image/bmp", frozenset()),
    ".tif": ("image/tiff", frozenset()),
    ".tiff": ("image/tiff", frozenset()),
    ".mp4": ("video/mp4", _ISO_MEDIA),
    ".m4v": ("video/mp4", _ISO_MEDIA),
    ".mov": ("video/quicktime", _ISO_MEDIA),
    ".3gp": ("video/3gpp", _ISO_MEDIA),
    ".m4a": ("audio/mp4", _ISO_MEDIA),
    ".webm": ("video/webm", frozenset({"video/x-matroska"})),
    ".mkv": ("video/x-matroska", frozenset({"video/webm"})),
    ".avi": ("video/x-msvideo", frozenset()),
    ".mp3": ("audio/mpeg", frozenset()),
    ".ogg": ("audio/ogg", frozenset()),
    ".opus": ("audio/ogg", frozenset()),
    ".wav": ("audio/wav", frozenset()),
    ".amr": ("audio/amr", frozenset()),
    ".flac": ("audio/flac", frozenset()),
    ".pdf": ("application/pdf", frozenset()),
    ".zip": ("application/zip", frozenset()),
    ".docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", _ZIPPED | _OLE),
    ".xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _ZIPPED | _OLE),
    ".pptx": ("application/vnd.openxmlformats-officedocument.presentationml.presentation", _ZIPPED | _OLE),
    ".odt": ("application/vnd.oasis.opendocument.text", _ZIPPED),
    ".7z": ("application/x-7z-compressed", frozenset()),
    ".rar": ("application/vnd.rar", frozenset()),
    ".gz": ("application/gzip", frozenset()),
    ".doc": ("application/msword", _OLE | {"application/rtf"} | _ZIPPED),
    ".xls": ("application/vnd.ms-excel", _OLE | _ANY_TEXT | _ZIPPED),
    ".ppt": ("application/vnd.ms-powerpoint", _OLE | _ZIPPED),
    ".msg": ("application/vnd.ms-outlook", _OLE),
    ".rtf": ("application/rtf", frozenset()),
    ".eml": ("message/rfc822", _ANY_TEXT | {"multipart/related", "application/mbox"}),
    ".mbox": ("application/mbox", frozenset({"text/plain"})),
    ".html": ("text/html", _ANY_TEXT),
    ".htm": ("text/html", _ANY_TEXT),
    ".mht": ("multipart/related", _ANY_TEXT),
    ".mhtml": ("multipart/related", _ANY_TEXT),
    ".json": ("application/json", frozenset({"text/plain"})),
    ".xml": ("application/xml", _ANY_TEXT),
    ".svg": ("image/svg+xml", frozenset({"application/xml", "text/plain"})),
    ".txt": ("text/plain", _ANY_TEXT | {"multipart/related", "application/mbox", "image/svg+xml"}),
    ".csv": ("text/csv", frozenset({"text/plain"})),
}

_OLE_MAIL_NAMES = frozenset({".msg"})


@dataclass(frozen=True, slots=True)
class FileType:
    """What the first bytes say a file is, and what a reader should know about that."""

    mime: str
    kind: ItemKind
    findings: tuple[Finding, ...] = ()


def identify(name: str, head: bytes) -> FileType:
    """The type of a file by its first bytes; 4 KiB of ``head`` are enough, fewer only where the file ends.

    ``name`` (untrusted) serves to notice that it says something else, and to tell a saved Outlook mail from
    other files in the same container format.
    """
    if not head:
        return FileType(UNKNOWN_MIME, ItemKind.OTHER, (Finding(FindingKind.EMPTY_FILE),))
    mime = _mime_of(head)
    suffix = PurePosixPath(name.replace("\0", "")).suffix.lower()
    return FileType(mime, _kind_of(mime, suffix), _disagreement(suffix, mime))


def _mime_of(head: bytes) -> str:
    for offset, signature, mime in _SIGNATURES:
        if head.startswith(signature, offset):
            return mime
    return _container_mime(head) or text_mime(head) or UNKNOWN_MIME


def _container_mime(head: bytes) -> str:
    if head[:4] == b"RIFF":
        return _RIFF_FORMS.get(head[8:12], "")
    if head[:4] == b"OggS":
        return "video/ogg" if b"theora" in head[:64] else "audio/ogg"
    if head[:4] == b"\x1a\x45\xdf\xa3":
        return "video/webm" if b"webm" in head[:64] else "video/x-matroska"
    if head[4:8] == b"ftyp":
        return _brand_mime(head)
    if head[4:8] in {b"moov", b"mdat", b"wide", b"free", b"skip"}:
        return "video/quicktime"
    if _is_bitmap(head):
        return "image/bmp"
    if _is_mpeg_audio(head):
        return "audio/mpeg"
    return ""


def _brand_mime(head: bytes) -> str:
    size_bytes = min(int.from_bytes(head[:4], "big"), len(head), 256)
    major = head[8:12]
    if major in _BRANDS and major not in {b"mif1", b"msf1"}:
        return _BRANDS[major]
    compatible = {head[at : at + 4] for at in range(16, size_bytes - 3, 4)}
    if major in {b"mif1", b"msf1"}:
        return "image/avif" if compatible & {b"avif", b"avis"} else "image/heic"
    return "video/3gpp" if major[:2] == b"3g" else "video/mp4"


def _is_bitmap(head: bytes) -> bool:
    """True for BM followed by one of the header lengths that exist; two letters alone are too little."""
    return head[:2] == b"BM" and int.from_bytes(head[14:18], "little") in {12, 16, 40, 52, 56, 64, 108, 124}


def _is_mpeg_audio(head: bytes) -> bool:
    """True when a frame header with possible version, layer, bit rate and sampling rate comes first."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return False
    version, layer = head[1] >> 3 & 3, head[1] >> 1 & 3
    return version != 1 and layer == 1 and head[2] >> 4 not in {0, 15} and head[2] >> 2 & 3 != 3


def _kind_of(mime: str, suffix: str) -> ItemKind:
    if mime == "application/x-ole-storage":
        return ItemKind.EMAIL if suffix in _OLE_MAIL_NAMES else ItemKind.DOCUMENT
    family = mime.partition("/")[0]
    return _KINDS.get(mime) or _KINDS_BY_FAMILY.get(family, ItemKind.OTHER)


def _disagreement(suffix: str, mime: str) -> tuple[Finding, ...]:
    name_says, also = _NAME_SAYS.get(suffix, (mime, frozenset()))
    if mime == name_says or mime in also:
        return ()
    details = {"name_says": name_says, "bytes_say": mime}
    return (Finding(FindingKind.NAME_AND_BYTES_DIFFER, details),)
