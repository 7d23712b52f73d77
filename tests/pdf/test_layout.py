"""Lines out of any text: nothing is lost, nothing is hidden, nothing is wider than it must be."""

import random
import re
from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence_kit.assets import asset_path
from evidence_kit.pdf.codes import drawable, paragraphs, without_hidden
from evidence_kit.pdf.emoji import EmojiFace
from evidence_kit.pdf.fallback import CjkForm, cjk_form
from evidence_kit.pdf.fontset import FontSet
from evidence_kit.pdf.runs import Line, Run

FONTS = FontSet.load(asset_path("fonts"))
CODE = re.compile("\u2039U\\+([0-9A-F]{4,6})\u203a")

hostile_text = st.text(
    st.characters(codec=None)
    | st.sampled_from("a \x00\x07\ud83d\u200d\ufe0f\u202e\u202c\u2067\u2069\u0301\u064b\u05d0\u0627)(5,\u0e33中👍🏽🇬☎\ue000\uffff\n\t"),
    max_size=60,
)  # fmt: skip


def layout(text: str, size: float = 10, width: float = 100, rtl: bool | None = None) -> list[Line]:
    return FONTS.regular.layout(text, size, width, rtl)


def runs_of(lines: list[Line]) -> list[Run]:
    return [run for line in lines for run in line.runs]


def shown(text: str, width: float = 10_000) -> list[list[str]]:
    """The runs' texts of each line, in the order of drawing."""
    return [[run.text for run in line.runs] for line in layout(text, width=width)]


def one_by_one(text: str) -> Counter[str]:
    """The characters of a text that must be found again, codes turned back into what they stand for."""
    plain = CODE.sub(lambda match: chr(int(match.group(1), 16)), text)
    return Counter(re.sub("[ \t\r\n\u2028\u2029]", "", without_hidden(plain)))


def check(lines: list[Line], text: str, width: float, size: float) -> None:
    """What must hold for the lines of every text."""
    for line in lines:
        if len(line.runs) > 1:
            assert line.width <= width * 1000 / size + 0.01
        for run in line.runs:
            glyphs = [glyph for cluster in run.clusters for glyph in cluster.glyphs]
            assert glyphs
            assert all(glyph.gid for glyph in glyphs), ascii(run.text)
            assert run.width == pytest.approx(sum(glyph.advance for glyph in glyphs))
            in_order = reversed(run.clusters) if run.level & 1 else run.clusters
            assert "".join(cluster.text for cluster in in_order) == run.text
    assert one_by_one("".join(run.text for run in runs_of(lines))) == one_by_one(text)


# --- any text at all -----------------------------------------------------------


@settings(max_examples=400, deadline=None)
@given(hostile_text, st.sampled_from([None, True, False]), st.sampled_from([15.0, 60.0, 400.0]))
def test_any_text_is_laid_out_whole_and_without_an_empty_box(
    text: str, rtl: bool | None, width: float
) -> None:
    for stack in (FONTS.regular, FONTS.mono):
        check(stack.layout(text, 10, width, rtl), text, width, 10)


@settings(max_examples=100, deadline=None)
@given(hostile_text)
def test_the_raw_view_leaves_no_character_hidden(text: str) -> None:
    lines = FONTS.regular.layout(text, 10, 200, show_controls=True)
    drawn = "".join(run.text for run in runs_of(lines))
    assert drawn == without_hidden(drawn)
    codes = Counter(chr(int(code, 16)) for code in CODE.findall(drawn))
    for character, count in Counter(text).items():
        if not without_hidden(character):
            assert codes[character] == count


