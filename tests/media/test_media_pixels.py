from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator

import pytest
from PIL import Image

from evidence_kit.media import Limits, MediaReader, Pixels, picture_pixels
from media.media_samples import MIMES, camera_exif, corner_marked, picture, png


@pytest.fixture(scope="module")
def reader() -> Iterator[MediaReader]:
    with MediaReader() as reader:
        yield reader


def pixels(reader: MediaReader, data: bytes, picture_format: str, longest_side: int | None = None) -> Pixels:
    found = reader.picture_pixels(io.BytesIO(data), MIMES[picture_format], longest_side)
    assert found is not None
    return found


def at(found: Pixels, x: int, y: int) -> tuple[int, ...]:
    start = (y * found.width + x) * 3
    return tuple(found.rgb[start : start + 3])


@pytest.mark.parametrize("picture_format", MIMES)
def test_every_format_gives_its_pixels_row_by_row(reader: MediaReader, picture_format: str) -> None:
    found = pixels(reader, corner_marked(picture_format), picture_format)
    assert (found.width, found.height, len(found.rgb)) == (40, 20, 2400)
    assert at(found, 2, 2)[0] > 200
    assert at(found, 30, 15)[2] > 200


@pytest.mark.parametrize(
    ("orientation", "size", "corner"),
    [
        (1, (40, 20), (2, 2)),
        (2, (40, 20), (37, 2)),
        (3, (40, 20), (37, 17)),
        (4, (40, 20), (2, 17)),
        (5, (20, 40), (2, 2)),
        (6, (20, 40), (17, 2)),
        (7, (20, 40), (17, 37)),
        (8, (20, 40), (2, 37)),
    ],
)
def test_a_picture_stands_upright(
    reader: MediaReader, orientation: int, size: tuple[int, int], corner: tuple[int, int]
) -> None:
    found = pixels(reader, corner_marked("JPEG", exif=camera_exif(orientation=orientation)), "JPEG")
    assert (found.width, found.height) == size
    assert at(found, *corner)[0] > 200
    assert at(found, size[0] - 1 - corner[0], size[1] - 1 - corner[1])[2] > 200


@pytest.mark.parametrize(
    ("mode", "colour"), [("RGBA", (255, 0, 0, 0)), ("LA", (0, 0)), ("RGBA", (0, 0, 0, 0))]
)
def test_what_is_see_through_lies_on_white(reader: MediaReader, mode: str, colour: tuple[int, ...]) -> None:
    assert at(pixels(reader, picture("PNG", mode=mode, colour=colour), "PNG"), 5, 5) == (255, 255, 255)


def test_a_palette_with_a_see_through_colour_lies_on_white(reader: MediaReader) -> None:
    assert at(pixels(reader, picture("GIF", mode="P", colour=3, transparency=3), "GIF"), 5, 5) == (
        255,
        255,
        255,
    )


def test_sixteen_bit_grey_keeps_its_brightness(reader: MediaReader) -> None:
    found = pixels(reader, picture("PNG", mode="I;16", colour=0x8000), "PNG")
    assert at(found, 1, 1) == (128, 128, 128)


def test_cmyk_and_one_bit_pictures_become_rgb(reader: MediaReader) -> None:
    assert at(pixels(reader, picture("JPEG", mode="CMYK", colour=(0, 0, 0, 0)), "JPEG"), 1, 1) == (
        255,
        255,
        255,
    )
    assert at(pixels(reader, picture("PNG", mode="1", colour=0), "PNG"), 1, 1) == (0, 0, 0)


@pytest.mark.parametrize("picture_format", MIMES)
def test_the_longest_side_is_kept_to(reader: MediaReader, picture_format: str) -> None:
    found = pixels(reader, picture(picture_format, size=(900, 300)), picture_format, 256)
    assert found.width == 256
    assert 84 <= found.height <= 86


def test_a_small_picture_is_not_made_larger(reader: MediaReader) -> None:
    assert pixels(reader, picture("PNG"), "PNG", 256).width == 40


def test_only_the_first_picture_of_an_animation_is_shown(reader: MediaReader) -> None:
    out = io.BytesIO()
    frames = [Image.new("RGB", (10, 10), colour) for colour in ("red", "lime", "blue")]
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    assert at(pixels(reader, out.getvalue(), "GIF"), 1, 1) == (255, 0, 0)


@pytest.mark.parametrize(
    ("data", "mime"),
    [
        (png(60_000, 60_000), "image/png"),
        (png(100, 100, data=zlib.compress(bytes(10))), "image/png"),
        (picture("JPEG", size=(300, 300))[:700], "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n" + b"\xff" * 400, "image/png"),
        (b"PK\x03\x04" + b"\0" * 4000, "image/webp"),
        (b"", "image/png"),
        (b"BM" + struct.pack("<IIIIiiHH", 60, 0, 54, 40, 2**31 - 1, -(2**31), 1, 24), "image/bmp"),
        (picture("PNG"), "image/jpeg"),
        (picture("PNG"), "application/pdf"),
        (picture("PNG"), "image/heic"),
    ],
)
def test_a_picture_that_cannot_or_must_not_be_decoded_has_no_pixels(
    reader: MediaReader, data: bytes, mime: str
) -> None:
    assert reader.picture_pixels(io.BytesIO(data), mime, 256) is None
    assert reader.picture_pixels(io.BytesIO(picture("PNG")), "image/png", 256) is not None


def test_a_picture_beyond_the_pixel_limit_is_refused_before_it_is_decoded() -> None:
    with MediaReader(Limits(pixels=1000)) as reader:
        assert reader.picture_pixels(io.BytesIO(picture("PNG")), "image/png", None) is None
        assert reader.picture_pixels(io.BytesIO(picture("PNG", size=(20, 20))), "image/png", None) is not None


def test_one_picture_can_be_had_without_keeping_a_reader() -> None:
    found = picture_pixels(io.BytesIO(picture("BMP")), "image/bmp", None)
    assert found == Pixels(40, 30, bytes((255, 0, 0)) * 1200)
