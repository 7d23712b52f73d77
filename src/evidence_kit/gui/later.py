"""The actions, loaded when the first of them runs: the window stands before the heavy libraries are read.

Every use outside of annotations is inside a function, so nothing is loaded by importing this.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

__all__ = ["actions", "bundle"]

if TYPE_CHECKING:
    from evidence_kit import actions, bundle
else:

    class _Later:
        """Stands for a module and loads it when something of it is wanted."""

        def __init__(self, name: str) -> None:
            self._name = name

        def __getattr__(self, attribute: str) -> object:
            return getattr(import_module(self._name), attribute)

    actions = _Later("evidence_kit.actions")
    bundle = _Later("evidence_kit.bundle")
