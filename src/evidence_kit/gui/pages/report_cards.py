"""The cards around a report that only say something: what goes in, where it lies, how others check it."""

from __future__ import annotations

from evidence_kit.gui.widgets.pieces import Card, pictured
from evidence_kit.gui.widgets.text import PlainLabel
from evidence_kit.model import Item
from evidence_kit.words import _, ngettext


def contents_card(items: tuple[Item, ...]) -> Card:
    """What goes into the report, in numbers."""
    card = Card(spacing=6)
    held = sum(item.record_only for item in items)
    copied = len(items) - held
    card.add(PlainLabel(_("What goes in"), "heading"))
    words = ngettext("{count} saved item", "{count} saved items", copied).format(count=copied)
    card.add(pictured("layers", words, _("pages to read, and the exact files beside them")))
    if held:
        words = ngettext("{count} place only", "{count} places only", held).format(count=held)
        card.add(
            pictured(
                "folder-lock",
                words,
                _("written down without copying: no picture of it is in the report"),
                "hold",
            )
        )
    return card


def outside_card() -> Card:
    """What it means that a report lies outside the locked folder."""
    card = Card("care", margin=16, spacing=4)
    card.add(
        PlainLabel(_("The report lies outside the locked folder."), "strong"),
        PlainLabel(
            _(
                "Anyone who opens that place can read it. A stick is a good place. Delete the report here once it has been handed in."
            )
        ),
    )
    return card


def how_to_check_card() -> Card:
    """How someone else can check the report."""
    card = Card(spacing=6)
    card.add(
        PlainLabel(_("How others can check it"), "heading"),
        PlainLabel(
            _(
                "The folder holds HOW-TO-CHECK.txt. With it, police can see that no file was changed since the report was made. They do not need this program."
            )
        ),
        PlainLabel(
            _(
                "Write the first groups of the fingerprint on paper. If they match later, it is the same report."
            ),
            "quiet",
        ),
    )
    return card
