"""Opens an original for reading: a single file, or the members of a zip, without unpacking anything to disk.

Everything in a zip is untrusted. Names are only names: none is ever joined to a path. A member is unpacked as a
stream in bounded memory, and never beyond the size that the directory states.
"""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import BinaryIO, cast

from evidence_kit.importers.zip_member import Entry, open_member, read_fully
from evidence_kit.model import Finding, FindingKind, Source

HEAD_BYTES = 64 * 1024
DIRECTORY_LIMIT_BYTES = 16 * 1024 * 1024
UNPACKED_FLOOR_BYTES = 1024 * 1024 * 1024
UNPACKED_RATIO = 200
FINDINGS_LIMIT = 20

_STORED, _DEFLATED = 0, 8
_ENCRYPTED_FLAGS = 0x0001 | 0x0040
_UTF8_FLAG = 0x0800
_ZIP_STARTS = (b"PK\x03\x04", b"PK\x05\x06")
_NOT_A_ZIP = (
    zipfile.BadZipFile,
    NotImplementedError,
    ValueError,
    OverflowError,
    struct.error,
    EOFError,
    IndexError,
)

OpenOriginal = Callable[[], BinaryIO]


@dataclass(frozen=True, slots=True)
class FileSource:
    """A single file as its own only member."""

    name: str
    open_original: OpenOriginal
    whole_size_bytes: int
    findings: tuple[Finding, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The file's own name, alone."""
        return (self.name,)

    def size_bytes(self, name: str) -> int:
        """The file's size."""
        return self.whole_size_bytes

    def open(self, name: str) -> BinaryIO:
        """A new stream of the file's bytes."""
        return self.open_original()

    def head(self, name: str) -> bytes:
        """The first bytes of the file, up to 64 KiB."""
        with self.open_original() as stream:
            return read_fully(stream, HEAD_BYTES)


@dataclass(frozen=True, slots=True)
class ZipSource:
    """The members of a zip. ``findings`` names those that are locked, packed in an unknown way or too large."""

    name: str
    open_original: OpenOriginal
    entries: dict[str, Entry]
    findings: tuple[Finding, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The members' names (untrusted), in the zip's order; a name that occurs twice gets ``#2`` behind it."""
        return tuple(self.entries)

    def size_bytes(self, name: str) -> int:
        """The unpacked size of one member, as the zip states it."""
        return self.entries[name].size_bytes

    def open(self, name: str) -> BinaryIO:
        """A new seekable stream of one member, unpacked on the way.

        Raises:
            ExportUnreadable: while reading, where the member is damaged; the original is kept as it is.
        """
        return open_member(self.open_original(), self.entries[name])

    def head(self, name: str) -> bytes:
        """The first bytes of a member, up to 64 KiB."""
        with self.open(name) as stream:
            return read_fully(stream, HEAD_BYTES)


def open_source(name: str, open_original: OpenOriginal, size_bytes: int) -> Source:
    """An original ready to be read: a zip gives its members, anything else (a damaged zip too) itself."""
    infos = _directory(open_original)
    if infos is None:
        return FileSource(name, open_original, size_bytes)
    limit_bytes = max(UNPACKED_FLOOR_BYTES, UNPACKED_RATIO * size_bytes)
    entries, findings = _entries(infos, limit_bytes)
    return ZipSource(name, open_original, entries, findings)


class _BoundedReads:
    """A stream that refuses to hand out a directory so large that listing it would fill the memory."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.seek = stream.seek
        self.tell = stream.tell

    def read(self, size: int = -1) -> bytes:
        wanted = size if size >= 0 else DIRECTORY_LIMIT_BYTES + 1
        data = read_fully(self._stream, min(wanted, DIRECTORY_LIMIT_BYTES + 1))
        if len(data) > DIRECTORY_LIMIT_BYTES:
            raise zipfile.BadZipFile("directory too large")
        return data


def _directory(open_original: OpenOriginal) -> list[zipfile.ZipInfo] | None:
    with open_original() as stream:
        if not read_fully(stream, 4).startswith(_ZIP_STARTS):
            return None
        stream.seek(0)
        try:
            with zipfile.ZipFile(cast(BinaryIO, _BoundedReads(stream))) as archive:
                return archive.infolist()
        except _NOT_A_ZIP:
            return None


def _entries(
    infos: Iterable[zipfile.ZipInfo], limit_bytes: int
) -> tuple[dict[str, Entry], tuple[Finding, ...]]:
    entries: dict[str, Entry] = {}
    passed: dict[str, list[str]] = {}
    total_bytes = 0
    for info in infos:
        name = _member_name(info)
        if not name or name.endswith("/") or name.startswith("__MACOSX/"):
            continue
        reason = _reason_to_pass_over(info, total_bytes, limit_bytes)
        if reason:
            passed.setdefault(reason, []).append(name)
            continue
        total_bytes += info.file_size
        unique = _unique(name, entries)
        entries[unique] = Entry(
            unique,
            info.header_offset,
            info.compress_size,
            info.file_size,
            info.CRC,
            info.compress_type == _DEFLATED,
        )
    return entries, tuple(_findings(passed))


_LOCKED = "locked"


def _reason_to_pass_over(info: zipfile.ZipInfo, total_bytes: int, limit_bytes: int) -> str:
    if info.flag_bits & _ENCRYPTED_FLAGS:
        return _LOCKED
    if info.compress_type not in {_STORED, _DEFLATED}:
        return "packed in a way that is not known here"
    if total_bytes + info.file_size > limit_bytes:
        return "it would unpack to too much"
    return ""


def _findings(passed: dict[str, list[str]]) -> Iterable[Finding]:
    for reason, names in passed.items():
        shown = names[:FINDINGS_LIMIT]
        if len(names) > len(shown):
            shown.append(f"+{len(names) - len(shown)}")
        for name in shown:
            if reason == _LOCKED:
                yield Finding(FindingKind.ENCRYPTED_MEMBER, {"member": name})
            else:
                yield Finding(FindingKind.PASSED_OVER, {"member": name, "reason": reason})


def _member_name(info: zipfile.ZipInfo) -> str:
    if info.flag_bits & _UTF8_FLAG:
        return info.filename
    # Phones write UTF-8 names without saying so; the standard's code page 437 would garble them.
    try:
        return info.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.filename


def _unique(name: str, taken: dict[str, Entry]) -> str:
    if name not in taken:
        return name
    number = 2
    while f"{name}#{number}" in taken:
        number += 1
    return f"{name}#{number}"
