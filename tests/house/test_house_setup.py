"""The script behind the README's commands: what it says, what it hands over, what it leaves alone."""

import importlib.util
import os
import shutil
import subprocess
import sys

import pytest
from checkout import CHECKOUT


@pytest.fixture
def setup(monkeypatch):
    """The script as a module of its own; only ``.venv`` says where the program is."""
    monkeypatch.delenv("PYTHONPATH", raising=False)
    spec = importlib.util.spec_from_file_location("setup_script", CHECKOUT / "packaging" / "run.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def elsewhere(setup, tmp_path, monkeypatch):
    """A checkout of its own, with an environment that counts as installed and a program that tells what it got."""
    shutil.copytree(CHECKOUT / "packaging", tmp_path / "kit" / "packaging")
    program = tmp_path / "kit" / "src" / "evidence_kit"
    program.mkdir(parents=True)
    (program / "__init__.py").write_text("")
    (program / "__main__.py").write_text(
        "import os, sys\n"
        "print(sys.argv[1:], os.getcwd(), sys.prefix)\n"
        "if '--passphrase-fd' in sys.argv: print(os.read(int(sys.argv[-1]), 100))\n"
        "sys.exit(7)\n"
    )
    monkeypatch.setattr(setup, "CHECKOUT", tmp_path / "kit")
    monkeypatch.setattr(setup, "ENVIRONMENT", tmp_path / "kit" / ".venv")
    place = "Scripts/python.exe" if os.name == "nt" else "bin/python"
    monkeypatch.setattr(setup, "PYTHON", tmp_path / "kit" / ".venv" / place)
    setup.make_environment()
    setup.link_sources()
    setup.stamp("line").write_text(setup.fingerprint("line"))
    return tmp_path


def run(elsewhere, *arguments, **more):
    script = elsewhere / "kit" / "packaging" / "run.py"
    return subprocess.run(
        [sys.executable, script, *arguments], capture_output=True, text=True, check=False, **more
    )


def test_the_programs_status_and_output_come_through_from_any_folder(elsewhere):
    outcome = run(elsewhere, "demo", "some where", cwd=elsewhere)
    assert outcome.returncode == 7
    assert outcome.stdout.strip() == f"['demo', 'some where'] {elsewhere} {elsewhere / 'kit' / '.venv'}"
    assert outcome.stderr == ""


def test_a_file_descriptor_with_the_passphrase_comes_through(elsewhere):
    reader, writer = os.pipe()
    os.write(writer, b"river lamp\n")
    os.close(writer)
    outcome = run(elsewhere, "list", "--passphrase-fd", str(reader), pass_fds=[reader])
    os.close(reader)
    assert "b'river lamp\\n'" in outcome.stdout


def test_a_checkout_that_was_moved_still_runs(elsewhere):
    (elsewhere / "kit").rename(elsewhere / "moved")
    script = elsewhere / "moved" / "packaging" / "run.py"
    assert subprocess.run([sys.executable, script, "demo"], capture_output=True, check=False).returncode == 7


def test_a_list_that_changed_is_not_taken_for_installed(setup, elsewhere):
    assert setup.is_installed("line")
    assert not setup.is_installed("test")
    with (elsewhere / "kit" / "packaging" / "requirements.txt").open("a") as pins:
        pins.write("another==1 --hash=sha256:00\n")
    assert not setup.is_installed("line")


def test_a_longer_list_serves_for_a_shorter_one(setup, elsewhere):
    setup.stamp("line").unlink()
    assert not setup.is_installed("line")
    setup.stamp("test").write_text(setup.fingerprint("test"))
    assert setup.is_installed("line")
    assert setup.is_installed("window")


def test_an_older_python_is_told_what_is_needed(setup, monkeypatch, capsys):
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    with pytest.raises(SystemExit) as ending:
        setup.main(["demo", "x"])
    assert ending.value.code == 1
    assert "needs Python 3.11 or newer" in capsys.readouterr().err


def test_without_the_right_to_install_the_missing_packages_are_named(setup, monkeypatch, capsys):
    monkeypatch.setattr(setup, "may_install_packages", lambda: False)
    monkeypatch.setattr(
        setup, "TEST_TOOLS", {"no-such-tool-here": "no-such-package", "/no/such/file": "no-such-data"}
    )
    setup.provide_test_tools()
    told = capsys.readouterr()
    assert told.out == ""
    assert "sudo apt-get install no-such-data no-such-package" in told.err
    assert "will be skipped" in told.err


def test_qt_that_cannot_start_is_named_with_what_it_needs(setup, elsewhere, monkeypatch, capsys):
    monkeypatch.setattr(setup, "may_install_packages", lambda: False)
    probe = "raise ImportError('libGL.so.1: cannot open shared object file')"
    monkeypatch.setattr(setup, "QT_NEEDS", {"offscreen": (probe, setup.QT_PACKAGES)})
    assert not setup.provide_qt_libraries("offscreen")
    told = capsys.readouterr().err
    assert "libGL.so.1" in told
    assert "sudo apt-get install libgl1 libegl1" in told
