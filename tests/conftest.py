"""What holds for every test: no network, no real home folder, no real screen, the same examples in CI."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import settings

# Before anything imports Qt or asks for a home folder.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
_HOME = Path(tempfile.mkdtemp(prefix="evidence-kit-tests-"))
_HOME_VARIABLES = {
    "HOME": "",
    "USERPROFILE": "",
    "APPDATA": "AppData/Roaming",
    "LOCALAPPDATA": "AppData/Local",
    "XDG_CONFIG_HOME": ".config",
    "XDG_DATA_HOME": ".local/share",
    "XDG_STATE_HOME": ".local/state",
    "XDG_CACHE_HOME": ".cache",
    "XDG_RUNTIME_DIR": ".run",
}
for _variable, _place in _HOME_VARIABLES.items():
    (_HOME / _place).mkdir(mode=0o700, parents=True, exist_ok=True)
    os.environ[_variable] = str(_HOME / _place)

settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")


class SocketGuard:
    """Refuses every socket that Python code asks for, and remembers that it was asked."""

    def __init__(self) -> None:
        """Begins at once; an audit hook cannot be taken away again."""
        self.asked: list[str] = []
        sys.addaudithook(self._look)

    def _look(self, event: str, arguments: tuple[object, ...]) -> None:
        if event.startswith("socket."):
            self.asked.append(event)
            raise PermissionError(f"Evidence Kit never uses a network, but {event} was called")


_GUARD = SocketGuard()


@pytest.fixture(autouse=True)
def no_network() -> Iterator[SocketGuard]:
    """Fails a test that asks for a socket, even where the refusal was swallowed."""
    _GUARD.asked.clear()
    yield _GUARD
    assert not _GUARD.asked, f"asked for a network: {_GUARD.asked}"


@contextmanager
def _skipped_without_its_tool() -> Iterator[None]:
    """Outside CI, a test whose outside tool is not installed is skipped with the reason; CI must have them all."""
    try:
        yield
    except FileNotFoundError as missing:
        tool = str(missing.filename)
        started = traceback.extract_tb(missing.__traceback__)[-1].name == "_execute_child"
        if os.environ.get("CI") or not started or os.sep in tool or shutil.which(tool):
            raise
        pytest.skip(f"{tool} is not installed")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup() -> Iterator[None]:
    """Looks at the tools that fixtures need."""
    with _skipped_without_its_tool():
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call() -> Iterator[None]:
    """Looks at the tools that tests need."""
    with _skipped_without_its_tool():
        return (yield)


def pytest_unconfigure() -> None:
    """Takes the home folder of this run away."""
    shutil.rmtree(_HOME, ignore_errors=True)
