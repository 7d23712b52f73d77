"""A long conversation through a small window: every message can be reached, and nothing jumps."""

import pytest
from gui_screens import press, settle
from PySide6.QtCore import QPoint

from evidence_kit import actions
from evidence_kit.gui import sliding
from evidence_kit.gui.pages.page import Place, Route
from evidence_kit.gui.tables import MessageRole

COUNT = 1500


@pytest.fixture
def long_chat(opened, tmp_path):
    """Adds a chat of 1,500 messages to the open folder and gives its item and key."""
    chat = tmp_path / "WhatsApp Chat with Robot.txt"
    lines = (
        f"2026-01-{1 + number // 60:02d}, {8 + number // 60 % 12:02d}:{number % 60:02d} - "
        f"{'Robot' if number % 3 else 'Cartoon Dog'}: line {number}{' banana' if number % 500 == 250 else ''}"
        for number in range(1, COUNT + 1)
    )
    chat.write_text("\n".join(lines) + "\n", "utf-8")
    found = []
    opened.change(
        lambda vault, progress: actions.add_evidence(vault, [chat], actions.Under18.NOBODY), found.append
    )
    settle(opened)
    item = found[0].added[0]
    opened.ask(lambda vault, progress: actions.conversations(vault, item.id), found.append)
    settle(opened)
    return item.id, found[1][0].conversation.key


def ask(session, action):
    found = []
    session.ask(lambda vault, progress: action(vault), found.append)
    settle(session)
    return found[0]


def numbers(rows):
    return [row.number for row in rows]


def test_a_window_slides_over_every_message_and_back(opened, long_chat):
    rows = ask(opened, lambda vault: sliding.window_at(vault, *long_chat, 0))
    assert len(rows) == sliding.WINDOW_ROWS
    seen = set(numbers(rows))
    while True:
        later = ask(opened, lambda vault, rows=rows: sliding.slid_later(vault, *long_chat, rows))
        if later is rows:
            break
        rows = later
        assert numbers(rows) == list(range(rows[0].number, rows[-1].number + 1))
        seen |= set(numbers(rows))
    assert seen == set(range(1, COUNT + 1))
    while rows[0].number > 1:
        rows = ask(opened, lambda vault, rows=rows: sliding.slid_earlier(vault, *long_chat, rows))
    assert ask(opened, lambda vault: sliding.slid_earlier(vault, *long_chat, rows)) is rows


@pytest.mark.parametrize("number", [1, 2, 199, 200, 750, COUNT])
def test_a_window_holds_the_message_it_was_opened_at(opened, long_chat, number):
    rows = ask(opened, lambda vault: sliding.window_at(vault, *long_chat, number))
    assert number in numbers(rows)
    assert len(rows) <= sliding.WINDOW_ROWS


def test_the_end_is_the_end(opened, long_chat):
    rows = ask(opened, lambda vault: sliding.last_rows(vault, *long_chat))
    assert numbers(rows) == list(range(COUNT - sliding.STEP_ROWS + 1, COUNT + 1))


def test_scrolling_brings_later_messages_and_the_one_in_view_stays_where_it_is(window, opened, long_chat):
    window.show_route(Route(Place.CONVERSATION, *long_chat))
    settle(opened)
    page = window.page(Place.CONVERSATION)
    bar = page.list.verticalScrollBar()
    bar.setValue(bar.maximum() - 150)
    middle = QPoint(page.list.viewport().width() // 2, 1)
    before = page.list.indexAt(middle)
    number, top = before.data(MessageRole.NUMBER), page.list.visualRect(before).top()
    settle(opened)
    after = page.list.indexAt(middle)
    assert page.model.rows[-1].number > sliding.WINDOW_ROWS
    assert after.data(MessageRole.NUMBER) == number
    assert page.list.visualRect(after).top() == top


def test_a_person_who_scrolls_fast_comes_to_the_end(window, opened, long_chat):
    window.show_route(Route(Place.CONVERSATION, *long_chat))
    settle(opened)
    page = window.page(Place.CONVERSATION)
    bar = page.list.verticalScrollBar()
    bar.setValue(10)
    bar.setValue(bar.maximum() // 2)
    for _time in range(20):
        bar.setValue(bar.maximum())
        settle(opened)
    assert page.model.rows[-1].number == COUNT
    for _time in range(20):
        bar.setValue(0)
        settle(opened)
    assert page.model.rows[0].number == 1


def test_hits_are_counted_and_shown_one_after_the_other(window, opened, long_chat):
    window.show_route(Route(Place.CONVERSATION, *long_chat))
    settle(opened)
    page = window.page(Place.CONVERSATION)
    page.search.setText("banana")
    press(page, "Search")
    settle(opened)
    shown = [page.list.currentIndex().data(MessageRole.NUMBER)]
    for _hit in range(2):
        press(page, "Next hit")
        settle(opened)
        shown.append(page.list.currentIndex().data(MessageRole.NUMBER))
    assert shown == [250, 750, 1250]
    assert page.list.viewport().rect().contains(page.list.visualRect(page.list.currentIndex()).center())


def test_a_message_that_holds_markup_is_drawn_as_text(window, opened, tmp_path):
    chat = tmp_path / "WhatsApp Chat with Markup.txt"
    chat.write_text(
        "2026-01-01, 08:00 - A <b>b</b>: <img src='file:///etc/passwd'>\u202egpj\x00 end\n"
        "2026-01-01, 08:01 - B: " + "x" * 100_000 + "\n",
        "utf-8",
    )
    found = []
    opened.change(
        lambda vault, progress: actions.add_evidence(vault, [chat], actions.Under18.NOBODY), found.append
    )
    settle(opened)
    key = ask(opened, lambda vault: actions.conversations(vault, found[0].added[0].id))[0].conversation.key
    window.show_route(Route(Place.CONVERSATION, found[0].added[0].id, key))
    settle(opened)
    page = window.page(Place.CONVERSATION)
    spoken = page.model.index(0).data()
    assert "<img src=" in spoken
    assert "\u202e" not in spoken
    assert page.list.grab().height() > 0
    assert page.list.visualRect(page.model.index(1)).height() < 5000
