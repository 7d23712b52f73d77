"""What the program has to say: a calm card with words, and the strip that shows work under way."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from evidence_kit.error_text import error_words
from evidence_kit.errors import EvidenceKitError
from evidence_kit.gui.jobs import Job
from evidence_kit.gui.widgets.buttons import Button
from evidence_kit.gui.widgets.pieces import Card, Picture, clear
from evidence_kit.gui.widgets.text import PlainLabel
from evidence_kit.words import _

STRIP_AFTER_MILLISECONDS = 500
"""Shorter work is not worth a word: a strip that flashes by unsettles."""


def announce(widget: QWidget, text: str) -> None:
    """Has a screen reader say ``text``."""
    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, text))


class Notice(QWidget):
    """A place for words that come up: empty and hidden, or one card."""

    def __init__(self) -> None:
        super().__init__()
        self.words = ""
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.hide()

    def say(self, title: str, *lines: str, surface: str = "calm", picture: str = "info") -> None:
        """Shows a bold line and further ones, and reads them out."""
        self.clear()
        card = Card(surface, margin=16, spacing=4)
        line = QHBoxLayout()
        line.setSpacing(12)
        colour = {"care": "warn", "hold": "hold"}.get(surface, "soft_text")
        line.addWidget(Picture(picture, colour), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(PlainLabel(title, "strong"))
        for text in lines:
            words.addWidget(PlainLabel(text))
        line.addLayout(words, 1)
        card.column.addLayout(line)
        self._column.addWidget(card)
        self.show()
        self.words = " ".join((title, *lines))
        announce(self, self.words)

    def say_error(self, error: EvidenceKitError) -> None:
        """Shows an error's three sentences: what happened, what it means for the evidence, what to do."""
        words = error_words(error)
        self.say(words.what, words.evidence, words.next_step, surface="care")

    def clear(self) -> None:
        """Takes the words away."""
        clear(self._column)
        self.words = ""
        self.hide()


class ProgressStrip(Card):
    """Shows a job once it has run for half a second: what it does, how far it is, and a way to stop it."""

    def __init__(self) -> None:
        super().__init__("card", margin=16)
        self._words = PlainLabel("", "strong")
        self._amount = PlainLabel("", "small")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(_("How far it is"))
        self._stop = Button(_("Stop"), self.stop)
        line = QHBoxLayout()
        line.setSpacing(14)
        words = QVBoxLayout()
        words.setSpacing(6)
        for widget in (self._words, self._bar, self._amount):
            words.addWidget(widget)
        line.addLayout(words, 1)
        line.addWidget(self._stop, 0, Qt.AlignmentFlag.AlignVCenter)
        self.column.addLayout(line)
        self._job: Job[object] | None = None
        self._amount_text: Callable[[int, int], str] = _no_amount
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(STRIP_AFTER_MILLISECONDS)
        self._wait.timeout.connect(self._appear)
        self.hide()

    @property
    def is_idle(self) -> bool:
        """True while it follows no job."""
        return self._job is None

    def follow(
        self,
        job: Job[object],
        words: str,
        amount: Callable[[int, int], str] | None = None,
        *,
        can_stop: bool = True,
    ) -> None:
        """Shows this job from now until it ends."""
        self._job, self._amount_text = job, amount or _no_amount
        self._words.setText(words)
        self._amount.setText("")
        self._bar.setRange(0, 0)
        self._stop.setVisible(can_stop)
        self._stop.setEnabled(True)
        job.counted.connect(self._count)
        job.ended.connect(self._end)
        self._wait.start()

    def stop(self) -> None:
        """Asks the job to stop at its next safe point; what it has finished stays."""
        if self._job is not None:
            self._words.setText(_("Stopping…"))
            self._stop.setEnabled(False)
            self._job.cancel()

    def _appear(self) -> None:
        if self._job is not None and self._job.running:
            self.show()
            announce(self, self._words.text())

    def _count(self, done: int, total: int) -> None:
        if total > 0:
            self._bar.setRange(0, 1000)
            self._bar.setValue(min(1000, done * 1000 // total))
        self._amount.setText(self._amount_text(done, total))

    def _end(self) -> None:
        self._job = None
        self._wait.stop()
        self.hide()


def _no_amount(done: int, total: int) -> str:
    return ""
