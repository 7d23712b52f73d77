"""Foreign text among the report's own words: it must not turn around or hide what stands beside it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from evidence_kit.bundle.conversation_facts import ConversationFacts, SenderFacts, Stamp
from evidence_kit.bundle.exhibits import Exhibit
from evidence_kit.bundle.report_content import ReportContent
from evidence_kit.model import Conversation, EmbeddedFact, Finding, Item, Said

_ISOLATE, _END_OF_ISOLATE = "\u2068", "\u2069"
# Source: https://www.unicode.org/reports/tr9/ (2026-11-23), section 2: the characters that set a direction.
_DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_BREAK = re.compile("[\n-\r\x1c-\x1e\x85\u2028\u2029]")


def shown(text: str) -> str:
    """Foreign text with each character that only sets a direction shown by its number.

    So ``photo‹U+202E›gpj.exe`` cannot be read as ``photoexe.jpg``.
    """
    return _DIRECTION.sub(lambda match: f"‹U+{ord(match[0]):04X}›", text)


def shown_line(text: str) -> str:
    """As ``shown``, for what is one line by its nature: a line break is shown too, so that no line is made up."""
    return _BREAK.sub(lambda match: f"‹U+{ord(match[0]):04X}›", shown(text))


def among(text: str) -> str:
    """Foreign text inside a sentence: as ``shown_line``, and its direction ends where it ends."""
    return f"{_ISOLATE}{shown_line(text)}{_END_OF_ISOLATE}"


def details_among(details: Mapping[str, str]) -> dict[str, str]:
    """The details of a finding or a custody entry, ready for its sentence."""
    return {name: among(value) for name, value in details.items()}


def content_as_shown(content: ReportContent) -> ReportContent:
    """The content with every foreign text as ``shown``: all but the messages, which are drawn as they were sent."""
    return replace(
        content,
        exhibits=tuple(_exhibit(exhibit) for exhibit in content.exhibits),
        conversations=tuple(_conversation_facts(facts) for facts in content.conversations),
    )


def _exhibit(exhibit: Exhibit) -> Exhibit:
    return replace(exhibit, item=_item(exhibit.item))


def _item(item: Item) -> Item:
    said = item.said
    return replace(
        item,
        name=shown_line(item.name),
        mime=shown_line(item.mime),
        part=shown_line(item.part),
        where=shown_line(item.where),
        seen_as_written=shown_line(item.seen_as_written),
        facts=_facts(item.facts),
        findings=tuple(Finding(finding.kind, details_among(finding.details)) for finding in item.findings),
        said=Said(
            title=shown_line(said.title),
            source_app=shown_line(said.source_app),
            account=shown_line(said.account),
            url=shown_line(said.url),
            captured_by=shown_line(said.captured_by),
            captured_as_written=shown_line(said.captured_as_written),
            captured_zone=shown_line(said.captured_zone),
            device=shown_line(said.device),
            method=said.method,
            wholeness=said.wholeness,
            note=shown(said.note),
        ),
    )


def _facts(facts: tuple[EmbeddedFact, ...]) -> tuple[EmbeddedFact, ...]:
    # A mail header may go over several lines, which are its own.
    return tuple(
        EmbeddedFact(shown_line(fact.name), shown(fact.value.replace("\r\n", "\n"))) for fact in facts
    )


def _conversation_facts(facts: ConversationFacts) -> ConversationFacts:
    talk = facts.entry.conversation
    conversation = Conversation(
        key=talk.key,
        title=shown_line(talk.title),
        platform=shown_line(talk.platform),
        participants=tuple(shown_line(name) for name in talk.participants),
        facts=_facts(talk.facts),
    )
    return replace(
        facts,
        entry=replace(facts.entry, conversation=conversation),
        senders=tuple(_sender(sender) for sender in facts.senders),
        first=_stamp(facts.first),
        last=_stamp(facts.last),
    )


def _sender(sender: SenderFacts) -> SenderFacts:
    return replace(
        sender,
        name=shown_line(sender.name),
        identifiers=tuple(shown_line(identifier) for identifier in sender.identifiers),
        first=_stamp(sender.first),
        last=_stamp(sender.last),
    )


def _stamp(stamp: Stamp | None) -> Stamp | None:
    return None if stamp is None else replace(stamp, as_written=shown_line(stamp.as_written))
