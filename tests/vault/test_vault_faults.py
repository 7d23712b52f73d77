"""A disk that is full, failing, slow to let go or not writable: a named error, and nothing that was kept is lost."""

from __future__ import annotations

import errno
import io
import os
import subprocess
import sys

import pytest

from evidence_kit.errors import DiskFull, FolderNotWritable, StorageFailed
from evidence_kit.model import CustodyKind, Item, ItemKind
from evidence_kit.vault.disk import Disk
from vault.vaults import START, add, content, new_vault, opened, surroundings


class FaultyDisk(Disk):
    """A real disk that fails in one operation, from the moment it is told to, as often as it is told to."""

    def __init__(self):
        self.operation, self.code, self.left = "", 0, 0
        self.open_handles = set()

    def fail(self, operation, code, times=10**9):
        self.operation, self.code, self.left = operation, code, times

    def heal(self):
        self.left = 0

    def _meet(self, operation):
        if operation == self.operation and self.left:
            self.left -= 1
            raise OSError(self.code, os.strerror(self.code))

    def create(self, path):
        self._meet("create")
        handle = super().create(path)
        self.open_handles.add(handle)
        return handle

    def close(self, handle):
        self.open_handles.discard(handle)
        super().close(handle)

    def write(self, handle, data):
        self._meet("write")
        super().write(handle, data)

    def fsync(self, handle):
        try:
            self._meet("fsync")
        except OSError as error:
            if error.errno not in {errno.EINVAL, errno.ENOTSUP}:
                raise
        super().fsync(handle)

    def move(self, old, new):
        self._meet("move")
        super().move(old, new)

    def fsync_dir(self, folder):
        self._meet("fsync_dir")
        super().fsync_dir(folder)


@pytest.fixture
def disk():
    return FaultyDisk()


@pytest.fixture
def vault(tmp_path, disk):
    with new_vault(tmp_path / "v", disk=disk) as made:
        add(made, b"kept before")
        yield made


FAULTS = [
    ("create", errno.ENOSPC, DiskFull),
    ("write", errno.ENOSPC, DiskFull),
    ("write", errno.EDQUOT, DiskFull),
    ("write", errno.EIO, StorageFailed),
    ("fsync", errno.EIO, StorageFailed),
    ("fsync", errno.ENOSPC, DiskFull),
    ("create", errno.EROFS, FolderNotWritable),
    ("create", errno.EACCES, FolderNotWritable),
    ("move", errno.EIO, StorageFailed),
    ("move", errno.ENOSPC, DiskFull),
    ("fsync_dir", errno.EIO, StorageFailed),
]


@pytest.mark.parametrize(("operation", "code", "expected"), FAULTS)
@pytest.mark.parametrize("size", [10, 4 * 2**20])
def test_a_failing_disk_is_named_and_nothing_is_half_kept(vault, disk, operation, code, expected, size):
    disk.fail(operation, code)
    with pytest.raises(expected):
        add(vault, bytes(size))
    disk.heal()
    assert disk.open_handles == set()
    assert [item.id for item in vault.catalogue.items()] == ["E-0001"]
    added = add(vault, b"after")
    assert content(vault, added) == b"after"
    assert vault.check() == ()
    vault.close()
    with opened(vault.folder) as again:
        assert again.findings == ()
        assert len(again.catalogue.items()) == 2
        assert again.check() == ()


def test_a_full_disk_frees_its_room_again(vault, disk):
    disk.fail("write", errno.ENOSPC)
    with pytest.raises(DiskFull):
        vault.objects.seal(io.BytesIO(bytes(2**21)), name="x")
    assert list((vault.folder / "tmp").iterdir()) == []


@pytest.mark.parametrize("size", [2**20 * 8])
def test_a_disk_that_fills_up_in_the_middle_is_noticed_by_the_reading_thread(vault, disk, size):
    class Slow(io.BytesIO):
        def readinto(self, buffer):
            if self.tell() > 2**22:
                disk.fail("write", errno.ENOSPC)
            return super().readinto(buffer)

    with pytest.raises(DiskFull):
        vault.objects.seal(Slow(bytes(size)), name="x")
    assert disk.open_handles == set()


