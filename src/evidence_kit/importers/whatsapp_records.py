"""The second pass over a WhatsApp text: every line becomes part of exactly one record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo

from evidence_kit.importers.dates import instant_of
from evidence_kit.importers.whatsapp_body import PLAIN, Body, body_of, date_in_name, first_line
from evidence_kit.importers.whatsapp_header import Form, Header, header_of, without_edges
from evidence_kit.importers.whatsapp_lines import Line
from evidence_kit.importers.whatsapp_media import Media
from evidence_kit.importers.whatsapp_senders import sender_ids
from evidence_kit.importers.whatsapp_survey import FormRules
from evidence_kit.model import Attachment, EmbeddedFact, Finding, FindingKind, Message, RecordKind, TimeBasis

TEXT_LIMIT_CHARACTERS = 16 * 1024 * 1024
"""A longer text goes on in remarks, so that a file without message starts does not fill the memory."""

_CUT_AT = (10_000, 40_000)
_LATE = timedelta(hours=1)
_NOTICE_CHARACTERS = 30


@dataclass(slots=True)
class _Moment:
    local: datetime | None = None
    at: datetime | None = None
    basis: TimeBasis = TimeBasis.NONE
    facts: tuple[EmbeddedFact, ...] = ()


@dataclass(slots=True)
class ChatReader:
    """Reads one chat. ``where_prefix`` stands before line numbers: "" for a single file, "member:" in a zip."""

    conversation: str
    where_prefix: str
    rules: Mapping[Form, FormRules]
    media: Media
    zone: tzinfo | None
    from_people: int = 0
    _header: Header | None = None
    _number: int = 1
    _lead: str = ""
    _parts: list[str] = field(default_factory=list)
    _length: int = 0
    _overflow: bool = False
    _bad_bytes: list[str] = field(default_factory=list)
    _remarks: int = 0
    _first_remark: str = ""
    _last_local: datetime | None = None
    _back_at: str = ""
    _file_differs: tuple[str, str] | None = None
    _unread: tuple[str, str] | None = None
    _any_record: bool = False
    _days: dict[tuple[Form, tuple[int, int, int]], date | None] = field(default_factory=dict)
    _people: dict[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)

    def records(self, lines: Iterable[Line]) -> Iterator[Message]:
        """Every record of the chat in its order."""
        for line in lines:
            header = None if line.joined else header_of(line.text)
            if header is not None and header.form in self.rules:
                yield from self._end_record()
                self._begin(header, line)
                continue
            self._go_on(line)
            if self._length > TEXT_LIMIT_CHARACTERS:
                yield from self._end_record()
                self._overflow = True
        yield from self._end_record()

    def last_findings(self) -> Iterator[Finding]:
        """What was noticed on the way."""
        if self._remarks:
            details = {"count": str(self._remarks), "where": self._first_remark}
            yield Finding(FindingKind.LINES_NOT_READ, details)
        if self._unread is not None:
            part, reason = self._unread
            yield Finding(FindingKind.PART_UNREADABLE, {"part": part, "reason": reason})
        if self._back_at:
            yield Finding(FindingKind.TIMES_OUT_OF_ORDER, {"where": self._back_at})
        if self._file_differs is not None:
            where, name = self._file_differs
            yield Finding(FindingKind.FILE_NAME_DATE_DIFFERS, {"where": where, "name": name})
        if self.from_people in _CUT_AT:
            yield Finding(FindingKind.EXPORT_MAY_BE_CUT, {"count": str(self.from_people)})

    def _begin(self, header: Header, line: Line) -> None:
        self._header = header
        self._overflow = False
        self._number = line.number
        self._lead = line.text[: len(line.text) - len(header.tail)]
        self._parts = [header.tail]
        self._length = len(line.text)
        self._bad_bytes = [line.bad_bytes] if line.bad_bytes else []

    def _go_on(self, line: Line) -> None:
        if not self._parts:
            self._number = line.number
        elif not line.joined:
            self._parts.append("\n")
        self._parts.append(line.text)
        self._length += len(line.text) + 1
        if line.bad_bytes:
            self._bad_bytes.append(line.bad_bytes)

    def _end_record(self) -> Iterator[Message]:
        text = "".join(self._parts)
        header = self._header
        if header is not None:
            yield self._record(header, text)
            self._any_record = True
        elif self._parts and (self._overflow or text.strip("\ufeff \t\n")):
            yield self._remark(text, "")
        self._header, self._parts, self._length, self._bad_bytes = None, [], 0, []

    def _remark(self, text: str, written: str) -> Message:
        where = self._where()
        self._remarks += 1
        self._first_remark = self._first_remark or where
        return Message(
            RecordKind.REMARK,
            self.conversation,
            text,
            where,
            time_as_written=written,
            facts=self._byte_facts(),
        )

    def _record(self, header: Header, tail: str) -> Message:
        rules = self.rules[header.form]
        moment = self._moment(header, rules)
        if moment is None:
            return self._remark(self._lead + tail, header.written)
        split = rules.senders.split(tail)
        name, text = split if split is not None else ("", tail)
        body = body_of(text, split is not None, bool(self.media) and self.media.holds(first_line(text)))
        sender, ids = self._person(name)
        self._look_at_order(moment)
        attachments = self._attachments(body, header, rules, moment) if body is not PLAIN else ()
        # A group's name or the app's own notice stands over words, never over a file that somebody sent.
        by_a_person = split is not None and (bool(attachments) or name not in rules.senders.groups)
        self.from_people += by_a_person
        return Message(
            self._kind(body, by_a_person, text, bool(attachments)),
            self.conversation,
            text,
            self._where(),
            sender=sender,
            sender_ids=ids,
            time_as_written=header.written,
            local=moment.local,
            at=moment.at,
            basis=moment.basis,
            attachments=attachments,
            facts=body.facts + moment.facts + self._byte_facts(),
        )

    def _kind(self, body: Body, by_a_person: bool, text: str, has_file: bool) -> RecordKind:
        if body.is_call:
            return RecordKind.CALL
        # The app opens a chat with its long notice on encryption, under the name of the other person.
        long_notice = body.notice == "marked" and len(text) > _NOTICE_CHARACTERS
        opens_chat = long_notice and not self._any_record and not has_file
        return RecordKind.MESSAGE if by_a_person and not opens_chat else RecordKind.SYSTEM

    def _person(self, name: str) -> tuple[str, tuple[str, ...]]:
        if not name:
            return "", ()
        if name not in self._people:
            self._people[name] = (without_edges(name), sender_ids(name))
        return self._people[name]

    def _moment(self, header: Header, rules: FormRules) -> _Moment | None:
        """When the record says it was; None for numbers that are no date or no time in any way."""
        if header.half_unread:
            self._unread = self._unread or (header.written, "its half of the day is not known here")
            return _Moment()
        if header.hour is None:
            return None
        if rules.reading is None:
            fits = any(reading.fits(header.numbers) for reading in rules.candidates)
            return _Moment(basis=TimeBasis.AMBIGUOUS_ORDER) if fits else None
        day = self._day(header, rules)
        if day is None and not rules.reading.fits(header.numbers):
            return None
        if day is None:
            self._unread = self._unread or (header.written, "the year is one of another calendar")
            return _Moment()
        local = datetime.combine(day, time(header.hour, header.minute, header.second))
        if self.zone is None:
            return _Moment(local, None, TimeBasis.LOCAL_ZONE_UNKNOWN)
        at = instant_of(local, self.zone)
        facts = (
            () if at is not None else (EmbeddedFact("clock_change", "the hour is skipped or comes twice"),)
        )
        return _Moment(local, at, TimeBasis.STATED_BY_PERSON, facts)

    def _day(self, header: Header, rules: FormRules) -> date | None:
        key = (header.form, header.numbers)
        if key not in self._days:
            self._days.clear()
            self._days[key] = rules.reading.date_of(header.numbers) if rules.reading else None
        return self._days[key]

    def _look_at_order(self, moment: _Moment) -> None:
        if moment.local is None:
            return
        if self._last_local is not None and moment.local < self._last_local - _LATE and not self._back_at:
            self._back_at = self._where()
        self._last_local = moment.local

    def _attachments(
        self, body: Body, header: Header, rules: FormRules, moment: _Moment
    ) -> tuple[Attachment, ...]:
        for name in body.files:
            named = date_in_name(name)
            if named is None or self._file_differs is not None:
                continue
            days = (
                [moment.local.date()]
                if moment.local
                else [r.date_of(header.numbers) for r in rules.candidates]
            )
            if all(day is not None and abs((day - named).days) > 1 for day in days):
                self._file_differs = (self._where(), name)
        return tuple(self.media.attachment(name) for name in body.files)

    def _byte_facts(self) -> tuple[EmbeddedFact, ...]:
        if not self._bad_bytes:
            return ()
        return (EmbeddedFact("bytes_not_text", " ".join(self._bad_bytes[:64])),)

    def _where(self) -> str:
        return f"{self.where_prefix}{self._number}"
