"""Where a line may end: after spaces, between the characters of scripts without spaces, and inside long names.

Thai, Lao, Khmer and Burmese are cut between syllable-like clusters, not between words: that needs a dictionary.
Source for what must not start or end a line: https://www.w3.org/TR/jlreq/ (appendix A) and
https://www.unicode.org/reports/tr14/, read 2026-11-23.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from evidence_kit.pdf.clusters import clusters

_WORD = re.compile("[^ ]* |[^ ]+")
_WORD_OR_SPACE = re.compile(" |[^ ]+")

_BREAKS_INSIDE = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u200b\u2600-\u27bf\u2e80-\u31ff\u3200-\u9fff\uf900-\ufaff\uff00-\uffef"
    "\U0001f000-\U0001faff\U00020000-\U0003ffff]"
)
"""A word without any of these is kept whole. Hangul is not here: Korean has spaces between its words."""

_WITHOUT_SPACES = re.compile(
    "[\u2600-\u27bf\u2e80-\u31ff\u3200-\u9fff\uf900-\ufaff\uff00-\uffef\U0001f000-\U0001faff\U00020000-\U0003ffff]"
)
_SOUTH_EAST = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")

_NEVER_FIRST = frozenset(
    ",.!?:;)]}%»”’…、。，．・：；？！）」』】》〉〕］｝〟ーぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ々〻ヽヾゝゞ"
    "ะาๅๆฯຯະາຽໆ៕។ៗ៖၊။\ufe0e\ufe0f"
)
_NEVER_LAST = frozenset("（「『【《〈〔［｛〝([{«“‘$£¥€#@เแโใไເແໂໃໄ")
_ASAT = "\u103a"
_ZERO_WIDTH_SPACE = "\u200b"

BREAK_AFTER = frozenset("/\\_.-?&=#:;,@+~|\u2010\u2013")
"""The characters after which a name, an address or a path that is too long for a line is best broken."""


def words(paragraph: str) -> list[str]:
    """The words of a paragraph, each with the one space that follows it; further spaces stand alone."""
    return _WORD.findall(paragraph)


def words_and_spaces(paragraph: str) -> list[str]:
    """The words and the single spaces of a paragraph."""
    return _WORD_OR_SPACE.findall(paragraph)


def breakable_parts(word: str) -> list[str]:
    """The parts between which a line may end, for a word without spaces."""
    if _BREAKS_INSIDE.search(word) is None:
        return [word]
    parts: list[str] = []
    together: list[str] = []
    for cluster in clusters(word):
        if together and _may_break(together[-1][-1], cluster):
            parts.append("".join(together))
            together.clear()
        together.append(cluster)
    parts.append("".join(together))
    return parts


def _may_break(last: str, cluster: str) -> bool:
    first = cluster[0]
    if last == _ZERO_WIDTH_SPACE:
        return True
    if first in _NEVER_FIRST or last in _NEVER_LAST:
        return False
    if _WITHOUT_SPACES.match(first) or _WITHOUT_SPACES.match(last) or last == "\ufe0f":
        return True
    return (
        _SOUTH_EAST.match(first) is not None and _ASAT not in cluster and _SOUTH_EAST.match(last) is not None
    )


def break_place(parts: Sequence[str], start: int, fitting: int, least: int) -> int:
    """How many of the ``fitting`` clusters from ``start`` to leave on the line.

    Up to the last good place to break, unless that would leave fewer than ``least``: then all that fit.
    """
    for count in range(fitting, max(least, 1) - 1, -1):
        if parts[start + count - 1][-1] in BREAK_AFTER:
            return count
    return fitting
