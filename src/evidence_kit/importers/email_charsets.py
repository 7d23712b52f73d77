"""Bytes of a mail to text, whatever the mail says about them, and never with a lone surrogate.

Source: RFC 2045, RFC 2047; https://encoding.spec.whatwg.org/#names-and-labels (which names mean a larger set in
practice), 2026-11-23.
"""

from __future__ import annotations

import binascii
import codecs
import re
from dataclasses import dataclass

_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/=]")

# Only codecs that turn bytes into letters in linear time. Python knows others (idna, unicode_escape …).
_KNOWN = frozenset({
    "ascii", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le",
    "utf-32-be", "utf-7", "iso8859-1", "iso8859-2", "iso8859-3", "iso8859-4", "iso8859-5", "iso8859-6",
    "iso8859-7", "iso8859-8", "iso8859-9", "iso8859-10", "iso8859-11", "iso8859-13", "iso8859-14",
    "iso8859-15", "iso8859-16", "cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255", "cp1256",
    "cp1257", "cp1258", "cp437", "cp850", "cp852", "cp866", "cp874", "cp932", "cp949", "cp950",
    "koi8-r", "koi8-u", "gb2312", "gbk", "gb18030", "hz", "big5", "big5hkscs", "shift_jis", "euc_jp",
    "euc_jis_2004", "iso2022_jp", "iso2022_jp_2", "iso2022_kr", "euc_kr", "johab", "tis-620",
    "mac-roman", "mac-cyrillic",
})  # fmt: skip

_LARGER = {
    "iso8859-1": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
    "iso8859-9": "cp1254",
    "tis-620": "cp874",
    "iso8859-11": "cp874",
}

_OTHER_NAMES = {
    "windows-874": "cp874",
    "cp-850": "cp850",
    "iso-8859-8-i": "iso8859-8",
    "x-sjis": "cp932",
    "unicode-1-1-utf-7": "utf-7",
}


@dataclass(frozen=True, slots=True)
class DecodedText:
    """Text, and whether the bytes fitted the character set that was stated."""

    text: str
    fits: bool


def text_in_charset(data: bytes, charset: str) -> DecodedText:
    """The text of ``data`` in the stated character set (untrusted); a good guess where that is missing or wrong."""
    if not charset.strip():
        return DecodedText(guessed_text(data), True)
    codec = _codec_name(charset)
    for candidate in (_LARGER.get(codec, ""), codec):
        text = _decoded(data, candidate)
        if text is not None:
            return DecodedText(text, True)
    return DecodedText(guessed_text(data), False)


def guessed_text(data: bytes) -> str:
    """UTF-8 where the bytes are that, else Windows-1252, whose five unused bytes become U+FFFD."""
    text = _decoded(data, "utf-8")
    return data.decode("cp1252", "replace") if text is None else text


def bytes_of_base64(data: bytes) -> bytes:
    """The bytes of a short base64 text, foreign letters left out, as far as they go."""
    letters = _NOT_BASE64.sub(b"", data).partition(b"=")[0]
    usable = len(letters) - (len(letters) % 4 == 1)
    return binascii.a2b_base64(letters[:usable] + b"=" * (-usable % 4))


def _codec_name(charset: str) -> str:
    name = charset.strip().strip("\"'").lower()
    try:
        found = codecs.lookup(_OTHER_NAMES.get(name, name)).name
    except (LookupError, ValueError):
        return ""
    return found if found in _KNOWN else ""


def _decoded(data: bytes, codec: str) -> str | None:
    if not codec:
        return None
    try:
        text = data.decode(codec)
    except UnicodeError:
        return None
    # UTF-7 can spell half of a letter.
    return (
        text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace") if codec == "utf-7" else text
    )
