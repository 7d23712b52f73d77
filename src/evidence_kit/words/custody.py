"""The custody log in words: one plain sentence an entry, for someone who has never seen the program."""

from __future__ import annotations

from collections import defaultdict

from evidence_kit.model import CustodyEntry, CustodyKind
from evidence_kit.words import _, count_in, ngettext


def custody_sentence(entry: CustodyEntry) -> str:
    """What was done, as one sentence filled with the entry's details (untrusted text)."""
    facts: dict[str, str] = defaultdict(lambda: "?", entry.details)
    facts["item"] = entry.item_id
    return _template(entry).format_map(facts)


def _template(entry: CustodyEntry) -> str:
    kinds = CustodyKind
    if entry.kind is kinds.RECOVERED and "messages" in entry.details:
        return _("The messages of {item} were lost from the list and are to be read again from its original.")
    if entry.kind is kinds.RECOVERED and "state" in entry.details:
        return _("What is listed for {item} was taken from an older copy of the list.")
    if entry.kind is kinds.RECOVERED and entry.item_id:
        return _("{item} was brought back after the program had been stopped before its end.")
    if entry.kind is kinds.MESSAGES_READ and "reason" in entry.details:
        return _("The messages in {item} could not be read: {reason}. The file is kept unchanged.")
    if entry.kind is kinds.MESSAGES_READ:
        return ngettext(
            "The messages in {item} were read with {importer}: {found} record found, {shown} shown, {unreadable} not understood.",
            "The messages in {item} were read with {importer}: {found} records found, {shown} shown, {unreadable} not understood.",
            count_in(entry.details.get("found", "")),
        )
    if entry.kind is kinds.UNLOCK_FAILED:
        return ngettext(
            "Someone tried {count} time to open the vault with a wrong passphrase.",
            "Someone tried {count} times to open the vault with a wrong passphrase.",
            count_in(entry.details.get("count", "")),
        )
    if entry.kind is kinds.VERIFIED:
        return ngettext(
            "Everything kept was checked: {findings} problem found.",
            "Everything kept was checked: {findings} problems found.",
            count_in(entry.details.get("findings", "")),
        )
    if entry.kind is kinds.EXPORTED:
        return ngettext(
            "A bundle for {recipient} with {items} item was made; its list of files has the SHA-256 {sums_sha256}.",
            "A bundle for {recipient} with {items} items was made; its list of files has the SHA-256 {sums_sha256}.",
            count_in(entry.details.get("items", "")),
        )
    return _templates()[entry.kind]


def _templates() -> dict[CustodyKind, str]:
    kinds = CustodyKind
    return {
        kinds.CREATED: _("The vault was made."),
        kinds.IMPORTED: _("{item} was added: the file {name}, SHA-256 {sha256}."),
        kinds.ALREADY_HERE: _(
            "The file {name} was offered again. It is the same as {item}, so it was not kept twice."
        ),
        kinds.IMPORT_FAILED: _("The file {name} could not be added: {reason}."),
        kinds.RECORDED_ONLY: _("{item} was written down without copying anything: {where}."),
        kinds.ANSWERED: _("For {item} the person answered: time zone {zone}, order of the date {order}."),
        kinds.SAID: _("The person described {item}."),
        kinds.VIEWED: _("{item} was looked at."),
        kinds.OPENED: _("The vault was opened."),
        kinds.RECOVERED: _("The vault was repaired: {reason}."),
        kinds.PASSPHRASE_CHANGED: _("The passphrase was changed."),
        kinds.RESTORED: _("The vault was put back from a backup."),
        kinds.CLOCK_JUMPED: _("This computer's clock stood before the last entry, {last}."),
    }
