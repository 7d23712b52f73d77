"""Finds the data files that ship with the program, and parses them strictly.

In an installed package they lie in ``evidence_kit/_assets``; in a checkout in ``assets`` at the top.
A file that is missing or wrong is ``AssetInvalid``: the installation is damaged, not the evidence.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from evidence_kit.errors import AssetInvalid
from evidence_kit.model import Recipient

_PACKAGE = Path(__file__).resolve().parent

BUNDLE_PARTS = (
    "cover",
    "summary",
    "accounts",
    "timeline",
    "exhibit-list",
    "exhibits",
    "transcripts",
    "recorded-only",
    "custody-log",
    "certificate",
    "how-to-check",
)
"""Every part that a recipient file may name, in the usual order."""


def asset_folder() -> Path:
    """The folder that holds all shipped data files."""
    installed = _PACKAGE / "_assets"
    return installed if installed.is_dir() else _PACKAGE.parent.parent / "assets"


def asset_path(*parts: str) -> Path:
    """The path of one shipped file, which exists.

    Raises:
        AssetInvalid: it is missing; the program must be installed again, no evidence is touched.
    """
    path = asset_folder().joinpath(*parts)
    if not path.exists():
        raise AssetInvalid(name="/".join(parts), reason="missing")
    return path


def recipient_ids() -> tuple[str, ...]:
    """The ids of all recipients that have a data file, sorted."""
    return tuple(sorted(path.stem for path in asset_path("recipients").glob("*.toml")))


def load_recipient(recipient_id: str) -> Recipient:
    """One recipient, its file read strictly: an unknown or missing key is an error.

    Raises:
        AssetInvalid: the file is missing or wrong.
    """
    name = f"recipients/{recipient_id}.toml"
    try:
        table = tomllib.loads(asset_path("recipients", f"{recipient_id}.toml").read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise AssetInvalid(name=name, reason=str(error)) from error
    return _recipient(name, recipient_id, table)


def _recipient(name: str, recipient_id: str, table: Mapping[str, object]) -> Recipient:
    wanted = {"title", "source", "checked", "confirmed", "languages", "papers", "certificate", "parts"}
    if set(table) != wanted:
        raise AssetInvalid(name=name, reason=f"keys differ: {sorted(set(table) ^ wanted)}")
    title, checked, confirmed = table["title"], table["checked"], table["confirmed"]
    if not isinstance(title, dict) or not isinstance(checked, date) or not isinstance(confirmed, bool):
        raise AssetInvalid(name=name, reason="title, checked or confirmed has the wrong type")
    parts = _texts(name, "parts", table["parts"])
    if not set(parts) <= set(BUNDLE_PARTS):
        raise AssetInvalid(name=name, reason=f"unknown parts: {sorted(set(parts) - set(BUNDLE_PARTS))}")
    return Recipient(
        id=recipient_id,
        title={str(language): str(text) for language, text in title.items()},
        source=str(table["source"]),
        checked=checked.isoformat(),
        confirmed=confirmed,
        languages=_texts(name, "languages", table["languages"]),
        papers=_texts(name, "papers", table["papers"]),
        certificate=str(table["certificate"]),
        parts=parts,
    )


def _texts(name: str, key: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(entry, str) for entry in value):
        raise AssetInvalid(name=name, reason=f"{key} must be a list of texts")
    return tuple(value)
