"""Pages on their own: each is handed a session and nothing else."""

import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from gui_screens import PASSPHRASE, button_of, calm, press, settle
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget

from evidence_kit import actions
from evidence_kit.gui.pages.item import ItemPage
from evidence_kit.gui.pages.items import ItemsPage
from evidence_kit.gui.pages.next_step import next_step
from evidence_kit.gui.pages.page import Place, Route
from evidence_kit.gui.pages.report import ReportPage
from evidence_kit.gui.pages.unlock import UnlockPage
from evidence_kit.gui.pages.where import WherePage
from evidence_kit.gui.places import is_synced, locked_folders
from evidence_kit.gui.session import Session
from evidence_kit.gui.widgets.notices import ProgressStrip
from evidence_kit.gui.widgets.text import PlainLabel
from evidence_kit.model import ItemKind, Surroundings


@pytest.fixture
def shown_page(qtbot):
    """Shows one page in a window of its own."""

    def show(page, route):
        qtbot.addWidget(page)
        page.resize(1000, 700)
        page.show()
        page.enter(route)
        settle(page.session)
        calm(page)
        return page

    return show


def texts(page):
    return [label.text() for label in page.findChildren(PlainLabel) if label.isVisible()]


def test_items_are_narrowed_by_chips_and_words_and_shown_as_a_table(shown_page, opened):
    page = shown_page(ItemsPage(opened), Route(Place.ITEMS))
    assert page.wall.model().rowCount() == 5
    press(page, "Messages")
    assert page.wall.model().rowCount() == 1
    press(page, "All")
    page.search.setText("SCREENSHOT 2026")
    assert page.wall.model().rowCount() == 1
    page.search.setText("no such thing")
    assert page.wall.model().rowCount() == 0
    page.search.clear()
    press(page, "Show as a table")
    assert page.table.isVisible()
    assert page.table.model().rowCount() == 5


def test_an_item_is_opened_with_the_keyboard_alone(shown_page, opened):
    from PySide6.QtCore import Qt

    page = shown_page(ItemsPage(opened), Route(Place.ITEMS))
    asked = []
    page.go.connect(asked.append)
    for view in (page.wall, page.table):
        view.setCurrentIndex(view.model().index(1, 0))
        QTest.keyClick(view, Qt.Key.Key_Return)
    assert [route.place for route in asked] == [Place.ITEM, Place.ITEM]


def test_an_item_shows_its_clocks_apart_and_its_fingerprint(shown_page, opened):
    page = shown_page(ItemPage(opened), Route(Place.ITEM, "E-0003"))
    words = texts(page)
    for clock in ("What the file says", "What the disk said: last changed", "When this computer saved it"):
        assert clock in words
    assert any("Tue, 13 Oct 2026 08:02:00 +0200" in text for text in words)
    assert any("was added" in text for text in words)


def test_an_unknown_item_is_a_sentence(shown_page, opened):
    page = shown_page(ItemPage(opened), Route(Place.ITEM, "E-9999"))
    assert "E-9999" in page.notice.words


def test_what_is_said_is_kept_letter_for_letter(shown_page, opened):
    said = "<b>he said</b> & “more”, שלום\nsecond line"
    page = shown_page(ItemPage(opened), Route(Place.ITEM, "E-0001"))
    page.form.note.edit.setPlainText(said)
    page.form.wholeness.choose("cropped")
    press(page, "Save what I wrote")
    settle(opened)
    found = []
    opened.ask(lambda vault, progress: actions.item(vault, "E-0001").said, found.append)
    settle(opened)
    assert found[0].note == said
    assert found[0].wholeness.value == "cropped"


def test_a_folder_that_is_open_elsewhere_is_said_and_left_alone(shown_page, opened, dressed):
    other = Session(opened.surroundings)
    page = shown_page(UnlockPage(other), Route(Place.UNLOCK, paths=(opened.folder,)))
    page.secret.edit.setText(PASSPHRASE)
    press(page, "Open")
    settle(other)
    assert "open in another window" in page.notice.words
    assert button_of(page, "Open").isEnabled()
    other.end(5)


