"""The words people read, in the language in force; and times, sizes and fingerprints as people read them.

English stands in the code; every other language is one ``assets/i18n/<language>.po``. Nothing here needs Qt, so
a bundle may speak another language than the screen does.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO

from babel import Locale
from babel.dates import format_date, format_time
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po
from babel.numbers import format_decimal

from evidence_kit.assets import asset_folder, asset_path
from evidence_kit.errors import AssetInvalid, LanguageUnknown

ENGLISH = "en"
_in_force: ContextVar[str] = ContextVar("evidence_kit_language", default=ENGLISH)


def languages() -> tuple[str, ...]:
    """The codes of all languages there are words in, English first."""
    others = sorted(path.stem for path in (asset_folder() / "i18n").glob("*.po"))
    return (ENGLISH, *others)


def language() -> str:
    """The code of the language in force."""
    return _in_force.get()


@contextmanager
def use_language(code: str) -> Iterator[None]:
    """Puts a language in force until the block ends.

    Raises:
        LanguageUnknown: there are no words in it; nothing was changed.
    """
    if code not in languages():
        raise LanguageUnknown(language=code, known=languages())
    token = _in_force.set(code)
    try:
        yield
    finally:
        _in_force.reset(token)


@cache
def _catalogue(code: str) -> NullTranslations:
    if code == ENGLISH:
        return NullTranslations()
    path = asset_path("i18n", f"{code}.po")
    compiled = BytesIO()
    try:
        with path.open("rb") as file:
            write_mo(compiled, read_po(file, locale=code, abort_invalid=True))
    except (PoFileError, ValueError) as error:
        raise AssetInvalid(name=f"i18n/{code}.po", reason=str(error)) from error
    compiled.seek(0)
    return GNUTranslations(compiled)


def _(text: str) -> str:
    """``text`` in the language in force; English where no translation is there."""
    return _catalogue(language()).gettext(text)


def ngettext(one: str, many: str, count: int) -> str:
    """The plural form for ``count`` in the language in force; the caller fills in the number."""
    return _catalogue(language()).ngettext(one, many, count)


def count_in(text: str) -> int:
    """The number that a detail holds, to choose a plural by; 2 where it holds none."""
    return int(text) if text.isascii() and text.isdecimal() else 2


def number_text(number: int) -> str:
    """A whole number with the language's group separators."""
    return str(format_decimal(number, locale=_locale()))


def size_text(size_bytes: int) -> str:
    """A size for people: exact below 10,000 bytes, else rounded with the exact bytes behind."""
    if size_bytes < 10_000:
        return ngettext("{count} byte", "{count} bytes", size_bytes).format(count=number_text(size_bytes))
    power = min(4, (len(str(size_bytes)) - 1) // 3)
    amount, unit = size_bytes / 1000**power, ("", "kB", "MB", "GB", "TB")[power]
    return _("{amount} {unit} ({count} bytes)").format(
        amount=format_decimal(round(amount, 1), locale=_locale()), unit=unit, count=number_text(size_bytes)
    )


def zone_text(offset_minutes: int) -> str:
    """An offset east of UTC as ``UTC+02:00``; ``UTC`` for zero."""
    if offset_minutes == 0:
        return "UTC"
    sign = "+" if offset_minutes > 0 else "-"
    hours, minutes = divmod(abs(offset_minutes), 60)
    return f"UTC{sign}{hours:02d}:{minutes:02d}"


def moment_text(at: datetime, offset_minutes: int = 0) -> str:
    """An instant on the clock of one zone, the month as a word so that it cannot be misread."""
    there = at.astimezone(timezone(timedelta(minutes=offset_minutes)))
    return _("{date}, {time} {zone}").format(
        date=date_text(there), time=there.strftime("%H:%M:%S"), zone=zone_text(offset_minutes)
    )


def utc_text(at: datetime) -> str:
    """An instant as ``2026-10-12 19:14:05 UTC``, for tables."""
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"


def date_text(day: datetime) -> str:
    """A day with its month as a word."""
    return str(format_date(day, format="long", locale=_locale()))


def short_moment_text(at: datetime, offset_minutes: int = 0) -> str:
    """Day, month as a word, hour and minute on the clock of one zone, for lists on the screen."""
    there = at.astimezone(timezone(timedelta(minutes=offset_minutes)))
    day = format_date(there, format="medium", locale=_locale())
    return f"{day}, {format_time(there, format='short', locale=_locale())}"


def fingerprint_text(digest: str, group: int = 8) -> str:
    """A hex digest in groups, so that two people can read it to each other."""
    return " ".join(digest[start : start + group] for start in range(0, len(digest), group))


def head_code(head: bytes) -> str:
    """The first 120 bits of a log's head as 24 letters in groups of four, to write on paper."""
    alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    bits = int.from_bytes(head[:15], "big")
    letters = "".join(alphabet[(bits >> (5 * place)) & 31] for place in range(23, -1, -1))
    return "-".join(letters[start : start + 4] for start in range(0, 24, 4))


def _locale() -> Locale:
    return Locale.parse(language())
