"""A job: long work as a generator that yields events, returns a result, and is closed to cancel.

A job knows neither threads nor Qt. Whoever runs it (a screen's job runner, the command line, a test)
iterates it; to cancel, the runner calls ``close()`` between two events, and the job's ``with`` and
``finally`` blocks clean up. A job that has to wait yields an event at least every 100 ms, so that it
can always be cancelled promptly.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import TypeVar

E = TypeVar("E")
R = TypeVar("R")

Job = Generator[E, None, R]


@dataclass(frozen=True, slots=True)
class Waiting:
    """Nothing new yet, after so many milliseconds; keeps a waiting job cancellable."""

    waited_ms: int


def finish(job: Job[E, R], on_event: Callable[[E], None] | None = None) -> R:
    """Run a job to its end on this thread, giving each event to on_event if there is one, and return its result.

    Raises whatever the job raises. The job is closed when on_event raises.
    """
    try:
        while True:
            try:
                event = next(job)
            except StopIteration as end:
                result: R = end.value
                return result
            if on_event is not None:
                on_event(event)
    finally:
        job.close()
