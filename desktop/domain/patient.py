"""A patient, as the chart names them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from desktop.domain.context import Sex

OLDEST_YEARS = 130


class BirthDateConcern(StrEnum):
    """What is wrong with a birth date. IN_THE_FUTURE is refused; VERY_OLD, over 130 years ago, is asked about."""

    IN_THE_FUTURE = "in the future"
    VERY_OLD = "very old"


def birth_date_concern(born: date, today: date) -> BirthDateConcern | None:
    """What a person has to look at again; None for any date that somebody alive may have."""
    if born > today:
        return BirthDateConcern.IN_THE_FUTURE
    years = Patient(birth_date=born).age_years(today) or 0
    return BirthDateConcern.VERY_OLD if years > OLDEST_YEARS else None


@dataclass(frozen=True, slots=True)
class Patient:
    """Demographics. id is None until the patient is stored; every other field may be empty."""

    id: int | None = None
    family_name: str = ""
    given_name: str = ""
    birth_date: date | None = None
    sex: Sex = Sex.UNKNOWN
    mrn: str = ""

    @property
    def name(self) -> str:
        """Family name first, as lists are sorted: "Rivera, Jordan"."""
        return ", ".join(part for part in (self.family_name, self.given_name) if part)

    def age_years(self, on: date) -> int | None:
        """Completed years on a day; None when the birth date is unknown or later than that day.

        A birthday on 29 February falls on 1 March in common years.
        """
        born = self.birth_date
        if born is None or born > on:
            return None
        return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
