"""A draft certificate for whoever collected the files, and a table for those who take them over."""

from __future__ import annotations

from evidence_kit.bundle.report_content import ReportContent, Section
from evidence_kit.bundle.templates.counting import marks_text
from evidence_kit.bundle.templates.part import Part, begin
from evidence_kit.pdf import Column, Fact, PdfDocument
from evidence_kit.words import _, moment_text, ngettext, number_text

UNITED_STATES = "us-902-14"
_HAND_OVERS = 9


def _title() -> str:
    return _("Draft certificate")


def _draw(document: PdfDocument, content: ReportContent, section: Section) -> None:
    begin(document, section)
    document.paragraph(
        _(
            "DRAFT, for a prosecutor or lawyer to read and change before anyone signs it. The program certifies nothing. Strike out what is not so."
        ),
        bold=True,
    )
    document.facts(_facts(content))
    document.bullets(_statements(content), numbered=True)
    for paragraph in _declaration(content):
        document.paragraph(paragraph)
    document.signature_lines((_("Signature"), _("Name in print"), _("Date and place")))
    _draw_hand_over(document, section)


def _draw_hand_over(document: PdfDocument, section: Section) -> None:
    """A page of its own, to be filled each time that the bundle changes hands."""
    document.begin_section(section.heading)
    document.heading(_("Received by"), 2, bookmark=False)
    document.paragraph(_("One row each time that this bundle, or an original, changes hands."))
    columns = (
        Column(_("Agency"), 20),
        Column(_("Officer, badge"), 19),
        Column(_("Report number"), 18),
        Column(_("Date, time, purpose"), 24),
        Column(_("Signature"), 19),
    )
    document.table(columns, [(" \n \n ", "", "", "", "")] * _HAND_OVERS)


def _facts(content: ReportContent) -> list[Fact]:
    by_hand = " \n "
    matter = content.matter
    return [
        Fact(_("I am"), by_hand),
        Fact(_("My part in this"), _("(own device or account, or helper of the person)") + by_hand),
        Fact(_("Files"), _files(content)),
        Fact(_("Copied from"), _("(device or account, as each exhibit page says)") + by_hand),
        Fact(
            _("Program and method"),
            _("Evidence Kit {version}; SHA-256 (FIPS 180-4), computed while each file was read").format(
                version=matter.program_version
            ),
        ),
        Fact(
            _("Clock"),
            _("times of copying are this computer's clock, which said {time} when this was made").format(
                time=moment_text(matter.made_at, matter.offset_minutes)
            ),
        ),
    ]


def _files(content: ReportContent) -> str:
    copied = content.copied
    return ngettext("{count} file: {marks}", "{count} files: {marks}", len(copied)).format(
        count=number_text(len(copied)), marks=marks_text(copied)
    )


def _statements(content: ReportContent) -> list[str]:
    lines = [
        _("I copied the files named above into the vault at the times that the custody log gives."),
        _(
            "The program computed the SHA-256 value of each file while it was read. The list of exhibits holds these values."
        ),
        _(
            "When this bundle was made, the program computed the value of each original again. The values are identical."
        ),
        _(
            "I have not changed any of the files. Where a page shows a picture smaller or text in another arrangement, the original is in the folder originals."
        ),
        _("As far as I know, the custody log holds everything that was done with the files in the vault."),
    ]
    if content.recorded_only:
        lines.append(_("The items marked as recorded, not copied, were not copied by me into the vault."))
    return lines


def _declaration(content: ReportContent) -> tuple[str, ...]:
    """Source: 28 U.S.C. 1746, https://uscode.elaws.us/law/28usc1746, and Fed. R. Evid. 902(14),
    https://jhany.com/2018/03/26/self-authentication-of-electronic-evidence-new-rules-90213-14/ (2026-11-23).
    """
    if content.recipient.certificate == UNITED_STATES:
        return (
            _(
                "Form: Federal Rules of Evidence 902(11) and 902(14), data copied from a device, storage medium or file and identified by a process of digital identification. The rule also asks for notice to the other side. A certificate under this rule concerns authenticity alone."
            ),
            _(
                "Within the United States: I declare under penalty of perjury that the foregoing is true and correct. Executed on the date below. (28 U.S.C. 1746)"
            ),
            _(
                "Outside the United States: I declare under penalty of perjury under the laws of the United States of America that the foregoing is true and correct. Executed on the date below. (28 U.S.C. 1746)"
            ),
        )
    return (
        _(
            "I believe that what is stated here is true. I know that a false statement may have consequences under the law that applies where I sign."
        ),
    )


PART = Part("certificate", _title, _draw)
