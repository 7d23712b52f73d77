from __future__ import annotations

import io
import struct
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence_kit.errors import ExportUnreadable
from evidence_kit.importers import sources
from evidence_kit.importers.sources import open_source
from evidence_kit.model import FindingKind


def opened(data: bytes, name: str = "export.zip"):
    return open_source(name, lambda: io.BytesIO(data), len(data))


def zipped(members, method=zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return out.getvalue()


def content(source, name: str) -> bytes:
    with source.open(name) as stream:
        return stream.read()


def test_a_single_file_is_its_own_only_member():
    source = opened(b"hello", "chat.txt")
    assert source.names == ("chat.txt",)
    assert source.size_bytes("chat.txt") == 5
    assert content(source, "chat.txt") == b"hello"
    assert source.findings == ()


def test_a_head_is_at_most_64_kib():
    source = opened(bytes(200_000), "chat.txt")
    assert len(source.head("chat.txt")) == 65536
    source = opened(zipped([("a", bytes(200_000))]))
    assert len(source.head("a")) == 65536


def test_a_stream_with_short_reads_still_gives_a_whole_head():
    class OneByteAtATime(io.BytesIO):
        def read(self, size=-1):
            return super().read(1 if size else 0)

    source = open_source("a.txt", lambda: OneByteAtATime(b"abc" * 100), 300)
    assert source.head("a.txt") == b"abc" * 100


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED])
def test_a_zip_gives_its_members_with_their_folders(method):
    source = opened(zipped([("a/b/c.txt", b"one" * 1000), ("empty", b""), ("folder/", b"")], method))
    assert source.names == ("a/b/c.txt", "empty")
    assert source.size_bytes("a/b/c.txt") == 3000
    assert content(source, "a/b/c.txt") == b"one" * 1000
    assert content(source, "empty") == b""


def test_names_that_climb_out_are_only_names():
    source = opened(zipped([("../../etc/passwd", b"x"), ("/abs", b"y"), ("C:\\x", b"z")]))
    assert source.names == ("../../etc/passwd", "/abs", "C:\\x")
    assert content(source, "../../etc/passwd") == b"x"


def test_members_of_the_same_name_are_kept_apart():
    with pytest.warns(UserWarning):
        data = zipped([("a.txt", b"first"), ("a.txt", b"second"), ("a.txt", b"third")])
    source = opened(data)
    assert source.names == ("a.txt", "a.txt#2", "a.txt#3")
    assert [content(source, name) for name in source.names] == [b"first", b"second", b"third"]


def test_what_a_mac_adds_is_left_out():
    assert opened(zipped([("a.txt", b"x"), ("__MACOSX/._a.txt", b"y")])).names == ("a.txt",)


def test_names_in_utf8_are_read_even_where_the_zip_does_not_say_so():
    data = zipped([("gr\u00fc\u00df.txt", b"x")])
    # Clears the flag for UTF-8 in both headers, as some phones do.
    unflagged = data.replace(b"PK\x03\x04\x14\x00\x00\x08", b"PK\x03\x04\x14\x00\x00\x00")
    unflagged = unflagged.replace(
        b"PK\x01\x02\x14\x03\x14\x00\x00\x08", b"PK\x01\x02\x14\x03\x14\x00\x00\x00"
    )
    assert unflagged != data
    assert opened(unflagged).names == ("gr\u00fc\u00df.txt",)


def flagged(data: bytes, flag: int, method: int | None = None) -> bytes:
    """The zip with a flag set, or another method stated, for its only member."""
    out = bytearray(data)
    local, central = data.index(b"PK\x03\x04"), data.index(b"PK\x01\x02")
    out[local + 6] |= flag
    out[central + 8] |= flag
    if method is not None:
        out[central + 10] = method
    return bytes(out)


def test_a_locked_member_is_named_and_passed_over():
    source = opened(flagged(zipped([("secret.txt", b"x")]), 1))
    assert source.names == ()
    assert [finding.kind for finding in source.findings] == [FindingKind.ENCRYPTED_MEMBER]
    assert source.findings[0].details == {"member": "secret.txt"}


def test_a_member_packed_in_an_unknown_way_is_named_and_passed_over():
    source = opened(flagged(zipped([("a.txt", b"x")]), 0, 99))
    assert source.names == ()
    assert source.findings[0].kind is FindingKind.PASSED_OVER


