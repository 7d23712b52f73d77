"""The command line: the second front end, over the same actions as the window. It needs no Qt.

Exit status: 0 done, 1 refused or findings, 2 wrong use. ``--json`` prints UTF-8, one object a line; progress goes
to standard error and only to a terminal.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from evidence_kit.cli.arguments import parser
from evidence_kit.cli.telling import REFUSED, say_error
from evidence_kit.errors import Cancelled, EvidenceKitError

__all__ = ["run", "say_error"]


def run(arguments: Sequence[str]) -> int:
    """Carries out one command and returns its exit status; errors become sentences on standard error."""
    given = parser().parse_args(arguments)
    try:
        return int(given.command(given))
    except EvidenceKitError as error:
        return say_error(error)
    except KeyboardInterrupt:
        return say_error(Cancelled())
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return REFUSED
