import hashlib
import os

import pytest

from evidence_kit import actions
from evidence_kit.errors import Cancelled, EvidenceKitError, NothingToAdd, RecordedOnly, SourceUnreadable
from evidence_kit.model import CustodyKind, ItemKind

PLACE = actions.Place("in the gallery of the old phone", "last Friday")


def object_files(vault):
    return [path for path in (vault.folder / "objects").rglob("*") if path.is_file()]


def record(vault, paths, place=PLACE, **more):
    return actions.record_without_copying(vault.catalogue, vault.surroundings, paths, place, **more)


def test_a_place_in_words_is_enough(vault):
    (item,) = record(vault, [])
    assert item.kind is ItemKind.RECORD_ONLY
    assert item.where == "in the gallery of the old phone"
    assert item.seen_as_written == "last Friday"
    assert item.hashes is None
    assert vault.catalogue.item(item.id) == item


def test_a_file_is_looked_up_but_not_opened_unless_a_fingerprint_is_asked_for(vault, tmp_path):
    path = tmp_path / "rectangle.png"
    path.write_bytes(b"only a rectangle")
    os.utime(path, ns=(1, 1))
    (item,) = record(vault, [path])
    assert path.stat().st_atime_ns == 1
    assert item.hashes is None
    assert item.size_bytes == 16
    assert str(path) in item.where


def test_no_byte_of_the_file_reaches_the_vault_folder(vault, tmp_path):
    marker = b"MARKER-THAT-MUST-NOT-BE-COPIED" * 100
    path = tmp_path / "rectangle.png"
    path.write_bytes(marker)
    before = {file: file.stat().st_size for file in vault.folder.rglob("*") if file.is_file()}
    (item,) = record(vault, [path], take_hash=True)
    assert item.hashes.sha256 == hashlib.sha256(marker).hexdigest()
    assert object_files(vault) == []
    grown = sum(file.stat().st_size for file in vault.folder.rglob("*") if file.is_file()) - sum(
        before.values()
    )
    assert grown < 200_000
    assert not list((vault.folder / "tmp").iterdir())


def test_the_action_is_given_no_way_to_the_object_store(vault):
    reachable = [name for name in dir(vault.catalogue) if "seal" in name or "object" in name.lower()]
    assert reachable == []


def test_the_module_names_nothing_that_can_copy():
    from pathlib import Path

    from evidence_kit.actions import record_only

    text = Path(record_only.__file__).read_text("utf-8")
    for word in ("Vault\n", "Objects", "Sealed", "media", "shutil", "importers"):
        assert f"import {word}" not in text
    assert "from evidence_kit.vault import Catalogue" in text


def test_a_record_only_item_has_no_original_to_open(vault):
    (item,) = record(vault, [])
    with pytest.raises(EvidenceKitError):
        vault.objects.open(item)


def test_neither_a_path_nor_a_place_is_nothing_to_write_down(vault):
    with pytest.raises(NothingToAdd):
        record(vault, [], actions.Place("  "))


def test_a_file_that_is_not_there_changes_nothing(vault, tmp_path):
    log = len(list(vault.catalogue.log()))
    with pytest.raises(SourceUnreadable):
        record(vault, [tmp_path / "gone.png"])
    assert len(list(vault.catalogue.log())) == log


def test_cancelling_a_fingerprint_writes_nothing_down(vault, tmp_path):
    (tmp_path / "a.bin").write_bytes(b"x" * 1_000_000)

    def cancel(done, total):
        raise Cancelled

    with pytest.raises(Cancelled):
        record(vault, [tmp_path / "a.bin"], take_hash=True, progress=cancel)
    assert vault.catalogue.items() == ()


def test_the_log_says_that_nothing_was_copied(vault):
    record(vault, [])
    last = list(vault.catalogue.log())[-1]
    assert last.kind is CustodyKind.RECORDED_ONLY
    assert last.details["where"] == "in the gallery of the old phone"


@pytest.mark.parametrize("take_hash", [True, False])
def test_what_was_recorded_without_copying_is_not_copied_later_either(vault, tmp_path, take_hash):
    path = tmp_path / "rectangle.png"
    path.write_bytes(b"only a rectangle")
    (item,) = record(vault, [path], take_hash=take_hash)
    report = actions.add_evidence(vault, [path], actions.Under18.NOBODY)
    (failed,) = report.failed
    assert isinstance(failed.error, RecordedOnly)
    assert failed.error.item_id == item.id
    assert object_files(vault) == []
    assert [kept.id for kept in vault.catalogue.items()] == [item.id]


def test_its_fingerprint_keeps_it_from_being_copied_under_another_name(vault, tmp_path):
    path, twin, other = tmp_path / "a.png", tmp_path / "b.png", tmp_path / "c.png"
    path.write_bytes(b"only a rectangle")
    twin.write_bytes(b"only a rectangle")
    other.write_bytes(b"another drawing!")
    record(vault, [path], take_hash=True)
    report = actions.add_evidence(vault, [twin, other], actions.Under18.NOBODY)
    assert [failed.path for failed in report.failed] == [twin]
    assert [item.name for item in report.added] == ["c.png"]
