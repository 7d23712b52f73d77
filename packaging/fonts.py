"""Fetches the fonts named in assets/fonts/FONTS.toml and checks each against its recorded SHA-256.

Run by hand when a font is added or brought up to date: it needs Debian's font packages, npm, and fontTools with
brotli. The files it makes are kept in the repository, so a build needs none of these.

    python packaging/fonts.py            copy or make every file, then check it
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from pathlib import Path
from typing import Any

FONTS = Path(__file__).resolve().parent.parent / "assets" / "fonts"


def sha256(path: Path) -> str:
    """The hex SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def copy_from_debian(entry: dict[str, Any]) -> None:
    """Copies a file that an installed Debian package holds, unchanged."""
    shutil.copyfile(entry["from"][0], FONTS / entry["file"])


def npm_package(entry: dict[str, Any], folder: Path) -> Path:
    """The unpacked npm package that ``entry`` names, its archive checked first."""
    name = f"{entry['package']}@{entry['package_version']}"
    made = subprocess.run(
        ["npm", "pack", "--silent", name], cwd=folder, check=True, capture_output=True, text=True
    )
    archive = folder / made.stdout.split()[-1]
    if sha256(archive) != entry["package_sha256"]:
        raise SystemExit(f"{name}: the archive is not the recorded one")
    with tarfile.open(archive) as tar:
        tar.extractall(folder, filter="data")
    return folder / "package"


def merge_from_npm(entry: dict[str, Any], package: Path, folder: Path) -> None:
    """Joins the web font's alphabets into one TrueType file."""
    from fontTools.merge import Merger  # noqa: PLC0415  only this step needs fontTools
    from fontTools.ttLib import TTFont  # noqa: PLC0415

    parts = []
    for name in entry["from"]:
        font = TTFont(package / name, recalcTimestamp=False)
        written = font["head"].modified
        font.flavor = None
        parts.append(str(folder / (Path(name).stem + ".ttf")))
        font.save(parts[-1])
    merged = Merger().merge(parts)
    merged.recalcTimestamp = False
    merged["head"].created = merged["head"].modified = written
    merged.save(FONTS / entry["file"])


def main() -> int:
    """Makes and checks every file; 1 if one differs from its record."""
    entries = tomllib.loads((FONTS / "FONTS.toml").read_text("utf-8"))["files"]
    wrong = 0
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        packages: dict[str, Path] = {}
        for entry in entries:
            target = FONTS / entry["file"]
            target.parent.mkdir(parents=True, exist_ok=True)
            if entry["source"] == "debian":
                copy_from_debian(entry)
            else:
                if entry["package"] not in packages:
                    packages[entry["package"]] = npm_package(entry, folder)
                merge_from_npm(entry, packages[entry["package"]], folder)
            good = sha256(target) == entry["sha256"]
            wrong += not good
            print("ok   " if good else "WRONG", entry["file"])
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
