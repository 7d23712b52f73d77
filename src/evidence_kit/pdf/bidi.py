"""The Unicode bidirectional algorithm: which way each character runs, and the order in which a line is drawn.

Source: https://www.unicode.org/reports/tr9/ (revision 46, Unicode 15), read 2026-11-23. The names of its rules
(X1, W1, N0 …) stand beside the code. Text is untrusted; nothing here raises.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from evidence_kit.pdf.bidi_data import ADDED_IN_15, UNASSIGNED
from evidence_kit.pdf.bidi_rules import ISOLATING, LevelSequence, resolve_sequence, side_of

_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_ISOLATES = frozenset({"LRI", "RLI", "FSI"})
_EMBEDDINGS = frozenset({"RLE", "LRE", "RLO", "LRO"})
_REMOVED = _EMBEDDINGS | {"PDF", "BN"}
_EXPLICIT = _REMOVED | ISOLATING | {"B"}
_TRAILING = frozenset({"WS"}) | ISOLATING | _REMOVED
_MAX_DEPTH = 125


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
        sequences = [LevelSequence(range(len(classes)), base, side, side)]
    for sequence in sequences:
        resolve_sequence(sequence, classes, types, text, levels)
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


def _sequences(
    classes: Sequence[str], levels: list[int], base: int, match: dict[int, int]
) -> list[LevelSequence]:
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
        found.append(LevelSequence(places, level, side_of(max(level, before)), side_of(max(level, after))))
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


# --- the end of a paragraph ---------------------------------------------------


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
