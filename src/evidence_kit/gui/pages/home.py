"""Home: the one next step, what was saved lately, and what is safe right now."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from evidence_kit.gui.later import actions
from evidence_kit.gui.leaving import LOCK_AFTER_MINUTES
from evidence_kit.gui.pages.next_step import next_step, way_steps
from evidence_kit.gui.pages.page import Page, Place, Route
from evidence_kit.gui.session import Session
from evidence_kit.gui.tables import ItemsModel
from evidence_kit.gui.widgets.buttons import Button
from evidence_kit.gui.widgets.items import CardWall
from evidence_kit.gui.widgets.pieces import Card, Columns, Picture, clear, pictured, row
from evidence_kit.gui.widgets.text import PlainLabel, shown
from evidence_kit.gui.widgets.way import Way
from evidence_kit.model import CustodyEntry, CustodyKind, Finding, Item
from evidence_kit.words import _, ngettext, short_moment_text
from evidence_kit.words.findings import finding_sentence

_LATELY = 8


_MOST_FINDINGS = 4


@dataclass(frozen=True, slots=True)
class _Kept:
    """What the page shows, read in one go."""

    items: tuple[Item, ...]
    entries: tuple[CustodyEntry, ...]
    findings: tuple[Finding, ...]


class HomePage(Page):
    """Where a person starts and comes back to."""

    def __init__(self, session: Session) -> None:
        super().__init__(
            session,
            _("Hello. Take it at your own pace."),
            _("What you save stays on this computer, in your locked folder. You can stop whenever you like."),
        )
        self.beside_title(
            Button(_("Add something"), lambda: self.go.emit(Route(Place.ADD)), icon_name="plus")
        )
        self._columns = Columns()
        self._next = QVBoxLayout()
        self._model = ItemsModel()
        self._wall = CardWall(_("Saved lately"), self._model, fixed=True)
        self._wall.picked.connect(lambda item_id: self.go.emit(Route(Place.ITEM, item_id)))
        self._all = Button(_("See all"), lambda: self.go.emit(Route(Place.ITEMS)), kind="quiet")
        self._record_words = PlainLabel("", "strong")
        self._checked = QVBoxLayout()
        self._lay_out_main()
        self._lay_out_side()
        self.add(self._columns)
        self.fill()

    def enter(self, route: Route) -> None:
        """Reads what is kept."""
        self.session.ask(
            lambda vault, progress: _Kept(actions.items(vault), actions.record(vault), vault.findings),
            self._show,
        )

    def _lay_out_main(self) -> None:
        main = self._columns.main
        main.addLayout(self._next)
        self._lately = QWidget()
        lately = QVBoxLayout(self._lately)
        lately.setContentsMargins(0, 0, 0, 0)
        head = QHBoxLayout()
        head.addWidget(PlainLabel(_("Saved lately"), "heading"), 1)
        head.addWidget(self._all)
        lately.addLayout(head)
        lately.addWidget(self._wall)
        main.addWidget(self._lately)
        strip = Card(margin=14)
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(Picture("fingerprint"), 0, Qt.AlignmentFlag.AlignVCenter)
        self._record_words.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(self._record_words, 1)
        line.addWidget(Button(_("See the record"), lambda: self.go.emit(Route(Place.RECORD)), kind="quiet"))
        strip.column.addLayout(line)
        main.addWidget(strip)
        main.addStretch(1)

    def _lay_out_side(self) -> None:
        side = self._columns.side
        safe = Card()
        safe.add(PlainLabel(_("How safe is this now?"), "heading"))
        locks = ngettext(
            "Locks itself after {count} minute", "Locks itself after {count} minutes", LOCK_AFTER_MINUTES
        )
        safe.add(
            pictured("lock", locks.format(count=LOCK_AFTER_MINUTES), _("when nobody touches it")),
            pictured("eye-off", _("Pictures stay covered"), _("nothing shows up by surprise")),
        )
        safe.column.addLayout(self._checked)
        side.addWidget(safe)
        kind = Card()
        kind.add(
            PlainLabel(_("This is not your fault"), "heading"),
            PlainLabel(
                _(
                    "Someone else chose to do this. Saving it does not mean that you must report it. You decide, and you can decide later."
                ),
                "quiet",
            ),
        )
        side.addWidget(kind)
        young = Card()
        young.add(
            PlainLabel(_("Someone under 18?"), "heading"),
            PlainLabel(
                _(
                    "Do not copy or send a picture that shows anyone under 18 without clothes. Write down where it is."
                ),
                "quiet",
            ),
            Button(
                _("Record without copying"), lambda: self.go.emit(Route(Place.HOLD)), icon_name="folder-lock"
            ),
        )
        side.addWidget(young)
        side.addStretch(1)

    def _show(self, kept: _Kept) -> None:
        items, entries = kept.items, kept.entries
        self._show_findings(kept.findings)
        self._model.show_items(items[::-1][:_LATELY])
        self._lately.setVisible(bool(items))
        self._all.say(ngettext("See all {count}", "See all {count}", len(items)).format(count=len(items)))
        written = ngettext(
            "{count} step is written down in your record.",
            "{count} steps are written down in your record.",
            len(entries),
        )
        self._record_words.setText(written.format(count=len(entries)))
        clear(self._next)
        self._next.addWidget(self._next_step(items, entries))
        clear(self._checked)
        self._checked.addWidget(_last_check(entries))

    def _show_findings(self, findings: tuple[Finding, ...]) -> None:
        """Says what opening noticed about the folder, such as an old copy put in its place."""
        self.notice.clear()
        if findings:
            sentences = [shown(finding_sentence(finding), 400) for finding in findings[:_MOST_FINDINGS]]
            advice = _("Copy the whole locked folder to a stick before you go on.")
            self.notice.say(
                _("Something about the folder is not as it was left."), *sentences, advice, surface="care"
            )

    def _next_step(self, items: tuple[Item, ...], entries: tuple[CustodyEntry, ...]) -> Card:
        step = next_step(items, entries)
        card = Card("next", margin=24, spacing=7)
        columns = Columns(fold_em=64, side_em=27)
        columns.main.setSpacing(7)
        for widget in (
            PlainLabel(_("YOUR NEXT STEP"), "over"),
            PlainLabel(step.title, "lead"),
            PlainLabel(step.text),
        ):
            columns.main.addWidget(widget)
        columns.main.addSpacing(8)
        go_on = Button(step.button, lambda: self.go.emit(step.route), kind="primary", icon_name=step.picture)
        columns.main.addWidget(row(go_on))
        columns.main.addStretch(1)
        columns.side.addWidget(Way(way_steps(), step.place))
        card.add(columns)
        return card


def _last_check(entries: tuple[CustodyEntry, ...]) -> QWidget:
    last = next((entry for entry in reversed(entries) if entry.kind is CustodyKind.VERIFIED), None)
    if last is None:
        return pictured(
            "shield-check", _("Not checked yet"), _("the record page can check every file"), "text_quiet"
        )
    when = short_moment_text(last.at, last.offset_minutes)
    if last.details.get("findings") == "0":
        return pictured("shield-check", _("Nothing has changed"), _("checked {when}").format(when=when))
    return pictured(
        "triangle-alert",
        _("Something needs a look"),
        _("see the record; checked {when}").format(when=when),
        "warn",
    )