def test_many_locked_members_do_not_make_many_findings(monkeypatch):
    with_many = zipped([(f"{number}.txt", b"x") for number in range(50)])
    parts = with_many.split(b"PK\x01\x02")
    locked = b"PK\x01\x02".join(
        [parts[0], *(part[:4] + bytes([part[4] | 1]) + part[5:] for part in parts[1:])]
    )
    source = opened(locked)
    assert len(source.findings) == 21
    assert source.findings[-1].details == {"member": "+30"}


def test_a_member_that_would_unpack_to_too_much_is_named_and_passed_over(monkeypatch):
    monkeypatch.setattr(sources, "UNPACKED_FLOOR_BYTES", 1000)
    source = opened(zipped([("small", b"x" * 500), ("bomb", bytes(10_000_000)), ("last", b"y" * 100)]))
    assert source.names == ("small", "last")
    assert source.findings[0].details["member"] == "bomb"


def test_a_member_never_gives_more_than_its_stated_size():
    data = bytearray(zipped([("a", b"x" * 100_000)]))
    central = data.index(b"PK\x01\x02")
    struct.pack_into("<I", data, central + 24, 10)
    source = opened(bytes(data))
    with pytest.raises(ExportUnreadable) as caught, source.open("a") as stream:
        stream.read()
    assert caught.value.where == "a"


def test_a_damaged_member_is_told_and_its_good_beginning_is_given():
    data = bytearray(zipped([("a", bytes(range(256)) * 4000)], zipfile.ZIP_STORED))
    data[900_000] ^= 1
    with opened(bytes(data)).open("a") as stream:
        assert stream.read(100_000) == (bytes(range(256)) * 4000)[:100_000]
        with pytest.raises(ExportUnreadable):
            stream.read()


def test_a_member_that_is_shorter_than_stated_is_told():
    data = bytearray(zipped([("a", b"x" * 100)], zipfile.ZIP_STORED))
    central = data.index(b"PK\x01\x02")
    struct.pack_into("<II", data, central + 20, 100, 5000)
    with pytest.raises(ExportUnreadable), opened(bytes(data)).open("a") as stream:
        stream.read()


def test_a_damaged_zip_is_a_single_file():
    data = zipped([("a.txt", b"hello" * 100)])
    for cut in (5, len(data) // 2, len(data) - 1):
        source = opened(data[:cut])
        assert source.names == ("export.zip",)
        assert content(source, "export.zip") == data[:cut]


def test_a_text_that_only_ends_like_a_zip_is_a_single_file():
    assert opened(b"hello " + zipped([("a", b"x")]), "a.txt").names == ("a.txt",)


def test_a_directory_too_large_to_list_makes_a_single_file(monkeypatch):
    monkeypatch.setattr(sources, "DIRECTORY_LIMIT_BYTES", 1000)
    assert opened(zipped([(f"{number}.txt", b"") for number in range(50)])).names == ("export.zip",)


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED])
def test_a_member_can_be_read_from_any_place(method):
    data = bytes(number * 7 % 256 for number in range(300_000))
    with opened(zipped([("a", data)], method)).open("a") as stream:
        for place in (250_000, 10, 299_999, 0, 150_000):
            stream.seek(place)
            assert stream.read(20) == data[place : place + 20]
        assert stream.seek(0, io.SEEK_END) == 300_000
        assert stream.read() == b""


def test_closing_a_member_closes_the_original():
    streams = []

    def open_original():
        streams.append(io.BytesIO(data))
        return streams[-1]

    data = zipped([("a", b"x")])
    source = open_source("a.zip", open_original, len(data))
    source.head("a")
    with source.open("a") as stream:
        stream.read()
    assert all(stream.closed for stream in streams)


@given(st.binary(max_size=400))
def test_any_bytes_give_a_source_whose_members_can_be_tried(data):
    for candidate in (data, b"PK\x03\x04" + data, zipped([("a", b"x" * 50)]) + data):
        source = opened(candidate)
        for name in source.names:
            try:
                assert len(content(source, name)) == source.size_bytes(name)
            except ExportUnreadable:
                assert len(source.names) >= 1


@given(st.integers(0, 10_000), st.integers(1, 255))
def test_a_zip_with_one_changed_byte_never_gives_wrong_bytes(place, change):
    original = {"a.txt": b"hello world " * 40, "b.txt": zlib.compress(bytes(300))}
    data = bytearray(zipped(list(original.items())))
    data[place % len(data)] ^= change
    source = opened(bytes(data))
    if source.names == ("export.zip",):
        return
    for name in source.names:
        try:
            found = content(source, name)
        except ExportUnreadable:
            continue
        assert found in original.values()