def test_a_folder_that_is_none_is_said(shown_page, session, tmp_path):
    page = shown_page(UnlockPage(session), Route(Place.UNLOCK, paths=(tmp_path,)))
    page.secret.edit.setText(PASSPHRASE)
    press(page, "Open")
    settle(session)
    assert "is not a locked folder" in page.notice.words


def test_a_stopped_report_leaves_nothing_behind(shown_page, opened, tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    page = shown_page(ReportPage(opened), Route(Place.REPORT))
    page.take_place(out)
    page.make.click()
    page.strip.stop()
    settle(opened)
    assert "Stopped, as you asked." in page.notice.words
    assert not list(out.iterdir())


@pytest.mark.parametrize("name", ["", "..", "a/b", "a\\b", "C:x"])
def test_a_folder_name_that_leads_elsewhere_is_not_taken(shown_page, session, name):
    page = shown_page(WherePage(session), Route(Place.WHERE))
    page.name.edit.setText(name)
    assert page.folder is None
    assert not button_of(page, "Next").isEnabled()


def test_a_place_that_is_copied_to_the_internet_is_pointed_out():
    assert is_synced(Path("/home/x/OneDrive - School/Notes"))
    assert is_synced(Path("/Users/x/Library/Mobile Documents/Notes"))
    assert not is_synced(Path("/home/x/Documents/Notes"))


def test_locked_folders_in_the_usual_places_are_found_without_a_list_of_recent_ones(dressed, tmp_path):
    import os

    place = Path(os.environ["HOME"]) / "found notes"
    created = actions.create_vault(place, PASSPHRASE, Surroundings(scrypt_log_n=10, state_folder=tmp_path))
    actions.lock(created.vault)
    assert place in locked_folders()


def test_work_is_shown_after_half_a_second_and_can_be_stopped(opened, qtbot):
    strip, holder = ProgressStrip(), QWidget()
    qtbot.addWidget(holder)
    QVBoxLayout(holder).setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
    holder.layout().addWidget(strip)
    holder.resize(600, 200)
    holder.show()
    failures = []

    def slow(vault, progress):
        while True:
            progress(1, 4)
            time.sleep(0.01)

    strip.follow(opened.ask(slow, lambda nothing: None, failures.append), "Working…")
    assert not strip.isVisible()
    qtbot.waitUntil(strip.isVisible, timeout=3000)
    press(strip, "Stop")
    settle(opened)
    assert not strip.isVisible()
    assert len(failures) == 1


def test_the_list_can_be_read_while_a_change_is_under_way(opened):
    gate, found, done = threading.Event(), [], []
    opened.change(lambda vault, progress: gate.wait(10), done.append)
    opened.ask(lambda vault, progress: actions.items(vault), found.append)
    for _turn in range(200):
        QTest.qWait(10)
        if found:
            break
    assert found
    assert not done
    gate.set()
    settle(opened)


def test_there_is_one_next_step_for_every_state(opened):
    found = []
    opened.ask(lambda vault, progress: (actions.items(vault), actions.record(vault)), found.append)
    settle(opened)
    items, entries = found[0]
    assert next_step((), ()).route.place is Place.ADD
    assert next_step(items, entries).route == Route(Place.ITEM, "E-0002")
    assert next_step(items[:1], entries).route == Route(Place.ITEM, "E-0001")
    held = [item for item in items if item.kind is ItemKind.RECORD_ONLY]
    assert next_step(tuple(held) or items[3:4], entries).route.place is Place.ITEM


def test_the_window_stands_before_the_heavy_libraries_are_read():
    heavy = ["reportlab", "PIL", "uharfbuzz", "sqlcipher3", "cryptography"]
    script = f"import sys, evidence_kit.gui.opening; print([m for m in {heavy} if m in sys.modules])"
    source = str(Path(__file__).resolve().parents[2] / "src")
    ran = subprocess.run(
        [sys.executable, "-c", script], env={"PYTHONPATH": source}, capture_output=True, text=True, timeout=60
    )
    assert ran.stdout.strip() == "[]", ran.stderr
