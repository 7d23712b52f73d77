"""Sealing evidence into objects and reading it back.

An object is written once and never changed. It lies in ``tmp/`` until the change that keeps it commits.
"""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, cast

from evidence_kit.errors import ObjectDamaged, SourceUnreadable, system_reason
from evidence_kit.model import Hashes, Item, Progress, Surroundings, no_progress
from evidence_kit.vault.age import AgeRefused, Refusal, read_payload_key, x25519_header
from evidence_kit.vault.disk import Disk, storage_errors
from evidence_kit.vault.keys import VaultKeys
from evidence_kit.vault.object_file import ObjectMeta, ending, read_meta
from evidence_kit.vault.sealing import BlockStore, SealedWriter
from evidence_kit.vault.stream import CHUNK_BYTES, ChunkReader, PayloadStream

_READ_AHEAD_BYTES = CHUNK_BYTES


@dataclass(frozen=True, slots=True)
class Sealed:
    """An original that lies sealed in ``tmp/``, durable, but not yet part of the vault."""

    object_id: str
    size_bytes: int
    hashes: Hashes
    object_bytes: int
    name: str = ""
    source_path: str = ""
    modified_at: datetime | None = None


def object_path(folder: Path, object_id: str) -> Path:
    """Where an object lies in the vault at ``folder``."""
    return folder / "objects" / object_id[:2] / f"{object_id}.age"


class Objects:
    """The sealed originals of one vault. ``seal`` may run in two threads at once."""

    def __init__(
        self, folder: Path, vault_id: str, keys: VaultKeys, surroundings: Surroundings, disk: Disk
    ) -> None:
        self._folder = folder
        self._vault_id = vault_id
        self._open_file_key = keys.opener()
        self._recipient = keys.recipient()
        self._blocks = BlockStore()
        self._surroundings = surroundings
        self._disk = disk

    def seal(
        self,
        source: BinaryIO,
        *,
        name: str,
        source_path: str = "",
        modified_at: datetime | None = None,
        extra_hashes: bool = False,
        size_hint_bytes: int = 0,
        progress: Progress = no_progress,
    ) -> Sealed:
        """All bytes of ``source`` sealed into a new object in ``tmp/``, on the disk when this returns.

        ``progress`` is told bytes out of ``size_hint_bytes``. With ``extra_hashes`` MD5 and SHA-1 are taken too.

        Raises:
            SourceUnreadable: Reading failed; nothing of it was kept.
            DiskFull, FolderNotWritable, StorageFailed: Writing failed; nothing of it was kept.
            Cancelled: From ``progress``; nothing of it was kept.
        """
        object_id = self._surroundings.random_bytes(16).hex()
        path = self._folder / "tmp" / object_id
        header_and_key = x25519_header(self._recipient, self._surroundings.random_bytes)
        extra = ("md5", "sha1") if extra_hashes else ()
        with storage_errors(self._folder), self._blocks.lent() as blocks:
            handle = self._disk.create(path)
            try:
                try:
                    with SealedWriter(self._disk, handle, header_and_key, blocks, extra) as writer:
                        _copy(source, writer, source_path or name, size_hint_bytes, progress)
                        hashes = writer.hashes()
                        meta = ObjectMeta(
                            self._vault_id,
                            object_id,
                            name,
                            writer.content_bytes,
                            hashes,
                            source_path,
                            modified_at,
                            self._surroundings.now(),
                        )
                        object_bytes = writer.finish(*ending(meta))
                    self._disk.fsync(handle)
                finally:
                    self._disk.close(handle)
            except BaseException:
                self._disk.unlink(path)
                raise
        return Sealed(object_id, meta.size_bytes, hashes, object_bytes, name, source_path, modified_at)

    def discard(self, sealed: Sealed) -> None:
        """Removes a sealed original that is not to be kept; does nothing to one that was kept."""
        with storage_errors(self._folder):
            self._disk.unlink(self._folder / "tmp" / sealed.object_id)

    def open(self, item: Item) -> BinaryIO:
        """The original's bytes, seekable, opened and checked piece by piece as they are read; nothing is unpacked to disk.

        Raises:
            ObjectDamaged: The object is missing, is another's, or was changed. Reading may raise it too.
        """
        try:
            chunks, meta, source = self.open_object(item.object_id)
        except AgeRefused as refused:
            raise ObjectDamaged(item.id, str(refused)) from None
        wrong = self.disagreement(item, meta)
        if wrong:
            source.close()
            raise ObjectDamaged(item.id, wrong)
        stream = PayloadStream(
            source, chunks, meta.size_bytes, lambda refused: ObjectDamaged(item.id, str(refused))
        )
        return cast(BinaryIO, io.BufferedReader(stream, _READ_AHEAD_BYTES))

    def open_object(self, object_id: str) -> tuple[ChunkReader, ObjectMeta, BinaryIO]:
        """The chunks of an object, what it says of itself, and the open file, which the caller closes.

        Raises:
            AgeRefused: It is missing, was not sealed by this vault, or was changed.
        """
        try:
            source = object_path(self._folder, object_id).open("rb")
        except OSError as error:
            raise _unreadable(error) from None
        try:
            chunks = ChunkReader(source, read_payload_key(source, self._open_file_key))
            return chunks, read_meta(chunks), source
        except OSError as error:
            source.close()
            raise _unreadable(error) from None
        except BaseException:
            source.close()
            raise

    def disagreement(self, item: Item, meta: ObjectMeta) -> str:
        """How an object's own words differ from the catalogue's; empty when they agree."""
        if meta.vault_id != self._vault_id:
            return "of another vault"
        if meta.object_id != item.object_id:
            return "object of another item"
        if item.hashes is None or meta.hashes.sha256 != item.hashes.sha256:
            return "sha256"
        return "" if meta.size_bytes == item.size_bytes else "size"

    def verify(self, item: Item, progress: Progress = no_progress) -> str:
        """Reads the whole original and hashes it: what is wrong, or empty. ``progress`` counts its bytes."""
        try:
            with self.open(item) as source:
                digest = hashlib.sha256()
                done = 0
                while block := source.read(_READ_AHEAD_BYTES):
                    digest.update(block)
                    done += len(block)
                    progress(done, item.size_bytes)
        except ObjectDamaged as damaged:
            return damaged.reason
        except OSError as error:
            return str(_unreadable(error))
        if item.hashes is None or digest.hexdigest() != item.hashes.sha256 or done != item.size_bytes:
            return "sha256"
        return ""


def _unreadable(error: OSError) -> AgeRefused:
    return AgeRefused(Refusal.PAYLOAD, system_reason(error))


def _copy(
    source: BinaryIO, writer: SealedWriter, where: str, size_hint_bytes: int, progress: Progress
) -> None:
    while True:
        block = writer.free_block()
        try:
            count = _fill(source, block)
        except OSError as error:
            raise SourceUnreadable(Path(where.replace("\0", "�")), system_reason(error)) from error
        writer.write(block, count)
        progress(writer.content_bytes, size_hint_bytes)
        if count < len(block):
            return


def _fill(source: BinaryIO, block: bytearray) -> int:
    """How many bytes of ``source`` were put into ``block``; fewer than it holds only at the end."""
    into = getattr(source, "readinto", None)
    view = memoryview(block)
    filled = 0
    while filled < len(block):
        if into is not None:
            count = into(view[filled:]) or 0
        else:
            piece = source.read(len(block) - filled)
            count = len(piece)
            view[filled : filled + count] = piece
        if not count:
            break
        filled += count
    return filled
