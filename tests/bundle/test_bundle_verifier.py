"""The script in the bundle: its signature arithmetic, its strictness, and that no bytes can make it fall over."""

from __future__ import annotations

import ast
import contextlib
import hashlib
import json
from pathlib import Path

import pytest
from bundle_matter import KEY, public_key, sign_ssh, ssh_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence_kit.bundle.verifier import verify

SCRIPT = Path(verify.__file__)

# Source: RFC 8032, section 7.1, https://www.rfc-editor.org/rfc/rfc8032 (2026-11-23): public key, message, signature.
RFC_VECTORS = (
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
)


@pytest.mark.parametrize(("key", "text", "signature"), RFC_VECTORS)
def test_the_examples_of_the_standard_are_accepted(key: str, text: str, signature: str) -> None:
    assert verify.signature_is_right(bytes.fromhex(key), bytes.fromhex(text), bytes.fromhex(signature))


@settings(max_examples=25)
@given(st.binary(min_size=32, max_size=32), st.binary(max_size=100), st.integers(0, 511))
def test_real_signatures_are_accepted_and_one_wrong_bit_is_not(seed: bytes, text: bytes, bit: int) -> None:
    key = Ed25519PrivateKey.from_private_bytes(seed)
    signature = bytearray(key.sign(text))
    assert verify.signature_is_right(key.public_key().public_bytes_raw(), text, bytes(signature))
    signature[bit // 8] ^= 1 << bit % 8
    assert not verify.signature_is_right(key.public_key().public_bytes_raw(), text, bytes(signature))


def test_a_second_spelling_of_a_signature_is_refused() -> None:
    signature = KEY.sign(b"text")
    second = int.from_bytes(signature[32:], "little") + verify.ORDER
    other = signature[:32] + second.to_bytes(32, "little")
    assert not verify.signature_is_right(public_key(), b"text", other)


@settings(max_examples=40)
@given(st.binary(max_size=80), st.binary(max_size=80))
def test_any_bytes_as_key_and_signature_are_refused_without_an_error(key: bytes, signature: bytes) -> None:
    assert not verify.signature_is_right(key, b"text", signature)


def test_a_different_armour_of_an_ssh_signature_is_refused() -> None:
    armoured = sign_ssh(b"text", "evidence-kit").encode()
    assert verify.ssh_signature_is_right(public_key(), b"text", armoured)
    assert not verify.ssh_signature_is_right(public_key(), b"other", armoured)
    assert not verify.ssh_signature_is_right(public_key(), b"text", sign_ssh(b"text", "file").encode())
    for place in range(len(armoured)):
        changed = armoured[:place] + bytes([armoured[place] ^ 1]) + armoured[place + 1 :]
        if place % 7 and b"\n" not in (armoured[place : place + 1], changed[place : place + 1]):
            continue
        with contextlib.suppress(verify.Failed):
            assert not verify.ssh_signature_is_right(public_key(), b"text", changed)


@given(st.binary(max_size=400))
def test_any_log_is_read_or_refused_but_never_breaks_the_script(log: bytes) -> None:
    with contextlib.suppress(verify.Failed):
        verify.follow_log(log, bytes(16))


def test_the_example_chain_of_the_format_comes_out() -> None:
    told = (
        '{"at":"2026-01-02T03:04:05Z","item":"E-0001","name":"chat – 1.png","seq":1,"sha256":"'
        + hashlib.sha256(b"abc").hexdigest()
        + '","size":3,"type":"import","tz":"+00:00","v":1}'
    )
    leaf = "4c6ea1fd79dfedfe7dd1a5265cfd93d313641a61d6af722eb05baa23036e13d0"
    head = "25f5cff292010c19c3248665d4d3afd2f1955beb1bca61e9261302f3f7b9d675"
    line = json.dumps({"seq": 1, "leaf": leaf, "head": head, "salt": bytes(range(16)).hex(), "entry": told})
    seq, computed, sha256_by_item = verify.follow_log(line.encode() + b"\n", bytes(16))
    assert (seq, computed.hex()) == (1, head)
    assert sha256_by_item == {"E-0001": hashlib.sha256(b"abc").hexdigest()}


def test_the_fingerprint_is_the_one_ssh_keygen_prints() -> None:
    assert verify.ssh_public_key(public_key()) == ssh_key()
    assert verify.fingerprint(public_key()).startswith("SHA256:")


def test_the_script_is_short_needs_only_the_standard_library_and_parses_as_python_3_8() -> None:
    source = SCRIPT.read_text("utf-8")
    tree = ast.parse(source, feature_version=(3, 8))
    names = {
        alias.name.split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    }
    names |= {str(node.module).split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    allowed = {"__future__", "base64", "binascii", "collections", "hashlib", "json", "os", "pathlib", "re"}
    assert names <= allowed | {"stat", "struct", "sys", "typing"}
    assert len(source.splitlines()) <= 400
    later_methods = ("removeprefix(", "removesuffix(", ".is_relative_to(", "zip(strict", "int.bit_count")
    assert not [word for word in later_methods if word in source]


def test_an_entry_that_names_another_place_in_the_log_is_refused() -> None:
    told = b'{"seq":2,"type":"opened"}'
    leaf = hashlib.sha256(b"\x00ek-leaf-v1" + bytes(16) + told).digest()
    head = hashlib.sha256(
        b"\x01ek-node-v1" + hashlib.sha256(b"ek-genesis-v1" + bytes(16)).digest() + leaf
    ).digest()
    line = {"seq": 1, "leaf": leaf.hex(), "head": head.hex(), "salt": bytes(16).hex(), "entry": told.decode()}
    with pytest.raises(verify.Failed, match="entry 1 stands in the wrong place"):
        verify.follow_log(json.dumps(line).encode() + b"\n", bytes(16))
