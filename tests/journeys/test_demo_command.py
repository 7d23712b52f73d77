"""The README's first command, as its user runs it: the real program, the real files, ordinary tools to check."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]


def program(*arguments, passphrase=None, environment=None, **more):
    """Runs the command line in a process of its own; the passphrase goes through a pipe, never the line."""
    command = [sys.executable, "-m", "evidence_kit", *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY / "src"), **(environment or {})}
    if passphrase is None:
        return subprocess.run(
            command, capture_output=True, env=environment, stdin=subprocess.DEVNULL, timeout=300, **more
        )
    reader, writer = os.pipe()
    os.write(writer, passphrase.encode() + b"\n")
    os.close(writer)
    try:
        command += ["--passphrase-fd", str(reader)]
        return subprocess.run(
            command,
            capture_output=True,
            env=environment,
            stdin=subprocess.DEVNULL,
            pass_fds=[reader],
            timeout=300,
            **more,
        )
    finally:
        os.close(reader)


def lines(result):
    assert result.returncode == 0, result.stderr.decode()
    return [json.loads(line) for line in result.stdout.decode("utf-8").split("\n") if line]


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo") / "out"
    result = program("demo", folder)
    assert result.returncode == 0, result.stderr.decode()
    return folder, result.stdout.decode()


@pytest.fixture
def bundle(demo, tmp_path):
    """A copy of the demo's bundle that a test may damage."""
    return Path(shutil.copytree(demo[0] / "bundle", tmp_path / "bundle"))


def check(*command, folder, **more):
    return subprocess.run(command, cwd=folder, capture_output=True, timeout=120, **more)


def sha256sum(folder):
    return check("sha256sum", "-c", "SHA256SUMS", folder=folder).returncode


def ssh_keygen(folder):
    with (folder / "SHA256SUMS").open("rb") as sums:
        arguments = [
            "-Y",
            "verify",
            "-f",
            "allowed_signers",
            "-I",
            "vault@evidence-kit",
            "-n",
            "evidence-kit",
            "-s",
            "SHA256SUMS.sig",
        ]
        return check("ssh-keygen", *arguments, folder=folder, stdin=sums).returncode


def own_script(folder):
    return check(sys.executable, "-I", "verify.py", folder=folder).returncode


def test_the_demo_makes_samples_a_vault_and_a_bundle_and_says_the_passphrase(demo):
    folder, told = demo
    assert sorted(path.name for path in folder.iterdir()) == ["bundle", "samples", "vault"]
    assert "river lamp seven coat ajar" in told
    assert "Everything checks out" in told


def test_three_ordinary_checks_accept_the_bundle(bundle):
    assert sha256sum(bundle) == 0
    assert own_script(bundle) == 0
    if shutil.which("ssh-keygen") is None:
        pytest.skip("ssh-keygen is not installed")
    assert ssh_keygen(bundle) == 0
    assert program("verify", bundle).returncode == 0


def test_one_changed_byte_in_any_listed_file_is_refused(bundle):
    listed = [line.split("  ", 1)[1] for line in (bundle / "SHA256SUMS").read_text().split("\n") if line]
    assert len(listed) > 8
    for name in listed:
        path = bundle / name
        data = bytearray(path.read_bytes())
        place = len(data) // 2
        data[place] ^= 1
        path.write_bytes(data)
        assert sha256sum(bundle) != 0, name
        if name != "verify.py":
            assert own_script(bundle) != 0, name
        data[place] ^= 1
        path.write_bytes(data)
    assert sha256sum(bundle) == 0


def test_a_changed_list_is_refused_by_its_signature(bundle):
    sums = bundle / "SHA256SUMS"
    text = sums.read_text()
    sums.write_text(text.replace(text[0], "0" if text[0] != "0" else "1", 1))
    assert own_script(bundle) != 0
    if shutil.which("ssh-keygen"):
        assert ssh_keygen(bundle) != 0
    refused = program("verify", bundle)
    assert refused.returncode == 1
    assert b"SHA256SUMS" in refused.stdout or b"list" in refused.stdout


def test_the_list_accounts_for_every_sample(demo):
    folder, _told = demo
    items = lines(program("list", folder / "vault", "--json", passphrase="river lamp seven coat ajar"))
    names = {item["name"] for item in items if not item["part_of"]}
    assert {path.name for path in (folder / "samples").iterdir()} <= names
    exports = [item for item in items if item["importer"]]
    assert len(exports) == 3
    for item in exports:
        assert item["found"] == item["shown"] + item["unreadable"]
        assert item["unreadable"] == 0
    assert [item["kind"] for item in items].count("record-only") == 1


