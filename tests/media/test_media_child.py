from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import BinaryIO

import pytest

import evidence_kit.media.child_process as child_process
from evidence_kit.media import Limits, MediaReader
from evidence_kit.media.child_process import CHILD_ARGUMENT, child_command
from evidence_kit.model import Finding, FindingKind
from media.media_samples import picture

on_linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")

ENDLESS_ANSWER = "import os\nwhile True: os.write(1, b'\\0' * 65536)"
HANGS = "import time\ntime.sleep(600)"
CRASHES = "import os, signal\nos.read(0, 1)\nos.kill(os.getpid(), signal.SIGSEGV)"
FALLS_SILENT = "import os\nos.close(1)\nimport time\ntime.sleep(600)"


def lies(answer: str, times: int = 1, token: str = "data[:16]") -> str:
    """A child that reads the small item to its end and then gives ``answer``, an expression for bytes."""
    return (
        "import os\ndata = b''\nwhile not data.endswith(bytes(4)) or len(data) < 40: data += os.read(0, 65536)\n"
        f"answer = {answer}\nanswer = ({token} + len(answer).to_bytes(8, 'big') + answer) * {times}\n"
        "while answer: answer = answer[os.write(1, answer):]\n"
        "os.read(0, 1)\nimport time\ntime.sleep(600)"
    )


def reader_with(program: str, wall_seconds: float = 20.0) -> MediaReader:
    return MediaReader(Limits(wall_seconds=wall_seconds), [sys.executable, "-I", "-S", "-c", program])


def only_finding(reader: MediaReader, data: bytes | None = None) -> Finding:
    data = picture("PNG") if data is None else data
    facts, findings = reader.embedded_facts(io.BytesIO(data), "image/png", len(data))
    assert facts == ()
    (finding,) = findings
    assert finding.kind is FindingKind.PART_UNREADABLE
    return finding


class Endless(io.RawIOBase):
    """A file that never ends, as a pipe or a device can be."""

    def readable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        return 0

    def read(self, size: int = -1) -> bytes:
        return b"\x89PNG\r\n\x1a\n".ljust(size, b"\0")


class Unreadable(io.BytesIO):
    def read(self, size: int | None = -1) -> bytes:
        raise OSError(5, "the disk is failing")


@pytest.mark.parametrize("program", [ENDLESS_ANSWER, CRASHES, "", "raise SystemExit(3)"])
def test_a_child_that_crashes_or_babbles_costs_one_finding(program: str) -> None:
    with reader_with(program) as reader:
        assert only_finding(reader).details["reason"] == "damaged, unusual or made to do harm"
        assert reader.picture_pixels(io.BytesIO(picture("PNG")), "image/png", 64) is None


@pytest.mark.parametrize("program", [HANGS, FALLS_SILENT])
def test_a_child_that_hangs_is_ended(program: str) -> None:
    big = picture("PNG") + bytes(1 << 20)  # more than fits into a pipe, so that writing blocks as well
    with reader_with(program, wall_seconds=0.5) as reader:
        only_finding(reader)
        only_finding(reader, big)
        assert reader.child_process_id is None


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"{}",
        b"[" * 100_000,
        b"\xff",
        b'{"facts": [["a"]], "unreadable": [], "stated": 1, "location": 0}',
        b"null",
    ],
)
def test_an_answer_of_the_wrong_shape_is_not_believed(answer: bytes) -> None:
    with reader_with(lies(repr(answer))) as reader:
        only_finding(reader)


TRUE_ANSWER = b'{"facts": [], "unreadable": [], "stated": 1, "location": 0}'


def test_an_answer_that_is_too_long_is_not_read() -> None:
    with reader_with(lies(f"{TRUE_ANSWER!r} + b' ' * (1 << 20)")) as reader:
        only_finding(reader)


def test_an_answer_without_the_token_of_its_request_is_not_believed() -> None:
    with reader_with(lies(repr(TRUE_ANSWER), token="bytes(16)")) as reader:
        only_finding(reader)


def test_a_child_that_answers_in_advance_is_not_believed_for_the_next_item() -> None:
    data = picture("PNG")
    with reader_with(lies(repr(TRUE_ANSWER), times=2), wall_seconds=3) as reader:
        assert reader.embedded_facts(io.BytesIO(data), "image/png", len(data)) == ((), ())
        only_finding(reader)


