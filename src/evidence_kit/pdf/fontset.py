"""The fonts that ship with the program."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from evidence_kit.pdf.emoji import EmojiFace
from evidence_kit.pdf.faces import Face
from evidence_kit.pdf.fallback import CjkForm
from evidence_kit.pdf.layout import FontStack

_SCRIPTS = (
    "Arabic", "Hebrew", "Devanagari", "Bengali", "Gurmukhi", "Gujarati", "Tamil", "Telugu", "Kannada", "Malayalam",
    "Sinhala", "Thai", "Lao", "Myanmar", "Khmer", "Georgian", "Armenian", "Ethiopic",
)  # fmt: skip
_SIGNS = ("Symbols", "Symbols2", "Math")
_CJK_FILE = "NotoSansCJK-Regular.ttc"
_CJK_INDEX = {
    CjkForm.JAPAN: 0, CjkForm.KOREA: 1, CjkForm.MAINLAND: 2, CjkForm.TAIWAN: 3, CjkForm.HONG_KONG: 4,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class FontSet:
    """The three ways of writing that a document uses."""

    regular: FontStack
    bold: FontStack
    mono: FontStack
    srgb_profile: bytes = b""
    """The colour profile that plain RGB is meant in."""

    @classmethod
    def load(cls, folder: Path) -> FontSet:
        """The stacks made of the font files in ``folder`` (``assets/fonts``), which are read as far as needed.

        Raises:
            AssetInvalid: a font is missing or broken; the program must be installed again, no evidence is touched.
        """
        regular = Face("NotoSans", folder / "NotoSans-Regular.ttf")
        bold = Face("NotoSansBold", folder / "NotoSans-Bold.ttf")
        mono = Face("NotoSansMono", folder / "NotoSansMono-Regular.ttf")
        others = [
            Face(f"NotoSans{name}", folder / f"NotoSans{name}-Regular.ttf") for name in (*_SCRIPTS, *_SIGNS)
        ]
        cjk = {
            form: Face(f"NotoSansCJK{form}", folder / _CJK_FILE, index) for form, index in _CJK_INDEX.items()
        }
        emoji = EmojiFace("NotoColorEmoji", folder / "NotoColorEmoji.ttf")
        return cls(
            regular=FontStack([regular, *others], cjk, emoji),
            bold=FontStack([bold, *others], cjk, emoji, stroke=True),
            mono=FontStack([mono, regular, *others], cjk, emoji),
            srgb_profile=(folder / "sRGB.icc").read_bytes(),
        )
