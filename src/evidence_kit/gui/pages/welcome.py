"""The first page: what this is, and two ways on. Before anything is made, the safety note."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout

from evidence_kit.gui.pages.page import Page, Place, Route
from evidence_kit.gui.places import locked_folders
from evidence_kit.gui.session import Session
from evidence_kit.gui.widgets.buttons import Button
from evidence_kit.gui.widgets.picker import Picker, Wanted
from evidence_kit.gui.widgets.pieces import Card, pictured, row
from evidence_kit.gui.widgets.text import PlainLabel, one_line
from evidence_kit.words import _


class WelcomePage(Page):
    """Make a locked folder, or open one."""

    def __init__(self, session: Session) -> None:
        super().__init__(
            session,
            _("Keep what happened, safely"),
            _(
                "Screenshots, messages and e-mails go into a locked folder of your own. This program never goes online."
            ),
            measure_em=96,
            centred=True,
        )
        self._folders: tuple[Path, ...] = ()
        self._start = QVBoxLayout()
        self._start.setSpacing(14)
        self._lay_out()

    def enter(self, route: Route) -> None:
        """Looks for locked folders in the usual places and on sticks; nothing is remembered from last time."""
        self.session.look(lambda progress: locked_folders(), self._show_found, lambda error: None)

    def _lay_out(self) -> None:
        leave = Card(spacing=6)
        leave.add(
            PlainLabel(_("If someone comes in"), "heading"),
            pictured(
                "log-out",
                _("“Leave quickly”, or Shift pressed three times"),
                _(
                    "hides this window at once, locks the folder and closes the program. What was saved stays saved."
                ),
            ),
            PlainLabel(
                _(
                    "It helps against someone who looks over your shoulder. It does not help if the computer itself is being watched."
                ),
                "small",
            ),
        )
        what = Card(spacing=6)
        what.add(
            PlainLabel(_("Good to know"), "heading"),
            pictured(
                "lock",
                _("Only your passphrase opens it"),
                _("nobody can reset it, so there is a recovery code to write down"),
            ),
            pictured(
                "file-text",
                _("Your files stay where they are"),
                _("the program makes an exact copy and changes nothing"),
            ),
            pictured("life-buoy", _("You decide"), _("saving something does not report it to anyone")),
        )
        self.column.addLayout(self._start)
        self._start.addWidget(self._new(Card("next", margin=24), "primary"))
        self.add(leave, what)
        self.fill()

    def _new(self, card: Card, kind: str) -> Card:
        card.add(
            PlainLabel(_("Start here") if kind else _("Or another one"), "lead" if kind else "heading"),
            PlainLabel(_("You choose where to keep it and a passphrase. That takes about three minutes.")),
            row(
                Button(
                    _("Make my locked folder"),
                    lambda: self.go.emit(Route(Place.SAFETY)),
                    kind=kind,
                    icon_name="folder-lock",
                ),
                Button(_("Open one I have"), self._choose, icon_name="folder-open"),
            ),
        )
        return card

    def _show_found(self, folders: tuple[Path, ...]) -> None:
        if folders == self._folders:
            return
        self._folders = folders
        if not folders:
            self.stand(self._start, self._new(Card("next", margin=24), "primary"))
            return
        card = Card("next", margin=24)
        card.add(PlainLabel(_("Found here"), "lead"))
        for folder in folders:
            words = _("Open {folder}").format(folder=one_line(str(folder), 60))
            kind = "primary" if len(folders) == 1 else ""
            card.add(row(Button(words, self._opener(folder), kind=kind, icon_name="folder-lock")))
        self.stand(self._start, card, self._new(Card(), ""))

    def _opener(self, folder: Path) -> Callable[[], None]:
        return lambda: self.go.emit(Route(Place.UNLOCK, paths=(folder,)))

    def _choose(self) -> None:
        picker = Picker(self, _("Choose your locked folder"), Wanted.FOLDER)
        if picker.exec():
            self.go.emit(Route(Place.UNLOCK, paths=picker.chosen))
        picker.deleteLater()


class SafetyPage(Page):
    """Is this computer a safe place for it? Shown before anything is made."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, _("Is this computer a safe place?"), measure_em=92, centred=True)
        note = Card(margin=22, spacing=10)
        note.add(
            PlainLabel(
                _("Does someone else use this computer, know its password, or look after it for you?"), "lead"
            ),
            PlainLabel(
                _(
                    "Then they may be able to see that this program was here, even after you delete it. A program that watches the screen or the keys sees what you see and type."
                )
            ),
            PlainLabel(
                _(
                    "If you can, use another computer that this person has never had: at a library, a school, or with someone you trust."
                )
            ),
            PlainLabel(
                _("A USB stick keeps the folder with you. It does not hide that you used a stick here.")
            ),
            PlainLabel(
                _(
                    "Do not remove anything from your phone or computer in a hurry, and do not change passwords yet. The other person might notice. Talk first to someone who helps with this."
                )
            ),
        )
        ways = Card("next", margin=22, spacing=10)
        ways.add(
            PlainLabel(_("What do you want to do?"), "heading"),
            row(
                Button(
                    _("Carry on here"),
                    lambda: self.go.emit(Route(Place.WHERE)),
                    kind="primary",
                    icon_name="check",
                ),
                Button(_("Stop and leave"), lambda: self.go.emit(Route(Place.LEAVE)), icon_name="log-out"),
                Button(_("Back"), lambda: self.go.emit(Route(Place.WELCOME)), kind="quiet"),
            ),
        )
        self.add(note, ways)
        self.fill()
