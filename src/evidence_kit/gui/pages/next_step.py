"""Which one step helps most now. Every step can be left out, and none is counted."""

from __future__ import annotations

from dataclasses import dataclass

from evidence_kit.gui.pages.page import Place, Route
from evidence_kit.gui.tables import open_question
from evidence_kit.model import CustodyEntry, CustodyKind, Item, Said
from evidence_kit.words import _


@dataclass(frozen=True, slots=True)
class NextStep:
    """One step: its place on the way, its words, and where its button leads."""

    place: int
    title: str
    text: str
    button: str
    picture: str
    route: Route


def next_step(items: tuple[Item, ...], entries: tuple[CustodyEntry, ...]) -> NextStep:
    """The one step that helps most now; every one of them can be left out."""
    question = next((item for item in items if open_question(item)), None)
    bare = next((item for item in items if not item.record_only and item.said == Said()), None)
    if not items:
        text = _(
            "Screenshots, photos, e-mails, message exports: whatever you have. Each file is copied as it is. Yours stays where it was."
        )
        return NextStep(0, _("Save what you have"), text, _("Add something"), "plus", Route(Place.ADD))
    if question is not None:
        text = _(
            "The file writes dates in a way that can be read twice. You may know how that phone writes them."
        )
        return NextStep(
            1,
            _("Answer one question about dates"),
            text,
            _("Look at the question"),
            "clock",
            Route(Place.ITEM, question.id),
        )
    if bare is not None:
        text = _(
            "Which app is it from? Which account? When did you save it? A few words help the person who reads it later."
        )
        return NextStep(
            1,
            _("Say where it comes from"),
            text,
            _("Describe an item"),
            "pen-line",
            Route(Place.ITEM, bare.id),
        )
    if not any(entry.kind is CustodyKind.EXPORTED for entry in entries):
        text = _(
            "A report puts everything into one folder that police can read and check. It is not sent anywhere."
        )
        return NextStep(
            2,
            _("Make a report when you are ready"),
            text,
            _("Make a report"),
            "file-text",
            Route(Place.REPORT),
        )
    text = _("You have made a report. If something new comes in, save it too and make the report again.")
    return NextStep(3, _("Add what is new"), text, _("Add something"), "plus", Route(Place.ADD))


def way_steps() -> tuple[str, ...]:
    """The way in four steps, in the order of ``NextStep.place``."""
    return (_("Save what you have"), _("Say what it is"), _("Make a report"), _("Hand it in"))
