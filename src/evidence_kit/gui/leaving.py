"""Out and locked: Shift three times leaves from anywhere, and the vault locks itself when nobody is there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication

SHIFTS, WITHIN_MILLISECONDS = 3, 1500
LOCK_AFTER_MINUTES = 3
WARN_BEFORE_SECONDS = 20
_TICK_SECONDS = 5
_JUMP = timedelta(seconds=60)
_TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
    }
)


class Shifts(QObject):
    """Emits ``pressed`` when Shift was pressed three times within 1.5 seconds and nothing else in between.

    It listens to the application's windows, so a dialog that holds all input does not stand in its way.
    Source: the "Exit this page" component of the GOV.UK design system,
    https://design-system.service.gov.uk/components/exit-this-page/, read 2026-11-23.
    """

    pressed = Signal()

    def __init__(self, application: QApplication, parent: QObject) -> None:
        super().__init__(parent)
        self._times: list[int] = []
        self._clock = QElapsedTimer()
        self._clock.start()
        application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Counts; never takes an event away."""
        if (
            isinstance(watched, QWindow)
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
        ):
            self._key(event)
        return False

    def _key(self, event: QKeyEvent) -> None:
        if event.isAutoRepeat():
            return
        if event.key() != Qt.Key.Key_Shift:
            self._times.clear()
            return
        now = self._clock.elapsed()
        self._times = [time for time in self._times if now - time < WITHIN_MILLISECONDS] + [now]
        if len(self._times) >= SHIFTS:
            self._times.clear()
            self.pressed.emit()


class Idle(QObject):
    """Says when nobody has touched the window for a while: first a warning, then the end of the sitting.

    A jump of the clock (the computer slept, or someone set it) counts as a long absence.
    """

    nearly = Signal()
    over = Signal()
    touched = Signal()

    def __init__(
        self,
        application: QApplication,
        parent: QObject,
        now: Callable[[], datetime],
        after: timedelta = timedelta(minutes=LOCK_AFTER_MINUTES),
    ) -> None:
        super().__init__(parent)
        self._now, self._after = now, after
        self._quiet = QElapsedTimer()
        self._quiet.start()
        self._since_tick = QElapsedTimer()
        self._last_tick = now()
        self._warned = False
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_SECONDS * 1000)
        self._timer.timeout.connect(self.tick)
        application.installEventFilter(self)

    def watch(self) -> None:
        """Starts counting from now."""
        self._quiet.restart()
        self._since_tick.restart()
        self._last_tick = self._now()
        self._warned = False
        self._timer.start()

    def rest(self) -> None:
        """Stops counting: nothing is open."""
        self._timer.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Starts anew at every touch; never takes an event away."""
        if event.type() in _TOUCHES:
            self._quiet.restart()
            if self._warned:
                self._warned = False
                self.touched.emit()
        return False

    def tick(self) -> None:
        """Looks at both clocks."""
        passed = timedelta(milliseconds=self._since_tick.restart())
        now = self._now()
        jumped = abs((now - self._last_tick) - passed) > _JUMP
        self._last_tick = now
        quiet = timedelta(milliseconds=self._quiet.elapsed())
        if jumped or quiet >= self._after:
            self.over.emit()
        elif quiet >= self._after - timedelta(seconds=WARN_BEFORE_SECONDS) and not self._warned:
            self._warned = True
            self.nearly.emit()


def clear_own_clipboard() -> None:
    """Empties the clipboard if what it holds came from this program."""
    clipboard = QGuiApplication.clipboard()
    if clipboard is not None and clipboard.ownsClipboard():
        clipboard.clear()
