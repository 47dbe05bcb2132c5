"""Does one blocking exchange on a thread of its own while a job stays cancellable."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Event, Thread
from typing import TypeVar

from desktop.domain.jobs import Job, Waiting

R = TypeVar("R")

_SLICE_S = 0.05
_JOIN_S = 0.5


def aside(work: Callable[[Event], R]) -> Job[Waiting, R]:
    """Run work, yield Waiting until it is done, and return or raise what it does.

    Closing the job sets the stop flag that work was given, which ends every wait of a connection opened with it.
    """
    stop = Event()
    results: list[R] = []
    errors: list[BaseException] = []

    def run() -> None:
        try:
            results.append(work(stop))
        except BaseException as error:  # noqa: BLE001 - raised again on the job's own thread
            errors.append(error)

    # A daemon, because name resolution is the one wait that cannot be ended.
    thread = Thread(target=run, name="soapstone-exchange", daemon=True)
    began = time.monotonic()
    thread.start()
    try:
        while thread.is_alive():
            thread.join(_SLICE_S)
            if thread.is_alive():
                yield Waiting(round((time.monotonic() - began) * 1000))
    finally:
        stop.set()
        thread.join(_JOIN_S)
    if errors:
        raise errors[0]
    return results[0]
