"""The window of messages that slides over a conversation: which rows to read when the person moves."""

from __future__ import annotations

from itertools import islice, takewhile
from typing import TYPE_CHECKING

from evidence_kit.gui.later import actions
from evidence_kit.model import StoredMessage

if TYPE_CHECKING:
    from evidence_kit.vault import Vault

WINDOW_ROWS = 240
STEP_ROWS = 120

Rows = tuple[StoredMessage, ...]


def rows_after(vault: Vault, item_id: str, conversation: str, after: int, count: int) -> Rows:
    """At most ``count`` messages behind number ``after``."""
    return tuple(islice(actions.messages(vault, item_id, conversation, after, count), count))


def rows_before(vault: Vault, item_id: str, conversation: str, before: int, count: int) -> Rows:
    """The last ``count`` messages in front of number ``before``, or all of them where there are fewer.

    Numbers run through the whole item, so a conversation may use few of them: the reach doubles until it is enough.
    """
    reach = count
    while True:
        start = max(0, before - 1 - reach)
        stored = actions.messages(vault, item_id, conversation, start)
        rows = tuple(takewhile(lambda row: row.number < before, stored))
        if len(rows) >= count or start == 0:
            return rows[-count:]
        reach *= 2


def window_at(vault: Vault, item_id: str, conversation: str, number: int) -> Rows:
    """A window with message ``number`` in its middle; the beginning of the conversation for 0."""
    if number == 0:
        return rows_after(vault, item_id, conversation, 0, WINDOW_ROWS)
    earlier = rows_before(vault, item_id, conversation, number, STEP_ROWS)
    return earlier + rows_after(vault, item_id, conversation, number - 1, WINDOW_ROWS - len(earlier))


def slid_earlier(vault: Vault, item_id: str, conversation: str, rows: Rows) -> Rows:
    """The window moved towards the beginning by ``STEP_ROWS``."""
    earlier = rows_before(vault, item_id, conversation, rows[0].number, STEP_ROWS)
    return (earlier + rows)[:WINDOW_ROWS] if earlier else rows


def slid_later(vault: Vault, item_id: str, conversation: str, rows: Rows) -> Rows:
    """The window moved towards the end by ``STEP_ROWS``."""
    later = rows_after(vault, item_id, conversation, rows[-1].number, STEP_ROWS)
    return (rows + later)[-WINDOW_ROWS:] if later else rows


def last_rows(vault: Vault, item_id: str, conversation: str) -> Rows:
    """The end of the conversation."""
    behind_all = actions.message_count(vault, item_id) + 1
    return rows_before(vault, item_id, conversation, behind_all, STEP_ROWS)
