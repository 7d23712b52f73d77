"""What scripts rely on: exit statuses, the keys of every JSON line, and how secrets and answers are asked for."""

import os
import shutil
import sys

import pytest
from command_line import PASSPHRASE, at_a_terminal, json_lines, program, refused, secret_pipe

ITEM_KEYS = {
    "id",
    "sha256",
    "size_bytes",
    "name",
    "kind",
    "importer",
    "found",
    "shown",
    "unreadable",
    "findings",
}
RECORD_KEYS = {
    "kind", "conversation", "sender", "sender_ids", "text", "time_as_written", "at", "time_basis",
    "direction", "attachments", "where",
}  # fmt: skip
needs_terminals = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such terminals")


def test_create_prints_the_recovery_code_once_and_the_code_opens_the_vault(tmp_path):
    made = program("create", tmp_path / "vault")
    assert made.returncode == 0
    code = made.stdout.decode().split("shown this once: ")[1].split("\n")[0]
    assert made.stdout.decode().count(code) == 1
    assert program("list", tmp_path / "vault", secret=code.encode()).returncode == 0


def test_list_gives_an_object_a_line_with_the_promised_keys(made_once):
    items = json_lines(program("list", made_once / "vault", "--json"))
    assert [item["kind"] for item in items] == ["messages", "text", "record-only"]
    assert all(set(item) >= ITEM_KEYS for item in items)
    assert (items[0]["found"], items[0]["shown"], items[0]["unreadable"]) == (3, 3, 0)
    assert items[2]["sha256"] is None


def test_messages_gives_an_object_a_record_with_the_promised_keys(vault):
    records = json_lines(program("messages", vault, "--json"))
    assert [record["sender"] for record in records] == ["Ana", "Ben", "Ana"]
    assert all(set(record) >= RECORD_KEYS for record in records)
    assert records[1]["text"] == "<b>second</b> \u202e\x00 {folder}"
    assert records[0]["at"] is None
    assert program("answer", vault, "E-0001", "--zone", "Europe/London").returncode == 0
    assert json_lines(program("messages", vault, "E-0001", "--json"))[0]["at"].startswith(
        "2026-11-12T18:41:00"
    )


def test_search_gives_the_records_that_hold_the_words(made_once):
    found = json_lines(program("search", made_once / "vault", "second", "--json"))
    assert [record["sender"] for record in found] == ["Ben"]
    assert json_lines(program("search", made_once / "vault", "nowhere", "--json")) == []


def test_a_bundle_is_made_and_verified_and_one_changed_byte_is_refused(vault, tmp_path):
    out = tmp_path / "bundle"
    made = program("bundle", vault, out, "--recipient", "police-us", "--paper", "a4", "--profile", "court")
    assert made.returncode == 0
    assert program("verify", out, secret=None).returncode == 0
    assert program("verify", vault).returncode == 0
    with (out / "report.pdf").open("ab") as report:
        report.write(b"\n")
    changed = program("verify", out, secret=None)
    assert changed.returncode == 1
    assert "report.pdf has been changed" in changed.stdout.decode()


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["list"],
        ["add", "VAULT"],
        ["add", "VAULT", "", "--nobody-under-18"],
        ["add", "VAULT", "PATH", "--where", "on my phone"],
        ["add", "VAULT", "--record-only"],
        ["answer", "VAULT", "E-0001"],
        ["answer", "VAULT", "E-0001", "--order", "xyz"],
        ["bundle", "VAULT", "OUT"],
        ["bundle", "VAULT", "OUT", "--recipient", "police-us", "--paper", "a5"],
        ["bundle", "VAULT", "OUT", "--recipient", "police-us", "--password-fd", "3"],
        ["list", "VAULT", "--passphrase", "secret"],
    ],
    ids=" ".join,
)
def test_wrong_use_ends_with_status_2_and_says_how_it_is_used(arguments, tmp_path):
    result = program(*arguments, secret=None, cwd=tmp_path)
    assert result.returncode == 2
    assert result.stderr.decode().startswith("usage: evidence-kit")
    assert list(tmp_path.iterdir()) == []


def test_options_may_stand_before_between_and_behind_the_paths(empty_vault, tmp_path):
    one, two = tmp_path / "one.txt", tmp_path / "-two.txt"
    one.write_text("1")
    two.write_text("2")
    result = program("add", "--title", "t", empty_vault, "--nobody-under-18", one, "--note", "n", two)
    assert result.returncode == 0, result.stderr
    assert len(json_lines(program("list", "--json", empty_vault))) == 2


@pytest.mark.parametrize("secret", [b"", b"\n", b"\xff\xfe\n"], ids=repr)
def test_a_descriptor_without_a_passphrase_is_refused(made_once, secret):
    assert "none could be read" in refused(program("list", made_once / "vault", secret=secret))


