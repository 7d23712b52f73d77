"""The same input gives the same bytes, wherever and whenever a document is made."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from made_documents import counting_bytes, made, opened, settings
from test_pdf_tags import everything

from evidence_kit.model import PdfProfile
from evidence_kit.pdf import PdfDocument


def _front(document: PdfDocument) -> None:
    document.begin_section("Cover")
    document.paragraph(f"Part on page {document.page_of('part')} 😀 مرحبا")


def _draw(document: PdfDocument) -> None:
    everything(document)
    document.attach("a.json", b"{}", "Facts", "application/json")


def test_two_builds_are_byte_for_byte_the_same():
    assert made(_draw, front=_front) == made(_draw, front=_front)


def test_another_process_with_other_hash_seeds_and_zone_makes_the_same_bytes():
    here = Path(__file__).resolve()
    program = (
        f"import sys; sys.path[:0] = {[str(here.parent), str(here.parents[2] / 'src')]!r}\n"
        "import hashlib, test_pdf_determinism as t\n"
        "print(hashlib.sha256(t.made(t._draw, front=t._front)).hexdigest())"
    )
    sums = {
        subprocess.run(
            [sys.executable, "-c", program],
            capture_output=True,
            text=True,
            check=True,
            env={"PYTHONHASHSEED": seed, "TZ": zone},
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    }
    assert len(sums) == 1


def test_the_identity_is_the_files_id():
    def file_id(identity: bytes) -> bytes:
        with opened(made(_draw, chosen=settings(identity=identity))) as pdf:
            assert bytes(pdf.trailer.ID[0]) == bytes(pdf.trailer.ID[1])
            return bytes(pdf.trailer.ID[0])

    assert file_id(b"one") == file_id(b"one") != file_id(b"two")


def test_a_carried_document_is_the_same_when_its_random_bytes_are():
    def build() -> bytes:
        chosen = settings(PdfProfile.CARRY, password="x", random_bytes=counting_bytes())
        return made(_draw, front=_front, chosen=chosen)

    assert build() == build()
