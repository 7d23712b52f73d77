"""Whole stories by clicks, on a real vault and to a real report."""

import hashlib

from gui_screens import PASSPHRASE, press, settle
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from evidence_kit import actions
from evidence_kit.gui.pages.page import Place, Route
from evidence_kit.model import DateOrder, ItemKind


def items_of(session):
    found = []
    session.ask(lambda vault, progress: actions.items(vault), found.append)
    settle(session)
    return found[0]


def tree_of(folder):
    """Every file and its fingerprint, but for the count of wrong passphrases, which is kept on purpose."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "attempts"
    }


def type_into(line, text):
    line.edit.setFocus()
    QTest.keyClicks(line.edit, text)


def test_from_first_run_to_a_report_that_checks_out(window, session, tmp_path, samples):
    window.show_route(Route(Place.WELCOME))
    press(window, "Make my locked folder")
    press(window, "Carry on here")
    window.page(Place.WHERE).choose_place(tmp_path)
    press(window, "Next")
    new = window.page(Place.NEW)
    type_into(new.first, PASSPHRASE)
    type_into(new.second, PASSPHRASE)
    press(new, "Make my locked folder")
    settle(session)
    assert not new.go_on.isEnabled(), "the code can be passed by without a word"
    press(new, "I have written it down")
    press(new, "Go to my folder")
    settle(session)
    assert window.route.place is Place.HOME
    assert actions.is_vault_folder(tmp_path / "Notes")

    press(window.rail, "Add something")
    window.page(Place.ADD).offer(samples)
    settle(session)
    assert items_of(session) == (), "something was read before the question was answered"
    press(window.page(Place.ADD), "No one under 18")
    settle(session)
    press(window.page(Place.ADD), "See saved items")
    settle(session)
    assert len(items_of(session)) == len(samples)

    page = window.page(Place.ITEMS)
    index = next(
        page.wall.model().index(row, 0)
        for row in range(page.wall.model().rowCount())
        if "Screenshot" in page.wall.model().index(row, 0).data()
    )
    place = page.wall.visualRect(index).center()
    QTest.mouseClick(page.wall.viewport(), Qt.MouseButton.LeftButton, pos=place)
    settle(session)
    item = window.page(Place.ITEM)
    type_into(item.form.lines["source_app"], "Instagram")
    item.form.lines["account"].edit.setText("@cartoon.cat_1")
    press(item, "Save what I wrote")
    settle(session)
    said = items_of(session)[0].said
    assert (said.source_app, said.account) == ("Instagram", "@cartoon.cat_1")

    press(window.rail, "Conversations")
    settle(session)
    conversations = window.page(Place.CONVERSATIONS).list
    QTest.mouseClick(
        conversations.viewport(),
        Qt.MouseButton.LeftButton,
        pos=conversations.visualRect(conversations.model().index(0, 0)).center(),
    )
    settle(session)
    conversation = window.page(Place.CONVERSATION)
    assert conversation.model.rowCount() == 60
    press(conversation, "Look at the question")
    press(conversation, "Day first")
    press(conversation, "Save my answer")
    settle(session)
    message = conversation.model.rows[0].message
    assert (message.local.day, message.local.month) == (1, 2)

    press(window.rail, "Make a report")
    settle(session)
    report = window.page(Place.REPORT)
    report.take_place(tmp_path)
    report.name.edit.setText("for the police")
    press(report, "Make the report")
    settle(session)
    press(report, "Check it again")
    settle(session)
    assert report.notice.isVisible()
    assert actions.verify_bundle(tmp_path / "for the police") == ()
    assert (tmp_path / "for the police" / "report.pdf").read_bytes().startswith(b"%PDF")

    press(window.rail, "Lock now")
    settle(session)
    unlock = window.page(Place.UNLOCK)
    type_into(unlock.secret, PASSPHRASE)
    QTest.keyClick(unlock.secret.edit, Qt.Key.Key_Return)
    settle(session)
    assert session.is_open
    assert len(items_of(session)) == len(samples)


def test_a_wrong_passphrase_shows_a_sentence_and_changes_nothing_that_was_kept(window, session, vault_folder):
    before = tree_of(vault_folder)
    window.show_route(Route(Place.UNLOCK, paths=(vault_folder,)))
    page = window.page(Place.UNLOCK)
    type_into(page.secret, "not this one at all")
    press(page, "Open")
    settle(session)
    assert page.notice.isVisible()
    assert "did not match" in page.notice.words
    assert "Nothing was lost" in page.notice.words
    assert not session.is_open
    assert tree_of(vault_folder) == before
    assert page.secret.edit.text() == "not this one at all"
    assert QApplication.focusWidget() is page.secret.edit


def test_there_may_be_someone_under_18_copies_nothing(window, opened, samples, vault_folder):
    window.show_route(Route(Place.ADD))
    settle(opened)
    before = tree_of(vault_folder / "objects")
    window.page(Place.ADD).offer(samples[:1])
    press(window.page(Place.ADD), "There may be")
    settle(opened)
    hold = window.page(Place.HOLD)
    assert window.route.place is Place.HOLD
    type_into(hold.where, "my old phone")
    type_into(hold.seen, "about May")
    press(hold, "Write it down")
    settle(opened)
    item = items_of(opened)[-1]
    assert item.kind is ItemKind.RECORD_ONLY
    assert item.hashes is None
    assert item.seen_as_written == "about May"
    assert tree_of(vault_folder / "objects") == before


def test_a_fingerprint_of_what_is_not_copied_is_taken_only_when_asked(window, opened, samples):
    window.show_route(Route(Place.HOLD, paths=samples[:1]))
    hold = window.page(Place.HOLD)
    press(hold, "Also take its fingerprint")
    press(hold, "Write it down")
    settle(opened)
    assert items_of(opened)[-1].hashes.sha256 == hashlib.sha256(samples[0].read_bytes()).hexdigest()


def test_cancel_at_the_question_forgets_the_files(window, opened, samples):
    count = len(items_of(opened))
    window.show_route(Route(Place.ADD, paths=samples))
    press(window.page(Place.ADD), "Cancel")
    settle(opened)
    assert len(items_of(opened)) == count


def test_files_dropped_anywhere_lead_to_the_question_and_are_copied_never_moved(window, opened, samples):
    window.show_route(Route(Place.RECORD))
    settle(opened)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(samples[3])), QUrl("https://example.invalid/x.png")])
    actions_offered = Qt.DropAction.MoveAction | Qt.DropAction.CopyAction
    none, left = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    enter = QDragEnterEvent(QPointF(50, 50).toPoint(), actions_offered, data, left, none)
    window.dragEnterEvent(enter)
    drop = QDropEvent(QPointF(50, 50), actions_offered, data, left, none)
    window.dropEvent(drop)
    QTest.qWait(20)
    assert enter.isAccepted()
    assert drop.dropAction() is Qt.DropAction.CopyAction
    assert window.route.place is Place.ADD
    assert window.page(Place.ADD).waiting == (samples[3],)


def test_the_same_file_twice_is_said_kindly_and_kept_once(window, opened, samples):
    count = len(items_of(opened))
    window.show_route(Route(Place.ADD, paths=samples[:1]))
    press(window.page(Place.ADD), "No one under 18")
    settle(opened)
    QTest.qWait(30)
    shown = [
        label.text() for label in window.page(Place.ADD).findChildren(type(window.page(Place.ADD).title))
    ]
    assert any("had these already" in text for text in shown)
    assert len(items_of(opened)) == count


def test_the_recovery_code_opens_the_folder(window, session, tmp_path):
    window.show_route(Route(Place.NEW, paths=(tmp_path / "Notes",)))
    new = window.page(Place.NEW)
    press(new, "Use these words")
    new.second.edit.setText(new.suggestion.text())
    press(new, "Make my locked folder")
    settle(session)
    code = new.code
    assert len(code) > 20
    press(new, "I have written it down")
    press(new, "Go to my folder")
    window.lock()
    settle(session)
    unlock = window.page(Place.UNLOCK)
    unlock.secret.edit.setText(code)
    press(unlock, "Open")
    settle(session)
    assert session.is_open


def test_a_fault_of_the_program_is_said_and_the_window_stays(window, opened):
    def fail(vault, progress):
        raise ZeroDivisionError

    window.show_route(Route(Place.HOME))
    opened.ask(fail, lambda nothing: None)
    settle(opened)
    assert window.notice.isVisible()
    assert "went wrong" in window.notice.words
    assert window.isVisible()


def test_order_of_dates_can_be_answered_on_the_item_too(window, opened):
    window.show_route(Route(Place.ITEM, "E-0002"))
    settle(opened)
    item = window.page(Place.ITEM)
    item.question.order.choose(DateOrder.MDY.value)
    item.question.zone.choose("Europe/London")
    press(item, "Save my answer")
    settle(opened)
    found = []
    opened.ask(lambda vault, progress: next(actions.messages(vault, "E-0002")).message, found.append)
    settle(opened)
    assert (found[0].local.month, found[0].local.day) == (1, 2)
    assert found[0].at is not None
