"""The level of a visit: what was answered about it, and the level with its reasons, line by line.

Code numbers are identifiers that a person confirms; the words are our own. CPT codes and descriptors belong to the American
Medical Association and are not shipped.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum, StrEnum


class Level(IntEnum):
    """The four levels of medical decision making."""

    STRAIGHTFORWARD = 1
    LOW = 2
    MODERATE = 3
    HIGH = 4

    @property
    def label(self) -> str:
        """For people."""
        return self.name.lower()


class Setting(StrEnum):
    """Where and how the patient was seen."""

    OFFICE_NEW = "office, new patient"
    OFFICE_ESTABLISHED = "office, established patient"
    HOME_NEW = "home or residence, new patient"
    HOME_ESTABLISHED = "home or residence, established patient"
    HOSPITAL_FIRST = "hospital or observation, first day"
    HOSPITAL_LATER = "hospital or observation, later day"
    HOSPITAL_SAME_DAY = "hospital or observation, in and out on one day"
    EMERGENCY = "emergency department"
    NURSING_FIRST = "nursing facility, first visit"
    NURSING_LATER = "nursing facility, later visit"
    CONSULT_OFFICE = "consultation, office"
    CONSULT_HOSPITAL = "consultation, hospital"


class Risk(StrEnum):
    """What was decided that carries risk; each belongs to one level."""

    OVER_THE_COUNTER = "over-the-counter medicine, therapy or another low-risk treatment"
    PRESCRIPTION = "prescription drug management"
    MINOR_SURGERY_WITH_RISKS = "minor surgery with risk factors"
    MAJOR_SURGERY = "elective major surgery without risk factors"
    SOCIAL_LIMITS = "social circumstances limit diagnosis or treatment"
    TOXICITY_MONITORING = "a drug that needs intensive monitoring for toxicity"
    MAJOR_SURGERY_WITH_RISKS = "elective major surgery with risk factors"
    EMERGENCY_SURGERY = "emergency major surgery"
    HOSPITALIZATION = "hospitalization or escalation of care"
    DE_ESCALATION = "decision not to resuscitate or to de-escalate care"
    PARENTERAL_CONTROLLED = "controlled substance given by injection"


@dataclass(frozen=True, slots=True)
class Problems:
    """How many problems of each kind were addressed."""

    minor: int = 0
    stable_chronic: int = 0
    acute_uncomplicated: int = 0
    stable_acute: int = 0
    worse_chronic: int = 0
    undiagnosed_new: int = 0
    acute_systemic: int = 0
    complicated_injury: int = 0
    severe_chronic: int = 0
    threat_to_life: int = 0


@dataclass(frozen=True, slots=True)
class Data:
    """What was reviewed. A test ordered and reviewed at one visit counts once; separately billed tests do not count.

    external_notes: by source. results, orders: of different tests.
    """

    external_notes: int = 0
    results: int = 0
    orders: int = 0
    independent_historian: bool = False
    independent_interpretation: bool = False
    discussion_with_external: bool = False


@dataclass(frozen=True, slots=True)
class VisitAnswers:
    """Everything that the level is reckoned from.

    minutes: the billing clinician's total on the day of the visit, charting included, without staff time and separately
    billed services; None when time was not noted. psychotherapy_minutes: on top; the visit's level then rests on decisions alone.
    medicare: which prolonged-service code is offered.
    """

    setting: Setting = Setting.OFFICE_ESTABLISHED
    problems: Problems = field(default_factory=Problems)
    data: Data = field(default_factory=Data)
    risks: frozenset[Risk] = frozenset()
    minutes: int | None = None
    psychotherapy_minutes: int | None = None
    medicare: bool = False


@dataclass(frozen=True, slots=True)
class Reason:
    """One line of the reasoning. about: "Problems", "Data", "Risk", "Decision making", "Time", "Result".

    verified: False where the figure has not been checked against a published source.
    """

    about: str
    level: Level | None
    sentence: str
    verified: bool = True


@dataclass(frozen=True, slots=True)
class OfferedCode:
    """A procedure code to confirm, in our own words. units: how often. verified: as Reason."""

    code: str
    wording: str
    units: int = 1
    verified: bool = True


@dataclass(frozen=True, slots=True)
class VisitLevel:
    """The level. by_decisions and by_time: the code each way would give; codes: the higher one and what goes with it."""

    by_decisions: OfferedCode | None
    by_time: OfferedCode | None
    codes: tuple[OfferedCode, ...]
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class LevelClue:
    """Words of the note that an answer was taken from. answer: "problems.stable_chronic", "risks.prescription" ..."""

    answer: str
    words: str
    sentence: str


@dataclass(frozen=True, slots=True)
class SuggestedAnswers:
    """Answers read from a note, every one to be confirmed by a person."""

    answers: VisitAnswers
    clues: tuple[LevelClue, ...]


@dataclass(frozen=True, slots=True)
class TimedService:
    """Minutes of one therapy service on a day. code: as the clinic bills it."""

    code: str
    minutes: int


@dataclass(frozen=True, slots=True)
class TimedUnits:
    """Units for each code, in the order given, and how they were reckoned."""

    units: tuple[tuple[str, int], ...]
    reasons: tuple[str, ...]
