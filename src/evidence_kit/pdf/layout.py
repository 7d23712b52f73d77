"""Text to lines: fallback between faces, shaping, line breaking and visual order."""

from __future__ import annotations

from evidence_kit.pdf.runs import Line


class FontStack:
    """Faces in order of preference, and the lines that they make of any text."""

    def layout(
        self,
        text: str,
        size_points: float,
        width_points: float,
        rtl: bool | None = None,
        show_controls: bool = False,
    ) -> list[Line]:
        """The lines of ``text`` (untrusted), at least one, none wider than the width if it can be helped.

        ``rtl`` fixes the direction of the paragraphs; None lets each paragraph's first letter decide.
        ``show_controls`` prints hidden characters (direction controls, joiners, fillers) as visible codes too.
        Never raises: what no face covers is printed as ‹U+XXXX›.
        """
        raise NotImplementedError
