"""WhatsApp: the text that "Export chat" writes, alone or in a zip with its media, from Android and Apple phones.

What the file does not say: the time zone (times are those of the phone's clock), numbers of saved contacts, which of
the people is the exporter, edits before the last, reactions. The app's makers do not describe the format; it was
learnt from public exports. ``where`` is the line, in a zip ``member:line``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO

from evidence_kit.errors import ExportUnreadable
from evidence_kit.importers.dates import zone_of
from evidence_kit.importers.importer import Head, Importer
from evidence_kit.importers.whatsapp_header import Form, Header, header_of, without_edges
from evidence_kit.importers.whatsapp_lines import encoding_of, text_lines
from evidence_kit.importers.whatsapp_media import Media
from evidence_kit.importers.whatsapp_records import ChatReader
from evidence_kit.importers.whatsapp_senders import split_at_first
from evidence_kit.importers.whatsapp_survey import FormRules, Survey
from evidence_kit.model import (
    Answers,
    Conversation,
    EmbeddedFact,
    Finding,
    FindingKind,
    Progress,
    Record,
    Source,
)

NAME = "whatsapp"
_HEAD_LINES = 300
_TEXT_MEMBERS_LIMIT = 200
_PARTICIPANTS_LIMIT = 2000
_TITLE_LIMIT = 300

_OWN_NAME = re.compile(r"whats\s?app|(?:^|/)_chat(?: ?\(\d+\))?\.txt$", re.IGNORECASE)
_TITLE = re.compile(
    r"whatsapp[ -]chat (?:with|mit|-) (?P<a>.+)|whatsapp[^-]*? - (?P<b>.+)"
    r"|.*whatsapp\S* (?:with|con|com|avec|mit|met|med|con el contacto|с контактом|с|z|s|cu|kanssa|ile|-) (?P<c>.+)",
    re.IGNORECASE | re.DOTALL,
)
_MAIL_FIELD = re.compile(
    r"(?:from|received|return-path|delivered-to|mime-version|message-id|subject|date|x-[\w-]+):\s",
    re.IGNORECASE,
)
_LOG_LEVELS = frozenset({"DEBUG", "INFO", "WARN", "WARNING", "ERROR", "FATAL", "CRITICAL", "TRACE", "NOTICE"})


# --- whose file it is --------------------------------------------------------


def _claims(names: Sequence[str], head: Head) -> bool:
    return any(_is_chat(name, head) for name in _text_names(names))


def _text_names(names: Sequence[str]) -> list[str]:
    """The names that may be chats: those that say so first, so that a limit passes over others."""
    likely = [name for name in names if _OWN_NAME.search(name) and not _has_other_ending(name)]
    others = [name for name in names if name.lower().endswith(".txt") and not _OWN_NAME.search(name)]
    return (likely + others)[:_TEXT_MEMBERS_LIMIT]


def _has_other_ending(name: str) -> bool:
    ending = re.search(r"\.([A-Za-z][A-Za-z0-9]{1,4})$", name)
    return ending is not None and ending[1].lower() not in {"txt", "text"}


def _is_chat(name: str, head: Head) -> bool:
    try:
        data = head(name)
    except ExportUnreadable:
        return False
    stream_lines = text_lines(BytesIO(data), encoding_of(data), lambda _size_bytes: None)
    lines = [
        line.text for _, line in zip(range(_HEAD_LINES), stream_lines, strict=False) if line.text.strip()
    ]
    if not lines or _MAIL_FIELD.match(lines[0]):
        return False
    headers = [header_of(line) for line in lines]
    return _believable(headers, named=_OWN_NAME.search(name) is not None)


def _believable(headers: Sequence[Header | None], named: bool) -> bool:
    """True when the lines begin as a chat does, or many of them are starts of messages by people."""
    counted: dict[Form, list[Header]] = {}
    for header in headers:
        if header is not None and (header.hour is not None or header.half_unread):
            counted.setdefault(header.form, []).append(header)
    if not counted:
        return False
    if named:
        return True
    first = headers[0]
    form = (
        first.form
        if first is not None and first.form in counted
        else max(counted, key=lambda f: len(counted[f]))
    )
    senders = _names(counted[form])
    if not senders or _is_of_another_kind(form) or senders <= _LOG_LEVELS:
        return False
    return first is not None or len(counted[form]) >= max(3, len(headers) // 5)


def _names(headers: Sequence[Header]) -> set[str]:
    splits = (split_at_first(header.tail) for header in headers)
    return {split[0].strip() for split in splits if split is not None}


def _is_of_another_kind(form: Form) -> bool:
    """True for forms that other programs are known for and phones are not."""
    # Signal's exporter: https://github.com/carderne/signal-export, read 2026-11.
    signal = form.closing == "[" and form.separator == "-" and form.year_index == 0
    if signal and not form.has_seconds and form.glue == "":
        return True
    return form.looks_like_a_log or (form.closing == " " and form.separator != ".")


# --- reading -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Chat:
    member: str
    encoding: str
    title: str
    where_prefix: str
    rules: dict[Form, FormRules]


class _Counter:
    """Turns bytes that were read into progress."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._done_bytes = 0
        self.total_bytes = 0

    def __call__(self, size_bytes: int) -> None:
        self._done_bytes += size_bytes
        self._progress(min(self._done_bytes, self.total_bytes), self.total_bytes)


