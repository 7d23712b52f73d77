"""Codes that people read off paper: the recovery code, and the head of the log.

The letters are Crockford's, which leave out I, L, O and U.
Source: https://www.crockford.com/base32.html (2026-11-23). Its check letter is not used, because it needs five more
signs; the check letter here is the remainder of a Reed-Solomon code over 32 elements, which shows every single
wrong letter and every two letters that changed places.
"""

from __future__ import annotations

from collections.abc import Callable

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS = {"O": "0", "I": "1", "L": "1"}
_CODE_LETTERS = 26
_GROUP = 4
_POLYNOMIAL = 0b100101
_DASHES = "-‐‑‒–—−_"


def new_recovery_code(random_bytes: Callable[[int], bytes]) -> str:
    """130 unpredictable bits and a check letter, in groups, as they are printed."""
    letters = _letters(random_bytes(17), _CODE_LETTERS)
    return _grouped(letters + _check_letter(letters))


def recovery_code_from(typed: str) -> str | None:
    """The printed form of what was typed: any case, dashes or none, O for 0, I and L for 1. None if it is no code."""
    letters = "".join(_READ_AS.get(letter, letter) for letter in typed.upper() if not _passed_over(letter))
    if len(letters) != _CODE_LETTERS + 1 or any(letter not in _LETTERS for letter in letters):
        return None
    return _grouped(letters) if _check_letter(letters[:-1]) == letters[-1] else None


def _passed_over(letter: str) -> bool:
    return letter in _DASHES or letter.isspace()


def _letters(data: bytes, count: int) -> str:
    number = int.from_bytes(data, "big")
    bits = len(data) * 8
    return "".join(_LETTERS[number >> (bits - 5 * place) & 31] for place in range(1, count + 1))


def _grouped(letters: str) -> str:
    return "-".join(letters[start : start + _GROUP] for start in range(0, len(letters), _GROUP))


def _check_letter(letters: str) -> str:
    remainder = 0
    for letter in letters:
        remainder = _doubled(remainder ^ _LETTERS.index(letter))
    return _LETTERS[remainder]


def _doubled(value: int) -> int:
    doubled = value << 1
    return doubled ^ _POLYNOMIAL if doubled & 32 else doubled
