"""What a Date or Received header says about time, and how far the instant is known.

Source: RFC 5322 sections 3.3 and 4.3 (https://www.rfc-editor.org/rfc/rfc5322, 2026-11-23): the named zones of North
America are defined there, other names are not, and "-0000" means UTC written by a computer whose own zone is not told.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

from evidence_kit.model import TimeBasis

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_ZONE_HOURS = {
    **dict.fromkeys(("gmt", "ut", "utc", "z"), 0),
    "edt": -4, "est": -5, "cdt": -5, "cst": -6, "mdt": -6, "mst": -7, "pdt": -7, "pst": -8,
}  # fmt: skip

_DATE = re.compile(
    r"(?:(?P<weekday>[A-Za-z]{3})[A-Za-z]{0,6}\.?,?\s{1,9})?(?P<day>\d{1,2})[\s-]{1,9}"
    r"(?P<month>[A-Za-z]{3})[A-Za-z]{0,6}\.?[\s-]{1,9}(?P<year>\d{2,4}),?\s{1,9}"
    r"(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2}))?(?P<rest>.{0,40})"
)
_ASCTIME = re.compile(
    r"(?:(?P<weekday>[A-Za-z]{3}),?\s{1,9})?(?P<month>[A-Za-z]{3})\s{1,9}(?P<day>\d{1,2})\s{1,9}"
    r"(?P<hour>\d{1,2}):(?P<minute>\d{2}):(?P<second>\d{2})\s{1,9}(?P<year>\d{4})(?P<rest>.{0,40})"
)
_OFFSET = re.compile(r"\s*(?:GMT|UTC)?([+-])(\d{2}):?(\d{2})(?!\d)")
_ZONE_NAME = re.compile(r"\s*([A-Za-z]{1,5})\b")


@dataclass(frozen=True, slots=True)
class MailDate:
    """A time as a mail tells it: wall clock, instant and basis, as far as each is known."""

    local: datetime | None = None
    at: datetime | None = None
    basis: TimeBasis = TimeBasis.NONE
    weekday_fits: bool = True


def mail_date(text: str) -> MailDate:
    """The time in a header's text; nothing but ``basis`` NONE where it holds no date."""
    text = text.strip()
    match = _DATE.match(text) or _ASCTIME.match(text)
    local = _local(match) if match else None
    if match is None or local is None:
        return MailDate()
    weekday = (match["weekday"] or "").lower()
    weekday_fits = weekday not in _WEEKDAYS or weekday == _WEEKDAYS[local.weekday()]
    offset, basis = _offset(match["rest"])
    return MailDate(local, _instant(local, offset), basis, weekday_fits)


def _local(match: re.Match[str]) -> datetime | None:
    year = int(match["year"])
    if len(match["year"]) < 4:
        year += 1900 if year >= 50 else 2000
    second = int(match["second"] or 0)
    try:
        month = _MONTHS.index(match["month"].lower()) + 1
        moment = datetime(  # noqa: DTZ001 (a wall clock, whose zone is another matter)
            year, month, int(match["day"]), int(match["hour"]), int(match["minute"]), min(second, 59)
        )
        return moment + timedelta(seconds=1) if second == 60 else moment
    except (ValueError, OverflowError):
        return None


def _offset(rest: str) -> tuple[timedelta | None, TimeBasis]:
    match = _OFFSET.match(rest)
    if match:
        if match[1] == "-" and match[2] == match[3] == "00":
            return timedelta(), TimeBasis.UTC_BY_FORMAT
        if int(match[2]) < 24 and int(match[3]) < 60:
            size = timedelta(hours=int(match[2]), minutes=int(match[3]))
            return (-size if match[1] == "-" else size), TimeBasis.OFFSET_IN_FILE
    name = _ZONE_NAME.match(rest)
    hours = _ZONE_HOURS.get(name[1].lower()) if name else None
    if hours is None:
        return None, TimeBasis.LOCAL_ZONE_UNKNOWN
    return timedelta(hours=hours), TimeBasis.OFFSET_IN_FILE


def _instant(local: datetime, offset: timedelta | None) -> datetime | None:
    if offset is None:
        return None
    try:
        return local.replace(tzinfo=timezone(offset)).astimezone(UTC)
    except OverflowError:
        return None
