"""Blocks on the page: nothing is lost, nothing leaves its column, rows and headings break where they should."""

from __future__ import annotations

import pypdfium2
import pytest
from hypothesis import given, strategies
from hypothesis import settings as trials
from made_documents import assert_sound, fonts, made, opened, poppler_text, rendered, settings

from evidence_kit.pdf import Cell, Column, Fact, PdfDocument
from evidence_kit.pdf.flow import line_feed, lines_of
from evidence_kit.pdf.page import SIDE_MARGIN, single_line, width_points

LONG_NAME = "Screenshot_2026-11-14-18-15-02-123_com.example.pixelchat_messages_conversation.png"


def pages_of(data: bytes) -> list[str]:
    return [" ".join(page.split()) for page in poppler_text(data).split("\f")[:-1]]


def ink_edges(data: bytes, page: int = 0) -> tuple[float, float]:
    """The left and right end of everything that is drawn, in points."""
    picture = rendered(data, page, scale=2).convert("L").point(lambda level: 255 if level < 160 else 0)
    left, _, right, _ = picture.getbbox()
    return left / 2, right / 2


def words_of(count: int) -> str:
    return " ".join(f"w{number}" for number in range(count))


# --- paragraphs, headings, lists ---------------------------------------------


def test_a_paragraph_runs_over_pages_without_losing_a_word():
    data = made(lambda document: document.paragraph(words_of(4000)))
    found = [word for page in pages_of(data) for word in page.split() if word.startswith("w")]
    assert found == words_of(4000).split()
    assert len(pages_of(data)) > 2
    assert_sound(data)


def test_no_page_ends_with_a_single_line_of_a_paragraph():
    def draw(document: PdfDocument) -> None:
        for number in range(200):
            document.paragraph("\n".join(f"p{number}line{part}" for part in range(3 + number % 4)))

    data = made(draw)
    assert len(pages_of(data)) > 10
    for page in pages_of(data):
        assert not page.rsplit(" Confidential", 1)[0].endswith("line0")


def test_a_heading_never_stands_alone_at_the_foot_of_a_page():
    def draw(document: PdfDocument) -> None:
        for number in range(120):
            document.heading(f"Heading {number}", 2)
            document.paragraph("\n".join(["Body"] * (2 + number % 5)), gap_after=number % 13)

    data = made(draw)
    assert len(pages_of(data)) > 10
    for page in pages_of(data):
        assert page.rsplit("Heading", 1)[1].count("Body") >= 2
    assert_sound(data)


def test_line_feeds_start_new_lines_and_a_list_hangs_from_its_labels():
    def draw(document: PdfDocument) -> None:
        document.paragraph("one\ntwo")
        document.bullets(["first", words_of(60)], numbered=True)

    lines = [line.strip() for line in poppler_text(made(draw)).splitlines()]
    assert "one" in lines
    assert "two" in lines
    assert any(line.startswith("1. first") for line in lines)


def test_a_list_entry_longer_than_a_page_goes_on():
    data = made(lambda document: document.bullets([words_of(3000)]))
    assert sum(page.count(" w") for page in pages_of(data)) == 3000
    assert_sound(data)


# --- tables ------------------------------------------------------------------


def _table(rows, shares=(1, 1)):
    columns = [Column(f"Title {place}", share) for place, share in enumerate(shares)]
    return made(lambda document: document.table(columns, rows))


def test_the_head_row_is_drawn_on_every_page():
    pages = pages_of(_table((str(number), "x") for number in range(150)))
    assert len(pages) > 2
    assert all("Title 0 Title 1" in page for page in pages)


def test_a_row_stays_whole_while_a_page_can_hold_it():
    rows = [(f"start{number} " + words_of(60) + f" end{number}", "") for number in range(40)]
    for page in pages_of(_table(rows)):
        for number in range(40):
            assert (f"start{number} " in page) == (f"end{number} " in page + " ")


def test_a_row_taller_than_a_page_is_split_and_loses_nothing():
    data = _table([("a", words_of(3000)), ("b", "after")])
    found = [word for page in pages_of(data) for word in page.split() if word.startswith("w")]
    assert found == words_of(3000).split()
    assert "after" in pages_of(data)[-1]
    assert_sound(data)


def test_cells_of_any_content_stay_inside_the_margins():
    wide = "M" * 400
    data = _table([(wide, LONG_NAME * 3), ("https://example.invalid/" + "a" * 300, "\u5bb6" * 200)], (1, 5))
    for page in range(len(pages_of(data))):
        left, right = ink_edges(data, page)
        assert left >= SIDE_MARGIN - 1
        assert right <= 595 - SIDE_MARGIN + 1
    assert_sound(data)


def test_a_long_file_name_breaks_after_its_own_signs():
    data = _table([(LONG_NAME, "x")], (30, 70))
    with pypdfium2.PdfDocument(data) as document:
        text = document[0].get_textpage().get_text_range()
    parts = text[text.index("Screenshot") : text.index("png") + 3].split()
    assert len(parts) > 2
    assert all(part[-1] in "_.-" for part in parts[:-1]), parts


