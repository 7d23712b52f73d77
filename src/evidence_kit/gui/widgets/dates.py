"""The question that only the person can answer: how a phone writes its dates, and in which time zone it was."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from zoneinfo import available_timezones

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout

from evidence_kit.gui.widgets.buttons import Button
from evidence_kit.gui.widgets.fields import Choice, Pick
from evidence_kit.gui.widgets.pieces import Card, row
from evidence_kit.gui.widgets.text import PlainLabel, one_line
from evidence_kit.model import Answers, DateOrder, Finding, FindingKind
from evidence_kit.words import _

_QUESTIONS = (FindingKind.DATE_ORDER_OPEN, FindingKind.ZONE_NOT_STATED)


def asks_about_dates(findings: tuple[Finding, ...]) -> bool:
    """Whether the findings of an item leave a question about dates."""
    return any(finding.kind in _QUESTIONS for finding in findings)


@cache
def _zones() -> tuple[str, ...]:
    return tuple(
        sorted(
            zone
            for zone in available_timezones()
            if "/" in zone and not zone.startswith(("Etc/", "SystemV/", "posix/", "right/"))
        )
    )


class DateQuestion(Card):
    """Asks for the order of day and month, where it is open, and for the time zone. Both may stay open."""

    def __init__(
        self, findings: tuple[Finding, ...], answered: Callable[[Answers], None], later: Callable[[], None]
    ) -> None:
        super().__init__("next", margin=22, spacing=10)
        self._answered = answered
        order_open = next(
            (finding for finding in findings if finding.kind is FindingKind.DATE_ORDER_OPEN), None
        )
        self.order: Choice | None = None
        self.add(PlainLabel(_("ONE QUESTION"), "over"))
        if order_open is not None:
            example = one_line(order_open.details.get("example", ""), 40)
            self.add(
                PlainLabel(_("How does that phone write dates?"), "lead"),
                PlainLabel(
                    _("In this file a date such as {example} can be read in two ways.").format(
                        example=example
                    )
                ),
            )
            self.order = Choice(_("Order of the date"), _orders(), _no_change)
            self.add(self.order)
        else:
            self.add(PlainLabel(_("In which time zone was that phone?"), "lead"))
        nothing = ("", _("I do not know"))
        self.zone = Pick(
            _("Time zone of the phone, if you know it"),
            (nothing, *((zone, zone.replace("_", " ")) for zone in _zones())),
            _("Type the first letters of the continent, such as Europe."),
        )
        self.add(
            self.zone,
            PlainLabel(_("Your answer is kept as what you said. The file is not changed."), "quiet"),
            row(
                Button(_("Save my answer"), self._save, kind="primary", icon_name="check"),
                Button(_("Not now"), later, kind="quiet"),
            ),
        )

    def _save(self) -> None:
        order = self.order.value() if self.order is not None else ""
        self._answered(Answers(zone=self.zone.value(), order=DateOrder(order) if order else None))


def _orders() -> tuple[tuple[str, str, str], ...]:
    return (
        (DateOrder.DMY.value, _("Day first"), _("31/12/2025, as in most of the world")),
        (DateOrder.MDY.value, _("Month first"), _("12/31/2025, as in the United States")),
        (DateOrder.YMD.value, _("Year first"), _("2025-12-31")),
    )


def _no_change() -> None:
    """The answer is read when it is saved."""


def date_offer(look: Callable[[], None]) -> Card:
    """A short line that says there is a question, and a button to look at it."""
    card = Card("calm", margin=14)
    line = QHBoxLayout()
    words = PlainLabel(_("There is a question about the dates here. You can answer it now or never."))
    words.setAlignment(Qt.AlignmentFlag.AlignVCenter)
    line.addWidget(words, 1)
    line.addWidget(Button(_("Look at the question"), look, icon_name="clock"))
    card.column.addLayout(line)
    return card
