"""A backup of the records: one encrypted file, and which of many are kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

DAYS_KEPT = 7
WEEKS_KEPT = 4
MONTHS_KEPT = 12


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was opened and checked when it was made. made_at: UTC. version: of the program that made it."""

    path: Path
    made_at: datetime
    size_bytes: int
    version: str


_PERIODS: tuple[tuple[Callable[[datetime], object], int], ...] = (
    (lambda at: at.date(), DAYS_KEPT),
    (lambda at: at.isocalendar()[:2], WEEKS_KEPT),
    (lambda at: (at.year, at.month), MONTHS_KEPT),
)


def to_keep(moments: Iterable[datetime]) -> frozenset[datetime]:
    """Which backups stay: the newest of each of the last 7 days, 4 weeks and 12 months that have one.

    Days without a backup do not count, so that a practice that was closed for a month loses none by it.
    """
    newest_first = sorted(moments, reverse=True)
    kept: set[datetime] = set()
    for period, count in _PERIODS:
        seen: set[object] = set()
        for moment in newest_first:
            if len(seen) == count:
                break
            if period(moment) not in seen:
                seen.add(period(moment))
                kept.add(moment)
    return frozenset(kept)
