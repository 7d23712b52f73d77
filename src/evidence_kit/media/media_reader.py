"""What a file says about itself, and its picture: asked of the decoding child, checked, never an error."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import BinaryIO, Self

from evidence_kit.media.boxes import BoxesBroken, movie_facts
from evidence_kit.media.child_process import ChildProcess, ChildTrouble, Question
from evidence_kit.media.limits import USUAL_LIMITS, Limits
from evidence_kit.media.protocol import FORMATS, PIXEL_SIZE, Operation
from evidence_kit.model import EmbeddedFact, Finding, FindingKind

Facts = tuple[tuple[EmbeddedFact, ...], tuple[Finding, ...]]

_ISO_MEDIA = frozenset({"video/mp4", "video/quicktime", "video/3gpp", "audio/mp4"})


@dataclass(frozen=True, slots=True)
class Pixels:
    """A decoded picture: ``width * height * 3`` bytes of red, green, blue, row by row from the top left."""

    width: int
    height: int
    rgb: bytes


class MediaReader:
    """Reads facts and pictures through one decoding child, which is started once for many items.

    Each item is decoded in a process of its own that ends with it. One reader serves one thread. Use it as a context
    manager: closing ends the child.
    """

    def __init__(self, limits: Limits = USUAL_LIMITS, command: Sequence[str] | None = None) -> None:
        """``command`` replaces the child's usual command line where a test needs one that misbehaves."""
        self._limits = limits
        self._child = ChildProcess(limits, command)

    def __enter__(self) -> Self:
        """The reader itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Ends the child."""
        self.close()

    @property
    def child_process_id(self) -> int | None:
        """The running child, if there is one."""
        return self._child.process_id

    def close(self) -> None:
        """Ends the child; the reader may be used again and starts a new one."""
        self._child.close()

    def embedded_facts(self, source: BinaryIO, mime: str, size_bytes: int) -> Facts:
        """What the file says about itself (untrusted), and findings about that.

        ``mime`` is what ``identify`` gave; other types than pictures, MP4 and its relatives give nothing. A file that
        crashes, hangs or overloads the child gives a PART_UNREADABLE finding. ``source`` is seekable and is read from
        its start; errors of ``source`` itself are passed on.
        """
        source.seek(0)
        if mime in _ISO_MEDIA:
            return _facts_of_movie(source, size_bytes)
        if mime not in FORMATS or size_bytes == 0:
            return (), ()
        if size_bytes > self._limits.input_bytes:
            return (), (_unreadable(ChildTrouble.TOO_LARGE),)
        question = Question(Operation.FACTS, FORMATS[mime])
        answer = self._child.ask(question, source, self._limits.facts_bytes)
        if isinstance(answer, ChildTrouble):
            return (), (_unreadable(answer),)
        return _checked_facts(answer)

    def picture_pixels(self, source: BinaryIO, mime: str, longest_side: int | None) -> Pixels | None:
        """The picture upright and on white, at most ``longest_side`` pixels wide and high (None: as large as it is).

        None when it is no picture that is decoded here, is damaged, or is beyond the limits. ``source`` is seekable.
        """
        if mime not in FORMATS or (longest_side is not None and longest_side < 1):
            return None
        source.seek(0)
        question = Question(Operation.PIXELS, FORMATS[mime], longest_side or 0)
        answer = self._child.ask(question, source, self._limits.pixels * 3 + PIXEL_SIZE.size)
        return None if isinstance(answer, ChildTrouble) else _checked_pixels(answer, longest_side)


def embedded_facts(source: BinaryIO, mime: str, size_bytes: int) -> Facts:
    """What one file says about itself, as ``MediaReader.embedded_facts``; for many files keep one reader."""
    with MediaReader() as reader:
        return reader.embedded_facts(source, mime, size_bytes)


def picture_pixels(source: BinaryIO, mime: str, longest_side: int | None) -> Pixels | None:
    """One decoded picture, as ``MediaReader.picture_pixels``; for many pictures keep one reader."""
    with MediaReader() as reader:
        return reader.picture_pixels(source, mime, longest_side)


def _unreadable(reason: str, part: str = "embedded facts") -> Finding:
    return Finding(FindingKind.PART_UNREADABLE, {"part": part, "reason": str(reason)})


def _facts_of_movie(source: BinaryIO, size_bytes: int) -> Facts:
    try:
        facts = movie_facts(source, size_bytes)
    except BoxesBroken:
        return (), (_unreadable(ChildTrouble.GAVE_UP),)
    holds_location = any(fact.name.startswith("GPS") for fact in facts)
    return facts, (Finding(FindingKind.HOLDS_LOCATION),) if holds_location else ()


def _checked_facts(answer: bytes) -> Facts:
    """The child's JSON, believed only where it has the agreed shape: a captured child could send anything."""
    try:
        read = json.loads(answer)
        facts = tuple(EmbeddedFact(_proper(name), _proper(value)) for name, value in read["facts"])
        parts = [_proper(part) for part in read["unreadable"]]
        stated, location = bool(read["stated"]), bool(read["location"])
    except (ValueError, TypeError, KeyError, RecursionError):
        return (), (_unreadable(ChildTrouble.GAVE_UP),)
    findings = [_unreadable(ChildTrouble.GAVE_UP, part) for part in parts]
    if location:
        findings.append(Finding(FindingKind.HOLDS_LOCATION))
    if not stated and not parts:
        findings.append(Finding(FindingKind.NO_EMBEDDED_FACTS))
    return facts, tuple(findings)


def _proper(text: object) -> str:
    """The text with lone surrogates replaced, so that it can be stored.

    Raises:
        TypeError: It is no text.
    """
    if not isinstance(text, str):
        raise TypeError(type(text))
    return text.encode("utf-8", "replace").decode("utf-8")


def _checked_pixels(answer: bytes, longest_side: int | None) -> Pixels | None:
    if len(answer) < PIXEL_SIZE.size:
        return None
    width, height = PIXEL_SIZE.unpack_from(answer)
    rgb = answer[PIXEL_SIZE.size :]
    if not rgb or len(rgb) != width * height * 3 or max(width, height) > (longest_side or width + height):
        return None
    return Pixels(width, height, rgb)
