from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from evidence_kit.errors import ZoneUnknown
from evidence_kit.importers.dates import (
    OrderEvidence,
    Reading,
    hour_by_marker,
    instant_of,
    is_afternoon,
    reading_as,
    zone_of,
)
from evidence_kit.model import DateOrder

# The languages of phones that write a half of the day, as Babel names their locales.
LOCALES = [
    "en",
    "en_CA",
    "es",
    "ca",
    "pt_PT",
    "nl",
    "nb",
    "ro",
    "gl",
    "bs",
    "af",
    "sq",
    "am",
    "ar",
    "bg",
    "zh",
    "cs",
    "sk",
    "sl",
    "fi",
    "el",
    "ha",
    "hu",
    "ga",
    "ja",
    "ky",
    "ko",
    "lo",
    "lv",
    "lt",
    "mk",
    "ms",
    "fa",
    "pa",
    "sv",
    "th",
    "tr",
    "uk",
    "uz",
    "vi",
    "my",
    "ne",
    "si",
    "mn",
    "is",
    "so",
    "ps",
    "hi",
    "te",
]


@pytest.mark.parametrize("name", LOCALES)
def test_every_language_that_writes_a_half_of_the_day_is_understood(name):
    periods = Locale.parse(name).day_periods["format"]
    for width in ("abbreviated", "wide"):
        if periods.get(width, {}).get("am"):
            assert is_afternoon(periods[width]["am"]) is False
            assert is_afternoon(periods[width]["pm"]) is True


@pytest.mark.parametrize("text", ["a.m.", "a. m.", "a.\u202fm.", "AM", "am", "a.\u00a0m.", "A.M."])
def test_every_spelling_of_before_noon_is_the_same(text):
    assert is_afternoon(text) is False


@pytest.mark.parametrize("text", ["", "m", "Bob", "amp", "p.", "15"])
def test_other_words_are_no_half_of_the_day(text):
    assert is_afternoon(text) is None


@pytest.mark.parametrize(
    ("hour", "marker", "expected"),
    [
        (12, "AM", 0),
        (12, "PM", 12),
        (0, "AM", 0),
        (1, "PM", 13),
        (11, "AM", 11),
        (15, "PM", 15),
        (15, "AM", None),
        (24, "", None),
        (23, "", 23),
        (12, "晚上", None),
        (12, "中午", 12),
        (1, "中午", 13),
        (11, "中午", None),
        (9, "晚上", 21),
    ],
)
def test_an_hour_and_its_half_give_one_hour_or_none(hour, marker, expected):
    assert hour_by_marker(hour, marker) == expected


@pytest.mark.parametrize(
    "text", ["+02:00", "-0330", "UTC+5", "Europe/London", "UTC", "America/Argentina/Ushuaia"]
)
def test_a_zone_may_be_a_name_or_an_offset(text):
    assert zone_of(text).utcoffset(datetime(2024, 1, 1)) is not None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Nowhere",
        "../etc/passwd",
        "/etc/passwd",
        "Europe",
        "+25:00",
        "+2:75",
        "localtime",
        "right/UTC",
        "Ü",
    ],
)
def test_what_is_no_zone_is_refused_by_name(text):
    with pytest.raises(ZoneUnknown) as caught:
        zone_of(text)
    assert caught.value.zone == text


def test_an_instant_is_known_except_where_the_clocks_change():
    london = zone_of("Europe/London")
    assert instant_of(datetime(2021, 7, 1, 12), london) == datetime(2021, 7, 1, 11, tzinfo=UTC)
    assert instant_of(datetime(2021, 3, 28, 1, 30), london) is None
    assert instant_of(datetime(2021, 10, 31, 1, 30), london) is None
    assert instant_of(datetime(2021, 10, 31, 1, 30), zone_of("+01:00")) == datetime(
        2021, 10, 31, 0, 30, tzinfo=UTC
    )


def decided(*dates, year_index=2, leaning=None, named=()):
    evidence = OrderEvidence(year_index)
    for number, numbers in enumerate(dates):
        evidence.see(numbers, str(number + 1))
    for numbers, day in named:
        evidence.see_named(numbers, day)
    reading, _ = evidence.decide(leaning)
    return reading


