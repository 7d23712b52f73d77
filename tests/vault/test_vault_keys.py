"""Keys and the settings that they and the catalogue depend on."""

from __future__ import annotations

import pytest

from evidence_kit.errors import FolderNotWritable
from evidence_kit.vault import keys
from evidence_kit.vault.printed_code import new_recovery_code, recovery_code_from
from vault.vaults import add, new_vault


@pytest.mark.parametrize(
    ("free", "wished", "given"), [(1 << 30, 18, 17), (8 << 30, 18, 18), (None, 18, 18), (1, 10, 10)]
)
def test_the_cost_of_a_slot_is_modest_where_memory_is_short(monkeypatch, free, wished, given):
    monkeypatch.setattr(keys, "_free_memory_bytes", lambda: free)
    assert keys.affordable_log_n(wished) == given


def test_the_catalogue_is_set_up_as_the_format_says(tmp_path):
    with new_vault(tmp_path / "v") as vault:
        writer, reader = vault._access.writer, vault._access.reader
        for name, value in {
            "synchronous": 2,
            "secure_delete": 1,
            "temp_store": 2,
            "mmap_size": 0,
            "page_size": 4096,
        }.items():
            assert writer.number(f"PRAGMA {name}") == value, name
        assert writer.problems("journal_mode") == ("wal",)
        assert (reader.number("PRAGMA query_only"), reader.number("PRAGMA wal_autocheckpoint")) == (1, 0)
        with pytest.raises(FolderNotWritable):
            reader.run("DELETE FROM item")


def test_keys_are_not_shown_by_accident(tmp_path):
    with new_vault(tmp_path / "v") as vault:
        assert vault._access.keys.identity.hex() not in repr(vault._access.keys)
        assert repr(vault._access.keys.identity) not in repr(vault._access.keys)


def test_every_object_has_a_file_key_and_a_name_of_its_own(tmp_path):
    with new_vault(tmp_path / "v") as vault:
        for _ in range(5):
            add(vault, b"the same bytes")
        files = [path.read_bytes() for path in (tmp_path / "v" / "objects").rglob("*.age")]
    assert len({data[:100] for data in files}) == len({data[-100:] for data in files}) == 5


def test_recovery_codes_use_all_their_letters():
    codes = {
        new_recovery_code(lambda count, seed=seed: bytes([seed * 37 % 256] * count)) for seed in range(64)
    }
    assert len(codes) == 64
    assert all(recovery_code_from(code) == code and len(code) == 33 for code in codes)
    assert all(
        recovery_code_from(wrong) is None
        for wrong in ("", "A" * 26, "U" * 27, "É" * 27, next(iter(codes)) + "A")
    )
