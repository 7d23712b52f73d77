"""Pictures in a document: pixels exactly the original's, nothing else of the file, and no trouble from hostile bytes."""

from __future__ import annotations

import io
import random
import struct
import zlib

import pikepdf
import pytest
from hypothesis import given, strategies
from hypothesis import settings as trials
from made_documents import assert_sound, made, opened, rendered, streams
from PIL import Image, ImageCms, ImageOps, PngImagePlugin

from evidence_kit.pdf import PdfDocument, Picture, load_picture, picture_from_pixels
from evidence_kit.pdf.exif import exif_orientation

RED, GREEN, BLUE, WHITE = (220, 20, 20), (20, 160, 20), (20, 20, 220), (250, 250, 250)
MIMES = ("image/png", "image/jpeg")


def chart(mode: str = "RGB", size: tuple[int, int] = (40, 60)) -> Image.Image:
    """A picture whose four corners differ."""
    width, height = size
    picture = Image.new("RGB", size, WHITE)
    picture.paste(RED, (0, 0, width // 2, height // 2))
    picture.paste(GREEN, (width // 2, 0, width, height // 2))
    picture.paste(BLUE, (0, height // 2, width // 2, height))
    return picture.convert(mode)


def stored(picture: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def document_of(picture: Picture) -> bytes:
    return made(lambda document: _exhibit(document, picture))


def _exhibit(document: PdfDocument, picture: Picture) -> None:
    document.exhibit("EK/1", "Picture", picture, "Four fields", [])


def loaded(data: bytes, mime: str = "image/png") -> Picture:
    picture = load_picture(io.BytesIO(data), mime)
    assert picture is not None
    return picture


def pixels_in(data: bytes) -> Image.Image:
    with opened(data) as pdf:
        resources = pdf.pages[0].Resources.XObject
        (found,) = [drawing for drawing in resources.values() if drawing.Subtype == "/Image"]
        return pikepdf.PdfImage(found).as_pil_image().convert("RGB")


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(header: tuple[int, ...], data: bytes, *, before: bytes = b"", after: bytes = b"") -> bytes:
    """A PNG put together by hand, right or wrong."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", *header))
    return b"\x89PNG\r\n\x1a\n" + head + before + chunk(b"IDAT", data) + after + chunk(b"IEND", b"")


# --- PNG ---------------------------------------------------------------------


@pytest.mark.parametrize("mode", ["RGB", "L", "P", "1"])
def test_a_png_keeps_its_pixels(mode):
    original = chart(mode)
    picture = loaded(stored(original))
    assert (picture.width, picture.height, picture.unchanged) == (40, 60, True)
    data = document_of(picture)
    assert pixels_in(data).tobytes() == original.convert("RGB").tobytes()
    assert_sound(data)


@pytest.mark.parametrize("bits", [1, 2, 4])
def test_a_png_of_few_colours_keeps_its_pixels(bits):
    original = chart().quantize(min(4, 2**bits))
    data = document_of(loaded(stored(original, bits=bits)))
    assert pixels_in(data).tobytes() == original.convert("RGB").tobytes()


def test_the_pixel_data_of_a_png_is_taken_over_byte_for_byte():
    random_pixels = random.Random(1).randbytes(90 * 90 * 3)
    original = stored(Image.frombytes("RGB", (90, 90), random_pixels))
    with opened(document_of(loaded(original))) as pdf:
        (drawing,) = [d for d in pdf.pages[0].Resources.XObject.values() if d.Subtype == "/Image"]
        assert drawing.read_raw_bytes() in original


@pytest.mark.parametrize("mode", ["RGBA", "LA", "I;16"])
def test_pictures_with_transparency_or_fine_shades_must_be_decoded(mode):
    picture = chart("L").convert("I;16") if mode == "I;16" else chart().convert(mode)
    assert load_picture(io.BytesIO(stored(picture)), "image/png") is None


def test_a_transparent_colour_must_be_decoded():
    assert load_picture(io.BytesIO(stored(chart("P"), transparency=0)), "image/png") is None


def test_what_a_png_says_besides_its_pixels_stays_behind():
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", "SECRET-PLACE")
    notes.add_itxt("XML:com.adobe.xmp", "SECRET-PLACE", zip=False)
    exif = Image.Exif()
    exif[0x010F] = "SECRET-CAMERA"
    original = stored(chart(), pnginfo=notes, exif=exif) + b"SECRET-TAIL"
    assert original.count(b"SECRET") == 4
    assert b"SECRET" not in streams(document_of(loaded(original)))


def test_a_colour_profile_comes_along_and_is_written_once():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    original = stored(chart(), icc_profile=profile)

    def draw(document: PdfDocument) -> None:
        for _ in range(3):
            _exhibit(document, loaded(original))

    data = made(draw)
    with opened(data) as pdf:
        spaces = [
            d.ColorSpace
            for page in pdf.pages
            for d in page.Resources.XObject.values()
            if d.Subtype == "/Image"
        ]
        assert {str(space[0]) for space in spaces} == {"/ICCBased"}
        assert len({space[1].objgen for space in spaces}) == 1
        assert spaces[0][1].read_bytes() == profile
    assert_sound(data)


@pytest.mark.parametrize(
    ("place", "value"), [(36, b"xxxx"), (16, b"CMYK"), (12, b"link"), (8, b"\x09"), (0, b"\0\0\0\1")]
)
def test_a_colour_profile_that_is_none_stays_behind(place, value):
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    wrong = profile[:place] + value + profile[place + len(value) :]
    with opened(document_of(loaded(stored(chart(), icc_profile=wrong)))) as pdf:
        (drawing,) = [d for d in pdf.pages[0].Resources.XObject.values() if d.Subtype == "/Image"]
        assert drawing.ColorSpace == "/DeviceRGB"


@pytest.mark.parametrize(
    ("header", "rows"),
    [
        ((4, 4, 8, 2, 0, 0, 0), b"\0" + bytes(12)),
        ((4, 4, 8, 2, 0, 0, 0), (b"\0" + bytes(12)) * 5),
        ((4, 4, 8, 2, 0, 0, 0), (b"\x05" + bytes(12)) * 4),
        ((4, 4, 8, 2, 0, 0, 1), (b"\0" + bytes(12)) * 4),
        ((0, 4, 8, 2, 0, 0, 0), b"\0" * 4),
        ((4, 4, 3, 2, 0, 0, 0), (b"\0" + bytes(12)) * 4),
        ((4, 4, 8, 3, 0, 0, 0), (b"\0" + bytes(4)) * 4),
        ((2**31, 2**31, 8, 2, 0, 0, 0), b"\0"),
    ],
)
def test_a_png_whose_data_does_not_fit_its_head_is_not_passed_through(header, rows):
    assert load_picture(io.BytesIO(png(header, zlib.compress(rows))), "image/png") is None


def test_a_bomb_is_noticed_without_being_unpacked():
    bomb = zlib.compress(bytes(1 << 26), 9)
    assert load_picture(io.BytesIO(png((4, 4, 8, 2, 0, 0, 0), bomb)), "image/png") is None


def test_a_wrong_check_sum_or_a_missing_end_is_not_passed_through():
    whole = stored(chart())
    place = whole.index(b"IDAT") + 10
    damaged = whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :]
    for data in (damaged, whole[:-12], whole[: len(whole) // 2], whole[:-1]):
        assert load_picture(io.BytesIO(data), "image/png", decoded_before=True) is None


def test_hidden_bytes_behind_the_pixel_data_are_not_passed_through():
    rows = zlib.compress((b"\0" + bytes(12)) * 4)
    assert load_picture(io.BytesIO(png((4, 4, 8, 2, 0, 0, 0), rows + b"SECRET")), "image/png") is None


def test_a_picture_that_was_decoded_before_is_not_inflated_again():
    wrong = png((4, 4, 8, 2, 0, 0, 0), zlib.compress(b"short"))
    assert load_picture(io.BytesIO(wrong), "image/png", decoded_before=True) is not None
    assert load_picture(io.BytesIO(wrong), "image/png") is None


# --- JPEG --------------------------------------------------------------------


def _with_everything(orientation: int = 1, **options: object) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "SECRET-CAMERA"
    exif.get_ifd(0x8825)[1] = "SECRET-NORTH"
    return stored(chart(), "JPEG", quality=95, exif=exif, comment=b"SECRET-WORDS", **options) + b"SECRET-TAIL"


@pytest.mark.parametrize(
    "options", [{}, {"progressive": True}, {"restart_marker_rows": 1}, {"subsampling": 0}]
)
def test_a_jpeg_keeps_its_pixels_and_loses_all_that_is_said_beside_them(options):
    original = _with_everything(**options)
    assert original.count(b"SECRET") == 4
    data = document_of(loaded(original, "image/jpeg"))
    found = streams(data)
    for word in (b"SECRET", b"Exif", b"JFIF"):
        assert word not in found
    assert pixels_in(data).tobytes() == Image.open(io.BytesIO(original)).convert("RGB").tobytes()
    assert_sound(data)


def test_words_between_the_scans_of_a_jpeg_are_left_out_too():
    whole = stored(chart(), "JPEG", progressive=True)
    second = whole.index(b"\xff\xda", whole.index(b"\xff\xda") + 2)
    hidden = whole[:second] + b"\xff\xfe\x00\x08SECRET" + whole[second:]
    data = document_of(loaded(hidden, "image/jpeg"))
    assert b"SECRET" not in streams(data)
    assert pixels_in(data).tobytes() == Image.open(io.BytesIO(whole)).convert("RGB").tobytes()


def _turned_png(orientation: int) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    return stored(chart(), exif=exif)


@pytest.mark.parametrize(
    ("mime", "made_turned"), [("image/jpeg", _with_everything), ("image/png", _turned_png)]
)
@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_stands_upright_however_the_camera_was_held(orientation, mime, made_turned):
    original = made_turned(orientation)
    picture = loaded(original, mime)
    upright = ImageOps.exif_transpose(Image.open(io.BytesIO(original)))
    assert (picture.width, picture.height) == upright.size
    shown = _figure(rendered(document_of(picture), scale=2))
    for x, y in ((0.25, 0.25), (0.75, 0.25), (0.25, 0.75)):
        expected = upright.convert("RGB").getpixel((int(x * upright.width), int(y * upright.height)))
        found = shown.getpixel((int(x * shown.width), int(y * shown.height)))
        assert max(abs(a - b) for a, b in zip(expected, found, strict=True)) < 25, (x, y)


def _figure(page: Image.Image) -> Image.Image:
    """The part of the page inside the picture's frame: the largest area with colours, white corner included."""
    saturation = page.convert("HSV").getchannel("S").point(lambda level: 255 if level > 60 else 0)
    return page.crop(saturation.getbbox())


def test_a_grey_jpeg_stays_grey():
    data = document_of(loaded(stored(chart("L"), "JPEG"), "image/jpeg"))
    with opened(data) as pdf:
        (drawing,) = [d for d in pdf.pages[0].Resources.XObject.values() if d.Subtype == "/Image"]
        assert drawing.ColorSpace == "/DeviceGray"


def test_a_jpeg_in_printing_colours_must_be_decoded():
    assert load_picture(io.BytesIO(stored(chart("CMYK"), "JPEG")), "image/jpeg") is None


def test_a_jpeg_in_plain_rgb_keeps_its_pixels():
    original = stored(chart(), "JPEG", quality=95, keep_rgb=True)
    picture = load_picture(io.BytesIO(original), "image/jpeg")
    if picture is not None:
        expected = Image.open(io.BytesIO(original)).convert("RGB").tobytes()
        assert pixels_in(document_of(picture)).tobytes() == expected


def test_a_jpeg_profile_comes_along():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    data = document_of(loaded(stored(chart(), "JPEG", icc_profile=profile), "image/jpeg"))
    with opened(data) as pdf:
        (drawing,) = [d for d in pdf.pages[0].Resources.XObject.values() if d.Subtype == "/Image"]
        assert drawing.ColorSpace[1].read_bytes() == profile


def test_a_jpeg_that_is_cut_off_must_be_decoded():
    whole = stored(chart(), "JPEG")
    for end in range(0, len(whole) - 1, 7):
        assert load_picture(io.BytesIO(whole[:end]), "image/jpeg") is None


# --- pixels and hostile bytes ------------------------------------------------


def test_decoded_pixels_are_drawn_and_said_to_be_re_coded():
    original = chart()
    picture = picture_from_pixels(40, 60, original.tobytes())
    assert not picture.unchanged
    assert pixels_in(document_of(picture)).tobytes() == original.tobytes()


@pytest.mark.parametrize("mime", ["image/gif", "image/heic", "text/plain", ""])
def test_other_kinds_of_pictures_must_be_decoded(mime):
    assert load_picture(io.BytesIO(stored(chart())), mime) is None


@given(strategies.binary(max_size=400), strategies.sampled_from(MIMES))
def test_arbitrary_bytes_never_raise(data, mime):
    load_picture(io.BytesIO(data), mime)


@trials(max_examples=300)
@given(
    strategies.sampled_from(
        [stored(chart("P")), stored(chart()), _with_everything(6), _with_everything(progressive=True)]
    ),
    strategies.lists(
        strategies.tuples(strategies.integers(0, 4000), strategies.binary(min_size=1, max_size=6)), max_size=4
    ),
)
def test_damaged_pictures_never_raise_and_keep_their_promised_length(whole, changes):
    data = bytearray(whole)
    for place, piece in changes:
        data[place % len(data) : place % len(data) + len(piece)] = piece
    for mime in MIMES:
        picture = load_picture(io.BytesIO(bytes(data)), mime, decoded_before=True)
        if picture is not None:
            assert sum(map(len, picture.pixels.pieces())) == picture.pixels.size_bytes
            rendered(document_of(picture), scale=0.2)


def test_a_source_that_shrinks_after_the_look_still_fills_its_stream():
    source = io.BytesIO(stored(chart()))
    picture = load_picture(source, "image/png")
    source.truncate(60)
    with opened(document_of(picture)) as pdf:
        (drawing,) = [d for d in pdf.pages[0].Resources.XObject.values() if d.Subtype == "/Image"]
        assert len(drawing.read_raw_bytes()) == int(drawing.Length) == picture.pixels.size_bytes


def test_a_jpeg_with_impossible_tables_must_be_decoded():
    whole = stored(chart(), "JPEG")
    codes, quanta = whole.index(b"\xff\xc4") + 5, whole.index(b"\xff\xdb") + 4
    for place, value in ((codes, 3), (codes - 1, 0x44), (quanta, 0x25), (quanta, 0x10)):
        damaged = whole[:place] + bytes([value]) + whole[place + 1 :]
        assert load_picture(io.BytesIO(damaged), "image/jpeg") is None


@given(strategies.binary(max_size=80))
def test_arbitrary_exif_is_upright_or_says_how_it_is_not(exif):
    for head in (b"", b"II*\0\x08\0\0\0", b"MM\0*\0\0\0\x08"):
        assert exif_orientation(head + exif) in range(1, 9)


def test_a_long_screenshot_is_cut_into_strips_that_can_be_read():
    picture = loaded(stored(chart(size=(300, 6000))))
    data = document_of(picture)
    with opened(data) as pdf:
        assert len(pdf.pages) > 2
    assert_sound(data)
