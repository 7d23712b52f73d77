import os
import stat
import threading

import pytest

from evidence_kit import actions
from evidence_kit.errors import (
    Cancelled,
    DiskFull,
    NothingToAdd,
    PartOfVault,
    SourceUnreadable,
    Under18NotAnswered,
)
from evidence_kit.model import CustodyKind, FindingKind, ItemKind, Said

NOBODY = actions.Under18.NOBODY


def kinds(vault):
    return [entry.kind for entry in vault.catalogue.log()]


def original(vault, item):
    with vault.objects.open(item) as stream:
        return stream.read()


def files_under(folder):
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_the_original_bytes_come_back_and_the_file_is_not_touched(vault, tmp_path):
    path = tmp_path / "note.txt"
    path.write_bytes(b"exactly these bytes\r\n\x00")
    os.utime(path, (1_700_000_000, 1_700_000_000))
    report = actions.add_evidence(vault, [path], NOBODY)
    (item,) = report.added
    assert original(vault, item) == b"exactly these bytes\r\n\x00"
    assert item.times.modified_at.timestamp() == 1_700_000_000
    assert path.stat().st_mtime == 1_700_000_000
    assert item.hashes.md5 == item.hashes.sha1 == ""


@pytest.mark.parametrize("answer", [None, actions.Under18.MAYBE])
def test_nothing_is_read_or_copied_before_the_question_is_answered_with_nobody(vault, tmp_path, answer):
    path = tmp_path / "picture.png"
    path.write_bytes(b"x" * 10)
    os.utime(path, ns=(1, 1))
    before, log = files_under(vault.folder), kinds(vault)
    with pytest.raises(Under18NotAnswered):
        actions.add_evidence(vault, [path], answer)
    assert files_under(vault.folder) == before
    assert kinds(vault) == log
    assert path.stat().st_atime_ns == 1


def test_a_folder_is_walked_in_order_and_each_file_is_accounted_for(vault, tmp_path):
    source = tmp_path / "source"
    (source / "b").mkdir(parents=True)
    for name in ("z.txt", "a.txt", "b/c.txt"):
        (source / name).write_text(f"this is {name}")
    report = actions.add_evidence(vault, [source], NOBODY)
    assert [item.name for item in report.added] == ["a.txt", "z.txt", "c.txt"]
    assert [item.id for item in report.added] == ["E-0001", "E-0002", "E-0003"]


def test_the_same_bytes_are_kept_once_and_the_second_time_is_in_the_log(vault, tmp_path):
    first, second = tmp_path / "one.txt", tmp_path / "two.txt"
    first.write_text("same")
    second.write_text("same")
    report = actions.add_evidence(vault, [first, second], NOBODY)
    assert [item.name for item in report.added] == ["one.txt"]
    assert [(already.path, already.item.id) for already in report.already] == [(second, "E-0001")]
    again = actions.add_evidence(vault, [first], NOBODY)
    assert (len(again.added), len(again.already)) == (0, 1)
    assert kinds(vault).count(CustodyKind.ALREADY_HERE) == 2
    assert len(list((vault.folder / "objects").rglob("*.age"))) == 1


def test_what_failed_stands_beside_what_worked(vault, tmp_path):
    good, gone = tmp_path / "good.txt", tmp_path / "gone.txt"
    good.write_text("good")
    report = actions.add_evidence(vault, [gone, good], NOBODY)
    assert [item.name for item in report.added] == ["good.txt"]
    (failed,) = report.failed
    assert failed.path == gone
    assert isinstance(failed.error, SourceUnreadable)
    assert CustodyKind.IMPORT_FAILED in kinds(vault)


