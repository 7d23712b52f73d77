"""Writing down that something exists without copying it: this code is never given the object store."""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from evidence_kit.actions.not_to_copy import place_of
from evidence_kit.actions.plain_files import BLOCK_BYTES, file_instant, open_plain_file, source_errors
from evidence_kit.errors import NothingToAdd
from evidence_kit.model import (
    CustodyKind,
    FileTimes,
    Hashes,
    Item,
    ItemKind,
    Progress,
    Said,
    Surroundings,
    no_progress,
)
from evidence_kit.vault import Catalogue


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is and when it was seen, in the person's words (untrusted); the time as they wrote it."""

    where: str
    seen_as_written: str = ""


def record_without_copying(
    catalogue: Catalogue,
    surroundings: Surroundings,
    paths: Sequence[Path],
    place: Place,
    *,
    take_hash: bool = False,
    said: Said = Said(),
    progress: Progress = no_progress,
) -> tuple[Item, ...]:
    """One record-only item for each path, or a single one for a place in words alone.

    Nothing is copied, previewed or kept. A file is looked up for its name, size and time; it is opened only when
    ``take_hash`` asks for a fingerprint, and then read in place, block by block, and forgotten.

    Raises:
        NothingToAdd: neither a path nor a place was given.
        SourceUnreadable: a file could not be looked up or read; nothing was written down.
        Cancelled: nothing was written down.
    """
    if not paths and not place.where.strip():
        raise NothingToAdd
    drafts = [_item_of(path, place, said, surroundings, take_hash, progress) for path in paths]
    if not drafts:
        drafts = [_item(place.where, place, said, surroundings)]
    items: list[Item] = []
    with catalogue.change() as change:
        for draft in drafts:
            item = replace(draft, id=change.new_item_id())
            change.record_only(item)
            sha256 = item.hashes.sha256 if item.hashes else "-"
            change.log(CustodyKind.RECORDED_ONLY, item.id, where=item.where, sha256=sha256)
            items.append(item)
    return tuple(items)


def _item_of(
    path: Path, place: Place, said: Said, surroundings: Surroundings, take_hash: bool, progress: Progress
) -> Item:
    with source_errors(path):
        facts = path.stat()
        hashes = Hashes(_sha256_in_place(path, facts.st_size, progress)) if take_hash else None
    return _item(
        place_of(place.where, path),
        place,
        said,
        surroundings,
        name=path.name,
        size_bytes=facts.st_size if stat.S_ISREG(facts.st_mode) else 0,
        hashes=hashes,
        times=FileTimes(file_instant(facts.st_mtime)),
    )


def _item(
    where: str,
    place: Place,
    said: Said,
    surroundings: Surroundings,
    *,
    name: str = "",
    size_bytes: int = 0,
    hashes: Hashes | None = None,
    times: FileTimes = FileTimes(),
) -> Item:
    return Item(
        id="",
        kind=ItemKind.RECORD_ONLY,
        name=name,
        size_bytes=size_bytes,
        hashes=hashes,
        object_id="",
        mime="",
        added_at=surroundings.now(),
        added_offset_minutes=surroundings.offset_minutes(),
        times=times,
        said=said,
        where=where,
        seen_as_written=place.seen_as_written,
    )


def _sha256_in_place(path: Path, size_bytes: int, progress: Progress) -> str:
    digest = hashlib.sha256()
    done = 0
    with open_plain_file(path) as file:
        while block := file.read(BLOCK_BYTES):
            digest.update(block)
            done += len(block)
            progress(done, size_bytes)
    return digest.hexdigest()
