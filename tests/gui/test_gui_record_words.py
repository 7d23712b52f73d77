"""The record on the screen says locked folder, fingerprint and report, and leaves no entry without words."""

from datetime import UTC, datetime

import pytest

from evidence_kit.gui.record_words import entry_words
from evidence_kit.model import CustodyEntry, CustodyKind

_FACTS = {
    "name": "{odd} 100%.png",
    "sha256": "ab" * 32,
    "sums_sha256": "cd" * 32,
    "recipient": "police-generic",
    "items": "2",
    "zone": "Europe/Berlin",
    "order": "dmy",
    "count": "1",
    "reason": "an unfinished import",
    "found": "3",
    "shown": "3",
    "unreadable": "0",
    "importer": "whatsapp",
    "findings": "0",
    "where": "my old phone",
    "last": "2026-11-23",
}


def entry(kind, item_id="E-0001", **details):
    at = datetime(2026, 11, 23, 12, tzinfo=UTC)
    return CustodyEntry(1, kind, at, 0, item_id, details, b"{}", bytes(16), bytes(32), bytes(32))


@pytest.mark.parametrize("item_id", ["", "E-0001"])
@pytest.mark.parametrize("kind", CustodyKind)
def test_every_entry_has_a_sentence_in_the_words_of_the_screen(kind, item_id):
    words = entry_words(entry(kind, item_id, **_FACTS))
    assert words
    assert not any(word in words.lower() for word in ("vault", "sha-256", "bundle", "custody"))


def test_an_entry_without_details_still_has_a_sentence():
    assert all(entry_words(entry(kind)) for kind in CustodyKind)


def test_braces_in_a_file_name_are_words_and_nothing_else():
    assert "{odd} 100%.png" in entry_words(entry(CustodyKind.IMPORTED, **_FACTS))


def test_an_order_left_open_is_said():
    words = entry_words(entry(CustodyKind.ANSWERED, zone="Europe/Berlin", order="-"))
    assert "Europe/Berlin" in words
    assert "left open" in words
