"""The command line: the second front end, over the same actions as the window. It needs no Qt.

Exit status: 0 done, 1 refused or findings, 2 wrong use. ``--json`` prints UTF-8, one object a line; progress goes
to standard error and only to a terminal.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from traceback import extract_tb

from evidence_kit.cli.arguments import understood
from evidence_kit.cli.streams import end_line, finish_output, open_streams
from evidence_kit.cli.telling import REFUSED, say_error
from evidence_kit.errors import (
    Cancelled,
    EvidenceKitError,
    OutputNotTaken,
    ProgramFault,
    StorageFailed,
    system_reason,
)

__all__ = ["run", "say_error"]


def run(arguments: Sequence[str]) -> int:
    """Carries out one command and returns its exit status; errors become sentences on standard error."""
    try:
        open_streams()
        given = understood(arguments)
        status = int(given.command(given))
        sys.stdout.flush()
    except BrokenPipeError:
        status = REFUSED
    except EvidenceKitError as error:
        status = say_error(error)
    except (KeyboardInterrupt, EOFError):
        end_line()
        status = say_error(Cancelled())
    except OSError as error:
        status = say_error(_storage_error(error))
    except Exception as error:  # noqa: BLE001 - the last resort: a sentence, never a traceback with values out of evidence
        status = say_error(_program_fault(error))
    finish_output()
    return status


def _storage_error(error: OSError) -> EvidenceKitError:
    """Printing fails without the name of a file; everything else that fails has one."""
    reason = system_reason(error)
    if isinstance(error.filename, str):
        return StorageFailed(Path(error.filename), reason)
    return OutputNotTaken(reason)


def _program_fault(error: Exception) -> ProgramFault:
    frames = extract_tb(error.__traceback__)
    where = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return ProgramFault(kind=type(error).__name__, where=where)
