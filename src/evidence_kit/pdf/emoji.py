"""The colour emoji: which text is an emoji, and the picture for it."""

from __future__ import annotations

from pathlib import Path


class EmojiFace:
    """The colour bitmap font."""

    name: str
    ADVANCE = 1245.0
    """The width of every emoji, in 1/1000 em."""

    def __init__(self, name: str, path: Path) -> None:
        raise NotImplementedError

    def glyph_for(self, cluster: str) -> int | None:
        """The one glyph that shows the whole cluster, or None."""
        raise NotImplementedError

    def bitmap(self, gid: int) -> bytes:
        """A glyph's picture, as a PNG file with transparency."""
        raise NotImplementedError
