"""What the times in message exports have in common: halves of the day, time zones, the order of day and month.

Nothing here guesses. Where the evidence does not decide, the answer is None and the person is asked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from evidence_kit.errors import ZoneUnknown
from evidence_kit.model import DateOrder

MARK = "[\u200b-\u200f\u061c\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
"""A direction mark or another character without width, as a pattern: phones put them between the parts of a date."""

GAP = "[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]"
"""A blank of any width, as a pattern."""

# Source: CLDR day periods (format, abbreviated and wide), https://cldr.unicode.org, release 47, read 2026-11 through
# Babel. Chinese phones also name parts of a half.
_BEFORE_NOON = (
    "a.m.", "v.m.", "p.d.", "e paradites", "ጥዋት", "ص", "пр.об.", "上午", "凌晨", "早上", "清晨", "半夜", "午夜", "dop.", "ap.",
    "π.μ.", "SF", "Safiya", "de.", "r.n.", "午前", "тң", "таңкы", "오전", "ກ່ອນທ່ຽງ", "priekšp.", "priekšpusdienā",
    "priešpiet", "претпл.", "PG", "ق.ظ.", "قبل‌ازظهر", "قبل از ظهر", "da manhã", "ਪੂ.ਦੁ.", "f.m.", "ก่อนเที่ยง", "ÖÖ",
    "дп", "TO", "SA", "နံနက်", "पूर्वाह्न", "පෙ.ව.", "ү.ө.", "prijepodne", "pre podne", "f.h.", "غ.م.", "GH", "ДП",
)  # fmt: skip
_AFTER_NOON = (
    "p.m.", "n.m.", "m.d.", "e pasdites", "ከሰዓት", "م", "сл.об.", "下午", "中午", "晚上", "傍晚", "odp.", "ip.", "μ.μ.", "YM", "Yamma", "du.",
    "i.n.", "午後", "тк", "түштөн кийинки", "오후", "ຫຼັງທ່ຽງ", "pēcp.", "pēcpusdienā", "popiet", "попл.", "PTG",
    "ب.ظ.", "بعدازظهر", "بعد از ظهر", "da tarde", "ਬਾ.ਦੁ.", "e.m.", "หลังเที่ยง", "pop.", "ÖS", "пп", "TK", "CH", "ညနေ",
    "अपराह्न", "ප.ව.", "ү.х.", "popodne", "po podne", "e.h.", "غ.و.", "GD",
)  # fmt: skip


def _spelling(marker: str) -> str:
    """A marker as a pattern: dots may be missing, or be followed by a blank."""
    letters = marker.strip(".").split(".")
    if letters == [marker] and marker.isascii() and len(marker) == 2:
        letters = list(marker)
    return rf"\.?{GAP}?".join(re.escape(part).replace(r"\ ", GAP) for part in letters) + r"\.?"


def _alternatives(markers: tuple[str, ...]) -> str:
    return "|".join(_spelling(marker) for marker in sorted(markers, key=len, reverse=True))


HALF_OF_DAY = rf"(?:{_alternatives(_BEFORE_NOON + _AFTER_NOON)})(?!\w)"
"""A mark for before or after noon in the languages that phones write, as a pattern (ignoring case)."""

_BEFORE = re.compile(_alternatives(_BEFORE_NOON), re.IGNORECASE)
_AFTER = re.compile(_alternatives(_AFTER_NOON), re.IGNORECASE)


def is_afternoon(marker: str) -> bool | None:
    """True for p.m., False for a.m. in any known spelling, None for anything else."""
    if _AFTER.fullmatch(marker):
        return True
    return False if _BEFORE.fullmatch(marker) else None


# The parts of the day in Chinese that do not hold every hour of their half: noon begins at 12, evening ends at 11.
_NOON, _EVENING = "中午", ("晚上", "傍晚")


def hour_by_marker(hour: int, marker: str) -> int | None:
    """The hour from 0 to 23 of a time as it stands beside ``marker`` ("" for none); None where the two do not fit."""
    if (marker == _NOON and hour not in {12, 1, 2}) or (marker in _EVENING and hour == 12):
        return None
    return hour_of_day(hour, is_afternoon(marker) if marker else None)


def hour_of_day(hour: int, afternoon: bool | None) -> int | None:
    """The hour from 0 to 23; None where hour and half of the day do not fit together."""
    if afternoon is None or hour > 12:
        return hour if hour < 24 and (afternoon is not False or hour == 0) else None
    return hour % 12 + (12 if afternoon else 0)


# --- zones -------------------------------------------------------------------

_OFFSET = re.compile(r"(?:UTC|GMT)?([+\-−])(\d{1,2})(?::?([0-5]\d))?", re.ASCII | re.IGNORECASE)
_ZONE_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_+\-]*(?:/[A-Za-z0-9_+\-]+)*", re.ASCII)
# Places in a zone database that are no zones a person could mean: this computer's own, and clocks with leap seconds.
_NOT_A_STATEMENT = ("localtime", "posixrules", "Factory", "posix/", "right/")


def zone_of(text: str) -> tzinfo:
    """The zone that a person named: an IANA name (Europe/London) or an offset (+02:00, UTC-5).

    Raises:
        ZoneUnknown: it is neither; nothing was changed.
    """
    stated = text.strip()
    if offset := _OFFSET.fullmatch(stated):
        minutes = int(offset[2]) * 60 + int(offset[3] or 0)
        if minutes > 14 * 60:
            raise ZoneUnknown(text)
        return timezone(timedelta(minutes=minutes if offset[1] == "+" else -minutes))
    if not _ZONE_NAME.fullmatch(stated) or stated.startswith(_NOT_A_STATEMENT):
        raise ZoneUnknown(text)
    try:
        return ZoneInfo(stated)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ZoneUnknown(text) from error


def instant_of(local: datetime, zone: tzinfo) -> datetime | None:
    """The instant (UTC) of a wall-clock time; None in the hour that the clocks skip or go through twice."""
    first, second = (local.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if first.utcoffset() != second.utcoffset():
        return None
    try:
        return first.astimezone(UTC)
    except OverflowError:
        return None


# --- the order of day, month and year ----------------------------------------

YEARS = range(1990, 2100)
"""Years that are taken for our calendar's; 2569 and 1405 are those of others and stay unread."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a date of three numbers: where the year stands, and whether the day is before the month."""

    year_index: int
    day_first: bool

    def parts(self, numbers: tuple[int, int, int]) -> tuple[int, int, int]:
        """Year, month and day as this reading has them; a year of two digits is one of this century."""
        year, first, second = _year_apart(numbers, self.year_index)
        year = year + 2000 if year < 100 else year
        return (year, second, first) if self.day_first else (year, first, second)

    def date_of(self, numbers: tuple[int, int, int]) -> date | None:
        """The date; None where there is no such day, or the year is not one of our calendar's."""
        year, month, day = self.parts(numbers)
        try:
            return date(year, month, day) if year in YEARS else None
        except ValueError:
            return None

    def fits(self, numbers: tuple[int, int, int]) -> bool:
        """True when it could be a day, in this or another calendar."""
        year, month, day = self.parts(numbers)
        if year in YEARS:
            return self.date_of(numbers) is not None
        return 1 <= month <= 12 and 1 <= day <= 32


