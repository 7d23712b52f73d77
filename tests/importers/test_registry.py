from __future__ import annotations

from io import BytesIO

import pytest

from evidence_kit import importers
from evidence_kit.errors import ExportUnreadable, ImporterUndecided
from evidence_kit.importers import IMPORTERS, Importer, importer_for, importer_named, open_source


def source(data: bytes, name: str):
    return open_source(name, lambda: BytesIO(data), len(data))


def test_every_importer_is_found_by_its_name_and_says_where_its_format_was_learnt():
    assert len({importer.name for importer in IMPORTERS}) == len(IMPORTERS) > 0
    for importer in IMPORTERS:
        assert importer_named(importer.name) is importer
        assert importer.title
        assert importer.source


def test_a_name_of_no_importer_is_refused():
    with pytest.raises(ExportUnreadable):
        importer_named("telepathy")


def test_a_file_that_no_one_knows_has_no_importer():
    assert importer_for(source(b"shopping: milk, bread\n", "list.txt")) is None
    assert importer_for(source(b"", "empty.txt")) is None
    assert importer_for(source(bytes(range(256)) * 10, "photo.jpg")) is None


def test_two_that_claim_the_same_file_are_named_and_none_is_chosen(monkeypatch):
    greedy = Importer("greedy", "Greedy", "invented", lambda names, head: True, lambda *_: iter(()))
    other = Importer("other", "Other", "invented", lambda names, head: True, lambda *_: iter(()))
    monkeypatch.setattr(importers, "IMPORTERS", (greedy, other))
    with pytest.raises(ImporterUndecided) as caught:
        importer_for(source(b"x", "a.txt"))
    assert caught.value.importers == ("greedy", "other")
