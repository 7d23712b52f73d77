"""The start of a WhatsApp message: date, time and what closes them, in every way that phones write them.

The app takes date and time from the phone's settings, so there is no list of forms, only a grammar: three numbers
with separators, a glue, hours and minutes, maybe seconds, maybe a half of the day before or behind them, and a
closing. One export is written by one phone in one go, so its lines all share one ``Form``; a line in another form
is text that somebody pasted.

Source: header lines of public exports (github.com/joweich/chat-miner, github.com/Pustur/whatsapp-chat-parser,
github.com/timelinize/timelinize) and CLDR's short formats, read 2026-11. The app's makers publish no description.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from evidence_kit.importers.dates import GAP, HALF_OF_DAY, MARK, hour_by_marker, is_afternoon
from evidence_kit.model import DateOrder

# Every repetition is bounded: text is hostile, and patterns that may try many ways would take hours over it.
_M = f"{MARK}{{0,8}}"
_GAPS = f"{GAP}{{0,4}}"
_SEPARATOR = r"[-./\u2010-\u2015\u2212\u060d]"
_DATE = (
    rf"(?P<a>\d{{1,4}}){_M}{GAP}?(?:{_SEPARATOR}|年|년){_M}{GAP}?"
    rf"(?P<b>\d{{1,4}}){_M}{GAP}?(?P<sep>{_SEPARATOR}|月|월){_M}{GAP}?(?P<c>\d{{1,4}})(?!\d)"
)
_GLUE = r"(?P<glue>[^\d\[\]\n]{1,24}?)"
_TIME = (
    rf"(?P<h>\d{{1,2}}){_M}(?:(?P<colon>[:.：])|{GAP}?h{GAP}?){_M}(?P<m>\d{{2}})"
    rf"(?:{_M}[:.：]{_M}(?P<s>\d{{2}}))?(?!\d)"
)
_HALF = rf"(?:(?:{GAP}|{MARK}){{0,6}}(?P<half>{HALF_OF_DAY}))?"
_UNIT = rf"(?:{GAP}(?:ч\.?|Uhr|h))?"
_ODD = r"[^\W\d_][^\d\[\]:\n]{0,14}?"
_MOMENT = rf"(?P<written>{_DATE}{_GLUE}{_TIME}(?:{_HALF}{_UNIT}|{GAP}(?P<odd>{_ODD}))){_M}"

_BRACKET = re.compile(rf"{_M}\[{_M}{_MOMENT}{GAP}?(?P<close>\]){_M}{GAP}?", re.IGNORECASE)
_OPEN = re.compile(
    rf"{_M}{_MOMENT}(?:{_GAPS}(?P<close>[-\u2010-\u2015]){_M}(?:{GAP}|$)"
    rf"|(?(odd)(?!)|(?:(?P<colon_close>:){GAP}|{GAP}(?={_M}[^\s\-:])(?!{_ODD}{GAP}[-\u2010-\u2015]{GAP}))))",
    re.IGNORECASE,
)
_CLOSINGS = frozenset({"close", "colon_close"})
_MAY_START = re.compile(rf"{_M}\[?{_M}\d")
_EDGES = re.compile(rf"(?:{MARK}|{GAP})+")
_GLUE_EDGES = re.compile(rf"(?:{MARK}|{GAP}|[.,،、])+")
_BLANKS = re.compile(rf"{GAP}|[,،、日일]")


class Form(NamedTuple):
    """What all the header lines of one export have in common."""

    closing: str
    separator: str
    year_index: int | None
    glue: str
    colon: str
    has_seconds: bool
    has_half: bool

    @property
    def looks_like_a_log(self) -> bool:
        """True for forms that programs write into their logs and that phones hardly use."""
        iso = self.year_index == 0 and self.separator == "-"
        return iso and self.closing in "-: " and self.has_seconds and not self.has_half


class Header(NamedTuple):
    """One message start. ``numbers`` are the date's three in their order; ``hour`` is None when impossible.

    ``half_unread`` is True where a word that is not known here says which half of the day is meant.
    """

    form: Form
    numbers: tuple[int, int, int]
    hour: int | None
    minute: int
    second: int
    written: str
    tail: str
    leaning: DateOrder | None
    half_unread: bool


class _Day(NamedTuple):
    form: Form
    numbers: tuple[int, int, int]
    half: str
    leaning: DateOrder | None


def header_of(line: str) -> Header | None:
    """The message start that a line holds, with the rest of the line as ``tail``; None when it holds none."""
    if _MAY_START.match(line) is None:
        return None
    match = _BRACKET.match(line) if "[" in line[:8] else _OPEN.match(line)
    if match is None:
        return None
    seconds = match["s"]
    day = _day(
        match["a"],
        match["b"],
        match["c"],
        match["sep"],
        match["glue"],
        match["colon"] or "h",
        seconds is not None,
        match["half"] or match["odd"] or "",
        match[match.lastgroup or ""] if match.lastgroup in _CLOSINGS else " ",
    )
    if day is None:
        return None
    minute, second = int(match["m"]), int(seconds or 0)
    odd = match["odd"] is not None
    hour = hour_by_marker(int(match["h"]), day.half) if minute < 60 and second < 60 and not odd else None
    return Header(
        day.form, day.numbers, hour, minute, second, match["written"], line[match.end() :], day.leaning, odd
    )


# The lines of one day share all of this, and a long text has many lines a day.
@lru_cache(maxsize=512)
def _day(
    a: str,
    b: str,
    c: str,
    separator: str,
    glue: str,
    colon: str,
    has_seconds: bool,
    half: str,
    closing: str,
) -> _Day | None:
    words = _glue_and_half(glue, half)
    year = _year_index(a, b, c)
    if words is None or year is False:
        return None
    word, half = words
    form = Form(_one_closing(closing), separator, year, word, colon, has_seconds, bool(half))
    padded = len(a) == 2 and len(b) == 2
    return _Day(form, (int(a), int(b), int(c)), half, _leaning(separator, padded, half, year))


def _one_closing(closing: str) -> str:
    if closing == "]":
        return "["
    return closing if closing in ": " else "-"


def _glue_and_half(glue: str, half: str) -> tuple[str, str] | None:
    """What stands between date and time, without a half of the day, which is moved to where it belongs."""
    if not _BLANKS.search(glue):
        return None
    words = _GLUE_EDGES.sub(" ", glue).strip(" 日일")
    if words and not half and is_afternoon(words) is not None:
        return "", words
    return (words, half) if len(words) <= 10 else None


def _year_index(*numbers: str) -> int | bool | None:
    """Where the year of four digits stands; None when there is none, False when this can be no date."""
    lengths = [len(number) for number in numbers]
    if 3 in lengths or lengths.count(4) > 1:
        return False
    return lengths.index(4) if 4 in lengths else None


def _leaning(separator: str, padded: bool, half: str, year_index: int | None) -> DateOrder | None:
    """The order that CLDR gives for this way of writing, where all its locales agree; never evidence alone."""
    if separator == "/" and half.isupper() and half.isascii():
        return DateOrder.MDY if year_index is None and not padded else None
    if separator == "." or (separator == "/" and not half and padded):
        return DateOrder.DMY
    return None


def without_edges(text: str) -> str:
    """The text without blanks and marks without width at its two ends."""
    start = _EDGES.match(text)
    begin = start.end() if start else 0
    end = len(text)
    while end > begin and _EDGES.fullmatch(text[end - 1]):
        end -= 1
    return text[begin:end]
