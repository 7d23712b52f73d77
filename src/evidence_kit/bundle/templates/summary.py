"""One page of facts for whoever opens the bundle first, and room for what only people know."""

from __future__ import annotations

from collections import Counter

from evidence_kit.bundle.report_content import ReportContent, Section
from evidence_kit.bundle.templates.accounts import named_accounts
from evidence_kit.bundle.templates.counting import counts_text, marks_text, period_text
from evidence_kit.bundle.templates.part import Part, begin
from evidence_kit.model import Finding, FindingKind
from evidence_kit.pdf import Column, Fact, PdfDocument
from evidence_kit.words import _, ngettext, number_text

_MOST_ACCOUNTS = 6
_MOST_QUESTIONS = 4


def _title() -> str:
    return _("Summary")


def _draw(document: PdfDocument, content: ReportContent, section: Section) -> None:
    begin(document, section)
    document.paragraph(
        _("This page is made of what the files and the vault hold. Nothing on it is a conclusion.")
    )
    document.facts(_facts(content))
    questions = _questions(content)
    document.heading(_("Open questions in the data"), 2, bookmark=False)
    document.bullets(questions)
    document.heading(_("To be filled in by hand"), 2, bookmark=False)
    document.table(
        (Column(_("Question"), 32), Column(_("Answer, with exhibit marks"), 68)),
        _by_hand(lines=_free_lines(content, questions)),
    )


def _facts(content: ReportContent) -> list[Fact]:
    recorded = content.recorded_only
    return [
        Fact(_("What is here"), counts_text(content)),
        Fact(_("Period"), period_text(content)),
        Fact(_("Accounts named"), _accounts(content)),
        Fact(_("Recorded, not copied"), marks_text(recorded) if recorded else _("none")),
    ]


def _accounts(content: ReportContent) -> str:
    names = named_accounts(content)
    if not names:
        return _("none is named by the person or found in an export")
    shown = "\n".join(names[:_MOST_ACCOUNTS])
    more = len(names) - _MOST_ACCOUNTS
    if more <= 0:
        return shown
    return _("{names}\nand {count} more, see the list of persons and accounts").format(
        names=shown, count=number_text(more)
    )


def _questions(content: ReportContent) -> list[str]:
    """What the data leaves open, one line a kind of question."""
    counts = Counter(finding.kind for exhibit in content.exhibits for finding in exhibit.item.findings)
    lines = []
    for kind, question in _open_questions().items():
        if counts[kind]:
            marks = [exhibit for exhibit in content.exhibits if _has(exhibit.item.findings, kind)]
            lines.append(f"{question} ({marks_text(marks)})")
    more = len(lines) - _MOST_QUESTIONS
    if more > 0:
        rest = ngettext(
            "{count} more kind of question: see the exhibits",
            "{count} more kinds of questions: see the exhibits",
            more,
        )
        lines = [*lines[:_MOST_QUESTIONS], rest.format(count=number_text(more))]
    return lines or [_("none was found")]


def _has(findings: tuple[Finding, ...], kind: FindingKind) -> bool:
    return any(finding.kind is kind for finding in findings)


def _open_questions() -> dict[FindingKind, str]:
    return {
        FindingKind.DATE_ORDER_OPEN: _(
            "Which number of a date is the day and which the month is not certain"
        ),
        FindingKind.ZONE_NOT_STATED: _("Times are given without a time zone"),
        FindingKind.LINES_NOT_READ: _(
            "Some records of an export were not understood; they are shown as they stand"
        ),
        FindingKind.EXPORT_UNREADABLE: _(
            "The messages inside an export could not be read; the original is here"
        ),
        FindingKind.IMPORTER_UNDECIDED: _(
            "An export has more than one possible form and was not read; the original is here"
        ),
        FindingKind.EXPORT_MAY_BE_CUT: _("An export may end before the conversation does"),
        FindingKind.DECLARED_COUNT_DIFFERS: _("An export states another number of records than it holds"),
        FindingKind.TIMES_OUT_OF_ORDER: _("Times in an export are out of order"),
        FindingKind.FILE_NAME_DATE_DIFFERS: _(
            "An attachment's file name holds another date than its message"
        ),
        FindingKind.CHANGED_WHILE_READ: _("A file changed while it was read"),
        FindingKind.NAME_AND_BYTES_DIFFER: _("A file is of another kind than its name says"),
        FindingKind.ENCRYPTED_MEMBER: _("A file inside an export is locked with a password"),
        FindingKind.MAIL_DEFECT: _("An e-mail does not keep to the standard"),
        FindingKind.PART_UNREADABLE: _("A part of a file could not be read; the original is here"),
    }


def _free_lines(content: ReportContent, questions: list[str]) -> int:
    """How many lines each answer by hand gets, so that all of it stays on one page."""
    used = min(len(named_accounts(content)), _MOST_ACCOUNTS) + 2 * len(questions)
    return 4 if used <= 6 else 3 if used <= 10 else 2


def _by_hand(*, lines: int) -> list[tuple[str, str]]:
    questions = (
        _("What happened?"),
        _("Who is it thought to be?"),
        _("What was demanded, sent or paid?"),
        _("Is it still going on? Is there a deadline?"),
        _("What is asked for?"),
    )
    return [(question, "\n".join([" "] * lines)) for question in questions]


PART = Part("summary", _title, _draw, front=True)
