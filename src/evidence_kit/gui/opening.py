"""Makes the application and its one window. Loaded only after ``app`` has cleaned up."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from types import TracebackType

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from evidence_kit.errors import EvidenceKitError
from evidence_kit.gui import theme
from evidence_kit.gui.jobs import program_fault
from evidence_kit.gui.later import actions
from evidence_kit.gui.pages.page import Place, Route
from evidence_kit.gui.session import Session
from evidence_kit.gui.window import TITLE, Window
from evidence_kit.model import Surroundings


def keep_no_settings() -> None:
    """Points Qt's settings at nowhere: its own dialogs would note folders there."""
    for form in (QSettings.Format.NativeFormat, QSettings.Format.IniFormat):
        for scope in (QSettings.Scope.UserScope, QSettings.Scope.SystemScope):
            QSettings.setPath(form, scope, "/dev/null/none")


def open_window(program: str) -> int:
    """Shows the window and gives the exit status when the person is done."""
    keep_no_settings()
    application = QApplication([program])
    application.setApplicationName(TITLE)
    application.setDesktopFileName(TITLE.lower())
    application.setQuitOnLastWindowClosed(False)
    family = theme.load_fonts()
    points = theme.usual_points()

    def dress() -> None:
        theme.dress(application, theme.DARK if theme.system_is_dark() else theme.LIGHT, points, family)

    dress()
    application.styleHints().colorSchemeChanged.connect(lambda scheme: dress())
    session = Session(Surroundings(), _for_vaults)
    window = Window(session, _end_now)
    sys.excepthook = _last_resort(session)
    window.start(Route(Place.WELCOME))
    return application.exec()


def _for_vaults() -> Surroundings:
    return actions.default_surroundings()


def _end_now() -> None:
    """Ends without asking and without running anything else: nothing is left to write."""
    os._exit(0)


def _last_resort(
    session: Session,
) -> Callable[[type[BaseException], BaseException, TracebackType | None], None]:
    """Shows a fault of the program in words; nothing is printed or written, so no evidence slips out with it."""

    def tell(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        session.trouble.emit(error if isinstance(error, EvidenceKitError) else program_fault(error))

    return tell
