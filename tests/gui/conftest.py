"""One dressed application for all tests of the window, a session with a cheap key slot, and the window itself."""

from __future__ import annotations

import pytest
from gui_screens import PASSPHRASE, settle, write_samples
from PySide6.QtCore import Qt

from evidence_kit import actions
from evidence_kit.gui import theme
from evidence_kit.gui.opening import keep_no_settings
from evidence_kit.gui.session import Session
from evidence_kit.gui.window import Window
from evidence_kit.model import Surroundings


@pytest.fixture(scope="session")
def qapp_args():
    """Nothing of pytest's own arguments reaches Qt."""
    keep_no_settings()
    return ["notes"]


@pytest.fixture
def dressed(qapp):
    """The application in its usual look."""
    family = theme.load_fonts()
    theme.dress(qapp, theme.LIGHT, 10.5, family)
    yield qapp
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    theme.dress(qapp, theme.LIGHT, 10.5, family)


@pytest.fixture
def session(dressed, tmp_path):
    """A session that is ended with the test."""
    session = Session(Surroundings(scrypt_log_n=10, state_folder=tmp_path / "state"))
    yield session
    session.lock()
    settle(session)
    session.end(5)


@pytest.fixture
def ended():
    """How often the program ended."""
    return []


@pytest.fixture
def window(session, qtbot, ended):
    """The window, shown, with nothing open."""
    window = Window(session, lambda: ended.append(True))
    qtbot.addWidget(window, before_close_func=lambda shown: setattr(shown, "leave", lambda: None))
    window.resize(1180, 780)
    window.show()
    qtbot.waitExposed(window)
    return window


@pytest.fixture
def samples(tmp_path):
    """Harmless files to add."""
    return write_samples(tmp_path / "samples")


@pytest.fixture
def vault_folder(tmp_path, samples):
    """A locked folder on disk that holds the samples."""
    surroundings = Surroundings(scrypt_log_n=10, state_folder=tmp_path / "state")
    created = actions.create_vault(tmp_path / "Notes", PASSPHRASE, surroundings)
    actions.add_evidence(created.vault, samples, actions.Under18.NOBODY)
    actions.lock(created.vault)
    return tmp_path / "Notes"


@pytest.fixture
def opened(session, vault_folder):
    """The session with that folder open."""
    failures = []
    session.open(vault_folder, PASSPHRASE, lambda: None, failures.append)
    settle(session)
    assert not failures
    return session
