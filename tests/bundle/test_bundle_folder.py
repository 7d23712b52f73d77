"""A new folder: whole or not at all, forced to the disk, with typed errors."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from evidence_kit.bundle import folder as folder_module
from evidence_kit.bundle.folder import NewFolder
from evidence_kit.errors import Cancelled, DiskFull, FolderNotWritable, StorageFailed, TargetExists


def test_a_finished_folder_holds_what_was_written_and_knows_its_hashes(tmp_path: Path) -> None:
    with NewFolder(tmp_path / "out") as folder:
        folder.write("a.txt", b"abc")
        folder.write("sub/b.txt", b"")
        folder.finish()
    assert (tmp_path / "out" / "a.txt").read_bytes() == b"abc"
    assert (
        folder.sha256_by_name["a.txt"] == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    )
    assert folder.size_bytes == 3
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out"]


def test_nothing_is_left_of_a_folder_that_was_not_finished(tmp_path: Path) -> None:
    with pytest.raises(Cancelled), NewFolder(tmp_path / "out") as folder:
        folder.write("sub/a.txt", b"abc")
        raise Cancelled
    assert list(tmp_path.iterdir()) == []


def test_leaving_without_an_error_and_without_finishing_leaves_nothing_either(tmp_path: Path) -> None:
    with NewFolder(tmp_path / "out") as folder:
        folder.write("a.txt", b"abc")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("taken", ["out", "out.part"])
def test_something_in_the_way_is_named_and_not_touched(tmp_path: Path, taken: str) -> None:
    (tmp_path / taken).mkdir()
    (tmp_path / taken / "mine.txt").write_text("mine")
    with pytest.raises(TargetExists) as caught, NewFolder(tmp_path / "out"):
        pytest.fail("it began")
    assert caught.value.path == tmp_path / taken
    assert (tmp_path / taken / "mine.txt").read_text() == "mine"


def test_a_dangling_link_in_the_way_is_named_and_not_followed(tmp_path: Path) -> None:
    (tmp_path / "out.part").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(TargetExists), NewFolder(tmp_path / "out"):
        pytest.fail("it began")
    assert not (tmp_path / "elsewhere").exists()


def test_a_name_that_is_taken_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    with pytest.raises(TargetExists), NewFolder(tmp_path / "out") as folder:
        folder.write("a.txt", b"abc")
        (tmp_path / "out").mkdir()
        folder.finish()
    assert list((tmp_path / "out").iterdir()) == []
    assert not (tmp_path / "out.part").exists()


def test_a_parent_that_is_not_there_or_no_folder_is_not_writable(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for parent in ("nowhere", "file"):
        with pytest.raises(FolderNotWritable), NewFolder(tmp_path / parent / "out"):
            pytest.fail("it began")


@pytest.mark.parametrize(
    ("number", "error"),
    [
        (errno.ENOSPC, DiskFull),
        (errno.EDQUOT, DiskFull),
        (errno.EROFS, FolderNotWritable),
        (errno.EIO, StorageFailed),
    ],
)
def test_a_disk_that_fails_while_a_file_is_forced_to_it_is_a_typed_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, error: type[Exception]
) -> None:
    def fail(descriptor: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(folder_module, "_force_to_disk", fail)
    with pytest.raises(error), NewFolder(tmp_path / "out") as folder:
        folder.write("a.txt", b"abc")
    assert list(tmp_path.iterdir()) == []


def test_every_file_and_folder_is_forced_to_the_disk_before_the_name_is_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    real_fsync, real_rename = os.fsync, Path.rename

    def fsync(descriptor: int) -> None:
        done.append(Path(f"/proc/self/fd/{descriptor}").readlink().name)
        real_fsync(descriptor)

    def rename(self: Path, target: Path) -> Path:
        done.append(f"rename {self.name}")
        return real_rename(self, target)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(Path, "rename", rename)
    with NewFolder(tmp_path / "out") as folder:
        folder.write("a.txt", b"abc")
        folder.write("sub/b.txt", b"abc")
        folder.finish()
    assert done == ["a.txt", "b.txt", "sub", "out.part", "rename out.part", tmp_path.name]


def test_a_file_written_before_can_be_read_again(tmp_path: Path) -> None:
    with NewFolder(tmp_path / "out") as folder:
        folder.write("sub/b.txt", b"abc")
        with folder.open("sub/b.txt") as file:
            assert file.read() == b"abc"
