"""Out and locked: from anywhere, at once, and with nothing left behind."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from gui_screens import PASSPHRASE, press, settle
from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QVBoxLayout

from evidence_kit.gui.leaving import WARN_BEFORE_SECONDS, Idle
from evidence_kit.gui.pages.page import Place, Route
from evidence_kit.gui.session import Session
from evidence_kit.gui.widgets.picker import Picker, Wanted
from evidence_kit.model import Surroundings


def shift(window, times=3, between_milliseconds=5):
    for _time in range(times):
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_Shift)
        QTest.qWait(between_milliseconds)


def visible_windows():
    return [window for window in QApplication.topLevelWidgets() if window.isVisible()]


def test_shift_three_times_hides_everything_drops_the_keys_and_ends(
    window, opened, vault_folder, ended, qtbot
):
    window.show_route(Route(Place.HOME))
    settle(opened)
    shift(window)
    assert not visible_windows()
    qtbot.waitUntil(lambda: bool(ended))
    assert not opened.is_open
    again = Session(opened.surroundings)
    failures = []
    again.open(vault_folder, PASSPHRASE, lambda: None, failures.append)
    settle(again)
    assert not failures, "the lock on the folder was not given back"
    again.end(5)


def test_shift_while_typing_capital_letters_stays(window, ended):
    for _time in range(4):
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_Shift)
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_A, Qt.KeyboardModifier.ShiftModifier)
    QTest.qWait(50)
    assert window.isVisible()
    assert not ended


def test_shift_pressed_slowly_stays(window, ended):
    shift(window, times=4, between_milliseconds=800)
    assert window.isVisible()
    assert not ended


def test_leaving_works_inside_a_dialog_that_holds_all_input(window, opened, tmp_path, ended, qtbot):
    seen = []

    def leave_from_inside():
        dialog = QApplication.activeModalWidget()
        seen.append(dialog is not None)
        shift(dialog)

    picker = Picker(window, "Choose", Wanted.FILES, tmp_path)
    QTimer.singleShot(200, leave_from_inside)
    assert picker.exec() == QDialog.DialogCode.Rejected
    assert seen == [True]
    assert not visible_windows()
    qtbot.waitUntil(lambda: bool(ended))
    assert not opened.is_open


def test_leaving_while_work_runs_ends_all_the_same(window, opened, samples, ended, qtbot):
    window.show_route(Route(Place.ADD, paths=samples * 20))
    press(window.page(Place.ADD), "No one under 18")
    window.rail.leave_button.click()
    assert not visible_windows()
    qtbot.waitUntil(lambda: bool(ended), timeout=8000)


def test_closing_the_window_is_leaving(window, opened, ended, qtbot):
    window.close()
    qtbot.waitUntil(lambda: bool(ended))
    assert not opened.is_open


def test_locking_takes_everything_off_the_screen_and_opening_comes_back_to_it(window, opened):
    window.show_route(Route(Place.ITEM, "E-0002"))
    settle(opened)
    press(window.rail, "Lock now")
    settle(opened)
    assert window.route.place is Place.UNLOCK
    assert set(window._pages) == {Place.UNLOCK}
    page = window.page(Place.UNLOCK)
    page.secret.edit.setText(PASSPHRASE)
    press(page, "Open")
    settle(opened)
    assert window.route == Route(Place.ITEM, "E-0002")


def test_without_an_open_folder_no_page_of_it_can_be_reached(window, session):
    for place in (Place.HOME, Place.ITEMS, Place.ITEM, Place.CONVERSATION, Place.REPORT, Place.RECORD):
        window.show_route(Route(place))
        assert window.route.place is Place.WELCOME


def test_a_folder_opened_after_it_was_given_up_is_closed_again(dressed, vault_folder, tmp_path):
    begun, gate = threading.Event(), threading.Event()
    around = Surroundings(scrypt_log_n=10, state_folder=tmp_path / "state")

    def slowly():
        begun.set()
        gate.wait(10)
        return around

    session = Session(around, slowly)
    opened, failures = [], []
    session.open(vault_folder, PASSPHRASE, lambda: opened.append(True), failures.append)
    assert begun.wait(10)
    session.lock()
    gate.set()
    settle(session)
    assert not opened
    assert not session.is_open
    session.open(vault_folder, PASSPHRASE, lambda: opened.append(True), failures.append)
    settle(session)
    assert opened
    assert not failures
    session.end(5)


class Clock:
    def __init__(self):
        self.now = datetime(2026, 10, 12, tzinfo=UTC)

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def watch(dressed, clock):
    """Makes a watch that takes so long an absence as too long, and notes what it says."""
    owner = QObject()
    watches = []

    def make(**after):
        idle = Idle(dressed, owner, clock, timedelta(**after))
        idle.events = []
        idle.nearly.connect(lambda: idle.events.append("nearly"))
        idle.over.connect(lambda: idle.events.append("over"))
        idle.touched.connect(lambda: idle.events.append("touched"))
        idle.watch()
        watches.append(idle)
        return idle

    yield make
    for idle in watches:
        idle.rest()
        dressed.removeEventFilter(idle)
    owner.deleteLater()


def test_a_long_quiet_is_noticed(watch):
    idle = watch(seconds=0)
    idle.tick()
    assert idle.events == ["over"]


def test_a_short_quiet_is_nothing(watch):
    idle = watch(hours=1)
    idle.tick()
    assert idle.events == []


def test_a_touch_after_the_warning_starts_the_count_anew(watch, qtbot):
    idle = watch(seconds=WARN_BEFORE_SECONDS)
    edit = QLineEdit()
    qtbot.addWidget(edit)
    idle.tick()
    idle.tick()
    assert idle.events == ["nearly"]
    QTest.keyClick(edit, Qt.Key.Key_A)
    assert idle.events == ["nearly", "touched"]


def test_a_jump_of_the_clock_counts_as_a_long_absence(watch, clock):
    for jump in (timedelta(hours=8), -timedelta(hours=8)):
        idle = watch(hours=1)
        clock.now += jump
        idle.tick()
        assert idle.events == ["over"]


def test_a_long_absence_locks_but_never_in_the_middle_of_a_change(window, opened, samples):
    window.show_route(Route(Place.ADD, paths=samples))
    press(window.page(Place.ADD), "No one under 18")
    window._idle.over.emit()
    busy_then = opened.is_open
    settle(opened)
    window._idle.over.emit()
    assert busy_then
    assert not opened.is_open


def test_a_dialog_is_closed_when_the_folder_locks(window, opened, qtbot):
    dialog = QDialog(window)
    qtbot.addWidget(dialog)
    QVBoxLayout(dialog).setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
    dialog.show()
    window.lock()
    assert not dialog.isVisible()
