"""What a file of patients, a schedule or an old note says, before anything of it is stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from desktop.domain.note import Section
from desktop.domain.patient import Patient


class DateOrder(StrEnum):
    """How dates such as 03/04/2025 are meant."""

    DAY_FIRST = "day first"
    MONTH_FIRST = "month first"


@dataclass(frozen=True, slots=True)
class ImportRow:
    """One patient, or one appointment of a patient, as the file has it.

    number: the line of a table, counted from 1 with its heading; of a bundle: the entry. starts_at: when the
    appointment is; None in a list of patients. problems: why the row cannot be taken, in words.
    warnings: what a person should look at.
    """

    number: int
    patient: Patient
    starts_at: datetime | None = None
    problems: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportFile:
    """A file as it was read.

    is_schedule: its rows have a time. date_order: how its dates were read; None when all are clear by themselves.
    asks_date_order: the file has dates that can be read both ways and nothing in it says which; a person has to.
    """

    rows: tuple[ImportRow, ...]
    is_schedule: bool
    sha256: str
    date_order: DateOrder | None = None
    asks_date_order: bool = False


class Fate(StrEnum):
    """What an import does with a row.

    NEW: a patient is added. KNOWN: the patient is in the records. TWICE: the file or the records have it already, and
    nothing is added. REFUSED: the row has problems.
    """

    NEW = "new"
    KNOWN = "known"
    TWICE = "twice"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """One row and what would become of it. patient_id: of the stored patient it is; None for a new one."""

    row: ImportRow
    fate: Fate
    patient_id: int | None = None
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import added."""

    patients: int
    visits: int
    left_out: int


@dataclass(frozen=True, slots=True)
class PastNote:
    """A note from elsewhere as plain text. day: when the visit was; None when the text does not say, or not clearly.

    has_headings: the sections come from headings; otherwise the whole text stands under Subjective.
    """

    texts: Mapping[Section, str]
    day: date | None
    has_headings: bool
    sha256: str
