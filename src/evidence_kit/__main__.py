"""Chooses the front end: a window without arguments, the command line with them; or the child that decodes pictures."""

from __future__ import annotations

import signal
import sys
from threading import Event

from evidence_kit.errors import Cancelled
from evidence_kit.media import CHILD_ARGUMENT


def main() -> int:
    """Runs one front end and returns its exit status."""
    if sys.argv[1:2] == [CHILD_ARGUMENT]:
        from evidence_kit.media import child  # noqa: PLC0415 - only the decoding child loads the decoders

        child.main(sys.argv[2:])
        return 0
    if len(sys.argv) > 1:
        return _command_line()
    return _window()


def _command_line() -> int:
    # Stopped while it loads, the program still ends with a sentence: the wish is noted and heard right afterwards.
    stopped = Event()
    before = signal.signal(signal.SIGINT, lambda _number, _frame: stopped.set())
    from evidence_kit import cli  # noqa: PLC0415 - the window must not load the command line, nor the reverse

    signal.signal(signal.SIGINT, before)
    if stopped.is_set() and before is not signal.SIG_IGN:
        return cli.say_error(Cancelled())
    return cli.run(sys.argv[1:])


def _window() -> int:
    from evidence_kit.errors import WindowUnavailable  # noqa: PLC0415 - kept out of the decoding child

    try:
        from evidence_kit.gui import app  # noqa: PLC0415

        return app.run(sys.argv)
    except (ImportError, WindowUnavailable) as error:
        from evidence_kit import cli  # noqa: PLC0415

        trouble = error if isinstance(error, WindowUnavailable) else WindowUnavailable(missing=str(error))
        return cli.say_error(trouble)


if __name__ == "__main__":
    sys.exit(main())
