"""A clock that goes on while the computer sleeps and is not set by anyone."""

from __future__ import annotations

import time

# Linux and macOS stop Python's monotonic clock while they sleep; these two of theirs go on. Windows has one only.
_CLOCK = getattr(time, "CLOCK_BOOTTIME", getattr(time, "CLOCK_MONOTONIC", None))


def elapsed_s() -> float:
    """Seconds since some moment in the past, sleep included."""
    return time.monotonic() if _CLOCK is None else time.clock_gettime(_CLOCK)
