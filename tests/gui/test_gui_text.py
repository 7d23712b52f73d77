"""Text out of evidence on the screen: plain, whole, and never wider than the window."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QTreeView, QVBoxLayout, QWidget

from evidence_kit.gui.passphrases import suggest_passphrase
from evidence_kit.gui.tables import item_title
from evidence_kit.gui.widgets.buttons import Button
from evidence_kit.gui.widgets.picker import Picker, Wanted
from evidence_kit.gui.widgets.text import PlainLabel, one_line, reading_direction, shown

_ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=300)


@given(_ANY_TEXT)
def test_shown_text_holds_nothing_that_qt_would_drop_or_that_turns_the_direction(text):
    safe = shown(text)
    safe.encode("utf-8")
    assert not set(safe) & {"\x00", "\u202d", "\u202e", "\x1b", "\x85"}


@given(_ANY_TEXT)
def test_a_title_is_one_line(text):
    assert "\n" not in one_line(text)


@given(st.text(st.characters(categories=["L", "N", "P", "Zs"]), max_size=300))
def test_ordinary_text_is_shown_as_it_is(text):
    assert shown(text) == text


def test_ten_million_characters_are_cut_on_the_screen():
    assert len(shown("x" * 10_000_000)) < 5000


def test_markup_in_a_name_is_shown_and_not_obeyed(dressed, qtbot):
    label = PlainLabel("<b>bold</b> <img src='file:///etc/passwd'>")
    qtbot.addWidget(label)
    assert label.textFormat() is Qt.TextFormat.PlainText
    assert label.text().startswith("<b>")


def test_a_name_that_turns_the_reading_direction_is_seen_for_what_it_is_in_the_picker(
    dressed, qtbot, tmp_path
):
    (tmp_path / "photo\u202egpj.exe").write_text("nothing", "utf-8")
    picker = Picker(None, "Choose", Wanted.FILES, tmp_path)
    qtbot.addWidget(picker)
    files = picker.findChild(QTreeView)
    qtbot.waitUntil(lambda: files.model().rowCount(files.rootIndex()) == 1)
    cells = [files.model().index(0, column, files.rootIndex()).data() for column in (0, 1)]
    assert cells == ["photo\u2039U+202E\u203agpj.exe", "7 bytes"]
    files.selectAll()
    assert picker._selection() == (tmp_path / "photo\u202egpj.exe",)


def test_an_ampersand_is_shown_on_a_button(dressed, qtbot):
    button = Button("Tom & Jerry")
    qtbot.addWidget(button)
    assert button.text() == "Tom && Jerry"
    assert button.accessibleName() == "Tom & Jerry"


def test_a_name_without_blanks_never_widens_the_window(dressed, qtbot):
    holder = QWidget()
    qtbot.addWidget(holder)
    column = QVBoxLayout(holder)
    column.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
    label = PlainLabel("x" * 2000)
    column.addWidget(label)
    holder.resize(300, 400)
    holder.show()
    assert holder.width() == 300
    assert label.minimumSizeHint().width() < 200
    assert label.heightForWidth(280) > 20 * label.fontMetrics().lineSpacing()


def test_text_reads_in_its_own_direction():
    left, right = Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft
    assert reading_direction("/home/someone", right) is left
    assert reading_direction("שלום", left) is right
    assert reading_direction("שלום abc", left) is left
    assert reading_direction("12:30", right) is right


def test_five_words_are_suggested_and_each_is_drawn_from_chance():
    drawn = iter([b"\x00\x00", b"\xff\xff", b"\x00\x01", b"\x00\x02", b"\x00\x03", b"\xf2\xff"])
    assert suggest_passphrase(lambda count: next(drawn)) == "abacus abdomen abdominal abide zoom"


@pytest.mark.parametrize("name", ["<i>x</i>", "a\x00b", "\ud800", "\u202egpj.exe"])
def test_an_item_with_a_hostile_name_has_a_title(name, item_of):
    title = item_title(item_of(name))
    title.encode("utf-8")
    assert title


@pytest.fixture
def item_of():
    from datetime import UTC, datetime

    from evidence_kit.model import Item, ItemKind

    def make(name):
        return Item("E-0001", ItemKind.TEXT, name, 1, None, "x", "", datetime(2026, 1, 1, tzinfo=UTC), 0)

    return make
