"""Bad input gets a sentence, never a traceback, and nothing is lost."""

import os
import subprocess
import sys

import pytest
from command_line import (
    PASSPHRASE,
    PROGRAM,
    at_a_terminal,
    environment,
    json_lines,
    program,
    refused,
    secret_pipe,
    sentences,
)

from evidence_kit import actions
from evidence_kit.actions import vaults

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
LONG_NAME = "n" * 300


def kept(vault):
    return [item["name"] for item in json_lines(program("list", vault, "--json"))]


@pytest.mark.parametrize("what", ["missing.txt", LONG_NAME], ids=["missing", "too long a name"])
def test_a_path_that_cannot_be_read_is_named_and_the_others_are_kept(empty_vault, tmp_path, what):
    (tmp_path / "one.txt").write_text("1")
    result = program("add", empty_vault, what, tmp_path / "one.txt", "--nobody-under-18", cwd=tmp_path)
    assert f"{what} could not be read" in refused(result)
    assert kept(empty_vault) == ["one.txt"]


def test_files_that_failed_alike_are_each_named_and_told_once_what_to_do(empty_vault, tmp_path):
    told = refused(program("add", empty_vault, "no-1", "no-2", "--nobody-under-18", cwd=tmp_path))
    assert "no-1 could not be read" in told
    assert "no-2 could not be read" in told
    assert told.count("Nothing of it was kept") == 1


@posix_only
@pytest.mark.parametrize(
    "way", [["--nobody-under-18"], ["--record-only", "--hash"]], ids=["kept", "recorded"]
)
def test_a_pipe_or_an_endless_device_is_refused_at_once(empty_vault, tmp_path, way):
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", "/dev/zero"):
        assert "it is not a plain file" in refused(program("add", empty_vault, path, *way))
    assert kept(empty_vault) == []


@posix_only
def test_nothing_in_a_folder_is_passed_over_in_silence(empty_vault, tmp_path):
    folder = tmp_path / "in"
    (folder / "real").mkdir(parents=True)
    (folder / "real" / "one.txt").write_text("1")
    (folder / "link").symlink_to("real")
    (folder / "loop").symlink_to("loop")
    told = refused(program("add", empty_vault, folder, "--nobody-under-18"))
    assert "link could not be read: it is a folder" in told
    assert "loop could not be read" in told
    assert kept(empty_vault) == ["one.txt"]


@posix_only
@pytest.mark.skipif(os.name == "posix" and os.geteuid() == 0, reason="root may look into every folder")
def test_a_folder_that_may_not_be_looked_into_is_named(empty_vault, tmp_path):
    closed = tmp_path / "in" / "closed"
    closed.mkdir(parents=True)
    closed.chmod(0)
    assert "closed could not be read" in refused(
        program("add", empty_vault, tmp_path / "in", "--nobody-under-18")
    )


def test_a_folder_that_cannot_be_listed_is_handed_on_to_be_named(tmp_path, monkeypatch):
    def walk(_top, onerror):
        onerror(PermissionError(13, "Permission denied", str(tmp_path / "closed")))
        return [(str(tmp_path), [], ["one.txt"])]

    monkeypatch.setattr(os, "walk", walk)
    assert actions.find_files([tmp_path]) == (tmp_path / "one.txt", tmp_path / "closed")


def test_a_vault_is_not_added_to_itself(tmp_path):
    (tmp_path / "one.txt").write_text("1")
    assert program("create", tmp_path / "vault").returncode == 0
    assert "belongs to the locked folder itself" in refused(
        program("add", tmp_path / "vault", tmp_path, "--nobody-under-18")
    )
    assert kept(tmp_path / "vault") == ["one.txt"]


def test_names_and_messages_cannot_act_on_a_terminal_or_pass_for_other_lines(empty_vault, tmp_path):
    name = "a\x1b[31m\u202e\nE-0099  File" if os.name == "posix" else "a\u202eE-0099"
    (tmp_path / name).write_text("1")
    chat = tmp_path / "WhatsApp Chat with Ana.txt"
    chat.write_text("12/11/2026, 18:41 - Ana: one\nE-0001  2  Ben: forged\x1b[2J\n", encoding="utf-8")
    assert program("add", empty_vault, tmp_path / name, chat, "--nobody-under-18").returncode == 0
    listed = program("list", empty_vault).stdout.decode("utf-8")
    read = program("messages", empty_vault).stdout.decode("utf-8")
    for told in (listed, read):
        assert "\x1b" not in told
        assert "\u202e" not in told
    assert "\nE-0099" not in listed
    assert "\nE-0001  2" not in read
    assert name in kept(empty_vault)


@posix_only
def test_json_stays_utf8_where_a_name_is_not(empty_vault, tmp_path):
    try:
        (tmp_path / os.fsdecode(b"bad\xff.txt")).write_text("1")
    except OSError:
        pytest.skip("this file system takes only UTF-8")
    assert (
        program(
            "add", empty_vault, os.fsdecode(bytes(tmp_path) + b"/bad\xff.txt"), "--nobody-under-18"
        ).returncode
        == 0
    )
    assert len(kept(empty_vault)) == 1
    assert sentences(program("list", empty_vault, variables={"PYTHONIOENCODING": "ascii:strict"})) == ""


@pytest.mark.parametrize(
    "part", ["Subject: pay\0now", "Subject: pay\r\nX-Odd: \0"], ids=["subject", "other header"]
)
def test_a_mail_with_a_nul_byte_is_still_read_as_a_mail(empty_vault, tmp_path, part):
    mail = f"From: a@example.invalid\r\nTo: b@example.invalid\r\n{part}\r\n\r\nhel\0lo \r\n"
    (tmp_path / "one.eml").write_text(mail, newline="")
    assert program("add", empty_vault, tmp_path / "one.eml", "--nobody-under-18").returncode == 0
    (item,) = json_lines(program("list", empty_vault, "--json"))
    assert (item["kind"], item["importer"], item["shown"]) == ("email", "email", 1)


