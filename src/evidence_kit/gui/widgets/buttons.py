"""Buttons: one look each for the one obvious step, for others, and for quiet ones."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QPushButton

from evidence_kit.gui.icons import icon
from evidence_kit.gui.theme import colours
from evidence_kit.gui.widgets.text import one_line


class Button(QPushButton):
    """A button that says what it does; ``kind`` is ``primary``, ``quiet``, ``chip``, ``nav`` or empty.

    Its icon follows the colours in force, Enter presses it, and its name for a screen reader is its text.
    """

    def __init__(
        self, text: str, pressed: Callable[[], None] | None = None, kind: str = "", icon_name: str = ""
    ) -> None:
        super().__init__()
        self._icon_name = icon_name
        self.setProperty("kind", kind)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.say(text)
        self._tint()
        self.toggled.connect(self._tint)
        if pressed is not None:
            self.clicked.connect(lambda _checked: pressed())

    def say(self, text: str) -> None:
        """Changes what the button says, on the screen and to a screen reader."""
        words = one_line(text)
        self.setText(("\u00a0\u00a0" if self._icon_name else "") + words.replace("&", "&&"))
        self.setAccessibleName(words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses, as people expect of a button that has the focus."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Tints the icon anew when the colours or the button's state change."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.EnabledChange, QEvent.Type.FontChange):
            self._tint()

    def _tint(self) -> None:
        if not self._icon_name:
            return
        size = max(18, round(QFontMetrics(self.font()).height() * 0.95))
        self.setIcon(icon(self._icon_name, self._colour(), size))
        self.setIconSize(QSize(size, size))

    def _colour(self) -> str:
        scheme, kind = colours(), self.property("kind")
        if not self.isEnabled():
            return scheme.text_quiet
        if kind == "nav":
            return scheme.soft_text if self.isChecked() else scheme.text_quiet
        return {"primary": scheme.on_accent, "quiet": scheme.accent}.get(kind, scheme.text)


def chip(text: str, pressed: Callable[[], None]) -> Button:
    """A round button that stays pressed, for choosing what a list shows."""
    button = Button(text, pressed, kind="chip")
    button.setCheckable(True)
    return button
