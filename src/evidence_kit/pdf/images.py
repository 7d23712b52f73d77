"""Pictures, carried into a document without being decoded wherever that is safe."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import BinaryIO

from PIL import Image

from evidence_kit.pdf.jpeg import read_jpeg
from evidence_kit.pdf.objects import Bytes, Ref, Stream, StreamingDocument, Value, dictionary, sequence
from evidence_kit.pdf.pixels import Colours, EncodedPixels
from evidence_kit.pdf.png import read_png

_PNG_LEVEL = 4
_SIDEWAYS = 5
_MATRICES: Mapping[int, tuple[int, int, int, int, int, int]] = {
    1: (1, 0, 0, 1, 0, 0),
    2: (-1, 0, 0, 1, 1, 0),
    3: (-1, 0, 0, -1, 1, 1),
    4: (1, 0, 0, -1, 0, 1),
    5: (0, -1, -1, 0, 1, 1),
    6: (0, -1, 1, 0, 0, 1),
    7: (0, 1, 1, 0, 0, 0),
    8: (0, 1, -1, 0, 1, 0),
}
"""Where the unit square of a stored picture goes, for each way to hold a camera.

Source: Exif 2.32 (CIPA DC-008-2019), tag 0112; ISO 32000-1:2008, 8.9.5, 2026-11-23.
"""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture ready to be drawn: upright ``width`` x ``height`` in pixels.

    ``unchanged`` says that the pixels in the document are exactly the original's. A loaded picture reads its source
    again when it is drawn, so the source must stay open until then.
    """

    width: int
    height: int
    unchanged: bool
    pixels: EncodedPixels = field(repr=False)
    orientation: int = 1

    def matrix(
        self, left: float, bottom: float, width: float, height: float
    ) -> tuple[float, float, float, float, float, float]:
        """What maps the stored picture upright to a rectangle on the page."""
        a, b, c, d, e, f = _MATRICES[self.orientation]
        return (a * width, b * height, c * width, d * height, left + e * width, bottom + f * height)


def load_picture(source: BinaryIO, mime: str, *, decoded_before: bool = False) -> Picture | None:
    """A picture that needs no decoding, or None when it must be given as pixels (`picture_from_pixels`).

    ``source`` is untrusted and seekable. Nothing of it reaches the document but pixels, palette and colour profile.
    A PNG's data is inflated once, in bounded memory, to see that it has the promised length; ``decoded_before``
    says that the same bytes were decoded whole at an earlier time, so only structure and check sums are looked at.
    """
    if mime == "image/png":
        read = read_png(source, inflate=not decoded_before)
    elif mime == "image/jpeg":
        read = read_jpeg(source)
    else:
        read = None
    return None if read is None else _upright(*read, unchanged=True)


def _upright(pixels: EncodedPixels, orientation: int, *, unchanged: bool) -> Picture:
    columns, rows = pixels.columns, pixels.rows
    width, height = (rows, columns) if orientation >= _SIDEWAYS else (columns, rows)
    return Picture(width, height, unchanged, pixels, orientation)


def picture_from_pixels(width: int, height: int, rgb: bytes) -> Picture:
    """A picture from ``width * height * 3`` bytes of RGB that a child process has decoded."""
    packed = io.BytesIO()
    Image.frombytes("RGB", (width, height), rgb).save(packed, "PNG", compress_level=_PNG_LEVEL)
    read = read_png(packed, inflate=False)
    if read is None:
        raise ValueError(width, height)
    return _upright(*read, unchanged=False)


class PictureStore:
    """The pictures of one document. A profile that many pictures share is written once."""

    def __init__(self, document: StreamingDocument) -> None:
        self._document = document
        self._profiles: dict[bytes, Ref] = {}

    def write(self, picture: Picture) -> Ref:
        """Copies the picture into the document."""
        pixels, colours = picture.pixels, picture.pixels.colours
        entries: dict[str, Value] = {
            "Type": "/XObject",
            "Subtype": "/Image",
            "Width": pixels.columns,
            "Height": pixels.rows,
            "BitsPerComponent": colours.bits,
            "ColorSpace": self._space(colours),
            "Filter": pixels.filter,
        }
        if pixels.filter == "/FlateDecode":
            entries["DecodeParms"] = dictionary(
                {
                    "Predictor": 15,
                    "Colors": colours.components,
                    "BitsPerComponent": colours.bits,
                    "Columns": pixels.columns,
                }
            )
        return self._document.add_pieces(entries, pixels.size_bytes, pixels.pieces())

    def _space(self, colours: Colours) -> Value:
        components = 3 if colours.palette else colours.components
        device = "/DeviceGray" if components == 1 else "/DeviceRGB"
        space: Value = device
        if colours.profile:
            space = sequence(["/ICCBased", self._profile(colours.profile, components, device)])
        if colours.palette:
            space = sequence(["/Indexed", space, len(colours.palette) // 3 - 1, Bytes(colours.palette)])
        return space

    def _profile(self, profile: bytes, components: int, device: str) -> Ref:
        key = hashlib.sha256(profile).digest()
        if key not in self._profiles:
            self._profiles[key] = self._document.add(Stream(profile, {"N": components, "Alternate": device}))
        return self._profiles[key]
