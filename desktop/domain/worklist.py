"""The worklist: signed notes as the front desk sees them, and what became of each."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class WorklistStatus(StrEnum):
    """SIGNED: nobody took it out yet. CHANGED: it was amended, co-signed or added to after somebody did.

    EXPORTED: it left the program as it stands. FILED: marked as standing in the clinic's own system.
    """

    SIGNED = "signed"
    CHANGED = "changed"
    EXPORTED = "exported"
    FILED = "filed"

    @property
    def label(self) -> str:
        """As a list shows it."""
        return self.value.capitalize()


@dataclass(frozen=True, slots=True)
class WorklistFilter:
    """Which signed notes; what is empty does not matter.

    first_day, last_day: the day on which the visit began, both included. provider_id: the user who signed.
    text: words that all have to stand in the patient's name, the record number, a section or a code.
    """

    first_day: date | None = None
    last_day: date | None = None
    provider_id: int | None = None
    statuses: frozenset[WorklistStatus] = frozenset()
    text: str = ""


@dataclass(frozen=True, slots=True)
class WorklistLine:
    """One signed note in the list, as it was signed. reason: its primary code in words, or how its assessment begins.

    code: of the primary diagnosis; may be empty. provider: with credentials.
    """

    visit_id: int
    started_at: datetime
    patient_name: str
    mrn: str
    provider: str
    reason: str
    code: str
    status: WorklistStatus


@dataclass(frozen=True, slots=True)
class WorklistPage:
    """Lines, the visit begun last first. more: the list was cut at its limit."""

    lines: tuple[WorklistLine, ...] = ()
    more: bool = False


@dataclass(frozen=True, slots=True)
class WorklistProvider:
    """Somebody who signed at least one note."""

    user_id: int
    name: str


@dataclass(frozen=True, slots=True)
class Sending:
    """That a document was stored on a FHIR server. document: its version's identifier. name: what the server calls it."""

    visit_id: int
    server: str
    document: str = field(repr=False)
    name: str
    sent_at: datetime
    user_name: str
