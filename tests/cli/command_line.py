"""Runs the program as a person or a script does: real processes, real pipes, a real terminal."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
PROGRAM = [sys.executable, "-m", "evidence_kit"]
PASSPHRASE = "river lamp seven coat ajar"
SECRET = PASSPHRASE.encode() + b"\n"
WAIT_SECONDS = 120


def environment(**more):
    return {**os.environ, "PYTHONPATH": str(REPOSITORY / "src"), **more}


def secret_pipe(text):
    """The reading end of a pipe that holds ``text``."""
    reader, writer = os.pipe()
    os.write(writer, text)
    os.close(writer)
    return reader


def program(*arguments, secret=SECRET, stdin=subprocess.DEVNULL, **more):
    """One command with the passphrase through a pipe; no option for it where ``secret`` is None."""
    command = [*PROGRAM, *map(str, arguments)]
    descriptors = []
    if secret is not None:
        descriptors.append(secret_pipe(secret))
        command += ["--passphrase-fd", str(descriptors[0])]
    surroundings = environment(**more.pop("variables", {}))
    try:
        return subprocess.run(
            command,
            stdin=stdin,
            stdout=more.pop("stdout", subprocess.PIPE),
            stderr=subprocess.PIPE,
            env=surroundings,
            pass_fds=[*descriptors, *more.pop("pass_fds", ())],
            timeout=WAIT_SECONDS,
            **more,
        )
    finally:
        for descriptor in descriptors:
            os.close(descriptor)


def json_lines(result):
    assert result.returncode == 0, result.stderr.decode()
    return [json.loads(line) for line in result.stdout.decode("utf-8").split("\n") if line]


def sentences(result):
    """What stands on standard error, which is never a traceback."""
    told = result.stderr.decode("utf-8")
    assert "Traceback" not in told, told
    assert "went wrong" not in told, told
    return told


def refused(result):
    """The sentences of a command that ended with status 1."""
    told = sentences(result)
    assert result.returncode == 1, (result.returncode, told)
    assert told.strip(), "refused without a word"
    return told


def at_a_terminal(*arguments, answers=(), interrupt_at=None):
    """A command in a terminal of its own: types each answer when its prompt shows, Ctrl-C when a text shows."""
    import pty

    process, terminal = pty.fork()
    if process == 0:
        os.execve(sys.executable, [*PROGRAM, *map(str, arguments)], environment())
    told, seen, waiting = b"", 0, list(answers)
    end = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < end:
        try:
            told += os.read(terminal, 65536)
        except OSError:
            break
        if waiting and waiting[0][0].encode() in told[seen:]:
            seen = len(told)
            os.write(terminal, waiting.pop(0)[1].encode())
        if interrupt_at is not None and interrupt_at.encode() in told[seen:]:
            os.write(terminal, b"\x03")
            interrupt_at = None
    status = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    os.close(terminal)
    told = told.decode("utf-8", "replace")
    assert "Traceback" not in told, told
    return status, told
