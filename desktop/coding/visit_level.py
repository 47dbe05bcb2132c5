"""Reckons the level of an evaluation-and-management visit by decision making and by time, with every reason.

The rules in force in the United States since 2021 (office) and 2023 (other places): the level is what two of the three
elements problems, data and risk reach, or what the day's total time reaches; the clinician may take the higher one.
"""

from __future__ import annotations

from typing import NamedTuple

from desktop.coding.psychotherapy import psychotherapy_code
from desktop.domain.visit_level import (
    Data,
    Level,
    OfferedCode,
    Problems,
    Reason,
    Risk,
    Setting,
    VisitAnswers,
    VisitLevel,
)

_UNCHECKED = "this figure has not been checked against a published source"


class _Step(NamedTuple):
    """One code of a family: the highest level of decisions it stands for, and its least minutes (None: not by time)."""

    code: str
    level: Level
    minutes: int | None


class _Family(NamedTuple):
    steps: tuple[_Step, ...]
    verified: bool


_S, _L, _M, _H = Level.STRAIGHTFORWARD, Level.LOW, Level.MODERATE, Level.HIGH


def _family(
    codes: str, minutes: str, levels: tuple[Level, ...] = (_S, _L, _M, _H), *, verified: bool = False
) -> _Family:
    times = [int(minute) if minute != "-" else None for minute in minutes.split()]
    return _Family(tuple(_Step(*step) for step in zip(codes.split(), levels, times, strict=True)), verified)


# Checked: office (rules of 2021, the single minimum times of 2024) and hospital; the other families are marked unchecked.
_FAMILIES: dict[Setting, _Family] = {
    Setting.OFFICE_NEW: _family("99202 99203 99204 99205", "15 30 45 60", verified=True),
    Setting.OFFICE_ESTABLISHED: _family("99212 99213 99214 99215", "10 20 30 40", verified=True),
    Setting.HOME_NEW: _family("99341 99342 99344 99345", "15 30 60 75"),
    Setting.HOME_ESTABLISHED: _family("99347 99348 99349 99350", "20 30 40 60"),
    Setting.HOSPITAL_FIRST: _family("99221 99222 99223", "40 55 75", (_L, _M, _H), verified=True),
    Setting.HOSPITAL_LATER: _family("99231 99232 99233", "25 35 50", (_L, _M, _H), verified=True),
    Setting.HOSPITAL_SAME_DAY: _family("99234 99235 99236", "45 70 85", (_L, _M, _H)),
    Setting.EMERGENCY: _family("99282 99283 99284 99285", "- - - -"),
    Setting.NURSING_FIRST: _family("99304 99305 99306", "25 35 50", (_L, _M, _H)),
    Setting.NURSING_LATER: _family("99307 99308 99309 99310", "10 20 30 45"),
    Setting.CONSULT_OFFICE: _family("99242 99243 99244 99245", "20 30 40 55"),
    Setting.CONSULT_HOSPITAL: _family("99252 99253 99254 99255", "35 45 60 80"),
}
_RISK_LEVEL = {
    Risk.OVER_THE_COUNTER: _L,
    Risk.PRESCRIPTION: _M,
    Risk.MINOR_SURGERY_WITH_RISKS: _M,
    Risk.MAJOR_SURGERY: _M,
    Risk.SOCIAL_LIMITS: _M,
    Risk.TOXICITY_MONITORING: _H,
    Risk.MAJOR_SURGERY_WITH_RISKS: _H,
    Risk.EMERGENCY_SURGERY: _H,
    Risk.HOSPITALIZATION: _H,
    Risk.DE_ESCALATION: _H,
    Risk.PARENTERAL_CONTROLLED: _H,
}
_PROLONGED_STEP_MIN = 15
# CMS, fact sheet on payment for office visits, January 2021: 89 and 69 minutes, counted from the old ranges' ends.
_MEDICARE_PROLONGED_FROM_MIN = {Setting.OFFICE_NEW: 89, Setting.OFFICE_ESTABLISHED: 69}


def problems_level(problems: Problems) -> tuple[Level, str]:
    """The level that the problems reach, and why."""
    if problems.severe_chronic or problems.threat_to_life:
        return _H, "a chronic illness that is severely worse, or a threat to life or bodily function"
    for count, what in (
        (
            problems.worse_chronic,
            "a chronic illness that is worse, progressing or has side effects of treatment",
        ),
        (problems.undiagnosed_new, "a new problem without a diagnosis and with uncertain prognosis"),
        (problems.acute_systemic, "an acute illness with symptoms of the whole body"),
        (problems.complicated_injury, "an acute injury with complications"),
    ):
        if count:
            return _M, what
    if problems.stable_chronic >= 2:
        return _M, f"{problems.stable_chronic} stable chronic illnesses"
    for count, what in (
        (problems.stable_chronic, "one stable chronic illness"),
        (problems.acute_uncomplicated, "an acute uncomplicated illness or injury"),
        (problems.stable_acute, "a stable acute illness"),
    ):
        if count:
            return _L, what
    if problems.minor >= 2:
        return _L, f"{problems.minor} minor problems"
    return _S, "one minor problem" if problems.minor else "no problem is counted yet"


