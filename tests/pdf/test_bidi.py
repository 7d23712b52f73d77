"""The bidirectional algorithm against Unicode's own test files, and what it must give for arbitrary text."""

import unicodedata
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence_kit.pdf.bidi import bidi_class, needs_bidi, paragraph_levels, reorder, resolve

UNICODE = Path("/usr/share/unicode")
BASES = {"0": 0, "1": 1, "2": None}
BIDI_TEST_BASES = ((1, None), (2, 0), (4, 1))


def unicode_lines(name: str) -> list[str]:
    """The lines of one of Unicode's files, without comments."""
    path = UNICODE / name
    if not path.exists():
        pytest.skip(f"{path} is missing (Debian package unicode-data)")
    lines = [line.split("#")[0].strip() for line in path.read_text("utf-8").splitlines()]
    return [line for line in lines if line]


def fits(expected: list[str], levels: list[int]) -> bool:
    return all(wanted in ("x", str(level)) for wanted, level in zip(expected, levels, strict=True))


def test_every_line_of_bidi_character_test_gives_its_levels_and_order() -> None:
    class_of = cache(bidi_class)
    wrong = []
    lines = unicode_lines("BidiCharacterTest.txt")
    for line in lines:
        points, direction, base, levels, order = line.split(";")
        text = "".join(chr(int(point, 16)) for point in points.split())
        found = resolve([class_of(character) for character in text], text, BASES[direction])
        expected = levels.split()
        shown = [place for place, level in enumerate(expected) if level != "x"]
        drawn = [shown[place] for place in reorder([found.of[place] for place in shown])]
        if (
            found.base != int(base)
            or not fits(expected, found.of)
            or drawn != [int(place) for place in order.split()]
        ):
            wrong.append(line)
    assert len(lines) > 91_000
    assert wrong == []


def test_every_case_of_bidi_test_gives_its_levels() -> None:
    cases = 0
    expected: list[str] = []
    wrong = []
    for line in unicode_lines("BidiTest.txt"):
        if line.startswith("@Levels:"):
            expected = line[8:].split()
        elif not line.startswith("@"):
            names, bits = line.split(";")
            classes = names.split()
            # Letters that are no brackets: this file tests classes only.
            text = "a" * len(classes)
            for bit, base in BIDI_TEST_BASES:
                if int(bits) & bit:
                    cases += 1
                    if not fits(expected, resolve(classes, text, base).of):
                        wrong.append(line)
    assert cases > 770_000
    assert wrong == []


def test_every_character_has_the_class_that_unicode_gives_it() -> None:
    expected: dict[int, str] = {}
    for line in unicode_lines("extracted/DerivedBidiClass.txt"):
        span, name = (part.strip() for part in line.split(";"))
        first, _, last = span.partition("..")
        expected.update(dict.fromkeys(range(int(first, 16), int(last or first, 16) + 1), name))
    wrong = [hex(point) for point, name in expected.items() if bidi_class(chr(point)) != name]
    # A newer Python may know characters that were not assigned when the file was made.
    allowed = 0 if unicodedata.unidata_version.startswith(("14.", "15.")) else 2000
    assert len(wrong) <= allowed, wrong[:20]


@pytest.mark.parametrize("text", ["abc", "Ünïcödé 12 €", "日本語", "हिन्दी", "😀"])
def test_text_that_runs_left_to_right_needs_no_bidi(text: str) -> None:
    assert not needs_bidi(text)
    assert set(paragraph_levels(text).of) == {0}


def test_every_character_that_can_turn_text_round_is_noticed() -> None:
    turning = {"R", "AL", "AN", "RLE", "LRE", "RLO", "LRO", "RLI", "LRI", "FSI"}
    for point in range(0x110000):
        if unicodedata.bidirectional(chr(point)) in turning:
            assert needs_bidi(chr(point)), hex(point)


@given(
    st.text(
        st.sampled_from(
            "a1 ,([])\u05d0\u0627\u0661\u0300$+\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200f\n\t\u00ad\ud800"
        )
    )
)
def test_any_text_gets_a_level_for_each_character_and_a_full_order(text: str) -> None:
    base, levels = paragraph_levels(text)
    assert len(levels) == len(text)
    assert all(base <= level <= 127 for level in levels)
    assert sorted(reorder(levels)) == list(range(len(text)))


def test_deep_nesting_stops_at_the_deepest_level() -> None:
    text = "\u202b" * 300 + "a" + "\u2067" * 300 + "\u05d0"
    assert max(paragraph_levels(text).of) <= 126
