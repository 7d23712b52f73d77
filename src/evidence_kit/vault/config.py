"""``config.json``: a hint, in clear, which vault and which format this is. The truth is in the catalogue."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from evidence_kit.errors import VaultTooNew, system_reason
from evidence_kit.vault.canonical import NotCanonical, canonical_json, parse_object, text_of, whole_number_of
from evidence_kit.vault.paths import CONFIG
from evidence_kit.vault.schema import FORMAT

_VAULT_ID = re.compile(r"[0-9a-f]{32}")
_LARGEST_BYTES = 4096


@dataclass(frozen=True, slots=True)
class Hint:
    """What ``config.json`` says (untrusted): the vault's id, or empty, and what is wrong with the file, or empty."""

    vault_id: str
    trouble: str = ""


def config_json(vault_id: str) -> bytes:
    """The bytes of ``config.json``."""
    return canonical_json({"format": FORMAT, "id": vault_id})


def is_vault_id(text: str) -> bool:
    """True for 32 lower-case hex digits."""
    return _VAULT_ID.fullmatch(text) is not None


def read_hint(folder: Path) -> Hint:
    """What the vault at ``folder`` says of itself before it is unlocked.

    Raises:
        VaultTooNew: It says that a newer program wrote it; nothing was touched.
    """
    try:
        with (folder / CONFIG).open("rb") as source:
            record = parse_object(source.read(_LARGEST_BYTES))
        found = whole_number_of(record, "format")
        vault_id = text_of(record, "id")
    except OSError as error:
        return Hint("", system_reason(error))
    except NotCanonical as error:
        return Hint("", str(error))
    if found > FORMAT:
        raise VaultTooNew(found, FORMAT)
    if not is_vault_id(vault_id) or config_json(vault_id) != canonical_json(record):
        return Hint("", "not as written")
    return Hint(vault_id)
