"""Starts, feeds, times and ends the decoding child. Whatever the child does, its owner gets an answer or a reason."""

from __future__ import annotations

import importlib.util
import os
import signal
import subprocess  # the child is this program's own code, started without a shell
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import IO, BinaryIO

from evidence_kit.media.limits import Limits
from evidence_kit.media.protocol import (
    ANSWER,
    CHUNK_BYTES,
    CHUNK_LENGTH,
    REQUEST,
    TOKEN_BYTES,
    Operation,
    read_exactly,
)

CHILD_ARGUMENT = "--decode-items"
"""First argument with which a frozen build starts itself as the child; ``__main__`` hands the rest to ``child.main``."""

# Folders that are on the path already stay where they are, so that nothing in them comes before Python's own modules.
_BOOT = """
import sys
sys.path[:0] = [folder for folder in sys.argv[1:3] if folder not in sys.path]
from evidence_kit.media.child import main
main(sys.argv[3:])
"""


class ChildTrouble(StrEnum):
    """Why there is no answer, as a short fact for a finding."""

    NOT_STARTED = "the reader did not start"
    TOO_LARGE = "too large"
    TOO_SLOW = "took too long"
    GAVE_UP = "damaged, unusual or made to do harm"


@dataclass(frozen=True, slots=True)
class Question:
    """What the child is asked about one item."""

    operation: Operation
    picture_format: str
    longest_side: int = 0

    def packed(self, token: bytes) -> bytes:
        """The request as it goes over the pipe."""
        return REQUEST.pack(token, self.operation, self.picture_format.encode("ascii"), self.longest_side)


def child_command(limits: Limits) -> list[str]:
    """The command line that starts the child: this Python in isolated mode, or this program itself when frozen."""
    own = [str(n) for n in (limits.cpu_seconds, limits.memory_bytes, limits.input_bytes, limits.pixels)]
    if getattr(sys, "frozen", False):
        return [sys.executable, CHILD_ARGUMENT, *own]
    program = Path(__file__).resolve().parents[2]
    return [sys.executable, "-I", "-c", _BOOT, str(program), str(_folder_of_pillow() or program), *own]


def _folder_of_pillow() -> Path | None:
    found = importlib.util.find_spec("PIL")
    return Path(found.origin).resolve().parents[1] if found and found.origin else None


class ChildProcess:
    """One decoding child, started when it is first needed and again after each trouble. For one thread."""

    def __init__(self, limits: Limits, command: Sequence[str] | None = None) -> None:
        """``command`` replaces the usual one where a test needs a child that misbehaves."""
        self._limits = limits
        self._command = list(command) if command is not None else child_command(limits)
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def process_id(self) -> int | None:
        """The running child, if there is one."""
        return self._process.pid if self._process else None

    def ask(self, question: Question, source: BinaryIO, answer_bytes: int) -> bytes | ChildTrouble:
        """The child's answer (untrusted, at most ``answer_bytes`` long), or why there is none.

        An error of ``source`` itself is passed on: it is about the evidence, not about decoding.
        """
        process = self._running()
        if process is None:
            return ChildTrouble.NOT_STARTED
        too_slow = threading.Event()
        watchdog = threading.Timer(self._limits.wall_seconds, _end_late, (process, too_slow))
        watchdog.daemon = True
        watchdog.start()
        answer: bytes | ChildTrouble = ChildTrouble.GAVE_UP
        try:
            answer = self._exchange(process, question, source, answer_bytes)
        finally:
            watchdog.cancel()
            watchdog.join()
            if isinstance(answer, ChildTrouble) or not hasattr(os, "fork"):
                self.close()
        return ChildTrouble.TOO_SLOW if isinstance(answer, ChildTrouble) and too_slow.is_set() else answer

    def close(self) -> None:
        """Ends the child at once. It has nothing to lose."""
        process, self._process = self._process, None
        if process is not None:
            _end(process)
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    with suppress(OSError):
                        pipe.close()

    def _running(self) -> subprocess.Popen[bytes] | None:
        if self._process is None or self._process.poll() is not None:
            self.close()
            self._process = _started(self._command)
        return self._process

    def _exchange(
        self, process: subprocess.Popen[bytes], question: Question, source: BinaryIO, answer_bytes: int
    ) -> bytes | ChildTrouble:
        if process.stdin is None or process.stdout is None:
            return ChildTrouble.NOT_STARTED
        token = os.urandom(TOKEN_BYTES)
        sent = _send(process.stdin, question.packed(token), source, self._limits.input_bytes)
        if sent is not None:
            return sent
        try:
            answered, size_bytes = ANSWER.unpack(read_exactly(process.stdout.read, ANSWER.size))
            if answered != token or size_bytes > answer_bytes:
                return ChildTrouble.GAVE_UP
            return read_exactly(process.stdout.read, size_bytes)
        except (EOFError, OSError):
            return ChildTrouble.GAVE_UP


def _send(pipe: IO[bytes], part: bytes, source: BinaryIO, most_bytes: int) -> ChildTrouble | None:
    """Gives the child its request, ``part``, and the item's bytes; None when all went through."""
    sent_bytes = 0
    while True:
        if not _written(pipe, part):
            return ChildTrouble.GAVE_UP
        data = source.read(CHUNK_BYTES)
        sent_bytes += len(data)
        if sent_bytes > most_bytes:
            return ChildTrouble.TOO_LARGE
        part = CHUNK_LENGTH.pack(len(data)) + data
        if not data:
            return None if _written(pipe, part) else ChildTrouble.GAVE_UP


def _written(pipe: IO[bytes], data: bytes) -> bool:
    """False when the child went away. Kept apart from reading the item, whose errors mean something else."""
    try:
        pipe.write(data)
        pipe.flush()
    except OSError:
        return False
    return True


def _started(command: Sequence[str]) -> subprocess.Popen[bytes] | None:
    # An empty environment: nothing in it can make the child load foreign code, and it learns nothing of the person.
    environment = {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}
    try:
        return subprocess.Popen(  # noqa: S603  (a fixed command, no shell, no text out of evidence)
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=Path(sys.executable).anchor or None,
            env=environment,
            close_fds=True,
            start_new_session=True,
        )
    except (OSError, ValueError):
        return None


def _end_late(process: subprocess.Popen[bytes], too_slow: threading.Event) -> None:
    too_slow.set()
    _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ends the child and what it forked."""
    with suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
