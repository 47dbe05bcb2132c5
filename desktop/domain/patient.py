"""A patient, as the chart names them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from desktop.domain.context import Sex


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
