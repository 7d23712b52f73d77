"""The form for what a person says about an item. Every line may stay empty."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace

from evidence_kit.gui.widgets.buttons import Button
from evidence_kit.gui.widgets.fields import Line, Note, Pick
from evidence_kit.gui.widgets.pieces import Card, row
from evidence_kit.gui.widgets.text import PlainLabel
from evidence_kit.model import CaptureMethod, Said, Wholeness
from evidence_kit.words import _
from evidence_kit.words.kinds import method_name, wholeness_name


class SaidForm(Card):
    """What the person says: where it is from, who saved it, when and how."""

    def __init__(self, said: Said, save: Callable[[], None]) -> None:
        super().__init__(margin=22, spacing=12)
        self._before = said
        self.lines = {key: Line(label, hint) for key, label, hint in _lines()}
        self.method = Pick(
            _("How was it made?"), [(method.value, method_name(method)) for method in CaptureMethod]
        )
        self.wholeness = Pick(
            _("Is it whole?"), [(state.value, wholeness_name(state)) for state in Wholeness]
        )
        self.note = Note(
            _("Anything else"), _("Write it down as you would say it. Names of others are not needed.")
        )
        self._fill(said)
        self._lay_out(save)

    def said(self) -> Said:
        """What stands in the form now."""
        typed = {key: line.text() for key, line in self.lines.items()}
        return replace(
            self._before,
            **typed,
            method=CaptureMethod(self.method.value()),
            wholeness=Wholeness(self.wholeness.value()),
            note=self.note.text(),
        )

    def _fill(self, said: Said) -> None:
        for field in fields(Said):
            if field.name in self.lines:
                self.lines[field.name].edit.setText(getattr(said, field.name))
        self.method.choose(said.method.value)
        self.wholeness.choose(said.wholeness.value)
        self.note.edit.setPlainText(said.note)

    def _lay_out(self, save: Callable[[], None]) -> None:
        self.add(
            PlainLabel(_("What you can say about it"), "heading"),
            PlainLabel(
                _("Fill in what you know and leave the rest empty. You can come back and change it."), "quiet"
            ),
        )
        self.add(*self.lines.values(), self.method, self.wholeness, self.note)
        self.add(row(Button(_("Save what I wrote"), save, kind="primary", icon_name="check")))


def _lines() -> tuple[tuple[str, str, str], ...]:
    return (
        ("title", _("A short name for it"), ""),
        ("source_app", _("Which app or website is it from?"), ""),
        ("account", _("Which account is it from?"), _("The exact user name, with every dot and number.")),
        ("url", _("Web address, if it has one"), ""),
        ("captured_by", _("Who saved it?"), ""),
        (
            "captured_as_written",
            _("When was it saved or taken?"),
            _("As well as you remember. “About” and “before” are fine."),
        ),
        ("captured_zone", _("In which time zone, if you know"), _("Such as Europe/London or +02:00.")),
        ("device", _("On which phone or computer?"), ""),
    )
