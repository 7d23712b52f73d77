"""Originals: sealed, read back in any order, and refused when anything is wrong with them."""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import shutil
import threading
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence_kit.errors import Cancelled, ObjectDamaged, SourceUnreadable
from evidence_kit.model import CustodyKind, Hashes
from evidence_kit.vault.age import AgeRefused, x25519_header
from evidence_kit.vault.canonical import NotCanonical
from evidence_kit.vault.disk import Disk
from evidence_kit.vault.object_file import ObjectMeta, ending, meta_json, padded_length, parse_meta
from evidence_kit.vault.objects import object_path
from evidence_kit.vault.sealing import Blocks, SealedWriter
from vault.vaults import START, add, content, item_for, kinds, new_vault, opened

SEALED_CHUNK = 65536 + 16


@pytest.fixture
def vault(tmp_path):
    with new_vault(tmp_path / "v") as made:
        yield made


def path_of(vault, item):
    return object_path(vault.folder, item.object_id)


def test_hashes_are_those_of_the_bytes(vault):
    data = os.urandom(3 * 2**18 + 11)
    sealed = vault.objects.seal(io.BytesIO(data), name="a", extra_hashes=True)
    assert sealed.hashes == Hashes(
        hashlib.sha256(data).hexdigest(), hashlib.md5(data).hexdigest(), hashlib.sha1(data).hexdigest()
    )
    assert vault.objects.seal(io.BytesIO(data), name="a").hashes == Hashes(sealed.hashes.sha256)
    large = os.urandom(9 * 2**18 + 5)
    both = vault.objects.seal(io.BytesIO(large), name="b", extra_hashes=True)
    assert both.hashes.md5 == hashlib.md5(large).hexdigest()


