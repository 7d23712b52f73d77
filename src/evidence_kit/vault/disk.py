"""Every write that a vault's safety rests on goes through one small class, so that a test can cut the power."""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from evidence_kit.errors import DiskFull, FolderNotWritable, StorageFailed, system_reason

_RENAME_TRIES = 6
_RENAME_PAUSE_SECONDS = 0.1
_FULL = {errno.ENOSPC, errno.EDQUOT} if hasattr(errno, "EDQUOT") else {errno.ENOSPC}
_REFUSED = {errno.EACCES, errno.EPERM, errno.EROFS}
_CANNOT_SYNC = {
    getattr(errno, name)
    for name in ("EINVAL", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "ENOTTY")
    if hasattr(errno, name)
}


@contextmanager
def storage_errors(folder: Path) -> Iterator[None]:
    """Turns the system's errors into the ones that the program knows.

    Raises:
        DiskFull: No room; what was being written counts as not written.
        FolderNotWritable: Writing is not allowed.
        StorageFailed: Anything else; what was being written counts as not written.
    """
    try:
        yield
    except OSError as error:
        path = Path(error.filename) if isinstance(error.filename, str) else folder
        if error.errno in _FULL:
            raise DiskFull(folder) from error
        if error.errno in _REFUSED:
            raise FolderNotWritable(folder) from error
        raise StorageFailed(path, system_reason(error)) from error


class Disk:
    """The real disk. All methods raise ``OSError``; ``storage_errors`` makes them the program's own."""

    def create(self, path: Path) -> int:
        """A handle to a new file that only its owner may read; a file already there is an error."""
        flags = (
            os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
        )
        return os.open(path, flags, 0o600)

    def write(self, handle: int, data: bytes | memoryview) -> None:
        """Writes all of ``data``."""
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(handle, rest) :]

    def fsync(self, handle: int) -> None:
        """Returns when the file's bytes are on the disk itself.

        A file system that cannot say so (some memory sticks) is accepted; a failing one is not.
        Source: https://developer.apple.com/library/archive/documentation/System/Conceptual/ManPages_iPhoneOS/man2/fsync.2.html
        (2026-11-23): on macOS only F_FULLFSYNC reaches the disk.
        """
        try:
            _sync_handle(handle)
        except OSError as error:
            if error.errno not in _CANNOT_SYNC:
                raise

    def close(self, handle: int) -> None:
        """Gives the handle back."""
        os.close(handle)

    def rename(self, old: Path, new: Path) -> None:
        """Puts ``old`` in the place of ``new``, whole or not at all.

        A scanner that holds the file for a moment (Windows) is waited for, half a second at most.
        """
        for attempt in range(1, _RENAME_TRIES + 1):
            try:
                self.move(old, new)
            except PermissionError:
                if attempt == _RENAME_TRIES:
                    raise
                time.sleep(_RENAME_PAUSE_SECONDS)
            else:
                return

    def move(self, old: Path, new: Path) -> None:
        """One attempt of ``rename``."""
        _replace(old, new)

    def fsync_dir(self, folder: Path) -> None:
        """Returns when the names in ``folder`` are on the disk, where the system offers that at all."""
        handle = _open_folder(folder)
        if handle is not None:
            try:
                self.fsync(handle)
            finally:
                os.close(handle)

    def unlink(self, path: Path) -> None:
        """Removes one file; one that is not there is no error."""
        path.unlink(missing_ok=True)

    def list(self, folder: Path) -> tuple[str, ...]:
        """The names in ``folder``, sorted; none if there is no such folder."""
        try:
            return tuple(sorted(path.name for path in folder.iterdir()))
        except FileNotFoundError:
            return ()

    def make_dir(self, folder: Path) -> None:
        """A new folder that only its owner may look into; one already there is no error."""
        folder.mkdir(mode=0o700, exist_ok=True)

    def write_file(self, path: Path, data: bytes) -> None:
        """A new file with ``data``, on the disk when this returns; removed again if that fails."""
        handle = self.create(path)
        try:
            try:
                self.write(handle, data)
                self.fsync(handle)
            finally:
                self.close(handle)
        except OSError:
            self.unlink(path)
            raise

    def put_file(self, scratch: Path, path: Path, data: bytes) -> None:
        """``data`` at ``path``, whole or not at all, by way of ``scratch`` on the same disk."""
        self.write_file(scratch, data)
        try:
            self.rename(scratch, path)
        except OSError:
            self.unlink(scratch)
            raise
        self.fsync_dir(path.parent)


if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    _MOVEFILE_REPLACE_EXISTING = 0x1
    _MOVEFILE_WRITE_THROUGH = 0x8

    def _open_folder(folder: Path) -> int | None:
        return None

    def _sync_handle(handle: int) -> None:
        os.fsync(handle)

    def _replace(old: Path, new: Path) -> None:
        # os.replace does not wait for the disk.
        # Source: https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-movefileexw (2026-11-23)
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.MoveFileExW.argtypes = (wintypes.LPCWSTR, wintypes.LPCWSTR, wintypes.DWORD)
        if not kernel.MoveFileExW(str(old), str(new), _MOVEFILE_REPLACE_EXISTING | _MOVEFILE_WRITE_THROUGH):
            raise ctypes.WinError(ctypes.get_last_error())

else:
    if sys.platform == "darwin":
        import fcntl

    def _open_folder(folder: Path) -> int | None:
        return os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)

    def _sync_handle(handle: int) -> None:
        if sys.platform == "darwin":
            try:
                fcntl.fcntl(handle, fcntl.F_FULLFSYNC)
            except OSError:
                os.fsync(handle)
        else:
            os.fsync(handle)

    def _replace(old: Path, new: Path) -> None:
        old.replace(new)
