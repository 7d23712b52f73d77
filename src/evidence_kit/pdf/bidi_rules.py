"""The weak, bracket and neutral rules of the bidirectional algorithm (W1 to I2), for one isolating run sequence.

Source: https://www.unicode.org/reports/tr9/ (revision 46, Unicode 15), read 2026-11-23.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from evidence_kit.pdf.bidi_data import CLOSING, OPENING

ISOLATING = frozenset({"LRI", "RLI", "FSI", "PDI"})
"""The classes of the marks that open and close an isolate."""

_NEUTRAL = frozenset({"B", "S", "WS", "ON"}) | ISOLATING
_STRONG = {"L": "L", "R": "R", "EN": "R", "AN": "R"}
_MAX_BRACKETS = 63


class LevelSequence(NamedTuple):
    """An isolating run sequence: the places of its characters, its level, what stands before and after it."""

    places: Sequence[int]
    level: int
    before: str
    after: str


def side_of(level: int) -> str:
    """The direction of a level."""
    return "R" if level & 1 else "L"


def resolve_sequence(
    sequence: LevelSequence, classes: Sequence[str], types: list[str], text: str, levels: list[int]
) -> None:
    """W1 to I2 for one sequence; writes its levels."""
    places = sequence.places
    local = [types[place] for place in places]
    present = set(local)
    _resolve_weak(local, present, sequence.before)
    if not present <= {"L", "R", "EN", "AN", "AL"}:
        _resolve_brackets(local, sequence, classes, text)
        _resolve_neutral(local, sequence)
    level = sequence.level
    if level & 1:
        for place, name in zip(places, local, strict=True):
            levels[place] = level if name == "R" else level + 1
    else:
        for place, name in zip(places, local, strict=True):
            levels[place] = level if name == "L" else level + 1 if name == "R" else level + 2


def _resolve_weak(types: list[str], present: set[str], before: str) -> None:
    """W1 to W7; each rule is passed over where nothing calls for it."""
    if "NSM" in present:
        _marks_follow(types, before)
    if "EN" in present and "AL" in present:
        _digits_after_arabic(types)
    if "AL" in present:
        types[:] = ["R" if name == "AL" else name for name in types]
    if present & {"ES", "CS", "ET"}:
        if present & {"EN", "AN"}:
            _separators(types)
            _terminators(types)
        types[:] = ["ON" if name in ("ES", "CS", "ET") else name for name in types]
    if "EN" in present:
        _digits_after_latin(types, before)


def _marks_follow(types: list[str], before: str) -> None:
    """W1."""
    last = before
    for place, name in enumerate(types):
        if name == "NSM":
            types[place] = last = "ON" if last in ISOLATING else last
        else:
            last = name


def _digits_after_arabic(types: list[str]) -> None:
    """W2."""
    last = ""
    for place, name in enumerate(types):
        if name in ("L", "R", "AL"):
            last = name
        elif name == "EN" and last == "AL":
            types[place] = "AN"


def _separators(types: list[str]) -> None:
    """W4."""
    for place in range(1, len(types) - 1):
        name, left = types[place], types[place - 1]
        if left != types[place + 1]:
            continue
        if (name == "ES" and left == "EN") or (name == "CS" and left in ("EN", "AN")):
            types[place] = left


def _terminators(types: list[str]) -> None:
    """W5."""
    at = 0
    while at < len(types):
        if types[at] != "ET":
            at += 1
            continue
        end = at
        while end < len(types) and types[end] == "ET":
            end += 1
        if (at and types[at - 1] == "EN") or (end < len(types) and types[end] == "EN"):
            types[at:end] = ["EN"] * (end - at)
        at = end


def _digits_after_latin(types: list[str], before: str) -> None:
    """W7."""
    last = before
    for place, name in enumerate(types):
        if name in ("L", "R"):
            last = name
        elif name == "EN" and last == "L":
            types[place] = "L"


def _resolve_brackets(types: list[str], sequence: LevelSequence, classes: Sequence[str], text: str) -> None:
    """N0: a pair of brackets takes the direction of what is inside it, or of what stands before it."""
    pairs = _bracket_pairs(types, sequence.places, classes, text)
    inward = side_of(sequence.level)
    for opening, closing in pairs:
        inside = {_STRONG.get(name) for name in types[opening + 1 : closing]} - {None}
        if not inside:
            continue
        side = inward
        if inward not in inside:
            side = _strong_before(types, opening, sequence.before)
        for place in (opening, closing):
            types[place] = side
            after = place + 1
            while after < len(types) and classes[sequence.places[after]] == "NSM":
                types[after] = side
                after += 1


def _strong_before(types: list[str], place: int, before: str) -> str:
    for earlier in range(place - 1, -1, -1):
        side = _STRONG.get(types[earlier])
        if side:
            return side
    return before


def _bracket_pairs(
    types: list[str], places: Sequence[int], classes: Sequence[str], text: str
) -> list[tuple[int, int]]:
    """BD16, in the order of the opening brackets."""
    waiting: list[tuple[str, int]] = []
    pairs: list[tuple[int, int]] = []
    for index, place in enumerate(places):
        character = text[place]
        if types[index] != "ON" or classes[place] != "ON":
            continue
        if character in OPENING:
            if len(waiting) == _MAX_BRACKETS:
                return []
            waiting.append((OPENING[character], index))
        elif character in CLOSING:
            wanted = CLOSING[character]
            for depth in range(len(waiting) - 1, -1, -1):
                if waiting[depth][0] == wanted:
                    pairs.append((waiting[depth][1], index))
                    del waiting[depth:]
                    break
    return sorted(pairs)


def _resolve_neutral(types: list[str], sequence: LevelSequence) -> None:
    """N1 and N2."""
    at = 0
    while at < len(types):
        if types[at] not in _NEUTRAL:
            at += 1
            continue
        end = at
        while end < len(types) and types[end] in _NEUTRAL:
            end += 1
        left = _STRONG[types[at - 1]] if at else sequence.before
        right = _STRONG[types[end]] if end < len(types) else sequence.after
        types[at:end] = [left if left == right else side_of(sequence.level)] * (end - at)
        at = end
