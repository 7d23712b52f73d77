"""Whole mails beside what must come out of them. A changed line here is a changed reading of evidence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from importers.email_samples import SAMPLES, as_lines, claimed, records

MAILS = sorted(SAMPLES.glob("*.eml"))


def test_there_are_sample_mails() -> None:
    assert len(MAILS) >= 5


@pytest.mark.parametrize("mail", MAILS, ids=[mail.stem for mail in MAILS])
def test_a_sample_mail_reads_as_written_down_beside_it(mail: Path) -> None:
    data = mail.read_bytes()
    expected = [json.loads(line) for line in mail.with_suffix(".jsonl").read_text("utf-8").splitlines()]
    assert claimed(data)
    assert as_lines(records(data)) == expected
