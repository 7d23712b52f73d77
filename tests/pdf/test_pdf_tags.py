"""The structure that screen readers follow, checked by hand and by a checker of PDF/UA."""

from __future__ import annotations

import io

import pytest
from made_documents import assert_sound, elements, kids, made, opened, roles, settings
from pdfua import validate

from evidence_kit.model import PdfProfile
from evidence_kit.pdf import Cell, Column, Fact, PdfDocument, TranscriptLine, picture_from_pixels


def everything(document: PdfDocument) -> None:
    """One of each kind of block."""
    document.begin_section("All")
    document.title("Report", "with a line below")
    document.heading("Part", 1, name="part")
    document.paragraph("Some text that is an ordinary paragraph.")
    document.bullets(["one", "two"])
    document.bullets(["first", "second"], numbered=True)
    document.facts(
        [Fact("Label", "value"), Fact("Code", "00ff", mono=True), Fact("See", "the part", link="part")]
    )
    document.table([Column("A", 1), Column("B", 2)], [("1", Cell("go", "part")), ("2", "")])
    document.exhibit(
        "EK/1",
        "A picture",
        picture_from_pixels(3, 4, bytes(36)),
        "Black",
        [Fact("What", "dots")],
        note="mine",
    )
    document.notice("Recorded, not copied", "Nothing is shown.", [Fact("Where", "on the phone")])
    document.transcript(
        [
            TranscriptLine(1, "Monday", "12:00", "A", False, "hi"),
            TranscriptLine(2, "Monday", "12:01", "B", True, "yes"),
        ]
    )
    document.signature_lines(["Signature", "Date"])
    document.qr_code("EK1", "Square code")


@pytest.mark.parametrize("profile", [PdfProfile.POLICE, PdfProfile.COURT])
def test_a_checker_of_pdf_ua_finds_nothing(profile):
    report = validate(io.BytesIO(made(everything, chosen=settings(profile))))
    assert not report.findings


@pytest.mark.parametrize("profile", list(PdfProfile))
def test_every_kind_of_block_keeps_clear_of_the_known_traps(profile):
    assert_sound(made(everything, chosen=settings(profile)))


def test_a_table_has_a_head_row_and_its_cells_in_order():
    data = made(lambda document: document.table([Column("A", 1), Column("B", 1)], [("1", "2"), ("3", "4")]))
    assert roles(data)[2:] == ["Table", "TR", "TH", "TH", "TR", "TD", "TD", "TR", "TD", "TD"]


def test_the_labels_of_facts_are_the_heads_of_their_rows():
    data = made(lambda document: document.facts([Fact("Label", "value")]))
    with opened(data) as pdf:
        (head,) = [element for element in elements(pdf) if element.S == "/TH"]
        assert head.A.Scope == "/Row"


def test_a_list_says_how_it_is_numbered():
    data = made(lambda document: document.bullets(["a", "b"], numbered=True))
    with opened(data) as pdf:
        (entries,) = [element for element in elements(pdf) if element.S == "/L"]
        assert entries.A.ListNumbering == "/Decimal"
        assert [str(kid.S) for kid in kids(entries)] == ["/LI", "/LI"]
        assert [str(kid.S) for kid in kids(kids(entries)[0])] == ["/Lbl", "/LBody"]


def test_repeated_head_rows_are_not_read_twice():
    rows = [(str(number), "x") for number in range(200)]
    data = made(lambda document: document.table([Column("A", 1), Column("B", 1)], rows))
    assert roles(data).count("TH") == 2
    assert_sound(data)
    with opened(data) as pdf:
        assert len(pdf.pages) > 3


def test_a_message_is_one_element_on_however_many_pages():
    line = TranscriptLine(1, "", "12:00", "A", False, "word " * 4000)
    data = made(lambda document: document.transcript([line]))
    with opened(data) as pdf:
        pieces = [element for element in elements(pdf) if element.S == "/P"]
        assert len(pieces) == 1
        assert len(pieces[0].K) == len(pdf.pages) > 4
    assert_sound(data)


def test_a_figure_has_its_words_and_its_place():
    data = made(everything)
    with opened(data) as pdf:
        first, second = [element for element in elements(pdf) if element.S == "/Figure"]
        assert (str(first.Alt), str(second.Alt)) == ("Black", "Square code")
        assert len(first.A.BBox) == 4


def test_text_in_pictures_words_is_cleaned_of_what_archives_refuse():
    picture = picture_from_pixels(1, 1, bytes(3))
    data = made(lambda document: document.exhibit("1", "x", picture, "a\ue000b\0c\ud800d\u202ee", []))
    with opened(data) as pdf:
        (figure,) = [element for element in elements(pdf) if element.S == "/Figure"]
        assert str(figure.Alt) == "a\ufffdb\ufffdc\ufffdde"