def test_random_code_points_never_give_an_empty_box() -> None:
    chance = random.Random(5)
    spans = (
        (0x20, 0x24F),
        (0x300, 0x2FFF),
        (0x3000, 0xD7FF),
        (0xE000, 0xFFFF),
        (0x1F000, 0x1FAFF),
        (0x10000, 0x10FFFF),
    )
    for _ in range(400):
        text = "".join(
            chr(chance.randint(*chance.choice(spans))) if chance.random() < 0.8 else chance.choice("\ud83d\x07\x00 \u200d\ufe0f\u202e\u202c\u0301\u064b")
            for _ in range(chance.randint(1, 120))
        )  # fmt: skip
        check(layout(text, 9, 495), text, 495, 9)


@pytest.mark.parametrize(
    "text",
    [
        "a" * 100_000, "\u0301" * 20_000, "中" * 50_000, "\u05d0" * 50_000, "(" * 30_000 + "\u05d0", "(\u05d0)" * 10_000,
        "\u202b" * 30_000, "\u2067" * 30_000 + "a", " " * 100_000, "👍🏽" * 10_000, "中" + "a" * 50_000, "\x00" * 5_000, "\n" * 10_000,
    ],
    ids=lambda text: ascii(text[:2]),
)  # fmt: skip
def test_a_flood_of_one_thing_comes_to_an_end(text: str) -> None:
    check(layout(text[:1] + text, width=400), text[:1] + text, 400, 10)


def test_the_same_text_gives_the_same_lines_from_fresh_fonts() -> None:
    text = "Hello مرحبا नमस्ते 你好 👍🏽 https://example.invalid/a/very/long/path"
    again = FontSet.load(asset_path("fonts")).regular.layout(text, 10, 120)
    assert [[run.clusters for run in line.runs] for line in again] == [
        [run.clusters for run in line.runs] for line in layout(text, width=120)
    ]


def test_the_same_word_is_the_same_run_so_that_a_writer_may_remember_it() -> None:
    first, second = (
        layout("please please", width=1000)[0].runs[0],
        layout("please now", width=1000)[0].runs[0],
    )
    assert first is second


# --- visible codes -------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "code"),
    [("a\x00b", "‹U+0000›"), ("a\x85b", "‹U+0085›"), ("a\ud83db", "‹U+D83D›"), ("a\ue000b", "‹U+E000›"), ("a\U000f0000b", "‹U+F0000›"), ("a\ufdd0b", "‹U+FDD0›"), ("a\U0001fffeb", "‹U+1FFFE›")],
)  # fmt: skip
def test_what_must_not_be_drawn_is_shown_by_its_code(text: str, code: str) -> None:
    assert shown(text) == [[f"a{code}b"]]


def test_what_no_font_covers_is_shown_by_its_code() -> None:
    assert "".join(shown("a\U00012000")[0]) == "a‹U+12000›"


def test_a_mark_that_no_font_covers_leaves_its_letter_readable() -> None:
    assert "".join(shown("e\U0001e8d0")[0]) == "e‹U+1E8D0›"


def test_a_code_reads_from_the_left_in_any_surroundings() -> None:
    for text in ("שלום \x07 עולם", "\u202eabc\x07def", "\u05d0\U00012000\u05d0"):
        (line,) = layout(text, width=1000)
        (code,) = [run for run in line.runs if "\u2039" in run.text]
        assert code.level % 2 == 0
        assert CODE.fullmatch("".join(cluster.text for cluster in code.clusters))


def test_a_code_is_never_cut_by_the_end_of_a_line() -> None:
    assert shown("\x00\x01\x02", width=70) == [["‹U+0000›"], ["‹U+0001›"], ["‹U+0002›"]]


def test_a_pile_of_codes_on_one_letter_does_not_leave_the_page() -> None:
    lines = layout("e" + "\U0001e8d0" * 60, width=100)
    assert len(lines) == 31
    assert all(line.width <= 10_000 for line in lines)


def test_a_code_reads_from_the_left_where_no_font_covers_the_character() -> None:
    (run,) = [run for run in runs_of(layout("\u05d0\U0001e8d0", width=1000)) if "\u2039" in run.text]
    assert run.level % 2 == 0


