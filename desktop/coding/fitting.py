"""Which patients a code is for, by sex and age, where the classification is made for one group alone.

The ranges are our own reading of the chapters (obstetrics, male and female genital organs, perinatal period) and of the
age groups that Medicare's code editor uses: newborn 0, child 0 to 17, maternity 9 to 64 years.
"""

from __future__ import annotations

from collections.abc import Iterable

from desktop.domain.coding import Advice, AdviceKind
from desktop.domain.context import Sex
from desktop.language.number_words import word_set

_FEMALE = word_set("O00-O9A C51-C58 C79.6 D06 D25-D28 D39 E28 F32.81 F53 B37.3 N70-N98 N99.2 N99.3 R87 Z01.41 Z03.7 Z12.4 Z30.43 Z32-Z34 Z36 Z39 Z3A "
    "Z79.81 Z85.40-Z85.44 Z86.00 Z87.5 Z90.7 Z98.51")  # fmt: skip
_MALE = word_set(
    "B26.0 C60-C63 D07.4-D07.6 D29 D40 E29 F52.4 F52.21 I86.1 N40-N53 Q53-Q55 R86 R97.2 "
    "Z12.5 Z12.71 Z85.45-Z85.49 Z98.52"
)
_NOT_FEMALE_ALONE = ("N61", "Z79.81", "Z86.00", "Z90.7", "Z85.48", "Z85.49", "D40.9")
_AGES: tuple[tuple[str, int, int, str], ...] = (
    ("Z38", 0, 0, "is for a newborn"),
    ("Z00.11", 0, 0, "is for a newborn of up to 28 days"),
    ("Z00.12", 0, 17, "is for a child of up to 17 years"),
    ("Z00.0", 18, 150, "is for an adult"),
    ("Z01.41", 9, 150, "is for a woman"),
    ("O00-O9A", 9, 64, "is for a pregnant or newly delivered woman"),
    ("Z33-Z34", 9, 64, "is for a pregnant woman"),
    ("P00-P96", 0, 0, "begins in the newborn period and is used later only while the condition persists"),
    ("R54", 60, 150, "is for old age"),
)


def within(code: str, extent: str) -> bool:
    """Whether a code lies in an extent of codes: "N40-N53", "D06", "E10.-"."""
    first, _, last = extent.rstrip("-").rstrip(".").partition("-")
    last = last or first
    return first <= code[: len(first)] and code[: len(last)] <= last


def patient_advice(code: str, sex: Sex, age_years: int | None) -> tuple[Advice, ...]:
    """What speaks against a code for this patient; nothing where sex or age is unknown."""
    found: list[Advice] = []
    if sex is Sex.MALE and _is_of(code, _FEMALE) and not _is_of(code, _NOT_FEMALE_ALONE):
        found.append(Advice(AdviceKind.SEX, f"{code} is for female patients; the chart says male."))
    if sex is Sex.FEMALE and _is_of(code, _MALE) and not _is_of(code, _NOT_FEMALE_ALONE):
        found.append(Advice(AdviceKind.SEX, f"{code} is for male patients; the chart says female."))
    if age_years is not None:
        for extent, youngest, oldest, what in _AGES:
            if within(code, extent) and not youngest <= age_years <= oldest:
                found.append(Advice(AdviceKind.AGE, f"{code} {what}; the chart says {age_years} years."))
                break
    return tuple(found)


def _is_of(code: str, extents: Iterable[str]) -> bool:
    return any(within(code, extent) for extent in extents)
