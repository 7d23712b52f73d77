from __future__ import annotations

import io
import zlib
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin, TiffImagePlugin

from evidence_kit.media import MediaReader, embedded_facts
from evidence_kit.model import EmbeddedFact, Finding, FindingKind
from media.media_samples import MIMES, camera_exif, chunk, picture, png


@pytest.fixture(scope="module")
def reader() -> Iterator[MediaReader]:
    with MediaReader() as reader:
        yield reader


def ask(reader: MediaReader, data: bytes, mime: str) -> tuple[dict[str, str], list[Finding]]:
    facts, findings = reader.embedded_facts(io.BytesIO(data), mime, len(data))
    return {fact.name: fact.value for fact in facts}, list(findings)


@pytest.mark.parametrize("picture_format", ["JPEG", "PNG", "WEBP"])
def test_what_a_camera_wrote_is_shown_as_it_was_written(reader: MediaReader, picture_format: str) -> None:
    facts, findings = ask(reader, picture(picture_format, exif=camera_exif()), MIMES[picture_format])
    assert facts["Make"] == "Drawing Works"
    assert facts["Model"] == "Pencil 3"
    assert facts["Software"] == "sketcher 1.2"
    assert facts["DateTimeOriginal"] == "2026:10:12 21:14:05"
    assert facts["OffsetTimeOriginal"] == "+02:00"
    assert facts["UserComment"] == "Sch\u00f6n"
    assert facts["PixelSize"] == "40 x 30"
    assert findings == []


def test_what_a_scanner_wrote_into_a_tiff_is_shown(reader: MediaReader) -> None:
    folder = TiffImagePlugin.ImageFileDirectory_v2()
    folder[0x010F] = "Drawing Works"
    folder[0x8769] = {0x9003: "2026:10:12 21:14:05"}
    facts, findings = ask(reader, picture("TIFF", tiffinfo=folder), "image/tiff")
    assert facts["Make"] == "Drawing Works"
    assert facts["DateTimeOriginal"] == "2026:10:12 21:14:05"
    assert "StripOffsets" not in facts
    assert findings == []


def test_a_place_is_told_with_the_right_half_of_the_earth(reader: MediaReader) -> None:
    facts, findings = ask(reader, picture("JPEG", exif=camera_exif(place=True)), "image/jpeg")
    assert facts["GPSPosition"] == "33.856806° S, 70.500000° W"
    assert facts["GPSLatitude"] == "33 51 49/2"
    assert [finding.kind for finding in findings] == [FindingKind.HOLDS_LOCATION]
    assert all(name.startswith("GPS") for name, value in facts.items() if "33" in value)


def test_a_place_folder_without_a_place_is_no_place(reader: MediaReader) -> None:
    exif = camera_exif()
    exif.get_ifd(0x8825)[0] = b"\2\3\0\0"
    _, findings = ask(reader, picture("JPEG", exif=exif), "image/jpeg")
    assert findings == []


def test_a_place_without_its_hemisphere_is_never_guessed(reader: MediaReader) -> None:
    exif = camera_exif(place=True)
    del exif.get_ifd(0x8825)[1]
    facts, findings = ask(reader, picture("JPEG", exif=exif), "image/jpeg")
    assert "GPSPosition" not in facts
    assert [finding.kind for finding in findings] == [FindingKind.HOLDS_LOCATION]


def test_the_texts_of_a_png_are_shown_wherever_they_stand(reader: MediaReader) -> None:
    info = PngImagePlugin.PngInfo()
    info.add_text("Software", "sketcher")
    info.add_text("Comment", "squeezed", zip=True)
    info.add_itxt("Title", "Überschrift", lang="de")
    data = picture("PNG", pnginfo=info)
    at_end = (
        chunk(b"tIME", b"\x07\xea\x0a\x0c\x15\x0e\x05") + chunk(b"tEXt", b"Author\0Ann") + chunk(b"IEND", b"")
    )
    facts, findings = ask(reader, data[:-12] + at_end, "image/png")
    assert facts["Software"] == "sketcher"
    assert facts["Comment"] == "squeezed"
    assert facts["Title"] == "Überschrift"
    assert facts["Author"] == "Ann"
    assert facts["tIME"] == "2026-10-12T21:14:05Z"
    assert findings == []


def test_the_comments_of_jpeg_and_gif_are_shown(reader: MediaReader) -> None:
    for picture_format in ("JPEG", "GIF"):
        facts, _ = ask(reader, picture(picture_format, comment=b"drawn by hand"), MIMES[picture_format])
        assert facts["Comment"] == "drawn by hand"


def test_dates_and_tools_out_of_xmp_are_shown_but_not_its_place(reader: MediaReader) -> None:
    packet = (
        '<x:xmpmeta><rdf:Description xmp:CreatorTool="sketcher" exif:GPSLatitude="33,51.4S">'
        "<xmp:CreateDate>2026-10-12T21:14:05+02:00</xmp:CreateDate></rdf:Description></x:xmpmeta>"
    )
    facts, findings = ask(reader, picture("JPEG", xmp=packet.encode()), "image/jpeg")
    assert facts["XMP xmp:CreatorTool"] == "sketcher"
    assert facts["XMP xmp:CreateDate"] == "2026-10-12T21:14:05+02:00"
    assert not any("33,51" in value for value in facts.values())
    assert [finding.kind for finding in findings] == [FindingKind.HOLDS_LOCATION]


