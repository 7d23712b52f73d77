"""The vault: an encrypted folder of originals, their catalogue and the custody log. FORMAT.md states every byte."""

from evidence_kit.vault.catalogue import Catalogue, StoredConversation
from evidence_kit.vault.change import Change
from evidence_kit.vault.objects import Objects, Sealed
from evidence_kit.vault.opening import create_vault, open_vault
from evidence_kit.vault.paths import is_vault
from evidence_kit.vault.vault import Vault

__all__ = [
    "Catalogue",
    "Change",
    "Objects",
    "Sealed",
    "StoredConversation",
    "Vault",
    "create_vault",
    "is_vault",
    "open_vault",
]
