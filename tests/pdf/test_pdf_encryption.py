"""The document that is carried: what opens it, and that nothing of it is readable otherwise."""

from __future__ import annotations

import subprocess

import pikepdf
import pypdfium2
import pytest
from hypothesis import given, strategies
from hypothesis import settings as trials
from made_documents import counting_bytes, made, opened, settings, streams

from evidence_kit.model import PdfProfile
from evidence_kit.pdf import Fact, PdfDocument, picture_from_pixels
from evidence_kit.pdf.encryption import Aes256, password_bytes

PASSWORD = "geheim wort 😀"
SECRET = "The-secret-phrase"


def _draw(document: PdfDocument) -> None:
    document.begin_section(SECRET)
    document.heading(SECRET, 1, name="there")
    document.facts([Fact(SECRET, SECRET, link="there")])
    document.exhibit(
        "1", SECRET, picture_from_pixels(64, 64, bytes(64 * 64 * 3)), SECRET, [Fact(SECRET, SECRET)]
    )
    document.attach(SECRET, SECRET.encode(), SECRET, "text/plain")


def _carried(password: str = PASSWORD) -> bytes:
    chosen = settings(PdfProfile.CARRY, password=password, title=SECRET, random_bytes=counting_bytes())
    return made(_draw, chosen=chosen)


def test_three_readers_open_it_with_the_password(tmp_path):
    data = _carried()
    with opened(data, PASSWORD) as pdf:
        assert pdf.encryption.R == 6
        assert pdf.encryption.bits == 256
        assert str(pdf.docinfo.Title) == SECRET
        assert not pdf.check_pdf_syntax()
        assert pdf.attachments[SECRET].get_file().read_bytes() == SECRET.encode()
    with pypdfium2.PdfDocument(data, password=PASSWORD) as document:
        assert SECRET in document[0].get_textpage().get_text_range()
    path = tmp_path / "carried.pdf"
    path.write_bytes(data)
    read = subprocess.run(
        ["pdftotext", "-upw", PASSWORD, str(path), "-"], capture_output=True, text=True, check=True
    )
    assert SECRET in read.stdout
    subprocess.run(["qpdf", "--check", f"--password={PASSWORD}", str(path)], capture_output=True, check=True)


@pytest.mark.parametrize("wrong", ["", "geheim wort", "GEHEIM WORT 😀"])
def test_another_password_does_not_open_it(wrong):
    with pytest.raises(pikepdf.PasswordError):
        opened(_carried(), wrong)


def test_no_word_of_it_is_readable_without_the_password():
    everything = streams(_carried())
    for form in (
        SECRET.encode(),
        SECRET.encode("utf-16-be"),
        SECRET.encode("utf-16-be").hex().encode(),
        b"/ActualText",
    ):
        assert form not in everything
        assert form.upper() not in everything


def test_a_carried_document_without_a_password_is_not_encrypted():
    with opened(made(_draw, chosen=settings(PdfProfile.CARRY))) as pdf:
        assert not pdf.is_encrypted


@pytest.mark.parametrize("profile", [PdfProfile.POLICE, PdfProfile.COURT])
def test_a_password_never_locks_an_archive(profile):
    with opened(made(_draw, chosen=settings(profile, password=PASSWORD))) as pdf:
        assert not pdf.is_encrypted


def test_two_documents_of_the_same_content_share_no_key():
    plain = settings(PdfProfile.CARRY, password=PASSWORD)
    assert made(_draw, chosen=plain) != made(_draw, chosen=plain)


def test_a_password_is_not_shown_when_settings_are_printed():
    assert "geheim" not in repr(settings(PdfProfile.CARRY, password=PASSWORD))


# Readers take a password as a C string, so NUL and lone surrogates cannot be typed into any of them.
_TYPED = strategies.characters(codec="utf-8", exclude_characters="\0")


@trials(max_examples=60)
@given(strategies.text(_TYPED, min_size=1, max_size=30).filter(password_bytes))
def test_whatever_was_typed_opens_it_again(password):
    with opened(_carried(password), password_bytes(password).decode()) as pdf:
        assert pdf.is_encrypted


def test_a_password_longer_than_the_format_keeps_opens_it_as_typed():
    with opened(_carried("long password " * 20), "long password " * 20) as pdf:
        assert pdf.is_encrypted


@given(strategies.lists(strategies.binary(max_size=40), max_size=6))
def test_a_stream_in_pieces_has_the_promised_length(pieces):
    cipher = Aes256("x", counting_bytes())
    whole = b"".join(cipher.encode_pieces(pieces))
    assert len(whole) == cipher.encoded_size_bytes(sum(map(len, pieces)))


def test_lookalike_spellings_of_a_password_are_one():
    assert password_bytes("ﬁle\u00a0\u00adx") == password_bytes("file x")
