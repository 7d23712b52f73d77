"""The objects of a PDF file, written as soon as they are finished, so that memory does not grow with pages.

ReportLab's ``PDFDocument`` collects every object and joins them at the end. Here each object goes to the file at
once and only its offset stays. Object numbers may be given before an object exists (`StreamingDocument.reserve`),
because the cross-reference table wants offsets in order, not objects.
"""

from __future__ import annotations

import unicodedata
import zlib
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import BinaryIO, Protocol, cast

from reportlab.pdfbase import pdfdoc

_BUFFER_BYTES = 1 << 18
_VERSION = (1, 7)
_BINARY_MARK = b"%\xe2\xe3\xcf\xd3\n"
_LONGEST_TEXT = 2000
REPLACEMENT = "\ufffd"


class Ref(int):
    """An object's number. Printed, it is a reference to the object."""

    __slots__ = ()

    def __str__(self) -> str:
        """The reference as a PDF file spells it."""
        return f"{int(self)} 0 R"


Value = str | int | float | Ref | pdfdoc.PDFObject
"""What an entry of a dictionary or array may be. A plain ``str`` is written as it stands: names, keywords."""


class Cipher(Protocol):
    """What encrypts strings and streams (ReportLab's interface, as far as it is used)."""

    def encode(self, data: bytes) -> bytes:
        """``data`` encrypted."""
        ...

    def encoded_size_bytes(self, size_bytes: int) -> int:
        """How long ``size_bytes`` become by encryption."""
        ...

    def encode_pieces(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """A stream encrypted piece by piece."""
        ...

    def dictionary(self) -> bytes:
        """The encryption dictionary, which itself is never encrypted."""
        ...


def readable(text: str) -> str:
    """``text`` as a document's properties may hold it: no control, private or lone surrogate characters.

    PDF/A forbids private characters where nothing says what they mean, and strings beyond 32,767 bytes; XMP is XML.
    """
    if len(text) > _LONGEST_TEXT:
        text = text[:_LONGEST_TEXT] + "…"
    if text.isprintable() and text.isascii():
        return text
    return "".join(_readable_character(character) for character in text)


def _readable_character(character: str) -> str:
    if character in "\n\r\t\u2028\u2029":
        return " "
    if unicodedata.category(character) in {"Cc", "Co", "Cs", "Cn"}:
        return REPLACEMENT
    return "" if unicodedata.category(character) == "Cf" and character not in "\u200c\u200d" else character


def utf16(text: str) -> bytes:
    """``text`` in UTF-16, big endian; lone surrogates become the replacement character."""
    try:
        return text.encode("utf-16-be")
    except UnicodeEncodeError:
        return "".join(REPLACEMENT if "\ud800" <= c <= "\udfff" else c for c in text).encode("utf-16-be")


def name(text: str) -> str:
    """A PDF name; ReportLab's own function lets slashes through."""
    plain = (
        chr(byte) if (chr(byte).isalnum() and byte < 128) or byte in b"-+._" else f"#{byte:02X}"
        for byte in text.encode("utf-8", "replace")
    )
    return "/" + "".join(plain)


class Text(pdfdoc.PDFObject):
    """A text string that people may see outside the pages, encrypted with the document.

    ReportLab's own string type asks whether to encrypt by looking at a class; this one always asks the document.
    """

    def __init__(self, text: str) -> None:
        self.data = b"\xfe\xff" + utf16(readable(text))

    def format(self, document: StreamingDocument) -> bytes:
        """The string in hexadecimal."""
        return document.hex_string(self.data)


class Bytes(Text):
    """A byte string, for dates, checksums and keys."""

    def __init__(self, data: bytes) -> None:
        self.data = data


class Stream(pdfdoc.PDFObject):
    """A stream of bytes held in memory, deflated unless its entries name a filter."""

    def __init__(
        self, data: bytes, entries: Mapping[str, Value] | None = None, *, deflate: bool = True
    ) -> None:
        self.entries = dict(entries or {})
        if deflate:
            self.entries["Filter"] = "/FlateDecode"
            data = zlib.compress(data, 6)
        self.data = data

    def format(self, document: StreamingDocument) -> bytes:
        """The stream with its dictionary; PDF/A wants an end of line before ``endstream``."""
        data = document.encoded(self.data)
        head = document.format_value(dictionary({**self.entries, "Length": len(data)}))
        return b"%b\nstream\n%b\nendstream" % (head, data)


def dictionary(entries: Mapping[str, Value | None]) -> pdfdoc.PDFDictionary:
    """A dictionary without the entries that are None."""
    return pdfdoc.PDFDictionary({key: value for key, value in entries.items() if value is not None})


def sequence(values: Iterable[Value]) -> pdfdoc.PDFArray:
    """An array."""
    return pdfdoc.PDFArrayCompact(list(values))


class StreamingDocument(pdfdoc.PDFDocument):
    """A PDF file that is written while it is made.

    ReportLab's canvas draws into it. What ReportLab itself registers is written by `close`.
    """

    def __init__(self, out: BinaryIO, cipher: Cipher | None = None) -> None:
        super().__init__(compression=0, invariant=1, pdfVersion=_VERSION)
        self.cipher = cipher
        if cipher is not None:
            # The interface is not a subclass: ReportLab leaves strings readable where it meets its own class.
            self.encrypt = cast(pdfdoc.NoEncryption, cipher)
        self._out = out
        self._offset = 0
        self._pending: list[bytes] = []
        self._pending_bytes = 0
        self._offsets = array("Q", [0])
        self._put(b"%%PDF-%d.%d\n" % _VERSION + _BINARY_MARK)

    def reserve(self) -> Ref:
        """A number for an object that will be written later."""
        self.objectcounter += 1
        return Ref(self.objectcounter)

    def write(self, ref: Ref, value: pdfdoc.PDFObject | bytes) -> None:
        """Writes the object of a reserved number."""
        body = value if isinstance(value, bytes) else self.format_value(value)
        self._begin(ref)
        self._put(b"%d 0 obj\n%b\nendobj\n" % (ref, body))

    def add(self, value: pdfdoc.PDFObject | bytes) -> Ref:
        """Writes an object and gives its number."""
        ref = self.reserve()
        self.write(ref, value)
        return ref

    def add_pieces(self, entries: Mapping[str, Value], size_bytes: int, pieces: Iterable[bytes]) -> Ref:
        """Writes a stream of known length that is never held as a whole; its entries name its filter."""
        ref = self.reserve()
        if self.cipher is not None:
            size_bytes = self.cipher.encoded_size_bytes(size_bytes)
            pieces = self.cipher.encode_pieces(pieces)
        head = self.format_value(dictionary({**entries, "Length": size_bytes}))
        self._begin(ref)
        self._put(b"%d 0 obj\n%b\nstream\n" % (ref, head))
        for piece in pieces:
            self._put(piece)
        self._put(b"\nendstream\nendobj\n")
        return ref

    def format_value(self, value: Value | Sequence[Value]) -> bytes:
        """A value as the file spells it."""
        return cast(bytes, pdfdoc.format(value, self))

    def encoded(self, data: bytes) -> bytes:
        """``data``, encrypted if the document is."""
        return data if self.cipher is None else self.cipher.encode(data)

    def hex_string(self, data: bytes) -> bytes:
        """A string in hexadecimal, encrypted if the document is."""
        return b"<%b>" % self.encoded(data).hex().encode()

    def text(self, text: str) -> bytes:
        """A text string that people may see outside the pages."""
        return Text(text).format(self)

    def close(self, catalog: Ref, info: Ref, identity: bytes) -> None:
        """Writes what is left, the cross-reference table and the trailer. ``identity`` is the file's ID."""
        self._write_registered()
        encrypt = None if self.cipher is None else self.add(self.cipher.dictionary())
        start = self._offset
        count = len(self._offsets)
        self._put(b"xref\n0 %d\n0000000000 65535 f \n" % count)
        for number in range(1, count):
            self._put(b"%010d 00000 n \n" % self._offsets[number])
        file_id = pdfdoc.PDFArrayCompact([f"<{identity.hex()}>"] * 2)
        trailer = pdfdoc.PDFTrailer(
            startxref=start, Size=count, Root=catalog, Info=info, ID=file_id, Encrypt=encrypt
        )
        self._put(trailer.format(self))
        self.flush()

    def _write_registered(self) -> None:
        number = 0
        while number < self.objectcounter:
            number += 1
            registered = self.numberToId.get(number)
            if registered is not None:
                self.write(Ref(number), self.idToObject[registered])

    def _begin(self, ref: Ref) -> None:
        if ref >= len(self._offsets):
            self._offsets.extend([0] * (ref + 1 - len(self._offsets)))
        self._offsets[ref] = self._offset

    def _put(self, data: bytes) -> None:
        self._offset += len(data)
        self._pending.append(data)
        self._pending_bytes += len(data)
        if self._pending_bytes >= _BUFFER_BYTES:
            self.flush()

    def flush(self) -> None:
        """Hands everything that is finished to the stream."""
        self._out.write(b"".join(self._pending))
        self._pending.clear()
        self._pending_bytes = 0
