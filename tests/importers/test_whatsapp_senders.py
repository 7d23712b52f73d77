from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence_kit.importers.whatsapp_senders import NameCounts, sender_ids, split_at_first


def senders_of(*tails: str, title: str = ""):
    counts = NameCounts()
    for tail in tails:
        counts.see(tail)
    return counts.senders(title)


def test_a_name_ends_at_the_first_colon_with_a_blank_behind_it():
    assert split_at_first("Fox: hello: you") == ("Fox", "hello: you")
    assert split_at_first("Fox: ") == ("Fox", "")
    assert split_at_first("Fox:") == ("Fox", "")
    assert split_at_first("You were added") is None
    assert split_at_first("Fox:.") is None
    assert split_at_first(": hello") is None


def test_a_subject_with_a_colon_makes_no_sender():
    tails = ("Fox: hi", "Bear: hi", 'Fox changed the subject from "A" to "Plan: B"', "Bear: bye")
    senders = senders_of(*tails)
    assert senders.people == ("Fox", "Bear")
    assert senders.split(tails[2]) is None
    assert senders.split(tails[0]) == ("Fox", "hi")


@pytest.mark.parametrize(
    "tail",
    [
        "You changed the subject to “Plan: B”",
        "+41 79 000 00 01 created group „Plan: B“",
        "Fox hat den Betreff zu «Plan: B» geändert",
        "Fox changed the group name to Plan: B",
        "Nobody outside of this chat can read it. Learn more: tap here",
    ],
)
def test_sentences_of_the_app_with_a_colon_have_no_sender(tail):
    assert senders_of("Fox: hi", tail).split(tail) is None


def test_a_name_with_a_colon_is_one_name_when_all_its_lines_say_so():
    tails = [f"Dr: Fox: line {number}" for number in range(4)]
    assert senders_of(*tails).people == ("Dr: Fox",)
    assert senders_of(*tails).split(tails[0]) == ("Dr: Fox", "line 0")
    assert senders_of(*tails, "Dr: no second colon").split(tails[0]) == ("Dr", "Fox: line 0")
    assert senders_of(*tails[:3]).split(tails[0]) == ("Dr", "Fox: line 0")


def test_two_names_that_begin_alike_with_a_colon_are_told_apart():
    tails = [f"Dr: {name}: line" for name in ("Fox", "Bear") for _ in range(4)]
    assert senders_of(*tails).people == ("Dr: Fox", "Dr: Bear")


def test_a_group_under_whose_name_only_the_app_writes_is_no_person():
    tails = ("Pond: \u200eYou created this group", "Fox: \u200eimage omitted", "Fox: hi")
    assert senders_of(*tails, title="Pond").people == ("Fox",)
    assert senders_of(*tails).people == ("Pond", "Fox")
    assert senders_of(*tails, "Pond: hi", title="Pond").people == ("Pond", "Fox")


def test_a_name_written_once_is_still_a_name():
    senders = senders_of(
        "~ Igel: hi", "Fox (work): hi", "Mr. Fox: hi", "\u202a+1 (555) 010\u20110199\u202c: hi"
    )
    assert len(senders.people) == 4


@pytest.mark.parametrize(
    ("sender", "ids"),
    [
        ("+410123456789", ("+410123456789",)),
        ("\u202a+1\u00a0(555)\u00a0010\u20110199\u202c", ("+15550100199",)),
        ("+٩٧١ ٥٠ ٠٠٠ ٠٠٠٠", ("+971500000000",)),
        ("~\u202fToad", ("~Toad",)),
        ("Fox", ()),
        ("Fox 2000", ()),
        ("123", ()),
    ],
)
def test_a_number_or_a_profile_name_is_an_identifier(sender, ids):
    assert sender_ids(sender) == ids


def test_a_file_made_of_names_fills_no_memory():
    counts = NameCounts()
    for number in range(20_000):
        counts.see(f"name {number}: a: b")
    assert len(counts.names) <= 5000
    assert len(counts.longer) <= 500


@given(st.lists(st.text(alphabet="ab: “\u200e+1.", max_size=12), max_size=20))
def test_whatever_the_lines_are_a_split_loses_no_letter(tails):
    senders = senders_of(*tails)
    for tail in tails:
        split = senders.split(tail)
        if split is not None:
            assert f"{split[0]}: {split[1]}" in {tail, tail + " "}
