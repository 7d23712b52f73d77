"""Reading WhatsApp exports side by side with other readers: records found, time and peak memory.

    PYTHONPATH=src python tests/benchmarks/importer_whatsapp.py [--lines 1000000] [--peers PYTHON]

PYTHON is the interpreter of a throw-away environment into which ``whatstk`` and ``chat-miner`` were installed. They are
never installed beside Evidence Kit. Each run is a process of its own.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

SAMPLES = Path(__file__).parents[1] / "samples" / "whatsapp"

OWN = """
from pathlib import Path
from evidence_kit.importers import open_source
from evidence_kit.importers.whatsapp import WHATSAPP
from evidence_kit.model import Answers, Message, no_progress
def count(path):
    path = Path(path)
    source = open_source(path.name, lambda: path.open("rb"), path.stat().st_size)
    return sum(isinstance(record, Message) for record in WHATSAPP.read(source, Answers(), no_progress))
"""
WHATSTK = """
from whatstk import df_from_whatsapp
def count(path):
    return len(df_from_whatsapp(path, max_size=None))
"""
CHAT_MINER = """
from chatminer.chatparsers import WhatsAppParser
def count(path):
    parser = WhatsAppParser(path)
    parser.parse_file()
    return len(parser.parsed_messages.get_df())
"""
MEASURE = """
import json, resource, sys, time, warnings
warnings.filterwarnings("ignore")
start = time.perf_counter()
found = []
for path in sys.argv[1:]:
    try:
        found.append(count(path))
    except Exception as error:
        found.append(type(error).__name__)
seconds = time.perf_counter() - start
print("RESULT" + json.dumps([found, seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))
"""


def made_chat(path: Path, lines: int) -> int:
    """Writes a chat of about so many lines and gives the number of its messages."""
    chance = random.Random(2)
    words = [
        "the",
        "heron",
        "saw",
        "a",
        "fox",
        "by",
        "the",
        "pond",
        "and",
        "said",
        "see",
        "you",
        "at",
        "12:30",
        "or",
        "7",
        "maybe",
        "🦊",
        "https://example.invalid/p",
    ]
    moment = datetime(2020, 1, 1, 8)
    messages = written = 0
    with path.open("w", encoding="utf-8", newline="\n") as out:
        while written < lines:
            moment += timedelta(seconds=chance.randint(1, 900))
            sender = chance.choice(["Fox", "Heron", "Dr: Bear"])
            text = " ".join(chance.choices(words, k=chance.randint(1, 16)))
            out.write(f"{moment:%d/%m/%Y}, {moment:%H:%M} - {sender}: {text}\n")
            messages += 1
            written += 1
            if chance.random() < 0.1:
                out.write(" ".join(chance.choices(words, k=8)) + "\n")
                written += 1
    return messages


def run(python: str, reader: str, paths: list[Path]) -> tuple[list[int | str], float, float]:
    """Counts of records (or the name of an error), seconds and peak memory in MB of one reader in its own process."""
    command = [python, "-c", reader + MEASURE, *map(str, paths)]
    out = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    result = [line for line in out.splitlines() if line.startswith("RESULT")]
    if not result:
        return (["not there"] * len(paths), 0.0, 0.0)
    found, seconds, peak_mb = json.loads(result[0].removeprefix("RESULT"))
    return found, seconds, peak_mb


def true_counts(samples: list[Path]) -> list[int]:
    """How many records each sample holds, by its golden file."""
    counts = []
    for sample in samples:
        golden = json.loads(sample.with_name(sample.name + ".golden.json").read_text("utf-8"))
        counts.append(sum("text" in record for record in golden["records"]))
    return counts


def main() -> None:
    """Prints both tables."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--lines", type=int, default=1_000_000)
    arguments.add_argument("--peers", default="")
    chosen = arguments.parse_args()
    readers = {"evidence kit": (sys.executable, OWN)}
    if chosen.peers:
        readers |= {"whatstk": (chosen.peers, WHATSTK), "chat-miner": (chosen.peers, CHAT_MINER)}
    with tempfile.TemporaryDirectory() as folder:
        chat = Path(folder) / "chat.txt"
        messages = made_chat(chat, chosen.lines)
        print(f"{chosen.lines:,} lines, {messages:,} messages, {chat.stat().st_size / 1e6:.0f} MB")
        for name, (python, reader) in readers.items():
            found, seconds, peak_mb = run(python, reader, [chat])
            rate = f"{found[0] / seconds:,.0f} records/s" if isinstance(found[0], int) and seconds else ""
            print(f"  {name:14} found {found[0]!s:>9}  {seconds:6.1f} s  {peak_mb:6.0f} MB  {rate}")
    samples = sorted(SAMPLES.glob("*.txt"))
    truth = true_counts(samples)
    tables = {name: run(python, reader, samples)[0] for name, (python, reader) in readers.items()}
    print("\nrecords in the samples: " + ", ".join(["true", *tables]))
    for row, sample in enumerate(samples):
        print(
            f"  {sample.name:45} {truth[row]:3}  "
            + "  ".join(f"{found[row]!s:>10}" for found in tables.values())
        )
    for name, found in tables.items():
        kept = sum(
            min(count, right) for count, right in zip(found, truth, strict=True) if isinstance(count, int)
        )
        print(f"  {name}: {sum(truth) - kept} of {sum(truth)} records lost")


if __name__ == "__main__":
    main()
