"""How fast a transcript of 12,000 messages is set, side by side with ReportLab's LongTable, with peak memory.

Run by hand: ``python tests/benchmarks/pdf_transcript.py [messages]``. Each contender is a process of its own; they
take turns, and the best of the rounds counts. Figures are ratios: read nothing else into them.
"""

from __future__ import annotations

import html
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 3
COMMON = """
the of and to in is you that it he was for on are as with his they at be this have from or one had by word but not what
all were we when your can said there use an each which she do how their if will up other about out many then them these
so some her would make like him into time has look two more write go see number no way could people my than first water
been call who oil its now find long down day did get come made may part please wait tomorrow school picture cartoon
coins never always stop leave alone phone account friday evening message
"""
WORDS = COMMON.split()


def messages(count: int) -> Iterator[tuple[int, str, str, bool, str]]:
    """Invented messages of 1 to 40 words: number, day, time, whether own, text."""
    chosen = random.Random(7)
    for number in range(1, count + 1):
        minute = number * 3
        day = f"Day {minute // 1440 + 1} of the conversation"
        clock = f"{minute // 60 % 24:02d}:{minute % 60:02d}:{chosen.randrange(60):02d}"
        length = min(40, int(chosen.expovariate(1 / 11)) + 1)
        yield number, day, clock, number % 3 == 0, " ".join(chosen.choices(WORDS, k=length)) + f" {number}."


def own(count: int) -> int:
    """The product: shaped, tagged, PDF/A-3a."""
    from evidence_kit.model import Paper, PdfProfile
    from evidence_kit.pdf import PdfDocument, PdfSettings, TranscriptLine
    from evidence_kit.pdf.fontset import FontSet

    moment = datetime(2026, 1, 1, tzinfo=UTC)
    settings = PdfSettings(
        "Transcript", "en", Paper.A4, PdfProfile.POLICE, moment, b"benchmark", "Head", "Foot", "EK"
    )
    with tempfile.TemporaryFile() as out:
        document = PdfDocument(out, settings, FontSet.load(ROOT / "assets" / "fonts"))
        document.begin_section("Transcript")
        document.heading("Transcript", 1)
        document.transcript(
            TranscriptLine(number, day, clock, "B" if mine else "A", mine, text)
            for number, day, clock, mine, text in messages(count)
        )
        document.finish()
        return out.tell()


def long_table(count: int) -> int:
    """ReportLab's LongTable with one Paragraph a message: not shaped, not tagged, no archive format."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import LongTable, Paragraph, SimpleDocTemplate, TableStyle

    style = getSampleStyleSheet()["BodyText"]
    rows = [
        [str(number), clock, "B" if mine else "A", Paragraph(html.escape(text), style)]
        for number, _, clock, mine, text in messages(count)
    ]
    table = LongTable([["No.", "Time", "Who", "Text"], *rows], colWidths=[36, 60, 30, 360], repeatRows=1)
    table.setStyle(
        TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), ("LINEBELOW", (0, 0), (-1, -1), 0.25, "grey")])
    )
    with tempfile.TemporaryFile() as out:
        SimpleDocTemplate(out, pagesize=A4).build([table])
        return out.tell()


CONTENDERS = {"evidence-kit": own, "ReportLab LongTable": long_table}


def run(name: str, count: int) -> None:
    """One contender in this process: seconds, peak memory in MiB, size in KiB."""
    CONTENDERS[name](50)
    start = time.perf_counter()
    size = CONTENDERS[name](count)
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{seconds} {peak} {size / 1024}")


def measured(name: str, count: int) -> tuple[float, float, float]:
    """The figures of one contender in a process of its own."""
    command = [sys.executable, __file__, "--run", name, str(count)]
    done = subprocess.run(
        command, capture_output=True, text=True, check=True, env={"PYTHONPATH": str(ROOT / "src")}
    )
    seconds, peak, size = map(float, done.stdout.split())
    return seconds, peak, size


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 12_000
    rounds = [{name: measured(name, count) for name in CONTENDERS} for _ in range(ROUNDS)]
    best = {name: min(turn[name] for turn in rounds) for name in CONTENDERS}
    for name, (seconds, peak, size) in best.items():
        print(f"{name:22} {count / seconds:8.0f} messages/s  {peak:6.0f} MiB peak  {size:8.0f} KiB")
    ratio = best["ReportLab LongTable"][0] / best["evidence-kit"][0]
    print(f"evidence-kit is {ratio:.1f} times as fast (target: at least 3.5; below 100 MiB)")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--run"]:
        run(sys.argv[2], int(sys.argv[3]))
    else:
        main()
