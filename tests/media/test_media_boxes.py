from __future__ import annotations

import io
import struct

from hypothesis import given
from hypothesis import strategies as st

from evidence_kit.media import embedded_facts
from evidence_kit.model import Finding, FindingKind
from media.media_samples import box, movie, movie_header, named_facts

SECONDS_TO_2026 = 3_874_677_245  # 2026-10-12T19:14:05Z counted from 1904


def facts_of(data: bytes, mime: str = "video/mp4") -> tuple[dict[str, str], tuple[Finding, ...]]:
    facts, findings = embedded_facts(io.BytesIO(data), mime, len(data))
    return {fact.name: fact.value for fact in facts}, findings


def test_a_movie_tells_when_it_was_made_and_how_long_it_is() -> None:
    facts, findings = facts_of(movie(movie_header(SECONDS_TO_2026, SECONDS_TO_2026 + 60)))
    assert facts == {
        "mvhd creation_time": "2026-10-12T19:14:05Z",
        "mvhd modification_time": "2026-10-12T19:15:05Z",
        "mvhd duration": "12.345 s",
    }
    assert findings == ()


def test_a_time_of_zero_is_not_stated_and_never_1904() -> None:
    facts, _ = facts_of(movie(movie_header(0)))
    assert facts == {"mvhd duration": "12.345 s"}


def test_the_long_form_of_the_header_is_read() -> None:
    long_form = box(b"mvhd", b"\1\0\0\0", struct.pack(">QQIQ", SECONDS_TO_2026, 0, 600, 1200), bytes(80))
    facts, _ = facts_of(movie(long_form))
    assert facts == {"mvhd creation_time": "2026-10-12T19:14:05Z", "mvhd duration": "2.000 s"}


def test_a_time_beyond_the_calendar_is_given_as_the_number_it_is() -> None:
    far = box(b"mvhd", b"\1\0\0\0", struct.pack(">QQIQ", 1 << 62, 0, 600, 1200), bytes(80))
    facts, _ = facts_of(movie(far))
    assert facts["mvhd creation_time"] == f"{1 << 62} s"


def test_the_movie_box_is_found_behind_the_pictures_whatever_the_form_of_their_length() -> None:
    short = box(b"mdat", bytes(5000))
    long = struct.pack(">I4sQ", 1, b"mdat", 16 + 5000) + bytes(5000)
    for data in (short, long):
        facts, findings = facts_of(movie(movie_header(SECONDS_TO_2026), before=data))
        assert facts["mvhd creation_time"] == "2026-10-12T19:14:05Z"
        assert findings == ()


def test_a_telephone_tells_its_own_time_its_name_and_its_place() -> None:
    named = named_facts(
        com__apple__quicktime__creationdate="2026-10-12T21:14:05+0200",
        com__apple__quicktime__model="Pencil 3",
        com__apple__quicktime__location__ISO6709="-33.8568-070.5000/",
    )
    facts, findings = facts_of(movie(movie_header(0), named), "video/quicktime")
    assert facts["com.apple.quicktime.creationdate"] == "2026-10-12T21:14:05+0200"
    assert facts["com.apple.quicktime.model"] == "Pencil 3"
    assert facts["GPS com.apple.quicktime.location.ISO6709"] == "-33.8568-070.5000/"
    assert [finding.kind for finding in findings] == [FindingKind.HOLDS_LOCATION]


def test_a_place_in_the_user_data_is_found_too() -> None:
    text = b"+48.2000+016.3667/"
    user_data = box(b"udta", box(b"\xa9xyz", struct.pack(">HH", len(text), 0x15C7), text), bytes(4))
    facts, findings = facts_of(movie(movie_header(0), user_data))
    assert facts["GPS ©xyz"] == text.decode()
    assert [finding.kind for finding in findings] == [FindingKind.HOLDS_LOCATION]


def test_a_movie_that_is_cut_off_says_that_nothing_could_be_read() -> None:
    whole = movie(movie_header(SECONDS_TO_2026), before=box(b"mdat", bytes(100)))
    for length in (30, 100, 140, len(whole) - 1):
        facts, findings = facts_of(whole[:length])
        assert facts == {}
        assert [finding.kind for finding in findings] == [FindingKind.PART_UNREADABLE]


def test_boxes_that_claim_absurd_lengths_do_no_harm() -> None:
    for length in (0, 2, 7, 0xFFFFFFFF):
        data = box(b"ftyp", b"isom", bytes(4)) + struct.pack(">I4s", length, b"moov") + bytes(64)
        facts, findings = facts_of(data)
        assert facts == {}
        assert all(finding.kind is FindingKind.PART_UNREADABLE for finding in findings)


def test_a_box_that_is_longer_than_the_box_around_it_is_not_read() -> None:
    header = movie_header(SECONDS_TO_2026)
    facts, findings = facts_of(movie((len(header) + 1).to_bytes(4, "big") + header[4:]))
    assert facts == {}
    assert [finding.kind for finding in findings] == [FindingKind.PART_UNREADABLE]


@given(st.binary(max_size=400))
def test_any_bytes_after_a_brand_give_facts_or_a_finding(data: bytes) -> None:
    facts_of(box(b"ftyp", b"isom", bytes(4)) + data)
    facts_of(movie(data))
    facts_of(movie(box(b"meta", data), box(b"udta", data), box(b"mvhd", data)))
