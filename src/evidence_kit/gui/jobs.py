"""The only file that knows threads: one worker runs one job after the other, away from the window.

A job counts by writing two numbers; a timer of the window reads them ten times a second. Its end comes as one
queued signal. Cancelling sets a flag that the job meets at its next safe point.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from contextvars import Context, copy_context
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from traceback import extract_tb
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from evidence_kit.errors import Cancelled, EvidenceKitError, ProgramFault
from evidence_kit.model import Progress

Result = TypeVar("Result")
POLL_MILLISECONDS = 100


class Job(QObject, Generic[Result]):
    """One piece of work. Its signals arrive in the window's thread; after ``forget`` no result does.

    It belongs to its parent: the worker's own reference must never be the last one, because a QObject has to die
    in the thread that made it. ``dropped`` is given a result that came after all and that nobody waits for.
    """

    counted = Signal(object, object)
    """``(done, total)``; total is 0 while it is not known. Python numbers: bytes pass 2 GB."""
    ended = Signal()
    """The work is over, however it went; comes before the result is handed on."""
    _arrived = Signal(object)

    def __init__(
        self,
        work: Callable[[Progress], Result],
        done: Callable[[Result], None],
        failed: Callable[[EvidenceKitError], None],
        dropped: Callable[[Result], None] = lambda unwanted: None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._work, self._done, self._failed, self._dropped = work, done, failed, dropped
        self._context: Context = copy_context()
        self._stop = threading.Event()
        self._count = (0, 0)
        self._wanted = True
        self.running = True
        self._arrived.connect(self._arrive)
        self._clock = QTimer(self)
        self._clock.setInterval(POLL_MILLISECONDS)
        self._clock.timeout.connect(self._report)
        self._clock.start()

    def cancel(self) -> None:
        """Asks the work to stop at its next safe point."""
        self._stop.set()

    def forget(self) -> None:
        """Cancels, and drops whatever comes of it."""
        self._wanted = False
        self._stop.set()

    def run(self) -> None:
        """Does the work; called by the worker alone."""
        outcome: _Outcome[Result]
        try:
            outcome = _Done(self._context.run(self._guarded))
        except EvidenceKitError as error:
            outcome = _Failed(error)
        except Exception as error:  # noqa: BLE001 - the one place where a fault of the program must not end the worker
            outcome = _Failed(program_fault(error))
        self._arrived.emit(outcome)

    def _guarded(self) -> Result:
        if self._stop.is_set():
            raise Cancelled
        return self._work(self._progress)

    def _progress(self, done: int, total: int) -> None:
        self._count = (done, total)
        if self._stop.is_set():
            raise Cancelled

    def _report(self) -> None:
        if self._wanted:
            self.counted.emit(*self._count)

    def _arrive(self, outcome: _Outcome[Result]) -> None:
        self.running = False
        self._clock.stop()
        self.ended.emit()
        if isinstance(outcome, _Done):
            (self._done if self._wanted else self._dropped)(outcome.value)
        elif self._wanted:
            self._failed(outcome.error)
        self.deleteLater()


@dataclass(frozen=True, slots=True)
class _Done(Generic[Result]):
    value: Result


@dataclass(frozen=True, slots=True)
class _Failed:
    error: EvidenceKitError


_Outcome = _Done[Result] | _Failed


def program_fault(error: BaseException) -> ProgramFault:
    """A fault of the program as an error to show: the kind and the line, never a value out of evidence."""
    frames = extract_tb(error.__traceback__)
    where = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return ProgramFault(kind=type(error).__name__, where=where)


class Worker:
    """One thread and its queue. It dies with the program; ``finish`` ends it earlier."""

    def __init__(self, name: str) -> None:
        self._queue: SimpleQueue[Job[object] | None] = SimpleQueue()
        self._last: Callable[[], None] | None = None
        self._thread = threading.Thread(target=self._serve, name=name, daemon=True)
        self._thread.start()

    def take(self, job: Job[object]) -> None:
        """Queues a job behind those already taken."""
        self._queue.put(job)

    def finish(self, timeout_seconds: float, last: Callable[[], None] | None = None) -> None:
        """Waits for what is queued and then for ``last``, at most so long, and ends the thread.

        There is nobody left to tell about an error of ``last``, so one raised on purpose is passed over.
        """
        self._last = last
        self._queue.put(None)
        self._thread.join(timeout_seconds)

    def _serve(self) -> None:
        while (job := self._queue.get()) is not None:
            job.run()
            del job
        if self._last is not None:
            with suppress(EvidenceKitError):
                self._last()
