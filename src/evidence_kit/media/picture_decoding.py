"""Pictures to plain RGB, inside the decoding child only: nothing here may be called on evidence in the program itself.

Source: https://pillow.readthedocs.io/en/stable/reference/Image.html (limits, draft, thumbnail), 2026-11-23.
"""

from __future__ import annotations

import encodings.latin_1
import encodings.utf_16
import encodings.utf_16_be
import encodings.utf_16_le
import io

from PIL import (
    BmpImagePlugin,
    GifImagePlugin,
    Image,
    JpegImagePlugin,
    MpoImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)

from evidence_kit.media.protocol import PIXEL_SIZE

DECODERS = (
    BmpImagePlugin,
    GifImagePlugin,
    JpegImagePlugin,
    MpoImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)
"""Loaded before any evidence is read, because afterwards the child can open no file."""

_CODECS = (encodings.latin_1, encodings.utf_16, encodings.utf_16_be, encodings.utf_16_le)

_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""EXIF orientation to what undoes it. Source: CIPA DC-008-2023 (Exif 3.0), tag 0x0112."""

_ORIENTATION = 0x0112


def prepare_decoders(most_pixels: int) -> None:
    """Loads what decoding needs and sets the number of pixels above which Pillow refuses."""
    Image.preinit()
    Image.MAX_IMAGE_PIXELS = most_pixels // 2  # Pillow only warns up to twice this number


def open_picture(data: io.BytesIO, picture_format: str) -> Image.Image:
    """The picture, opened by one named decoder and no other; its pixels are not decoded yet."""
    return Image.open(data, formats=[picture_format])


def decoded_pixels(data: io.BytesIO, picture_format: str, longest_side: int) -> bytes:
    """Width, height and RGB bytes of a picture's first frame: upright, on white, at most ``longest_side`` (0: any)."""
    picture = open_picture(data, picture_format)
    if longest_side:
        picture.draft("RGB", (longest_side, longest_side))
    turn = _TURNS.get(_orientation(picture))
    if longest_side:
        picture.thumbnail((longest_side, longest_side), Image.Resampling.LANCZOS, reducing_gap=2.0)
    upright = picture if turn is None else picture.transpose(turn)
    flat = _on_white(upright)
    return PIXEL_SIZE.pack(*flat.size) + flat.tobytes()


def _orientation(picture: Image.Image) -> int:
    # For PNG, Pillow would decode every pixel to look behind them for EXIF.
    if picture.format == "PNG" and "exif" not in picture.info:
        return 1
    try:
        value = picture.getexif().get(_ORIENTATION)
    except (ArithmeticError, AttributeError, LookupError, OSError, SyntaxError, TypeError, ValueError):
        return 1
    return value if isinstance(value, int) else 1


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode.startswith("I"):
        return picture.point(lambda value: value * (1 / 256)).convert("L").convert("RGB")
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    layer = picture.convert("RGBA")
    white = Image.new("RGB", layer.size, (255, 255, 255))
    white.paste(layer, mask=layer.getchannel("A"))
    return white
