"""A sentence for each finding: what is so, never what it might mean for a case."""

from __future__ import annotations

from collections import defaultdict

from evidence_kit.model import Finding, FindingKind
from evidence_kit.words import _, count_in, ngettext


def finding_sentence(finding: Finding) -> str:
    """The finding as one or two plain sentences, filled with its details."""
    return _template(finding).format_map(defaultdict(lambda: "?", finding.details))


def _template(finding: Finding) -> str:
    if finding.kind is FindingKind.LINES_NOT_READ:
        return ngettext(
            "{count} record could not be understood (at {where}). It is shown as it stands.",
            "{count} records could not be understood (first at {where}). They are shown as they stand.",
            count_in(finding.details.get("count", "")),
        )
    if finding.kind in _about_vaults():
        return _about_vaults()[finding.kind]
    return _about_files()[finding.kind]


def _about_files() -> dict[FindingKind, str]:
    kinds = FindingKind
    return {
        kinds.CHANGED_WHILE_READ: _("The file changed while it was being read. What was read last is kept."),
        kinds.NAME_AND_BYTES_DIFFER: _(
            "The name says {name_says}, but the file itself is {bytes_say}. The file was not changed."
        ),
        kinds.HOLDS_LOCATION: _(
            "The file holds a place (GPS). Reports do not print it, but whoever gets the original can read it."
        ),
        kinds.EMPTY_FILE: _("The file is empty."),
        kinds.NO_EMBEDDED_FACTS: _("The file says nothing about when or with what it was made."),
        kinds.ENCRYPTED_MEMBER: _("The file {member} inside is locked with a password and was not read."),
        kinds.EXPORT_UNREADABLE: _(
            "The messages inside could not be read ({reason}, at {where}). The file itself is kept unchanged."
        ),
        kinds.IMPORTER_UNDECIDED: _(
            "The file looks like more than one kind of message export ({importers}). It is kept unchanged and was not read."
        ),
        kinds.DATE_ORDER_OPEN: _(
            "The file does not show which number is the day and which is the month, for example {example}. The dates are left open."
        ),
        kinds.ZONE_NOT_STATED: _("The file gives times without a time zone."),
        kinds.FILE_NAME_DATE_DIFFERS: _(
            "At {where} the name of the file {name} holds another date than the message."
        ),
        kinds.DECLARED_COUNT_DIFFERS: _(
            "The export says that it holds {declared} records; {found} were found."
        ),
        kinds.EXPORT_MAY_BE_CUT: _(
            "The export holds exactly {count} records. Apps stop at such numbers, so older ones may be missing."
        ),
        kinds.TIMES_OUT_OF_ORDER: _("At {where} the time goes back. The order of the file is kept."),
        kinds.MAIL_DEFECT: _("The e-mail does not keep to the standard ({reason}, at {where})."),
        kinds.PASSED_OVER: _("{member} was not read: {reason}."),
        kinds.FILE_CHANGED: _("{name} has been changed: its fingerprint is not the one in the list."),
        kinds.FILE_MISSING: _("{name} is in the list but is not there."),
        kinds.FILE_NOT_LISTED: _("{name} is there but is not in the list."),
        kinds.SUMS_SIGNATURE_WRONG: _(
            "The list of fingerprints was not signed with the key that lies beside it, or was changed."
        ),
        kinds.LOG_EXTRACT_WRONG: _("The custody log does not hold together: {reason}."),
        kinds.PART_UNREADABLE: _("{part} could not be read ({reason}). The original is kept."),
    }


def _about_vaults() -> dict[FindingKind, str]:
    kinds = FindingKind
    return {
        kinds.LOG_CHAIN_BROKEN: _(
            "The custody log was changed at entry {entry}: it does not follow from the entry before it."
        ),
        kinds.HEAD_SIGNATURE_WRONG: _("The signature under the custody log is wrong at entry {entry}."),
        kinds.OBJECT_MISSING: _("The saved copy of {item} is missing."),
        kinds.OBJECT_DAMAGED: _("The saved copy of {item} is damaged: {reason}."),
        kinds.OBJECT_UNKNOWN: _("The vault holds a file that it does not know: {part} ({reason})."),
        kinds.OBJECT_ADOPTED: _(
            "{item} had been saved but not listed, because the program was stopped. It is listed now."
        ),
        kinds.KEY_SLOTS_CHANGED: _(
            "The ways to open this vault were changed outside this program: {slot} ({change})."
        ),
        kinds.CATALOGUE_DAMAGED: _("The list of what is kept ({part}) was damaged: {reason}."),
        kinds.ROW_DIFFERS_FROM_LOG: _(
            "What is listed for {item} is not what the custody log says was written down."
        ),
        kinds.ROLLED_BACK: _(
            "This vault is not as it was when it was last opened here: the record then ended with entry {seen_entry}, now with entry {entry}. Someone may have put an old copy back."
        ),
        kinds.CLOCK_WENT_BACK: _(
            "This computer's clock says {now}, which is before the last entry in the record, {last}."
        ),
    }