def _year_apart(numbers: tuple[int, int, int], year_index: int) -> tuple[int, int, int]:
    first, second, third = numbers
    if year_index == 0:
        return first, second, third
    return (second, first, third) if year_index == 1 else (third, first, second)


def reading_as(order: DateOrder, year_index: int | None) -> Reading | None:
    """The reading that a person's answer means; None where the year (of four digits) stands elsewhere.

    ``year_index`` is where the year of four digits stands, None when all years have two.
    """
    if order is DateOrder.YMD:
        return Reading(0, day_first=False) if year_index in {None, 0} else None
    if year_index == 0:
        return None
    return Reading(2 if year_index is None else year_index, day_first=order is DateOrder.DMY)


_CLEARLY = 50
"""How many times more lines must speak for an order than against it."""


@dataclass(slots=True)
class ReadingEvidence:
    """What the dates of a file say about one reading."""

    misfits: int = 0
    first_misfit: str = ""
    steps_back: int = 0
    named: int = 0
    early: int = 0
    _last_day: int = 0

    def see(self, day: date | None, where: str) -> None:
        """Takes in the next date under this reading; ``day`` is None where another calendar's year stands."""
        if day is None:
            return
        ordinal = day.toordinal()
        # A phone that was switched off delivers some hours late, not days.
        self.steps_back += ordinal < self._last_day - 1
        self._last_day = ordinal
        self.early += day.year < 2009

    def misses(self, where: str) -> None:
        """Takes in a date that this reading cannot be true for."""
        self.misfits += 1
        self.first_misfit = self.first_misfit or where