def data_level(data: Data) -> tuple[Level, str]:
    """The level that the data reach, and why."""
    pieces = data.external_notes + data.results + data.orders
    groups = [
        name
        for name, reached in (
            ("three or more notes, results, orders or a historian", pieces + data.independent_historian >= 3),
            ("own interpretation of a test", data.independent_interpretation),
            ("discussion with an external clinician or source", data.discussion_with_external),
        )
        if reached
    ]
    if len(groups) >= 2:
        return _H, " and ".join(groups)
    if groups:
        return _M, groups[0]
    if pieces >= 2:
        return _L, f"{pieces} notes, results or orders"
    if data.independent_historian:
        return _L, "an independent historian"
    return _S, "one note, result or order" if pieces else "no data are counted"


def risk_level(risks: frozenset[Risk]) -> tuple[Level, str]:
    """The level of the riskiest decision, and which it is."""
    if not risks:
        return _S, "no risk is counted"
    worst = max(sorted(risks), key=lambda risk: _RISK_LEVEL[risk])
    return _RISK_LEVEL[worst], worst.value


def visit_level(answers: VisitAnswers) -> VisitLevel:
    """The level of a visit from what was answered. Without any answer there is no code by decision making.

    Psychotherapy at the same visit: its minutes may not be counted as the visit's time, so the visit goes by decisions.
    """
    reasons: list[Reason] = []
    elements = {
        "Problems": problems_level(answers.problems),
        "Data": data_level(answers.data),
        "Risk": risk_level(answers.risks),
    }
    reasons.extend(Reason(name, level, f"{why}: {level.label}") for name, (level, why) in elements.items())
    reached = sorted(level for level, _ in elements.values())[1]
    reasons.append(Reason("Decision making", reached, f"two of the three elements reach {reached.label}"))
    family = _FAMILIES[answers.setting]
    is_answered = answers.problems != Problems()
    by_decisions = None
    if is_answered:
        step = next(step for step in family.steps if step.level >= reached)
        by_decisions = _offered(
            step, answers.setting, f"{reached.label} complexity", verified=family.verified
        )
    else:
        reasons.append(Reason("Result", None, "no problem was addressed, so decision making gives no level"))
    by_time, time_reasons = _by_time(answers, family)
    reasons.extend(time_reasons)
    chosen = max(
        (offer for offer in (by_decisions, by_time) if offer), key=lambda offer: offer.code, default=None
    )
    codes = [] if chosen is None else [chosen]
    if chosen is not None and chosen is by_time:
        codes.extend(_prolonged(answers, family, chosen, reasons))
    if answers.psychotherapy_minutes is not None:
        offer, why = psychotherapy_code(answers.psychotherapy_minutes, with_visit=chosen is not None)
        reasons.append(Reason("Psychotherapy", None, why))
        codes.extend([offer] if offer else [])
    if chosen is not None:
        way = "time" if chosen is by_time else "decision making"
        reasons.append(Reason("Result", None, f"{chosen.code} by {way}; confirm it before it is billed"))
    return VisitLevel(by_decisions, by_time, tuple(codes), tuple(reasons))


def _offered(step: _Step, setting: Setting, what: str, *, verified: bool) -> OfferedCode:
    return OfferedCode(step.code, f"{setting.value}: {what}", verified=verified)


def _by_time(answers: VisitAnswers, family: _Family) -> tuple[OfferedCode | None, list[Reason]]:
    minutes = answers.minutes
    if minutes is None:
        return None, [Reason("Time", None, "the total time was not noted")]
    if answers.psychotherapy_minutes is not None:
        return None, [
            Reason("Time", None, "with psychotherapy at the same visit the level goes by decision making")
        ]
    timed = [step for step in family.steps if step.minutes is not None]
    if not timed:
        return None, [Reason("Time", None, "visits of this place are not billed by time")]
    reached = [step for step in timed if (step.minutes or 0) <= minutes]
    if not reached:
        return None, [
            Reason(
                "Time",
                None,
                f"{minutes} minutes are less than the least, {timed[0].minutes}",
                verified=family.verified,
            )
        ]
    step = reached[-1]
    sentence = f"{minutes} minutes reach {step.code} (at least {step.minutes})"
    if not family.verified:
        sentence += f"; {_UNCHECKED}"
    offer = _offered(step, answers.setting, f"at least {step.minutes} minutes", verified=family.verified)
    return offer, [Reason("Time", step.level, sentence, verified=family.verified)]


def _prolonged(
    answers: VisitAnswers, family: _Family, chosen: OfferedCode, reasons: list[Reason]
) -> list[OfferedCode]:
    """Prolonged service on top of the highest office level reached by time."""
    top = family.steps[-1]
    first_medicare = _MEDICARE_PROLONGED_FROM_MIN.get(answers.setting)
    if first_medicare is None or chosen.code != top.code or answers.minutes is None or top.minutes is None:
        return []
    if answers.medicare:
        first, code = first_medicare, "G2212"
    else:
        first, code = top.minutes + _PROLONGED_STEP_MIN, "99417"
    if answers.minutes < first:
        return []
    units = 1 + (answers.minutes - first) // _PROLONGED_STEP_MIN
    sentence = f"{code} x {units}: every full {_PROLONGED_STEP_MIN} minutes from {first} on"
    reasons.append(Reason("Time", None, sentence))
    return [OfferedCode(code, "prolonged office visit, each further 15 minutes", units)]
