"""Suggests a passphrase: words drawn by chance from a list of 7,776, about 13 bits each."""

from __future__ import annotations

from collections.abc import Callable

from evidence_kit.assets import asset_path

WORDS_IN_PASSPHRASE = 5


def suggest_passphrase(random_bytes: Callable[[int], bytes], words: int = WORDS_IN_PASSPHRASE) -> str:
    """Words with blanks between them, each drawn with equal chance.

    Raises:
        AssetInvalid: the list of words is not there.
    """
    known = asset_path("wordlists", "en.txt").read_text("utf-8").split()
    return " ".join(known[_below(len(known), random_bytes)] for _count in range(words))


def _below(limit: int, random_bytes: Callable[[int], bytes]) -> int:
    """An equally likely number below ``limit`` (at most 65,536): draws that would favour small numbers are thrown away."""
    fair = 65_536 - 65_536 % limit
    while (drawn := int.from_bytes(random_bytes(2), "big")) >= fair:
        pass
    return drawn % limit
