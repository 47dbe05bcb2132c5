"""What an import says about a birth date that nobody, or hardly anybody, can have."""

from __future__ import annotations

from datetime import date

from desktop.domain.patient import OLDEST_YEARS, BirthDateConcern, birth_date_concern

IN_THE_FUTURE = "the birth date is in the future"
VERY_OLD = f"the birth date is more than {OLDEST_YEARS} years ago"


def look_at(born: date | None, today: date, problems: list[str]) -> tuple[str, ...]:
    """The warnings; a birth date in the future is added to the problems."""
    concern = None if born is None else birth_date_concern(born, today)
    if concern is BirthDateConcern.IN_THE_FUTURE:
        problems.append(IN_THE_FUTURE)
    return (VERY_OLD,) if concern is BirthDateConcern.VERY_OLD else ()
