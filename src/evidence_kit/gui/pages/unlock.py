"""Opening a locked folder with its passphrase or its recovery code."""

from __future__ import annotations

from pathlib import Path

from evidence_kit.errors import EvidenceKitError
from evidence_kit.gui.pages.page import Page, Place, Route
from evidence_kit.gui.session import Session
from evidence_kit.gui.widgets.buttons import Button
from evidence_kit.gui.widgets.fields import Line
from evidence_kit.gui.widgets.notices import ProgressStrip
from evidence_kit.gui.widgets.picker import Picker, Wanted
from evidence_kit.gui.widgets.pieces import Card, row
from evidence_kit.gui.widgets.text import PlainLabel, one_line
from evidence_kit.gui.widgets.ticks import Tick
from evidence_kit.words import _


class UnlockPage(Page):
    """One line to type in, one button."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, _("Open your locked folder"), measure_em=72, centred=True)
        self.folder: Path | None = None
        self.strip = ProgressStrip()
        self._where = PlainLabel("", "quiet")
        self.secret = Line(_("Passphrase"), _("The recovery code works here too."), secret=True)
        self.secret.edit.returnPressed.connect(self._open)
        self.visible = Tick(_("Show what I type"))
        self.visible.toggled.connect(self.secret.show_secret)
        self.open_button = Button(_("Open"), self._open, kind="primary", icon_name="key-round")
        card = Card(margin=24, spacing=12)
        card.add(self._where, self.secret, self.visible, row(self.open_button))
        self.add(
            card,
            self.strip,
            row(
                Button(_("Another folder"), self._choose, kind="quiet", icon_name="folder-open"),
                Button(
                    _("To the first page"),
                    lambda: self.go.emit(Route(Place.WELCOME)),
                    kind="quiet",
                    icon_name="arrow-left",
                ),
            ),
        )
        self.fill()

    def enter(self, route: Route) -> None:
        """Asks for the passphrase of the folder of the route, or of the one that was open last."""
        self.folder = route.paths[0] if route.paths else self.session.folder
        self._where.setText(one_line(str(self.folder or "")))
        self.secret.edit.clear()
        self.visible.setChecked(False)
        self.secret.edit.setFocus()

    def _open(self) -> None:
        secret = self.secret.edit.text()
        if self.folder is None or not secret or not self.strip.is_idle:
            return
        self.notice.clear()
        job = self.session.open(self.folder, secret, self._opened, self._failed)
        self.pause(self.open_button, job)
        self.strip.follow(
            job, _("Opening. This takes a moment on purpose: it makes guessing slow."), can_stop=False
        )

    def _opened(self) -> None:
        self.secret.edit.clear()
        self.go.emit(Route(Place.HOME))

    def _failed(self, error: EvidenceKitError) -> None:
        self.notice.say_error(error)
        self.secret.edit.selectAll()
        self.secret.edit.setFocus()

    def _choose(self) -> None:
        picker = Picker(
            self, _("Choose your locked folder"), Wanted.FOLDER, self.folder.parent if self.folder else None
        )
        if picker.exec():
            self.notice.clear()
            self.enter(Route(Place.UNLOCK, paths=picker.chosen))
        picker.deleteLater()
