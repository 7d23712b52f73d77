from datetime import UTC, datetime

import pytest

from evidence_kit.errors import LanguageUnknown
from evidence_kit.words import (
    _,
    date_text,
    fingerprint_text,
    head_code,
    language,
    languages,
    moment_text,
    size_text,
    use_language,
    utc_text,
    zone_text,
)


def test_a_month_is_always_a_word_so_that_it_cannot_be_misread():
    assert date_text(datetime(2026, 4, 3)) == "April 3, 2026"


def test_a_moment_names_its_zone_and_moves_to_it():
    assert (
        moment_text(datetime(2026, 4, 3, 23, 30, 5, tzinfo=UTC), 120) == "April 4, 2026, 01:30:05 UTC+02:00"
    )


def test_a_table_time_is_marked_as_utc():
    assert utc_text(datetime(2026, 4, 3, 23, 30, 5, tzinfo=UTC)) == "2026-04-03 23:30:05 UTC"


@pytest.mark.parametrize(("minutes", "text"), [(0, "UTC"), (330, "UTC+05:30"), (-210, "UTC-03:30")])
def test_a_zone_keeps_its_half_hours(minutes, text):
    assert zone_text(minutes) == text


@pytest.mark.parametrize(
    ("size_bytes", "text"),
    [
        (1, "1 byte"),
        (9999, "9,999 bytes"),
        (10_000, "10.0 kB (10,000 bytes)"),
        (999_999, "1000.0 kB (999,999 bytes)"),
        (2_013_265_920, "2.0 GB (2,013,265,920 bytes)"),
        (5_000_000_000_000_000, "5,000.0 TB (5,000,000,000,000,000 bytes)"),
    ],
)
def test_a_rounded_size_keeps_the_exact_bytes_beside_it(size_bytes, text):
    shown = size_text(size_bytes)
    assert shown.split(" (")[-1] == text.split(" (")[-1]
    assert shown.split(" ")[1] == text.split(" ")[1]


def test_a_fingerprint_is_read_in_groups_and_loses_no_digit():
    digest = "0123456789abcdef" * 4
    assert fingerprint_text(digest).replace(" ", "") == digest
    assert fingerprint_text(digest).startswith("01234567 89abcdef ")


def test_the_head_code_is_the_one_in_the_format_description():
    head = bytes.fromhex("25f5cff292010c19c3248665d4d3afd2f1955beb1bca61e9261302f3f7b9d675")
    assert head_code(head) == "4QTW-ZWMJ-0461-KGS4-GSJX-9MXF"


def test_english_is_always_there_and_in_force():
    assert languages()[0] == "en"
    assert language() == "en"
    assert _("Picture") == "Picture"


def test_an_unknown_language_is_refused_and_changes_nothing():
    with pytest.raises(LanguageUnknown), use_language("xx"):
        pass
    assert language() == "en"
