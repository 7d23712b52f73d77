"""The spelling of a vault's identity that stock ``age`` reads: ``AGE-SECRET-KEY-1…``.

Source: https://github.com/bitcoin/bips/blob/master/bip-0173.mediawiki (2026-11-23).
"""

from __future__ import annotations

from collections.abc import Iterable

_ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_IDENTITY_PREFIX = "age-secret-key-"
_CHECKSUM_LETTERS = 6


class NotAnIdentity(ValueError):
    """Text that spells no age identity."""


def identity_text(secret: bytes) -> str:
    """The 32 bytes of an X25519 identity as age writes them."""
    data = _regrouped(secret, 8, 5)
    remainder = _checksum([*_prefix_values(), *data, *([0] * _CHECKSUM_LETTERS)]) ^ 1
    check = [(remainder >> 5 * (_CHECKSUM_LETTERS - 1 - place)) & 31 for place in range(_CHECKSUM_LETTERS)]
    return (_IDENTITY_PREFIX + "1" + "".join(_ALPHABET[value] for value in [*data, *check])).upper()


def identity_secret(text: str) -> bytes:
    """The 32 bytes that ``text`` (untrusted) spells.

    Raises:
        NotAnIdentity: It spells no identity, or a letter of it is wrong.
    """
    prefix, mark, letters = text.lower().rpartition("1")
    if text != text.upper() or not mark or prefix != _IDENTITY_PREFIX:
        raise NotAnIdentity("prefix")
    if any(letter not in _ALPHABET for letter in letters):
        raise NotAnIdentity("letter")
    values = [_ALPHABET.index(letter) for letter in letters]
    if _checksum([*_prefix_values(), *values]) != 1:
        raise NotAnIdentity("checksum")
    secret = bytes(_regrouped(values[:-_CHECKSUM_LETTERS], 5, 8))[:32]
    if identity_text(secret) != text or len(secret) != 32:
        raise NotAnIdentity("length")
    return secret


def _prefix_values() -> list[int]:
    codes = [ord(letter) for letter in _IDENTITY_PREFIX]
    return [code >> 5 for code in codes] + [0] + [code & 31 for code in codes]


def _checksum(values: Iterable[int]) -> int:
    state = 1
    for value in values:
        top = state >> 25
        state = (state & 0x1FFFFFF) << 5 ^ value
        for place, word in enumerate(_GENERATOR):
            state ^= word if top >> place & 1 else 0
    return state


def _regrouped(values: Iterable[int], width: int, new_width: int) -> list[int]:
    pending = pending_bits = 0
    regrouped = []
    for value in values:
        pending = pending << width | value
        pending_bits += width
        while pending_bits >= new_width:
            pending_bits -= new_width
            regrouped.append(pending >> pending_bits & ((1 << new_width) - 1))
    if pending_bits:
        regrouped.append(pending << (new_width - pending_bits) & ((1 << new_width) - 1))
    return regrouped
