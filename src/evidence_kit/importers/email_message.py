"""E-mail as one file (.eml): headers as written, the way it took, its text, and its attachments as files of their own.

Any file whose beginning reads like a mail's header block is claimed, whatever its name. Saved web pages (MHTML) look
alike and are left to others, as are mailboxes with several mails.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from evidence_kit.errors import ExportUnreadable
from evidence_kit.importers.dates import instant_of, zone_of
from evidence_kit.importers.email_body import LONGEST_TEXT_BYTES, Body, part_name, read_body
from evidence_kit.importers.email_content import open_part
from evidence_kit.importers.email_dates import MailDate, mail_date
from evidence_kit.importers.email_headers import Address, Header, addresses, all_named, first_text, unfolded
from evidence_kit.importers.email_lines import MailLines
from evidence_kit.importers.email_structure import HEADER_FIELD, Part, read_structure
from evidence_kit.importers.importer import Importer
from evidence_kit.model import (
    Answers,
    Attachment,
    Conversation,
    EmbeddedFact,
    EmbeddedFile,
    Finding,
    FindingKind,
    Message,
    Progress,
    Record,
    RecordKind,
    Source,
    TimeBasis,
)

_NAME = "email"
_CONVERSATION = "mail"
_MOST_DEFECTS = 50

_MAIL_NAMES = frozenset({
    "from", "to", "cc", "bcc", "date", "received", "message-id", "subject", "mime-version",
    "return-path", "reply-to", "sender", "delivered-to", "x-received", "dkim-signature", "arc-seal",
    "content-type", "in-reply-to", "references",
})  # fmt: skip
_CERTAIN_NAMES = frozenset(
    {"from", "date", "received", "message-id", "subject", "mime-version", "return-path"}
)

_FACT_NAMES = (
    "message-id",
    "in-reply-to",
    "references",
    "return-path",
    "reply-to",
    "sender",
    "delivered-to",
    "x-original-to",
    "x-originating-ip",
    "x-sender-ip",
    "x-mailer",
    "user-agent",
    "authentication-results",
    "received-spf",
    "dkim-signature",
    "arc-authentication-results",
)
_ONLY_ONCE = ("from", "date", "subject", "to", "message-id", "sender", "reply-to", "content-type")


def claims(names: Sequence[str], head: Callable[[str], bytes]) -> bool:
    """True when a single file begins with the headers of a mail."""
    if len(names) != 1:
        return False
    start = head(names[0])
    if start.startswith(b"From ") or start[:1024].count(0) * 8 > len(start[:1024]):
        return False
    found, complete = _header_names(start)
    known = found & _MAIL_NAMES
    is_page = "snapshot-content-location" in found or b"<Saved by " in start[:4096]
    # A mail whose headers run into its text needs to look more like one.
    return len(known) >= (2 if complete else 3) and bool(known & _CERTAIN_NAMES) and not is_page


def _header_names(start: bytes) -> tuple[set[str], bool]:
    """The names of the header fields, and whether nothing else stands before the blank line that ends them."""
    names: set[str] = set()
    *lines, _ = start.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n").split(b"\n")
    for line in lines:
        if not line.strip(b"\r"):
            return names, True
        if line[:1] in {b" ", b"\t"} and names:
            continue
        match = HEADER_FIELD.match(line)
        if match is None:
            return names, False
        names.add(match[1].decode("ascii").lower())
    return names, True


def read(source: Source, answers: Answers, progress: Progress) -> Iterator[Record]:
    """The mail as one conversation with one message, its files, and what is unusual about it.

    Raises:
        ExportUnreadable: The file has no header at all.
        ZoneUnknown: The zone in the person's answers is none.
    """
    return _MailReading(source, answers, progress).records()


class _MailReading:
    """One mail: read through once for its structure, then once for the text and the fingerprints of its files."""

    def __init__(self, source: Source, answers: Answers, progress: Progress) -> None:
        self._name = source.names[0]
        self._open = partial(source.open, self._name)
        self._answers = answers
        self._size_bytes = source.size_bytes(self._name)
        self._progress = progress

    def records(self) -> Iterator[Record]:
        root = self._structure()
        if not root.headers:
            raise ExportUnreadable(_NAME, self._name, "no mail header")
        yield _conversation(root)
        body = read_body(self._open, root)
        attachments = [self._attachment(part) for part in body.files]
        for part, attachment in zip(body.files, attachments, strict=True):
            yield EmbeddedFile(
                part.number, attachment.name, attachment.mime, partial(open_part, self._open, part)
            )
        date = self._date(root)
        yield _message(root, body, date, tuple(attachments))
        yield from _remarks(body)
        yield from _findings(root, body, date)
        self._progress(2 * self._size_bytes, 2 * self._size_bytes)

    def _structure(self) -> Part:
        with self._open() as stream:
            return read_structure(MailLines(stream, lambda done: self._progress(done, 2 * self._size_bytes)))

    def _attachment(self, part: Part) -> Attachment:
        hashed, size_bytes = hashlib.sha256(), 0
        with open_part(self._open, part) as stream:
            while block := stream.read(1 << 18):
                hashed.update(block)
                size_bytes += len(block)
                self._progress(self._size_bytes + part.body_at, 2 * self._size_bytes)
        return Attachment(part_name(part), part.number, part.mime, size_bytes, hashed.hexdigest())

    def _date(self, root: Part) -> MailDate:
        zone = zone_of(self._answers.zone) if self._answers.zone else None
        date = mail_date(first_text(root.headers, "date"))
        if date.local is None or date.basis is not TimeBasis.LOCAL_ZONE_UNKNOWN or zone is None:
            return date
        return replace(date, at=instant_of(date.local, zone), basis=TimeBasis.STATED_BY_PERSON)


def _conversation(root: Part) -> Conversation:
    people = [
        person for name in ("from", "sender", "to", "cc", "bcc") for person in _people(root.headers, name)
    ]
    participants = tuple(dict.fromkeys(_shown(person) for person in people))
    facts = tuple(EmbeddedFact(header.name, header.as_written) for header in root.headers)
    subject = first_text(root.headers, "subject")
    return Conversation(_CONVERSATION, subject, "email", participants, facts)


def _people(headers: Sequence[Header], name: str) -> Iterator[Address]:
    for header in all_named(headers, name):
        yield from addresses(unfolded(header.as_written))


def _shown(person: Address) -> str:
    if person.display and person.address:
        return f"{person.display} <{person.address}>"
    return person.display or person.address


def _message(root: Part, body: Body, date: MailDate, attachments: tuple[Attachment, ...]) -> Message:
    authors = list(_people(root.headers, "from"))
    written = all_named(root.headers, "date")
    return Message(
        RecordKind.MESSAGE,
        _CONVERSATION,
        body.text,
        ", ".join(f"part {shown.part.number}" for shown in body.shown) or "header",
        sender=", ".join(author.display or author.address for author in authors),
        sender_ids=tuple(author.address for author in authors if author.address),
        time_as_written=written[0].as_written if written else "",
        local=date.local,
        at=date.at,
        basis=date.basis,
        attachments=attachments,
        facts=(*_header_facts(root.headers), *_way(root.headers), *_body_facts(body)),
    )


def _header_facts(headers: Sequence[Header]) -> Iterator[EmbeddedFact]:
    for header in headers:
        if header.name.lower() in _FACT_NAMES:
            yield EmbeddedFact(header.name, unfolded(header.as_written))


def _way(headers: Sequence[Header]) -> Iterator[EmbeddedFact]:
    """The Received chain in the order of the file (the last computer first), each hop with its own time."""
    hops = all_named(headers, "received")
    for number, hop in enumerate(hops, 1):
        name = f"Received {number}/{len(hops)}"
        text = unfolded(hop.as_written)
        yield EmbeddedFact(name, text)
        date = mail_date(text.rpartition(";")[2])
        if date.at is not None:
            yield EmbeddedFact(f"{name} UTC", date.at.isoformat().replace("+00:00", "Z"))


def _body_facts(body: Body) -> Iterator[EmbeddedFact]:
    """What a mail program may show otherwise or not at all."""
    for shown in body.shown:
        if shown.is_html:
            yield EmbeddedFact(f"part {shown.part.number}", "text/html, shown as text")
    for hidden in body.hidden:
        yield EmbeddedFact(f"part {hidden.part.number} ({hidden.part.mime})", hidden.text)
    for name, text in body.around:
        yield EmbeddedFact(name, text)


def _remarks(body: Body) -> Iterator[Message]:
    for unread in body.unread:
        yield Message(RecordKind.REMARK, _CONVERSATION, unread.text, f"part {unread.part.number}")


def _findings(root: Part, body: Body, date: MailDate) -> Iterator[Finding]:
    defects = [*_header_defects(root.headers, date), *body.defects]
    for where, reason in defects[:_MOST_DEFECTS]:
        yield Finding(FindingKind.MAIL_DEFECT, {"reason": reason, "where": where})
    if len(defects) > _MOST_DEFECTS:
        reason = f"{len(defects) - _MOST_DEFECTS} more departures"
        yield Finding(FindingKind.MAIL_DEFECT, {"reason": reason, "where": "the mail"})
    for part in body.shortened:
        beginning = f"part {part.number}, after its first {LONGEST_TEXT_BYTES >> 20} MiB"
        yield Finding(
            FindingKind.PASSED_OVER, {"member": beginning, "reason": "the whole part is kept as a file"}
        )
    for name in body.locked:
        yield Finding(FindingKind.ENCRYPTED_MEMBER, {"member": name})
    if date.basis is TimeBasis.LOCAL_ZONE_UNKNOWN:
        yield Finding(FindingKind.ZONE_NOT_STATED)


def _header_defects(headers: Sequence[Header], date: MailDate) -> Iterator[tuple[str, str]]:
    for name in _ONLY_ONCE:
        found = all_named(headers, name)
        if len(found) > 1:
            yield "header", f"{found[0].name} stands there {len(found)} times"
    if not all_named(headers, "date"):
        yield "header", "no Date"
    elif date.basis is TimeBasis.NONE:
        yield "Date", "this is no date"
    elif not date.weekday_fits:
        yield "Date", "the weekday is not that of the date"
    for header in headers:
        if not header.raw.isascii():
            yield header.name, "letters beyond ASCII without encoding"


EMAIL = Importer(
    name=_NAME,
    title="E-mail (.eml)",
    source="RFC 5322, RFC 2045 to 2047, RFC 2231 (https://www.rfc-editor.org), read 2026-11-23",
    claims=claims,
    read=read,
)
