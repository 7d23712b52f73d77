"""Starts the window. Whatever the surroundings could slip into Qt is taken away before Qt is loaded."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import MutableMapping, Sequence

from evidence_kit.assets import asset_path
from evidence_kit.errors import WindowUnavailable

PLATFORMS = frozenset({"windows", "cocoa", "xcb", "wayland", "offscreen"})
"""The ways Qt may reach a screen. Others open a network port (``vnc``) or write pictures to disk."""
_UNWANTED = (
    "QT_PLUGIN_PATH",
    "QT_QPA_PLATFORM_PLUGIN_PATH",
    "QT_QPA_PLATFORMTHEME",
    "QT_QPA_GENERIC_PLUGINS",
    "QT_STYLE_OVERRIDE",
    "QT_LOGGING_RULES",
    "QT_LOGGING_CONF",
    "QT_LOGGING_TO_CONSOLE",
    "QT_MESSAGE_PATTERN",
    "QT_DEBUG_PLUGINS",
    "QT_ICC_PROFILE_PATH",
    "QML_IMPORT_PATH",
    "QML2_IMPORT_PATH",
    "SESSION_MANAGER",
)
"""Variables that load code, write a log or tell another program about this one."""
_SCREEN_LIBRARIES = (
    "libxcb-cursor.so.0",
    "libxcb-icccm.so.4",
    "libxcb-keysyms.so.1",
    "libxkbcommon-x11.so.0",
    "libxcb-shape.so.0",
)
_SET_DUMPABLE = 4
"""``PR_SET_DUMPABLE``. Source: prctl(2), https://man7.org/linux/man-pages/man2/prctl.2.html, read 2026-11-23."""


def run(argv: Sequence[str]) -> int:
    """Opens the window and gives the exit status when it is closed; ``argv`` is not passed to Qt.

    Raises:
        WindowUnavailable: the system lacks a part that the window needs; it is named.
    """
    clean_environment(os.environ)
    keep_font_cache_out_of_home(os.environ, sys.platform)
    refuse_core_dumps()
    require_screen(os.environ, sys.platform)
    try:
        from evidence_kit.gui.opening import open_window  # noqa: PLC0415 - Qt must not load before this point
    except ImportError as error:
        raise WindowUnavailable(missing=str(error)) from error
    return open_window(argv[0] if argv else "notes")


def clean_environment(environment: MutableMapping[str, str]) -> None:
    """Removes what could load foreign code into Qt, and every platform that is not on the list."""
    for name in _UNWANTED:
        environment.pop(name, None)
    wanted = [entry for entry in environment.get("QT_QPA_PLATFORM", "").split(";") if entry in PLATFORMS]
    if wanted:
        environment["QT_QPA_PLATFORM"] = ";".join(wanted)
    else:
        environment.pop("QT_QPA_PLATFORM", None)


def keep_font_cache_out_of_home(environment: MutableMapping[str, str], platform: str) -> None:
    """On Linux, has fontconfig use the system's cache and write none of its own into the home folder.

    Source: https://fontconfig.pages.freedesktop.org/fontconfig/fontconfig-user.html (cachedir), read 2026-11-23.
    """
    if platform == "linux":
        environment["FONTCONFIG_FILE"] = str(asset_path("fonts", "window", "fonts.conf"))


def refuse_core_dumps() -> None:
    """On Linux, has the system write no memory of this program to disk, even if it crashes."""
    if sys.platform != "linux":
        return
    import resource  # noqa: PLC0415 - there is no such module on Windows

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    ctypes.CDLL(None).prctl(_SET_DUMPABLE, 0, 0, 0, 0)


def require_screen(environment: MutableMapping[str, str], platform: str) -> None:
    """Looks on Linux whether Qt can reach a screen: it would end the program without a word otherwise.

    Raises:
        WindowUnavailable: there is no screen, or libraries are missing; they are named.
    """
    if platform != "linux" or environment.get("QT_QPA_PLATFORM") == "offscreen":
        return
    if not environment.get("DISPLAY") and not environment.get("WAYLAND_DISPLAY"):
        raise WindowUnavailable(missing="DISPLAY, WAYLAND_DISPLAY")
    if environment.get("WAYLAND_DISPLAY"):
        return
    missing = [name for name in _SCREEN_LIBRARIES if not _loads(name)]
    if missing:
        raise WindowUnavailable(missing=", ".join(missing))


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