@pytest.mark.parametrize("picture_format", MIMES)
def test_a_picture_that_says_nothing_of_itself_says_so(reader: MediaReader, picture_format: str) -> None:
    facts, findings = ask(reader, picture(picture_format), MIMES[picture_format])
    assert facts["PixelSize"] == "40 x 30"
    if picture_format != "TIFF":
        assert [finding.kind for finding in findings] == [FindingKind.NO_EMBEDDED_FACTS]


def test_a_png_that_ends_too_early_keeps_its_facts_and_is_marked(reader: MediaReader) -> None:
    short = png(40, 30)  # promises 40 x 30 pixels and holds none
    facts, findings = ask(reader, short, "image/png")
    assert facts["PixelSize"] == "40 x 30"
    assert {"part": "picture"}.items() <= findings[0].details.items()
    assert findings[0].kind is FindingKind.PART_UNREADABLE


def test_files_that_are_no_pictures_have_no_embedded_facts_here() -> None:
    assert embedded_facts(io.BytesIO(b"hello"), "text/plain", 5) == ((), ())
    assert embedded_facts(io.BytesIO(b""), "image/png", 0) == ((), ())


def test_broken_exif_leaves_the_rest_of_the_facts(reader: MediaReader) -> None:
    exif = b"Exif\0\0MM\0*\0\0\0\x08\xff\xff" + bytes(40)
    facts, findings = ask(reader, picture("JPEG", exif=exif, comment=b"still here"), "image/jpeg")
    assert facts["Comment"] == "still here"
    assert facts["PixelSize"] == "40 x 30"
    assert all(finding.kind is FindingKind.PART_UNREADABLE for finding in findings)


def test_a_text_that_swells_without_end_is_not_swallowed(reader: MediaReader) -> None:
    bomb = chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(50_000_000), 9))
    for data in (png(10, 10, bomb), png(10, 10)[:-12] + bomb + chunk(b"IEND", b"")):
        facts, findings = ask(reader, data, "image/png")
        assert "Comment" not in facts
        assert {finding.kind for finding in findings} == {FindingKind.PART_UNREADABLE}
    assert findings[0].details["part"] == "text"
    assert facts["PixelSize"] == "10 x 10"


@pytest.mark.parametrize(
    ("data", "mime"),
    [
        (png(200_000, 200_000), "image/png"),
        (b"PK\x03\x04" + bytes(200), "image/png"),
        (picture("JPEG")[:40], "image/jpeg"),
        (b"\xff\xd8\xff" + b"\xff" * 5000, "image/jpeg"),
        (b"GIF89a", "image/gif"),
        (b"RIFF\xff\xff\xff\xffWEBPVP8 ", "image/webp"),
        (b"II*\0\x08\0\0\0\xff\xff", "image/tiff"),
        (picture("PNG"), "image/jpeg"),
    ],
)
def test_a_picture_made_to_do_harm_is_a_finding_and_never_an_error(
    reader: MediaReader, data: bytes, mime: str
) -> None:
    facts, findings = ask(reader, data, mime)
    assert facts == {}
    assert [finding.kind for finding in findings] == [FindingKind.PART_UNREADABLE]
    after, _ = ask(reader, picture("PNG"), "image/png")
    assert after["PixelSize"] == "40 x 30"


def test_a_file_larger_than_the_child_may_get_is_said_to_be_too_large(reader: MediaReader) -> None:
    facts, findings = reader.embedded_facts(io.BytesIO(picture("PNG")), "image/png", 1 << 40)
    assert facts == ()
    assert findings[0].details["reason"] == "too large"


def test_lone_surrogates_never_come_out(reader: MediaReader) -> None:
    exif = Image.Exif()
    exif[0x9C9C] = b"\x00\xd8a\0"
    facts, _ = reader.embedded_facts(io.BytesIO(data := picture("JPEG", exif=exif)), "image/jpeg", len(data))
    for fact in facts:
        assert isinstance(fact, EmbeddedFact)
        fact.value.encode("utf-8")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    cut=st.integers(0, 900),
    at=st.integers(0, 900),
    junk=st.binary(max_size=20),
    picture_format=st.sampled_from([*MIMES]),
)
def test_any_damage_to_a_picture_gives_facts_or_findings(
    reader: MediaReader, cut: int, at: int, junk: bytes, picture_format: str
) -> None:
    options = {} if picture_format in {"GIF", "BMP"} else {"exif": camera_exif(place=True)}
    whole = picture(picture_format, **options)
    damaged = whole[:at] + junk + whole[at + len(junk) : max(len(whole) - cut, at)]
    facts, findings = reader.embedded_facts(io.BytesIO(damaged), MIMES[picture_format], len(damaged))
    assert facts or findings or not damaged
