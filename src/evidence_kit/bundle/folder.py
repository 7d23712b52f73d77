"""Writes a new folder whole or not at all.

Everything goes into ``<name>.part`` beside the target, each file is hashed while it is written and forced to
the disk, and only a folder that was read back and found right is renamed. On any error the part is removed.
"""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, NoReturn

from evidence_kit.errors import (
    DiskFull,
    EvidenceKitError,
    FolderNotWritable,
    StorageFailed,
    TargetExists,
    system_reason,
)

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_REFUSED = frozenset({errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOENT, errno.ENOTDIR})


class HashingFile:
    """A new file of the folder: what is written is hashed and counted on its way."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._sha256 = hashlib.sha256()
        self.size_bytes = 0

    def write(self, data: bytes) -> int:
        """Writes all of ``data``."""
        self._file.write(data)
        self._sha256.update(data)
        self.size_bytes += len(data)
        return len(data)

    def tell(self) -> int:
        """The number of bytes written."""
        return self.size_bytes

    def flush(self) -> None:
        """Hands what is written to the operating system."""
        self._file.flush()

    def sha256_hex(self) -> str:
        """The SHA-256 of what was written so far."""
        return self._sha256.hexdigest()


class NewFolder:
    """A folder being written: ``with NewFolder(out) as folder: …; folder.finish()``.

    ``part`` is where it lies until ``finish`` renames it to ``out``. ``sha256_by_name`` are the files so far.
    """

    def __init__(self, out: Path) -> None:
        self.out = out
        # A path without a last name (the folder one stands in, the root) is there already: __enter__ says so.
        self.part = out.with_name(out.name + ".part") if out.name else out
        self.sha256_by_name: dict[str, str] = {}
        self.size_bytes = 0
        self._folders: set[Path] = {self.part}
        self._finished = False

    def __enter__(self) -> NewFolder:
        """Makes the empty part.

        Raises:
            TargetExists: the target, or a part that an interrupted run left, is there; neither is touched.
            FolderNotWritable: the folder around it does not take new folders.
        """
        with self._typed_errors(self.part):
            for taken in (self.out, self.part):
                if taken.exists() or taken.is_symlink():
                    raise TargetExists(path=taken)
            self.part.mkdir(mode=0o700)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Removes the part if the folder was not finished."""
        if not self._finished:
            shutil.rmtree(self.part, ignore_errors=True)

    @contextmanager
    def create(self, name: str) -> Iterator[HashingFile]:
        """A new file of the folder (``name`` with ``/`` for a folder inside); safe on the disk at the block's end.

        Raises:
            DiskFull, FolderNotWritable, StorageFailed: it could not be written; the caller leaves the part.
        """
        path = self.part.joinpath(*name.split("/"))
        with self._typed_errors(path):
            self._make_folder(path.parent)
            with path.open("xb") as file:
                hashing = HashingFile(file)
                yield hashing
                file.flush()
                _force_to_disk(file.fileno())
        self.sha256_by_name[name] = hashing.sha256_hex()
        self.size_bytes += hashing.size_bytes

    def write(self, name: str, data: bytes) -> None:
        """Writes a small file whole."""
        with self.create(name) as file:
            file.write(data)

    def open(self, name: str) -> BinaryIO:
        """A file that was written before, to be read."""
        path = self.part.joinpath(*name.split("/"))
        with self._typed_errors(path):
            return path.open("rb")

    def finish(self) -> None:
        """Gives the folder its name, after which it stays.

        Raises:
            TargetExists: something took the name meanwhile; the part is removed.
        """
        with self._typed_errors(self.out):
            for folder in sorted(self._folders, reverse=True):
                _force_folder_to_disk(folder)
            if self.out.exists():
                raise TargetExists(path=self.out)
            self.part.rename(self.out)
            self._finished = True
            _force_folder_to_disk(self.out.parent)

    def _make_folder(self, folder: Path) -> None:
        if folder not in self._folders:
            folder.mkdir(mode=0o700)
            self._folders.add(folder)

    @contextmanager
    def _typed_errors(self, path: Path) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            self._raise_typed(error, path)

    def _raise_typed(self, error: OSError, path: Path) -> NoReturn:
        raised: EvidenceKitError
        if error.errno in _FULL:
            raised = DiskFull(folder=self.out.parent)
        elif error.errno == errno.EEXIST:
            raised = TargetExists(path=path)
        elif error.errno in _REFUSED:
            raised = FolderNotWritable(folder=self.out.parent)
        else:
            raised = StorageFailed(path=path, reason=system_reason(error))
        raise raised from error


def is_plain_file(path: Path) -> bool:
    """True for a regular file that is no link."""
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except OSError:
        return False


def _force_to_disk(descriptor: int) -> None:
    # Source: https://developer.apple.com/library/archive/documentation/System/Conceptual/ManPages_iPhoneOS/man2/fsync.2.html
    # (2026-11-23): on macOS fsync leaves data in the drive's own cache, F_FULLFSYNC does not.
    try:
        import fcntl  # noqa: PLC0415  (there is none on Windows)
    except ImportError:
        os.fsync(descriptor)
        return
    full = getattr(fcntl, "F_FULLFSYNC", None)
    if full is None:
        os.fsync(descriptor)
        return
    try:
        fcntl.fcntl(descriptor, full)
    except OSError:
        os.fsync(descriptor)


def _force_folder_to_disk(folder: Path) -> None:
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        # exFAT and some network drives cannot do this for a folder; the files themselves are forced.
        if error.errno not in {errno.EINVAL, errno.ENOTSUP, errno.EBADF}:
            raise
    finally:
        os.close(descriptor)
