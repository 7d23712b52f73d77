"""What the vault's tests share: quick surroundings, a vault, and adding to it. No test stands here."""

from __future__ import annotations

import io
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

from evidence_kit.model import CustodyKind, Item, ItemKind, Surroundings
from evidence_kit.vault import Vault, create_vault, open_vault
from evidence_kit.vault.disk import Disk

PASSPHRASE = "zebra umbrella kettle 9"
START = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.at = START

    def now(self) -> datetime:
        return self.at

    def forward(self, seconds: int) -> None:
        self.at += timedelta(seconds=seconds)


def surroundings(state_folder: Path | None = None, clock: Clock | None = None) -> Surroundings:
    ticking = clock or Clock()
    return Surroundings(
        now=ticking.now, offset_minutes=lambda: 60, scrypt_log_n=10, state_folder=state_folder
    )


def new_vault(folder: Path, around: Surroundings | None = None, disk: Disk | None = None) -> Vault:
    return create_vault(folder, PASSPHRASE, around or surroundings(), disk)[0]


def opened(folder: Path, around: Surroundings | None = None, disk: Disk | None = None) -> Vault:
    return open_vault(folder, PASSPHRASE, around or surroundings(), disk)


def item_for(item_id: str, sealed, vault: Vault, **more) -> Item:
    facts = {
        "id": item_id,
        "kind": ItemKind.TEXT,
        "name": sealed.name,
        "size_bytes": sealed.size_bytes,
        "hashes": sealed.hashes,
        "object_id": sealed.object_id,
        "mime": "text/plain",
        "added_at": vault.surroundings.now(),
        "added_offset_minutes": 60,
    }
    return Item(**(facts | more))


def add(vault: Vault, data: bytes, name: str = "note.txt", **more) -> Item:
    sealed = vault.objects.seal(io.BytesIO(data), name=name, size_hint_bytes=len(data))
    try:
        with vault.catalogue.change() as change:
            item = item_for(change.new_item_id(), sealed, vault, **more)
            change.keep(item, sealed)
            change.log(CustodyKind.IMPORTED, item.id, name=name)
    except BaseException:
        vault.objects.discard(sealed)
        raise
    return item


def slot(folder: Path, kind: str) -> Path:
    return sorted((folder / "keys").glob(f"{kind}-*.age"))[0]


def content(vault: Vault, item: Item) -> bytes:
    with vault.objects.open(item) as source:
        return source.read()


def kinds(findings) -> set[str]:
    return {finding.kind.value for finding in findings}


def copy_vault(folder: Path, target: Path) -> None:
    """A copy without the empty ones of its 256 folders, which an opening does not miss."""
    for path in folder.rglob("*"):
        if path.is_file():
            (target / path.relative_to(folder)).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, target / path.relative_to(folder))
