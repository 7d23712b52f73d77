"""The parts of the report, one small file each."""

from evidence_kit.bundle.templates import (
    accounts,
    certificate,
    cover,
    custody_log,
    exhibit_list,
    exhibits,
    how_to_check,
    recorded_only,
    summary,
    timeline,
    transcripts,
)
from evidence_kit.bundle.templates.part import Part

PARTS: tuple[Part, ...] = (
    cover.PART,
    summary.PART,
    accounts.PART,
    timeline.PART,
    exhibit_list.PART,
    exhibits.PART,
    recorded_only.PART,
    transcripts.PART,
    custody_log.PART,
    certificate.PART,
    how_to_check.PART,
)

__all__ = ["PARTS", "Part"]
