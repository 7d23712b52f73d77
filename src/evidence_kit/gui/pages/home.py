"""Home: the one next step, what was saved lately, and what is safe right now."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from evidence_kit import actions
from evidence_kit.gui.icons import icon_picture
from evidence_kit.gui.leaving import LOCK_AFTER_MINUTES
from evidence_kit.gui.pages.page import Page, Place, Route
from evidence_kit.gui.session import Session
from evidence_kit.gui.tables import ItemsModel, open_question
from evidence_kit.gui.theme import colours
from evidence_kit.gui.widgets.buttons import Button
from evidence_kit.gui.widgets.items import CardWall
from evidence_kit.gui.widgets.pieces import Card, Columns, Picture, clear, pictured, row
from evidence_kit.gui.widgets.text import PlainLabel, em_width
from evidence_kit.model import CustodyEntry, CustodyKind, Item, Said
from evidence_kit.words import _, ngettext, short_moment_text

_LATELY = 8


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
        self.session.ask(lambda vault, progress: (actions.items(vault), actions.record(vault)), self._show)

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

    def _show(self, answer: tuple[tuple[Item, ...], tuple[CustodyEntry, ...]]) -> None:
        items, entries = answer
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
        columns.side.addWidget(Way(step.place))
        card.add(columns)
        return card


class _Step:
    """One next step: its place on the path, its words, and where its button leads."""

    def __init__(self, place: int, title: str, text: str, button: str, picture: str, route: Route) -> None:
        self.place, self.title, self.text = place, title, text
        self.button, self.picture, self.route = button, picture, route


def next_step(items: tuple[Item, ...], entries: tuple[CustodyEntry, ...]) -> _Step:
    """The one step that helps most now; every one of them can be left out."""
    question = next((item for item in items if open_question(item)), None)
    bare = next((item for item in items if not item.record_only and item.said == Said()), None)
    if not items:
        text = _(
            "Screenshots, photos, e-mails, message exports: whatever you have. Each file is copied as it is. Yours stays where it was."
        )
        return _Step(0, _("Save what you have"), text, _("Add something"), "plus", Route(Place.ADD))
    if question is not None:
        text = _(
            "The file writes dates in a way that can be read twice. You may know how that phone writes them."
        )
        return _Step(
            1,
            _("Answer one question about dates"),
            text,
            _("Look at the question"),
            "clock",
            Route(Place.ITEM, question.id),
        )
    if bare is not None:
        text = _(
            "Which app is it from? Which account? When did you save it? A few words help the person who reads it later."
        )
        return _Step(
            1,
            _("Say where it comes from"),
            text,
            _("Describe an item"),
            "pen-line",
            Route(Place.ITEM, bare.id),
        )
    if not any(entry.kind is CustodyKind.EXPORTED for entry in entries):
        text = _(
            "A report puts everything into one folder that police can read and check. It is not sent anywhere."
        )
        return _Step(
            2,
            _("Make a report when you are ready"),
            text,
            _("Make a report"),
            "file-text",
            Route(Place.REPORT),
        )
    text = _("You have made a report. If something new comes in, save it too and make the report again.")
    return _Step(3, _("Add what is new"), text, _("Add something"), "plus", Route(Place.ADD))


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


class Way(QWidget):
    """The way from saving to handing over, and where the person is on it. It is no score."""

    def __init__(self, place: int) -> None:
        super().__init__()
        self._steps = (_("Save what you have"), _("Say what it is"), _("Make a report"), _("Hand it in"))
        self._place = place
        self.setAccessibleName(_("The way: {steps}").format(steps=", ".join(self._steps)))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        bold = QFont(self.font())
        bold.setWeight(QFont.Weight.Bold)
        self._pitch = round(self.fontMetrics().lineSpacing() * 1.75)
        self.setFixedSize(em_width(self, 27), self._pitch * len(self._steps))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws dots with words beside them, mirrored where the language runs from right to left."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number in range(len(self._steps)):
            self._draw_step(painter, number)
        painter.end()

    def _draw_step(self, painter: QPainter, number: int) -> None:
        scheme, radius = colours(), round(self._pitch * 0.3)
        centre = self._pitch * number + self._pitch // 2
        middle = self.width() - radius - 2 if self.isRightToLeft() else radius + 2
        done, now = number < self._place, number == self._place
        if number:
            painter.setPen(QPen(QColor(scheme.accent if number <= self._place else scheme.soft_line), 2))
            painter.drawLine(middle, centre - self._pitch + radius + 2, middle, centre - radius - 2)
        painter.setPen(QPen(QColor(scheme.accent if done or now else scheme.control), 2 if now else 1.5))
        painter.setBrush(QColor(scheme.accent if done else scheme.card))
        painter.drawEllipse(QRect(middle - radius, centre - radius, 2 * radius, 2 * radius))
        if done:
            painter.drawPixmap(
                middle - radius + 3,
                centre - radius + 3,
                icon_picture("check", scheme.on_accent, 2 * radius - 6),
            )
        elif now:
            painter.setBrush(QColor(scheme.accent))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawEllipse(QRect(middle - radius // 2, centre - radius // 2, radius, radius))
        font = QFont(self.font())
        font.setWeight(QFont.Weight.Bold if now else QFont.Weight.Normal)
        painter.setFont(font)
        painter.setPen(QColor(scheme.text if done or now else scheme.text_quiet))
        beside = 2 * radius + 14
        area = QRect(
            0 if self.isRightToLeft() else beside,
            centre - self._pitch // 2,
            self.width() - beside,
            self._pitch,
        )
        painter.drawText(
            area, Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter, self._steps[number]
        )
