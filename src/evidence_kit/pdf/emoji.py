"""The colour emoji: which text is an emoji, and the picture for it."""

from __future__ import annotations

import re
from pathlib import Path

from evidence_kit.errors import AssetInvalid
from evidence_kit.pdf.harfbuzz import FontFile

_STRIKE_PIXELS = 109
"""The size of the pictures in the font."""

_UNKNOWN_FLAG = "\U0001f1fd\U0001f1fd"
"""XX, which no country has."""

KEYCAP = "\u20e3"
TEXT_SELECTOR = "\ufe0e"
JOINER = "\u200d"

# Emoji_Presentation=Yes. Source: https://www.unicode.org/Public/15.0.0/ucd/emoji/emoji-data.txt, read 2026-11-23.
_BY_DEFAULT = re.compile(
    "[\u231a\u231b\u23e9-\u23ec\u23f0\u23f3\u25fd\u25fe\u2614\u2615\u2648-\u2653\u267f\u2693\u26a1"
    "\u26aa\u26ab\u26bd\u26be\u26c4\u26c5\u26ce\u26d4\u26ea\u26f2\u26f3\u26f5\u26fa\u26fd\u2705"
    "\u270a\u270b\u2728\u274c\u274e\u2753-\u2755\u2757\u2795-\u2797\u27b0\u27bf\u2b1b\u2b1c\u2b50"
    "\u2b55\U0001f004\U0001f0cf\U0001f18e\U0001f191-\U0001f19a\U0001f1e6-\U0001f1ff\U0001f201"
    "\U0001f21a\U0001f22f\U0001f232-\U0001f236\U0001f238-\U0001f23a\U0001f250\U0001f251"
    "\U0001f300-\U0001f320\U0001f32d-\U0001f335\U0001f337-\U0001f37c\U0001f37e-\U0001f393"
    "\U0001f3a0-\U0001f3ca\U0001f3cf-\U0001f3d3\U0001f3e0-\U0001f3f0\U0001f3f4\U0001f3f8-\U0001f43e"
    "\U0001f440\U0001f442-\U0001f4fc\U0001f4ff-\U0001f53d\U0001f54b-\U0001f54e\U0001f550-\U0001f567"
    "\U0001f57a\U0001f595\U0001f596\U0001f5a4\U0001f5fb-\U0001f64f\U0001f680-\U0001f6c5\U0001f6cc"
    "\U0001f6d0-\U0001f6d2\U0001f6d5-\U0001f6d7\U0001f6dc-\U0001f6df\U0001f6eb\U0001f6ec"
    "\U0001f6f4-\U0001f6fc\U0001f7e0-\U0001f7eb\U0001f7f0\U0001f90c-\U0001f93a\U0001f93c-\U0001f945"
    "\U0001f947-\U0001f9ff\U0001fa70-\U0001fa7c\U0001fa80-\U0001fa88\U0001fa90-\U0001fabd"
    "\U0001fabf-\U0001fac5\U0001face-\U0001fadb\U0001fae0-\U0001fae8\U0001faf0-\U0001faf8]"
)

_BY_PART = re.compile("[\ufe0f\u200d\u20e3\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]")
"""A cluster with one of these asks for a picture: selector, joiner, keycap, skin tone, tag."""


class EmojiFace:
    """The colour bitmap font. ``name`` is ours.

    Raises:
        AssetInvalid: the file is missing or is no font; the program must be installed again.
    """

    ADVANCE = 1245.0
    """The width of every emoji, in 1/1000 em."""

    def __init__(self, name: str, path: Path) -> None:
        self.name = name
        self._file = FontFile(path)
        if "CBDT" not in self._file.tables:
            raise AssetInvalid(name=path.name, reason="holds no pictures")
        self._file.choose_bitmap_size(_STRIKE_PIXELS)
        self._unknown_flag = self._only_glyph(_UNKNOWN_FLAG)

    def glyph_for(self, cluster: str) -> int | None:
        """The one glyph that shows the whole cluster (no lone surrogates), or None."""
        gid = self._only_glyph(cluster)
        # The font draws every flag that it does not know alike: two letters say more.
        return None if gid == self._unknown_flag else gid

    def _only_glyph(self, cluster: str) -> int | None:
        glyphs = [glyph.gid for glyph in self._file.shape(cluster, rtl=False)]
        if len(glyphs) == 1 and glyphs[0] and self._file.has_bitmap(glyphs[0]):
            return glyphs[0]
        return None

    def bitmap(self, gid: int) -> bytes:
        """A glyph's picture, as a PNG file with transparency; empty if it has none."""
        return self._file.bitmap(gid)


def asks_for_picture(cluster: str) -> bool:
    """True when a cluster is meant as a colour emoji and not as a plain sign.

    Source: https://www.unicode.org/reports/tr51/ (presentation style), read 2026-11-23.
    """
    if TEXT_SELECTOR in cluster or (cluster < "\x80" and KEYCAP not in cluster):
        return False
    return _BY_DEFAULT.match(cluster) is not None or _BY_PART.search(cluster) is not None
