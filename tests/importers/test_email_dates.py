from __future__ import annotations

from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence_kit.importers.email_dates import mail_date
from evidence_kit.model import TimeBasis

STATED, BY_RULE = TimeBasis.OFFSET_IN_FILE, TimeBasis.UTC_BY_FORMAT
UNKNOWN, NONE = TimeBasis.LOCAL_ZONE_UNKNOWN, TimeBasis.NONE


@pytest.mark.parametrize(
    ("written", "instant", "basis"),
    [
        ("Mon, 12 Oct 2026 21:14:05 +0200", "2026-10-12T19:14:05", STATED),
        ("12 Oct 2026 21:14 +0200", "2026-10-12T19:14:00", STATED),
        ("Mon, 12 Oct 2026 21:14:05 +0200 (CEST)", "2026-10-12T19:14:05", STATED),
        ("Mon, 12 Oct 2026 21:14:05+0200", "2026-10-12T19:14:05", STATED),
        ("Mon, 12 Oct 2026 21:14:05 +02:00", "2026-10-12T19:14:05", STATED),
        ("Mon, 12 Oct 2026 21:14:05 +0530", "2026-10-12T15:44:05", STATED),
        ("Mon, 12 Oct 2026 21:14:05 -0930", "2026-10-13T06:44:05", STATED),
        ("Mon, 12 Oct 2026 21:14:05 GMT", "2026-10-12T21:14:05", STATED),
        ("Mon, 12 Oct 2026 21:14:05 UT", "2026-10-12T21:14:05", STATED),
        ("Mon, 12 Oct 2026 21:14:05 Z", "2026-10-12T21:14:05", STATED),
        ("Mon, 12 Oct 2026 21:14:05 GMT+0200 (Central European Time)", "2026-10-12T19:14:05", STATED),
        ("Thu, 15 Oct 2026 09:00:00 EST", "2026-10-15T14:00:00", STATED),
        ("Thu, 15 Oct 2026 09:00:00 PDT", "2026-10-15T16:00:00", STATED),
        ("Mon, 12 Oct 2026 21:14:05 -0000", "2026-10-12T21:14:05", BY_RULE),
        ("Mon Oct 12 21:14:05 2026 +0200", "2026-10-12T19:14:05", STATED),
        ("Monday, 12-Oct-26 21:14:05 GMT", "2026-10-12T21:14:05", STATED),
        ("Sat, 31 Dec 2016 23:59:60 +0000", "2017-01-01T00:00:00", STATED),
        ("1 Jan 99 00:00:00 +0000", "1999-01-01T00:00:00", STATED),
        ("1 Jan 126 00:00:00 +0000", "2026-01-01T00:00:00", STATED),
        ("Mon, 12 Oct 2026 21:14:05", None, UNKNOWN),
        ("Mon, 12 Oct 2026 21:14:05 CET", None, UNKNOWN),
        ("Mon, 12 Oct 2026 21:14:05 IST", None, UNKNOWN),
        ("Mon, 12 Oct 2026 21:14:05 A", None, UNKNOWN),
        ("Mon, 12 Oct 2026 21:14:05 +9999", None, UNKNOWN),
        ("Mon Oct 12 21:14:05 2026", None, UNKNOWN),
        ("Fri, 31 Dec 9999 23:59:59 -0800", None, STATED),
        ("1 Jan 0001 00:00:00 +0800", None, STATED),
        ("", None, NONE),
        ("yesterday", None, NONE),
        ("Mon, 32 Oct 2026 21:14:05 +0200", None, NONE),
        ("Mon, 12 Oct 2026 25:14:05 +0200", None, NONE),
        ("Mon, 12 Foo 2026 21:14:05 +0200", None, NONE),
        ("Fri, 31 Dec 9999 23:59:60 +0000", None, NONE),
        ("12/10/2026 21:14", None, NONE),
    ],
)
def test_a_date_gives_its_instant_only_where_that_is_known(
    written: str, instant: str | None, basis: TimeBasis
) -> None:
    found = mail_date(written)
    assert found.basis is basis
    assert found.at == (datetime.fromisoformat(instant).replace(tzinfo=UTC) if instant else None)
    assert (found.local is None) == (basis is NONE)


def test_the_wall_clock_is_what_the_mail_says() -> None:
    found = mail_date("Mon, 12 Oct 2026 21:14:05 +0200")
    assert found.local == datetime(2026, 10, 12, 21, 14, 5)


def test_a_weekday_that_does_not_belong_to_the_date_is_noticed() -> None:
    assert mail_date("Mon, 12 Oct 2026 21:14:05 +0200").weekday_fits
    assert not mail_date("Sun, 12 Oct 2026 21:14:05 +0200").weekday_fits
    assert mail_date("Lun, 12 Oct 2026 21:14:05 +0200").weekday_fits


@given(st.datetimes(datetime(1970, 1, 1), datetime(2099, 1, 1), timezones=st.timezones()))
def test_what_the_standard_library_writes_is_read_as_it_reads_it(moment: datetime) -> None:
    offset = moment.utcoffset()
    if offset is None or offset.total_seconds() % 60:
        return
    written = format_datetime(moment)
    assert mail_date(written).at == parsedate_to_datetime(written).astimezone(UTC)


@given(st.text(max_size=60))
def test_any_text_is_a_date_or_none(text: str) -> None:
    mail_date(text)
    mail_date(f"Mon, 12 Oct 2026 21:14:05 {text}")