def test_hidden_characters_draw_nothing_unless_asked_for() -> None:
    text = "photo\u202egpj.exe"
    assert shown(text) == [["photo", "gpj.exe"]]
    (line,) = FONTS.regular.layout(text, 10, 1000, show_controls=True)
    assert [run.text for run in line.runs] == ["photo‹U+202E›gpj.exe"]


def test_every_character_that_is_hidden_by_rule_is_known() -> None:
    codes = [chr(point) for point in (0xAD, 0x34F, 0x61C, 0x200B, 0x2060, 0x3164, 0xFEFF, 0xFFA0, 0xE0001)]
    assert without_hidden("".join(codes)) == ""
    assert drawable("\u202e", show_controls=True) == "‹U+202E›"


# --- lines ---------------------------------------------------------------------


def test_text_without_letters_still_makes_a_line() -> None:
    assert layout("") == [Line((), 0.0, rtl=False)]
    assert [line.width for line in layout("\n\n")] == [0, 0, 0]
    assert len(layout("\u200b")) == 1


def test_every_kind_of_line_break_starts_a_line() -> None:
    assert shown("a\nb\r\nc\rd\u2028e\u2029f") == [["a"], ["b"], ["c"], ["d"], ["e"], ["f"]]
    assert paragraphs("a\tb") == ["a    b"]


def test_lines_are_filled_with_whole_words() -> None:
    lines = layout("the quick brown fox jumps over the lazy dog", 10, 100)
    assert [run.text for line in lines for run in line.runs] == [
        "the ", "quick ", "brown ", "fox ", "jumps ", "over ", "the ", "lazy ", "dog",
    ]  # fmt: skip
    assert len(lines) == 3
    assert all(line.width <= 10_000 for line in lines)
    # The next word would not have fitted.
    for line, following in pairwise(lines):
        assert line.width + following.runs[0].width > 10_000


def test_the_space_at_a_lines_end_hangs_and_does_not_count() -> None:
    first = layout("word word", 10, 30)[0]
    assert first.runs[0].text == "word "
    assert first.width == pytest.approx(first.runs[0].width - 260)


def test_spaces_inside_a_line_are_all_kept() -> None:
    assert "".join(shown("  a   b")[0]) == "  a   b"


def test_a_long_name_is_broken_after_a_separator() -> None:
    lines = [
        "".join(run.text for run in line.runs)
        for line in layout("IMG_20240301_family-holiday.backup.jpeg", 10, 100)
    ]
    assert "".join(lines) == "IMG_20240301_family-holiday.backup.jpeg"
    assert len(lines) > 1
    assert all(line[-1] in "_-." for line in lines[:-1])


def test_a_hash_fills_its_lines() -> None:
    digest = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    lines = FONTS.mono.layout(digest, 10, 100)
    assert [len("".join(run.text for run in line.runs)) for line in lines] == [16, 16, 16, 16]


def test_a_word_moves_to_the_next_line_before_it_is_broken() -> None:
    assert shown("SHA-256 e3b0c44298fc1c14", width=110) == [["SHA-256 "], ["e3b0c44298fc1c14"]]


def test_a_letter_wider_than_the_line_gets_a_line_of_its_own() -> None:
    assert shown("abc", width=1) == [["a"], ["b"], ["c"]]


def test_chinese_breaks_between_characters_but_not_before_a_full_stop() -> None:
    lines = ["".join(line) for line in shown("我会把照片发给你。好", width=80)]
    assert lines == ["我会把照片发给", "你。好"]


def test_a_very_long_word_on_an_endless_line_stays_whole() -> None:
    assert shown("x" * 1000, width=1_000_000) == [["x" * 1000]]


# --- direction -----------------------------------------------------------------


