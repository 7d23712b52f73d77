from datetime import UTC, datetime

import pytest

from evidence_kit.model import (
    CaptureMethod,
    CustodyEntry,
    CustodyKind,
    Finding,
    FindingKind,
    ItemKind,
    RecordKind,
    TimeBasis,
    Wholeness,
)
from evidence_kit.words.custody import custody_sentence
from evidence_kit.words.findings import finding_sentence
from evidence_kit.words.kinds import basis_text, kind_name, method_name, record_name, wholeness_name


def entry(kind, **details):
    return CustodyEntry(
        1,
        kind,
        datetime(2026, 1, 2, tzinfo=UTC),
        0,
        "E-0001",
        details,
        b"{}",
        bytes(16),
        bytes(32),
        bytes(32),
    )


@pytest.mark.parametrize("kind", list(FindingKind))
def test_every_finding_has_a_sentence_even_without_its_details(kind):
    assert finding_sentence(Finding(kind)).endswith(".")


@pytest.mark.parametrize("kind", list(CustodyKind))
def test_every_custody_entry_has_a_sentence(kind):
    assert custody_sentence(entry(kind)).endswith(".")


def test_a_custody_sentence_holds_the_item_and_its_fingerprint():
    sentence = custody_sentence(entry(CustodyKind.IMPORTED, name="a {b}.png", sha256="ab" * 32))
    assert sentence == f"E-0001 was added: the file a {{b}}.png, SHA-256 {'ab' * 32}."


@pytest.mark.parametrize(
    ("values", "name"),
    [
        (ItemKind, kind_name),
        (CaptureMethod, method_name),
        (Wholeness, wholeness_name),
        (TimeBasis, basis_text),
        (RecordKind, record_name),
    ],
)
def test_every_kind_has_words(values, name):
    shown = [name(value) for value in values]
    assert all(shown)
    assert len(shown) == len(list(values)) > 1


def test_one_of_something_is_not_called_many():
    one = Finding(FindingKind.LINES_NOT_READ, {"count": "1", "where": "3"})
    assert finding_sentence(one) == "1 record could not be understood (at 3). It is shown as it stands."
    assert "2 records" in finding_sentence(Finding(FindingKind.LINES_NOT_READ, {"count": "2", "where": "3"}))
    assert "1 record found" in custody_sentence(entry(CustodyKind.MESSAGES_READ, importer="x", found="1"))
    assert "1 problem found" in custody_sentence(entry(CustodyKind.VERIFIED, findings="1"))
