"""Times as the report prints them: as written, and in UTC only where the instant is known."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from evidence_kit.bundle.conversation_facts import Stamp
from evidence_kit.bundle.templates.foreign import among
from evidence_kit.model import Item, Said, TimeBasis
from evidence_kit.words import _, moment_text, utc_text

_DAY_FIRST_YEAR = re.compile(r"(\d{4})[-:](\d{2})[-:](\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2}))?)?")
_OFFSET = re.compile(r"(?:UTC)?([+-−])(\d{1,2})(?::?(\d{2}))?")


def stamp_utc(stamp: Stamp | None) -> str:
    """A record's time in UTC, or why there is none."""
    if stamp is None:
        return _("no time in the file")
    if stamp.at is not None:
        return utc_text(stamp.at)
    if stamp.basis is TimeBasis.AMBIGUOUS_ORDER:
        return _("day and month not certain")
    return _("zone not stated")


def stamp_text(stamp: Stamp | None) -> str:
    """A record's time as written, with its UTC time or "zone not stated" behind it."""
    if stamp is None:
        return "–"
    return _("{written} ({utc})").format(written=among(stamp.as_written), utc=stamp_utc(stamp))


def said_time(said: Said) -> str:
    """The time that the person gives for a capture, with the zone they gave."""
    if not said.captured_as_written:
        return _("not stated")
    zone = said.captured_zone or _("time zone not stated")
    return _("{written}, {zone}").format(written=among(said.captured_as_written), zone=among(zone))


def first_seen(item: Item) -> str:
    """When this computer first saw the file, on its own clock and in UTC."""
    here = moment_text(item.added_at, item.added_offset_minutes)
    return here if item.added_offset_minutes == 0 else f"{here} ({utc_text(item.added_at)})"


def written_time(written: str) -> datetime | None:
    """The wall-clock time that a text (untrusted) spells with the year first; None for any other form."""
    match = _DAY_FIRST_YEAR.match(written.strip())
    if match is None:
        return None
    numbers = [int(part) for part in match.groups(default="0")]
    try:
        return datetime(*numbers[:6])  # type: ignore[arg-type]  # noqa: DTZ001  (a wall clock)
    except ValueError:
        return None


def instant(local: datetime, zone: str) -> datetime | None:
    """The instant of a wall-clock time in a stated zone (untrusted: an IANA name or an offset); else None."""
    offset = _OFFSET.fullmatch(zone.strip())
    try:
        if offset is not None:
            minutes = int(offset[2]) * 60 + int(offset[3] or 0)
            span = timedelta(minutes=minutes if offset[1] == "+" else -minutes)
            return local.replace(tzinfo=timezone(span)).astimezone(UTC)
        if zone.strip() in ("UTC", "Z"):
            return local.replace(tzinfo=UTC)
        return local.replace(tzinfo=ZoneInfo(zone.strip())).astimezone(UTC) if zone.strip() else None
    except (KeyError, ValueError, OSError, OverflowError):
        return None
