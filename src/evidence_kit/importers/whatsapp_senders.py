"""Who wrote a WhatsApp line: where the name ends and the text begins.

A line is ``Name: text``, but names and group subjects may hold a colon, and lines that the app writes have no name.
So the names of the whole file are counted before any line is taken apart.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from evidence_kit.importers.whatsapp_body import APP_MARK
from evidence_kit.importers.whatsapp_header import without_edges

NAME_LIMIT_CHARACTERS = 160
# Bounds for a file that is made to fill the memory; a group has at most 1024 people.
_NAMES_LIMIT = 5000
_LONGER_LIMIT = 500
_LONGER_EACH_LIMIT = 50
_OFTEN = 3
_LONG_NAME_LEAST = 4
_SEPARATOR = ": "

_PHONE = re.compile(r"\+?[\d\s\u2010-\u2015\u202a-\u202e\u2066-\u2069.()-]{6,}", re.UNICODE)
_NOT_IN_A_NUMBER = re.compile(r"[^\d+]")
_OPENING_QUOTES = re.compile('["“„«「『‟]')
_CLOSING = {"“": "”", "„": "“”‟", "«": "»", "「": "」", "『": "』", "‟": "”", '"': '"'}


def split_at_first(tail: str) -> tuple[str, str] | None:
    """What stands before and after the first colon that may end a name; None where there is none."""
    at = tail.find(_SEPARATOR, 0, NAME_LIMIT_CHARACTERS)
    if at > 0:
        return tail[:at], tail[at + 2 :]
    if tail.endswith(":") and 1 < len(tail) <= NAME_LIMIT_CHARACTERS and _SEPARATOR not in tail:
        return tail[:-1], ""
    return None


def sender_ids(sender: str) -> tuple[str, ...]:
    """The identifiers that a sender's name is: a phone number as +digits, or ~ and the name of a profile."""
    bare = without_edges(sender)
    if bare.startswith("~"):
        return ("~" + without_edges(bare[1:]),)
    if _PHONE.fullmatch(bare) and sum(character.isdecimal() for character in bare) >= 6:
        digits = _NOT_IN_A_NUMBER.sub("", bare)
        return ("".join(str(int(character)) if character != "+" else "+" for character in digits),)
    return ()


@dataclass(slots=True)
class NameCounts:
    """Counts what stands before the colons of a file, line by line."""

    names: Counter[str] = field(default_factory=Counter)
    marked: Counter[str] = field(default_factory=Counter)
    longer: dict[str, Counter[str]] = field(default_factory=dict)

    def see(self, tail: str) -> None:
        """Takes in the part of one message start that follows its time."""
        split = split_at_first(tail)
        if split is None:
            return
        name, text = split
        if name not in self.names and len(self.names) >= _NAMES_LIMIT:
            return
        self.names[name] += 1
        if text.startswith(APP_MARK):
            self.marked[name] += 1
        self._see_longer(name, text)

    def _see_longer(self, name: str, text: str) -> None:
        """Keeps what could be the rest of a name with a colon in it, until one line shows that it is none."""
        second = text.find(_SEPARATOR, 0, NAME_LIMIT_CHARACTERS)
        if second <= 0:
            self.longer.pop(name, None)
        elif self.names[name] == 1 and len(self.longer) < _LONGER_LIMIT:
            self.longer[name] = Counter({text[:second]: 1})
        elif name in self.longer:
            rest = self.longer[name]
            rest[text[:second]] += 1
            if len(rest) > _LONGER_EACH_LIMIT:
                del self.longer[name]

    def senders(self, title: str) -> Senders:
        """The names that are people's, in the order of their first line. ``title`` is that of the conversation."""
        found: dict[str, int] = {}
        for name, count in self.names.items():
            rest = self.longer.get(name)
            if rest is not None and min(rest.values()) >= _LONG_NAME_LEAST:
                found.update({f"{name}{_SEPARATOR}{more}": times for more, times in rest.items()})
            else:
                found[name] = count
        kept = frozenset(name for name, count in found.items() if _is_name(name, count, found))
        groups = frozenset(
            name for name in kept if without_edges(name) == title and self.marked[name] == self.names[name]
        )
        return Senders(kept, groups, tuple(name for name in found if name in kept and name not in groups))


@dataclass(frozen=True, slots=True)
class Senders:
    """The names that stand before texts. ``groups`` are names of groups, under which only the app writes."""

    names: frozenset[str]
    groups: frozenset[str]
    people: tuple[str, ...]

    def split(self, tail: str) -> tuple[str, str] | None:
        """The name and the text of one line; None for a line that the app wrote without a name."""
        first = split_at_first(tail)
        if first is None:
            return None
        if first[0] in self.names:
            return first
        second = split_at_first(first[1])
        if second is not None and f"{first[0]}{_SEPARATOR}{second[0]}" in self.names:
            return f"{first[0]}{_SEPARATOR}{second[0]}", second[1]
        return None


def _is_name(name: str, count: int, names: dict[str, int]) -> bool:
    """False for the beginning of a sentence of the app that happens to hold a colon."""
    bare = without_edges(name)
    if not bare:
        return False
    if count >= _OFTEN:
        return True
    if _has_open_quote(bare) or (". " in bare and len(bare) > 40):
        return False
    if (phone := _PHONE.match(bare)) and phone.end() < len(bare) and bare.startswith("+"):
        return False
    words = bare.split(" ")
    return not any(" ".join(words[:length]) in names for length in range(1, len(words) - 2))


def _has_open_quote(text: str) -> bool:
    match = _OPENING_QUOTES.search(text)
    if match is None:
        return False
    return not any(closing in text[match.end() :] for closing in _CLOSING[match[0]])