def test_rows_with_too_few_or_too_many_cells_fit_the_columns():
    data = _table([("only",), ("one", "two", "three"), ()])
    assert "only" in pages_of(data)[0]
    assert "three" not in pages_of(data)[0]
    assert_sound(data)


def test_rows_are_read_as_they_are_drawn():
    seen = []

    def rows():
        for number in range(5):
            seen.append(number)
            yield (str(number), Cell("x"))

    _table(rows())
    assert seen == [0, 1, 2, 3, 4]


@trials(max_examples=20)
@given(
    strategies.lists(strategies.tuples(strategies.integers(0, 900), strategies.integers(0, 900)), max_size=6)
)
def test_tables_of_any_height_are_sound(counts):
    assert_sound(_table([(words_of(one), words_of(other)) for one, other in counts]))


# --- exhibits, notices, signatures -------------------------------------------


def _facts(count: int) -> list[Fact]:
    return [Fact(f"Label {number}", words_of(12)) for number in range(count)]


@pytest.mark.parametrize("size", [(30, 60), (60, 30), (40, 4000), (3000, 20), (1, 1)])
@pytest.mark.parametrize("facts", [0, 4, 60])
def test_an_exhibit_of_any_shape_shows_all_its_facts(size, facts):
    from evidence_kit.pdf import picture_from_pixels

    picture = picture_from_pixels(*size, bytes([90]) * (size[0] * size[1] * 3))

    def draw(document: PdfDocument) -> None:
        document.exhibit("EK/1", "A picture", picture, "Grey", _facts(facts), note="my own note")

    data = made(draw)
    text = " ".join(pages_of(data))
    assert all(f"Label {number} " in text for number in range(facts))
    assert "my own note" in text
    for page in range(len(pages_of(data))):
        left, right = ink_edges(data, page)
        assert left >= SIDE_MARGIN - 1
        assert right <= 595 - SIDE_MARGIN + 1
    assert_sound(data)


def test_an_exhibit_begins_on_a_page_of_its_own_and_its_mark_is_in_the_outline():
    def draw(document: PdfDocument) -> None:
        document.begin_section("Exhibits")
        document.heading("Exhibits", 1)
        for number in range(3):
            document.exhibit(f"EK/{number}", "Kept", None, "", _facts(3), name=f"e{number}")

    data = made(draw)
    assert [f"EK/{number} Kept" in page for number, page in enumerate(pages_of(data))] == [True] * 3
    with opened(data) as pdf, pdf.open_outline() as outline:
        assert [kid.title for kid in outline.root[0].children] == [
            f"EK/{n}  Kept (p. {n + 1})" for n in range(3)
        ]


@pytest.mark.parametrize("words", [3, 400, 3000])
def test_a_notice_says_everything_however_long_it_is(words):
    data = made(
        lambda document: document.notice(
            "Recorded, not copied", words_of(words), [Fact("Where", words_of(words))], mark="EK/4"
        )
    )
    text = " ".join(pages_of(data))
    assert text.count(f"w{words - 1}") == 2
    assert "EK/4" in text
    assert_sound(data)


def test_signature_lines_and_codes_stay_together_with_their_labels():
    def draw(document: PdfDocument) -> None:
        for _ in range(30):
            document.signature_lines(["Signature", "Name in print", "Date"])
        document.qr_code("EK1 " + "ab" * 40, "Square code")

    data = made(draw)
    assert all("Signature Name in print Date" in page for page in pages_of(data)[:2])
    assert_sound(data)


def test_a_qr_code_says_its_text():
    from evidence_kit.pdf.qr import qr_modules

    modules = qr_modules("EK1 test")
    assert len(modules) == len(modules[0]) == 21
    finder = [[1] * 7, [1, 0, 0, 0, 0, 0, 1], *[[1, 0, 1, 1, 1, 0, 1]] * 3, [1, 0, 0, 0, 0, 0, 1], [1] * 7]
    assert [row[:7] for row in modules[:7]] == [[bool(module) for module in row] for row in finder]


# --- lines -------------------------------------------------------------------


def test_running_heads_that_are_too_long_are_cut_with_an_ellipsis():
    long = "Very long head " * 40
    data = made(lambda document: document.begin_section(long), chosen=settings(header=long, footer=long))
    assert poppler_text(data).count("…") == 3
    left, right = ink_edges(data)
    assert left >= SIDE_MARGIN - 1
    assert right <= 595 - SIDE_MARGIN + 1


@given(strategies.text(max_size=120), strategies.floats(20, 300))
def test_a_single_line_is_never_wider_than_its_place(text, width):
    line = single_line(fonts().regular, text, 8, width)
    assert width_points(line, 8) <= width or len(line.runs) <= 2


def test_a_text_of_any_length_gives_the_same_words_in_pieces():
    text = words_of(20_000)
    found = "".join(
        run.text for line in lines_of(fonts().regular, text, 10, 400) for run in (*line.runs, None) if run
    )
    assert found.replace(" ", "") == text.replace(" ", "")


def test_ten_megabytes_in_one_line_are_laid_out_as_far_as_they_are_needed():
    feed = line_feed(fonts().regular, "a" * 10_000_000, 10, 400)
    assert feed.count(5) == 5
    assert len(feed.take(3)) == 3
    assert feed.count(2) == 2