def test_every_message_of_the_samples_is_there_as_it_was_written(demo):
    folder, _told = demo
    messages = lines(program("messages", folder / "vault", "--json", passphrase="river lamp seven coat ajar"))
    texts = [message["text"] for message in messages]
    assert "200 coins\nto @pay-k22\nbefore Friday 18:00" in texts
    assert any("رسالة قصيرة" in text for text in texts)
    assert {
        "kind",
        "conversation",
        "sender",
        "sender_ids",
        "text",
        "time_as_written",
        "at",
        "time_basis",
        "direction",
        "attachments",
        "where",
    } <= set(messages[0])
    mail = next(message for message in messages if "You know what this is about" in message["text"])
    assert mail["at"] == "2026-11-16T18:30:58Z"
    assert mail["time_basis"] == "offset-in-file"


def test_words_are_found_in_every_script(demo):
    folder, _told = demo
    for words in ("cartoon", "coins", "قصيرة", "आख़िरी"):
        found = lines(
            program("search", folder / "vault", words, "--json", passphrase="river lamp seven coat ajar")
        )
        assert found, words


def test_the_originals_in_the_bundle_are_the_samples_byte_for_byte(demo):
    import hashlib

    folder, _told = demo
    samples = {hashlib.sha256(path.read_bytes()).hexdigest() for path in (folder / "samples").iterdir()}
    handed_over = {
        hashlib.sha256(path.read_bytes()).hexdigest() for path in (folder / "bundle" / "originals").iterdir()
    }
    assert samples <= handed_over


def test_a_wrong_passphrase_is_a_sentence_and_changes_nothing(demo):
    folder, _told = demo
    result = program("list", folder / "vault", passphrase="not the passphrase")
    assert result.returncode == 1
    assert "did not match" in result.stderr.decode()
    assert "Traceback" not in result.stderr.decode()


def test_without_a_terminal_the_under_18_question_refuses_and_copies_nothing(demo, tmp_path):
    folder, _told = demo
    (tmp_path / "a.txt").write_text("a")
    result = program("add", folder / "vault", tmp_path / "a.txt", passphrase="river lamp seven coat ajar")
    assert result.returncode == 1
    assert "under 18" in result.stderr.decode()


def test_an_answer_about_the_zone_gives_each_message_its_instant(demo, tmp_path):
    folder, _told = demo
    vault = shutil.copytree(folder / "vault", tmp_path / "vault")
    secret = "river lamp seven coat ajar"
    chat = next(
        i
        for i in lines(program("list", vault, "--json", passphrase=secret))
        if i["name"].endswith("K 22.txt")
    )
    before = lines(program("messages", vault, chat["id"], "--json", passphrase=secret))
    assert {message["at"] for message in before} == {None}
    assert (
        program("answer", vault, chat["id"], "--zone", "America/Chicago", passphrase=secret).returncode == 0
    )
    after = lines(program("messages", vault, chat["id"], "--json", passphrase=secret))
    assert after[1]["at"] == "2026-11-15T00:41:00Z"
    assert after[1]["time_basis"] == "zone-stated-by-person"
    assert [message["text"] for message in after] == [message["text"] for message in before]
    assert program("answer", vault, chat["id"], "--zone", "Mars/Olympus", passphrase=secret).returncode == 1
    assert program("answer", vault, chat["id"], "--order", "mdy", passphrase=secret).returncode == 1


def test_a_vault_can_be_verified_and_a_flipped_byte_is_named(demo, tmp_path):
    folder, _told = demo
    vault = Path(shutil.copytree(folder / "vault", tmp_path / "vault"))
    secret = "river lamp seven coat ajar"
    elsewhere = {"XDG_DATA_HOME": str(tmp_path / "state")}
    assert program("verify", vault, passphrase=secret, environment=elsewhere).returncode == 0
    path = sorted(vault.glob("objects/*/*.age"))[0]
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.chmod(0o600)
    path.write_bytes(data)
    result = program("verify", vault, passphrase=secret, environment=elsewhere)
    assert result.returncode == 1
    assert "is damaged" in result.stdout.decode()


def test_an_old_copy_put_back_is_told_when_the_vault_is_opened(demo, tmp_path):
    folder, _told = demo
    secret = "river lamp seven coat ajar"
    elsewhere = {"XDG_DATA_HOME": str(tmp_path / "state")}
    vault = Path(shutil.copytree(folder / "vault", tmp_path / "vault"))
    shutil.copytree(vault, tmp_path / "old")
    assert program("list", vault, passphrase=secret, environment=elsewhere).stderr == b""
    shutil.rmtree(vault)
    shutil.copytree(tmp_path / "old", vault)
    result = program("list", vault, passphrase=secret, environment=elsewhere)
    assert "Someone may have put an old copy back" in result.stderr.decode()


def test_wrong_use_ends_with_status_2():
    assert program("no-such-command").returncode == 2
    assert program("list").returncode == 2


def test_the_command_line_loads_no_qt_and_no_network_module():
    script = (
        "import sys; from evidence_kit.cli import run\n"
        "try: run(['--help'])\nexcept SystemExit: pass\n"
        "bad = [m for m in sys.modules if m.split('.')[0] in ('PySide6', 'socket', '_socket', 'ssl', 'asyncio')]\n"
        "sys.exit(repr(bad) if bad else 0)"
    )
    result = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY / "src")},
    )
    assert result.returncode == 0, result.stderr