def test_hebrew_runs_from_the_right_with_its_numbers_from_the_left() -> None:
    (line,) = layout("שלום Dana, 555-0134 (נייד)", width=1000)
    assert line.rtl
    assert "".join(run.text for run in line.runs if run.level == 2) == "Dana, 555-0134"
    assert line.runs[-1].text == "שלום"
    assert line.width == pytest.approx(sum(run.width for run in line.runs))


def test_brackets_are_mirrored_from_the_right() -> None:
    left, right = (
        layout("(a)", width=1000)[0].runs[0].clusters[0],
        layout("(א)", width=1000)[0].runs[-1].clusters[0],
    )
    assert left.text == right.text == "("
    assert left.glyphs != right.glyphs


def test_the_direction_of_a_paragraph_can_be_fixed() -> None:
    assert [layout("abc!", rtl=rtl)[0].rtl for rtl in (None, True, False)] == [False, True, False]
    assert [run.text for run in layout("abc!", rtl=True)[0].runs] == ["!", "abc"]
    assert [layout("אבג", rtl=rtl)[0].rtl for rtl in (None, True, False)] == [True, True, False]


def test_each_paragraph_has_a_direction_of_its_own() -> None:
    assert [line.rtl for line in layout("abc\nאבג\n123")] == [False, True, False]


def test_a_line_from_the_right_has_no_space_at_its_end() -> None:
    for line in layout("שלום עולם שלום עולם שלום עולם", width=60):
        assert not line.runs[0].text.startswith(" ")
        assert line.width == pytest.approx(sum(run.width for run in line.runs))


# --- which face ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "face"),
    [
        ("Türkçe", ""), ("Việt", ""), ("Русский", ""), ("Ελληνικά", ""), ("مرحبا", "Arabic"), ("שלום", "Hebrew"),
        ("क्षत्रिय", "Devanagari"), ("বাংলা", "Bengali"), ("ਪੰਜਾਬੀ", "Gurmukhi"), ("ગુજરાતી", "Gujarati"), ("தமிழ்", "Tamil"),
        ("తెలుగు", "Telugu"), ("ಕನ್ನಡ", "Kannada"), ("മലയാളം", "Malayalam"), ("සිංහල", "Sinhala"), ("ไทย", "Thai"),
        ("ລາວ", "Lao"), ("မြန်မာ", "Myanmar"), ("ខ្មែរ", "Khmer"), ("ქართული", "Georgian"), ("հայերեն", "Armenian"),
        ("አማርኛ", "Ethiopic"), ("中文", "CJKsc"), ("日本のこと", "CJKjp"), ("한국어", "CJKkr"), ("𝔘𝔫𝔦", "Math"), ("✓", "Symbols2"),
    ],
)  # fmt: skip
def test_each_script_is_drawn_by_its_face(text: str, face: str) -> None:
    runs = runs_of(layout(text, width=1000))
    assert {run.face.name for run in runs} == {f"NotoSans{face}"}
    assert "\u2039" not in "".join(run.text for run in runs)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("请在星期五之前把钱转给我", CjkForm.MAINLAND), ("請在星期五之前把錢轉給我", CjkForm.TAIWAN), ("ㄅㄆ中", CjkForm.TAIWAN),
        ("佢冇錢", CjkForm.HONG_KONG), ("東京の駅", CjkForm.JAPAN), ("渋谷駅", CjkForm.JAPAN), ("大韓民國 한국", CjkForm.KOREA), ("abc", CjkForm.MAINLAND),
    ],
)  # fmt: skip
def test_chinese_characters_take_the_shapes_of_the_likely_region(text: str, form: CjkForm) -> None:
    assert cjk_form(text) is form
    faces = {run.face.name for run in runs_of(layout(text, width=1000))}
    assert faces <= {"NotoSans", f"NotoSansCJK{form}"}


def test_a_space_stays_in_the_face_of_the_word_before_it() -> None:
    assert shown("नमस्ते दुनिया") == [["नमस्ते ", "दुनिया"]]
    assert not isinstance(layout("👍 ok")[0].runs[1].face, EmojiFace)
