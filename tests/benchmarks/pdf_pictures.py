"""How fast 60 screenshots of 1080 x 2400 reach a document, side by side with ReportLab's drawImage, with peak memory.

Run by hand: ``python tests/benchmarks/pdf_pictures.py [pictures]``. Each contender is a process of its own; they take
turns, and the best of the rounds counts. The product is measured twice: with the check that a PNG's data has the
promised length, which must inflate all of it, and without, as for pictures that were decoded when they were added.
"""

from __future__ import annotations

import io
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 3
SIZE = (1080, 2400)


def draw_screenshot(number: int) -> bytes:
    """A made-up chat: bubbles of rectangles, and a patch of noise where a photo would be."""
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", SIZE, (246, 246, 248))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, SIZE[0], 190), fill=(60, 80, 110))
    for row in range(20):
        left = 50 if (row + number) % 3 else 420
        top = 230 + row * 105
        draw.rounded_rectangle(
            (left, top, left + 560, top + 85), 28, fill=(255, 255, 255), outline=(190, 190, 190)
        )
        for word in range(7):
            x = left + 30 + word * 72
            draw.rectangle(
                (x, top + 32, x + 20 + (row * word * 7 + number) % 45, top + 52), fill=(40, 40, 40)
            )
    picture.paste(Image.effect_noise((240, 240), 25 + number % 9).convert("RGB"), (90, 1900))
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def own(paths: list[Path], *, decoded_before: bool) -> int:
    """The product: pixel data passed through, tagged, PDF/A-3a."""
    from evidence_kit.model import Paper, PdfProfile
    from evidence_kit.pdf import Fact, PdfDocument, PdfSettings, load_picture
    from evidence_kit.pdf.fontset import FontSet

    moment = datetime(2026, 1, 1, tzinfo=UTC)
    settings = PdfSettings(
        "Pictures", "en", Paper.A4, PdfProfile.POLICE, moment, b"benchmark", "Head", "Foot", "EK"
    )
    with tempfile.TemporaryFile() as out:
        document = PdfDocument(out, settings, FontSet.load(ROOT / "assets" / "fonts"))
        document.begin_section("Pictures")
        for number, path in enumerate(paths, 1):
            with path.open("rb") as source:
                picture = load_picture(source, "image/png", decoded_before=decoded_before)
                facts = [Fact("Original file", path.name), Fact("Size", "1080 × 2400 pixels")]
                document.exhibit(f"EK/{number}", "Screenshot", picture, "A chat of rectangles", facts)
        document.finish()
        return out.tell()


def draw_image(paths: list[Path]) -> int:
    """ReportLab's drawImage, one picture and one line of text a page."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfgen.canvas import Canvas

    with tempfile.TemporaryFile() as out:
        canvas = Canvas(out, pagesize=A4)
        for path in paths:
            canvas.drawString(54, 800, path.name)
            canvas.drawImage(str(path), 54, 60, 320, 711)
            canvas.showPage()
        canvas.save()
        return out.tell()


CONTENDERS = {
    "evidence-kit": lambda paths: own(paths, decoded_before=True),
    "evidence-kit, inflating": lambda paths: own(paths, decoded_before=False),
    "ReportLab drawImage": draw_image,
}


def run(name: str, folder: Path) -> None:
    """One contender in this process: seconds, peak memory in MiB, size in KiB."""
    paths = sorted(folder.glob("*.png"))
    CONTENDERS[name](paths[:1])
    start = time.perf_counter()
    size = CONTENDERS[name](paths)
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{seconds} {peak} {size / 1024}")


def measured(name: str, folder: Path) -> tuple[float, float, float]:
    """The figures of one contender in a process of its own."""
    command = [sys.executable, __file__, "--run", name, str(folder)]
    done = subprocess.run(
        command, capture_output=True, text=True, check=True, env={"PYTHONPATH": str(ROOT / "src")}
    )
    seconds, peak, size = map(float, done.stdout.split())
    return seconds, peak, size


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number in range(count):
            (folder / f"Screenshot_{number:03}.png").write_bytes(draw_screenshot(number))
        rounds = [{contender: measured(contender, folder) for contender in CONTENDERS} for _ in range(ROUNDS)]
    best = {contender: min(turn[contender] for turn in rounds) for contender in CONTENDERS}
    slowest = best["ReportLab drawImage"][0]
    for contender, (seconds, peak, size) in best.items():
        rate, ratio = count / seconds, slowest / seconds
        print(f"{contender:24} {rate:7.1f} pictures/s  {ratio:5.1f} x  {peak:6.0f} MiB peak  {size:9.0f} KiB")
    print("target: at least 25 times drawImage; below 100 MiB")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--run"]:
        run(sys.argv[2], Path(sys.argv[3]))
    else:
        main()
