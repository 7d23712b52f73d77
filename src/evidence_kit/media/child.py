"""The process that decodes hostile bytes: it holds no key, can open no file, and lives for one item.

It is started once and then forks for every item, so that loading the decoders is paid for once and yet no item can
reach the next. Where the system cannot fork, it serves one item and ends. Everything it is asked comes over standard
input and everything it answers goes to standard output, in the form that ``protocol`` describes.
"""

from __future__ import annotations

import gc
import importlib.util
import io
import os
import sys
import warnings
from collections.abc import Sequence
from contextlib import suppress

from evidence_kit.media.limits import Limits
from evidence_kit.media.picture_decoding import decoded_pixels, prepare_decoders
from evidence_kit.media.picture_facts import picture_facts
from evidence_kit.media.protocol import (
    ANSWER,
    CHUNK_LENGTH,
    REQUEST,
    Operation,
    read_exactly,
)

_PR_SET_DUMPABLE = 4
_PR_SET_NO_NEW_PRIVS = 38


def main(arguments: Sequence[str]) -> None:
    """Serves items until standard input ends. ``arguments`` are the limits in the order of ``child_command``."""
    cpu_seconds, memory_bytes, input_bytes, pixels = (int(argument) for argument in arguments)
    limits = Limits(
        cpu_seconds=cpu_seconds, memory_bytes=memory_bytes, input_bytes=input_bytes, pixels=pixels
    )
    warnings.simplefilter("ignore")
    prepare_decoders(limits.pixels)
    _give_up_rights(limits)
    if not hasattr(os, "fork"):
        _serve_one(limits)
        return
    gc.freeze()  # a fork then copies no memory only because its collector looks at it
    while _served_by_a_fork(limits):
        pass


def _served_by_a_fork(limits: Limits) -> bool:
    process = os.fork()
    if process == 0:
        status = 1
        try:
            _limit_this_item(limits)
            _serve_one(limits)
            status = 0
        finally:
            # Whatever went wrong, the fork must never return into the loop of its parent.
            os._exit(status)
    return os.waitpid(process, 0)[1] == 0


def _give_up_rights(limits: Limits) -> None:
    """Takes away what decoding does not need, for this process and all its forks.

    With no descriptor number left beyond the standard three, no file and no socket can be opened any more.
    """
    _close_the_door()
    if importlib.util.find_spec("resource") is not None:
        import resource  # noqa: PLC0415  (not on Windows)

        for kind, most in (
            (resource.RLIMIT_AS, limits.memory_bytes),
            (resource.RLIMIT_FSIZE, 0),
            (resource.RLIMIT_CORE, 0),
            (resource.RLIMIT_NOFILE, 3),
        ):
            # macOS refuses some of these; the others still hold.
            with suppress(ValueError, OSError):
                resource.setrlimit(kind, (most, most))


def _limit_this_item(limits: Limits) -> None:
    import resource  # noqa: PLC0415  (not on Windows)

    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_seconds, limits.cpu_seconds))
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))


def _close_the_door() -> None:
    """On Linux: no new rights by running another program, no memory dump, no debugger. Elsewhere nothing."""
    if sys.platform.startswith("linux"):
        import ctypes  # noqa: PLC0415

        control = ctypes.CDLL(None).prctl
        control(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        control(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def _serve_one(limits: Limits) -> None:
    token, operation, format_name, longest_side = REQUEST.unpack(read_exactly(_read, REQUEST.size))
    picture_format = format_name.rstrip(b"\0").decode("ascii")
    data = _read_item(limits.input_bytes)
    if operation == Operation.FACTS:
        answer = picture_facts(data, picture_format)
    else:
        answer = decoded_pixels(data, picture_format, longest_side)
    _write(ANSWER.pack(token, len(answer)))
    _write(answer)


def _read_item(most_bytes: int) -> io.BytesIO:
    data = io.BytesIO()
    while True:
        (size_bytes,) = CHUNK_LENGTH.unpack(read_exactly(_read, CHUNK_LENGTH.size))
        if size_bytes == 0:
            data.seek(0)
            return data
        if data.tell() + size_bytes > most_bytes:
            raise EOFError
        data.write(read_exactly(_read, size_bytes))


def _read(size_bytes: int) -> bytes:
    return os.read(0, size_bytes)


def _write(data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(1, view) :]