@dataclass(slots=True)
class OrderEvidence:
    """Gathers, date by date, which order of day and month a file can have. ``year_index`` as in ``reading_as``."""

    year_index: int | None
    dates: int = 0
    readings: dict[Reading, ReadingEvidence] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Begins with every reading that the place of the year allows."""
        index = 2 if self.year_index is None else self.year_index
        candidates = [Reading(index, day_first=True), Reading(index, day_first=False)]
        if self.year_index is None:
            candidates.append(Reading(0, day_first=False))
        self.readings = {reading: ReadingEvidence() for reading in candidates}

    def see(self, numbers: tuple[int, int, int], where: str) -> None:
        """Takes in one date; call it in the order of the file."""
        fitting = [reading for reading in self.readings if reading.fits(numbers)]
        if not fitting:
            return  # no date in any order: it says nothing about the order of the others
        self.dates += 1
        for reading, evidence in self.readings.items():
            if reading in fitting:
                evidence.see(reading.date_of(numbers), where)
            else:
                evidence.misses(where)

    def see_named(self, numbers: tuple[int, int, int], named: date) -> None:
        """Takes in that the name of an attached file holds the date ``named``."""
        for reading, evidence in self.readings.items():
            evidence.named += reading.date_of(numbers) == named

    def decide(self, leaning: DateOrder | None) -> tuple[Reading | None, str]:
        """The reading and what decided it; None and "" where the evidence is not enough or contradicts itself.

        ``leaning`` is the order that the way of writing is known for. It decides nothing alone.
        """
        day_first, month_first = list(self.readings)[:2]
        if self.year_index == 0:
            return self._decide_year_first(day_first, month_first)
        fitting = [reading for reading in (day_first, month_first) if not self.readings[reading].misfits]
        fitting = fitting or self._all_but_strays(day_first, month_first)
        if not fitting or self._year_may_be_first(fitting):
            return None, ""
        if len(fitting) == 1:
            return fitting[0], "a number above 12"
        return self._decide_between(day_first, month_first, leaning)

    def _decide_year_first(self, day_first: Reading, month_first: Reading) -> tuple[Reading | None, str]:
        if not self.readings[month_first].misfits:
            return month_first, "the year stands first"
        if not self.readings[day_first].misfits:
            return day_first, "a number above 12"
        return None, ""

    def _all_but_strays(self, day_first: Reading, month_first: Reading) -> list[Reading]:
        """The reading that a few lines contradict, such as pasted ones, against fifty times as many for it."""
        pairs = ((day_first, month_first), (month_first, day_first))
        return [
            reading
            for reading, other in pairs
            if self.readings[reading].misfits * _CLEARLY <= self.readings[other].misfits
        ]

    def _year_may_be_first(self, fitting: list[Reading]) -> bool:
        """True when a year of two digits could as well stand first: then only the person knows."""
        if self.year_index is not None:
            return False
        year_first = self.readings[Reading(0, day_first=False)]
        if year_first.misfits or year_first.early == self.dates:
            return False
        others = [self.readings[reading] for reading in fitting]
        too_early = all(other.early == self.dates for other in others)
        jumps = year_first.steps_back == 0 and all(other.steps_back >= 3 for other in others)
        return too_early or jumps

    def _decide_between(
        self, day_first: Reading, month_first: Reading, leaning: DateOrder | None
    ) -> tuple[Reading | None, str]:
        for reading, other, order in (
            (day_first, month_first, DateOrder.DMY),
            (month_first, day_first, DateOrder.MDY),
        ):
            mine, others = self.readings[reading], self.readings[other]
            if mine.named and not others.named:
                return reading, "dates in names of attached files"
            clear = others.steps_back >= 3 and mine.steps_back * _CLEARLY <= others.steps_back
            supported = others.steps_back > 0 and mine.steps_back == 0 and leaning is order
            if (clear or supported) and not others.named:
                return reading, "the order of the lines"
        return None, ""
