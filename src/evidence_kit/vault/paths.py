"""Where things lie in a vault's folder. Names tell nothing of the content."""

from __future__ import annotations

from pathlib import Path
from typing import Final

CONFIG: Final = "config.json"
CATALOGUE: Final = "catalog.db"
FAILED_UNLOCKS: Final = "attempts"
FOLDERS: Final = ("keys", "objects", "log", "backup", "tmp")
CATALOGUE_COMPANIONS: Final = ("", "-wal", "-shm")
"""The catalogue is up to three files: itself, its write-ahead log and the index of that."""


def object_folders(folder: Path) -> list[Path]:
    """The 256 folders for objects."""
    return [folder / "objects" / f"{number:02x}" for number in range(256)]


def is_vault(folder: Path) -> bool:
    """True when ``folder`` holds a vault, whole or damaged."""
    return (folder / CONFIG).is_file() or ((folder / "keys").is_dir() and (folder / "objects").is_dir())
