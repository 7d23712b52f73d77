"""What an importer yields, as JSON that a person can read; run as a program it writes the golden files anew.

    PYTHONPATH=src python tests/importers/golden_records.py whatsapp

A golden file lies beside its sample as ``<sample>.golden.json``: the answers that were given, and every record. Look at
the difference before you keep it.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from io import BytesIO
from pathlib import Path

from evidence_kit.importers import Importer, importer_named, open_source
from evidence_kit.model import (
    Answers,
    Conversation,
    DateOrder,
    EmbeddedFile,
    Finding,
    Message,
    Record,
    no_progress,
)

SAMPLES = Path(__file__).parents[1] / "samples"
GOLDEN = ".golden.json"


def samples_in(folder: str) -> list[Path]:
    """Every sample of a folder, golden files and notes left out."""
    return sorted(
        path
        for path in (SAMPLES / folder).iterdir()
        if path.is_file() and path.name[0] != "." and not path.name.endswith((GOLDEN, ".jsonl", ".md"))
    )


def source_of(data: bytes, name: str):
    """The bytes as an original ready to be read."""
    return open_source(name, lambda: BytesIO(data), len(data))


def read_all(importer: Importer, data: bytes, name: str, answers: Answers = Answers()) -> list[Record]:
    """Every record that the importer yields for these bytes."""
    return list(importer.read(source_of(data, name), answers, no_progress))


def messages_in(records: list[Record]) -> list[Message]:
    """The messages and remarks among the records."""
    return [record for record in records if isinstance(record, Message)]


def golden_of(importer: Importer, sample: Path, answers: Answers) -> dict[str, object]:
    """What the golden file of a sample holds."""
    records = read_all(importer, sample.read_bytes(), sample.name, answers)
    stated = {"zone": answers.zone, "order": answers.order.value if answers.order else ""}
    return {"answers": stated, "records": [_plain(record) for record in records]}


def answers_in(golden: Path) -> Answers:
    """The answers that a golden file was made with."""
    if not golden.exists():
        return Answers()
    stated = json.loads(golden.read_text("utf-8"))["answers"]
    return Answers(stated["zone"], DateOrder(stated["order"]) if stated["order"] else None)


def golden_path(sample: Path) -> Path:
    """Where the golden file of a sample lies."""
    return sample.with_name(sample.name + GOLDEN)


def _plain(record: Record) -> dict[str, object]:
    if isinstance(record, Finding):
        return {"finding": record.kind.value, **record.details}
    if isinstance(record, EmbeddedFile):
        with record.open() as stream:
            size = len(stream.read())
        return {"file": record.name, "part": record.part, "mime": record.declared_mime, "size": size}
    kind = "conversation" if isinstance(record, Conversation) else record.kind.value
    return {"record": kind, **dict(_worth_showing(asdict(record)))}


def _worth_showing(values: dict[str, object]) -> Iterator[tuple[str, object]]:
    for name, value in values.items():
        if name == "facts":
            facts = [[fact["name"], fact["value"]] for fact in value]
            if facts:
                yield name, facts
        elif name == "attachments":
            if value:
                yield name, [{key: part for key, part in one.items() if part} for one in value]
        elif name in {"local", "at"}:
            yield name, value.isoformat() if value is not None else None
        elif name == "text" or (value and name != "kind"):
            yield name, list(value) if isinstance(value, tuple) else value


def main() -> None:
    """Writes the golden files of the folders named on the command line, which are importers' names."""
    for folder in sys.argv[1:]:
        for sample in samples_in(folder):
            golden = golden_path(sample)
            made = golden_of(importer_named(folder), sample, answers_in(golden))
            golden.write_text(json.dumps(made, ensure_ascii=True, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
