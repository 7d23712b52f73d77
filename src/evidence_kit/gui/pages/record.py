"""The record: everything that was done, in words, and the check that nothing has changed."""

from __future__ import annotations

from evidence_kit.gui.later import actions
from evidence_kit.gui.pages.page import Page, Place, Route
from evidence_kit.gui.session import Session
from evidence_kit.gui.tables import RecordModel
from evidence_kit.gui.widgets.buttons import Button
from evidence_kit.gui.widgets.notices import ProgressStrip
from evidence_kit.gui.widgets.rows import EntryDelegate, RowList
from evidence_kit.gui.widgets.text import shown
from evidence_kit.model import CustodyEntry, Finding
from evidence_kit.words import _, ngettext
from evidence_kit.words.findings import finding_sentence

_MOST_SENTENCES = 5


class RecordPage(Page):
    """The custody log, newest entry first."""

    def __init__(self, session: Session) -> None:
        super().__init__(
            session,
            _("The record"),
            _(
                "Each step is written down here by itself. Entries are linked, so a later change to one of them shows."
            ),
        )
        self._check_button = Button(_("Check that nothing has changed"), self.check, icon_name="shield-check")
        self.beside_title(self._check_button)
        self.strip = ProgressStrip()
        self._model = RecordModel()
        self.list = RowList(_("The record, newest first"), batched=True)
        self.list.setModel(self._model)
        self.list.setItemDelegate(EntryDelegate(self.list))
        self.add(self.strip)
        self.column.addWidget(self.list, 1)

    def enter(self, route: Route) -> None:
        """Reads the record."""
        self.session.ask(lambda vault, progress: actions.record(vault), self._show)

    def check(self) -> None:
        """Reads every saved file again and compares it with its fingerprint."""
        if not self.strip.is_idle:
            return
        self.notice.clear()
        job = self.session.change(actions.verify_vault, self._checked, self.notice.say_error)
        self.strip.follow(job, _("Reading every saved file again…"))

    def _show(self, entries: tuple[CustodyEntry, ...]) -> None:
        self._model.show_entries(entries)

    def _checked(self, findings: tuple[Finding, ...]) -> None:
        self.enter(Route(Place.RECORD))
        if not findings:
            self.notice.say(
                _("Nothing has changed."),
                _("Every saved file was read again and has the fingerprint that was written down."),
                picture="shield-check",
            )
            return
        words = ngettext("{count} thing does not fit.", "{count} things do not fit.", len(findings))
        sentences = [shown(finding_sentence(finding), 400) for finding in findings[:_MOST_SENTENCES]]
        advice = _("Everything else is as it was. Copy the whole locked folder to a stick before you go on.")
        self.notice.say(words.format(count=len(findings)), *sentences, advice, surface="care")
