"""Work away from the window: one worker, one end, and no word too much."""

import threading
import time

import pytest
from PySide6.QtCore import QObject

from evidence_kit.errors import Cancelled, ProgramFault, WrongPassphrase
from evidence_kit.gui.jobs import Job, Worker


@pytest.fixture
def worker():
    worker = Worker("test")
    yield worker
    worker.finish(5)


@pytest.fixture
def run(qtbot, worker):
    owner = QObject()
    ends = []

    def start(work, **others):
        job = Job(
            work,
            lambda value: ends.append(("done", value, threading.current_thread())),
            lambda error: ends.append(("failed", error, threading.current_thread())),
            parent=owner,
            **others,
        )
        worker.take(job)
        return job

    start.ends = ends
    start.wait = lambda: qtbot.waitUntil(lambda: bool(ends), timeout=5000)
    yield start
    worker.finish(5)
    qtbot.wait(50)


def test_work_runs_in_the_worker_and_its_result_arrives_in_the_window(run):
    job = run(lambda progress: threading.current_thread().name)
    run.wait()
    assert run.ends == [("done", "test", threading.main_thread())]
    assert not job.running


def test_an_error_raised_on_purpose_arrives_as_it_is(run):
    def fail(progress):
        raise WrongPassphrase

    run(fail)
    run.wait()
    kind, error, _thread = run.ends[0]
    assert kind == "failed"
    assert isinstance(error, WrongPassphrase)


def test_a_fault_of_the_program_names_its_place_and_tells_nothing_of_the_evidence(run):
    def fail(progress):
        raise ValueError("the words of a message")

    run(fail)
    run.wait()
    error = run.ends[0][1]
    assert isinstance(error, ProgramFault)
    assert error.kind == "ValueError"
    assert error.where.startswith("test_gui_jobs.py:")
    assert "message" not in f"{error.kind}{error.where}"


def test_cancelling_ends_the_work_at_its_next_safe_point(run):
    def work(progress):
        while True:
            progress(1, 2)
            time.sleep(0.005)

    run(work).cancel()
    run.wait()
    assert isinstance(run.ends[0][1], Cancelled)


def test_work_cancelled_before_it_began_does_nothing(run, worker):
    gate, begun = threading.Event(), []
    run(lambda progress: gate.wait(5))
    waiting = run(lambda progress: begun.append(True))
    waiting.cancel()
    gate.set()
    run.wait()
    worker.finish(5)
    assert not begun


def test_the_count_is_shown_while_the_work_runs(run, qtbot):
    gate, counts = threading.Event(), []

    def work(progress):
        progress(3 << 32, 4 << 32)
        gate.wait(5)

    job = run(work)
    job.counted.connect(lambda done, total: counts.append((done, total)))
    qtbot.waitUntil(lambda: (3 << 32, 4 << 32) in counts, timeout=5000)
    gate.set()
    run.wait()


def test_a_result_that_nobody_waits_for_is_handed_back(run, qtbot):
    gate, dropped = threading.Event(), []

    def work(progress):
        gate.wait(5)
        return "open thing"

    job = run(work, dropped=dropped.append)
    job.forget()
    gate.set()
    qtbot.waitUntil(lambda: not job.running, timeout=5000)
    assert not run.ends
    assert dropped in ([], ["open thing"])


def test_jobs_run_one_after_the_other(run, qtbot):
    order = []
    for number in range(20):
        run(lambda progress, number=number: order.append(number))
    qtbot.waitUntil(lambda: len(run.ends) == 20, timeout=5000)
    assert order == list(range(20))
