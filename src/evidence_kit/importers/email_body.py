"""Which parts of a mail are its text and which are files, and the text of the former."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from evidence_kit.importers.email_charsets import guessed_text, text_in_charset
from evidence_kit.importers.email_content import OpenMail, decoded_blocks, raw_blocks, transfer_encoding
from evidence_kit.importers.email_html import text_of_html
from evidence_kit.importers.email_structure import Part

LONGEST_TEXT_BYTES = 4 << 20
"""Of a longer text part the beginning is shown, and the whole becomes a file as well."""

_ALL_TEXTS_BYTES = 16 << 20
_AROUND_BYTES = 2000

_SHOWN_TYPES = frozenset({"text/plain", "text/html"})
_LOCKED_TYPES = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted"})
_KNOWN_ENCODINGS = frozenset(
    {"", "7bit", "8bit", "binary", "base64", "quoted-printable", "x-uuencode", "uuencode", "uue", "x-uue"}
)
_META_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s{0,9}=\s{0,9}[\"']?([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE
)
_LETTERS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class ShownText:
    """A part as a reader sees it."""

    part: Part
    text: str
    is_html: bool


@dataclass(slots=True)
class Body:
    """What a mail shows and carries. ``hidden`` is HTML whose words differ from the plain text shown in its place."""

    shown: list[ShownText] = field(default_factory=list)
    hidden: list[ShownText] = field(default_factory=list)
    files: list[Part] = field(default_factory=list)
    shortened: list[Part] = field(default_factory=list)
    around: list[tuple[str, str]] = field(default_factory=list)
    unread: list[ShownText] = field(default_factory=list)
    defects: list[tuple[str, str]] = field(default_factory=list)
    locked: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The shown texts, one after the other."""
        return "\n\n".join(shown.text for shown in self.shown if shown.text.strip())


def read_body(open_mail: OpenMail, root: Part) -> Body:
    """The mail's text, decoded, and the parts that are files of their own. Every part ends in one of the lists."""
    return _BodyReader(open_mail).read(root)


class _BodyReader:
    def __init__(self, open_mail: OpenMail) -> None:
        self._open_mail = open_mail
        self._body = Body()
        self._left_bytes = _ALL_TEXTS_BYTES

    def read(self, root: Part) -> Body:
        self._body.shown = self._shown(root)
        return self._body

    def _shown(self, part: Part) -> list[ShownText]:
        self._note_defects(part)
        if not part.children:
            return self._shown_leaf(part)
        self._note_around(part)
        shown = [self._shown(child) for child in part.children]
        if part.mime == "multipart/alternative":
            return self._chosen(shown)
        return [text for texts in shown for text in texts]

    def _chosen(self, alternatives: list[list[ShownText]]) -> list[ShownText]:
        """The plain text of several forms of the same, else the last form; what the others say beyond it is hidden."""
        texts = [text for texts in alternatives for text in texts]
        plain = [text for text in texts if not text.is_html and text.text.strip()]
        last = next(
            (texts for texts in reversed(alternatives) if any(text.text.strip() for text in texts)), []
        )
        chosen = plain or last
        words = _words(chosen)
        self._body.hidden += [
            text for text in texts if text not in chosen and _words([text]) not in {words, ""}
        ]
        return chosen

    def _shown_leaf(self, part: Part) -> list[ShownText]:
        self._note_locked(part)
        if not is_text(part) or self._left_bytes <= 0:
            self._body.files.append(part)
            return []
        data = self._decoded(part)
        if len(data) > LONGEST_TEXT_BYTES:
            self._body.files.append(part)
            self._body.shortened.append(part)
            data = data[:LONGEST_TEXT_BYTES]
        self._left_bytes -= len(data)
        if not data and part.body_end > part.body_at:
            self._note_unread(part)
            return []
        return [self._text(part, data)]

    def _decoded(self, part: Part) -> bytes:
        data = bytearray()
        with self._open_mail() as stream:
            for block in decoded_blocks(stream, part):
                data += block
                if len(data) > LONGEST_TEXT_BYTES:
                    break
        return bytes(data)

    def _text(self, part: Part, data: bytes) -> ShownText:
        charset = part.parameters.get("charset", "")
        is_html = part.mime == "text/html"
        if is_html and not charset and (match := _META_CHARSET.search(data[:4096])):
            charset = match[1].decode("ascii")
        decoded = text_in_charset(data, charset)
        if not decoded.fits:
            self._note(part, f"the text does not fit its character set {charset[:40]}")
        text = decoded.text.replace("\r\n", "\n").removeprefix("\ufeff")
        return ShownText(part, text_of_html(text) if is_html else text.rstrip("\n"), is_html)

    def _note_unread(self, part: Part) -> None:
        """A text part whose bytes say nothing once decoded: it is kept as it stands where it says something at all."""
        written = self._stretch(part.body_at, part.body_end)
        if written.strip():
            self._note(part, "the text cannot be decoded")
            self._body.unread.append(ShownText(part, written, is_html=False))

    def _note_around(self, part: Part) -> None:
        for name, (start, end) in (("preamble", part.preamble), ("epilogue", part.epilogue)):
            text = self._stretch(start, end).strip()
            if text:
                self._body.around.append((f"{name} {part.number}".strip(), text))

    def _stretch(self, start: int, end: int) -> str:
        with self._open_mail() as stream:
            data = b"".join(raw_blocks(stream, start, min(end, start + _AROUND_BYTES)))
        return guessed_text(data).replace("\r\n", "\n") + ("…" if end - start > _AROUND_BYTES else "")

    def _note_defects(self, part: Part) -> None:
        for defect in part.defects:
            self._note(part, defect)
        encoding = transfer_encoding(part)
        if encoding not in _KNOWN_ENCODINGS:
            self._note(part, f"the transfer encoding {encoding[:40]} is unknown")

    def _note_locked(self, part: Part) -> None:
        is_signed_only = part.parameters.get("smime-type", "").lower() in {"signed-data", "certs-only"}
        if part.mime in _LOCKED_TYPES and not is_signed_only:
            self._body.locked.append(part_name(part))

    def _note(self, part: Part, reason: str) -> None:
        self._body.defects.append((part.number or "header", reason))


def is_text(part: Part) -> bool:
    """True for a part that mail programs show as text: plain or HTML, without a file name."""
    named = "filename" in part.disposition.parameters or "name" in part.parameters
    return part.mime in _SHOWN_TYPES and not named and part.disposition.value != "attachment"


_ENDINGS = {
    "message/rfc822": ".eml",
    "text/plain": ".txt",
    "text/html": ".html",
    "text/calendar": ".ics",
    "text/x-vcard": ".vcf",
    "text/vcard": ".vcf",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/gif": ".gif",
    "image/webp": ".webp",
    "image/heic": ".heic",
    "video/mp4": ".mp4",
    "audio/mpeg": ".mp3",
    "application/pdf": ".pdf",
    "application/zip": ".zip",
    "application/ms-tnef": ".dat",
}


def part_name(part: Part) -> str:
    """A file's name as the mail gives it (untrusted), or one made of its number and type."""
    stated = part.disposition.parameters.get("filename") or part.parameters.get("name") or ""
    stated = " ".join(stated.split())
    return stated or f"part-{part.number}{_ENDINGS.get(part.mime, '')}"


def _words(texts: list[ShownText]) -> str:
    """The letters of some texts alone, so that layout and the addresses of links make no difference."""
    letters = "".join(re.sub(r"<[^<>\s]*>|\[[^\[\]]*\]", "", text.text) for text in texts)
    return _LETTERS.sub("", letters).lower()
