"""How the window starts: nothing foreign is loaded, nothing is written, nothing can listen."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence_kit.errors import WindowUnavailable
from evidence_kit.gui.app import PLATFORMS, clean_environment, require_screen

SOURCE = Path(__file__).resolve().parents[2] / "src"

RUN = """
import os, sys
from pathlib import Path
from evidence_kit.gui import app
app.clean_environment(os.environ)
app.keep_font_cache_out_of_home(os.environ, sys.platform)
app.refuse_core_dumps()
app.require_screen(os.environ, sys.platform)
{before}
from PySide6.QtCore import QTimer
from evidence_kit.gui import opening
from evidence_kit.gui.pages.page import Place, Route
from evidence_kit.gui.widgets.picker import Picker, Wanted
from evidence_kit.gui.window import Window
start = Window.start
def start_and_leave(window, route):
    start(window, route)
    def use():
        picker = Picker(window, "Choose", Wanted.FILES, Path(os.environ["LOOK"]))
        QTimer.singleShot(300, picker.accept)
        picker.exec()
        {inside}
        window.leave()
    QTimer.singleShot(200, use)
Window.start = start_and_leave
sys.exit(opening.open_window("notes"))
"""


def run_window(tmp_path, before="", inside="", **environment):
    home = tmp_path / "home"
    home.mkdir()
    script = RUN.format(before=before, inside=inside)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "QT_"))}
    places = {"HOME": str(home), "LOOK": str(tmp_path), "PYTHONPATH": str(SOURCE), "TMPDIR": str(home)}
    ran = subprocess.run(
        [sys.executable, "-c", script],
        env={**kept, **places, "QT_QPA_PLATFORM": "offscreen", **environment},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert ran.returncode == 0, ran.stderr
    return home, ran.stdout


def test_a_run_writes_no_file_at_home(tmp_path):
    home, _said = run_window(tmp_path)
    assert not [path for path in home.rglob("*") if path.is_file()]


@pytest.mark.skipif(sys.platform != "linux", reason="fontconfig is how Linux finds fonts")
def test_fonts_are_looked_for_without_a_cache_of_ones_own(tmp_path):
    before = "print(os.environ['FONTCONFIG_FILE'], flush=True)"
    _home, said = run_window(tmp_path, before=before)
    settings = Path(said.strip()).read_text("utf-8")
    assert re.findall(r"<cachedir(.*?)</cachedir>", settings) == [">/var/cache/fontconfig"]
    assert "xdg" not in settings


def test_no_memory_of_the_program_is_written_when_it_crashes(tmp_path):
    if sys.platform != "linux":
        pytest.skip("the switch is Linux's own")
    before = (
        "import ctypes, resource\n"
        "print(resource.getrlimit(resource.RLIMIT_CORE), ctypes.CDLL(None).prctl(3, 0, 0, 0, 0), flush=True)"
    )
    _home, said = run_window(tmp_path, before=before)
    assert said.strip() == "(0, 0) 0"


def test_the_variables_of_a_spy_do_not_reach_qt(tmp_path):
    before = "print(sorted(name for name in os.environ if name.startswith('QT_')), flush=True)"
    _home, said = run_window(
        tmp_path,
        before=before,
        QT_PLUGIN_PATH="/tmp/evil",
        QT_LOGGING_RULES="*=true",
        QT_STYLE_OVERRIDE="evil",
    )
    assert said.strip() == "['QT_QPA_PLATFORM']"


@pytest.mark.parametrize(
    "platform", ["vnc", "vnc:port=5901", "linuxfb", "minimal", "offscreen:x", "xcb;vnc", ""]
)
def test_only_platforms_on_the_list_are_left(platform):
    environment = {"QT_QPA_PLATFORM": platform}
    clean_environment(environment)
    assert "vnc" not in environment.get("QT_QPA_PLATFORM", "")
    assert set(environment.get("QT_QPA_PLATFORM", "offscreen").split(";")) <= PLATFORMS


@given(st.text(max_size=30))
def test_whatever_stands_in_the_variable_only_known_platforms_are_left(platform):
    environment = {"QT_QPA_PLATFORM": platform}
    clean_environment(environment)
    assert set(environment.get("QT_QPA_PLATFORM", "offscreen").split(";")) <= PLATFORMS


def test_without_a_screen_the_window_says_what_is_missing():
    with pytest.raises(WindowUnavailable) as raised:
        require_screen({}, "linux")
    assert "DISPLAY" in raised.value.missing


def test_a_screen_off_the_screen_needs_nothing():
    require_screen({"QT_QPA_PLATFORM": "offscreen"}, "linux")
    require_screen({}, "win32")


def test_the_window_opens_on_a_real_screen_and_clears_its_own_clipboard(tmp_path):
    server = shutil.which("Xvfb")
    if server is None:
        pytest.skip("there is no Xvfb here")
    read, write = os.pipe()
    screen = subprocess.Popen(
        [server, "-displayfd", str(write), "-screen", "0", "1280x800x24", "-nolisten", "tcp"],
        pass_fds=(write,),
        stderr=subprocess.DEVNULL,
    )
    try:
        os.close(write)
        number = os.read(read, 16).decode().strip()
        inside = (
            "from PySide6.QtGui import QGuiApplication as G\n"
            "        from evidence_kit.gui.leaving import clear_own_clipboard\n"
            "        G.clipboard().setText('mine')\n"
            "        clear_own_clipboard()\n"
            "        print(G.platformName(), repr(G.clipboard().text()), flush=True)"
        )
        _home, said = run_window(tmp_path, inside=inside, QT_QPA_PLATFORM="xcb", DISPLAY=f":{number}")
        assert said.strip() == "xcb ''"
    finally:
        os.close(read)
        screen.terminate()
        screen.wait(10)
