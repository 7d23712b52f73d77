"""Exhibit marks and the file names of originals inside a bundle.

A mark comes from the item's own number alone, so an exhibit has the same mark in every bundle that is ever
made from a vault, and a mark is never given twice.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from evidence_kit.model import Item

ORIGINALS = "originals"
"""The folder of originals inside a bundle."""

_LONGEST_NAME = 100
_LONGEST_EXTENSION = 10
# Source: https://learn.microsoft.com/windows/win32/fileio/naming-a-file (2026-11-23): these stems name
# devices on Windows whatever the extension.
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9]|conin\$|conout\$)(\..*)?$")


@dataclass(frozen=True, slots=True)
class Exhibit:
    """An item with its mark. ``file`` is its original's path inside the bundle, empty when nothing was copied."""

    mark: str
    item: Item
    file: str

    @property
    def copied(self) -> bool:
        """True when the bundle holds the original; False for a record-only item."""
        return self.file != ""

    @property
    def anchor(self) -> str:
        """The name of the exhibit's place in the report, for links."""
        return f"exhibit-{self.mark}"


def exhibit_mark(item_id: str) -> str:
    """The exhibit mark of an item: ``EK-0001`` for item ``E-0001``."""
    return "EK-" + safe_file_name(item_id.removeprefix("E-"), longest=40)


def exhibits_of(items: Iterable[Item]) -> tuple[Exhibit, ...]:
    """Every item as an exhibit, in the order of their numbers."""
    return tuple(_exhibit(item) for item in sorted(items, key=lambda item: (len(item.id), item.id)))


def _exhibit(item: Item) -> Exhibit:
    mark = exhibit_mark(item.id)
    copied = item.object_id != "" and not item.record_only
    name = safe_file_name(item.name, longest=_LONGEST_NAME - len(mark) - 1)
    return Exhibit(mark=mark, item=item, file=f"{ORIGINALS}/{mark}_{name}" if copied else "")


def safe_file_name(name: str, longest: int = _LONGEST_NAME) -> str:
    """A file name for ``name`` (untrusted) that every system can store and no tool takes for something else.

    Only ASCII letters, digits, ``.``, ``_`` and ``-`` are left, no folder, no leading dot or dash, no device
    name of Windows, at most ``longest`` bytes. The letters of the extension are kept, but say nothing about
    what the file is.
    """
    last = unicodedata.normalize("NFKD", re.split(r"[/\\]", name)[-1])
    plain = "".join(letter for letter in last if not unicodedata.combining(letter))
    clean = re.sub(r"\.\.+", ".", re.sub(r"[^A-Za-z0-9.-]+", "_", plain)).rstrip("._-")
    stem, dot, extension = clean.rpartition(".")
    if not dot or not re.fullmatch(rf"[A-Za-z0-9]{{1,{_LONGEST_EXTENSION}}}", extension):
        stem, dot, extension = clean, "", ""
    stem = stem.strip("._-")[: longest - len(dot) - len(extension)].rstrip("._-") or "file"
    safe = stem + dot + extension
    return "_" + safe[: longest - 1] if _RESERVED.match(safe) else safe
