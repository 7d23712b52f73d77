"""Header fields of a mail: their text as written, and what that says once it is decoded.

Everything is untrusted, every function takes any text and none of them raises on it.
Source: RFC 5322 (fields, addresses), RFC 2045 section 5 (parameters), RFC 2047 (encoded words), RFC 2231 (parameter
continuations and encodings), https://www.rfc-editor.org, 2026-11-23.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from evidence_kit.importers.email_charsets import bytes_of_base64, guessed_text, text_in_charset

_FOLD = re.compile(r"\r?\n[ \t]+")
_ENCODED_WORD = re.compile(r"=\?([^?*\s]+)(?:\*[^?\s]*)?\?([bBqQ])\?([^?\r\n]*)\?=")
_PERCENT = re.compile(rb"%([0-9A-Fa-f]{2})")
_CONTINUED_NAME = re.compile(r"([^*]+)(?:\*(\d{1,4}))?(\*)?\Z")


@dataclass(frozen=True, slots=True)
class Header:
    """One header field. ``raw`` is everything after the colon, line breaks included."""

    name: str
    raw: bytes

    @property
    def as_written(self) -> str:
        """The value letter for letter, line breaks as they are, without the space and the break around it."""
        return guessed_text(self.raw.removeprefix(b" ")).rstrip("\r\n")

    @property
    def text(self) -> str:
        """The value on one line, encoded words decoded."""
        return decoded_words(unfolded(self.as_written))


@dataclass(frozen=True, slots=True)
class Address:
    """A person as a header names them; either may be empty."""

    display: str
    address: str


@dataclass(frozen=True, slots=True)
class Parametrised:
    """A header value such as ``text/plain; charset=utf-8``: the value in lower case, parameters by name."""

    value: str
    parameters: dict[str, str]


def all_named(headers: Sequence[Header], name: str) -> tuple[Header, ...]:
    """Every header called ``name`` (lower case), in the order of the file."""
    return tuple(header for header in headers if header.name.lower() == name)


def first_text(headers: Sequence[Header], name: str) -> str:
    """The text of the first header called ``name`` (lower case), or an empty string."""
    found = all_named(headers, name)
    return found[0].text if found else ""


def unfolded(text: str) -> str:
    """The text on one line: a line break and the blanks behind it become one space."""
    return _FOLD.sub(" ", text).strip()


def decoded_words(text: str) -> str:
    """The text with its encoded words (``=?utf-8?Q?…?=``) decoded; what cannot be decoded stays as it is."""
    out: list[str] = []
    pending, charset, at = bytearray(), "", 0
    for match in _ENCODED_WORD.finditer(text):
        between = text[at : match.start()]
        follows_directly = bool(pending) and not between.strip()
        # One letter may be cut in two by the limit on the length of a word, so bytes are joined first.
        if pending and not (follows_directly and match[1].lower() == charset):
            out.append(text_in_charset(bytes(pending), charset).text)
            pending.clear()
        if not follows_directly:
            out.append(between)
        pending += _word_bytes(match)
        charset, at = match[1].lower(), match.end()
    if pending:
        out.append(text_in_charset(bytes(pending), charset).text)
    return "".join(out) + text[at:]


def _word_bytes(match: re.Match[str]) -> bytes:
    written = match[3].encode("utf-8", "replace")
    return bytes_of_base64(written) if match[2] in "bB" else binascii.a2b_qp(written, header=True)


def parametrised(header: Header | None) -> Parametrised:
    """The value and the parameters of a header, decoded; empty where there is no header."""
    if header is None:
        return Parametrised("", {})
    value, *pairs = _split_outside_quotes(unfolded(header.as_written), ";")
    return Parametrised(value.strip().lower(), _joined_parameters(pairs))


def _joined_parameters(pairs: Sequence[str]) -> dict[str, str]:
    simple: dict[str, str] = {}
    pieces: dict[str, list[tuple[int, bool, str]]] = {}
    for pair in pairs:
        name, equals, written = pair.partition("=")
        match = _CONTINUED_NAME.match(name.strip().lower())
        if not equals or match is None:
            continue
        if match[2] is None and match[3] is None:
            simple.setdefault(match[1], decoded_words(_unquoted(written)))
        else:
            pieces.setdefault(match[1], []).append((int(match[2] or 0), bool(match[3]), _unquoted(written)))
    return simple | {name: _joined_pieces(found) for name, found in pieces.items()}


def _joined_pieces(pieces: list[tuple[int, bool, str]]) -> str:
    charset, data = "", bytearray()
    for place, (_, encoded, written) in enumerate(sorted(pieces, key=lambda piece: piece[0])):
        if encoded and place == 0 and written.count("'") >= 2:
            charset, _, written = written.split("'", 2)  # noqa: PLW2901
        raw = written.encode("utf-8", "replace")
        data += _PERCENT.sub(lambda match: bytes.fromhex(match[1].decode("ascii")), raw) if encoded else raw
    return text_in_charset(bytes(data), charset).text


def _unquoted(text: str) -> str:
    text = text.strip()
    if not text.startswith('"'):
        return text
    return re.sub(r"\\(.)", r"\1", text[1:].removesuffix('"'))


def addresses(text: str) -> tuple[Address, ...]:
    """Who a header such as From or To names, in its order; ``text`` is unfolded and not yet decoded."""
    return tuple(_addresses(text))


def _addresses(text: str) -> Iterator[Address]:
    for entry in _split_outside_quotes(text, ",", pairs="<>()"):
        before, angle, after = entry.rpartition("<")
        if angle:
            display, address = before, after.partition(">")[0]
        else:
            display, address = _comment_name(entry)
        shown = " ".join(decoded_words(_unquoted(display)).split())
        if shown or address.strip():
            yield Address(shown, address.strip())


def _comment_name(entry: str) -> tuple[str, str]:
    """Display name and address out of ``address (name)``, an address alone, or a name alone."""
    address, bracket, comment = entry.partition("(")
    if "@" not in address:
        return entry.strip().rstrip(";"), ""
    return (comment.rpartition(")")[0] if bracket else ""), address.strip().rstrip(";")


def _split_outside_quotes(text: str, separator: str, pairs: str = "") -> list[str]:
    """The text cut at ``separator`` where that stands in no quotes and between none of the bracket ``pairs``."""
    openers, closers = pairs[0::2], pairs[1::2]
    parts, start, quoted, depth, skip = [], 0, False, 0, False
    for place, letter in enumerate(text):
        if skip:
            skip = False
        elif letter == "\\":
            skip = quoted
        elif letter == '"':
            quoted = not quoted
        elif quoted:
            continue
        elif letter in openers:
            depth += 1
        elif letter in closers:
            depth = max(depth - 1, 0)
        elif letter == separator and depth == 0:
            parts.append(text[start:place])
            start = place + 1
    return [*parts, text[start:]]