def test_a_device_or_a_pipe_is_refused_and_does_not_hang(vault, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    report = actions.add_evidence(vault, [tmp_path / "pipe", type(tmp_path)("/dev/zero")], NOBODY)
    assert [type(failed.error) for failed in report.failed] == [SourceUnreadable, SourceUnreadable]
    assert not list((vault.folder / "tmp").iterdir())


def test_an_empty_folder_has_nothing_to_add(vault, tmp_path):
    (tmp_path / "empty").mkdir()
    with pytest.raises(NothingToAdd):
        actions.add_evidence(vault, [tmp_path / "empty"], NOBODY)


def test_a_file_that_never_stands_still_is_kept_and_marked(vault, tmp_path):
    path = tmp_path / "growing.log"
    path.write_bytes(b"x" * 3_000_000)
    stop = threading.Event()

    def grow():
        while not stop.is_set():
            with path.open("ab") as file:
                file.write(b"more")

    writer = threading.Thread(target=grow)
    writer.start()
    try:
        report = actions.add_evidence(vault, [path], NOBODY)
    finally:
        stop.set()
        writer.join()
    (item,) = report.added
    assert FindingKind.CHANGED_WHILE_READ in [finding.kind for finding in item.findings]
    assert len(original(vault, item)) == item.size_bytes


def test_cancelling_keeps_what_was_saved_and_leaves_nothing_half_done(vault, tmp_path):
    for number in range(60):
        (tmp_path / f"{number:02}.bin").write_bytes(bytes([number]) * 400_000)
    calls = 0

    def cancel_later(done, total):
        nonlocal calls
        calls += 1
        if done > 8_000_000:
            raise Cancelled

    with pytest.raises(Cancelled):
        actions.add_evidence(
            vault, [tmp_path / f"{n:02}.bin" for n in range(60)], NOBODY, progress=cancel_later
        )
    assert calls
    kept = vault.catalogue.items()
    assert 0 < len(kept) < 60
    assert not list((vault.folder / "tmp").iterdir())
    assert len(list((vault.folder / "objects").rglob("*.age"))) == len(kept)
    assert vault.check(lambda done, total: None) == ()


def test_extra_hashes_are_made_only_when_asked_for(vault, tmp_path):
    path = tmp_path / "abc"
    path.write_bytes(b"abc")
    (item,) = actions.add_evidence(vault, [path], NOBODY, extra_hashes=True).added
    assert item.hashes.md5 == "900150983cd24fb0d6963f7d28e17f72"
    assert item.hashes.sha1 == "a9993e364706816aba3e25717850c26c9cd0d89d"
    assert item.hashes.sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_what_the_person_says_is_kept_with_each_item(vault, tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("a")
    said = Said(source_app="PixelChat", account="k_22", captured_as_written="about noon", note="<b>mine</b>")
    (item,) = actions.add_evidence(vault, [path], NOBODY, said).added
    assert vault.catalogue.item(item.id).said == said
    changed = actions.describe(vault, item.id, Said(source_app="Other"))
    assert vault.catalogue.item(item.id).said == changed.said == Said(source_app="Other")
    assert kinds(vault)[-1] is CustodyKind.SAID


def test_a_full_disk_is_named_and_what_was_saved_stays(vault, tmp_path, monkeypatch):
    first, second = tmp_path / "first.txt", tmp_path / "second.txt"
    first.write_text("first")
    second.write_text("second")
    actions.add_evidence(vault, [first], NOBODY)
    monkeypatch.setattr(
        type(vault.objects), "seal", lambda *_a, **_k: (_ for _ in ()).throw(DiskFull(vault.folder))
    )
    report = actions.add_evidence(vault, [second], NOBODY)
    assert isinstance(report.failed[0].error, DiskFull)
    assert [item.name for item in vault.catalogue.items()] == ["first.txt"]


def test_hostile_file_names_are_kept_letter_for_letter(vault, tmp_path):
    names = [
        "<img src=x>.txt",
        "a\u202egnp.txt",
        "n\nl.txt",
        "x" * 240 + ".txt",
        os.fsdecode(b"bad\xff.txt"),
        "$(true);'.txt",
    ]
    for name in names:
        (tmp_path / name).write_text(name.encode("utf-8", "surrogateescape").hex())
    report = actions.add_evidence(vault, [tmp_path / name for name in names], NOBODY)
    assert not report.failed
    assert [item.name for item in vault.catalogue.items()] == names


def test_a_link_to_a_folder_inside_a_folder_is_not_followed(vault, tmp_path):
    source, elsewhere = tmp_path / "source", tmp_path / "elsewhere"
    source.mkdir()
    elsewhere.mkdir()
    (elsewhere / "private.txt").write_text("not offered")
    (source / "own.txt").write_text("offered")
    (source / "link").symlink_to(elsewhere)
    report = actions.add_evidence(vault, [source], NOBODY)
    assert [item.name for item in report.added] == ["own.txt"]


def test_vault_files_can_be_read_by_their_owner_alone(vault, tmp_path):
    (tmp_path / "a.txt").write_text("a")
    actions.add_evidence(vault, [tmp_path / "a.txt"], NOBODY)
    for path in vault.folder.rglob("*"):
        mode = stat.S_IMODE(path.stat().st_mode)
        assert mode & 0o077 == 0, (path, oct(mode))


def test_a_picture_has_its_facts_shown_and_its_bytes_unchanged(vault):
    from evidence_kit.assets import asset_path

    path = asset_path("samples", "IMG_20261115_0912.jpg")
    (item,) = actions.add_evidence(vault, [path], NOBODY).added
    assert item.kind is ItemKind.PICTURE
    assert ("DateTimeOriginal", "2026:11:15 09:12:44") in [(fact.name, fact.value) for fact in item.facts]
    assert FindingKind.HOLDS_LOCATION in [finding.kind for finding in item.findings]
    assert original(vault, item) == path.read_bytes()


def test_the_vault_itself_is_not_added_to_itself(vault, tmp_path):
    (tmp_path / "own.txt").write_text("own")
    report = actions.add_evidence(
        vault, [vault.folder / "config.json", vault.folder, tmp_path / "own.txt"], NOBODY
    )
    assert [type(failed.error) for failed in report.failed] == [PartOfVault, PartOfVault]
    assert [item.name for item in report.added] == ["own.txt"]
