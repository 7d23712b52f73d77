import shutil

import pytest
from command_line import program

CHAT = (
    "12/11/2026, 18:41 - Ana: first\n"
    "13/11/2026, 18:42 - Ben: <b>second</b> \u202e\x00 {folder}\n"
    "13/11/2026, 18:43 - Ana: third\n"
)


@pytest.fixture(autouse=True)
def own_memory(tmp_path_factory, monkeypatch):
    """What a test's vaults were like when they were last open is not remembered for the copies of another test."""
    folder = tmp_path_factory.mktemp("memory")
    for variable in ("HOME", "XDG_DATA_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(variable, str(folder))


@pytest.fixture(scope="session")
def made_once(tmp_path_factory):
    """A vault with a chat, a note, and a place that was only written down."""
    folder = tmp_path_factory.mktemp("made")
    chat = folder / "WhatsApp Chat with Ana.txt"
    chat.write_text(CHAT, encoding="utf-8")
    note = folder / "note.txt"
    note.write_text("a harmless note\n", encoding="utf-8")
    assert program("create", folder / "vault").returncode == 0
    assert program("add", folder / "vault", chat, note, "--nobody-under-18").returncode == 0
    assert program("add", folder / "vault", "--record-only", "--where", "on my phone").returncode == 0
    return folder


@pytest.fixture
def vault(made_once, tmp_path):
    """A copy of that vault which a test may change or damage."""
    return shutil.copytree(made_once / "vault", tmp_path / "vault")


@pytest.fixture(scope="session")
def empty_once(tmp_path_factory):
    folder = tmp_path_factory.mktemp("empty") / "vault"
    assert program("create", folder).returncode == 0
    return folder


@pytest.fixture
def empty_vault(empty_once, tmp_path):
    return shutil.copytree(empty_once, tmp_path / "vault")
