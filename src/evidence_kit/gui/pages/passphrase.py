"""A passphrase for the new folder; then the recovery code, shown once."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from evidence_kit.errors import EvidenceKitError
from evidence_kit.gui.pages.page import Page, Place, Route
from evidence_kit.gui.passphrases import suggest_passphrase
from evidence_kit.gui.session import Session
from evidence_kit.gui.widgets.buttons import Button
from evidence_kit.gui.widgets.fields import Line
from evidence_kit.gui.widgets.notices import ProgressStrip
from evidence_kit.gui.widgets.pieces import Card, row
from evidence_kit.gui.widgets.text import PlainLabel
from evidence_kit.gui.widgets.ticks import Tick
from evidence_kit.words import _


class PassphrasePage(Page):
    """Step 2 of 2. Nothing is made before the passphrase was typed twice."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, _("Choose a passphrase"), _lead(), measure_em=88, centred=True)
        self._folder: Path | None = None
        self.code = ""
        self.strip = ProgressStrip()
        self._stage = QVBoxLayout()
        self._stage.setSpacing(14)
        self.column.addLayout(self._stage)
        self.add(self.strip)
        self.fill()

    def enter(self, route: Route) -> None:
        """Starts for the folder of the route."""
        self._folder = route.paths[0]
        self.title.setText(_("Choose a passphrase"))
        self.lead.setText(_lead())
        self.notice.clear()
        self._show_form()

    def _show_form(self) -> None:
        self.suggestion = PlainLabel("", "code")
        self.first = Line(_("Your passphrase"), secret=True)
        self.second = Line(_("The same again"), secret=True)
        self.second.edit.returnPressed.connect(self._make)
        self.visible = Tick(_("Show what I type"))
        self.visible.toggled.connect(self._show_typed)
        self.make = Button(_("Make my locked folder"), self._make, kind="primary", icon_name="folder-lock")
        idea = Card("calm", margin=20, spacing=8)
        idea.add(
            PlainLabel(_("An idea: five words drawn by chance"), "heading"),
            self.suggestion,
            PlainLabel(
                _(
                    "Make a small story of them, then you will remember. Or write them on paper and keep it where the other person never looks."
                ),
                "small",
            ),
            row(
                Button(_("Use these words"), self._use, icon_name="check"),
                Button(_("Other words"), self._suggest, kind="quiet", icon_name="refresh-cw"),
            ),
        )
        form = Card(margin=22, spacing=12)
        form.add(self.first, self.second, self.visible)
        ends = row(self.make, Button(_("Back"), lambda: self.go.emit(Route(Place.WHERE)), kind="quiet"))
        self._stand(idea, form, ends)
        self._suggest()

    def _stand(self, *widgets: QWidget) -> None:
        self.stand(self._stage, *widgets)

    def _suggest(self) -> None:
        self.suggestion.setText(suggest_passphrase(self.session.surroundings.random_bytes))

    def _use(self) -> None:
        self.visible.setChecked(True)
        self.first.edit.setText(self.suggestion.text())
        self.second.edit.clear()
        self.second.edit.setFocus()
        self.notice.say(_("Now type the five words once more below."), _("That helps to remember them."))

    def _show_typed(self, visible: bool) -> None:
        for line in (self.first, self.second):
            line.show_secret(visible)

    def _make(self) -> None:
        if self._folder is None or not self.strip.is_idle:
            return
        passphrase = self.first.edit.text()
        if passphrase != self.second.edit.text():
            self.notice.say(
                _("The two are not the same."),
                _("Nothing was made yet."),
                _("Type it again in both lines, or let the program show what you type."),
                surface="care",
            )
            self.second.edit.selectAll()
            self.second.edit.setFocus()
            return
        self.notice.clear()
        job = self.session.create(self._folder, passphrase, self._show_code, self._failed)
        self.pause(self.make, job)
        self.strip.follow(job, _("Making your locked folder…"), can_stop=False)

    def _failed(self, error: EvidenceKitError) -> None:
        self.notice.say_error(error)
        self.first.edit.setFocus()

    def _show_code(self, code: str) -> None:
        self.title.setText(_("Write down your recovery code"))
        self.lead.setText(_("Your locked folder is made. One more thing before you go on."))
        self.notice.clear()
        self.code = code
        card = Card("code", margin=22, spacing=10)
        label = PlainLabel(code, "code")
        label.setAlignment(Qt.AlignmentFlag.AlignLeading)
        label.setAccessibleName(_("Recovery code: {code}").format(code=code))
        card.add(label)
        words = Card(margin=22, spacing=10)
        words.add(
            PlainLabel(_("It opens the folder if the passphrase is lost."), "strong"),
            PlainLabel(
                _(
                    "It is shown only now and kept nowhere. Write it on paper. Keep the paper where the other person does not look, or give it to someone you trust."
                )
            ),
            PlainLabel(
                _(
                    "Without the passphrase and without this code nobody can open the folder: not police, and not the makers of this program."
                )
            ),
        )
        self.written = Tick(_("I have written it down"))
        on = Button(_("Go to my folder"), self._leave, kind="primary", icon_name="arrow-right")
        on.setEnabled(False)
        self.written.toggled.connect(on.setEnabled)
        self.go_on = on
        self._stand(card, words, self.written, row(on))

    def _leave(self) -> None:
        self.code = ""
        self._stand()
        self.go.emit(Route(Place.HOME))


def _lead() -> str:
    return _("Step 2 of 2. It opens the folder. Nobody can reset it.")
