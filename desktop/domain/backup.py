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
    """A backup that was opened and checked when it was made. made_at: UTC. version: of the program that made it.

    records_id: a random name of the records that it is of.
    """

    path: Path
    made_at: datetime
    size_bytes: int
    version: str
    records_id: str


@dataclass(frozen=True, slots=True)
class BackupCheck:
    """What opening a backup found; one that is damaged raises instead. audit_rows: how many it holds.

    broken_seq: the first row of the audit inside that is not as it was written. is_of_these_records: it is of the
    records that are open. continues: the records' own audit goes on from where the backup's ends.
    """

    backup: Backup
    audit_rows: int
    broken_seq: int | None
    is_of_these_records: bool
    continues: bool

    @property
    def is_whole(self) -> bool:
        """True when nothing is to be said against it."""
        return self.broken_seq is None and self.is_of_these_records and self.continues

    @property
    def sentence(self) -> str:
        """The result in plain words."""
        name = self.backup.path.name
        if self.broken_seq is not None:
            return f"{name} opens and is complete, but the audit in it is broken at row {self.broken_seq}."
        if not self.is_of_these_records:
            return f"{name} opens and is complete, but it is a backup of other records than these."
        if not self.continues:
            return (
                f"{name} opens and is complete. Its audit is not the beginning of the audit that is in use: an older "
                "backup was restored since, or somebody changed the audit."
            )
        return f"{name} opens, is complete, and its {self.audit_rows:,} rows of the audit are as they were written."


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
