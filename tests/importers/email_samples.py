"""Reading a mail in a test, and writing what came out as lines of JSON beside the sample."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable
from pathlib import Path

from evidence_kit.importers import open_source
from evidence_kit.importers.email_message import EMAIL
from evidence_kit.model import (
    Answers,
    Conversation,
    EmbeddedFile,
    Finding,
    Message,
    Progress,
    Record,
    no_progress,
)

SAMPLES = Path(__file__).parent.parent / "samples" / "email"


def claimed(data: bytes, name: str = "mail.eml") -> bool:
    source = open_source(name, lambda: io.BytesIO(data), len(data))
    return EMAIL.claims(source.names, source.head)


def records(data: bytes, zone: str = "", progress: Progress = no_progress) -> list[Record]:
    source = open_source("mail.eml", lambda: io.BytesIO(data), len(data))
    return list(EMAIL.read(source, Answers(zone=zone), progress))


def message(data: bytes, zone: str = "") -> Message:
    (found,) = [
        record for record in records(data, zone) if isinstance(record, Message) and record.kind == "message"
    ]
    return found


def conversation(data: bytes) -> Conversation:
    (found,) = [record for record in records(data) if isinstance(record, Conversation)]
    return found


def files(data: bytes) -> dict[str, bytes]:
    """Every file of the mail by its name, read as the program reads it."""
    found = {}
    for record in records(data):
        if isinstance(record, EmbeddedFile):
            with record.open() as stream:
                found[record.name] = stream.read()
    return found


def findings(data: bytes) -> list[Finding]:
    return [record for record in records(data) if isinstance(record, Finding)]


def defects(data: bytes) -> list[str]:
    return [finding.details["reason"] for finding in findings(data) if finding.kind == "mail-defect"]


def as_lines(found: list[Record]) -> list[dict[str, object]]:
    writers: dict[type, Callable[..., dict[str, object]]] = {
        Conversation: _conversation_line,
        Message: _message_line,
        EmbeddedFile: _file_line,
        Finding: lambda finding: {"finding": finding.kind.value, **finding.details},
    }
    return [json.loads(json.dumps(writers[type(record)](record))) for record in found]


def _conversation_line(found: Conversation) -> dict[str, object]:
    facts = [[fact.name, fact.value] for fact in found.facts]
    return {"conversation": found.title, "participants": found.participants, "headers": facts}


def _message_line(found: Message) -> dict[str, object]:
    return {
        "message": found.kind.value,
        "text": found.text,
        "where": found.where,
        "sender": found.sender,
        "sender_ids": found.sender_ids,
        "time_as_written": found.time_as_written,
        "local": found.local.isoformat() if found.local else None,
        "at": found.at.isoformat() if found.at else None,
        "basis": found.basis.value,
        "direction": found.direction.value,
        "attachments": [
            [one.member, one.name, one.mime, one.size_bytes, one.sha256[:16]] for one in found.attachments
        ],
        "facts": [[fact.name, fact.value] for fact in found.facts],
    }


def _file_line(found: EmbeddedFile) -> dict[str, object]:
    with found.open() as stream:
        digest = hashlib.sha256(stream.read()).hexdigest()
    return {"file": found.part, "name": found.name, "mime": found.declared_mime, "sha256": digest[:16]}
