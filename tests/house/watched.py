"""Runs the program in this process with a watch that refuses every socket and writes down what is touched.

    python watched.py REPORT ARGUMENTS…

The report is JSON: what was refused, every path opened for writing, every program started. Children that are this
same Python get a watch of their own, which ends their parent when they ask for a socket.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

CHILD_WATCH = """
import os, signal, sys
def _watch(event, arguments):
    if event.startswith('socket.'):
        os.kill(os.getppid(), signal.SIGUSR1)
        raise PermissionError(event)
sys.addaudithook(_watch)
"""


class Watch:
    """What the program asked of the system."""

    def __init__(self) -> None:
        """Begins at once."""
        self.refused: list[str] = []
        self.written: set[str] = set()
        self.started: list[list[str]] = []
        self._watch_children()
        sys.addaudithook(self._look)

    def _look(self, event: str, arguments: tuple[object, ...]) -> None:
        if event.startswith("socket."):
            self.refused.append(event)
            raise PermissionError(event)
        if event == "open" and isinstance(arguments[0], str | bytes):
            flags = arguments[2] if isinstance(arguments[2], int) else 0
            if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT) or set(str(arguments[1])) & set("wax+"):
                self.written.add(str(Path(os.fsdecode(arguments[0])).absolute()))
        if event in {"os.mkdir", "os.rename", "os.link", "os.symlink"}:
            paths = arguments[:2] if event != "os.mkdir" else arguments[:1]
            self.written |= {str(Path(os.fsdecode(path)).absolute()) for path in paths}

    def _watch_children(self) -> None:
        started, start = self.started, subprocess.Popen.__init__

        def start_watched(child: object, command: list[str], *rest: object, **more: object) -> None:
            started.append([str(part) for part in command])
            if "-c" in command and command[0] == sys.executable:
                code = command.index("-c") + 1
                command = [*command[:code], CHILD_WATCH + command[code], *command[code + 1 :]]
            start(child, command, *rest, **more)

        subprocess.Popen.__init__ = start_watched  # type: ignore[method-assign]


def main() -> int:
    """Runs the command line and writes the report; ends with the program's own status."""
    report, sys.argv = Path(sys.argv[1]), ["evidence-kit", *sys.argv[2:]]
    import evidence_kit.__main__ as program

    watch = Watch()
    try:
        return program.main()
    finally:
        seen = {"refused": watch.refused, "written": sorted(watch.written), "started": watch.started}
        report.write_text(json.dumps(seen), "utf-8")


if __name__ == "__main__":
    sys.exit(main())