def _read(source: Source, answers: Answers, progress: Progress) -> Iterator[Record]:
    zone = zone_of(answers.zone) if answers.zone else None
    yield from source.findings
    chats = [name for name in _text_names(source.names) if _is_chat(name, source.head)]
    if not chats and len(source.names) == 1:
        chats = list(source.names)
    counter = _Counter(progress)
    chosen = set(chats)
    media = Media(source, [name for name in source.names if name not in chosen], counter)
    counter.total_bytes = 2 * sum(source.size_bytes(name) for name in chats) + media.size_bytes
    surveyed = [chat for name in chats if (chat := _survey(source, name, answers, counter)) is not None]
    if not surveyed:
        where = chats[0] if chats else source.name
        raise ExportUnreadable(NAME, where, "no start of a message was found")
    if zone is None:
        yield Finding(FindingKind.ZONE_NOT_STATED)
    for chat in surveyed:
        reader = ChatReader(chat.member, chat.where_prefix, chat.rules, media, zone)
        yield from _records(source, chat, reader, counter)
    yield from media.last_findings()


def _survey(source: Source, member: str, answers: Answers, counter: _Counter) -> _Chat | None:
    encoding = encoding_of(source.head(member))
    title = _title(source, member)
    where_prefix = "" if source.names == (source.name,) else f"{member}:"
    with source.open(member) as stream:
        survey = Survey(where_prefix).see(text_lines(stream, encoding, counter))
    rules = survey.rules(title, answers)
    return _Chat(member, encoding, title, where_prefix, rules) if rules else None


def _records(source: Source, chat: _Chat, reader: ChatReader, counter: _Counter) -> Iterator[Record]:
    yield _conversation(chat)
    for rules in chat.rules.values():
        if rules.reading is None:
            where = f"{chat.where_prefix}{rules.first_line}"
            yield Finding(FindingKind.DATE_ORDER_OPEN, {"example": rules.example, "where": where})
    damage: ExportUnreadable | None = None
    with source.open(chat.member) as stream:
        try:
            yield from reader.records(text_lines(stream, chat.encoding, counter))
        except ExportUnreadable as error:
            damage = error
    if damage is not None:
        yield Finding(FindingKind.PART_UNREADABLE, {"part": damage.where, "reason": damage.reason})
    yield from reader.last_findings()


def _conversation(chat: _Chat) -> Conversation:
    people = [name for rules in chat.rules.values() for name in rules.senders.people]
    facts = [EmbeddedFact("file_name", chat.member)]
    for rules in chat.rules.values():
        facts.append(EmbeddedFact("time_as_written", rules.example))
        if rules.decided_by:
            facts.append(EmbeddedFact("date_order_decided_by", rules.decided_by))
    participants = tuple(dict.fromkeys(without_edges(name) for name in people))[:_PARTICIPANTS_LIMIT]
    return Conversation(chat.member, chat.title, "WhatsApp", participants, tuple(facts))


def _title(source: Source, member: str) -> str:
    """The name of the conversation out of the file's, in the languages that are known; else the file's name."""
    parts = member.split("/")
    places = [parts[-1], *parts[-2:-1], source.name]
    stems = [
        re.sub(r"\.(?:txt|zip|text)$", "", place, flags=re.IGNORECASE)[:_TITLE_LIMIT] for place in places
    ]
    for stem in stems:
        if match := _TITLE.fullmatch(stem):
            return next(group for group in match.groups() if group is not None).strip()
    return stems[-1] if stems[0].startswith("_chat") else stems[0]


WHATSAPP = Importer(
    name=NAME,
    title="WhatsApp chat export",
    source="Public exports and open-source readers (see whatsapp_header.py), read 2026-11; not described by its makers",
    claims=_claims,
    read=_read,
)
