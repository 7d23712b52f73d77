from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence_kit.media import identify
from evidence_kit.model import FindingKind, ItemKind
from media.media_samples import MIMES, movie, movie_header, picture

BY_BYTES = [
    (movie(movie_header(1)), "video/mp4", ItemKind.VIDEO),
    (movie(movie_header(1), brand=b"qt  "), "video/quicktime", ItemKind.VIDEO),
    (movie(movie_header(1), brand=b"3gp4"), "video/3gpp", ItemKind.VIDEO),
    (movie(movie_header(1), brand=b"M4A "), "audio/mp4", ItemKind.AUDIO),
    (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "image/heic", ItemKind.PICTURE),
    (b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic", "image/heic", ItemKind.PICTURE),
    (b"\0\0\0\x1cftypmif1\0\0\0\0mif1avifmiaf", "image/avif", ItemKind.PICTURE),
    (b"\0\0\0\x18ftypavif\0\0\0\0mif1avif", "image/avif", ItemKind.PICTURE),
    (b"\0\0\0\x08wide\0\0\0\0mdat", "video/quicktime", ItemKind.VIDEO),
    (b"\x1a\x45\xdf\xa3\x9fB\x86\x81\x01B\x82\x84webm", "video/webm", ItemKind.VIDEO),
    (b"\x1a\x45\xdf\xa3\x9fB\x86\x81\x01B\x82\x88matroska", "video/x-matroska", ItemKind.VIDEO),
    (b"RIFF\x10\0\0\0AVI LIST", "video/x-msvideo", ItemKind.VIDEO),
    (b"RIFF\x10\0\0\0WAVEfmt ", "audio/wav", ItemKind.AUDIO),
    (b"ID3\x04\0\0\0\0\0\x10", "audio/mpeg", ItemKind.AUDIO),
    (b"\xff\xfb\x90\x64" + bytes(400), "audio/mpeg", ItemKind.AUDIO),
    (b"OggS\0\x02" + bytes(22) + b"OpusHead", "audio/ogg", ItemKind.AUDIO),
    (b"OggS\0\x02" + bytes(22) + b"\x80theora", "video/ogg", ItemKind.VIDEO),
    (b"#!AMR\n<", "audio/amr", ItemKind.AUDIO),
    (b"fLaC\0\0\0\x22", "audio/flac", ItemKind.AUDIO),
    (b"%PDF-1.7\n%\xe2\xe3", "application/pdf", ItemKind.DOCUMENT),
    (b"PK\x03\x04\x14\0", "application/zip", ItemKind.ARCHIVE),
    (b"PK\x05\x06" + bytes(18), "application/zip", ItemKind.ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c\0\x04", "application/x-7z-compressed", ItemKind.ARCHIVE),
    (b"Rar!\x1a\x07\x01\0", "application/vnd.rar", ItemKind.ARCHIVE),
    (b"\x1f\x8b\x08\0", "application/gzip", ItemKind.ARCHIVE),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(24), "application/x-ole-storage", ItemKind.DOCUMENT),
    (b"SQLite format 3\0\x10\0", "application/vnd.sqlite3", ItemKind.OTHER),
    (b"{\\rtf1\\ansi", "application/rtf", ItemKind.DOCUMENT),
    (b"<!DOCTYPE html>\n<html>", "text/html", ItemKind.DOCUMENT),
    (b"\xef\xbb\xbf  <HTML lang=en>", "text/html", ItemKind.DOCUMENT),
    (b'<?xml version="1.0"?>\n<smses count="2">', "application/xml", ItemKind.TEXT),
    (b'<svg xmlns="x"><rect/></svg>', "image/svg+xml", ItemKind.PICTURE),
    (b'{"messages": []}', "application/json", ItemKind.TEXT),
    (b"[12/10/2026, 21:14:05] Ann: hello", "text/plain", ItemKind.TEXT),
    ("\ufeff12.10.26, 21:14 - Ann: h\u00e9".encode("utf-16-le"), "text/plain", ItemKind.TEXT),
    ("12.10.26, 21:14 - Ann".encode("utf-16-be"), "text/plain", ItemKind.TEXT),
    ("Gr\u00fc\u00dfe aus K\u00f6ln".encode("cp1252"), "text/plain", ItemKind.TEXT),
    (b"From: a@example.invalid\r\nDate: x\r\n\r\nhi", "message/rfc822", ItemKind.EMAIL),
    (b"Received: by x;\r\n Mon\r\nSubject: s\r\n\r\nhi", "message/rfc822", ItemKind.EMAIL),
    (
        b"From a@example.invalid Mon Oct 12 21:14:05 2026\nFrom: a\nDate: b\n",
        "application/mbox",
        ItemKind.EMAIL,
    ),
    (
        b"From: <Saved by Blink>\r\nSnapshot-Content-Location: x\r\n\r\n",
        "multipart/related",
        ItemKind.DOCUMENT,
    ),
    (b"Subject: one such line is no mail\n\nhi", "text/plain", ItemKind.TEXT),
    (b"Note: nothing\nElse: here\n\n", "text/plain", ItemKind.TEXT),
    (b"\x00\x01\x02\x03\xff\xfe\x80" * 9, "application/octet-stream", ItemKind.OTHER),
    (b"BM is how this note begins", "text/plain", ItemKind.TEXT),
]


@pytest.mark.parametrize(
    ("head", "mime", "kind"), BY_BYTES, ids=[f"{n}-{row[1]}" for n, row in enumerate(BY_BYTES)]
)
def test_the_bytes_say_what_a_file_is(head: bytes, mime: str, kind: ItemKind) -> None:
    found = identify("no-name", head)
    assert (found.mime, found.kind, found.findings) == (mime, kind, ())


@pytest.mark.parametrize("picture_format", MIMES)
def test_pictures_are_known_by_their_bytes(picture_format: str) -> None:
    found = identify(f"drawing.{picture_format.lower()}", picture(picture_format)[:4096])
    assert (found.mime, found.kind, found.findings) == (MIMES[picture_format], ItemKind.PICTURE, ())


def test_a_name_that_says_something_else_than_the_bytes_is_told() -> None:
    (finding,) = identify("holiday.JPG", picture("PNG")).findings
    assert finding.kind is FindingKind.NAME_AND_BYTES_DIFFER
    assert finding.details == {"name_says": "image/jpeg", "bytes_say": "image/png"}


def test_a_program_named_as_a_picture_is_told() -> None:
    (finding,) = identify("look.jpg", b"MZ\x90\0\x03\0\0\0" + bytes(60)).findings
    assert finding.details == {"name_says": "image/jpeg", "bytes_say": "application/octet-stream"}


@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("letter.docx", b"PK\x03\x04\x14\0"),
        ("letter.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        ("clip.mp4", movie(movie_header(1), brand=b"qt  ")),
        ("notes.txt", b'{"a": 1}'),
        ("unknown.xyz", b"%PDF-1.4"),
        ("no ending", b"%PDF-1.4"),
        ("mail.eml", b"Hello, this has no header at all"),
    ],
)
def test_a_name_that_fits_its_bytes_is_not_remarked_on(name: str, head: bytes) -> None:
    assert identify(name, head).findings == ()


def test_an_outlook_mail_is_a_mail_and_not_just_a_container() -> None:
    assert identify("mail.msg", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1").kind is ItemKind.EMAIL


def test_an_empty_file_says_so() -> None:
    found = identify("picture.png", b"")
    assert [finding.kind for finding in found.findings] == [FindingKind.EMPTY_FILE]
    assert found.kind is ItemKind.OTHER


def test_a_text_cut_in_the_middle_of_a_letter_is_still_a_text() -> None:
    assert identify("chat.txt", ("a" + "\u00e9" * 5000).encode()[:4096]).mime == "text/plain"


@given(name=st.text(), head=st.binary(max_size=300))
def test_any_bytes_under_any_name_get_a_type(name: str, head: bytes) -> None:
    found = identify(name, head)
    assert "/" in found.mime
    assert found.kind in ItemKind


@given(value=st.recursive(st.none() | st.booleans() | st.text(), lambda inner: st.lists(inner, min_size=1)))
def test_every_list_in_json_is_known_as_json(value: object) -> None:
    assert identify("x.json", json.dumps([value]).encode()).mime == "application/json"
