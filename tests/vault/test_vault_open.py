"""Making a vault, opening it, and being refused."""

from __future__ import annotations

import io
import os
import stat
import sys

import pytest

from evidence_kit.errors import (
    DiskFull,
    NotAVault,
    PassphraseTooShort,
    VaultFolderTaken,
    VaultInUse,
    VaultTooNew,
    WrongPassphrase,
)
from evidence_kit.model import CustodyKind
from evidence_kit.vault import create_vault, is_vault, open_vault
from evidence_kit.vault.disk import Disk
from vault.vaults import PASSPHRASE, START, Clock, add, content, kinds, new_vault, opened, surroundings

SIZES = (0, 1, 65535, 65536, 65537, 131072, 2**18, 2**20 + 1, 5 * 2**18 + 7)


def test_what_was_kept_comes_back_after_the_vault_was_closed(tmp_path):
    originals = {}
    with new_vault(tmp_path / "v") as vault:
        for size in SIZES:
            data = os.urandom(size)
            originals[add(vault, data).id] = data
    with opened(tmp_path / "v") as vault:
        assert vault.findings == ()
        assert {item.id: content(vault, item) for item in vault.catalogue.items()} == originals
        assert vault.check() == ()


def test_the_recovery_code_opens_the_vault_however_it_is_typed(tmp_path):
    vault, code = create_vault(tmp_path / "v", PASSPHRASE, surroundings())
    vault.close()
    for typed in (
        code,
        code.lower(),
        code.replace("-", ""),
        code.replace("-", " "),
        code.replace("0", "O").replace("1", "l"),
    ):
        with open_vault(tmp_path / "v", typed, surroundings()) as again:
            assert again.findings == ()
    assert next(entry.details["by"] for entry in _log(tmp_path, CustodyKind.OPENED)) == "recovery-code"


def test_a_wrong_passphrase_changes_nothing_but_is_told_of_at_the_next_opening(tmp_path):
    new_vault(tmp_path / "v").close()
    before = _files(tmp_path / "v")
    for attempt in ("zebra umbrella kettle 8", PASSPHRASE + " ", "", "0000-0000"):
        with pytest.raises(WrongPassphrase):
            open_vault(tmp_path / "v", attempt, surroundings())
    after = _files(tmp_path / "v")
    assert {name for name in after if after[name] != before.get(name)} == {"attempts"}
    failed = _log(tmp_path, CustodyKind.UNLOCK_FAILED)
    assert [entry.details["count"] for entry in failed] == ["4"]
    assert not (tmp_path / "v" / "attempts").exists()


def test_a_passphrase_is_the_same_in_every_unicode_form(tmp_path):
    create_vault(tmp_path / "v", "Äpfel über Bäume", surroundings())[0].close()
    open_vault(tmp_path / "v", "A\u0308pfel u\u0308ber Ba\u0308ume", surroundings()).close()


def test_a_short_passphrase_is_refused_before_anything_is_written(tmp_path):
    with pytest.raises(PassphraseTooShort) as refused:
        create_vault(tmp_path / "v", "eleven char", surroundings())
    assert refused.value.least_characters == 12
    assert not (tmp_path / "v").exists()


def test_a_folder_with_something_in_it_is_not_touched(tmp_path):
    (tmp_path / "photo.png").write_bytes(b"square")
    with pytest.raises(VaultFolderTaken):
        new_vault(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["photo.png"]


def test_an_empty_folder_may_become_a_vault(tmp_path):
    (tmp_path / "v").mkdir()
    new_vault(tmp_path / "v").close()
    assert is_vault(tmp_path / "v")
    assert not is_vault(tmp_path)


def test_a_folder_that_is_no_vault_is_named(tmp_path):
    with pytest.raises(NotAVault):
        opened(tmp_path)


def test_a_second_opening_is_refused_while_the_first_holds(tmp_path):
    with new_vault(tmp_path / "v"), pytest.raises(VaultInUse):
        opened(tmp_path / "v")
    opened(tmp_path / "v").close()


def test_a_vault_of_a_newer_program_is_not_touched(tmp_path):
    new_vault(tmp_path / "v").close()
    config = tmp_path / "v" / "config.json"
    config.write_bytes(config.read_bytes().replace(b'"format":1', b'"format":2'))
    before = _files(tmp_path / "v")
    with pytest.raises(VaultTooNew) as refused:
        opened(tmp_path / "v")
    assert (refused.value.found_format, refused.value.known_format) == (2, 1)
    assert _files(tmp_path / "v") == before


def test_opening_says_when_the_vault_was_last_opened(tmp_path):
    clock = Clock()
    new_vault(tmp_path / "v", surroundings(clock=clock)).close()
    clock.forward(3600)
    with opened(tmp_path / "v", surroundings(clock=clock)) as vault:
        assert vault.last_opened_at == START
    clock.forward(60)
    with opened(tmp_path / "v", surroundings(clock=clock)) as vault:
        assert (vault.last_opened_at - START).total_seconds() == 3600


def test_a_clock_that_went_back_is_noticed_and_logged(tmp_path):
    clock = Clock()
    new_vault(tmp_path / "v", surroundings(clock=clock)).close()
    for jump in (-2 * 365 * 86400, -50 * 365 * 86400):
        clock.forward(jump)
        with opened(tmp_path / "v", surroundings(clock=clock)) as vault:
            assert kinds(vault.findings) == {"clock-went-back"}
            entries = list(vault.catalogue.log())
        assert entries[-2].kind is CustodyKind.CLOCK_JUMPED
        assert entries[-2].details["clock"] == "went-back"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps rights elsewhere")
def test_only_the_owner_may_read_any_part(tmp_path):
    with new_vault(tmp_path / "v") as vault:
        add(vault, b"square")
        vault.make_backup_copy()
        paths = [tmp_path / "v", *(tmp_path / "v").rglob("*")]
        assert len(paths) > 260
        for path in paths:
            expected = 0o700 if path.is_dir() else 0o600
            assert stat.S_IMODE(path.stat().st_mode) == expected, path


def test_a_vault_that_could_not_be_made_leaves_nothing_behind(tmp_path):
    class FullDisk(Disk):
        def write(self, handle, data):
            raise OSError(28, "No space left on device")

    with pytest.raises(DiskFull):
        new_vault(tmp_path / "v", disk=FullDisk())
    assert not (tmp_path / "v").exists()


def test_the_name_and_the_content_of_evidence_stand_nowhere_in_clear(tmp_path):
    with new_vault(tmp_path / "v", surroundings(tmp_path / "state")) as vault:
        add(vault, b"MARKER-CONTENT" * 100, name="MARKER-NAME.txt", source_path="/home/x/MARKER-PATH")
        vault.make_backup_copy()
        everything = b"".join(_files(tmp_path).values())
    everything += b"".join(_files(tmp_path).values())
    assert len(everything) > 100_000
    assert b"MARKER" not in everything


def test_sealing_takes_any_readable_source(tmp_path):
    class OnlyRead(io.RawIOBase):
        def __init__(self):
            self.left = [b"abc", b"", b"never reached"]

        def read(self, size=-1):
            return self.left.pop(0)

    source = OnlyRead()
    source.readinto = None
    with new_vault(tmp_path / "v") as vault:
        assert vault.objects.seal(source, name="odd").size_bytes == 3


def _files(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _log(tmp_path, kind):
    with opened(tmp_path / "v") as vault:
        return [entry for entry in vault.catalogue.log() if entry.kind is kind]
