"""One function for each thing a person can do: whole or not at all, the custody entry written last.

Both front ends call these and nothing below them.
"""

from __future__ import annotations

from evidence_kit.actions.add import AddReport, Already, Failed, Under18, add_evidence
from evidence_kit.actions.check import is_bundle_folder, is_vault_folder, verify_bundle, verify_vault
from evidence_kit.actions.demo import Demo, make_demo
from evidence_kit.actions.describe import describe
from evidence_kit.actions.hand_over import build_bundle, recipients
from evidence_kit.actions.look import conversations, item, items, message_count, messages, record, search
from evidence_kit.actions.plain_files import find_files
from evidence_kit.actions.read_messages import answer_dates, read_messages
from evidence_kit.actions.record_only import Place, record_without_copying
from evidence_kit.actions.vaults import Created, create_vault, default_surroundings, lock, open_vault

__all__ = [
    "AddReport",
    "Already",
    "Created",
    "Demo",
    "Failed",
    "Place",
    "Under18",
    "add_evidence",
    "answer_dates",
    "build_bundle",
    "conversations",
    "create_vault",
    "default_surroundings",
    "describe",
    "find_files",
    "is_bundle_folder",
    "is_vault_folder",
    "item",
    "items",
    "lock",
    "make_demo",
    "message_count",
    "messages",
    "open_vault",
    "read_messages",
    "recipients",
    "record",
    "record_without_copying",
    "search",
    "verify_bundle",
    "verify_vault",
]
