"""Finding messages by words: the word index first, a plain scan where the index cannot know."""

from __future__ import annotations

import re
import unicodedata
from contextlib import suppress

from evidence_kit.errors import VaultDamaged
from evidence_kit.vault.database import Database
from evidence_kit.vault.message_rows import COLUMNS, MessageRow, storable

_WITHOUT_SPACES = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
"""Letters of scripts that put no spaces between words: Thai, Lao, Burmese, Khmer, Japanese, Chinese."""

_BY_INDEX = (
    f"SELECT {COLUMNS} FROM message WHERE id IN"  # noqa: S608
    " (SELECT rowid FROM message_words WHERE message_words MATCH ? ORDER BY rowid LIMIT ?) ORDER BY id"
)


def search_messages(database: Database, words: str, limit: int) -> list[MessageRow]:
    """Messages that hold every one of ``words`` (untrusted) in their text or sender, in the order of the exports.

    The index finds beginnings of words, whatever their case and accents. A scan finds any part of a word: it is
    used for scripts without spaces, for signs, and when the index found nothing.
    """
    wanted = [word for word in storable(words).split() if word]
    if not wanted or limit <= 0:
        return []
    if all(_indexed(word) for word in wanted):
        phrases = " AND ".join('"' + word.replace('"', '""') + '"*' for word in wanted)
        # An index that does not check out must not hide messages: the scan asks the table itself.
        with suppress(VaultDamaged):
            found = database.rows(MessageRow, _BY_INDEX, (phrases, limit))
            if found:
                return found
    return _scan(database, wanted, limit)


def _indexed(word: str) -> bool:
    return any(letter.isalnum() for letter in word) and not _WITHOUT_SPACES.search(word)


def _scan(database: Database, wanted: list[str], limit: int) -> list[MessageRow]:
    conditions = []
    patterns: list[str] = []
    for word in wanted:
        spellings = _spellings(word)
        each = " OR ".join(["text LIKE ? ESCAPE '\\' OR sender LIKE ? ESCAPE '\\'"] * len(spellings))
        conditions.append(f"({each})")
        patterns += [pattern for spelling in spellings for pattern in (spelling, spelling)]
    query = f"SELECT {COLUMNS} FROM message WHERE {' AND '.join(conditions)} ORDER BY id LIMIT ?"  # noqa: S608
    return database.rows(MessageRow, query, (*patterns, limit))


def _spellings(word: str) -> list[str]:
    # LIKE knows upper and lower case of ASCII only.
    cases = [word, word.lower(), word.upper(), word.capitalize()] if not word.isascii() else [word]
    forms = {unicodedata.normalize(form, case) for case in cases for form in ("NFC", "NFD")}
    return sorted("%" + re.sub(r"([\\%_])", r"\\\1", form) + "%" for form in forms)
