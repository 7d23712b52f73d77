"""Every screen of the window, in the order in which a person meets them, with a real vault of invented things."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageDraw
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QWidget

from evidence_kit.gui.pages.page import Place, Route
from evidence_kit.gui.session import Session
from evidence_kit.gui.widgets.picker import Picker, Wanted
from evidence_kit.gui.window import Window

PASSPHRASE = "river lamp seven coat ajar"
LONG_NAME = "a_name_without_any_blank_that_goes_on_and_on_and_on_until_nobody_reads_it_any_more_2026.txt"
_LINES = (
    "send me 200 or I post it",
    "please stop",
    "I have all your contacts. You have until tonight, and then everybody sees it.",
    "שלום, מה קורה",
    "ok 👍🏽",
)
_CHOOSE_ORDER = "1/2/26, 21:{minute:02d} - Cartoon Cat: {text}"


def write_samples(folder: Path) -> tuple[Path, ...]:
    """A few harmless files to add: a drawing, a chat with open dates, an e-mail, a hostile name, a long name."""
    folder.mkdir(parents=True, exist_ok=True)
    picture = folder / "Screenshot_20261012.png"
    drawing = Image.new("RGB", (320, 200), "#88aacc")
    ImageDraw.Draw(drawing).rectangle((40, 40, 200, 120), fill="#dd8844")
    drawing.save(picture)
    chat = folder / "WhatsApp Chat with Cartoon Cat.txt"
    lines = [_CHOOSE_ORDER.format(minute=n % 60, text=_LINES[n % len(_LINES)]) for n in range(60)]
    chat.write_text("\n".join(lines) + "\n", "utf-8")
    mail = folder / "last chance.eml"
    mail.write_bytes(
        b"From: cat@example.invalid\r\nTo: dog@example.invalid\r\nSubject: last chance\r\n"
        b"Date: Tue, 13 Oct 2026 08:02:00 +0200\r\nMessage-ID: <1@example.invalid>\r\n\r\npay now\r\n"
    )
    hostile = folder / "<b>bold<img src=x>\u202egpj.txt"
    hostile.write_text("nothing", "utf-8")
    long = folder / LONG_NAME
    long.write_text("long", "utf-8")
    return (picture, chat, mail, hostile, long)


def press(widget: QWidget, words: str) -> None:
    """Presses the visible button that says ``words``."""
    QTest.qWait(15)
    button = button_of(widget, words)
    assert button.isEnabled(), f"{words!r} cannot be pressed now"
    QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=QPoint(button.width() // 2, button.height() // 2))
    QTest.qWait(15)


def button_of(widget: QWidget, words: str) -> QAbstractButton:
    """The visible button that says ``words``."""
    seen = [button for button in widget.findChildren(QAbstractButton) if button.isVisible()]
    for button in seen:
        if button.accessibleName() == words:
            return button
    raise AssertionError(f"no button {words!r} among {[button.accessibleName() for button in seen]}")


def settle(session: Session) -> None:
    """Waits until no work is under way and what came of it is on the screen."""
    for _turn in range(3000):
        QTest.qWait(5)
        if not session.is_busy:
            break
    else:
        raise AssertionError("work did not end")
    QTest.qWait(20)


def calm(top: QWidget) -> None:
    """Waits until nothing on the screen moves any more."""
    before: list[object] = []
    for _turn in range(100):
        QTest.qWait(15)
        now = [(child.isVisible(), child.geometry()) for child in top.findChildren(QWidget)]
        if now == before:
            return
        before = now
    raise AssertionError("the screen never comes to rest")


def walk(window: Window, folder: Path) -> Iterator[tuple[str, QWidget]]:
    """Brings up each screen in turn and gives its name and its top window. ``folder`` is an empty place to work in."""
    session = window.session
    samples = write_samples(folder / "samples")
    yield from _door(window, folder)
    yield from _empty(window)
    yield from _adding(window, samples)
    yield from _looking(window)
    yield from _handing_over(window, folder)
    picker = Picker(window, "Choose files or folders to add", Wanted.FILES, folder / "samples")
    picker.show()
    QTest.qWait(250)
    yield "picker", picker
    picker.close()
    picker.deleteLater()
    session.lock()
    settle(session)
    page = window.page(Place.UNLOCK)
    page.secret.edit.setText("not this one")
    press(page, "Open")
    settle(session)
    yield "unlock-wrong", window


def _door(window: Window, folder: Path) -> Iterator[tuple[str, QWidget]]:
    session = window.session
    for place in (Place.WELCOME, Place.SAFETY, Place.WHERE):
        window.show_route(Route(place))
        settle(session)
        yield place.value, window
    where = window.page(Place.WHERE)
    where.choose_place(folder)
    press(where, "Next")
    new = window.page(Place.NEW)
    yield "passphrase", window
    new.first.edit.setText(PASSPHRASE)
    press(new, "Make my locked folder")
    yield "passphrase-differs", window
    new.second.edit.setText(PASSPHRASE)
    press(new, "Make my locked folder")
    settle(session)
    yield "recovery-code", window
    press(new, "I have written it down")
    press(new, "Go to my folder")
    settle(session)


def _empty(window: Window) -> Iterator[tuple[str, QWidget]]:
    for place in (Place.HOME, Place.ITEMS, Place.CONVERSATIONS, Place.REPORT):
        window.show_route(Route(place))
        settle(window.session)
        yield f"{place.value}-empty", window


def _adding(window: Window, samples: tuple[Path, ...]) -> Iterator[tuple[str, QWidget]]:
    session = window.session
    window.show_route(Route(Place.ADD))
    yield "add", window
    add = window.page(Place.ADD)
    add.offer((*samples, samples[0].parent / "not there.png"))
    yield "add-question", window
    press(add, "No one under 18")
    settle(session)
    yield "add-done", window
    add.offer(samples[:1])
    press(add, "There may be")
    yield "record-without-copying", window
    hold = window.page(Place.HOLD)
    hold.where.edit.setText("my old phone, album Camera, third picture")
    press(hold, "Write it down")
    settle(session)
    yield "record-without-copying-done", window


def _looking(window: Window) -> Iterator[tuple[str, QWidget]]:
    session = window.session
    yield from _show(window, "home", Route(Place.HOME))
    yield from _show(window, "items", Route(Place.ITEMS))
    press(window.page(Place.ITEMS), "Show as a table")
    yield "items-table", window
    for number, name in ((1, "item"), (2, "item-question"), (4, "item-hostile"), (6, "item-not-copied")):
        yield from _show(window, name, Route(Place.ITEM, f"E-{number:04d}"))
    yield from _show(window, "conversations", Route(Place.CONVERSATIONS))
    window.page(Place.CONVERSATIONS).list.clicked.emit(
        window.page(Place.CONVERSATIONS).list.model().index(0, 0)
    )
    settle(session)
    yield "conversation", window
    conversation = window.page(Place.CONVERSATION)
    press(conversation, "Look at the question")
    yield "conversation-question", window
    press(conversation, "Not now")
    settle(session)
    conversation.search.setText("stop")
    press(conversation, "Search")
    settle(session)
    yield "conversation-found", window
    yield from _show(window, "record", Route(Place.RECORD))
    press(window.page(Place.RECORD), "Check that nothing has changed")
    settle(session)
    yield "record-checked", window


def _handing_over(window: Window, folder: Path) -> Iterator[tuple[str, QWidget]]:
    yield from _show(window, "report", Route(Place.REPORT))
    report = window.page(Place.REPORT)
    report.take_place(folder)
    press(report, "Make the report")
    settle(window.session)
    yield "report-done", window
    press(report, "Make another one")
    settle(window.session)
    report.take_place(folder)
    press(report, "Make the report")
    settle(window.session)
    yield "report-failed", window


def _show(window: Window, name: str, route: Route) -> Iterator[tuple[str, QWidget]]:
    window.show_route(route)
    settle(window.session)
    yield name, window
