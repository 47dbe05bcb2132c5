"""What a recording says about the space on the disk."""

from __future__ import annotations

from desktop.domain.capture import DiskLow

WARN_BYTES = 1_000_000_000
BLOCK_BYTES = 200_000_000

_FULL = "The disk was full. The recording goes on in a reserve, for up to 45 minutes. Free some space now."


class DiskWatch:
    """Turns free space into events, each once per recording."""

    def __init__(self) -> None:
        self._warned_below = WARN_BYTES + 1

    def look(self, free_bytes: int) -> DiskLow | None:
        """An event when the space has just fallen below a limit."""
        below = next((limit for limit in (BLOCK_BYTES, WARN_BYTES) if free_bytes < limit), None)
        if below is None or below >= self._warned_below:
            return None
        self._warned_below = below
        return DiskLow(
            free_bytes,
            f"Only {free_bytes // 1_000_000:,} MB are left on the disk. Free some space; an hour of sound takes 80 MB.",
        )


def reserve_given_up(free_bytes: int) -> DiskLow:
    """The disk was full, and the reserve went to the recording."""
    return DiskLow(free_bytes, _FULL)
