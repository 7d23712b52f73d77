"""Which face draws which part of a text."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from evidence_kit.pdf.clusters import clusters
from evidence_kit.pdf.codes import visible_code, without_hidden
from evidence_kit.pdf.emoji import JOINER, EmojiFace, asks_for_picture
from evidence_kit.pdf.faces import Face
from evidence_kit.pdf.recent import Recent

_CHOICES_KEPT = 20_000
_EAST_ASIAN = re.compile(
    "[\u1100-\u11ff\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]"
)
_KANA = re.compile("[\u3041-\u30ff\u31f0-\u31ff\uff66-\uff9f]")
_HANGUL = re.compile("[\u1100-\u11ff\u3131-\u318e\ua960-\ua97f\uac00-\ud7ff]")
_BOPOMOFO = re.compile("[\u3105-\u312f\u31a0-\u31bf]")
_CANTONESE = re.compile("[嘅喺咗嚟冇唔哋佢啲嗰]")
_HAN = re.compile("[\u4e00-\u9fff]")
_HAN_ASKED = 400


class CjkForm(StrEnum):
    """The region whose shapes Chinese characters are drawn in."""

    JAPAN = "jp"
    KOREA = "kr"
    MAINLAND = "sc"
    TAIWAN = "tc"
    HONG_KONG = "hk"


class Span(NamedTuple):
    """A part of a text in one face and at one level; for an emoji ``gid`` is its glyph."""

    face: Face | EmojiFace
    level: int
    text: str
    gid: int = 0


class _Choice(NamedTuple):
    face: Face | EmojiFace
    gid: int


def cjk_form(text: str) -> CjkForm:
    """The likely regional form of the Chinese characters in ``text``: a guess, by its other letters and by which
    old national character set holds all of it."""
    if _EAST_ASIAN.search(text) is None:
        return CjkForm.MAINLAND
    if _KANA.search(text):
        return CjkForm.JAPAN
    if _HANGUL.search(text):
        return CjkForm.KOREA
    if _BOPOMOFO.search(text):
        return CjkForm.TAIWAN
    han = "".join(_HAN.findall(text)[:_HAN_ASKED])
    if _CANTONESE.search(han):
        return CjkForm.HONG_KONG
    for codec, form in (("gb2312", CjkForm.MAINLAND), ("big5", CjkForm.TAIWAN), ("shift_jis", CjkForm.JAPAN)):
        if _encodes(han, codec):
            return form
    return CjkForm.MAINLAND


def _encodes(text: str, codec: str) -> bool:
    try:
        text.encode(codec)
    except UnicodeEncodeError:
        return False
    return True


class Fallback:
    """Faces in order of preference; each cluster is drawn by the first that covers all of it."""

    def __init__(self, faces: Sequence[Face], cjk: Mapping[CjkForm, Face], emoji: EmojiFace) -> None:
        self.first = faces[0]
        self._faces = tuple(faces)
        self._cjk = dict(cjk)
        self._emoji = emoji
        self._choices: dict[CjkForm, Recent[str, _Choice | bool]] = {
            form: Recent(_CHOICES_KEPT) for form in CjkForm
        }

    def spans(self, text: str, levels: Sequence[int], form: CjkForm) -> list[Span]:
        """``text`` (without surrogates) in parts of one face and level each, in reading order."""
        if text.isascii() and text.isprintable() and len(set(levels)) == 1:
            return [Span(self.first, levels[0], text)]
        found: list[Span] = []
        place = 0
        for cluster in clusters(text):
            level = levels[place]
            place += len(cluster)
            for span in self._drawn(cluster, level, form, found[-1].face if found else self.first):
                if found and _may_merge(found[-1], span):
                    found[-1] = found[-1]._replace(text=found[-1].text + span.text)
                else:
                    found.append(span)
        return found

    def _drawn(self, cluster: str, level: int, form: CjkForm, before: Face | EmojiFace) -> list[Span]:
        if cluster == " ":
            # A space stays with the word before it, so that the font changes less often.
            return [
                Span(
                    before if isinstance(before, Face) and before.covers((32,)) else self.first,
                    level,
                    cluster,
                )
            ]
        choice = self._choice(cluster, form)
        if isinstance(choice, _Choice):
            return [Span(choice.face, level, cluster, choice.gid)]
        if len(cluster) == 1:
            return [self.code(cluster, level)] if without_hidden(cluster) else []
        pieces = re.split(f"(?<={JOINER})", cluster) if JOINER in cluster[:-1] else list(cluster)
        return [span for piece in pieces for span in self._drawn(piece, level, form, before)]

    def code(self, text: str, level: int) -> Span:
        """The visible code of characters that no face draws; it always reads from the left."""
        return Span(self.first, level + (level & 1), visible_code(text))

    def _choice(self, cluster: str, form: CjkForm) -> _Choice | bool:
        known = self._choices[form].get(cluster)
        if known is None:
            known = self._choices[form].keep(cluster, self._find(cluster, form) or False)
        return known

    def _find(self, cluster: str, form: CjkForm) -> _Choice | None:
        emoji = self._emoji.glyph_for(cluster) if cluster >= "\u2000" or len(cluster) > 1 else None
        if emoji is not None and asks_for_picture(cluster):
            return _Choice(self._emoji, emoji)
        needed = [ord(character) for character in without_hidden(cluster)]
        if needed:
            for face in (*self._faces, self._cjk[form]):
                if face.covers(needed):
                    return _Choice(face, 0)
        return None if emoji is None else _Choice(self._emoji, emoji)


def _may_merge(before: Span, span: Span) -> bool:
    return before.face is span.face and before.level == span.level and isinstance(span.face, Face)
