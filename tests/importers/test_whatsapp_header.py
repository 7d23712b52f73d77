from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence_kit.importers.whatsapp_header import header_of, without_edges

# Every line: what stands before the text, and hour, minute, second.
FORMS = [
    ("[31/12/2022 11:40:26] ", (11, 40, 26)),
    ("[1/15/24, 10:30:00 AM] ", (10, 30, 0)),
    ("[1/15/24, 10:30:00\u202fPM] ", (22, 30, 0)),
    ("[15.01.24, 10:30:00] ", (10, 30, 0)),
    ("[2020-01-01, 12:00:01] ", (12, 0, 1)),
    ("[2019-04-16 02:09] ", (2, 9, 0)),
    ("[06/2018/13, 21:25:15] ", (21, 25, 15)),
    ("[20.7.2019 klo 15.04.05] ", (15, 4, 5)),
    ("\u200e[3/6/18 1:55:00 p. m.] ", (13, 55, 0)),
    ("\ufeff[3/6/18 1:55:00 p. m.] ", (13, 55, 0)),
    (
        "\u200f[\u0662\u0660\u200f/\u0667\u200f/\u0662\u0660\u0661\u0669\u060c \u0663:\u0660\u0664:\u0660\u0665 \u0645] ",
        (15, 4, 5),
    ),
    ("01/01/19, 11:25 - ", (11, 25, 0)),
    ("01/01/19, 11:25 \u2013 ", (11, 25, 0)),
    ("3/6/18, 1:55 p.m. - ", (13, 55, 0)),
    ("3/6/18, 1:55\u2009am - ", (1, 55, 0)),
    ("03-06-2018, 01.55 PM - ", (13, 55, 0)),
    ("13.6.2018 klo 21.25.15 - ", (21, 25, 15)),
    ("13. 6. 2018. 21:25:15 ", (21, 25, 15)),
    ("6/23/17, 12:29:34 PM: ", (12, 29, 34)),
    ("13.06.18 21.25.15: ", (21, 25, 15)),
    ("2021-03-18, 3:02 p.m. - ", (15, 2, 0)),
    ("20/6/2017 8:28 p.\u00a0m. - ", (20, 28, 0)),
    ("20.07.19 \u0433., 15:04 - ", (15, 4, 0)),
    ("20.07.19 \u0433., 15:04 \u0447. - ", (15, 4, 0)),
    ("2019-07-20 kl. 15:04 - ", (15, 4, 0)),
    ("20/07/2019 \u00e0 15:04 - ", (15, 4, 0)),
    ("20/07/2019 \u00e0s 15:04 - ", (15, 4, 0)),
    ("20/07/2019, 15h04 - ", (15, 4, 0)),
    ("2019-07-20 15 h 04 - ", (15, 4, 0)),
    ("2019. 07. 20. 15:04 - ", (15, 4, 0)),
    ("2019. 7. 20. \uc624\ud6c4 3:04 - ", (15, 4, 0)),
    ("2019\ub144 7\uc6d4 20\uc77c \uc624\ud6c4 3:04 - ", (15, 4, 0)),
    ("2019/7/20 \u4e0b\u53483:04 - ", (15, 4, 0)),
    ("2019\u5e747\u670820\u65e5 \u4e0b\u53483:04 - ", (15, 4, 0)),
    ("2019/07/20 \u5348\u5f8c0:04 - ", (12, 4, 0)),
    ("\u0968\u0966/\u096d/\u0968\u0966\u0967\u096f, \u0969:\u0966\u096a pm - ", (15, 4, 0)),
    ("20.07.2019, 3:04 \u00d6S - ", (15, 4, 0)),
    ("20/7/2019, 3:04 \u03bc.\u03bc. - ", (15, 4, 0)),
    ("2019/07/20, 3:04 nm. - ", (15, 4, 0)),
    ("20/7/19 3:04 CH - ", (15, 4, 0)),
]

NO_HEADERS = [
    "",
    "hello",
    "2016-04-29 10:30:00",
    "12/3/2020",
    "10:30 - Bob: hi",
    "2019-01-01 10:00:00,123 - root - INFO - text",
    "2019-01-01T10:00:00 - text",
    "10.0.0.1 - text",
    "1/2/3/4, 10:30 - text",
    "12345/1/1, 10:30 - text",
    "1/1/202, 10:30 - a: b",
    "see 1/4/23, 7:02 PM - Bob: hi",
    "[1/4/23, 7:02 PM Bob: hi",
    "Bob, [1/4/23 7:02 PM]",
]


@pytest.mark.parametrize(("head", "time"), FORMS, ids=[ascii(head) for head, _ in FORMS])
@pytest.mark.parametrize("tail", ["Fox: hello", "Fox: 1/1/20, 10:00 - x", "You were added"])
def test_every_way_of_writing_is_understood(head, time, tail):
    header = header_of(head + tail)
    assert header is not None
    assert (header.hour, header.minute, header.second) == time
    assert header.tail == tail
    assert header.written in head


@pytest.mark.parametrize("line", NO_HEADERS)
def test_other_lines_start_no_message(line):
    assert header_of(line) is None


def test_lines_of_one_phone_share_their_form_whatever_the_numbers():
    forms = {
        header_of(line).form
        for line in ("1/4/23, 7:02\u202fPM - a", "12/31/23, 12:00\u202fAM - b", "1/14/23, 7:02 am - c")
    }
    assert len(forms) == 1


def test_text_pasted_from_another_phone_has_another_form():
    own = header_of("[20/07/19, 15:04:05] Fox: a").form
    assert header_of("[20/07/19, 15:04] Fox: a").form != own
    assert header_of("20/07/19, 15:04 - Fox: a").form != own


def test_a_time_that_cannot_be_keeps_its_place_but_has_no_hour():
    for line in ("1/1/20, 25:00 - a", "1/1/20, 10:61 - a", "[1/1/20, 10:10:75] a", "1/1/20, 15:00 AM - a"):
        assert header_of(line).hour is None


def test_a_word_for_the_half_of_the_day_that_is_not_known_leaves_the_time_open():
    for line in ("1/4/23, 7:02 xyz - Fox: hi", "[1/4/23, 7:02:03 xyz] Fox: hi"):
        header = header_of(line)
        assert header.half_unread
        assert header.hour is None
        assert header.tail == "Fox: hi"


@given(st.text(max_size=60))
def test_no_text_is_too_strange(text):
    header = header_of(text)
    assert header is None or text.endswith(header.tail)


@given(
    st.text(alphabet="0123456789/.-,: []apmAPM\u200e\u202f\u0663\u5e74klo", max_size=40),
)
def test_no_mixture_of_the_parts_of_a_date_is_too_strange(text):
    header = header_of(text)
    assert header is None or header.written in text


@given(st.text(max_size=20))
def test_edges_are_taken_off_and_the_middle_is_kept(text):
    bare = without_edges(f"\u200e \u202a{text}\u202c\u00a0")
    assert bare in text
    assert without_edges(bare) == bare
