"""Persons and accounts: every name that the person gave or an export holds, each with where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from evidence_kit.bundle.conversation_facts import ConversationFacts, SenderFacts, Stamp
from evidence_kit.bundle.report_content import ReportContent, Section
from evidence_kit.bundle.templates.counting import shortened
from evidence_kit.bundle.templates.fact_labels import platform_label
from evidence_kit.bundle.templates.foreign import among
from evidence_kit.bundle.templates.part import Part, begin
from evidence_kit.bundle.templates.times import stamp_text
from evidence_kit.pdf import Cell, Column, PdfDocument
from evidence_kit.words import _, ngettext, number_text

_MOST_MARKS = 6
_LONGEST_NAME = 45


@dataclass(slots=True)
class _Account:
    name: str
    platform: str
    source: str
    identifiers: tuple[str, ...]
    marks: list[str]
    links: list[str]
    records: int = 0
    first: Stamp | None = None
    last: Stamp | None = None

    def widen(self, first: Stamp | None, last: Stamp | None) -> None:
        """Takes in another period."""
        if first is not None and (self.first is None or _before(first, self.first)):
            self.first = first
        if last is not None and (self.last is None or _before(self.last, last)):
            self.last = last


def named_accounts(content: ReportContent) -> tuple[str, ...]:
    """One short line an account, those that the person named first."""
    return tuple(_short_line(account) for account in _accounts(content))


def _short_line(account: _Account) -> str:
    name = among(shortened(account.name, _LONGEST_NAME))
    if not account.platform:
        return name
    return _("{name} ({platform})").format(
        name=name, platform=among(shortened(account.platform, _LONGEST_NAME))
    )


def _title() -> str:
    return _("Persons and accounts")


def _draw(document: PdfDocument, content: ReportContent, section: Section) -> None:
    begin(document, section)
    document.paragraph(
        _(
            "Names stand here as the person gave them or as an export holds them. Two lines may be one person, and one name may be used by several; nothing here says who is behind a name."
        )
    )
    accounts = _accounts(content)
    if not accounts:
        document.paragraph(_("No account is named by the person, and no export names one."))
        return
    columns = (
        Column(_("Name or account"), 22),
        Column(_("App or service, identifiers"), 24),
        Column(_("Known from"), 17),
        Column(_("First and last seen"), 23),
        Column(_("Exhibits"), 14),
    )
    document.table(columns, _rows(accounts))


def _rows(accounts: tuple[_Account, ...]) -> Iterator[tuple[Cell | str, ...]]:
    for account in accounts:
        yield (
            account.name or _("(no name)"),
            "\n".join((account.platform or _("not stated"), *account.identifiers)),
            account.source,
            _seen(account),
            _marks(account),
        )


def _seen(account: _Account) -> str:
    if account.first is None or account.last is None:
        return _("not stated")
    if account.first == account.last:
        return stamp_text(account.first)
    return _("{first}\nto {last}").format(first=stamp_text(account.first), last=stamp_text(account.last))


def _marks(account: _Account) -> Cell:
    shown = ", ".join(account.marks[:_MOST_MARKS])
    more = len(account.marks) - _MOST_MARKS
    text = shown if more <= 0 else _("{marks} and {count} more").format(marks=shown, count=number_text(more))
    return Cell(text, link=account.links[0])


def _accounts(content: ReportContent) -> tuple[_Account, ...]:
    found: dict[tuple[str, ...], _Account] = {}
    for exhibit in content.exhibits:
        said = exhibit.item.said
        if said.account:
            _note(found, said.account, said.source_app, _("the person"), (), exhibit.mark, exhibit.anchor)
    for facts in content.conversations:
        _note_conversation(found, content, facts)
    return tuple(found.values())


def _note_conversation(
    found: dict[tuple[str, ...], _Account], content: ReportContent, facts: ConversationFacts
) -> None:
    exhibit = content.exhibit_of(facts.entry.item_id)
    if exhibit is None:
        return
    platform = platform_label(facts.entry.conversation.platform)
    for sender in facts.senders:
        account = _note(
            found,
            sender.name,
            platform,
            _("sender in an export"),
            sender.identifiers,
            exhibit.mark,
            exhibit.anchor,
        )
        account.records += sender.count
        account.source = ngettext(
            "sender in an export, {count} record", "sender in an export, {count} records", account.records
        ).format(count=number_text(account.records))
        account.widen(sender.first, sender.last)
    for name in facts.entry.conversation.participants:
        if not any(_is_named(sender, name) for sender in facts.senders):
            _note(
                found,
                name,
                platform,
                _("named in an export, wrote nothing"),
                (),
                exhibit.mark,
                exhibit.anchor,
            )


def _is_named(sender: SenderFacts, participant: str) -> bool:
    """True when a participant is this sender: by name, or as ``name <address>``."""
    return participant == sender.name or any(
        participant in (identifier, f"{sender.name} <{identifier}>") for identifier in sender.identifiers
    )


def _note(
    found: dict[tuple[str, ...], _Account],
    name: str,
    platform: str,
    source: str,
    identifiers: tuple[str, ...],
    mark: str,
    link: str,
) -> _Account:
    kind = "person" if source == _("the person") else "export"
    account = found.setdefault(
        (kind, platform, name, *identifiers), _Account(name, platform, source, identifiers, [], [])
    )
    if mark not in account.marks:
        account.marks.append(mark)
        account.links.append(link)
    return account


def _before(one: Stamp, other: Stamp) -> bool:
    return one.order is not None and (other.order is None or one.order < other.order)


PART = Part("accounts", _title, _draw, front=True)
