"""Checks a finished bundle with the very script that lies inside every bundle, and says what it found as findings."""

from __future__ import annotations

import re
from pathlib import Path

from evidence_kit.bundle.folder import is_plain_file
from evidence_kit.bundle.manifest import SUMS
from evidence_kit.bundle.verifier import verify
from evidence_kit.errors import NothingToVerify
from evidence_kit.model import Finding, FindingKind, Progress, no_progress

_KINDS = {
    "changed": FindingKind.FILE_CHANGED,
    "missing": FindingKind.FILE_MISSING,
    "extra": FindingKind.FILE_NOT_LISTED,
    "signature": FindingKind.SUMS_SIGNATURE_WRONG,
    "log": FindingKind.LOG_EXTRACT_WRONG,
}


def is_bundle(folder: Path) -> bool:
    """True when a folder looks like a bundle, even one from which a file was taken away."""
    names = (SUMS, "report.pdf", verify.LOG, verify.CHECKPOINT)
    return sum(is_plain_file(folder / name) for name in names) >= 2


def verify_bundle(folder: Path, progress: Progress = no_progress) -> tuple[Finding, ...]:
    """Everything that does not check out in a bundle (untrusted); empty when all does. Nothing is written.

    ``progress`` counts bytes. The signature shows that the files are those that were signed; whose key it was,
    only the fingerprint on paper shows.

    Raises:
        NothingToVerify: the folder is no bundle.
        Cancelled: nothing was found out.
    """
    if not is_bundle(folder):
        raise NothingToVerify(path=folder)
    total = sum(path.lstat().st_size for path in folder.rglob("*") if is_plain_file(path))
    done = 0

    def step(size_bytes: int) -> None:
        nonlocal done
        done += size_bytes
        progress(min(done, total), total)

    progress(0, total)
    return tuple(_finding(problem) for problem in verify.check(folder, step))


def _finding(problem: verify.Problem) -> Finding:
    # The sentence for the log says itself that it does not hold together.
    details = {"name": problem.name, "reason": problem.words.removeprefix("does not hold together: ")}
    entry = re.search(r"\bentry ([0-9]+)\b", problem.words)
    if entry is not None:
        details["seq"] = entry[1]
    return Finding(_KINDS[problem.kind], details)
