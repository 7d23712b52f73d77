"""The strict age reader, held against the public vectors where they lie beside the checkout."""

from __future__ import annotations

import hashlib
import io
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence_kit.vault.age import (
    AgeRefused,
    Refusal,
    read_header,
    read_payload_key,
    scrypt_header,
    scrypt_opener,
    x25519_header,
    x25519_opener,
)
from evidence_kit.vault.bech32 import NotAnIdentity, identity_secret
from evidence_kit.vault.keys import VaultKeys
from evidence_kit.vault.stream import ChunkReader, ChunkSealer, opened_bytes, sealed_bytes

CCTV = Path(__file__).resolve().parents[3] / "shared" / "samples" / "cctv-age"
VERDICTS = {
    "success": None,
    "no match": {Refusal.NO_MATCH},
    "HMAC failure": {Refusal.HEADER_MAC},
    "header failure": {Refusal.HEADER, Refusal.WORK_FACTOR},
    "payload failure": {Refusal.PAYLOAD, Refusal.HEADER},
    "armor failure": None,
}
KEYS = VaultKeys(bytes(range(32)))
SEALED = sealed_bytes(*x25519_header(KEYS.recipient(), bytes), b"square" * 20)


def vectors():
    for path in sorted(CCTV.iterdir()) if CCTV.is_dir() else []:
        if path.suffix == ".md":
            continue
        head, _, body = path.read_bytes().partition(b"\n\n")
        facts = [line.split(": ", 1) for line in head.decode().splitlines()]
        if "armored" in dict(facts):
            continue
        yield path.name, facts, zlib.decompress(body) if "compressed" in dict(facts) else body


@pytest.mark.skipif(not CCTV.is_dir(), reason="the public age vectors are not here")
def test_every_public_vector_is_judged_as_it_must_be():
    judged = 0
    for name, facts, body in vectors():
        expected = dict(facts)
        openers = [x25519_opener(identity_secret(value)) for key, value in facts if _is_identity(key, value)]
        openers += [scrypt_opener(value.encode()) for key, value in facts if key == "passphrase"]
        if not openers and "identity" in expected:
            continue
        openers = openers or [KEYS.opener()]
        judged += 1
        verdict, plain = _judged(body, openers)
        allowed = VERDICTS[expected["expect"]]
        assert (verdict is None) if allowed is None else verdict in allowed, (name, verdict)
        if allowed is None:
            assert hashlib.sha256(plain).hexdigest() == expected["payload"], name
    assert judged >= 92


def _is_identity(key, value):
    try:
        return key == "identity" and bool(identity_secret(value))
    except NotAnIdentity:
        return False


def _judged(body, openers):
    refusal = None
    for opener in openers:
        try:
            return None, opened_bytes(body, opener)
        except AgeRefused as refused:
            refusal = refused.refusal
            if refusal is not Refusal.NO_MATCH:
                break
    return refusal, b""


def test_a_slot_that_asks_for_too_much_work_is_refused_before_any_is_done():
    header, key = scrypt_header(b"zebra", 10, bytes)
    for log_n in (b"21", b"30", b"63", b"64"):
        with pytest.raises(AgeRefused) as refused:
            opened_bytes(
                sealed_bytes(header.replace(b" 10\n", b" " + log_n + b"\n"), key, b"x"),
                scrypt_opener(b"zebra"),
            )
        assert refused.value.refusal is Refusal.WORK_FACTOR


@pytest.mark.parametrize(
    "spelling", [b" 010\n", b" +10\n", b" 0\n", b" 1_0\n", b" 10 \n", b" 999\n", "　10\n".encode()]
)
def test_a_work_factor_has_one_spelling(spelling):
    header, key = scrypt_header(b"zebra", 10, bytes)
    with pytest.raises(AgeRefused) as refused:
        opened_bytes(sealed_bytes(header.replace(b" 10\n", spelling), key, b"x"), scrypt_opener(b"zebra"))
    assert refused.value.refusal in {Refusal.HEADER, Refusal.WORK_FACTOR}


def test_every_changed_byte_of_a_small_file_is_noticed():
    assert opened_bytes(SEALED, KEYS.opener()) == b"square" * 20
    for place in range(len(SEALED)):
        for flip in (0x01, 0x80, 0x20):
            changed = bytearray(SEALED)
            changed[place] ^= flip
            with pytest.raises(AgeRefused):
                opened_bytes(bytes(changed), KEYS.opener())


def test_every_shortening_and_lengthening_is_noticed():
    for cut in range(len(SEALED)):
        with pytest.raises(AgeRefused):
            opened_bytes(SEALED[:cut], KEYS.opener())
    for more in (b"\0", b"\n", SEALED):
        with pytest.raises(AgeRefused):
            opened_bytes(SEALED + more, KEYS.opener())


@pytest.mark.parametrize("size", [0, 1, 65535, 65536, 65537, 131072, 2**20 + 1])
def test_a_payload_of_any_size_comes_back_and_each_cut_at_a_chunk_is_noticed(size):
    data = bytes(range(256)) * (size // 256 + 1)
    sealed = sealed_bytes(*x25519_header(KEYS.recipient(), bytes), data[:size])
    assert opened_bytes(sealed, KEYS.opener()) == data[:size]
    with io.BytesIO(sealed) as source:
        read_payload_key(source, KEYS.opener())
        start = source.tell()
    for end in range(start, len(sealed), 65552):
        with pytest.raises(AgeRefused):
            opened_bytes(sealed[:end], KEYS.opener())


def test_an_empty_last_chunk_behind_others_is_refused():
    header, key = x25519_header(KEYS.recipient(), bytes)
    sealer = ChunkSealer(key)
    full = bytes(sealer.seal(memoryview(bytes(65536)), last=False))
    empty = bytes(sealer.seal(memoryview(b""), last=True))
    with pytest.raises(AgeRefused):
        opened_bytes(header + full + empty, KEYS.opener())


def test_the_last_chunk_is_opened_before_anything_else_is_given():
    sealed = sealed_bytes(*x25519_header(KEYS.recipient(), bytes), bytes(200_000))
    with io.BytesIO(sealed[:-1]) as source, pytest.raises(AgeRefused):
        ChunkReader(source, read_payload_key(source, KEYS.opener()))


@given(st.binary(max_size=400))
def test_no_bytes_whatever_upset_the_header_reader(data):
    for prefix in (b"", b"age-encryption.org/v1\n", b"age-encryption.org/v1\n-> X25519 "):
        try:
            read_header(io.BytesIO(prefix + data))
        except AgeRefused:
            continue


@settings(max_examples=1000)
@given(st.data())
def test_no_mutation_is_ever_opened(data):
    changed = bytearray(SEALED)
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(changed) - 1))
        action = data.draw(st.sampled_from(["set", "drop", "insert", "repeat"]))
        if action == "set":
            changed[place] = data.draw(st.integers(0, 255))
        elif action == "drop":
            del changed[place]
        elif action == "insert":
            changed.insert(place, data.draw(st.integers(0, 255)))
        else:
            changed[place:place] = changed[place : place + 40]
    try:
        assert opened_bytes(bytes(changed), KEYS.opener()) == b"square" * 20
        assert bytes(changed) == SEALED
    except AgeRefused:
        pass
