"""The window: the rail at the side, the pages beside it, and the two ways out that are always there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLayout,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from evidence_kit.errors import EvidenceKitError
from evidence_kit.gui.leaving import Idle, Shifts, clear_own_clipboard
from evidence_kit.gui.pages.add import AddPage
from evidence_kit.gui.pages.conversation import ConversationPage
from evidence_kit.gui.pages.conversations import ConversationsPage
from evidence_kit.gui.pages.hold import HoldPage
from evidence_kit.gui.pages.home import HomePage
from evidence_kit.gui.pages.item import ItemPage
from evidence_kit.gui.pages.items import ItemsPage
from evidence_kit.gui.pages.page import Page, Place, Route
from evidence_kit.gui.pages.passphrase import PassphrasePage
from evidence_kit.gui.pages.record import RecordPage
from evidence_kit.gui.pages.report import ReportPage
from evidence_kit.gui.pages.unlock import UnlockPage
from evidence_kit.gui.pages.welcome import SafetyPage, WelcomePage
from evidence_kit.gui.pages.where import WherePage
from evidence_kit.gui.rail import Rail, TopBar
from evidence_kit.gui.session import Session
from evidence_kit.gui.widgets.drop import dropped_paths
from evidence_kit.gui.widgets.notices import Notice
from evidence_kit.gui.widgets.text import window_em
from evidence_kit.words import _

TITLE = "Notes"
"""What stands on the window: a word that says nothing to someone who looks over."""
END_SECONDS = 4.0
_USUAL_SIZE = QSize(1180, 780)
_FOLD_EM = 96

_OUTSIDE: dict[Place, Callable[[Session], Page]] = {
    Place.WELCOME: WelcomePage,
    Place.SAFETY: SafetyPage,
    Place.WHERE: WherePage,
    Place.NEW: PassphrasePage,
    Place.UNLOCK: UnlockPage,
}
_INSIDE: dict[Place, Callable[[Session], Page]] = {
    Place.HOME: HomePage,
    Place.ADD: AddPage,
    Place.HOLD: HoldPage,
    Place.ITEMS: ItemsPage,
    Place.ITEM: ItemPage,
    Place.CONVERSATIONS: ConversationsPage,
    Place.CONVERSATION: ConversationPage,
    Place.REPORT: ReportPage,
    Place.RECORD: RecordPage,
}


class Window(QMainWindow):
    """The frame. Pages that show what is in the vault exist only while it is open.

    ``end`` ends the program; it is called last, when the keys are gone or a few seconds have passed.
    """

    def __init__(self, session: Session, end: Callable[[], None]) -> None:
        super().__init__()
        self.session, self._end = session, end
        self._pages: dict[Place, Page] = {}
        self._back: tuple[Path | None, Route] | None = None
        self.route = Route(Place.WELCOME)
        self._shown_before = False
        self.setWindowTitle(TITLE)
        self.setAcceptDrops(True)
        self.rail = Rail(self.show_route, self.lock, self.leave)
        self.bar = TopBar(self.show_route, self.lock, self.leave)
        self.notice = Notice()
        self._root = QWidget()
        self.stack = QStackedWidget()
        self._lay_out()
        self._listen()

    def start(self, route: Route) -> None:
        """Shows the window at a page."""
        self.resize(_USUAL_SIZE.boundedTo(self.screen().availableSize()))
        self.show_route(route)
        self.show()

    def show_route(self, route: Route) -> None:
        """Brings up a page; pages of an open vault cannot be reached while there is none."""
        if route.place is Place.LEAVE:
            self.leave()
            return
        if route.place in _INSIDE and not self.session.is_open:
            route = Route(Place.UNLOCK) if self.session.folder else Route(Place.WELCOME)
        if route.place is Place.HOME and self._back is not None:
            (folder, before), self._back = self._back, None
            route = before if folder == self.session.folder else route
        page = self.page(route.place)
        self.route = route
        self.notice.clear()
        self._watch_idle()
        self._keep_focus(page)
        self.stack.setCurrentWidget(page)
        self.rail.show_place(route.place, is_open=self.session.is_open)
        self.bar.show_place(route.place, is_open=self.session.is_open)
        page.enter(route)

    def _keep_focus(self, page: Page) -> None:
        """Takes the focus to the new page before the old one goes: else Qt gives it to the next button there is."""
        focused, old = self.focusWidget(), self.stack.currentWidget()
        if focused is None or (old is not None and old is not page and old.isAncestorOf(focused)):
            (page if self._shown_before else self._root).setFocus()
        self._shown_before = True

    def page(self, place: Place) -> Page:
        """The page of a place, made when it is first wanted."""
        if place not in self._pages:
            page = {**_OUTSIDE, **_INSIDE}[place](self.session)
            page.go.connect(self.show_route)
            self._pages[place] = page
            self.stack.addWidget(page)
        return self._pages[place]

    def lock(self) -> None:
        """Locks; opening again comes back to where the person was."""
        if self.session.is_open:
            self._back = (
                (self.session.folder, replace(self.route, paths=())) if self.route.place in _INSIDE else None
            )
            self.session.lock()

    def leave(self) -> None:
        """Hides every window at once, drops the keys, empties our clipboard, and ends."""
        for window in QApplication.topLevelWidgets():
            window.hide()
        clear_own_clipboard()
        QTimer.singleShot(0, self._finish)

    def _finish(self) -> None:
        self.session.end(END_SECONDS)
        self._end()

    def closeEvent(self, event: object) -> None:
        """Closing the window is leaving."""
        self.leave()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Puts the rail on top where the window is narrow for its text size."""
        super().resizeEvent(event)
        self._fold()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes back to the home page."""
        if (
            event.key() == Qt.Key.Key_Escape
            and self.route.place in _INSIDE
            and self.route.place is not Place.HOME
        ):
            self.show_route(Route(Place.HOME))
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files can be dropped anywhere once the folder is open; only as copies."""
        if self.route.place in _INSIDE and dropped_paths(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        """Goes to the page that asks the question, before anything is read."""
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.show_route(Route(Place.ADD, paths=dropped_paths(event.mimeData())))

    def _lay_out(self) -> None:
        root = self._root
        root.setObjectName("root")
        line = QHBoxLayout(root)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self.rail)
        content = QVBoxLayout()
        content.setSpacing(0)
        content.addWidget(self.bar)
        strip = QVBoxLayout()
        strip.setContentsMargins(14, 0, 14, 0)
        strip.addWidget(self.notice)
        content.addLayout(strip)
        content.addWidget(self.stack, 1)
        line.addLayout(content, 1)
        self.setCentralWidget(root)
        QWidget.setTabOrder(root, self.rail.leave_button)
        self.rail.order_tabs()
        self.bar.order_tabs()
        frame = self.layout()
        if frame is not None:
            frame.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)

    def _listen(self) -> None:
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        self._shifts = Shifts(application, self)
        self._shifts.pressed.connect(self.leave)
        self._idle = Idle(application, self, self.session.surroundings.now)
        self._idle.nearly.connect(self._warn)
        self._idle.touched.connect(self.notice.clear)
        self._idle.over.connect(self._lock_unattended)
        self.session.trouble.connect(self._trouble)
        self.session.locked.connect(self._locked)

    def _fold(self) -> None:
        narrow = self.width() < _FOLD_EM * window_em()
        self.rail.setVisible(not narrow)
        self.bar.setVisible(narrow)

    def _watch_idle(self) -> None:
        if self.session.is_open:
            self._idle.watch()
        else:
            self._idle.rest()

    def _warn(self) -> None:
        self.notice.say(
            _("The folder locks itself in a few seconds."),
            _("Move the mouse or press a key to stay."),
            picture="lock",
        )

    def _lock_unattended(self) -> None:
        if not self.session.is_changing:
            self.lock()

    def _trouble(self, error: EvidenceKitError) -> None:
        self.notice.say_error(error)

    def _locked(self) -> None:
        for dialog in QApplication.topLevelWidgets():
            if dialog is not self and dialog.isVisible():
                dialog.close()
        for place in tuple(self._pages):
            page = self._pages.pop(place)
            self.stack.removeWidget(page)
            page.hide()
            page.deleteLater()
        clear_own_clipboard()
        self.show_route(Route(Place.UNLOCK))
