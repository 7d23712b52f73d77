"""Record without copying: where something is, when it was seen, and a fingerprint only if the person wants one."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout

from evidence_kit.gui.later import actions
from evidence_kit.gui.pages.page import Page, Place, Route
from evidence_kit.gui.session import Session
from evidence_kit.gui.widgets.buttons import Button
from evidence_kit.gui.widgets.fields import Line
from evidence_kit.gui.widgets.notices import ProgressStrip
from evidence_kit.gui.widgets.picker import Picker, Wanted
from evidence_kit.gui.widgets.pieces import Card, clear, row
from evidence_kit.gui.widgets.text import PlainLabel, one_line
from evidence_kit.gui.widgets.ticks import Tick
from evidence_kit.model import Item
from evidence_kit.words import _, ngettext


class HoldPage(Page):
    """Writes down that something exists. Nothing is opened, shown or copied."""

    def __init__(self, session: Session) -> None:
        super().__init__(
            session,
            _("Record without copying"),
            _(
                "For pictures or videos that may show someone under 18. They stay where they are. Only a note about them is kept."
            ),
            measure_em=92,
        )
        self._paths: tuple[Path, ...] = ()
        self.strip = ProgressStrip()
        self.where = Line(
            _("Where is it?"),
            _(
                "A phone, an app, a chat, a web address. For example: my old phone, photo album, third picture."
            ),
        )
        self.seen = Line(
            _("When did you see it?"), _("As well as you remember. “About the start of May” is fine.")
        )
        self.hash = Tick(_("Also take its fingerprint"))
        self._files = QVBoxLayout()
        self._lay_out()

    def enter(self, route: Route) -> None:
        """Takes over files that were chosen before the question was answered."""
        self._paths = route.paths
        self.notice.clear()
        self._show_files()

    def _lay_out(self) -> None:
        advice = Card("hold", spacing=6)
        advice.add(
            PlainLabel(_("Please do not send, print or copy it, not even to report it."), "strong"),
            PlainLabel(
                _(
                    "Leave it where it is and do not delete it yet. Police can take it from there. Someone you trust can sit with you."
                )
            ),
        )
        card = Card(margin=22, spacing=14)
        card.column.addLayout(self._files)
        card.add(self.where, self.seen)
        self._hash_words = PlainLabel(
            _(
                "The computer reads the file once, without showing it, and keeps only a number that stands for it. That lets police find the very same file."
            ),
            "small",
        )
        card.add(
            self.hash,
            self._hash_words,
            row(
                Button(_("Write it down"), self._write_down, kind="primary", icon_name="pen-line"),
                Button(_("Go back"), lambda: self.go.emit(Route(Place.HOME)), kind="quiet"),
            ),
        )
        self.add(advice, card, self.strip)
        self.fill()
        self._show_files()

    def _show_files(self) -> None:
        clear(self._files)
        if self._paths:
            words = ngettext(
                "{count} file or folder that stays where it is:",
                "{count} files or folders that stay where they are:",
                len(self._paths),
            )
            self._files.addWidget(PlainLabel(words.format(count=len(self._paths)), "strong"))
            for path in self._paths:
                self._files.addWidget(
                    PlainLabel(one_line(str(path).encode("utf-8", "replace").decode()), "quiet")
                )
        else:
            self._files.addWidget(
                row(Button(_("It is a file on this computer"), self._choose, icon_name="folder-open"))
            )
        self.hash.setVisible(bool(self._paths))
        self._hash_words.setVisible(bool(self._paths))

    def _choose(self) -> None:
        picker = Picker(self, _("Choose what stays where it is"), Wanted.FILES)
        if picker.exec():
            self._paths = picker.chosen
            self._show_files()
        picker.deleteLater()

    def _write_down(self) -> None:
        if not self._paths and not self.where.text():
            self.notice.say(
                _("Please write where it is."), _("A few words are enough. Nothing was written down yet.")
            )
            self.where.edit.setFocus()
            return
        paths, place = self._paths, actions.Place(self.where.text(), self.seen.text())
        take_hash, surroundings = bool(paths) and self.hash.isChecked(), self.session.surroundings
        job = self.session.change(
            lambda vault, progress: actions.record_without_copying(
                vault.catalogue,
                surroundings,
                actions.find_files(paths),
                place,
                take_hash=take_hash,
                progress=progress,
            ),
            self._written,
            self.notice.say_error,
        )
        self.strip.follow(job, _("Writing it down…"))

    def _written(self, items: tuple[Item, ...]) -> None:
        self._paths = ()
        for line in (self.where, self.seen):
            line.edit.clear()
        self.hash.setChecked(False)
        self._show_files()
        words = ngettext("{count} thing is written down.", "{count} things are written down.", len(items))
        self.notice.say(
            words.format(count=len(items)),
            _("Nothing was copied. It stands in your saved items and in your record."),
            surface="hold",
            picture="folder-lock",
        )
