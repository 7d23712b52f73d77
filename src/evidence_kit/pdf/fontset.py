"""The fonts that ship with the program."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from evidence_kit.pdf.layout import FontStack


@dataclass(frozen=True, slots=True)
class FontSet:
    """The three ways of writing that a document uses."""

    regular: FontStack
    bold: FontStack
    mono: FontStack

    @classmethod
    def load(cls, folder: Path) -> FontSet:
        """The stacks made of the font files in ``folder`` (``assets/fonts``); large files are read only if needed.

        Raises:
            AssetInvalid: a font is missing or broken; the program must be installed again.
        """
        raise NotImplementedError
