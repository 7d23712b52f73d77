"""Characters that cannot be drawn, made visible as ‹U+XXXX›, so that nothing in evidence is hidden or lost."""

from __future__ import annotations

import re

from evidence_kit.pdf.clusters import clusters

_UNDRAWABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff"
    + "".join(f"{chr(plane | 0xFFFE)}{chr(plane | 0xFFFF)}" for plane in range(0x10000, 0xF0000, 0x10000))
    + "\U000f0000-\U0010ffff]"
)
"""Controls, lone surrogates, private use, noncharacters: no font may be asked for these in a PDF/A file."""

_IGNORABLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f"
    "\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
# Default_Ignorable_Code_Point. Source: https://www.unicode.org/Public/15.0.0/ucd/DerivedCoreProperties.txt, read
# 2026-11-23.
_HIDDEN = re.compile(f"[{_IGNORABLE}]")
_CODE = re.compile("\u2039U\\+[0-9A-F]{4,6}\u203a")
_LINE_BREAKS = re.compile("\r\n|[\r\n\u2028\u2029]")


def visible_code(text: str) -> str:
    """The code of each character, as ‹U+XXXX›."""
    return "".join(f"\u2039U+{ord(character):04X}\u203a" for character in text)


def drawable(text: str, show_controls: bool) -> str:
    """``text`` (untrusted) with every undrawable character replaced by its code; no surrogate is left.

    With ``show_controls`` characters that a reader would not see (direction controls, joiners, fillers) are
    replaced as well.
    """
    text = _UNDRAWABLE.sub(_code_of, text)
    return _HIDDEN.sub(_code_of, text) if show_controls else text


def read_from_left(text: str, levels: list[int]) -> None:
    """Lifts the levels of the codes in ``text`` to even ones, so that no override can turn a code round."""
    for code in _CODE.finditer(text):
        level = max(levels[code.start() : code.end()])
        levels[code.start() : code.end()] = [level + (level & 1)] * (code.end() - code.start())


def is_code(text: str) -> bool:
    """True when ``text`` is one visible code and nothing else."""
    return _CODE.fullmatch(text) is not None


def clusters_and_codes(text: str) -> list[str]:
    """The clusters of ``text``, but each code in one piece."""
    found: list[str] = []
    place = 0
    for code in _CODE.finditer(text):
        found += clusters(text[place : code.start()])
        found.append(code.group())
        place = code.end()
    return found + clusters(text[place:])


def without_hidden(text: str) -> str:
    """``text`` without the characters that have no glyph of their own."""
    return _HIDDEN.sub("", text)


def paragraphs(text: str) -> list[str]:
    """The paragraphs of ``text``: what stands between line breaks, which are left out. Tabs become four spaces."""
    return _LINE_BREAKS.split(text.replace("\t", "    "))


def _code_of(match: re.Match[str]) -> str:
    return visible_code(match.group())
