"""Sets up this checkout and starts the program or its tests; needs nothing but Python 3.11 or newer.

    python3 packaging/run.py                      the window
    python3 packaging/run.py demo FOLDER          any command line of the program
    python3 packaging/run.py --test               all tests; further arguments go to pytest

Everything is installed into ``.venv`` in the checkout, from the pinned lists beside this file; the system's own
Python is left alone. What is already there is not installed twice. Debian packages that are missing are named, and
installed only where this runs as root on Debian. All that this script says goes to stderr.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

CHECKOUT = Path(__file__).resolve().parent.parent
ENVIRONMENT = CHECKOUT / ".venv"
WINDOWS = os.name == "nt"
PYTHON = ENVIRONMENT / ("Scripts/python.exe" if WINDOWS else "bin/python")

LISTS = {"line": "requirements.txt", "window": "requirements-window.txt", "test": "requirements-test.txt"}
"""What each purpose installs. Every list holds the ones before it."""

QT_PACKAGES = ("libgl1", "libegl1", "libglib2.0-0", "libdbus-1-3", "libfontconfig1", "libxkbcommon0")
X11_PACKAGES = ("libxkbcommon-x11-0", "libxcb-cursor0", "libxcb-icccm4", "libxcb-keysyms1", "libxcb-shape0")
TEST_TOOLS = {
    "age": "age",
    "ssh-keygen": "openssh-client",
    "openssl": "openssl",
    "pdftotext": "poppler-utils",
    "qpdf": "qpdf",
    "/usr/share/unicode/BidiTest.txt": "unicode-data",
    "Xvfb": "xvfb",
}
"""A program on the path, or a file, and the Debian package that brings it. A test that lacks one is skipped."""

QT_PROBE = "from PySide6 import QtWidgets"
X11_PROBE = """
import ctypes, pathlib, PySide6
from PySide6 import QtWidgets
for plugin in pathlib.Path(PySide6.__file__).parent.glob('Qt/plugins/platforms/libqxcb.so'):
    ctypes.CDLL(str(plugin))
"""
QT_NEEDS = {"offscreen": (QT_PROBE, QT_PACKAGES), "x11": (X11_PROBE, (*QT_PACKAGES, *X11_PACKAGES))}
"""How to see whether Qt starts on a surface, and the Debian packages that it needs there."""


def say(text: str) -> None:
    """Tells the person something, apart from the program's own output."""
    print(text, file=sys.stderr, flush=True)


def stop(text: str) -> NoReturn:
    """Ends with a sentence that says what to do."""
    say(text)
    raise SystemExit(1)


def quietly(*command: str | Path) -> bool:
    """Runs a step whose output belongs on stderr; True when it succeeded."""
    return subprocess.run(command, stdout=sys.stderr, stdin=subprocess.DEVNULL, check=False).returncode == 0


# --- Debian ------------------------------------------------------------------


def may_install_packages() -> bool:
    """True for root on Debian or one of its children."""
    return Path("/etc/debian_version").exists() and os.geteuid() == 0 and shutil.which("apt-get") is not None


