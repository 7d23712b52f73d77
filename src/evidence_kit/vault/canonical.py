"""Canonical JSON: one value has exactly one spelling, so that its bytes can be hashed and signed.

Keys sorted, no spaces, UTF-8, whole numbers only. A lone surrogate, which UTF-8 cannot hold, is written as
its JSON escape, so a file name with broken bytes survives.

Source: https://www.rfc-editor.org/rfc/rfc8785 (2026-11-23), whose strings and separators are kept; its number
rules are not needed, because only whole numbers are allowed here.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

Json = str | int | bool | Sequence["Json"] | Mapping[str, "Json"] | None
"""A value that can be written canonically: no fractions."""

_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_OFFSET = re.compile(r"([+-])([0-9]{2}):([0-9]{2})")


class NotCanonical(ValueError):
    """Bytes that are not the JSON expected; what they were to say is unknown."""


def canonical_json(value: Json) -> bytes:
    """The one spelling of ``value``, as UTF-8."""
    text = _ENCODER.encode(value)
    return _LONE_SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", text).encode()


def parse_object(data: bytes) -> Mapping[str, Json]:
    """The JSON object that ``data`` (untrusted) spells.

    Raises:
        NotCanonical: It is no JSON object, holds a fraction, repeats a key or is nested beyond reason.
    """
    try:
        value = json.loads(
            data.decode("utf-8"),
            object_pairs_hook=_unique,
            parse_float=_refuse,
            parse_constant=_refuse,
        )
    except (ValueError, RecursionError) as error:
        raise NotCanonical(str(error)) from None
    if not isinstance(value, dict):
        raise NotCanonical("no object")
    return value


def _unique(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise NotCanonical("a key stands twice")
    return found


def _refuse(number: str) -> Json:
    raise NotCanonical(f"not a whole number: {number[:20]}")


def text_of(record: Mapping[str, Json], key: str, default: str | None = None) -> str:
    """The text under ``key``.

    Raises:
        NotCanonical: It is missing (and there is no default) or no text.
    """
    value = record.get(key, default)
    if not isinstance(value, str):
        raise NotCanonical(f"{key} is no text")
    return value


def whole_number_of(record: Mapping[str, Json], key: str) -> int:
    """The number, 0 or more, under ``key``.

    Raises:
        NotCanonical: It is missing or no such number.
    """
    value = record.get(key)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise NotCanonical(f"{key} is no number")
    return value


def composed(text: str) -> str:
    """``text`` in Unicode's composed form (NFC), as the custody log and passphrases use it."""
    return unicodedata.normalize("NFC", text)


def instant_text(at: datetime, *, whole_seconds: bool = False) -> str:
    """An instant as ``2026-01-02T03:04:05Z``, with microseconds where it has them."""
    moment = at.astimezone(UTC).replace(tzinfo=None)
    return (moment.replace(microsecond=0) if whole_seconds else moment).isoformat() + "Z"


def instant_from(text: str) -> datetime:
    """The aware instant that ``instant_text`` wrote.

    Raises:
        NotCanonical: ``text`` is no such instant.
    """
    try:
        if not text.endswith("Z"):
            raise NotCanonical("an instant without Z")
        return datetime.fromisoformat(text[:-1]).replace(tzinfo=UTC)
    except ValueError as error:
        raise NotCanonical(str(error)) from None


def offset_text(minutes: int) -> str:
    """An offset east of UTC as ``+02:00``."""
    sign = "-" if minutes < 0 else "+"
    return f"{sign}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"


def offset_from(text: str) -> int:
    """The minutes east of UTC that ``offset_text`` wrote.

    Raises:
        NotCanonical: ``text`` is no such offset.
    """
    found = _OFFSET.fullmatch(text)
    if not found:
        raise NotCanonical("no offset from UTC")
    span = timedelta(hours=int(found[2]), minutes=int(found[3]))
    minutes = int(span.total_seconds()) // 60
    return -minutes if found[1] == "-" else minutes
