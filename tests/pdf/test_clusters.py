"""Clusters and places to break: nothing is torn apart that a reader takes for one character."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence_kit.pdf.clusters import LONGEST_CLUSTER, clusters
from evidence_kit.pdf.linebreak import break_place, breakable_parts, words, words_and_spaces

GRAPHEME_TEST = Path("/usr/share/unicode/auxiliary/GraphemeBreakTest.txt")

any_text = st.text(
    st.characters(codec=None) | st.sampled_from("a\u0301\u094d\u200d\U0001f1e6\U0001f468\ud800\u0e33\r\n")
)


def test_no_grapheme_cluster_of_unicodes_test_is_torn_apart() -> None:
    if not GRAPHEME_TEST.exists():
        pytest.skip(f"{GRAPHEME_TEST} is missing (Debian package unicode-data)")
    cases = 0
    for line in GRAPHEME_TEST.read_text("utf-8").splitlines():
        fields = line.split("#")[0].strip().strip("÷").split("÷")
        whole = [
            "".join(chr(int(point, 16)) for point in field.replace("×", " ").split()) for field in fields
        ]
        if not whole[0]:
            continue
        cases += 1
        ends = {len("".join(whole[: count + 1])) for count in range(len(whole))}
        found = clusters("".join(whole))
        assert {len("".join(found[: count + 1])) for count in range(len(found))} <= ends, line
    assert cases > 600


@given(any_text)
def test_clusters_and_parts_together_are_the_text_again(text: str) -> None:
    assert "".join(clusters(text)) == text
    assert "".join(words(text)) == text
    assert "".join(words_and_spaces(text)) == text
    word = text.replace(" ", "")
    assert "".join(breakable_parts(word)) == word


@pytest.mark.parametrize(
    "cluster",
    ["e\u0301", "👩‍👩‍👧‍👦", "🏳️‍🌈", "👍🏽", "🇬🇧", "1️⃣", "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", "क्षि", "กี่", "น้ำ", "ខ្មែ", "각", "각"],
)  # fmt: skip
def test_what_a_reader_takes_for_one_character_is_one_cluster(cluster: str) -> None:
    assert clusters(f"x{cluster}x") == ["x", cluster, "x"]


def test_flags_pair_up_from_the_left() -> None:
    assert clusters("🇬🇧🇲🇽🇵") == ["🇬🇧", "🇲🇽", "🇵"]


def test_marks_piled_on_one_letter_are_cut() -> None:
    assert max(len(cluster) for cluster in clusters("a" + "\u0301" * 1000)) == LONGEST_CLUSTER


def test_every_space_is_kept() -> None:
    assert words("  a  b ") == [" ", " ", "a ", " ", "b "]
    assert words_and_spaces(" a  b") == [" ", "a", " ", " ", "b"]


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("我（把钱）转给他。好", "我|（把|钱）|转|给|他。|好"),
        ("「お金を」送る", "「お|金|を」|送|る"),
        ("ไปเที่ยวะ", "ไป|เที่|ย|วะ"),
        ("မြန်မာ", "မြန်|မာ"),
        ("안녕하세요", "안녕하세요"),
        ("😂👍🏽🇬🇧ok", "😂|👍🏽|🇬🇧|ok"),
        ("看iPhone15吧", "看|iPhone15|吧"),
        ("one\u200btwo", "one\u200b|two"),
        ("well-known", "well-known"),
    ],
)
def test_lines_end_inside_a_word_only_where_its_script_allows(word: str, parts: str) -> None:
    assert "|".join(breakable_parts(word)) == parts


def test_a_long_name_is_broken_after_a_separator_if_the_line_is_filled_enough() -> None:
    name = list("holiday_photo.jpeg")
    assert break_place(name, 0, 12, 5) == len("holiday_")
    assert break_place(name, 0, 12, 9) == 12
    assert break_place(name, 8, 8, 1) == len("photo.")
