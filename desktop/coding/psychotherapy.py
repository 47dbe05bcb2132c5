"""Psychotherapy codes by minutes, alone and together with a medical visit."""

from __future__ import annotations

from desktop.domain.visit_level import OfferedCode

_LEAST_MIN = 16
_CRISIS_LEAST_MIN = 30
_CRISIS_FIRST_HOUR_MIN = 74
_FAMILY_LEAST_MIN = 26
_STEPS = (
    (53, "90837", "90838", "53 minutes or more"),
    (38, "90834", "90836", "38 to 52 minutes"),
    (16, "90832", "90833", "16 to 37 minutes"),
)
_UNCHECKED = "; this figure has not been checked against a published source"


def psychotherapy_code(minutes: int, *, with_visit: bool = False) -> tuple[OfferedCode | None, str]:
    """The code for so many minutes with the patient, and why. with_visit: added to a medical visit of the same day."""
    for least, alone, added, span in _STEPS:
        if minutes >= least:
            code = added if with_visit else alone
            how = "added to the medical visit" if with_visit else "without a medical visit"
            return OfferedCode(
                code, f"psychotherapy {how}, {span}"
            ), f"{minutes} minutes of psychotherapy: {code} ({span}, {how})"
    return None, f"{minutes} minutes of psychotherapy are fewer than {_LEAST_MIN} and are not billed"


def crisis_codes(minutes: int) -> tuple[tuple[OfferedCode, ...], str]:
    """The codes for psychotherapy in a crisis, from 30 minutes on, and why. The figures are unchecked."""
    if minutes < _CRISIS_LEAST_MIN:
        return (
            (),
            f"{minutes} minutes are fewer than {_CRISIS_LEAST_MIN} and are not billed as a crisis{_UNCHECKED}",
        )
    first = OfferedCode("90839", "psychotherapy in a crisis, the first hour", verified=False)
    more = 1 + (minutes - _CRISIS_FIRST_HOUR_MIN - 1) // 30 if minutes > _CRISIS_FIRST_HOUR_MIN else 0
    extra = (
        (OfferedCode("90840", "psychotherapy in a crisis, each further 30 minutes", more, verified=False),)
        if more
        else ()
    )
    return (first, *extra), f"{minutes} minutes in a crisis{_UNCHECKED}"


def family_code(minutes: int, *, patient_present: bool) -> tuple[OfferedCode | None, str]:
    """The code for therapy with the family, from 26 minutes on, and why. The figures are unchecked."""
    if minutes < _FAMILY_LEAST_MIN:
        return None, f"{minutes} minutes are fewer than {_FAMILY_LEAST_MIN} and are not billed{_UNCHECKED}"
    code, how = ("90847", "with the patient") if patient_present else ("90846", "without the patient")
    return OfferedCode(
        code, f"therapy with the family, {how}", verified=False
    ), f"{minutes} minutes {how}{_UNCHECKED}"