@pytest.mark.parametrize("number", ["-1", "77", "99999999999999999999"])
def test_a_descriptor_that_is_not_open_is_refused(made_once, number):
    result = program("list", made_once / "vault", "--passphrase-fd", number, secret=None)
    assert "none could be read" in refused(result)


def test_a_line_end_of_windows_does_not_belong_to_the_passphrase(made_once):
    secret = PASSPHRASE.encode() + b"\r\nmore\n"
    assert program("list", made_once / "vault", secret=secret).returncode == 0


def test_without_a_terminal_nothing_is_asked_and_nothing_copied(made_once, empty_vault, tmp_path):
    picture = tmp_path / "one.txt"
    picture.write_text("1")
    assert "Nothing was copied" in refused(program("add", empty_vault, picture))
    assert "none could be read" in refused(program("list", empty_vault, secret=None))
    assert json_lines(program("list", empty_vault, "--json")) == []


def test_progress_is_shown_to_a_terminal_only(empty_vault, made_once):
    added = program("add", empty_vault, made_once / "note.txt", "--nobody-under-18")
    assert (added.returncode, added.stderr) == (0, b"")


def test_a_carried_pdf_opens_with_its_password_alone(vault, tmp_path):
    pikepdf = pytest.importorskip("pikepdf")
    password = secret_pipe(b"open sesame 12\n")
    carried = ["bundle", vault, tmp_path / "out", "--recipient", "police-us", "--profile", "carry"]
    made = program(*carried, "--password-fd", password, pass_fds=[password])
    os.close(password)
    assert made.returncode == 0, made.stderr
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(tmp_path / "out" / "report.pdf", password="wrong")
    with pikepdf.open(tmp_path / "out" / "report.pdf", password="open sesame 12") as report:
        assert len(report.pages) > 3


def test_one_descriptor_may_hold_the_passphrase_and_then_the_password(vault, tmp_path):
    both = secret_pipe(PASSPHRASE.encode() + b"\nopen sesame 12\n")
    carried = ["bundle", vault, tmp_path / "out", "--recipient", "police-us", "--profile", "carry"]
    made = program(*carried, "--passphrase-fd", both, "--password-fd", both, secret=None, pass_fds=[both])
    os.close(both)
    assert made.returncode == 0, made.stderr


@needs_terminals
def test_a_terminal_is_asked_for_the_passphrase_twice_until_both_are_the_same(tmp_path):
    asked = [
        ("Choose", f"{PASSPHRASE}\n"),
        ("again", "other\n"),
        ("Choose", f"{PASSPHRASE}\n"),
        ("again", f"{PASSPHRASE}\n"),
    ]
    status, told = at_a_terminal("create", tmp_path / "vault", answers=asked)
    assert status == 0
    assert PASSPHRASE not in told
    assert at_a_terminal("list", tmp_path / "vault", answers=[("Passphrase", "wrong one\n")])[0] == 1
    assert at_a_terminal("list", tmp_path / "vault", answers=[("Passphrase", f"{PASSPHRASE}\n")])[0] == 0


@needs_terminals
@pytest.mark.parametrize(
    ("answer", "kept"),
    [("NO\n", 1), ("no\n", 1), ("yes\n", 0), ("\n", 0), ("\x03", 0), ("\x04", 0)],
    ids=repr,
)
def test_only_no_to_the_question_before_the_first_copy_copies_anything(empty_vault, tmp_path, answer, kept):
    (tmp_path / "one.txt").write_text("1")
    answers = [("Type NO", answer), ("Passphrase", f"{PASSPHRASE}\n")]
    status, told = at_a_terminal("add", empty_vault, tmp_path / "one.txt", answers=answers)
    assert status == (0 if kept else 1), told
    assert len(json_lines(program("list", empty_vault, "--json"))) == kept


def test_a_vault_in_use_is_left_alone(vault):
    fcntl = pytest.importorskip("fcntl")
    with (vault / "lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert "is open in another window" in refused(program("list", vault))


def test_a_newer_vault_is_left_alone(vault):
    (vault / "config.json").write_text('{"format":99,"id":"' + "0" * 32 + '"}')
    before = sorted(path.name for path in vault.iterdir())
    assert "newer version (format 99" in refused(program("list", vault))
    assert sorted(path.name for path in vault.iterdir()) == before


def test_a_vault_without_its_catalogue_says_so_and_loses_no_file(vault):
    (vault / "catalog.db").unlink()
    for companion in vault.glob("catalog.db-*"):
        companion.unlink()
    result = program("list", vault, "--json")
    assert [item["id"] for item in json_lines(result)] == ["E-0001", "E-0002", "E-0003"]
    assert b"was damaged" in result.stderr


def test_a_folder_that_is_neither_is_said_to_be_neither(tmp_path):
    shutil.rmtree(tmp_path / "x", ignore_errors=True)
    for command in ("list", "verify"):
        refused(program(command, tmp_path))
        refused(program(command, tmp_path / "x"))
        refused(program(command, tmp_path / ("n" * 300)))
