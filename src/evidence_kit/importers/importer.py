"""What every importer is: a frozen value that says which exports are its own and reads them as a stream."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from evidence_kit.model import Answers, Progress, Record, Source

Head = Callable[[str], bytes]
"""``head(name)`` gives the first bytes of a member, at most 64 KiB (untrusted)."""

Claims = Callable[[Sequence[str], Head], bool]
"""``claims(names, head)`` is True when the members are an export of this format. It looks at names and heads
only, and it never raises on any bytes."""

Read = Callable[[Source, Answers, Progress], Iterator[Record]]
"""``read(source, answers, progress)`` yields every record of the export, in its order, in bounded memory.

A conversation comes before its messages. What cannot be read is a message of kind REMARK, so nothing vanishes.
``progress`` counts bytes, is called at least every 256 KiB or 1000 records, and may raise ``Cancelled``.

Raises:
    ExportUnreadable: nothing at all could be read; the original is kept as it is.
    ZoneUnknown: the zone in the person's answers is none.
    OrderImpossible: the order in the person's answers does not fit the dates.
"""


@dataclass(frozen=True, slots=True)
class Importer:
    """One format. ``name`` is kept with items; ``source`` says where the format was learnt, with a date."""

    name: str
    title: str
    source: str
    claims: Claims
    read: Read
