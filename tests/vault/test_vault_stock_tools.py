"""The vault without this program: stock age, SQLCipher, a second SQLite reader, OpenSSL and OpenSSH."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import textwrap

import pytest

from evidence_kit.model import Answers, Conversation, CustodyKind, Message, RecordKind
from evidence_kit.vault import create_vault
from evidence_kit.vault.bech32 import identity_text
from evidence_kit.vault.keys import VaultKeys
from evidence_kit.vault.stream import opened_bytes
from vault.vaults import PASSPHRASE, add, new_vault, surroundings

needs_age = pytest.mark.skipif(
    sys.platform == "win32" or not shutil.which("age"), reason="stock age is not installed"
)
SIZES = (0, 1, 65535, 65536, 65537, 131072, 2**20 + 1)

STRANGER = '''
"""Opens a vault with stock age and SQLCipher alone. Nothing of the program is imported."""
import hashlib, json, os, pathlib, pty, subprocess, sys
import sqlcipher3

folder, secret, kind, identity = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4]

def with_passphrase(command, passphrase):
    child, terminal = pty.fork()
    if child == 0:
        os.execvp(command[0], command)
    said, sent = b"", False
    while True:
        try:
            piece = os.read(terminal, 4096)
        except OSError:
            break
        if not piece:
            break
        said += piece
        if not sent and b"assphrase" in said:
            os.write(terminal, passphrase.encode() + b"\\n")
            sent = True
    os.close(terminal)
    assert os.waitpid(child, 0)[1] == 0, said

def age(path):
    return subprocess.run(["age", "-d", "-i", identity, path], capture_output=True, check=True).stdout

slot = sorted((folder / "keys").glob(kind + "-*.age"))[0]
with_passphrase(["age", "-d", "-o", identity, str(slot)], secret)
key = age(sorted((folder / "keys").glob("catalog-*.age"))[0]).decode()
database = sqlcipher3.connect(str(folder / "catalog.db"))
database.execute("PRAGMA key = \\"x'" + key + "'\\"")
found = {}
for object_id, state in database.execute("SELECT object_id, state FROM item"):
    item = json.loads(state)
    body = age(folder / "objects" / object_id[:2] / (object_id + ".age"))
    content = body[: item["size"]]
    assert hashlib.sha256(content).hexdigest() == item["hashes"]["sha256"]
    assert body.endswith(b"EKTRAIL1")
    found[item["name"]] = len(content)
head = hashlib.sha256(b"ek-genesis-v1" + bytes.fromhex(json.loads((folder / "config.json").read_text())["id"])).digest()
for seq, entry, salt in database.execute("SELECT seq, entry, salt FROM log ORDER BY seq"):
    leaf = hashlib.sha256(b"\\x00ek-leaf-v1" + salt + entry).digest()
    head = hashlib.sha256(b"\\x01ek-node-v1" + head + leaf).digest()
assert head == database.execute("SELECT head FROM checkpoint").fetchone()[0]
segment = age(sorted((folder / "log").iterdir())[0])
words = [row[0] for row in database.execute("SELECT text FROM message ORDER BY id")]
rows = database.execute("SELECT count(*) FROM message_words WHERE message_words MATCH 'hello'").fetchone()[0]
print(json.dumps({"found": found, "words": words, "hits": rows, "lines": len(segment.splitlines())}))
assert not [name for name in sys.modules if name.startswith("evidence_kit")]
'''


def filled(folder):
    vault, code = create_vault(folder, PASSPHRASE, surroundings())
    with vault:
        for size in SIZES:
            add(vault, os.urandom(size), name=str(size))
        with vault.catalogue.change() as change:
            messages = [Conversation("c", "T", "P"), Message(RecordKind.MESSAGE, "c", "hello über", "1")]
            change.replace_messages("E-0001", Answers(), messages)
            change.log(CustodyKind.MESSAGES_READ, "E-0001")
    return code


@needs_age
@pytest.mark.parametrize("kind", ["p", "r"])
def test_a_stranger_opens_a_vault_with_stock_tools_alone(tmp_path, kind):

    code = filled(tmp_path / "v")
    secret = {"p": PASSPHRASE, "r": code}[kind]
    command = [sys.executable, "-I", "-c", STRANGER, tmp_path / "v", secret, kind, tmp_path / "identity"]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr
    told = json.loads(answer.stdout)
    assert told["found"] == {str(size): size for size in SIZES}
    assert (told["words"], told["hits"], told["lines"]) == (["hello über"], 1, 10)


def test_another_sqlite_reads_the_catalogue_also_with_a_hot_write_ahead_log(tmp_path):
    apsw = pytest.importorskip("apsw")
    with new_vault(tmp_path / "v") as vault:
        add(vault, b"square", name="in the log only")
        key = vault._access.catalogue_key
        assert (tmp_path / "v" / "catalog.db-wal").stat().st_size > 0
        for name in ("catalog.db", "catalog.db-wal"):
            shutil.copy(tmp_path / "v" / name, tmp_path / name)
    connection = apsw.Connection(str(tmp_path / "catalog.db"))
    for name, value in (("cipher", "sqlcipher"), ("legacy", 4), ("key", f"x'{key.hex()}'")):
        connection.pragma(name, value)
    states = [state for (state,) in connection.execute("SELECT state FROM item")]
    assert len(states) == 1
    assert b"in the log only" in states[0]
    assert list(connection.execute("PRAGMA integrity_check")) == [("ok",)]
    connection.close()


@pytest.mark.skipif(not shutil.which("ssh-keygen"), reason="OpenSSH is not installed")
def test_ssh_keygen_accepts_the_signature_and_refuses_a_changed_text(tmp_path):
    with new_vault(tmp_path / "v") as vault:
        text = b"0123  original.png\n" * 50
        (tmp_path / "sums.sig").write_text(vault.sign_ssh(text, "evidence-kit"))
        (tmp_path / "allowed").write_text(vault._signer.allowed_signers())
        (tmp_path / "key.pub").write_text(vault.public_key_ssh() + "\n")
        fingerprint = vault.key_fingerprint()
    verify = [
        "ssh-keygen",
        "-Y",
        "verify",
        "-f",
        tmp_path / "allowed",
        "-I",
        "vault@evidence-kit",
        "-n",
        "evidence-kit",
    ]
    verify += ["-s", tmp_path / "sums.sig"]
    assert subprocess.run(verify, input=text, capture_output=True, check=False).returncode == 0
    assert subprocess.run(verify, input=text + b"x", capture_output=True, check=False).returncode != 0
    shown = subprocess.run(
        ["ssh-keygen", "-l", "-f", tmp_path / "key.pub"], capture_output=True, text=True, check=True
    )
    assert fingerprint in shown.stdout.split()


@pytest.mark.skipif(not shutil.which("openssl"), reason="OpenSSL is not installed")
def test_openssl_accepts_the_signature_and_refuses_a_changed_text(tmp_path):
    with new_vault(tmp_path / "v") as vault:
        (tmp_path / "text").write_bytes(b"head of the log")
        (tmp_path / "signature").write_bytes(vault.sign(b"head of the log"))
        (tmp_path / "key.pem").write_text(vault.public_key_pem())
    verify = [
        "openssl",
        "pkeyutl",
        "-verify",
        "-pubin",
        "-inkey",
        "key.pem",
        "-rawin",
        "-in",
        "text",
        "-sigfile",
        "signature",
    ]
    assert subprocess.run(verify, cwd=tmp_path, capture_output=True, check=False).returncode == 0
    (tmp_path / "text").write_bytes(b"another head")
    assert subprocess.run(verify, cwd=tmp_path, capture_output=True, check=False).returncode != 0


@needs_age
def test_an_age_identity_of_a_vault_is_its_own_recipient_for_age_keygen(tmp_path):

    (tmp_path / "identity").write_text(identity_text(bytes(range(32))) + "\n")
    shown = subprocess.run(
        ["age-keygen", "-y", tmp_path / "identity"], capture_output=True, text=True, check=True
    )
    assert shown.stdout.startswith("age1")


@needs_age
def test_the_vault_reads_what_stock_age_wrote(tmp_path):

    keys = VaultKeys(hashlib.sha256(b"x").digest())
    (tmp_path / "identity").write_text(identity_text(keys.identity) + "\n")
    shown = subprocess.run(
        ["age-keygen", "-y", tmp_path / "identity"], capture_output=True, text=True, check=True
    )
    for size in SIZES:
        data = os.urandom(size)
        sealed = subprocess.run(
            ["age", "-r", shown.stdout.strip()], input=data, capture_output=True, check=True
        ).stdout
        assert opened_bytes(sealed, keys.opener()) == data


def test_the_stranger_imports_nothing_of_the_program():
    assert "evidence_kit" not in textwrap.dedent(STRANGER).replace('startswith("evidence_kit")', "")
