"""What is known about the patient before the visit, apart from the conversation."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Sex(StrEnum):
    """As recorded in the chart; never guessed from a name or a voice."""

    FEMALE = "female"
    MALE = "male"
    OTHER = "other"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class VisitContext:
    """Facts from the chart and wishes of the provider. Every field may be empty.

    name: the patient's name. age_years: completed years at the visit. history: earlier history as text.
    instructions: how this provider wants the note.
    """

    name: str = ""
    age_years: int | None = None
    sex: Sex = Sex.UNKNOWN
    history: str = ""
    medications: tuple[str, ...] = ()
    allergies: tuple[str, ...] = ()
    instructions: str = ""
