"""Finding and opening the files that a person names: plain files only, and nothing passed over in silence."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from io import FileIO
from pathlib import Path

from evidence_kit.errors import SourceUnreadable, system_reason

BLOCK_BYTES = 1 << 18
"""How much is read at once: it stays in the processor's cache."""


def find_files(paths: Sequence[Path], but_not: Path | None = None) -> tuple[Path, ...]:
    """Every file in ``paths``, folders walked in name order; links to folders are not followed.

    A path that is no folder, a folder that may not be looked into, a link to a folder and the folder ``but_not``
    are returned as they are, so that what is wrong with them is said later, beside their name.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if _is_folder(path) and not lies_in(path, but_not):
            found.update(dict.fromkeys(_walked(path, but_not)))
        else:
            found[path] = None
    return tuple(found)


def _walked(top: Path, but_not: Path | None) -> Iterator[Path]:
    closed: list[Path] = []
    for parent, folders, names in os.walk(top, onerror=lambda error: closed.append(Path(error.filename))):
        here = Path(parent)
        left_out = [name for name in folders if (here / name).is_symlink() or _same(here / name, but_not)]
        folders[:] = sorted(set(folders).difference(left_out))
        yield from (here / name for name in sorted([*names, *left_out]))
    yield from closed


def lies_in(path: Path, folder: Path | None) -> bool:
    """True when ``path`` is ``folder`` or lies in it, also by way of links."""
    return any(_same(place, folder) for place in (path, *path.absolute().parents, *_real_parents(path)))


def _real_parents(path: Path) -> Sequence[Path]:
    try:
        return path.resolve().parents
    except (OSError, RuntimeError):
        return ()


def _same(path: Path, other: Path | None) -> bool:
    try:
        return other is not None and path.samefile(other)
    except OSError:
        return False


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False


@contextmanager
def source_errors(path: Path) -> Iterator[None]:
    """Turns the system's errors while ``path`` is read into the one that names it.

    Raises:
        SourceUnreadable: it could not be opened or read; it was not touched.
    """
    try:
        yield
    except OSError as error:
        raise SourceUnreadable(path, system_reason(error)) from error


def open_plain_file(path: Path) -> FileIO:
    """A plain file opened to be read; a device or pipe is refused, because it has no end and no content of its own.

    Raises:
        SourceUnreadable: it is something else than a plain file.
        OSError: it could not be opened.
    """
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    mode = os.fstat(descriptor).st_mode
    if not stat.S_ISREG(mode):
        os.close(descriptor)
        raise SourceUnreadable(path, "it is a folder" if stat.S_ISDIR(mode) else "it is not a plain file")
    return os.fdopen(descriptor, "rb", buffering=0)


def file_instant(seconds: float) -> datetime | None:
    """A file's time as an instant; None for one that no calendar holds, as damaged file systems give them."""
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, OSError, ValueError):
        return None
