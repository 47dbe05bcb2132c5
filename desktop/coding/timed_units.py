"""Units of timed therapy services: Medicare's 8-minute rule and the midpoint rule; which one is the payer's choice.

Medicare Claims Processing Manual, chapter 5, section 20.2: the minutes of all timed services of a day are added up and
give the units of the day; the midpoint rule counts each service by itself.
"""

from __future__ import annotations

from collections.abc import Sequence

from desktop.domain.visit_level import TimedService, TimedUnits
from desktop.language.number_words import word_set

UNIT_MIN = 15
LEAST_MIN = 8
TIMED_CODES = word_set(
    "97110 97112 97113 97116 97124 97140 97530 97535 97542 97750 97760 97761 97763 97032 97033 97034 97035 97036"
)
"""Identifiers of services billed by the quarter of an hour (97035 too: it needs constant attendance)."""
UNTIMED_CODES = word_set("97161 97162 97163 97164 97165 97166 97167 97168 97010 97012 97014 G0283 97150")
"""Identifiers of services billed once, whatever they take."""


def units_of(minutes: int) -> int:
    """Units that so many minutes give: 8 to 22 one, 23 to 37 two, and so on."""
    return 0 if minutes < LEAST_MIN else (minutes + 7) // UNIT_MIN


def eight_minute_rule(services: Sequence[TimedService]) -> TimedUnits:
    """Units by Medicare's rule: full quarters of an hour to their own code, what is left to the largest remainders."""
    timed, reasons = _timed(services)
    total = sum(minutes for _, minutes in timed)
    allowed = units_of(total)
    units = {code: minutes // UNIT_MIN for code, minutes in timed}
    reasons.append(f"{total} timed minutes in all give {allowed} unit{'' if allowed == 1 else 's'}.")
    left = allowed - sum(units.values())
    by_remainder = sorted(timed, key=lambda pair: -(pair[1] % UNIT_MIN))
    for code, minutes in by_remainder[:left]:
        units[code] += 1
        reasons.append(
            f"{code} has {minutes % UNIT_MIN} minutes beyond full quarters and takes a unit that is left."
        )
    return TimedUnits(tuple(units.items()), tuple(reasons))


def midpoint_rule(services: Sequence[TimedService]) -> TimedUnits:
    """Units by the midpoint rule: each code by itself, a unit from the eighth minute of each quarter of an hour."""
    timed, reasons = _timed(services)
    units = {code: units_of(minutes) for code, minutes in timed}
    reasons.extend(f"{code}: {minutes} minutes give {units[code]}." for code, minutes in timed)
    return TimedUnits(tuple(units.items()), tuple(reasons))


def _timed(services: Sequence[TimedService]) -> tuple[list[tuple[str, int]], list[str]]:
    """The minutes of each timed code, and what to say about the others."""
    minutes: dict[str, int] = {}
    reasons: list[str] = []
    for service in services:
        code = service.code.strip().upper()
        if code in UNTIMED_CODES:
            reasons.append(f"{code} is billed once and its minutes do not count.")
            continue
        if code not in TIMED_CODES:
            reasons.append(f"{code} is not in our list of timed services; it is counted as one.")
        minutes[code] = minutes.get(code, 0) + max(0, service.minutes)
    return list(minutes.items()), reasons
