"""The place to drop files on. What is dropped is copied, never moved: the original stays where it is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent

from evidence_kit.gui.widgets.pieces import Card, Picture
from evidence_kit.gui.widgets.text import PlainLabel
from evidence_kit.words import _


def dropped_paths(data: QMimeData) -> tuple[Path, ...]:
    """The files and folders of this computer among what is dropped; links into the web are left out."""
    return tuple(Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile())


class DropArea(Card):
    """A large dashed field that takes files and folders."""

    def __init__(self, taken: Callable[[tuple[Path, ...]], None]) -> None:
        super().__init__("drop", margin=28, spacing=8)
        self._taken = taken
        self.setAcceptDrops(True)
        self.setAccessibleName(_("Drop files here"))
        words = PlainLabel(_("Drop files or folders here"), "lead")
        words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.column.addWidget(Picture("upload", "accent", 2.0), 0, Qt.AlignmentFlag.AlignHCenter)
        self.column.addWidget(words)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Takes only files, and only as copies."""
        if dropped_paths(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self._show_over(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Looks as before."""
        self._show_over(False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Hands the paths on."""
        self._show_over(False)
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self._taken(dropped_paths(event.mimeData()))

    def _show_over(self, over: bool) -> None:
        self.setProperty("over", over)
        self.style().unpolish(self)
        self.style().polish(self)
