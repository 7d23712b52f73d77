"""Labels for what importers note beside the messages, and which of it stands in a transcript."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from evidence_kit.bundle.templates.counting import shortened
from evidence_kit.bundle.templates.foreign import among
from evidence_kit.model import EmbeddedFact
from evidence_kit.words import _

# These only repeat what the text of the message shows.
_IN_THE_TEXT = frozenset({"app_notice", "edited"})
_LONGEST_VALUE = 2000


def fact_label(name: str) -> str:
    """The label of a fact: its own name (untrusted), or words for the names that importers give."""
    labels = {
        "file_name": _("Name of the chat's file"),
        "time_as_written": _("A time as written"),
        "date_order_decided_by": _("Order of day and month seen from"),
        "clock_change": _("Change of the clock"),
        "bytes_not_text": _("Bytes that are no text"),
    }
    return labels.get(name, name)


def platform_label(platform: str) -> str:
    """The app or service of a conversation; \"not stated\" where the export names none."""
    if platform == "email":
        return _("E-mail")
    return platform or _("not stated")


def phrases(facts: Iterable[EmbeddedFact], known: frozenset[str]) -> Iterator[str]:
    """The facts of one message for its line in a transcript, without those whose value is ``known`` already.

    A very long value is cut here; messages.jsonl has it whole.
    """
    for fact in facts:
        if fact.name in _IN_THE_TEXT or one_line(fact.value) in known:
            continue
        value = shortened(one_line(fact.value), _LONGEST_VALUE)
        yield _("{what}: {value}").format(what=among(fact_label(fact.name)), value=among(value))


def one_line(value: str) -> str:
    """A value with every run of blanks as one, for comparing and for one line."""
    return " ".join(value.split())
