"""Every screen, in a small window, with twice the text, from right to left: reachable, named, whole."""

import pytest
from gui_screens import button_of, calm, press, settle, walk
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QWidget,
)

from evidence_kit.gui import theme
from evidence_kit.gui.pages.page import Place, Route
from evidence_kit.gui.rail import Rail, TopBar
from evidence_kit.gui.widgets.text import PlainLabel
from evidence_kit.gui.window import Window

CONTROLS = (QAbstractButton, QLineEdit, QComboBox, QPlainTextEdit, QAbstractItemView)
ROLES = {
    QAccessible.Role.Button,
    QAccessible.Role.CheckBox,
    QAccessible.Role.RadioButton,
    QAccessible.Role.EditableText,
    QAccessible.Role.ComboBox,
    QAccessible.Role.List,
    QAccessible.Role.Table,
    QAccessible.Role.Tree,
    QAccessible.Role.ButtonMenu,
}
LEAST_TARGET = 24
EXPECTED_SCREENS = 33


def visible(top, kind):
    return [
        widget
        for widget in top.findChildren(QWidget)
        if isinstance(widget, kind)
        and widget.isVisible()
        and widget.window() is top
        and not widget.objectName().startswith("qt_")
    ]


def controls(top):
    inside = [widget for widget in visible(top, CONTROLS) if widget.isEnabled()]
    return [widget for widget in inside if not isinstance(widget.parent(), QComboBox | QAbstractItemView)]


def unnamed(top):
    problems = []
    for widget in controls(top):
        spoken = QAccessible.queryAccessibleInterface(widget)
        if spoken.role() in ROLES and not spoken.text(QAccessible.Text.Name).strip():
            problems.append(f"{described(widget)} has no name")
        if widget.focusPolicy() == Qt.FocusPolicy.NoFocus:
            problems.append(f"{described(widget)} cannot have the focus")
        if isinstance(widget, QAbstractButton) and min(widget.width(), widget.height()) < LEAST_TARGET:
            problems.append(f"{described(widget)} is hard to hit")
    return problems


def out_of_reach(top):
    top.activateWindow()
    QTest.qWaitForWindowActive(top)
    top.setFocus()
    reached = []
    for _step in range(300):
        QTest.keyClick(QApplication.focusWidget() or top, Qt.Key.Key_Tab)
        now = QApplication.focusWidget()
        if now in reached:
            break
        reached.append(now)
    return [f"Tab does not reach {described(widget)}" for widget in controls(top) if widget not in reached]


def cut(top):
    problems = []
    for label in visible(top, PlainLabel):
        if label.height() + 1 < label.heightForWidth(label.width()):
            problems.append(f"{label.text()!r} is cut below")
    for widget in visible(top, (QAbstractButton, QLineEdit, QComboBox)):
        wanted = widget.minimumSizeHint() if not isinstance(widget, QAbstractButton) else widget.sizeHint()
        if isinstance(widget, QAbstractButton) and widget.width() + 1 < wanted.width():
            problems.append(f"{described(widget)} is narrower than its words")
        if widget.height() + 1 < wanted.height():
            problems.append(f"{described(widget)} is lower than its words")
    return problems


def sideways(top):
    problems = []
    for area in visible(top, QScrollArea):
        if area.widget().width() > area.viewport().width() + 1:
            problems.append(f"{described(area)} scrolls sideways")
    for widget in visible(top, (PlainLabel, *CONTROLS)):
        place = QRect(widget.mapTo(top, QPoint(0, 0)), widget.size())
        if place.left() < -1 or place.right() > top.width() + 1:
            problems.append(f"{described(widget)} stands out of the window")
        parent = widget.parentWidget()
        if isinstance(parent, QAbstractScrollArea) or parent is None:
            continue
        if widget.x() < -1 or widget.x() + widget.width() > parent.width() + 1:
            problems.append(f"{described(widget)} stands out of what holds it")
    return problems


def described(widget):
    text = getattr(widget, "text", str)()
    return f"{type(widget).__name__} {widget.accessibleName() or text!r}"


