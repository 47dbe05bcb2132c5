"""The bridge between jobs and the window: order, batches, cancelling, failures, and a window that stays live."""

import threading
import time

import pytest
from PySide6.QtCore import QObject, QTimer
from shiboken6 import Shiboken

from desktop.domain.errors import InputError
from desktop.ui.jobs import Lane, at_once


@pytest.fixture
def lane(qapp):
    owner = QObject()
    made = Lane("test lane", owner)
    yield made
    assert made.close(5, cancel=True)


def test_jobs_of_a_lane_run_one_after_the_other(lane, qtbot):
    """What was given first ends first, so that a later save never overtakes an earlier one."""
    ended = []
    for number in range(20):
        lane.start(at_once(lambda number=number: ended.append(number)))
    qtbot.waitUntil(lambda: len(ended) == 20)
    assert ended == list(range(20))
    qtbot.waitUntil(lambda: lane.is_idle)


def test_all_events_arrive_in_order_and_before_the_result(lane, qtbot):
    """Nothing is lost between the threads."""

    def job():
        yield from range(5000)
        return "result"

    seen = []
    running = lane.start(job(), done=seen.append)
    running.reported.connect(seen.append)
    qtbot.waitUntil(lambda: bool(seen) and seen[-1] == "result", timeout=10_000)
    assert seen == [*range(5000), "result"]


def test_a_flood_of_events_does_not_stop_the_window(lane, qtbot):
    """A timer of the window still fires many times while a fast job reports without pause."""

    def job():
        yield from range(60_000)

    ticks = []
    timer = QTimer(interval=1)
    timer.timeout.connect(lambda: ticks.append(time.monotonic()))
    timer.start()
    done = []
    running = lane.start(job(), done=done.append)
    running.reported.connect(lambda _event: None)
    qtbot.waitUntil(lambda: bool(done), timeout=30_000)
    timer.stop()
    assert len(ticks) >= 5


def test_a_cancelled_job_is_closed_and_cleans_up(lane, qtbot):
    """Cancelling ends at the next event, runs the job's own clean-up, and no event follows."""
    cleaned = threading.Event()

    def job():
        try:
            while True:
                yield "tick"
        finally:
            cleaned.set()

    ended, seen = [], []
    running = lane.start(job())
    running.reported.connect(seen.append)
    running.cancelled.connect(lambda: ended.append(len(seen)))
    qtbot.waitUntil(lambda: bool(seen))
    running.cancel()
    qtbot.waitUntil(lambda: bool(ended))
    assert cleaned.is_set()
    qtbot.waitUntil(lambda: lane.is_idle)
    assert len(seen) == ended[0]


def test_failures_arrive_as_they_were_raised(lane, qtbot):
    """An error of ours and a defect both reach the screen, and the lane goes on."""
    failed, done = [], []

    def fail(error):
        raise error

    lane.start(at_once(lambda: fail(InputError("Type something."))), failed=failed.append)
    lane.start(at_once(lambda: fail(ZeroDivisionError())), failed=failed.append)
    lane.start(at_once(lambda: "still works"), done=done.append)
    qtbot.waitUntil(lambda: done == ["still works"])
    assert [type(error) for error in failed] == [InputError, ZeroDivisionError]


def test_closing_a_lane_waits_for_what_it_was_given(qapp):
    """Saves that were asked for before the end are done before the end."""
    saved = []
    owner = QObject()
    lane = Lane("closing", owner)
    for number in range(50):
        lane.start(at_once(lambda number=number: saved.append(number)))
    assert lane.close(10, cancel=False)
    assert saved == list(range(50))


def test_what_ends_with_its_lane_is_not_delivered(qapp):
    """The screen that asked may act on records that are closed by now."""
    heard = []
    owner = QObject()
    lane = Lane("closing", owner)
    lane.start(at_once(lambda: "result"), done=heard.append)
    assert lane.close(10, cancel=False)
    qapp.processEvents()
    assert lane.is_idle
    assert heard == []


def test_a_job_that_outlives_its_lane_reaches_nobody(qapp):
    """The lane is deleted while its worker is still busy: the worker ends in peace, and nothing is delivered."""
    heard = []
    is_busy, goes_on = threading.Event(), threading.Event()
    owner = QObject()
    lane = Lane("left", owner)

    def job():
        is_busy.set()
        goes_on.wait(10)
        yield "too late"

    lane.start(job(), done=heard.append)
    assert is_busy.wait(10)
    assert not lane.close(0.0, cancel=True)
    thread = lane._thread
    Shiboken.delete(owner)
    goes_on.set()
    thread.join(10)
    assert not thread.is_alive()
    qapp.processEvents()
    assert heard == []
