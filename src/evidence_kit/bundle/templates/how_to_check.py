"""How to check the bundle, on paper: what to type, what to compare, and what a match does and does not show."""

from __future__ import annotations

from evidence_kit.bundle.how_to_check import (
    LINUX_LINE,
    MAC_LINE,
    ONE_FILE_LINES,
    OPENSSL_LINE,
    SCRIPT_LINE,
    SSH_LINE,
    head_line,
    shown_by_a_hash,
)
from evidence_kit.bundle.report_content import ReportContent, Section
from evidence_kit.bundle.templates.part import Part, begin
from evidence_kit.pdf import Fact, PdfDocument
from evidence_kit.words import _, fingerprint_text


def _title() -> str:
    return _("How to check this bundle")


def _draw(document: PdfDocument, content: ReportContent, section: Section) -> None:
    begin(document, section)
    document.bullets(_steps(), numbered=True)
    document.heading(_("What this shows and what it does not show"), 2, bookmark=False)
    document.bullets(shown_by_a_hash())
    document.heading(_("What to compare"), 2, bookmark=False)
    document.facts(_to_compare(content))
    document.qr_code(
        head_code_text(content),
        _("Square code with the vault's id, the number of log entries and the head of the log"),
    )
    document.begin_section(section.heading)
    document.heading(_("What to type"), 2, bookmark=False)
    document.facts(_commands())


def _steps() -> list[str]:
    return [
        _(
            "Open a command line in the folder of this bundle. The file HOW-TO-CHECK.txt there has these lines to copy."
        ),
        _("Check that the files are those that the list SHA256SUMS names."),
        _(
            "Check that the list was signed, and compare the key's fingerprint with the one below. A copy on paper that was handed over earlier is worth more than this page, which lies beside the key."
        ),
        _(
            "Compare the SHA-256 of an original with the list of exhibits. All 64 characters must be the same."
        ),
    ]


def _commands() -> list[Fact]:
    return [
        Fact(_("All files, Linux"), LINUX_LINE, mono=True),
        Fact(_("All files, macOS"), MAC_LINE, mono=True),
        *(
            Fact(_("One file, {system}").format(system=system), line, mono=True)
            for system, line in ONE_FILE_LINES
        ),
        Fact(_("Signature, OpenSSH"), SSH_LINE, mono=True),
        Fact(_("Signature, OpenSSL 3"), OPENSSL_LINE, mono=True),
        Fact(_("Everything, Python 3.8"), SCRIPT_LINE, mono=True),
    ]


def _to_compare(content: ReportContent) -> list[Fact]:
    matter = content.matter
    return [
        Fact(_("Key fingerprint"), matter.key_fingerprint, mono=True),
        Fact(_("Head of the custody log"), head_line(matter), mono=True),
        Fact(_("Head, in full"), fingerprint_text(matter.checkpoint.head.hex(), 16), mono=True),
    ]


def head_code_text(content: ReportContent) -> str:
    """What the square code holds: enough to compare a log with later, and nothing else."""
    matter = content.matter
    return f"evidence-kit/v1 {matter.vault_id} {matter.checkpoint.seq} {matter.checkpoint.head.hex()}"


PART = Part("how-to-check", _title, _draw)
