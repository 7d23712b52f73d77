"""What a change needs beyond the catalogue: keys, clock, and what is done around a commit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from evidence_kit.model import Checkpoint, Surroundings
from evidence_kit.vault.keys import VaultKeys
from evidence_kit.vault.signing import Signer


@dataclass(frozen=True, slots=True)
class Keeper:
    """What every change of one vault shares.

    ``settle`` moves sealed objects (by id) to their place, durably, before the commit; ``unsettle`` takes that back
    when the commit did not happen; ``committed`` is told the new head of the log.
    """

    vault_id: str
    keys: VaultKeys
    signer: Signer
    surroundings: Surroundings
    settle: Callable[[Sequence[str]], None]
    unsettle: Callable[[Sequence[str]], None]
    committed: Callable[[Checkpoint], None]