@pytest.mark.parametrize("out", [".", "..", "vault/out", "taken", "missing/out", LONG_NAME])
def test_a_bundle_goes_to_a_new_folder_outside_the_vault_or_nowhere(vault, out):
    (vault.parent / "taken").mkdir()
    before = sorted(vault.parent.rglob("*"))
    refused(program("bundle", "vault", out, "--recipient", "police-us", cwd=vault.parent))
    assert {path.name for path in set(vault.parent.rglob("*")) - set(before)} <= {
        "catalog.db-wal",
        "catalog.db-shm",
    } | {path.name for path in (vault / "backup").iterdir()} | {
        path.name for path in (vault / "log").iterdir()
    }


def test_an_interrupted_bundle_leaves_a_part_that_the_next_run_explains(vault, tmp_path):
    (tmp_path / "out.part").mkdir()
    told = refused(program("bundle", vault, tmp_path / "out", "--recipient", "police-us"))
    assert "out.part is already there" in told
    assert "delete it" in told


@pytest.mark.parametrize("stream", ["stdin", "stdout"])
@posix_only
def test_a_closed_stream_is_a_sentence(made_once, stream):
    number = {"stdin": 0, "stdout": 1}[stream]
    secret = None if stream == "stdin" else PASSPHRASE.encode()
    result = program("list", made_once / "vault", secret=secret, preexec_fn=lambda: os.close(number))
    refused(result)


@posix_only
@pytest.mark.skipif(not os.access("/dev/full", os.W_OK), reason="no /dev/full here")
@pytest.mark.parametrize("form", [[], ["--json"]], ids=["text", "json"])
def test_an_answer_that_finds_no_room_is_a_sentence(made_once, form):
    with open("/dev/full", "wb") as full:  # noqa: PTH123
        told = refused(program("list", made_once / "vault", *form, stdout=full))
    assert "could not be written out: No space left on device" in told


@posix_only
def test_a_reader_that_leaves_early_is_no_fault(made_once):
    reader = secret_pipe(PASSPHRASE.encode())
    command = [*PROGRAM, "messages", str(made_once / "vault"), "--json", "--passphrase-fd", str(reader)]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(), pass_fds=[reader]
    )
    os.close(reader)
    process.stdout.close()
    told = process.stderr.read()
    process.stderr.close()
    assert process.wait() in (0, 1)
    assert told == b""


@posix_only
def test_an_endless_descriptor_is_not_read_without_end(made_once):
    with open("/dev/zero", "rb") as endless:  # noqa: PTH123
        result = program(
            "list",
            made_once / "vault",
            "--passphrase-fd",
            endless.fileno(),
            secret=None,
            pass_fds=[endless.fileno()],
        )
    assert "did not match" in refused(result)


@posix_only
def test_ctrl_c_while_a_large_file_is_read_ends_with_a_sentence_and_nothing_half_kept(empty_vault, tmp_path):
    with (tmp_path / "large.bin").open("wb") as large:
        large.truncate(1 << 30)
    arguments = ["add", empty_vault, tmp_path / "large.bin", "--nobody-under-18"]
    status, told = at_a_terminal(
        *arguments, answers=[("Passphrase", f"{PASSPHRASE}\n")], interrupt_at="  1 %"
    )
    assert (status, "stopped, as you asked" in told) == (1, True), told
    assert list((empty_vault / "tmp").iterdir()) == []
    assert kept(empty_vault) == []
    assert program("verify", empty_vault).returncode == 0


def test_a_lost_config_is_named_once_without_the_words_of_the_system_library(vault):
    (vault / "config.json").unlink()
    told = program("verify", vault)
    assert told.returncode == 1
    assert told.stdout.decode().count("config.json could not be read") == 1
    assert "Errno" not in told.stdout.decode() + told.stderr.decode()


def test_an_account_without_a_home_folder_remembers_nothing_and_works(monkeypatch):
    def no_home(*_arguments, **_options):
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(vaults, "user_data_path", no_home)
    assert actions.default_surroundings().state_folder is None


@posix_only
@pytest.mark.parametrize("damage", ["link", "pipe", "huge", "noise", "empty"])
def test_a_list_of_fingerprints_that_is_none_is_told_as_such(damage, made_once, tmp_path):
    bundle = tmp_path / "out"
    bundle.mkdir()
    for name in ("report.pdf", "custody-log.jsonl", "checkpoint.txt"):
        (bundle / name).write_bytes(b"x")
    sums = bundle / "SHA256SUMS"
    if damage == "link":
        sums.symlink_to("/dev/zero")
    elif damage == "pipe":
        os.mkfifo(sums)
    elif damage == "huge":
        with sums.open("wb") as file:
            file.truncate(1 << 32)
    else:
        sums.write_bytes(b"" if damage == "empty" else bytes(range(256)) * 100)
    checked = program("verify", bundle, secret=None)
    assert checked.returncode == 1
    assert "problem" in checked.stdout.decode()
    assert sentences(checked) == ""


@posix_only
def test_a_demo_that_is_stopped_takes_away_what_it_made(tmp_path):
    status, told = at_a_terminal("demo", tmp_path / "demo", interrupt_at=" %")
    assert (status, "stopped, as you asked" in told) == (1, True), told
    assert list(tmp_path.iterdir()) == []


def test_a_demo_touches_nothing_that_was_there_before(tmp_path):
    (tmp_path / "mine.txt").write_text("1")
    refused(program("demo", tmp_path, secret=None))
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