@pytest.mark.parametrize(
    ("size", "points", "direction"),
    [
        ((1024, 600), 10.5, Qt.LayoutDirection.LeftToRight),
        ((1024, 600), 21.0, Qt.LayoutDirection.LeftToRight),
        ((1280, 720), 15.0, Qt.LayoutDirection.RightToLeft),
    ],
    ids=["small", "twice the text", "right to left"],
)
def test_every_screen_is_named_reachable_and_whole(
    session, qtbot, dressed, tmp_path, size, points, direction
):
    theme.dress(dressed, theme.LIGHT, points, theme.load_fonts())
    dressed.setLayoutDirection(direction)
    window = Window(session, lambda: None)
    qtbot.addWidget(window, before_close_func=lambda shown: setattr(shown, "leave", lambda: None))
    window.resize(*size)
    window.show()
    qtbot.waitExposed(window)
    problems, names = [], []
    for name, top in walk(window, tmp_path):
        calm(top)
        names.append(name)
        for check in (unnamed, cut, sideways, out_of_reach):
            problems += [f"{name}: {problem}" for problem in check(top)]
        assert window.size().toTuple() == size
    assert len(names) == EXPECTED_SCREENS
    assert not problems, "\n".join(problems)


def test_the_ways_out_come_first_when_one_presses_tab(window, opened):
    window.show_route(Route(Place.HOME))
    for width, frame in ((1180, window.rail), (700, window.bar)):
        window.resize(width, 700)
        QTest.qWait(30)
        assert isinstance(frame, Rail | TopBar)
        window.centralWidget().setFocus()
        order = []
        for _step in range(2):
            QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
            order.append(QApplication.focusWidget())
        assert order == [frame.leave_button, frame.lock_button]


def test_the_focus_goes_to_the_new_page_and_never_to_leave_quickly(window, session):
    window.show_route(Route(Place.WELCOME))
    for words in ("Make my locked folder", "Carry on here", "Back", "Back"):
        button_of(window, words).setFocus()
        press(window, words)
        page, focused = window.page(window.route.place), QApplication.focusWidget()
        assert focused is page or page.isAncestorOf(focused)
        assert not isinstance(focused, QAbstractButton), "Enter pressed twice would go on unread"


def test_while_a_dialog_closes_the_focus_goes_to_the_page_and_never_to_leave_quickly(window, opened, samples):
    window.show_route(Route(Place.ADD))
    add = window.page(Place.ADD)
    settle(opened)
    button_of(add, "Choose files or folders").setFocus()
    dialog = QDialog(window)
    dialog.show()
    dialog.activateWindow()
    QTest.qWait(50)
    assert not window.isActiveWindow(), "the window must not be the active one for this test to tell anything"
    add.offer(samples)
    QTest.qWait(20)
    assert window.focusWidget() is add
    dialog.close()
    dialog.deleteLater()


def test_a_screen_without_a_name_would_be_noticed(dressed, qtbot):
    top = QWidget()
    qtbot.addWidget(top)
    top.resize(300, 200)
    QLineEdit(top)
    words = PlainLabel("these words need two lines or three")
    words.setParent(top)
    words.setFixedSize(60, 10)
    top.show()
    assert unnamed(top)
    assert cut(top)
    assert len(out_of_reach(top)) == 0


def test_a_window_that_is_open_follows_the_system_from_light_to_dark(window, opened, dressed):
    def colour_of(button):
        image = button.icon().pixmap(button.iconSize()).toImage()
        seen = {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}
        return seen - {"#000000"}

    window.show_route(Route(Place.HOME))
    settle(opened)
    light = colour_of(window.rail.leave_button)
    theme.dress(dressed, theme.DARK, 10.5, theme.load_fonts())
    QTest.qWait(20)
    assert window.grab().toImage().pixelColor(600, 5).name().upper() == theme.DARK.back
    assert colour_of(window.rail.leave_button) != light


def test_the_window_is_never_larger_than_the_screen(window):
    window.start(Route(Place.WELCOME))
    room = window.screen().availableSize()
    assert window.width() <= room.width()
    assert window.height() <= room.height()