def test_one_number_above_twelve_decides():
    assert decided((1, 2, 2020), (13, 2, 2020)) == Reading(2, day_first=True)
    assert decided((1, 2, 2020), (2, 13, 2020)) == Reading(2, day_first=False)


def test_a_year_in_front_decides_even_before_the_day():
    assert decided((2020, 1, 2), year_index=0) == Reading(0, day_first=False)
    assert decided((2020, 13, 2), year_index=0) == Reading(0, day_first=True)


def test_contradicting_dates_leave_the_order_open():
    assert decided((13, 1, 2020), (1, 13, 2020)) is None


def test_one_stray_line_among_very_many_does_not_undo_what_they_say():
    many = [
        (day, month, 2020)
        for month in (1, 2, 3)
        for day in range(13, 32)
        if (day, month) not in {(30, 2), (31, 2)}
    ]
    assert decided(*many, (1, 13, 2020)) == Reading(2, day_first=True)
    assert decided(*many[:20], (1, 13, 2020)) is None


def test_numbers_that_are_a_date_in_no_order_say_nothing():
    assert decided((99, 99, 2020), (13, 1, 2020)) == Reading(2, day_first=True)


def test_dates_that_can_be_read_two_ways_stay_open():
    assert decided((1, 2, 2020), (2, 2, 2020), (3, 2, 2020)) is None


def test_many_steps_back_in_one_order_decide_for_the_other():
    by_month = [(month, day, 2020) for month in (1, 2, 3, 4, 5) for day in (2, 6, 10)]
    assert decided(*by_month) == Reading(2, day_first=False)


def test_a_single_step_back_decides_only_with_the_way_of_writing():
    dates = ((1, 4, 23), (2, 2, 23), (2, 4, 23))
    assert decided(*dates, year_index=None) is None
    assert decided(*dates, year_index=None, leaning=DateOrder.DMY) is None
    assert decided(*dates, year_index=None, leaning=DateOrder.MDY) == Reading(2, day_first=False)


def test_the_date_in_a_file_name_decides_when_only_one_order_agrees():
    assert decided((5, 6, 2021), named=[((5, 6, 2021), date(2021, 6, 5))]) == Reading(2, day_first=True)
    both = [((5, 6, 2021), date(2021, 6, 5)), ((7, 8, 2021), date(2021, 7, 8))]
    assert decided((5, 6, 2021), (7, 8, 2021), named=both) is None


def test_a_year_of_two_digits_in_front_is_asked_for_and_never_taken_for_a_day():
    assert decided((22, 11, 5), (22, 11, 6), year_index=None) is None
    rising = [(21, month, day) for month in (5, 6, 7, 8, 9) for day in (20, 21, 28)]
    assert decided(*rising, year_index=None) is None
    assert reading_as(DateOrder.YMD, None).date_of((22, 11, 5)) == date(2022, 11, 5)


def test_an_answer_that_puts_a_long_year_elsewhere_fits_nothing():
    assert reading_as(DateOrder.YMD, 2) is None
    assert reading_as(DateOrder.DMY, 0) is None
    assert reading_as(DateOrder.DMY, 1).date_of((13, 2018, 6)) == date(2018, 6, 13)


def test_years_of_other_calendars_are_days_but_not_dates_of_ours():
    reading = Reading(2, day_first=True)
    assert reading.fits((20, 7, 2562))
    assert reading.date_of((20, 7, 2562)) is None
    assert not reading.fits((20, 13, 2562))


@given(st.lists(st.tuples(*[st.integers(0, 2200)] * 3), max_size=30), st.sampled_from([None, 0, 1, 2]))
def test_whatever_the_numbers_are_a_decision_is_a_reading_or_none(dates, year_index):
    reading = decided(*dates, year_index=year_index)
    assert reading is None or isinstance(reading, Reading)


@given(st.dates(date(2010, 1, 1), date(2029, 12, 31)), st.booleans())
def test_a_decided_order_never_contradicts_the_dates_it_came_from(start, day_first):
    days = [date.fromordinal(start.toordinal() + step) for step in range(0, 60, 3)]
    triples = [
        (day.day, day.month, day.year) if day_first else (day.month, day.day, day.year) for day in days
    ]
    assert decided(*triples) == Reading(2, day_first=day_first)
