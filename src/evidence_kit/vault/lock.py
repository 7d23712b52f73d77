"""One program at a time has a vault open. The system frees the lock when the program ends, however it ends."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from evidence_kit.errors import VaultInUse


class VaultLock:
    """The held lock of a vault.

    Raises:
        VaultInUse: Another program, or this one, has the vault open; nothing was touched.
    """

    def __init__(self, folder: Path) -> None:
        flags = os.O_CREAT | os.O_RDWR | getattr(os, "O_CLOEXEC", 0)
        self._handle = os.open(folder / "lock", flags, 0o600)
        if not _locked(self._handle):
            os.close(self._handle)
            raise VaultInUse(folder)

    def release(self) -> None:
        """Frees the lock; a second call does nothing."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1


if sys.platform == "win32":
    import msvcrt

    def _locked(handle: int) -> bool:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _locked(handle: int) -> bool:
        # flock, not lockf: a lock of the latter kind does not keep this same program from opening twice.
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
