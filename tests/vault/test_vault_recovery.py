"""The ladder: a damaged, lost or older catalogue gives way, and every original is still there under its number."""

from __future__ import annotations

import shutil
from dataclasses import replace

import pytest

from evidence_kit.errors import Cancelled, VaultDamaged, VaultTooNew, WrongPassphrase
from evidence_kit.model import Answers, Conversation, CustodyKind, Message, RecordKind, Said
from evidence_kit.vault import open_vault
from evidence_kit.vault.database import Database
from evidence_kit.vault.disk import Disk
from evidence_kit.vault.objects import object_path
from vault.vaults import PASSPHRASE, add, content, copy_vault, kinds, new_vault, opened, slot, surroundings

ORIGINALS = [b"first", b"second" * 20_000, b""]
MESSAGES = [Conversation("c", "T", "P"), Message(RecordKind.MESSAGE, "c", "hello there", "1")]


@pytest.fixture
def folder(tmp_path):
    """A vault with three items, said things and messages, closed once in the middle and once at the end."""
    path = tmp_path / "v"
    with new_vault(path) as vault:
        for number, data in enumerate(ORIGINALS[:2]):
            add(vault, data, name=f"{number}.txt")
        with vault.catalogue.change() as change:
            change.replace_messages("E-0001", Answers("+02:00"), MESSAGES)
            change.log(CustodyKind.MESSAGES_READ, "E-0001")
    with opened(path) as vault:
        add(vault, ORIGINALS[2], name="2.txt")
        say(vault, "E-0002", "what the person said")
    return path


def say(vault, item_id, note):
    with vault.catalogue.change() as change:
        change.update(replace(vault.catalogue.item(item_id), said=Said(note=note)))
        change.log(CustodyKind.SAID, item_id)


def originals(vault):
    return {item.id: content(vault, item) for item in vault.catalogue.items()}


def expect_all_back(folder, *, messages=True, said="what the person said", allowed=frozenset()):
    with opened(folder) as vault:
        assert "catalogue-damaged" in kinds(vault.findings)
        assert kinds(vault.findings) <= {"catalogue-damaged", *allowed}
        assert originals(vault) == {f"E-{number:04d}": data for number, data in enumerate(ORIGINALS, 1)}
        assert vault.catalogue.item("E-0002").said.note == said
        assert len(vault.catalogue.search("hello")) == messages
        assert CustodyKind.RECOVERED in [entry.kind for entry in vault.catalogue.log()]
        assert kinds(vault.check()) <= allowed
        assert add(vault, b"fourth").id == "E-0004"
    with opened(folder) as vault:
        assert kinds(vault.findings) <= allowed
        assert len(vault.catalogue.items()) == 4


def remove_catalogue(folder):
    for name in ("catalog.db", "catalog.db-wal", "catalog.db-shm"):
        (folder / name).unlink(missing_ok=True)


