"""The first pass over a WhatsApp text: what form its lines have, who writes in it, how its dates are to be read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from evidence_kit.errors import ExportUnreadable, OrderImpossible
from evidence_kit.importers.dates import OrderEvidence, Reading, reading_as
from evidence_kit.importers.whatsapp_body import APP_MARK, attached_names, date_in_name
from evidence_kit.importers.whatsapp_header import Form, Header, header_of
from evidence_kit.importers.whatsapp_lines import Line
from evidence_kit.importers.whatsapp_senders import NameCounts, Senders
from evidence_kit.model import Answers, DateOrder

_FORMS_LIMIT = 16
# Text that was pasted from another phone also holds message starts. Only so many of them are an export of their own,
# put behind the first.
_SECOND_EXPORT_LEAST = 20
_SECOND_EXPORT_SHARE = 0.05


class FormRules(NamedTuple):
    """How the lines of one form are read. ``reading`` is None where day and month are open."""

    reading: Reading | None
    decided_by: str
    candidates: tuple[Reading, ...]
    senders: Senders
    example: str
    first_line: int


@dataclass(slots=True)
class FormCounts:
    """What was counted of the lines of one form."""

    evidence: OrderEvidence
    example: str
    first_line: int
    names: NameCounts = field(default_factory=NameCounts)
    headers: int = 0
    leanings: set[DateOrder | None] = field(default_factory=set)
    _last_numbers: tuple[int, int, int] = (0, 0, 0)

    def see(self, header: Header, where: str) -> None:
        """Takes in the next message start of this form."""
        self.headers += 1
        self.names.see(header.tail)
        if header.hour is not None and header.numbers != self._last_numbers:
            self._last_numbers = header.numbers
            self.evidence.see(header.numbers, where)
            self.leanings.add(header.leaning)
        if APP_MARK in header.tail or "-WA" in header.tail or "<" in header.tail:
            self._see_files(header)

    def _see_files(self, header: Header) -> None:
        text = header.tail.partition(": ")[2]
        for name in attached_names(text):
            if (named := date_in_name(name)) is not None:
                self.evidence.see_named(header.numbers, named)

    def leaning(self) -> DateOrder | None:
        """The order that every line's way of writing leans to; one line that leans to it is enough for MDY.

        Numbers above 9 look padded in any case, so only the lines with smaller ones tell the two apart.
        """
        if DateOrder.MDY in self.leanings:
            return DateOrder.MDY
        return DateOrder.DMY if self.leanings == {DateOrder.DMY} else None


@dataclass(slots=True)
class Survey:
    """All that the first pass learns."""

    where_prefix: str
    forms: dict[Form, FormCounts] = field(default_factory=dict)
    leading: Form | None = None
    _began: bool = False

    def see(self, lines: Iterable[Line]) -> Survey:
        """Itself, after all lines were taken in; a damaged end of a zip member is left to the second pass."""
        try:
            for line in lines:
                self._see_line(line)
        except ExportUnreadable:
            pass
        return self

    def _see_line(self, line: Line) -> None:
        header = None if line.joined else header_of(line.text)
        if header is not None:
            self._see_header(header, line.number)
        if not self._began and (header is not None or line.text.strip("\ufeff \t")):
            self._began = True
            self.leading = header.form if header is not None else None

    def _see_header(self, header: Header, number: int) -> None:
        counts = self.forms.get(header.form)
        if counts is None:
            if len(self.forms) >= _FORMS_LIMIT:
                return
            counts = FormCounts(OrderEvidence(header.form.year_index), header.written, number)
            self.forms[header.form] = counts
        counts.see(header, f"{self.where_prefix}{number}")

    def rules(self, title: str, answers: Answers) -> dict[Form, FormRules]:
        """How to read the lines of each form that counts; empty when there is no message start at all.

        Raises:
            OrderImpossible: the order that the person stated does not fit; nothing is changed.
        """
        if not self.forms:
            return {}
        first = self.leading or max(self.forms, key=lambda form: self.forms[form].headers)
        least = max(_SECOND_EXPORT_LEAST, _SECOND_EXPORT_SHARE * self.forms[first].headers)
        accepted = [
            first,
            *(form for form in self.forms if form != first and self.forms[form].headers >= least),
        ]
        return {form: self._rules_of(form, title, answers, form == first) for form in accepted}

    def _rules_of(self, form: Form, title: str, answers: Answers, is_first: bool) -> FormRules:
        counts = self.forms[form]
        reading, decided_by = None, ""
        if answers.order is not None:
            reading, decided_by = self._stated(form, answers.order), "the person's answer"
            if reading is None and is_first:
                raise OrderImpossible(answers.order.value, f"{self.where_prefix}{counts.first_line}")
        if reading is None:
            reading, decided_by = counts.evidence.decide(counts.leaning())
        candidates = tuple(counts.evidence.readings)
        return FormRules(
            reading, decided_by, candidates, counts.names.senders(title), counts.example, counts.first_line
        )

    def _stated(self, form: Form, order: DateOrder) -> Reading | None:
        reading = reading_as(order, form.year_index)
        if reading is None:
            return None
        evidence = self.forms[form].evidence
        stated = evidence.readings[reading]
        others_fit = any(not other.misfits for other in evidence.readings.values())
        # Where no order fits every line, one that fits most is a possible answer; the rest become remarks.
        if stated.misfits and (others_fit or stated.misfits * 2 > evidence.dates):
            raise OrderImpossible(order.value, stated.first_misfit)
        return reading
