"""Make a report: for whom, on what paper, where to; then a folder that can be checked without this program."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout, QWidget

from evidence_kit.errors import Cancelled, EvidenceKitError
from evidence_kit.gui.later import actions, bundle
from evidence_kit.gui.pages.page import Page, Place, Route
from evidence_kit.gui.pages.report_cards import contents_card, how_to_check_card, outside_card
from evidence_kit.gui.places import home_places
from evidence_kit.gui.session import Session
from evidence_kit.gui.widgets.buttons import Button
from evidence_kit.gui.widgets.fields import Choice, Line, Pick
from evidence_kit.gui.widgets.notices import ProgressStrip
from evidence_kit.gui.widgets.picker import Picker, Wanted, sticks
from evidence_kit.gui.widgets.pieces import Card, facts, row
from evidence_kit.gui.widgets.text import PlainLabel, one_line
from evidence_kit.model import Finding, Item, Paper, PdfProfile
from evidence_kit.words import _, fingerprint_text, language, ngettext, number_text, size_text
from evidence_kit.words.findings import finding_sentence


class ReportPage(Page):
    """Builds a bundle. It is written to a folder that the person chose, and sent nowhere."""

    def __init__(self, session: Session) -> None:
        super().__init__(
            session,
            _("Make a report"),
            _("Everything you saved goes into one folder that police can read and check. Nothing is sent."),
            measure_em=96,
        )
        self.strip = ProgressStrip()
        self._stage = QVBoxLayout()
        self._stage.setSpacing(14)
        self._target: Path | None = None
        self._made: Path | None = None
        self.column.addLayout(self._stage)
        self.add(self.strip)
        self.fill()

    def enter(self, route: Route) -> None:
        """Starts anew, unless a report is being made or has just been made."""
        if self.strip.is_idle and self._made is None:
            self.session.ask(
                lambda vault, progress: (actions.items(vault), actions.recipients(language())),
                self._show_form,
            )

    def _stand(self, *widgets: QWidget) -> None:
        self.stand(self._stage, *widgets)

    def _show_form(self, answer: tuple[tuple[Item, ...], tuple[tuple[str, str], ...]]) -> None:
        items, recipients = answer
        if not items:
            self._stand(self._nothing())
            return
        self.recipient = Pick(_("Who is it for?"), recipients)
        self.paper = Choice(
            _("Paper"),
            (
                (Paper.A4.value, _("A4"), _("most of the world")),
                (Paper.LETTER.value, _("Letter"), _("United States, Canada")),
            ),
            lambda: None,
        )
        self.recipient.box.currentIndexChanged.connect(lambda _place: self._choose_paper())
        self._choose_paper()
        self.name = Line(_("Name of the new folder"))
        self.name.edit.setText(_("Report {day}").format(day=f"{self.session.surroundings.now():%Y-%m-%d}"))
        self._place = PlainLabel("", "quiet")
        self.take_place(self._target or _usual_place())
        self.make = Button(_("Make the report"), self._make, kind="primary", icon_name="file-text")
        form = Card(margin=22, spacing=14)
        form.add(
            self.recipient,
            PlainLabel(_("Paper"), "strong"),
            self.paper,
            PlainLabel(_("Where to"), "strong"),
            self._place,
            row(Button(_("Choose another place"), self._choose, icon_name="folder-open")),
            self.name,
        )
        self._stand(contents_card(items), form, outside_card(), row(self.make))

    def _choose_paper(self) -> None:
        american = self.recipient.value().endswith("-us")
        self.paper.choose(Paper.LETTER.value if american else Paper.A4.value)

    def _nothing(self) -> Card:
        card = Card(margin=26, spacing=8)
        card.add(
            PlainLabel(_("There is nothing to report yet"), "lead"),
            PlainLabel(_("Save something first. One screenshot is enough to start.")),
            row(
                Button(
                    _("Add something"),
                    lambda: self.go.emit(Route(Place.ADD)),
                    kind="primary",
                    icon_name="plus",
                )
            ),
        )
        return card

    def take_place(self, place: Path) -> None:
        """Sets the folder in which the report's folder is made."""
        self._target = place
        self._place.setText(one_line(str(place)))

    def _choose(self) -> None:
        picker = Picker(self, _("Where should the report go?"), Wanted.FOLDER, self._target)
        if picker.exec():
            self.take_place(picker.chosen[0])
        picker.deleteLater()

    def _make(self) -> None:
        name = self.name.text()
        if self._target is None or not name or name in (".", "..") or any(mark in name for mark in "/\\:"):
            self.notice.say(_("The new folder needs a name."), _("Nothing was written yet."), surface="care")
            return
        self.notice.clear()
        out, recipient = self._target / name, self.recipient.value()
        choice = bundle.BundleChoice(
            language=language(), paper=Paper(self.paper.value()), profile=PdfProfile.POLICE
        )
        job = self.session.change(
            lambda vault, progress: actions.build_bundle(vault, out, recipient, choice, progress),
            self._show_made,
            self._failed,
        )
        self.pause(self.make, job)
        self.strip.follow(job, _("Making the report and checking it…"), _percent)

    def _failed(self, error: EvidenceKitError) -> None:
        if isinstance(error, Cancelled):
            self.notice.say(
                _("Stopped, as you asked."),
                _("The unfinished report was removed. Everything you saved is as it was."),
            )
        else:
            self.notice.say_error(error)

    def _show_made(self, report: bundle.BundleReport) -> None:
        self._made = report.folder
        done = Card("calm", margin=22, spacing=8)
        done.add(
            PlainLabel(_("The report is ready"), "lead"),
            PlainLabel(_("It was written, read back and compared. It lies here:")),
            PlainLabel(one_line(str(report.folder)), "strong"),
            facts(
                (
                    (_("Pages"), number_text(report.pages)),
                    (_("Files"), number_text(report.files)),
                    (_("Size"), size_text(report.size_bytes)),
                    (_("Fingerprint of its list"), fingerprint_text(report.sums_sha256)),
                )
            ),
            row(
                Button(_("Check it again"), self._check, icon_name="shield-check"),
                Button(_("Make another one"), self._again, kind="quiet"),
            ),
        )
        self._stand(done, how_to_check_card(), outside_card())

    def _again(self) -> None:
        self._made = None
        self.notice.clear()
        self.enter(Route(Place.REPORT))

    def _check(self) -> None:
        folder = self._made
        if folder is not None and self.strip.is_idle:
            job = self.session.look(
                lambda progress: actions.verify_bundle(folder, progress), self._checked, self.notice.say_error
            )
            self.strip.follow(job, _("Reading every file of the report again…"))

    def _checked(self, findings: tuple[Finding, ...]) -> None:
        if not findings:
            self.notice.say(
                _("The report is as it was made."),
                _("Every file has the fingerprint in its list."),
                picture="shield-check",
            )
            return
        words = ngettext("{count} thing does not fit.", "{count} things do not fit.", len(findings)).format(
            count=len(findings)
        )
        self.notice.say(
            words,
            *(finding_sentence(finding) for finding in findings[:5]),
            _("Make the report again. What you saved is not touched."),
            surface="care",
        )


def _usual_place() -> Path:
    plugged = sticks()
    return plugged[0][1] if plugged else home_places()[0][1]


def _percent(done: int, total: int) -> str:
    return _("{percent} % done").format(percent=done * 100 // total) if total > 0 else ""
