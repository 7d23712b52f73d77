"""Who a bundle is for, and on what it is printed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who a bundle is for, as its data file says it."""

    id: str
    title: Mapping[str, str]
    source: str
    checked: str
    confirmed: bool
    languages: tuple[str, ...]
    papers: tuple[str, ...]
    certificate: str
    parts: tuple[str, ...]


class Paper(StrEnum):
    """A sheet of paper."""

    A4 = "a4"
    LETTER = "letter"


class PdfProfile(StrEnum):
    """How a PDF is built: to hand to police, to file in court, or to carry under a password."""

    POLICE = "police"
    COURT = "court"
    CARRY = "carry"