@pytest.mark.parametrize("code", [errno.EINVAL, errno.ENOTSUP])
def test_a_file_system_that_cannot_sync_is_accepted(tmp_path, code):
    class Stick(Disk):
        def fsync_dir(self, folder):
            handle = os.open(folder, os.O_RDONLY)
            try:
                self.fsync(handle)
            finally:
                os.close(handle)

    import evidence_kit.vault.disk as module

    real = module._sync_handle

    def refuse(handle):
        raise OSError(code, os.strerror(code))

    module._sync_handle = refuse
    try:
        with new_vault(tmp_path / "v", disk=Stick()) as vault:
            item = add(vault, b"x")
            assert content(vault, item) == b"x"
    finally:
        module._sync_handle = real


@pytest.mark.parametrize("times", [1, 3])
def test_a_scanner_that_holds_a_file_for_a_moment_is_waited_for(vault, disk, times):
    disk.fail("move", errno.EACCES, times)
    assert content(vault, add(vault, b"x")) == b"x"


def test_a_scanner_that_never_lets_go_is_named(vault, disk):
    disk.fail("move", errno.EACCES)
    with pytest.raises(FolderNotWritable):
        add(vault, b"x")


def test_a_failing_last_seen_folder_never_fails_what_was_kept(tmp_path):
    (tmp_path / "state").write_bytes(b"a file, no folder")
    around = surroundings(tmp_path / "state")
    with new_vault(tmp_path / "v", around) as vault:
        assert content(vault, add(vault, b"x")) == b"x"
    opened(tmp_path / "v", surroundings()).close()


def test_a_failing_change_of_passphrase_leaves_the_old_one(vault, disk):
    for operation in ("create", "write", "fsync", "move", "fsync_dir"):
        disk.fail(operation, errno.ENOSPC)
        with pytest.raises(DiskFull):
            vault.change_passphrase("a wholly new passphrase")
        disk.heal()
    vault.close()
    with opened(vault.folder) as again:
        assert again.check() == ()


def test_a_closing_that_cannot_copy_still_closes(vault, disk):
    add(vault, b"more")
    disk.fail("create", errno.ENOSPC)
    vault.close()
    disk.heal()
    assert list((vault.folder / "backup").iterdir()) == []
    with opened(vault.folder) as again:
        assert again.findings == ()
        assert len(again.catalogue.items()) == 2
    assert len(list((vault.folder / "backup").iterdir())) == 1
    assert len(list((vault.folder / "log").iterdir())) == 1


needs_root = pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0, reason="a small disk of its own needs root on Linux"
)


@pytest.fixture
def small_disk(tmp_path):
    folder = tmp_path / "small"
    folder.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", folder], check=False, capture_output=True
    )
    if made.returncode:
        pytest.skip("no small disk can be made here")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


@needs_root
def test_a_really_full_disk_loses_nothing_that_was_kept(small_disk):
    vault = new_vault(small_disk / "v")
    (small_disk / "other things").write_bytes(bytes(2**20))
    kept = {}
    with pytest.raises(DiskFull):
        for _ in range(200):
            data = os.urandom(100_000)
            kept[add(vault, data).id] = data
    assert len(kept) > 20
    assert list((vault.folder / "tmp").iterdir()) == []
    assert {item.id: content(vault, item) for item in vault.catalogue.items()} == kept
    room = os.statvfs(small_disk)
    (small_disk / "fill").write_bytes(bytes(max(room.f_bavail * room.f_frsize - 4096, 0)))
    with pytest.raises(DiskFull):
        for _ in range(500):
            with vault.catalogue.change() as change:
                item = Item(change.new_item_id(), ItemKind.RECORD_ONLY, "x" * 3000, 0, None, "", "", START, 0)
                change.record_only(item)
                change.log(CustodyKind.RECORDED_ONLY, item.id)
    count = len(vault.catalogue.items())
    (small_disk / "other things").unlink()
    vault.close()
    with opened(vault.folder) as again:
        assert again.findings == ()
        assert len(again.catalogue.items()) == count
        assert again.check() == ()
        again.catalogue.items()


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_to_is_named(tmp_path):
    folder = tmp_path / "v"
    folder.mkdir()
    folder.chmod(0o500)
    with pytest.raises(FolderNotWritable):
        new_vault(folder)
