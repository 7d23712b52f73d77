"""The Unicode bidirectional algorithm: which way each character runs, and the order in which a line is drawn.

Source: https://www.unicode.org/reports/tr9/ (revision 46, Unicode 15), read 2026-11-23. The names of its rules
(X1, W1, N0 …) stand beside the code. Text is untrusted; nothing here raises.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from evidence_kit.pdf.bidi_data import ADDED_IN_15, CLOSING, OPENING, UNASSIGNED

_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_ISOLATES = frozenset({"LRI", "RLI", "FSI"})
_EMBEDDINGS = frozenset({"RLE", "LRE", "RLO", "LRO"})
_REMOVED = _EMBEDDINGS | {"PDF", "BN"}
_ISOLATING = _ISOLATES | {"PDI"}
_EXPLICIT = _REMOVED | _ISOLATING | {"B"}
_NEUTRAL = frozenset({"B", "S", "WS", "ON"}) | _ISOLATING
_TRAILING = frozenset({"WS"}) | _ISOLATING | _REMOVED
_STRONG = {"L": "L", "R": "R", "EN": "R", "AN": "R"}
_MAX_DEPTH = 125
_MAX_BRACKETS = 63


class Levels(NamedTuple):
    """The embedding level of each character (odd = right to left) and of the paragraph."""

    base: int
    of: list[int]


def needs_bidi(text: str) -> bool:
    """True when some character runs, or makes others run, from right to left."""
    return _RIGHT_TO_LEFT.search(text) is not None


def bidi_class(character: str) -> str:
    """The Bidi_Class of one character by its short name."""
    known = unicodedata.bidirectional(character)
    return known or _class_of_unknown(ord(character))


def _class_of_unknown(code_point: int) -> str:
    for first, last, name in (*ADDED_IN_15, *UNASSIGNED):
        if first <= code_point <= last:
            return name
    return "BN" if code_point & 0xFFFE == 0xFFFE else "L"


def paragraph_levels(text: str, base: int | None = None) -> Levels:
    """The levels of one paragraph; ``base`` None lets its first strong character decide."""
    return resolve([bidi_class(character) for character in text], text, base)


def resolve(classes: Sequence[str], text: str, base: int | None) -> Levels:
    """The levels of characters whose classes are given; ``text`` is only asked for its brackets."""
    present = set(classes)
    match = _isolate_ends(classes) if present & _ISOLATES else {}
    if base is None:
        base = 1 if _first_strong(classes, 0, len(classes), match) == "R" else 0
    if present & _EXPLICIT:
        levels, types = _explicit(classes, base, match)
        sequences = _sequences(classes, levels, base, match)
    else:
        levels, types = [base] * len(classes), list(classes)
        side = "R" if base else "L"
        sequences = [_Sequence(range(len(classes)), base, side, side)]
    for sequence in sequences:
        _resolve_sequence(sequence, classes, types, text, levels)
    _finish(classes, levels, base, present)
    return Levels(base, levels)


def reorder(levels: Sequence[int]) -> list[int]:
    """The places of ``levels`` in the order of drawing, left to right (L2)."""
    order = list(range(len(levels)))
    lowest_odd = min((level for level in levels if level & 1), default=None)
    if lowest_odd is None:
        return order
    for level in range(max(levels), lowest_odd - 1, -1):
        at = 0
        while at < len(order):
            end = at
            while end < len(order) and levels[order[end]] >= level:
                end += 1
            order[at:end] = order[at:end][::-1]
            at = end + 1
    return order


# --- paragraphs and explicit directions --------------------------------------


def _isolate_ends(classes: Sequence[str]) -> dict[int, int]:
    """The place of the PDI that ends each isolate that has one (BD9)."""
    ends: dict[int, int] = {}
    open_at: list[int] = []
    for place, name in enumerate(classes):
        if name in _ISOLATES:
            open_at.append(place)
        elif name == "PDI" and open_at:
            ends[open_at.pop()] = place
        elif name == "B":
            open_at.clear()
    return ends


def _first_strong(classes: Sequence[str], start: int, end: int, match: dict[int, int]) -> str:
    """The direction of the first strong character outside isolates, empty if there is none (P2)."""
    place = start
    while place < end:
        name = classes[place]
        if name == "L":
            return "L"
        if name in ("R", "AL"):
            return "R"
        if name == "B":
            return ""
        if name in _ISOLATES:
            place = match.get(place, end)
        place += 1
    return ""


class _Status(NamedTuple):
    level: int
    override: str
    isolate: bool


class _ExplicitState:
    """Where the walk through the explicit marks stands: the stack and the counts of rule X1."""

    def __init__(self, base: int) -> None:
        self.stack = [_Status(base, "", False)]
        self.too_many_isolates = 0
        self.too_many_embeddings = 0
        self.isolates = 0

    def enter(self, rtl: bool, override: str, isolate: bool) -> None:
        """X2 to X5c: a new level, or a count of those that are too deep."""
        level = self.stack[-1].level
        level = (level + 1) | 1 if rtl else (level + 2) & ~1
        if level <= _MAX_DEPTH and not self.too_many_isolates and not self.too_many_embeddings:
            self.stack.append(_Status(level, override, isolate))
            self.isolates += isolate
        elif isolate:
            self.too_many_isolates += 1
        elif not self.too_many_isolates:
            self.too_many_embeddings += 1

    def leave_isolate(self) -> None:
        """X6a."""
        if self.too_many_isolates:
            self.too_many_isolates -= 1
        elif self.isolates:
            self.too_many_embeddings = 0
            while not self.stack[-1].isolate:
                self.stack.pop()
            self.stack.pop()
            self.isolates -= 1

    def leave_embedding(self) -> None:
        """X7."""
        if self.too_many_isolates:
            return
        if self.too_many_embeddings:
            self.too_many_embeddings -= 1
        elif not self.stack[-1].isolate and len(self.stack) > 1:
            self.stack.pop()


def _explicit(classes: Sequence[str], base: int, match: dict[int, int]) -> tuple[list[int], list[str]]:
    """The levels and classes after the explicit marks have had their say (X1 to X8)."""
    levels = [base] * len(classes)
    types = list(classes)
    state = _ExplicitState(base)
    for place, name in enumerate(classes):
        if name == "B":
            state = _ExplicitState(base)
            continue
        if name == "PDI":
            state.leave_isolate()
        status = state.stack[-1]
        levels[place] = status.level
        if name in _EMBEDDINGS:
            rtl = name[0] == "R"
            state.enter(rtl, ("R" if rtl else "L") if name[2] == "O" else "", isolate=False)
        elif name == "PDF":
            state.leave_embedding()
        elif status.override and name != "BN":
            types[place] = status.override
        if name in _ISOLATES:
            inside = name
            if name == "FSI":
                end = match.get(place, len(classes))
                inside = "RLI" if _first_strong(classes, place + 1, end, match) == "R" else "LRI"
            state.enter(inside == "RLI", "", isolate=True)
    return levels, types


class _Sequence(NamedTuple):
    """An isolating run sequence: the places of its characters, its level, what stands before and after it."""

    places: Sequence[int]
    level: int
    before: str
    after: str


def _sequences(
    classes: Sequence[str], levels: list[int], base: int, match: dict[int, int]
) -> list[_Sequence]:
    """X9 and X10: level runs without the removed marks, joined across isolates."""
    kept = [place for place, name in enumerate(classes) if name not in _REMOVED]
    runs = _level_runs(kept, classes, levels)
    by_start = {run[0]: run for run in runs}
    ended = set(match.values())
    rank = {place: number for number, place in enumerate(kept)}
    found = []
    for run in runs:
        if run[0] in ended:
            continue
        places = list(run)
        while (end := match.get(places[-1], -1)) in by_start:
            places += by_start[end]
        level, first, last = levels[places[0]], rank[places[0]], rank[places[-1]]
        before = levels[kept[first - 1]] if first else base
        # An isolate at the end has no end of its own: the others were joined to what follows them.
        open_end = classes[places[-1]] in _ISOLATES or last + 1 == len(kept)
        after = base if open_end else levels[kept[last + 1]]
        found.append(_Sequence(places, level, _side(max(level, before)), _side(max(level, after))))
    return found


def _level_runs(kept: list[int], classes: Sequence[str], levels: list[int]) -> list[list[int]]:
    runs: list[list[int]] = []
    for place in kept:
        last = runs[-1][-1] if runs else place
        if runs and levels[last] == levels[place] and classes[last] != "B":
            runs[-1].append(place)
        else:
            runs.append([place])
    return runs


def _side(level: int) -> str:
    return "R" if level & 1 else "L"


# --- weak and neutral characters ---------------------------------------------


def _resolve_sequence(
    sequence: _Sequence, classes: Sequence[str], types: list[str], text: str, levels: list[int]
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
            types[place] = last = "ON" if last in _ISOLATING else last
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


def _resolve_brackets(types: list[str], sequence: _Sequence, classes: Sequence[str], text: str) -> None:
    """N0: a pair of brackets takes the direction of what is inside it, or of what stands before it."""
    pairs = _bracket_pairs(types, sequence.places, classes, text)
    inward = _side(sequence.level)
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


def _resolve_neutral(types: list[str], sequence: _Sequence) -> None:
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
        types[at:end] = [left if left == right else _side(sequence.level)] * (end - at)
        at = end


def _finish(classes: Sequence[str], levels: list[int], base: int, present: Iterable[str]) -> None:
    """Levels for the marks that X9 took out, then L1: separators and white space at the end run with the base."""
    if not _REMOVED.isdisjoint(present):
        last = base
        for place, name in enumerate(classes):
            if name in _REMOVED:
                levels[place] = last
            last = levels[place]
    if _TRAILING.isdisjoint(present) and "S" not in present and "B" not in present:
        return
    trailing = True
    for place in range(len(classes) - 1, -1, -1):
        name = classes[place]
        if name in ("B", "S"):
            levels[place] = base
            trailing = True
        elif name not in _TRAILING:
            trailing = False
        elif trailing:
            levels[place] = base
