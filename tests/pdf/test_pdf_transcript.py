"""Transcripts: every line numbered and whole, who wrote it seen without colour, right-to-left at the right."""

from __future__ import annotations

from hypothesis import given, strategies
from hypothesis import settings as trials
from made_documents import assert_sound, elements, made, opened, pdfium_text, poppler_text, rendered, roles
from PIL import Image

from evidence_kit.pdf import PdfDocument, TranscriptLine

DAY = "Monday 2 March 2026"


def line(number: int = 1, text: str = "hello", **changes: object) -> TranscriptLine:
    values = {"day": DAY, "time": "12:00:01", "tag": "A", "own": False}
    return TranscriptLine(number=number, text=text, **{**values, **changes})


def transcript(*lines: TranscriptLine) -> bytes:
    return made(lambda document: document.transcript(lines))


def page_texts(data: bytes) -> list[str]:
    return [" ".join(page.split()) for page in poppler_text(data).split("\f")[:-1]]


def dark_columns(picture: Image.Image, left: int, right: int) -> list[int]:
    """The columns of a page that hold mostly dark pixels over the height of a bar."""
    grey = picture.convert("L").crop((left, 0, right, 130))
    return [
        left + x
        for x in range(grey.width)
        if sum(grey.getpixel((x, y)) < 90 for y in range(grey.height)) > 12
    ]


def test_each_line_is_one_element_that_reads_number_time_tag_and_text():
    data = transcript(line(7, "hello there"), line(8, "bye", tag="B", own=True))
    assert "7 12:00:01 A hello there" in page_texts(data)[0]
    assert "8 12:00:01 B bye" in page_texts(data)[0]
    assert roles(data).count("P") == 3
    assert_sound(data)


def test_a_day_is_said_once_and_again_when_it_changes():
    data = transcript(line(1), line(2), line(3, day="Tuesday"), line(4, day="Tuesday"), line(5, day=""))
    text = page_texts(data)[0]
    assert text.count(DAY) == 1
    assert text.count("Tuesday") == 1
    with opened(data) as pdf:
        assert [str(element.S) for element in elements(pdf)].count("/Sect") == 4


def test_the_own_side_is_told_apart_by_form_and_place_not_by_colour():
    other = dark_columns(rendered(transcript(line(text="x")), scale=1), 160, 260)
    mine = dark_columns(rendered(transcript(line(text="x", own=True)), scale=1), 160, 260)
    assert len(other) >= 3
    assert len(mine) < len(other)
    assert not mine or min(mine) > max(other) + 15


def test_text_from_right_to_left_stands_at_the_right_of_its_column():
    def ink_left(text: str) -> int:
        picture = (
            rendered(transcript(line(text=text)), scale=1)
            .convert("L")
            .point(lambda level: 255 if level < 128 else 0)
        )
        return picture.crop((180, 92, 541, 112)).getbbox()[0]

    assert ink_left("hello") < 20
    assert ink_left("שלום") > 200


def test_a_message_longer_than_a_page_is_split_and_its_number_repeated():
    words = [f"w{number}" for number in range(3000)]
    data = transcript(line(77, " ".join(words)), line(78, "after"))
    pages = page_texts(data)
    found = [word for page in pages for word in page.split() if word in set(words)]
    assert found == words
    assert all(" 77 " in page for page in pages[:-1])
    assert "78 12:00:01 A after" in pages[-1]
    assert_sound(data)


def test_attachments_stand_in_brackets_and_a_lone_one_leaves_no_empty_line():
    data = transcript(
        line(1, "see", attachments=("picture a.jpg, exhibit EK/2", "voice b.opus, not in the export")),
        line(2, "", attachments=("c.pdf",)),
    )
    text = page_texts(data)[0]
    assert "see [picture a.jpg, exhibit EK/2] [voice b.opus, not in the export]" in text
    assert "A [c.pdf]" in text


def test_attachments_after_a_text_that_fills_pages_are_still_drawn():
    for count in range(395, 420, 3):
        data = transcript(line(1, "\n".join(["word"] * count), attachments=("last.jpg",)))
        assert "[last.jpg]" in page_texts(data)[-1]
        assert sum(page.split().count("word") for page in page_texts(data)) == count


def test_a_remark_shows_what_was_not_read_and_where_it_stands():
    data = transcript(line(1, "14/3/26 - <broken", kind="remark", tag="", time="", where="line 77"))
    text = page_texts(data)[0]
    assert "14/3/26 - <broken" in text
    assert "[line 77]" in text


def test_where_a_message_stands_is_not_printed_for_messages_that_were_read():
    assert "line 77" not in page_texts(transcript(line(where="line 77")))[0]


def test_a_named_line_can_be_found_again():
    def draw(document: PdfDocument) -> None:
        document.transcript(line(number, "x " * 60, name=f"line-{number}") for number in range(1, 200))
        assert document.page_of("line-1") == 1
        assert document.page_of("line-199") > 5
        assert document.page_of("line-200") is None

    made(draw)


def test_long_times_and_tags_stay_in_their_columns():
    data = transcript(
        line(1234567, "x", time="02.03.26, 12:00:01 PM (UTC+05:30)", tag="Somebody with a long name " * 5)
    )
    assert "1234567" in page_texts(data)[0]
    assert_sound(data)


def test_a_figure_put_together_from_digits_is_copied_as_one_number():
    assert "1234567890" in pdfium_text(transcript(line(1234567890)))


@trials(max_examples=25)
@given(
    strategies.lists(
        strategies.tuples(
            strategies.integers(0, 30),
            strategies.integers(0, 3),
            strategies.sampled_from(["message", "system", "remark"]),
            strategies.booleans(),
        ),
        max_size=40,
    )
)
def test_transcripts_of_any_shape_lose_nothing(shapes):
    lines = [
        line(
            number,
            "\n".join(f"n{number}x{part}" for part in range(parts * 3)),
            kind=kind,
            own=own,
            attachments=("a",) * files,
        )
        for number, (parts, files, kind, own) in enumerate(shapes, 1)
    ]
    data = made(lambda document: (document.begin_section("T"), document.transcript(lines)))
    words = {word for page in page_texts(data) for word in page.split()}
    expected = {
        f"n{number}x{part}" for number, (parts, *_) in enumerate(shapes, 1) for part in range(parts * 3)
    }
    assert expected <= words
    assert_sound(data)
