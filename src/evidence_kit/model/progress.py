"""How long work reports itself and is cancelled."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[int, int], None]
"""``progress(done, total)`` in one unit (bytes, items, pages). Calling it is the safe point: it may raise
``Cancelled``. ``total`` is 0 while it is not known."""


def no_progress(done: int, total: int) -> None:
    """A progress that shows nothing and never cancels."""
