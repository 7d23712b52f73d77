"""Text cut into clusters: what a reader takes for one character, never torn apart by a line's end or a font change.

Clusters here are at least as large as Unicode's extended grapheme clusters; a consonant that hangs under another
(after a virama) stays with it too. Source: https://www.unicode.org/reports/tr29/ (Unicode 15), read 2026-11-23.
"""

from __future__ import annotations

import re
import unicodedata

_MAY_JOIN = re.compile("[\r\u0300-\U0010ffff]")

_EXTENDING = re.compile(
    "[\u0e33\u0eb3\u200c\u200d\uff9e\uff9f\u1160-\u11ff\ud7b0-\ud7ff\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]"
)
"""Characters that hang on to the one before and are no marks by category: vowels, joiners, skin tones, tags."""

_PREPENDED = re.compile(
    "[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u0d4e\U000110bd\U000110cd\U000111c2\U000111c3\U0001193f"
    "\U00011941\U00011a3a\U00011a84-\U00011a89\U00011d46\U00011f02]"
)
"""Characters that hang on to the one after."""

_HANGUL_LEADING = re.compile("[\u1100-\u115f\ua960-\ua97c]")
_HANGUL_SYLLABLE = re.compile("[\u1100-\u115f\ua960-\ua97c\uac00-\ud7a3]")
_FLAG_LETTERS = frozenset(map(chr, range(0x1F1E6, 0x1F200)))
_VIRAMAS = frozenset("\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d4d\u0dca\u1039\u17d2")
_JOINER = "\u200d"
_MARKS = frozenset({"Mn", "Me", "Mc"})
_ALONE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


LONGEST_CLUSTER = 64
"""Text that piles up more than this on one letter is cut, so that hostile text stays cheap to lay out."""


def clusters(text: str) -> list[str]:
    """The clusters of ``text`` (untrusted) in reading order; together they are the text again."""
    if _MAY_JOIN.search(text) is None:
        return list(text)
    found: list[str] = []
    start = 0
    flag_is_half = text[:1] in _FLAG_LETTERS
    for place in range(1, len(text)):
        character = text[place]
        if place - start < LONGEST_CLUSTER and _joins(text, place, flag_is_half):
            flag_is_half = False
        else:
            found.append(text[start:place])
            start = place
            flag_is_half = character in _FLAG_LETTERS
    found.append(text[start:])
    return found


def _joins(text: str, place: int, flag_is_half: bool) -> bool:
    """True when the character at ``place`` belongs to the cluster of the one before it."""
    last, character = text[place - 1], text[place]
    if character < "\u0300" and last < "\u0300":
        return last == "\r" and character == "\n"
    if _stands_alone(last):
        return False
    if unicodedata.category(character) in _MARKS or _EXTENDING.match(character):
        return True
    if _stands_alone(character):
        return False
    if flag_is_half and character in _FLAG_LETTERS:
        return True
    if last == _JOINER:
        return _is_sign(character) or text[max(place - 2, 0)] in _VIRAMAS
    if last in _VIRAMAS and unicodedata.category(character) == "Lo":
        return True
    if _HANGUL_LEADING.match(last) and _HANGUL_SYLLABLE.match(character):
        return True
    return _PREPENDED.match(last) is not None


def _stands_alone(character: str) -> bool:
    """True for controls and formats, which nothing joins, unless they are made for joining."""
    return (
        unicodedata.category(character) in _ALONE
        and not _EXTENDING.match(character)
        and not _PREPENDED.match(character)
    )


def _is_sign(character: str) -> bool:
    """True for what a joiner may bind into one emoji."""
    if character in _FLAG_LETTERS:
        return False
    return (
        character >= "\U0001f000"
        or unicodedata.category(character)[0] == "S"
        or character in "\u203c\u2049\u3030\u303d"
    )
