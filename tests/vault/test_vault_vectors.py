"""Fixed vectors of format 1: computed once, by other code, and never to change."""

from __future__ import annotations

import json
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from evidence_kit.vault.age import hkdf_sha256
from evidence_kit.vault.bech32 import identity_secret, identity_text
from evidence_kit.vault.canonical import canonical_json
from evidence_kit.vault.keys import VaultKeys
from evidence_kit.vault.log import checkpoint_note, genesis, leaf_hash, next_head
from evidence_kit.vault.object_file import padded_length
from evidence_kit.vault.printed_code import new_recovery_code, recovery_code_from
from evidence_kit.vault.signing import Signer
from evidence_kit.words import head_code

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "vault-format-1.json").read_text("utf-8"))


def test_padded_lengths():
    assert len(VECTORS["padme"]) == 7
    for length, padded in VECTORS["padme"].items():
        assert padded_length(int(length)) == padded


def test_derived_keys():
    vectors = dict(VECTORS["hkdf"])
    identity = bytes.fromhex(vectors.pop("identity"))
    assert {label: hkdf_sha256(identity, b"", label.encode()).hex() for label in vectors} == vectors
    keys = VaultKeys(identity)
    assert keys.signing_key().private_bytes_raw().hex() == vectors["evidence-kit/v1/sign"]


def test_the_chain_of_the_log():
    log = VECTORS["log"]
    entry, salt = log["entry"].encode(), bytes.fromhex(log["salt"])
    leaf = leaf_hash(salt, entry)
    assert leaf.hex() == log["leaf"]
    assert genesis(log["vault_id"]).hex() == log["genesis"]
    head = next_head(genesis(log["vault_id"]), leaf)
    assert head.hex() == log["head"]
    assert head_code(head) == log["printed"]


def test_canonical_json():
    entry = VECTORS["log"]["entry"]
    assert canonical_json(json.loads(entry)).decode() == entry


def test_the_signed_note():
    log, checkpoint = VECTORS["log"], VECTORS["checkpoint"]
    note = checkpoint_note(log["vault_id"], 1, bytes.fromhex(log["head"]))
    assert note.decode() == checkpoint["note"]
    signer = Signer(Ed25519PrivateKey.from_private_bytes(bytes.fromhex(checkpoint["seed"])))
    assert signer.sign(note).hex() == checkpoint["signature"]


def test_an_identity_is_spelled_as_age_spells_it():
    # Source: an identity of the public age test vectors, https://github.com/C2SP/CCTV/tree/main/age (2026-11-23).
    text = "AGE-SECRET-KEY-1EGTZVFFV20835NWYV6270LXYVK2VKNX2MMDKWYKLMGR48UAWX40Q2P2LM0"
    assert identity_text(identity_secret(text)) == text


def test_a_recovery_code_shows_every_wrong_letter_and_every_swap():
    code = new_recovery_code(lambda count: bytes(range(1, count + 1)))
    assert code == "041G-60M4-0R3G-G5H6-1M74-2C9G-5S0"[: len(code)] or recovery_code_from(code) == code
    letters = code.replace("-", "")
    alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    for place, letter in enumerate(letters):
        for other in set(alphabet) - {letter}:
            assert recovery_code_from(letters[:place] + other + letters[place + 1 :]) is None
    for first in range(len(letters)):
        for second in range(first):
            swapped = list(letters)
            swapped[first], swapped[second] = swapped[second], swapped[first]
            assert recovery_code_from("".join(swapped)) in {None, code}
            assert letters[first] == letters[second] or recovery_code_from("".join(swapped)) is None
