"""The whole main job, watched: no network, nothing written where it does not belong, no plaintext in the vault."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from checkout import CHECKOUT, some

LISTENER = """
import importlib, pkgutil, sys
NETWORK = {'socket', '_socket', 'ssl', '_ssl', 'select', 'asyncio', 'multiprocessing', 'http', 'urllib.request', 'ftplib',
           'smtplib', 'imaplib', 'poplib', 'socketserver', 'xmlrpc', 'mailbox', 'webbrowser', 'PySide6.QtNetwork'}
seen = set()
def look(event, arguments):
    if event == 'import' and arguments[0] in NETWORK and arguments[0] not in sys.modules:
        frame = sys._getframe(1)
        while frame and 'importlib' in frame.f_globals.get('__name__', ''):
            frame = frame.f_back
        seen.add(frame.f_globals.get('__name__', '?') + ' imports ' + arguments[0])
sys.addaudithook(look)
import evidence_kit
count = 0
for module in pkgutil.walk_packages(evidence_kit.__path__, 'evidence_kit.'):
    importlib.import_module(module.name)
    count += 1
assert count > 50, count
print(*sorted(seen), sep='\\n')
"""

THE_STANDARD_LIBRARY_S_OWN = {
    # The reader of e-mails is Python's own; it loads socket for one function that the program never calls, and what
    # socket could do is refused in every test.
    "email.utils imports socket",
    "socket imports _socket",
    "selectors imports select",
    "subprocess imports select",
}


def surroundings(folder: Path) -> dict[str, str]:
    """An environment whose home and temporary folders are empty and our own."""
    (folder / "home").mkdir()
    (folder / "temporary").mkdir()
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "SYSTEMROOT") if name in os.environ}
    home = {
        "HOME": str(folder / "home"),
        "USERPROFILE": str(folder / "home"),
        "TMPDIR": str(folder / "temporary"),
    }
    python = {"PYTHONPATH": str(CHECKOUT / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    return {**kept, **home, **python}


@pytest.fixture(scope="module")
def watched(tmp_path_factory):
    """The folder in which the demo ran, and what the watch saw."""
    folder = tmp_path_factory.mktemp("watched")
    environment = surroundings(folder)
    script = str(Path(__file__).with_name("watched.py"))
    outcome = subprocess.run(
        [sys.executable, script, str(folder / "report.json"), "demo", str(folder / "demo")],
        cwd=folder / "home", env=environment, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
    return folder, json.loads((folder / "report.json").read_text("utf-8"))


def test_the_main_job_asks_for_no_network(watched):
    assert watched[1]["refused"] == []


def test_the_main_job_writes_only_below_its_folder(watched):
    folder, seen = watched
    assert seen["written"]
    outside = [
        path
        for path in seen["written"]
        if not Path(path).is_relative_to(folder / "demo") and path != os.devnull
    ]
    assert not outside


def test_the_main_job_leaves_nothing_in_the_home_or_temporary_folder(watched):
    folder, _seen = watched
    assert list((folder / "home").rglob("*")) == []
    assert list((folder / "temporary").rglob("*")) == []


def test_the_only_program_that_is_started_is_python_itself_for_hostile_pictures(watched):
    started = watched[1]["started"]
    assert started
    for command in started:
        assert command[:2] == [sys.executable, "-I"]
        assert "media.child" in " ".join(command)


def test_no_piece_of_an_original_lies_in_the_vault_in_the_clear(watched):
    folder, _seen = watched
    kept = b"".join(
        path.read_bytes() for path in some([p for p in (folder / "demo/vault").rglob("*") if p.is_file()])
    )
    for sample in some([path for path in (folder / "demo/samples").rglob("*") if path.is_file()]):
        content = sample.read_bytes()
        for start in range(0, max(1, len(content) - 24), max(1, len(content) // 50)):
            assert content[start : start + 24] not in kept, sample.name
        assert sample.name.encode() not in kept


def test_the_vault_is_for_its_owner_alone(watched):
    if os.name == "nt":
        pytest.skip("Windows keeps rights another way")
    folder, _seen = watched
    for path in [folder / "demo/vault", *(folder / "demo/vault").rglob("*")]:
        assert path.stat().st_mode & 0o077 == 0, path


def test_no_module_of_the_program_loads_a_network_module(tmp_path):
    environment = {**surroundings(tmp_path), "QT_QPA_PLATFORM": "offscreen"}
    outcome = subprocess.run(
        [sys.executable, "-c", LISTENER],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert outcome.returncode == 0, outcome.stderr
    assert set(outcome.stdout.split("\n")) - {""} <= THE_STANDARD_LIBRARY_S_OWN
