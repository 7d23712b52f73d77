"""How near a file is to its source: a grade from the file's form and the person's statement, never from its content."""

from __future__ import annotations

from evidence_kit.model import CaptureMethod, EmbeddedFact, Item, ItemKind
from evidence_kit.words import _

_PLACE = ("gps", "location")
_SIZE_ONLY = frozenset({"PixelSize"})


def grade(item: Item) -> str:
    """The place of an item in the order from a service's export down to retyped text."""
    exported = item.importer != "" or item.kind in (ItemKind.EMAIL, ItemKind.MESSAGES)
    if exported or item.said.method is CaptureMethod.EXPORT:
        return _("1 of 5: an export or e-mail file as a service gives it out")
    if item.said.method in (CaptureMethod.SCREENSHOT, CaptureMethod.SCREEN_RECORDING):
        return _("3 of 5: a screenshot or screen recording, as the person states")
    if item.said.method is CaptureMethod.PHOTO_OF_SCREEN:
        return _("4 of 5: a photo of a screen, as the person states")
    if says_something(item):
        return _("2 of 5: a file that says something about how it was made")
    if item.kind is ItemKind.TEXT:
        return _("5 of 5: text that may have been retyped")
    return _("not graded: nobody has stated how it was made, and the file says nothing about it")


def says_something(item: Item) -> bool:
    """True when a file holds facts about itself beyond its size."""
    return any(fact.name not in _SIZE_ONLY for fact in item.facts)


def is_place(fact: EmbeddedFact) -> bool:
    """True for a fact that tells a place on the map; such values are never printed."""
    name = fact.name.casefold()
    return any(word in name for word in _PLACE)


def printable_facts(item: Item) -> tuple[EmbeddedFact, ...]:
    """What a file says about itself, without any place on the map."""
    return tuple(fact for fact in item.facts if not is_place(fact))
