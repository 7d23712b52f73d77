"""The document as a whole: page order and numbers, places and links, profiles, memory."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, strategies
from hypothesis import settings as trials
from made_documents import (
    assert_sound,
    fonts,
    made,
    opened,
    pdfium_text,
    poppler_text,
    rendered,
    roles,
    settings,
)

from evidence_kit.errors import Cancelled
from evidence_kit.model import Paper, PdfProfile
from evidence_kit.pdf import Cell, Column, Fact, PdfDocument, PdfWords, TranscriptLine

ANY_TEXT = strategies.text(alphabet=strategies.characters(), max_size=200)
SCRIPTS = (
    "Hello office fi fl", "שלום עולם", "مرحبا بالعالم", "नमस्ते क्षत्रिय", "ภาษาไทย", "你好世界", "こんにちは", "한국어", "Ελληνικά",
    "Русский", "Հայերեն", "ქართული", "አማርኛ", "தமிழ்", "বাংলা",
)  # fmt: skip


def _two_sections(document: PdfDocument) -> None:
    document.begin_section("One")
    document.heading("First", 1, name="first")
    document.begin_section("Two")
    document.heading("Second", 1, name="second")
    document.heading("Below", 2, name="below")


def _contents(document: PdfDocument) -> None:
    document.begin_section("Cover")
    document.title("Report", "for the test")
    rows = [(Cell("Second", "second"), str(document.page_of("second")))]
    document.table([Column("Part", 80), Column("Page", 20)], rows)


def test_the_front_matter_stands_first_and_knows_the_pages_behind_it():
    data = made(_two_sections, front=_contents)
    with opened(data) as pdf:
        assert len(pdf.pages) == 3
    pages = poppler_text(data).split("\f")
    assert "for the test" in pages[0]
    assert pages[0].split("Second")[1].split()[0] == "3"
    assert "First" in pages[1]
    assert_sound(data)


def test_the_structure_reads_the_front_matter_first():
    found = roles(made(_two_sections, front=_contents))
    assert found[:4] == ["Document", "Sect", "H1", "P"]
    assert found[4] == "Table"
    assert found[-3:] == ["Sect", "H1", "H2"]


def test_every_page_says_its_number_of_the_total_and_its_bates_number():
    pages = poppler_text(made(_two_sections, front=_contents)).split("\f")
    for number, page in enumerate(pages[:3], 1):
        assert f"Page {number} of 3" in " ".join(page.split())
        assert f"EK-{number:06}" in page


def test_words_that_put_the_total_first_still_show_both_numbers():
    words = PdfWords(page="{total} pages, this is {number}")
    text = " ".join(poppler_text(made(_two_sections, chosen=settings(words=words))).split())
    assert "2 / 2 pages, this is" in text


def test_page_labels_and_the_outline_say_the_printed_numbers():
    with opened(made(_two_sections, front=_contents)) as pdf:
        assert pdf.Root.PageLabels.Nums[1].S == "/D"
        assert int(pdf.Root.PageLabels.Nums[1].St) == 1
        with pdf.open_outline() as outline:
            titles = [entry.title for entry in outline.root]
            assert titles == ["Report (p. 1)", "First (p. 2)", "Second (p. 3)"]
            assert [kid.title for kid in outline.root[2].children] == ["Below (p. 3)"]


def test_a_link_goes_to_the_page_of_its_place():
    with opened(made(_two_sections, front=_contents)) as pdf:
        (link,) = pdf.pages[0].Annots
        names = [list(leaf.Names) for leaf in pdf.Root.Names.Dests.Kids]
        places = {
            bytes(key): place for leaf in names for key, place in zip(leaf[::2], leaf[1::2], strict=True)
        }
        assert places[bytes(link.Dest)][0].objgen == pdf.pages[2].objgen
        assert str(link.Contents) == "Go to Second"


def test_the_first_view_is_the_first_page_at_full_size_under_its_title():
    with opened(made(_two_sections, front=_contents)) as pdf:
        action = pdf.Root.OpenAction
        assert action[0].objgen == pdf.pages[0].objgen
        assert (action[1], int(action[4])) == ("/XYZ", 1)
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "en"


def test_front_matter_that_grows_puts_its_late_pages_at_the_end():
    sections = {"count": 1}

    def growing(document: PdfDocument) -> None:
        for number in range(sections["count"]):
            document.begin_section("Cover")
            document.paragraph(f"Front page {number + 1}")
        sections["count"] = 2

    pages = poppler_text(made(_two_sections, front=growing)).split("\f")
    assert "Front page 1" in pages[0]
    assert "First" in pages[1]
    assert "Front page 2" in pages[3]
    assert "Page 4 of 4" in " ".join(pages[3].split())


def test_front_matter_that_shrinks_leaves_a_page_that_says_so():
    sections = {"count": 2}

    def shrinking(document: PdfDocument) -> None:
        for _ in range(sections["count"]):
            document.begin_section("Cover")
            document.paragraph("Front page")
        sections["count"] = 1

    data = made(_two_sections, front=shrinking)
    pages = poppler_text(data).split("\f")
    assert "This page is left blank." in pages[1]
    assert "First" in pages[2]
    assert_sound(data)


def test_the_front_matter_finds_its_own_later_places():
    seen = []

    def front(document: PdfDocument) -> None:
        document.begin_section("Cover")
        seen.append(document.page_of("list"))
        document.begin_section("List")
        document.heading("List", 1, name="list")

    made(_two_sections, front=front)
    assert seen[-1] == 2


def test_court_files_hold_no_links_and_no_attachments():
    def draw(document: PdfDocument) -> None:
        _two_sections(document)
        document.facts([Fact("See", "first", link="first")])
        document.attach("a.json", b"{}", "Facts", "application/json")

    data = made(draw, front=_contents, chosen=settings(PdfProfile.COURT))
    with opened(data) as pdf:
        assert not any("/Annots" in page for page in pdf.pages)
        assert "/AF" not in pdf.Root
        assert "/EmbeddedFiles" not in pdf.Root.Names
    assert "Link" not in roles(data)
    assert_sound(data)


@pytest.mark.parametrize(("paper", "size"), [(Paper.A4, (595, 842)), (Paper.LETTER, (612, 792))])
def test_the_page_has_the_size_of_its_paper(paper, size):
    assert rendered(made(_two_sections, chosen=settings(paper=paper))).size == pytest.approx(size, abs=1)


def test_many_pages_make_a_tree_and_stay_in_order():
    def draw(document: PdfDocument) -> None:
        for number in range(2600):
            document.begin_section(f"Part {number}")

    data = made(draw)
    with opened(data) as pdf:
        assert len(pdf.Root.Pages.Kids) == 2
        assert int(pdf.Root.Pages.Count) == 2600
        assert len(pdf.pages) == 2600
    assert "Part 2599" in pdfium_text(data)[-200:]


def test_cancelling_from_progress_stops_at_a_page():
    def cancel(pages: int) -> None:
        if pages == 3:
            raise Cancelled

    def draw(document: PdfDocument) -> None:
        for _ in range(9):
            document.begin_section("Part")

    with pytest.raises(Cancelled):
        _drawn_with(cancel, draw)


def _drawn_with(progress, draw) -> None:
    import io

    document = PdfDocument(io.BytesIO(), settings(), fonts(), None, progress)
    draw(document)


def test_the_document_says_how_many_pages_it_has():
    import io

    document = PdfDocument(io.BytesIO(), settings(), fonts(), _contents)
    _two_sections(document)
    document.finish()
    assert document.page_count == 3


# --- text --------------------------------------------------------------------


@pytest.mark.parametrize("text", SCRIPTS)
def test_text_in_any_script_is_copied_as_it_was_written(text):
    data = made(lambda document: document.paragraph(text))
    for word in text.split():
        assert word in poppler_text(data)
    assert_sound(data)


def test_signs_that_share_a_glyph_are_copied_as_what_they_are():
    text = "\u4e00\u2f00\u4e8c\u2f06 \u03a9\u2126 \u00b5\u03bc A\u0391\u0410"
    data = made(lambda document: document.paragraph(text))
    assert all(word in pdfium_text(data) for word in text.split())


def test_emoji_are_copied_as_the_sequences_that_were_written():
    text = "go 👍🏽 👨‍👩‍👧‍👦 🏴󠁧󠁢󠁥󠁮󠁧󠁿 🇬🇧 home"
    data = made(lambda document: document.paragraph(text))
    copied = poppler_text(data)
    assert all(emoji in copied for emoji in text.split())
    assert_sound(data)


def test_more_emoji_than_one_font_holds_take_another_font():
    many = [chr(code) for code in range(0x1F400, 0x1F54E)]
    data = made(lambda document: document.paragraph(" ".join(many)))
    with opened(data) as pdf:
        kinds = [str(font.Subtype) for font in pdf.pages[0].Resources.Font.values()]
    assert kinds.count("/Type3") == 2
    text = poppler_text(data)
    assert all(emoji in text for emoji in many)
    assert_sound(data)


def test_one_word_of_emoji_may_span_two_fonts():
    word = "".join(chr(code) for code in range(0x1F400, 0x1F54E))
    data = made(lambda document: document.paragraph(word))
    assert set(word) <= set(poppler_text(data))
    assert_sound(data)


@trials(max_examples=100)
@given(strategies.lists(ANY_TEXT, min_size=1, max_size=4))
def test_no_text_whatever_breaks_a_document(texts):
    def draw(document: PdfDocument) -> None:
        document.begin_section(texts[0])
        document.heading(texts[0], 1)
        document.facts([Fact(text, text) for text in texts])
        document.table(
            [Column(texts[0], 1), Column("b", 2, mono=True)],
            [(text, Cell(text, "no such place")) for text in texts],
        )
        document.transcript(
            TranscriptLine(number, text, text, text, False, text, attachments=(text,))
            for number, text in enumerate(texts)
        )
        document.exhibit(
            texts[0], texts[0], None, texts[0], [Fact("a", texts[0])], note=texts[0], name=texts[0]
        )
        document.notice(texts[0], texts[0], [Fact(texts[0], texts[0])], mark=texts[0])

    assert_sound(made(draw, chosen=settings(title=texts[0], header=texts[0], footer=texts[0])))


@pytest.mark.parametrize(
    "text",
    ["a" + "\u0301" * 20_000, "\u200d" * 20_000, "👍" + "🏽" * 30_000, "x" * 60_000, "\ue000" * 5000],
)
def test_clusters_without_end_stay_within_what_archives_allow(text):
    def draw(document: PdfDocument) -> None:
        document.heading(text, 1, name="there")
        document.paragraph(text)
        document.table([Column("A", 1)], [(Cell(text, "there"),)])
        document.transcript([TranscriptLine(1, text, text, text, False, text, attachments=(text,))])
        document.exhibit(text, text, None, "", [Fact(text, text)], note=text, name=text)

    assert_sound(made(draw, chosen=settings(title=text)))


def test_the_emoji_that_were_drawn_are_named_in_order():
    seen = []

    def draw(document: PdfDocument) -> None:
        document.paragraph("😀 one 👍🏽 two 😀")
        seen.extend(document.emoji_used())

    made(draw)
    assert seen == ["😀", "👍🏽"]


# --- memory ------------------------------------------------------------------

_MEASURED = """
import resource, sys
sys.path[:0] = {paths!r}
from made_documents import fonts, settings
from evidence_kit.pdf import PdfDocument, TranscriptLine

class Nowhere:
    def write(self, data):
        return len(data)

document = PdfDocument(Nowhere(), settings(), fonts())
document.transcript(
    TranscriptLine(number, f"Day {{number // 500}}", "12:00:01", "AB"[number % 2], number % 2 == 1, "word " * 12 + str(number))
    for number in range({count})
)
document.finish()
print(document.page_count, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def _pages_and_peak_mib(count: int) -> tuple[int, int]:
    here = Path(__file__).resolve()
    paths = [str(here.parent), str(here.parents[2] / "src")]
    program = _MEASURED.format(paths=paths, count=count)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    pages, peak = done.stdout.split()
    return int(pages), int(peak)


def test_five_hundred_pages_take_hardly_more_memory_than_fifty():
    fewer_pages, less = _pages_and_peak_mib(1000)
    pages, more = _pages_and_peak_mib(15_000)
    assert fewer_pages < 60
    assert pages > 500
    assert more - less < 32, (less, more)
