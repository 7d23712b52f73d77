"""The three standard streams, made fit for any text and for any place they may lead to."""

from __future__ import annotations

import os
import sys
from io import TextIOWrapper
from pathlib import Path
from typing import TextIO, cast

from evidence_kit.errors import OutputNotTaken


def open_streams() -> None:
    """Makes the standard streams take any letter, and gives a stream that was closed a place that takes nothing.

    Raises:
        OutputNotTaken: Standard output is closed, so an answer (a recovery code, too) would be lost.
    """
    sys.stdin = sys.stdin or _nowhere("r")
    sys.stderr = sys.stderr or _nowhere("w")
    closed = sys.stdout is None
    sys.stdout = sys.stdout or _nowhere("w")
    if closed:
        raise OutputNotTaken("standard output is closed")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # A terminal that does not speak UTF-8 shows a mark for a letter that it has no form for.
            stream.reconfigure(errors="replace")


def end_line() -> None:
    """Ends the line on which a terminal stands after a prompt or a share of progress."""
    if sys.stderr.isatty():
        print(file=sys.stderr)


def finish_output() -> None:
    """Lets go of what could not be written, so that the end of the program says nothing about it."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _nowhere(mode: str) -> TextIO:
    return cast(TextIO, Path(os.devnull).open(mode, encoding="utf-8"))
