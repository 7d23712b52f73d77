"""The conversations that were read out of message exports and e-mails."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from evidence_kit.gui.later import actions
from evidence_kit.gui.pages.page import Page, Place, Route
from evidence_kit.gui.session import Session
from evidence_kit.gui.tables import EntryRole
from evidence_kit.gui.widgets.buttons import Button
from evidence_kit.gui.widgets.items import OpensByKey
from evidence_kit.gui.widgets.pieces import Card, row
from evidence_kit.gui.widgets.rows import EntryDelegate, RowList
from evidence_kit.gui.widgets.text import PlainLabel, one_line
from evidence_kit.words import _, ngettext, number_text

if TYPE_CHECKING:
    from evidence_kit.vault import StoredConversation

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_ACCESSIBLE = int(Qt.ItemDataRole.AccessibleTextRole)


class _ConversationsModel(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self._stored: tuple[StoredConversation, ...] = ()

    def show_conversations(self, stored: tuple[StoredConversation, ...]) -> None:
        self.beginResetModel()
        self._stored = stored
        self.endResetModel()

    def at(self, place: int) -> StoredConversation:
        return self._stored[place]

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._stored)

    def data(self, index: Index, role: int = _DISPLAY) -> object:
        if not index.isValid():
            return None
        stored = self._stored[index.row()]
        if role == EntryRole.MOMENT:
            return _small_line(stored)
        if role == _DISPLAY:
            return conversation_title(stored)
        if role == _ACCESSIBLE:
            return f"{conversation_title(stored)}, {_small_line(stored)}"
        return None


def conversation_title(stored: StoredConversation) -> str:
    """What a conversation is called in its export, or else by who takes part."""
    conversation = stored.conversation
    return one_line(conversation.title or ", ".join(conversation.participants), 120) or _("Conversation")


def _small_line(stored: StoredConversation) -> str:
    count = ngettext("{count} message", "{count} messages", stored.message_count)
    return " · ".join(
        part
        for part in (
            _platform(stored.conversation.platform),
            count.format(count=number_text(stored.message_count)),
            stored.item_id,
        )
        if part
    )


def _platform(name: str) -> str:
    return _("E-mail") if name == "email" else one_line(name, 40)


class _List(OpensByKey, RowList):
    """Conversations, each opened by a press."""


class ConversationsPage(Page):
    """A list of conversations to open."""

    def __init__(self, session: Session) -> None:
        super().__init__(
            session,
            _("Conversations"),
            _("Messages that were read out of what you saved. The files themselves are unchanged."),
        )
        self._model = _ConversationsModel()
        self.list = _List(_("Conversations"), batched=True)
        self.list.setModel(self._model)
        self.list.setItemDelegate(EntryDelegate(self.list, titles=True))
        self.list.setCursor(Qt.CursorShape.PointingHandCursor)
        self.list.clicked.connect(self._open)
        self._empty = Card(margin=26)
        self._empty.add(
            PlainLabel(_("No messages yet"), "lead"),
            PlainLabel(
                _(
                    "In WhatsApp: open the chat, then More, then Export chat. Save the file here and the messages show up."
                )
            ),
            row(
                Button(
                    _("Add an export"),
                    lambda: self.go.emit(Route(Place.ADD)),
                    kind="primary",
                    icon_name="plus",
                )
            ),
        )
        self._empty.hide()
        self.add(self._empty)
        self.column.addWidget(self.list, 1)
        self.column.addStretch(0)

    def enter(self, route: Route) -> None:
        """Reads the list."""
        self.session.ask(lambda vault, progress: actions.conversations(vault), self._show)

    def _show(self, stored: tuple[StoredConversation, ...]) -> None:
        self._model.show_conversations(stored)
        self._empty.setVisible(not stored)
        self.list.setVisible(bool(stored))
        self.column.setStretch(self.column.count() - 1, 0 if stored else 1)

    def _open(self, index: QModelIndex) -> None:
        stored = self._model.at(index.row())
        self.go.emit(Route(Place.CONVERSATION, stored.item_id, stored.conversation.key))
