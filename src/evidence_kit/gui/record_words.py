"""The record (custody log) in the words of the screen: locked folder, fingerprint, report.

The sentences for paper stand in ``words.custody``; they name the same things as a police officer would look them up.
"""

from __future__ import annotations

from evidence_kit.model import CustodyEntry, CustodyKind
from evidence_kit.words import _, count_in, fingerprint_text, ngettext
from evidence_kit.words.custody import custody_sentence


def entry_words(entry: CustodyEntry) -> str:
    """What was done, as one sentence for the person at the screen (holds untrusted text)."""
    facts, kinds = entry.details, CustodyKind
    match entry.kind:
        case kinds.IMPORTED:
            return _("{item} was added: the file {name}. Its fingerprint: {fingerprint}").format(
                item=entry.item_id,
                name=facts.get("name", "?"),
                fingerprint=fingerprint_text(facts.get("sha256", "?")),
            )
        case kinds.EXPORTED:
            return _report(entry)
        case kinds.ANSWERED:
            return _answer(entry)
        case kinds.UNLOCK_FAILED:
            count = facts.get("count", "?")
            return ngettext(
                "Someone tried {count} time to open the locked folder with a wrong passphrase.",
                "Someone tried {count} times to open the locked folder with a wrong passphrase.",
                count_in(count),
            ).format(count=count)
        case kinds.RECOVERED if not entry.item_id:
            return _("The locked folder was repaired: {reason}.").format(reason=facts.get("reason", "?"))
    return _plain().get(entry.kind) or custody_sentence(entry)


def _plain() -> dict[CustodyKind, str]:
    return {
        CustodyKind.CREATED: _("The locked folder was made."),
        CustodyKind.OPENED: _("The locked folder was opened."),
        CustodyKind.RESTORED: _("The locked folder was put back from a backup."),
    }


def _report(entry: CustodyEntry) -> str:
    items = entry.details.get("items", "?")
    words = ngettext(
        "A report with {items} item was made. The fingerprint of its list: {fingerprint}",
        "A report with {items} items was made. The fingerprint of its list: {fingerprint}",
        count_in(items),
    )
    return words.format(items=items, fingerprint=fingerprint_text(entry.details.get("sums_sha256", "?")))


def _answer(entry: CustodyEntry) -> str:
    zone, order = (entry.details.get(name, "") for name in ("zone", "order"))
    orders = {"dmy": _("day first"), "mdy": _("month first"), "ymd": _("year first")}
    return _("The question about dates in {item} was answered: time zone {zone}, dates {order}.").format(
        item=entry.item_id,
        zone=zone if zone.strip("-") else _("left open"),
        order=orders.get(order, _("left open")),
    )
