"""What the records need at each start: the checks of the file, and what retention lets go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from desktop.domain.errors import RecordsDamaged
from desktop.domain.jobs import Job, Waiting
from desktop.records import times
from desktop.workflow.session import Session

_RETENTION_EVERY = timedelta(days=1)

WAITS_FOR_A_PERSON = (
    "Nothing was deleted by the retention rules, because they have not run for a long time or the clock of this computer "
    "is wrong. Look at the clock; then an administrator can look at the list in the settings and delete."
)


@dataclass(frozen=True, slots=True)
class CareReport:
    """What was found. problems: sentences to show until they are closed. is_damaged: offer to restore a backup."""

    problems: tuple[str, ...]
    is_damaged: bool = False
    deleted_visits: int = 0


def look_after(session: Session) -> Job[Waiting, CareReport]:
    """The quick check, the full check once a week, and retention once a day.

    Damage ends it, and from then on nothing is written. Raises RecordsUnavailable, SignedOut.
    """
    problems: list[str] = []
    deleted = 0
    try:
        yield Waiting(0)
        session.records.checks.quick()
        if session.records.checks.is_full_due():
            yield Waiting(0)
            session.records.checks.full()
        if session.records.retention.needs_a_person():
            problems.append(WAITS_FOR_A_PERSON)
        elif _is_retention_due(session):
            deleted = yield from session.records.retention.run()
    except RecordsDamaged as error:
        return CareReport((*problems, error.sentence), is_damaged=True)
    return CareReport(tuple(problems), deleted_visits=deleted)


def _is_retention_due(session: Session) -> bool:
    last = session.records.retention.last_run()
    return last is None or times.now() - last >= _RETENTION_EVERY
