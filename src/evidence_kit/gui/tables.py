"""Models for the lists of the window, with roles that say what a value is for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import IntEnum

from PySide6.QtCore import QAbstractListModel, QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from evidence_kit.gui.record_words import entry_words
from evidence_kit.gui.widgets.text import one_line, shown
from evidence_kit.model import CustodyEntry, FindingKind, Item, ItemKind, Message, Said, StoredMessage
from evidence_kit.words import _, date_text, moment_text, short_moment_text, size_text
from evidence_kit.words.kinds import kind_name

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_ACCESSIBLE = int(Qt.ItemDataRole.AccessibleTextRole)


class CardRole(IntEnum):
    """What a card of an item needs to know."""

    ITEM = int(Qt.ItemDataRole.UserRole)
    TITLE = int(Qt.ItemDataRole.UserRole) + 1
    SUBTITLE = int(Qt.ItemDataRole.UserRole) + 2
    KIND = int(Qt.ItemDataRole.UserRole) + 3
    MARK = int(Qt.ItemDataRole.UserRole) + 4
    MARK_LOOK = int(Qt.ItemDataRole.UserRole) + 5


class ItemColumn(IntEnum):
    """The columns of the table of items."""

    TITLE = 0
    KIND = 1
    ADDED = 2
    SOURCE = 3
    SIZE = 4
    MARK = 5
    NUMBER = 6


def item_title(item: Item) -> str:
    """What an item is called: the person's title, else the file's name, else the place that was written down."""
    return one_line(item.said.title or item.name or item.where or item.id)


def item_subtitle(item: Item) -> str:
    """Where it is from, as the person says, and when it was saved on this computer's clock."""
    added = short_moment_text(item.added_at, item.added_offset_minutes)
    return f"{one_line(item.said.source_app)} · {added}" if item.said.source_app else added


def item_mark(item: Item) -> tuple[str, str]:
    """The one thing to know about an item now: words and a look."""
    if item.record_only:
        return _("Recorded, not copied"), "hold"
    if open_question(item):
        return _("A question is open"), "care"
    if item.said == Said():
        return _("Not described yet"), ""
    return _("Described"), "ok"


def open_question(item: Item) -> bool:
    """True while the file's dates can be read in more than one way."""
    return any(finding.kind is FindingKind.DATE_ORDER_OPEN for finding in item.findings)


class ItemsModel(QAbstractTableModel):
    """The saved items, newest first."""

    def __init__(self) -> None:
        super().__init__()
        self._items: tuple[Item, ...] = ()

    def show_items(self, items: Sequence[Item]) -> None:
        """Replaces what is listed."""
        self.beginResetModel()
        self._items = tuple(items)
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """How many items there are."""
        return 0 if parent.isValid() else len(self._items)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """The columns of ``ItemColumn``."""
        return 0 if parent.isValid() else len(ItemColumn)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> object:
        """The columns' names."""
        if orientation is not Qt.Orientation.Horizontal or role != _DISPLAY:
            return None
        return (_("Name"), _("What it is"), _("Saved"), _("From"), _("Size"), _("State"), _("Number"))[
            section
        ]

    def data(self, index: Index, role: int = _DISPLAY) -> object:
        """A cell's words, or what a card needs."""
        if not index.isValid():
            return None
        item = self._items[index.row()]
        if role == _DISPLAY:
            return self._cell(item, ItemColumn(index.column()))
        if role == _ACCESSIBLE:
            return _spoken(item)
        return self._card(item, role)

    def item_at(self, row: int) -> Item:
        """The item of a row."""
        return self._items[row]

    def _card(self, item: Item, role: int) -> object:
        match role:
            case CardRole.ITEM:
                return item.id
            case CardRole.TITLE:
                return item_title(item)
            case CardRole.SUBTITLE:
                return item_subtitle(item)
            case CardRole.KIND:
                return item.kind.value
            case CardRole.MARK:
                return item_mark(item)[0]
            case CardRole.MARK_LOOK:
                return item_mark(item)[1]
        return None

    def _cell(self, item: Item, column: ItemColumn) -> str:
        match column:
            case ItemColumn.TITLE:
                return item_title(item)
            case ItemColumn.KIND:
                return kind_name(item.kind)
            case ItemColumn.ADDED:
                return short_moment_text(item.added_at, item.added_offset_minutes)
            case ItemColumn.SOURCE:
                return one_line(item.said.source_app)
            case ItemColumn.SIZE:
                return "" if item.record_only else size_text(item.size_bytes).split(" (")[0]
            case ItemColumn.MARK:
                return item_mark(item)[0]
            case ItemColumn.NUMBER:
                return item.id


