"""Writing down what the person says about an item."""

from __future__ import annotations

from dataclasses import fields, replace

from evidence_kit.model import CustodyKind, Item, Said
from evidence_kit.vault import Vault


def describe(vault: Vault, item_id: str, said: Said) -> Item:
    """The item with what the person now says of it; the log names what changed, the file is not touched.

    Raises:
        ItemUnknown: nothing was changed.
    """
    item = vault.catalogue.item(item_id)
    changed = [
        field.name for field in fields(Said) if getattr(item.said, field.name) != getattr(said, field.name)
    ]
    if not changed:
        return item
    described = replace(item, said=said)
    with vault.catalogue.change() as change:
        change.update(described)
        change.log(CustodyKind.SAID, item_id, changed=", ".join(changed))
    return described
