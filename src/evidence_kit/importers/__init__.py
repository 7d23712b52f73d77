"""Readers of message exports: one file a format, and the visible list of them all.

To add a format: write its file with an ``Importer`` value at the end, and add one line to ``IMPORTERS``.
"""

from __future__ import annotations

from evidence_kit.errors import ExportUnreadable, ImporterUndecided
from evidence_kit.importers.email_message import EMAIL
from evidence_kit.importers.importer import Importer
from evidence_kit.importers.sources import open_source
from evidence_kit.importers.whatsapp import WHATSAPP
from evidence_kit.model import Source

__all__ = ["IMPORTERS", "Importer", "importer_for", "importer_named", "open_source"]

IMPORTERS: tuple[Importer, ...] = (WHATSAPP, EMAIL)
"""Every format that can be read, in the order in which they are asked."""


def importer_for(source: Source) -> Importer | None:
    """The one importer that says ``source`` is its own; None when no one does.

    Raises:
        ImporterUndecided: more than one says so; the person has to choose. The original is not touched.
    """
    claiming = [importer for importer in IMPORTERS if importer.claims(source.names, source.head)]
    if len(claiming) > 1:
        raise ImporterUndecided(tuple(importer.name for importer in claiming))
    return claiming[0] if claiming else None


def importer_named(name: str) -> Importer:
    """The importer called ``name``, as kept with an item.

    Raises:
        ExportUnreadable: no importer has this name: another version of the program read the item.
    """
    for importer in IMPORTERS:
        if importer.name == name:
            return importer
    raise ExportUnreadable(name, "-", "this version does not know the format")