def _spoken(item: Item) -> str:
    return ", ".join((item_title(item), kind_name(item.kind), item_subtitle(item), item_mark(item)[0]))


def kind_group(kind: ItemKind) -> str:
    """Which chip above the list an item falls under."""
    groups = {
        ItemKind.PICTURE: "pictures",
        ItemKind.VIDEO: "pictures",
        ItemKind.MESSAGES: "messages",
        ItemKind.EMAIL: "emails",
        ItemKind.RECORD_ONLY: "held",
    }
    return groups.get(kind, "files")


class MessageRole(IntEnum):
    """What a row of a conversation needs to know."""

    NUMBER = int(Qt.ItemDataRole.UserRole)
    MESSAGE = int(Qt.ItemDataRole.UserRole) + 1
    DAY = int(Qt.ItemDataRole.UserRole) + 2


class MessagesModel(QAbstractListModel):
    """A window of a conversation: some hundred rows of maybe a million, replaced as the person moves."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[StoredMessage, ...] = ()

    def show_rows(self, rows: Sequence[StoredMessage]) -> None:
        """Replaces the window."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    @property
    def rows(self) -> tuple[StoredMessage, ...]:
        """What the window holds now."""
        return self._rows

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """How many rows the window holds."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = _DISPLAY) -> object:
        """A message, its number, or its words for a screen reader."""
        if not index.isValid():
            return None
        stored = self._rows[index.row()]
        match role:
            case MessageRole.NUMBER:
                return stored.number
            case MessageRole.MESSAGE:
                return stored.message
            case MessageRole.DAY:
                return self._day(index.row())
        if role in (_DISPLAY, _ACCESSIBLE):
            return ", ".join(
                filter(
                    None,
                    (
                        shown(stored.message.sender),
                        message_text(stored.message),
                        message_time(stored.message),
                    ),
                )
            )
        return None

    def _day(self, row: int) -> str:
        moment = _moment(self._rows[row].message)
        before = _moment(self._rows[row - 1].message) if row else None
        if moment is None or (before is not None and before.date() == moment.date()):
            return ""
        return date_text(moment)


def _moment(message: Message) -> datetime | None:
    return message.local or message.at


def message_time(message: Message) -> str:
    """The time as the file writes it, never converted."""
    return one_line(message.time_as_written, 60)


def message_text(message: Message) -> str:
    """A message's words and the names of its files, made safe for the screen."""
    files = [_("File: {name}").format(name=one_line(file.name)) for file in message.attachments]
    return "\n".join(part for part in (shown(message.text).strip("\n"), *files) if part)


class RecordModel(QAbstractListModel):
    """The record (custody log) in words, newest first."""

    def __init__(self) -> None:
        super().__init__()
        self._entries: tuple[CustodyEntry, ...] = ()

    def show_entries(self, entries: Sequence[CustodyEntry]) -> None:
        """Replaces what is listed; ``entries`` come oldest first."""
        self.beginResetModel()
        self._entries = tuple(reversed(entries))
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """How many entries there are."""
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: Index, role: int = _DISPLAY) -> object:
        """A sentence, and the moment above it."""
        if not index.isValid():
            return None
        entry = self._entries[index.row()]
        if role == EntryRole.MOMENT:
            return _("{number}. {moment}").format(
                number=entry.seq, moment=moment_text(entry.at, entry.offset_minutes)
            )
        if role in (_DISPLAY, _ACCESSIBLE):
            return shown(entry_words(entry))
        return None


class EntryRole(IntEnum):
    """What a row of the record needs beside its sentence."""

    MOMENT = int(Qt.ItemDataRole.UserRole)
