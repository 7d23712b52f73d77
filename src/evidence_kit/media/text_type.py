"""What kind of text a file is, if it is text at all."""

from __future__ import annotations

import re

_LOOK_BYTES = 4096

_BYTE_ORDER_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))

_NOT_IN_TEXT = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")

_MAIL_HEADERS = frozenset(
    {"from", "to", "date", "received", "message-id", "subject", "mime-version", "return-path"}
)
_HEADER_LINE = re.compile(r"([!-9;-~]+)[ \t]*:")


def text_mime(head: bytes) -> str:
    """The MIME type of a text, or an empty string when the bytes are no text."""
    # A mail's header block is plain to see, whatever bytes its text or a damaged subject holds.
    if mail := _mail_mime(head[:_LOOK_BYTES].decode("latin-1")):
        return mail
    text = _decoded(head[:_LOOK_BYTES])
    if text is None or _NOT_IN_TEXT.search(text):
        return ""
    start = text.lstrip()[:1024].lower()
    if start.startswith("<"):
        return _markup_mime(start)
    if start[:1] in {"{", "["} and _opens_like_json(start):
        return "application/json"
    return _mail_mime(text) or "text/plain"


def _decoded(head: bytes) -> str | None:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if head.startswith(mark):
            return _text(head.removeprefix(mark), encoding)
    if b"\0" in head:
        return _text(head, "utf-16-le" if head[1:2] == b"\0" else "utf-16-be")
    text = _text(head, "utf-8")
    return head.decode("cp1252", "replace") if text is None and _mostly_letters(head) else text


def _text(data: bytes, encoding: str) -> str | None:
    """The text, where at most the last character is cut off by the end of the look."""
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as broken:
        cut_off = broken.start >= len(data) - 3 and len(data) >= _LOOK_BYTES - 3
        return data[: broken.start].decode(encoding) if cut_off else None


def _mostly_letters(head: bytes) -> bool:
    """True for text in an old 8-bit encoding: few bytes above 0x7F, none of the control bytes below 0x09."""
    high = sum(byte >= 0x80 for byte in head)
    return high * 3 <= len(head)


def _opens_like_json(start: str) -> bool:
    # A chat line may begin with a date in square brackets, which is no JSON number.
    return bool(re.match(r"""\{\s*("|\})|\[\s*(["\[{\]]|(true|false|null|-?\d+(\.\d+)?)\s*[,\]])""", start))


def _markup_mime(start: str) -> str:
    if re.match(r"<!doctype html|<html[\s>]|<head[\s>]|<body[\s>]", start):
        return "text/html"
    if re.search(r"<svg[\s>]", start):
        return "image/svg+xml"
    if start.startswith("<?xml"):
        return "text/html" if "<html" in start else "application/xml"
    return "text/html" if re.search(r"<(html|head|body|div|table|p)[\s>]", start) else "text/plain"


def _mail_mime(text: str) -> str:
    if re.match(r"From \S+ .*\d{4}\r?\n", text):
        return "application/mbox"
    names = set()
    for line in text.split("\n")[:60]:
        match = _HEADER_LINE.match(line)
        if match:
            names.add(match[1].lower())
        elif line[:1] not in {" ", "\t"}:
            break
    if "snapshot-content-location" in names:
        return "multipart/related"
    return "message/rfc822" if len(names & _MAIL_HEADERS) >= 2 else ""
