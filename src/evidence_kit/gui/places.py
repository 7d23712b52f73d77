"""Where locked folders are looked for. Nothing is remembered between two runs: the disk itself is asked."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths

from evidence_kit.gui.later import actions
from evidence_kit.gui.widgets.picker import sticks
from evidence_kit.words import _

NEUTRAL_NAME = "Notes"
"""What a new folder is called at first: a name that says nothing."""
_SYNCED = (
    "onedrive",
    "dropbox",
    "google drive",
    "googledrive",
    "icloud",
    "mobile documents",
    "nextcloud",
    "mega",
    "pcloud",
)


def home_places() -> tuple[tuple[str, Path], ...]:
    """The places on this computer where a folder can be kept: words and path."""
    location = QStandardPaths.StandardLocation
    documents = Path(QStandardPaths.writableLocation(location.DocumentsLocation))
    home = Path(QStandardPaths.writableLocation(location.HomeLocation))
    known = ((_("In my documents"), documents), (_("In my home folder"), home))
    return tuple((words, path) for words, path in known if path.is_dir()) or known[-1:]


def locked_folders() -> tuple[Path, ...]:
    """Locked folders that lie directly in the usual places or on a stick; folders that cannot be read are passed by."""
    roots = [path for _words, path in (*home_places(), *sticks())]
    found: dict[Path, None] = {}
    for root in roots:
        found.update(
            (folder, None) for folder in (root, *_folders_in(root)) if actions.is_vault_folder(folder)
        )
    return tuple(found)


def _folders_in(root: Path) -> list[Path]:
    try:
        return sorted(entry for entry in root.iterdir() if not entry.name.startswith(".") and entry.is_dir())
    except OSError:
        return []


def is_synced(folder: Path) -> bool:
    """Whether the path looks as if a service copies it to the internet, where others may see it."""
    return any(name in part.casefold() for part in folder.parts for name in _SYNCED)