def install_packages(packages: list[str]) -> bool:
    """Installs Debian packages, or says how to; True when they were installed."""
    if not may_install_packages():
        say(f"On Debian or Ubuntu, install what is missing with: sudo apt-get install {' '.join(packages)}")
        return False
    say(f"Installing Debian packages: {' '.join(packages)} …")
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    steps = (["update"], ["install", "-y", "--no-install-recommends", *packages])
    for step in steps:
        outcome = subprocess.run(
            ["apt-get", *step],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
    if outcome.returncode:
        say(outcome.stdout.decode(errors="replace"))
    return outcome.returncode == 0


def provide_test_tools() -> None:
    """Installs or names the programs that some tests check with; goes on without them."""
    missing = sorted(
        package
        for tool, package in TEST_TOOLS.items()
        if not (Path(tool).exists() if tool.startswith("/") else shutil.which(tool))
    )
    if not missing:
        return
    say(f"Some tests check with programs that are not here: {' '.join(missing)}")
    if not install_packages(missing):
        say("The tests that need them will be skipped.")


def provide_qt_libraries(surface: str) -> bool:
    """Sees once whether Qt can start here; if not, installs or names the system libraries that it needs."""
    probe, packages = QT_NEEDS[surface]
    seen = ENVIRONMENT / f"qt-starts-{surface}"
    if seen.exists():
        return True
    trouble = qt_trouble(probe)
    if trouble:
        say(f"Qt cannot start yet: {trouble}")
        if not install_packages(list(packages)):
            return False
        trouble = qt_trouble(probe)
    if trouble:
        say(f"Qt still cannot start: {trouble}")
        return False
    seen.touch()
    return True


def qt_trouble(probe: str) -> str:
    """The last line of what Qt says when it cannot be loaded; empty when it can."""
    outcome = subprocess.run([PYTHON, "-c", probe], capture_output=True, text=True, check=False)
    if outcome.returncode == 0:
        return ""
    return (outcome.stderr.strip().splitlines() or [f"it ended with status {outcome.returncode}"])[-1]


# --- the environment ---------------------------------------------------------


def fingerprint(purpose: str) -> str:
    """Changes when the list of ``purpose``, the installer or the Python changes."""
    lists = [CHECKOUT / "packaging" / name for name in ("requirements-pip.txt", LISTS[purpose])]
    content = b"".join(path.read_bytes() for path in lists) + str(sys.version_info[:2]).encode()
    return hashlib.sha256(content).hexdigest()


def stamp(purpose: str) -> Path:
    """The file that says which list was installed to its end."""
    return ENVIRONMENT / f"installed-{purpose}"


def is_installed(purpose: str) -> bool:
    """True when this list, or one that holds it, is in place as it is now."""
    purposes = list(LISTS)
    return PYTHON.exists() and any(
        stamp(larger).exists() and stamp(larger).read_text("ascii") == fingerprint(larger)
        for larger in purposes[purposes.index(purpose) :]
    )


def make_environment() -> None:
    """Makes ``.venv``, without its own installer, where there is none for this version of Python."""
    version = "import sys; sys.exit(tuple(sys.version_info[:2]) != " + repr(tuple(sys.version_info[:2])) + ")"
    if PYTHON.exists() and quietly(PYTHON, "-c", version):
        return
    if not quietly(sys.executable, "-m", "venv", "--clear", "--without-pip", ENVIRONMENT):
        stop(
            f"Could not make {ENVIRONMENT}. This needs Python's module venv and a folder that can be written to."
        )


def installer() -> list[str]:
    """The start of a command that installs into ``.venv``."""
    from_outside = [sys.executable, "-m", "pip", "--python", str(PYTHON)]
    if importlib.util.find_spec("pip"):
        return from_outside
    if importlib.util.find_spec("ensurepip") and quietly(PYTHON, "-m", "ensurepip"):
        return [str(PYTHON), "-m", "pip"]
    say("Python's installer, pip, is not here.")
    if not install_packages(["python3-pip"]):
        stop("Install pip, then run this again.")
    return from_outside


def install(purpose: str) -> None:
    """Installs a pinned list into ``.venv``; only files whose SHA-256 is in the list are taken."""
    say(f"Setting up {ENVIRONMENT} (this takes a minute or two) …")
    make_environment()
    lists = CHECKOUT / "packaging"
    options = ["install", "--quiet", "--no-input", "--disable-pip-version-check", "--require-hashes"]
    options += ["--only-binary", ":all:", "--no-deps", "--requirement"]
    # A pip from outside takes the packages beside it for installed ones, so it only brings in the pinned pip.
    steps = [
        [*installer(), *options, str(lists / "requirements-pip.txt"), "--ignore-installed"],
        [str(PYTHON), "-m", "pip", *options, str(lists / LISTS[purpose])],
    ]
    for step in steps:
        if not quietly(*step):
            stop("Setting up did not work; the lines above say why. Nothing outside this folder was changed.")
    link_sources()
    stamp(purpose).write_text(fingerprint(purpose), "ascii")


def link_sources() -> None:
    """Lets the Python of ``.venv`` find the program in ``src``."""
    asked = [str(PYTHON), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    packages = Path(subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip())
    # Relative, so that the checkout can be moved.
    sources = os.path.relpath(CHECKOUT / "src", packages)
    (packages / "evidence_kit_checkout.pth").write_text(sources + "\n", "utf-8")


# --- what was asked for ------------------------------------------------------


def become(*command: str | Path) -> NoReturn:
    """Goes over to a command: its exit status, its signals and its file descriptors are its own."""
    arguments = [str(part) for part in command]
    sys.stdout.flush()
    if WINDOWS:
        raise SystemExit(subprocess.run(arguments, close_fds=False, check=False).returncode)
    os.execv(arguments[0], arguments)


def run_tests(arguments: list[str]) -> NoReturn:
    """Runs linters, types, arrows and all tests, as one pytest run in the checkout."""
    provide_test_tools()
    if not provide_qt_libraries("offscreen"):
        stop("Then run this again.")
    if sys.platform == "linux" and not provide_qt_libraries("x11"):
        say("A test that needs a real screen may fail.")
    os.chdir(CHECKOUT)
    become(PYTHON, "-m", "pytest", *arguments)


def run_program(arguments: list[str]) -> NoReturn:
    """Starts the window where no command is given, else the command line."""
    if not arguments and sys.platform == "linux":
        if not provide_qt_libraries("x11" if os.environ.get("DISPLAY") else "offscreen"):
            stop("Then run this again.")
    become(PYTHON, "-m", "evidence_kit", *arguments)


def main(arguments: list[str]) -> NoReturn:
    """Sets up what the arguments need, then does what they ask."""
    if sys.version_info < (3, 11):  # noqa: UP036 (this file is what an older Python is shown first)
        stop(f"Evidence Kit needs Python 3.11 or newer; this is Python {sys.version.split()[0]}.")
    testing = arguments[:1] == ["--test"]
    purpose = "test" if testing else "line" if arguments else "window"
    if not is_installed(purpose):
        install(purpose)
    if testing:
        run_tests(arguments[1:])
    run_program(arguments)


if __name__ == "__main__":
    main(sys.argv[1:])
