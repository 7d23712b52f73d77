"""A line to search with, and the way from one hit to the next."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from evidence_kit.gui.widgets.buttons import Button
from evidence_kit.gui.widgets.fields import search_line
from evidence_kit.gui.widgets.text import PlainLabel
from evidence_kit.words import _


class SearchBar(QWidget):
    """Asks for words, is given the numbers of what was found, and goes through them."""

    def __init__(self, name: str, search: Callable[[str], None], go_to: Callable[[int], None]) -> None:
        super().__init__()
        self._search, self._go_to = search, go_to
        self._hits: tuple[int, ...] = ()
        self._place = 0
        self.edit = search_line(name, self._forget)
        self.edit.returnPressed.connect(self._ask)
        self._before = Button(_("Hit before"), lambda: self._step(-1), kind="quiet")
        self._next = Button(_("Next hit"), lambda: self._step(1), kind="quiet")
        self._found = PlainLabel("", "quiet")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.edit, 1)
        for button in (Button(_("Search"), self._ask, icon_name="search"), self._before, self._next):
            line.addWidget(button)
        column.addLayout(line)
        column.addWidget(self._found)
        self._forget()

    def show_hits(self, numbers: Sequence[int]) -> None:
        """Takes what was found, in order, and goes to the first."""
        self._hits, self._place = tuple(numbers), 0
        self._step(0)

    def _ask(self) -> None:
        words = self.edit.text().strip()
        if words:
            self._search(words)

    def _forget(self) -> None:
        self._hits = ()
        for widget in (self._before, self._next, self._found):
            widget.hide()

    def _step(self, by: int) -> None:
        self._found.show()
        for button in (self._before, self._next):
            button.setVisible(len(self._hits) > 1)
        if not self._hits:
            self._found.setText(_("Nothing found. Try a shorter word, or only its beginning."))
            return
        self._place = (self._place + by) % len(self._hits)
        self._found.setText(_("Hit {place} of {count}").format(place=self._place + 1, count=len(self._hits)))
        self._go_to(self._hits[self._place])