@pytest.mark.parametrize(
    "answer",
    [
        b"\0",
        bytes(8),
        (5).to_bytes(4, "big") * 2 + bytes(74),
        (65).to_bytes(4, "big") + (1).to_bytes(4, "big") + bytes(195),
    ],
)
def test_pixels_of_the_wrong_shape_are_not_believed(answer: bytes) -> None:
    with reader_with(lies(repr(answer))) as reader:
        assert reader.picture_pixels(io.BytesIO(picture("PNG")), "image/png", 64) is None


def test_a_program_that_cannot_be_started_is_a_finding() -> None:
    with MediaReader(command=["/nowhere/at-all"]) as reader:
        assert only_finding(reader).details["reason"] == "the reader did not start"


def test_after_the_child_was_killed_the_next_item_is_read() -> None:
    data = picture("PNG")
    with MediaReader() as reader:
        for number in (signal.SIGSEGV, signal.SIGKILL):
            reader.embedded_facts(io.BytesIO(data), "image/png", len(data))
            assert reader.child_process_id is not None
            os.kill(reader.child_process_id, number)
            reader.embedded_facts(io.BytesIO(data), "image/png", len(data))
            facts, _ = reader.embedded_facts(io.BytesIO(data), "image/png", len(data))
            assert facts


def test_a_file_without_end_is_cut_off() -> None:
    with MediaReader(Limits(input_bytes=1 << 20)) as reader:
        endless: BinaryIO = Endless()  # type: ignore[assignment]
        _, findings = reader.embedded_facts(endless, "image/png", 100)
        assert findings[0].details["reason"] == "too large"
        assert reader.picture_pixels(endless, "image/png", 64) is None
        assert reader.picture_pixels(io.BytesIO(picture("PNG")), "image/png", 64) is not None


def test_an_error_of_the_original_itself_is_passed_on() -> None:
    with MediaReader() as reader:
        with pytest.raises(OSError, match="failing"):
            reader.embedded_facts(Unreadable(), "image/png", 100)
        assert reader.picture_pixels(io.BytesIO(picture("PNG")), "image/png", 64) is not None


def test_a_picture_that_needs_more_memory_than_allowed_has_no_pixels() -> None:
    data = picture("PNG", size=(5000, 5000))
    with MediaReader(Limits(memory_bytes=200 << 20)) as small, MediaReader() as usual:
        assert small.picture_pixels(io.BytesIO(data), "image/png", None) is None
        assert usual.picture_pixels(io.BytesIO(data), "image/png", 100) is not None


@on_linux
def test_the_child_holds_nothing_but_its_two_pipes(tmp_path: Path) -> None:
    kept_open = (tmp_path / "key").open("wb")
    os.set_inheritable(kept_open.fileno(), True)
    data = picture("PNG")
    with kept_open, MediaReader() as reader:
        reader.embedded_facts(io.BytesIO(data), "image/png", len(data))
        place = Path(f"/proc/{reader.child_process_id}")
        limits = (place / "limits").read_text()
        assert {
            "Max open files            3",
            "Max file size             0",
            "Max core file size        0",
        } <= {line[:27].rstrip() for line in limits.splitlines()}
        assert "NoNewPrivs:\t1" in (place / "status").read_text()
        if os.access(place / "fd", os.R_OK | os.X_OK):
            assert sorted(entry.name for entry in (place / "fd").iterdir()) == ["0", "1", "2"]
            assert (place / "environ").read_bytes() == b""
            assert (place / "cwd").readlink() == Path("/")


@on_linux
def test_the_child_can_open_no_file_and_no_socket_once_it_may_see_evidence() -> None:
    program = (
        "import sys; sys.path[:0] = sys.argv[1:3]; import _socket\n"
        "from evidence_kit.media import child\n"
        "child._give_up_rights(child.Limits())\n"
        "for attempt in (lambda: open('/etc/passwd'), lambda: _socket.socket()):\n"
        "    try: attempt()\n"
        "    except OSError as refused: print(refused.errno)\n"
    )
    command = child_command(Limits())
    command[command.index("-c") + 1] = program
    done = subprocess.run(command, capture_output=True, check=True, env={})
    assert done.stdout.split() == [b"24", b"24"]


def test_a_frozen_program_starts_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert child_command(Limits())[:2] == [sys.executable, CHILD_ARGUMENT]


def test_the_program_itself_never_loads_a_decoder() -> None:
    program = "import sys, evidence_kit.media; print([m for m in sys.modules if m.split('.')[0] in {'PIL', 'socket'}])"
    source = Path(child_process.__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=True, env={"PYTHONPATH": str(source)}
    )
    assert done.stdout.strip() == b"[]"