@pytest.mark.parametrize("damage", ["deleted", "zeroed", "emptied", "first page", "middle page", "cut"])
def test_a_damaged_catalogue_gives_way_to_its_copy_and_the_log(folder, damage):
    path = folder / "catalog.db"
    whole = bytearray(path.read_bytes())
    if damage == "deleted":
        path.unlink()
    elif damage == "zeroed":
        path.write_bytes(bytes(len(whole)))
    elif damage == "emptied":
        path.write_bytes(b"")
    elif damage == "cut":
        path.write_bytes(whole[: len(whole) // 2])
    else:
        whole[100 if damage == "first page" else len(whole) // 2] ^= 1
        path.write_bytes(whole)
    expect_all_back(folder)
    aside = [path.name for path in (folder / "backup").iterdir() if path.name.startswith("damaged-")]
    assert len(aside) == (damage != "deleted")


def test_with_only_the_oldest_copy_left_the_log_gives_the_rest(folder):
    copies = sorted((folder / "backup").iterdir(), key=lambda path: int(path.name.split(".")[1]))
    assert len(copies) == 2
    copies[1].write_bytes(b"damaged")
    remove_catalogue(folder)
    expect_all_back(folder, allowed={"part-unreadable"})


def test_without_any_copy_log_and_objects_give_all_but_the_messages(folder):
    shutil.rmtree(folder / "backup")
    remove_catalogue(folder)
    expect_all_back(folder, messages=False)
    with opened(folder) as vault:
        item = vault.catalogue.item("E-0001")
        assert item.accounting is None
        assert kinds(item.findings) == {"part-unreadable"}


def test_without_copy_and_log_the_objects_alone_give_every_original(folder):
    shutil.rmtree(folder / "backup")
    shutil.rmtree(folder / "log")
    remove_catalogue(folder)
    with opened(folder) as vault:
        assert kinds(vault.findings) == {"catalogue-damaged", "object-adopted"}
        assert sorted(originals(vault).values()) == sorted(ORIGINALS)
        assert {item.name for item in vault.catalogue.items()} == {"0.txt", "1.txt", "2.txt"}
        assert vault.check() == ()


def test_a_lost_key_of_the_catalogue_is_replaced(folder):
    slot(folder, "catalog").unlink()
    with opened(folder) as vault:
        assert "catalogue-damaged" in kinds(vault.findings)
        assert originals(vault) == {f"E-{number:04d}": data for number, data in enumerate(ORIGINALS, 1)}
        # The former copies were sealed with the key that is lost.
        assert {finding.details["part"][:7] for finding in vault.check()} == {"backup/"}
    with opened(folder) as vault:
        assert vault.findings == ()


def test_a_lost_config_is_only_a_hint_lost(folder):
    (folder / "config.json").unlink()
    with opened(folder) as vault:
        assert kinds(vault.findings) == {"part-unreadable"}
        assert len(vault.catalogue.items()) == 3
    remove_catalogue(folder)
    shutil.rmtree(folder / "backup")
    with opened(folder) as vault:
        assert len(vault.catalogue.items()) == 3


def test_a_catalogue_of_a_newer_program_is_not_touched(folder):
    vault = opened(folder)
    with vault.catalogue.change() as change:
        change.set_meta("format", "2")
        change.log(CustodyKind.VERIFIED)
    vault.close()
    before = (folder / "catalog.db").read_bytes()
    with pytest.raises(VaultTooNew):
        opened(folder)
    assert (folder / "catalog.db").read_bytes() == before


def test_what_was_done_since_the_last_copy_is_salvaged_out_of_a_damaged_catalogue(folder, tmp_path):
    vault = opened(folder)
    say(vault, "E-0001", "said just before the crash")
    add(vault, b"added just before the crash")
    crashed = tmp_path / "crashed"
    shutil.copytree(folder, crashed)
    vault.close()
    key = vault._access.catalogue_key
    database = Database(crashed / "catalog.db", key)
    database.run("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    whole = bytearray((crashed / "catalog.db").read_bytes())
    for page in range(len(whole) // 4096):
        changed = bytearray(whole)
        changed[page * 4096 + 2000] ^= 1
        (crashed / "catalog.db").write_bytes(changed)
        attempt = tmp_path / f"attempt{page}"
        shutil.copytree(crashed, attempt)
        with opened(attempt) as again:
            assert "catalogue-damaged" in kinds(again.findings)
            found = {content(again, item) for item in again.catalogue.items()}
            assert found == {*ORIGINALS, b"added just before the crash"}
        shutil.rmtree(attempt)


def test_an_object_that_a_crash_left_without_an_item_is_adopted(folder):
    with opened(folder) as vault:
        import io

        sealed = vault.objects.seal(io.BytesIO(b"almost kept"), name="almost.png")
        (folder / "tmp" / sealed.object_id).rename(object_path(folder, sealed.object_id))
    with opened(folder) as vault:
        assert kinds(vault.findings) == {"object-adopted"}
        item = vault.catalogue.item("E-0004")
        assert (item.name, content(vault, item)) == ("almost.png", b"almost kept")
        assert vault.check() == ()
    with opened(folder) as vault:
        assert vault.findings == ()


def test_half_written_files_are_dropped(folder):
    (folder / "tmp" / "00ff").write_bytes(b"half")
    with opened(folder) as vault:
        assert list((folder / "tmp").iterdir()) == []
        assert vault.findings == ()


def test_without_the_recovery_slot_the_passphrase_still_opens_and_it_is_told(folder):
    slot(folder, "r").unlink()
    with opened(folder) as vault:
        assert [finding.details["change"] for finding in vault.findings] == ["removed"]
        assert len(vault.catalogue.items()) == 3


def test_without_any_slot_the_vault_cannot_be_opened_and_says_so(folder):
    for path in (folder / "keys").glob("[pr]-*.age"):
        path.write_bytes(b"damaged")
    with pytest.raises(VaultDamaged):
        opened(folder)


def test_the_passphrase_is_changed_and_the_old_slot_gone(folder):
    with opened(folder) as vault:
        vault.change_passphrase("a wholly new passphrase")
        assert vault.check() == ()
    with pytest.raises(WrongPassphrase):
        open_vault(folder, PASSPHRASE, surroundings())
    with open_vault(folder, "a wholly new passphrase", surroundings()) as vault:
        assert vault.findings == ()
        assert CustodyKind.PASSPHRASE_CHANGED in [entry.kind for entry in vault.catalogue.log()]


def test_an_old_slot_that_a_crash_left_is_removed_at_the_next_opening(folder):
    old = slot(folder, "p")
    kept = old.read_bytes()
    with opened(folder) as vault:
        vault.change_passphrase("a wholly new passphrase")
    old.write_bytes(kept)
    with open_vault(folder, "a wholly new passphrase", surroundings()) as vault:
        assert vault.findings == ()
    assert not old.exists()


def test_a_page_torn_while_the_write_ahead_log_was_moved_in_is_taken_from_that_log(folder, tmp_path):
    vault = opened(folder)
    say(vault, "E-0001", "said before the crash")
    crashed = tmp_path / "crashed"
    copy_vault(folder, crashed)
    vault.close()
    log, main = (crashed / "catalog.db-wal").read_bytes(), bytearray((crashed / "catalog.db").read_bytes())
    frames = range(32, len(log), 24 + 4096)
    pages = {int.from_bytes(log[start : start + 4], "big") for start in frames}
    torn = sorted(page for page in pages if 1 < page <= len(main) // 4096)
    assert len(torn) >= 3
    for page in torn:
        main[(page - 1) * 4096 : page * 4096 - 2048] = bytes(2048)
    (crashed / "catalog.db").write_bytes(main)
    with opened(crashed) as again:
        assert again.findings == ()
        assert again.catalogue.item("E-0001").said.note == "said before the crash"
        assert again.check() == ()


def test_at_most_three_copies_are_kept_and_only_worthwhile_ones_made(folder):
    for number in range(5):
        with opened(folder) as vault:
            add(vault, bytes([number]))
    copies = {path.name for path in (folder / "backup").iterdir()}
    assert len(copies) == 3
    opened(folder).close()
    assert {path.name for path in (folder / "backup").iterdir()} == copies


def test_log_segments_hold_a_hundred_entries_each(folder):
    with opened(folder) as vault:
        while vault.catalogue.checkpoint().seq < 230:
            say(vault, "E-0001", str(vault.catalogue.checkpoint().seq))
        assert [path.name for path in sorted((folder / "log").iterdir())][:2] == [
            "00000001-00000100.age",
            "00000101-00000200.age",
        ]
    assert len(list((folder / "log").iterdir())) == 3
    shutil.rmtree(folder / "backup")
    remove_catalogue(folder)
    with opened(folder) as vault:
        assert len(vault.catalogue.items()) == 3
        assert vault.catalogue.checkpoint().seq >= 230
        assert vault.check() == ()


class SnapshotDisk(Disk):
    """A real disk; after each of its steps the vault is copied as a crash would leave it."""

    def __init__(self, folder, copies):
        self.folder, self.copies = folder, copies

    def _copy(self):
        copy_vault(self.folder, self.copies / f"{len(list(self.copies.iterdir())):03d}")

    def fsync(self, handle):
        super().fsync(handle)
        self._copy()

    def move(self, old, new):
        super().move(old, new)
        self._copy()

    def unlink(self, path):
        super().unlink(path)
        self._copy()


@pytest.mark.parametrize("change_passphrase", [True, False])
def test_a_crash_at_any_step_of_a_new_passphrase_or_of_closing_leaves_a_vault_that_opens(
    folder, tmp_path, change_passphrase
):
    copies = tmp_path / "copies"
    copies.mkdir()
    new = "a wholly new passphrase"
    vault = opened(folder, disk=SnapshotDisk(folder, copies))
    say(vault, "E-0001", "worth a copy")
    if change_passphrase:
        vault.change_passphrase(new)
    vault.close()
    taken = sorted(copies.iterdir())
    assert len(taken) > 5
    changed = False
    for copy in taken:
        try:
            again = opened(copy)
        except WrongPassphrase:
            changed = True
            again = open_vault(copy, new, surroundings())
        with again:
            assert kinds(again.findings) <= {"key-slots-changed"}
            assert sorted(originals(again).values()) == sorted(ORIGINALS)
            assert kinds(again.check()) <= {"key-slots-changed"}
    assert changed is change_passphrase


def test_a_cancelled_check_leaves_the_vault_as_it_was(folder):
    def cancel(done, total):
        if done:
            raise Cancelled

    with opened(folder) as vault:
        with pytest.raises(Cancelled):
            vault.check(cancel)
        assert vault.check() == ()
