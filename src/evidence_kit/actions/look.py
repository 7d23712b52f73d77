"""Looking at what is kept: lists, conversations, messages, the record. Nothing here changes the vault."""

from __future__ import annotations

from collections.abc import Iterator

from evidence_kit.model import CustodyEntry, Item, StoredMessage
from evidence_kit.vault import StoredConversation, Vault


def items(vault: Vault) -> tuple[Item, ...]:
    """All items in the order of their numbers, record-only items among them."""
    return vault.catalogue.items()


def item(vault: Vault, item_id: str) -> Item:
    """One item.

    Raises:
        ItemUnknown: there is none with this id.
    """
    return vault.catalogue.item(item_id)


def conversations(vault: Vault, item_id: str | None = None) -> tuple[StoredConversation, ...]:
    """The conversations of one item, or of all."""
    return vault.catalogue.conversations(item_id)


def messages(
    vault: Vault,
    item_id: str | None = None,
    conversation: str | None = None,
    after: int = 0,
    limit: int | None = None,
) -> Iterator[StoredMessage]:
    """Messages and remarks in the export's order, streamed; ``after`` is the number of the last one seen."""
    return vault.catalogue.messages(item_id, conversation, after, limit)


def message_count(vault: Vault, item_id: str | None = None, conversation: str | None = None) -> int:
    """How many records there are, remarks included."""
    return vault.catalogue.message_count(item_id, conversation)


def search(vault: Vault, words: str, limit: int = 200) -> tuple[StoredMessage, ...]:
    """The messages that hold all the words, or beginnings of words; at most ``limit``."""
    return vault.catalogue.search(words, limit)


def record(vault: Vault) -> tuple[CustodyEntry, ...]:
    """The custody log, oldest entry first."""
    return tuple(vault.catalogue.log())
