"""Adding: choose or drop, answer one question before anything is copied, watch, and see what became of each file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from evidence_kit.error_text import error_words
from evidence_kit.errors import Cancelled, EvidenceKitError
from evidence_kit.gui.later import actions
from evidence_kit.gui.pages.page import Page, Place, Route
from evidence_kit.gui.session import Session
from evidence_kit.gui.tables import item_title
from evidence_kit.gui.widgets.buttons import Button
from evidence_kit.gui.widgets.drop import DropArea
from evidence_kit.gui.widgets.notices import ProgressStrip
from evidence_kit.gui.widgets.picker import Picker, Wanted
from evidence_kit.gui.widgets.pieces import Card, pictured, row
from evidence_kit.gui.widgets.text import PlainLabel, one_line
from evidence_kit.words import _, ngettext, size_text

_MOST_NAMES = 6


class AddPage(Page):
    """From files to saved items. Nothing is read before the question about people under 18 is answered."""

    def __init__(self, session: Session) -> None:
        super().__init__(
            session,
            _("Add something"),
            _(
                "Each file is copied into your locked folder exactly as it is. The file you have stays where it was."
            ),
            measure_em=100,
        )
        self.waiting: tuple[Path, ...] = ()
        self._stage = QVBoxLayout()
        self._stage.setSpacing(14)
        self.strip = ProgressStrip()
        self.column.addLayout(self._stage)
        self.add(self.strip)
        self.fill()
        self._show_choosing()

    def enter(self, route: Route) -> None:
        """Starts with choosing, unless files wait for their answer or work is under way."""
        if route.paths:
            self.offer(route.paths)
        elif not self.waiting and self.strip.is_idle:
            self._show_choosing()

    def offer(self, paths: Sequence[Path]) -> None:
        """Takes files and folders that were dropped or chosen, and asks the question."""
        if paths and self.strip.is_idle:
            self.waiting = tuple(paths)
            self.notice.clear()
            self._show_question()

    def _stand(self, *widgets: QWidget) -> None:
        self.stand(self._stage, *widgets)

    def _show_choosing(self) -> None:
        self.waiting = ()
        drop = DropArea(self.offer)
        choose = Button(_("Choose files or folders"), self._choose, kind="primary", icon_name="folder-open")
        drop.column.addWidget(choose, 0, Qt.AlignmentFlag.AlignHCenter)
        what = Card()
        what.add(
            PlainLabel(_("What can I add?"), "heading"),
            pictured(
                "image",
                _("Screenshots, photos, videos"),
                _("whole screens are best: name, date and time on them"),
            ),
            pictured(
                "message-square-text",
                _("Message exports"),
                _("a WhatsApp export (.zip or .txt) is read out message by message"),
            ),
            pictured("mail", _("E-mails"), _("saved as a file (.eml), with all their hidden headers")),
            pictured("file-text", _("Anything else"), _("receipts, documents, sound: every file is kept")),
        )
        self._stand(drop, what)

    def _choose(self) -> None:
        picker = Picker(self, _("Choose files or folders to add"), Wanted.FILES)
        if picker.exec():
            self.offer(picker.chosen)
        picker.deleteLater()

    def _show_question(self) -> None:
        card = Card("card", margin=24, spacing=10)
        count = len(self.waiting)
        card.add(
            PlainLabel(
                ngettext(
                    "{count} file or folder is waiting. Nothing has been copied yet.",
                    "{count} files or folders are waiting. Nothing has been copied yet.",
                    count,
                ).format(count=count),
                "quiet",
            ),
            PlainLabel(
                _("Could a picture or video here show anyone under 18 without clothes, or in a sexual way?"),
                "lead",
            ),
            PlainLabel(
                _(
                    "This counts even if it is you, and even if you are an adult now. If you are not sure, choose “There may be”."
                )
            ),
            PlainLabel(
                _(
                    "You are not in trouble. The question is here because copies of such pictures can cause harm, and the law treats them in its own way."
                )
            ),
            row(
                Button(_("No one under 18"), self._copy, icon_name="check"),
                Button(_("There may be"), self._hold, icon_name="folder-lock"),
                Button(_("Cancel"), self._show_choosing, kind="quiet"),
            ),
        )
        names = Card(margin=24)
        names.add(PlainLabel(_("Waiting"), "heading"))
        for path in self.waiting[:_MOST_NAMES]:
            names.add(PlainLabel(one_line(_as_text(path.name or str(path)))))
        if count > _MOST_NAMES:
            names.add(PlainLabel(_("and {count} more").format(count=count - _MOST_NAMES), "quiet"))
        self._stand(card, names)

    def _hold(self) -> None:
        paths, self.waiting = self.waiting, ()
        self._show_choosing()
        self.go.emit(Route(Place.HOLD, paths=paths))

    def _copy(self) -> None:
        paths, self.waiting = self.waiting, ()
        self._stand()
        job = self.session.change(
            lambda vault, progress: actions.add_evidence(
                vault, paths, actions.Under18.NOBODY, progress=progress
            ),
            self._show_report,
            self._show_failure,
        )
        self.strip.follow(job, _("Copying and checking…"), _amount)

    def _show_failure(self, error: EvidenceKitError) -> None:
        self._show_choosing()
        if isinstance(error, Cancelled):
            self.notice.say(
                _("Stopped, as you asked."),
                _("Files that were finished are saved. The others were not copied."),
            )
        else:
            self.notice.say_error(error)

    def _show_report(self, report: actions.AddReport) -> None:
        done = Card("calm", margin=20, spacing=8)
        count = len(report.added)
        if count:
            done.add(
                PlainLabel(
                    ngettext("{count} item is saved.", "{count} items are saved.", count).format(count=count),
                    "lead",
                )
            )
            done.add(
                PlainLabel(_("Each has a fingerprint and its time in the record. Pictures stay covered."))
            )
            inside = sum(1 for item in report.added if item.part_of)
            if inside:
                words = ngettext(
                    "{count} of them came inside another file.",
                    "{count} of them came inside other files.",
                    inside,
                )
                done.add(PlainLabel(words.format(count=inside), "quiet"))
        else:
            done.add(PlainLabel(_("Nothing new was saved."), "lead"))
        done.add(
            row(
                Button(
                    _("See saved items"),
                    lambda: self.go.emit(Route(Place.ITEMS)),
                    kind="primary",
                    icon_name="layers",
                ),
                Button(_("Add more"), self._show_choosing, icon_name="plus"),
            )
        )
        cards = [done]
        if report.already:
            cards.append(_already(report))
        if report.failed:
            cards.append(_failed(report))
        self._stand(*cards)


def _already(report: actions.AddReport) -> Card:
    card = Card()
    card.add(
        PlainLabel(_("You had these already"), "heading"),
        PlainLabel(
            _(
                "The very same file is saved, so it was not copied a second time. That you added it again is in the record."
            ),
            "quiet",
        ),
    )
    for entry in report.already:
        words = _("{file} is the same as {item}").format(
            file=one_line(_as_text(entry.path.name)), item=item_title(entry.item)
        )
        card.add(PlainLabel(words))
    return card


def _failed(report: actions.AddReport) -> Card:
    card = Card("care", spacing=10)
    card.add(PlainLabel(_("These could not be saved"), "heading"))
    for entry in report.failed:
        words = error_words(entry.error)
        card.add(PlainLabel(one_line(_as_text(entry.path.name)), "strong"), PlainLabel(str(words)))
    return card


def _as_text(name: str) -> str:
    """A file's name with the bytes that are no text made visible."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _amount(done: int, total: int) -> str:
    if total <= 0:
        return ""
    return _("{done} of {total}").format(
        done=size_text(done).split(" (")[0], total=size_text(total).split(" (")[0]
    )
