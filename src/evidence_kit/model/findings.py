"""Typed remarks about items, exports, vaults and bundles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class FindingKind(StrEnum):
    """Something that a reader should know about an item, a conversation, a vault or a bundle."""

    # about files
    CHANGED_WHILE_READ = "changed-while-read"
    NAME_AND_BYTES_DIFFER = "name-and-bytes-differ"
    HOLDS_LOCATION = "holds-location"
    EMPTY_FILE = "empty-file"
    NO_EMBEDDED_FACTS = "no-embedded-facts"
    ENCRYPTED_MEMBER = "encrypted-member"
    # about message exports
    EXPORT_UNREADABLE = "export-unreadable"
    IMPORTER_UNDECIDED = "importer-undecided"
    DATE_ORDER_OPEN = "date-order-open"
    ZONE_NOT_STATED = "zone-not-stated"
    LINES_NOT_READ = "lines-not-read"
    FILE_NAME_DATE_DIFFERS = "file-name-date-differs"
    DECLARED_COUNT_DIFFERS = "declared-count-differs"
    EXPORT_MAY_BE_CUT = "export-may-be-cut"
    TIMES_OUT_OF_ORDER = "times-out-of-order"
    MAIL_DEFECT = "mail-defect"
    PASSED_OVER = "passed-over"
    # about a vault
    LOG_CHAIN_BROKEN = "log-chain-broken"
    HEAD_SIGNATURE_WRONG = "head-signature-wrong"
    OBJECT_MISSING = "object-missing"
    OBJECT_DAMAGED = "object-damaged"
    OBJECT_UNKNOWN = "object-unknown"
    OBJECT_ADOPTED = "object-adopted"
    KEY_SLOTS_CHANGED = "key-slots-changed"
    CATALOGUE_DAMAGED = "catalogue-damaged"
    ROW_DIFFERS_FROM_LOG = "row-differs-from-log"
    ROLLED_BACK = "rolled-back"
    CLOCK_WENT_BACK = "clock-went-back"
    PART_UNREADABLE = "part-unreadable"
    # about a bundle
    FILE_CHANGED = "file-changed"
    FILE_MISSING = "file-missing"
    FILE_NOT_LISTED = "file-not-listed"
    SUMS_SIGNATURE_WRONG = "sums-signature-wrong"
    LOG_EXTRACT_WRONG = "log-extract-wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """A typed remark; ``details`` are named facts (untrusted text) that its sentence is filled with."""

    kind: FindingKind
    details: Mapping[str, str] = field(default_factory=dict)
