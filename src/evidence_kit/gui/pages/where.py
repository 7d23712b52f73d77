"""Where to keep the locked folder: on this computer, on a stick, or somewhere else."""

from __future__ import annotations

from pathlib import Path

from evidence_kit.gui.pages.page import Page, Place, Route
from evidence_kit.gui.places import NEUTRAL_NAME, home_places, is_synced
from evidence_kit.gui.session import Session
from evidence_kit.gui.widgets.buttons import Button
from evidence_kit.gui.widgets.fields import Choice, Line
from evidence_kit.gui.widgets.picker import Picker, Wanted, sticks
from evidence_kit.gui.widgets.pieces import Card, row
from evidence_kit.gui.widgets.text import PlainLabel, one_line
from evidence_kit.words import _

_ELSEWHERE = "elsewhere"


class WherePage(Page):
    """Step 1 of 2: a place and a name that gives nothing away."""

    def __init__(self, session: Session) -> None:
        super().__init__(
            session,
            _("Where should it be?"),
            _("Step 1 of 2. The folder holds everything you save, locked."),
            measure_em=92,
            centred=True,
        )
        self._elsewhere: Path | None = None
        self.name = Line(
            _("Name of the folder"), _("A dull name is best. Others may see it, but they cannot look inside.")
        )
        self.name.edit.setText(NEUTRAL_NAME)
        self.name.edit.textChanged.connect(lambda _text: self._show_path())
        self._path = PlainLabel("", "quiet")
        self._synced = PlainLabel(
            _(
                "This place looks as if it is copied to the internet. Other people who share that account may see the folder."
            ),
            "warn",
        )
        self._lay_out()

    @property
    def folder(self) -> Path | None:
        """The folder that will be made, if enough is said."""
        base = self._base()
        name = self.name.text()
        if base is None or not name or name in (".", "..") or any(mark in name for mark in "/\\:"):
            return None
        return base / name

    def choose_place(self, place: Path) -> None:
        """Takes a place that is not in the list."""
        self._elsewhere = place
        self.choice.choose(_ELSEWHERE)

    def _lay_out(self) -> None:
        known = [(str(path), words, one_line(str(path))) for words, path in home_places()]
        plugged = [
            (str(path), _("On the stick {name}").format(name=words), one_line(str(path)))
            for words, path in sticks()
        ]
        other = (_ELSEWHERE, _("Somewhere else"), _("A folder or stick that you choose"))
        self.choice = Choice(_("Where should it be?"), (*plugged, *known, other), self._show_path)
        self._pick = Button(_("Choose the place"), self._choose, icon_name="folder-open")
        card = Card(margin=22, spacing=12)
        card.add(self.choice, row(self._pick), self.name, self._path, self._synced)
        self._next = Button(_("Next"), self._go_on, kind="primary", icon_name="check")
        self.add(
            card, row(self._next, Button(_("Back"), lambda: self.go.emit(Route(Place.SAFETY)), kind="quiet"))
        )
        self.fill()
        self.choice.choose(known[0][0])

    def _base(self) -> Path | None:
        value = self.choice.value()
        if value == _ELSEWHERE:
            return self._elsewhere
        return Path(value) if value else None

    def _show_path(self) -> None:
        elsewhere = self.choice.value() == _ELSEWHERE
        self._pick.setVisible(elsewhere)
        folder = self.folder
        self._path.setText(
            _("It will be: {folder}").format(folder=folder)
            if folder
            else _("Please choose a place and a name.")
        )
        self._synced.setVisible(folder is not None and is_synced(folder))
        self._next.setEnabled(folder is not None)

    def _choose(self) -> None:
        picker = Picker(self, _("Where should the locked folder be?"), Wanted.FOLDER)
        if picker.exec():
            self.choose_place(picker.chosen[0])
        picker.deleteLater()

    def _go_on(self) -> None:
        folder = self.folder
        if folder is not None:
            self.go.emit(Route(Place.NEW, paths=(folder,)))