def test_two_threads_seal_at_once(vault):
    originals = [os.urandom(6 * 2**18 + number) for number in range(8)]
    sealed = {}

    def work(share):
        for data in share:
            sealed[data] = vault.objects.seal(io.BytesIO(data), name="x")

    threads = [threading.Thread(target=work, args=(originals[part::2],)) for part in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(sealed) == 8
    for data, result in sealed.items():
        assert result.hashes.sha256 == hashlib.sha256(data).hexdigest()
    assert len({result.object_id for result in sealed.values()}) == 8


@pytest.mark.parametrize("size", [0, 1, 65535, 65536, 65537, 131072, 2**20 + 1])
def test_reading_in_any_order_gives_the_same_bytes(vault, size):
    data = os.urandom(size)
    item = add(vault, data)
    with vault.objects.open(item) as source:
        assert source.seek(0, io.SEEK_END) == size
        for start in sorted({0, size // 3, max(size - 70000, 0), max(size - 1, 0), size}, reverse=True):
            source.seek(start)
            assert source.read(70000) == data[start : start + 70000]
        source.seek(0)
        assert source.read() == data
        assert source.read(1) == b""


def test_sizes_are_hidden_by_padding(vault):
    sizes = {path_of(vault, add(vault, bytes(size))).stat().st_size for size in (0, 1, 1000, 64_000)}
    assert len(sizes) == 1


def test_a_cancelled_sealing_leaves_nothing_behind(vault):
    def cancel(done, total):
        assert total == 2**21
        if done > 2**20:
            raise Cancelled

    with pytest.raises(Cancelled):
        vault.objects.seal(io.BytesIO(bytes(2**21)), name="x", size_hint_bytes=2**21, progress=cancel)
    assert list((vault.folder / "tmp").iterdir()) == []


def test_a_source_that_breaks_off_is_named_and_nothing_of_it_is_kept(vault):
    class Unplugged(io.BytesIO):
        def readinto(self, buffer):
            if self.tell() > 2**20:
                raise OSError(5, "Input/output error")
            return super().readinto(buffer)

    with pytest.raises(SourceUnreadable) as refused:
        vault.objects.seal(Unplugged(bytes(2**21)), name="x.png", source_path="/media/stick/x.png")
    assert (refused.value.path.name, refused.value.reason) == ("x.png", "Input/output error")
    assert list((vault.folder / "tmp").iterdir()) == []


def test_a_discarded_original_is_gone_and_a_kept_one_stays(vault):
    sealed = vault.objects.seal(io.BytesIO(b"x"), name="x")
    vault.objects.discard(sealed)
    vault.objects.discard(sealed)
    assert list((vault.folder / "tmp").iterdir()) == []
    item = add(vault, b"kept")
    assert content(vault, item) == b"kept"


def test_every_cut_at_a_chunk_is_refused_before_anything_is_shown(vault):
    item = add(vault, os.urandom(300_000))
    path = path_of(vault, item)
    whole = path.read_bytes()
    header = len(whole) % SEALED_CHUNK
    for cut in [*range(header, len(whole), SEALED_CHUNK), len(whole) - 1, 100, 0]:
        path.write_bytes(whole[:cut])
        with pytest.raises(ObjectDamaged) as refused:
            vault.objects.open(item)
        assert refused.value.item_id == item.id
    path.write_bytes(whole + b"\0")
    with pytest.raises(ObjectDamaged):
        vault.objects.open(item)
    path.write_bytes(whole)
    assert vault.check() == ()


def test_a_changed_chunk_in_the_middle_stops_the_reading_there(vault):
    data = os.urandom(300_000)
    item = add(vault, data)
    path = path_of(vault, item)
    whole = bytearray(path.read_bytes())
    whole[200 + 2 * SEALED_CHUNK + 5] ^= 1
    path.write_bytes(whole)
    with vault.objects.open(item) as source:
        assert source.read(65536) == data[:65536]
        source.seek(2 * 65536)
        with pytest.raises(ObjectDamaged):
            source.read(10)
    assert [finding.details["item"] for finding in vault.check()] == [item.id]


def test_swapped_copied_and_foreign_objects_are_refused(tmp_path, vault):
    first, second = add(vault, b"first" * 99), add(vault, b"second" * 99)
    one, two = path_of(vault, first), path_of(vault, second)
    kept = one.read_bytes(), two.read_bytes()
    one.write_bytes(kept[1])
    two.write_bytes(kept[0])
    for item in (first, second):
        with pytest.raises(ObjectDamaged) as refused:
            vault.objects.open(item)
        assert refused.value.reason == "object of another item"
    assert kinds(vault.check()) == {"object-damaged"}
    one.write_bytes(kept[0])
    two.write_bytes(kept[1])
    with new_vault(tmp_path / "other") as other:
        foreign = path_of(other, add(other, b"first" * 99)).read_bytes()
    one.write_bytes(foreign)
    with pytest.raises(ObjectDamaged):
        vault.objects.open(first)
    one.unlink()
    with pytest.raises(ObjectDamaged):
        vault.objects.open(first)
    assert kinds(vault.check()) == {"object-missing"}


def test_an_object_under_another_name_is_told_of_and_not_adopted(vault, tmp_path):
    item = add(vault, b"first")
    copy = "ab" + "0" * 30
    shutil.copy(path_of(vault, item), object_path(vault.folder, copy))
    (vault.folder / "objects" / "readme.txt").write_bytes(b"?")
    (vault.folder / "objects" / "00" / "x.age").write_bytes(b"?")
    vault.close()
    with opened(vault.folder) as again:
        told = {finding.details["part"]: finding.kind.value for finding in again.findings}
        assert told == {
            f"objects/ab/{copy}.age": "object-unknown",
            "objects/readme.txt": "object-unknown",
            "objects/00/x.age": "object-unknown",
        }
        assert [kept.id for kept in again.catalogue.items()] == [item.id]
        assert len(again.check()) == 3


def meta_of(name="x", size=1):
    return ObjectMeta("0" * 32, "1" * 32, name, size, Hashes("ab" * 32), "/tmp/é\ud800", START, START)


@given(st.text(), st.integers(0, 2**60))
def test_what_an_object_says_of_itself_survives(name, size):
    meta = meta_of(name.encode("utf-16", "surrogatepass").decode("utf-16", "replace"), size)
    assert parse_meta(meta_json(meta)) == meta


@given(st.binary(max_size=300))
def test_no_bytes_whatever_upset_the_meta_reader(data):
    with contextlib.suppress(NotCanonical):
        parse_meta(data)


@given(st.data())
def test_no_mutation_upsets_the_meta_reader(data):
    changed = bytearray(meta_json(meta_of()))
    place = data.draw(st.integers(0, len(changed) - 1))
    changed[place : place + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    with contextlib.suppress(NotCanonical):
        assert isinstance(parse_meta(bytes(changed)), ObjectMeta)


@given(st.integers(0, 2**62))
def test_the_padding_costs_at_most_an_eighth(length):
    assert length <= padded_length(length) <= length * 1.12 + 1


@given(st.integers(0, 3 * 2**16), st.integers(0, 2**20 - 1), st.binary(min_size=8, max_size=8))
def test_a_wrong_trailer_is_refused(content_size, meta_size, magic):
    from evidence_kit.vault import object_file

    class Body:
        size_bytes = 3 * 2**16
        count = 3

        def chunk(self, number):
            whole = bytes(self.size_bytes - 20) + object_file._TRAILER.pack(meta_size, content_size, magic)
            return whole[number * 65536 : (number + 1) * 65536]

    for wrong in (magic, b"EKTRAIL1"):
        magic = wrong
        with pytest.raises(AgeRefused):
            object_file.read_meta(Body())


def test_the_ending_fills_up_to_the_padded_length():
    for size in (0, 1, 65_000, 65_536, 2_000_000):
        meta, zeros, trailer = ending(meta_of(size=size))
        assert size + len(meta) + zeros + len(trailer) == padded_length(max(size + len(meta) + 20, 65536))


def test_reading_a_file_that_vanished_is_an_error_with_a_name(vault):
    item = add(vault, b"x")
    with vault.objects.open(item) as source:
        path_of(vault, item).unlink()
        assert source.read() == b"x"
    with pytest.raises(ObjectDamaged):
        content(vault, item)


def test_an_original_that_is_not_what_its_hash_says_is_found_by_the_full_check(vault):
    """Sealed properly, with the right key, by a program that hashed something else."""
    real = vault.objects.seal(io.BytesIO(b"what was hashed"), name="x")
    vault.objects.discard(real)
    header_and_key = x25519_header(vault._access.keys.recipient(), os.urandom)
    path = vault.folder / "tmp" / real.object_id
    disk = Disk()
    handle = disk.create(path)
    with SealedWriter(disk, handle, header_and_key, Blocks()) as writer:
        writer.write(bytearray(b"what was sealed").ljust(2**18, b"?"), 15)
        meta = ObjectMeta(vault.id, real.object_id, "x", 15, real.hashes, "", None, START)
        size = writer.finish(*ending(meta))
    disk.close(handle)
    sealed = replace(real, object_bytes=size)
    with vault.catalogue.change() as change:
        item = item_for(change.new_item_id(), sealed, vault)
        change.keep(item, sealed)
        change.log(CustodyKind.IMPORTED, item.id)
    assert [finding.details["reason"] for finding in vault.check()] == ["sha256"]
