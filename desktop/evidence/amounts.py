"""Numbers, frequencies and names with a figure in them, as facts that two texts can be compared by."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from desktop.language.number_words import ONES, SCALES, SPOKEN_ZERO, TEENS, TENS, word_set
from desktop.language.numbers import numbers_in, spoken_to_figures
from desktop.language.words import Word


class Amount(NamedTuple):
    """A number at characters [start, end) of a text. unit: canonical name, "" when none was said."""

    start: int
    end: int
    value: Decimal
    unit: str


class Frequency(NamedTuple):
    """How often, at characters [start, end). times: "2/day", "1/week", "as needed"."""

    start: int
    end: int
    times: str


_TIMES = {"once": 1, "one time": 1, "twice": 2, "two times": 2, "three times": 3, "four times": 4, "thrice": 3,
          "2 times": 2, "3 times": 3, "4 times": 4, "1 time": 1, "five times": 5, "5 times": 5, "six times": 6}  # fmt: skip
_SHORT = {
    "bid": "2/day", "b.i.d": "2/day", "tid": "3/day", "t.i.d": "3/day", "qid": "4/day", "q.i.d": "4/day",
    "qd": "1/day", "q.d": "1/day", "qday": "1/day", "qam": "1/day", "qpm": "1/day", "qhs": "1/day", "daily": "1/day",
    "bd": "2/day", "tds": "3/day", "qds": "4/day", "nocte": "1/day", "mane": "1/day",
    "nightly": "1/day", "weekly": "1/week", "monthly": "1/month", "qod": "1/2 days", "biweekly": "biweekly",
    "prn": "as needed", "p.r.n": "as needed", "yearly": "1/year", "annually": "1/year", "hourly": "1/hour",
}  # fmt: skip
_PERIOD = r"(?P<period>day|daily|night|nightly|morning|evening|week|weekly|month|monthly|year)"
_EACH = r"(?:a|an|per|each|every|in the|in a)?"
_NUMBER = r"(?P<hours>\d+|two|three|four|six|eight|twelve|twenty[- ]four)"
_FREQUENCY = re.compile(
    rf"\b(?:"
    rf"(?P<count>{'|'.join(_TIMES)})[ -]{_EACH} ?{_PERIOD}"
    rf"|(?:every|q\.?) ?{_NUMBER}(?: ?(?:to|-) ?(?:\d+|two|three|four|six|eight|twelve))? ?(?P<each>hours?|hrs?|h|days?|weeks?|months?)\b"
    rf"|(?P<other>every other day|every second day|(?:on )?alternate days)"
    rf"|(?P<every>every|each|a|per) (?P<one>day|night|morning|evening|week|month)"
    rf"|(?P<bed>at bedtime|at night|before bed|in the morning|in the evening|before bedtime)"
    rf"|(?P<need>as needed|when needed|if needed|as required|when you need it|if you need it)"
    rf"|(?P<short>{'|'.join(re.escape(way) for way in sorted(_SHORT, key=len, reverse=True))})"
    rf")(?![\w])",
    re.IGNORECASE,
)
_HOURS = {
    "two": 2,
    "three": 3,
    "four": 4,
    "six": 6,
    "eight": 8,
    "twelve": 12,
    "twenty-four": 24,
    "twenty four": 24,
}
_PER = {"night": "day", "nightly": "day", "morning": "day", "evening": "day", "daily": "day",
        "weekly": "week", "monthly": "month"}  # fmt: skip


def frequencies_in(text: str) -> list[Frequency]:
    """Every frequency of the text; "BID", "twice daily" and "every 12 hours" are the same one."""
    found = []
    for match in _FREQUENCY.finditer(text):
        groups = match.groupdict()
        if groups["count"]:
            times = f"{_TIMES[groups['count'].lower()]}/{_PER.get(groups['period'].lower(), groups['period'].lower())}"
        elif groups["hours"]:
            times = _every(groups["hours"].lower(), groups["each"].lower()[0])
        elif groups["other"]:
            times = "1/2 days"
        elif groups["one"]:
            times = f"1/{_PER.get(groups['one'].lower(), groups['one'].lower())}"
            if groups["every"].lower() in {"a", "per"} and times != "1/day":
                continue  # "a week ago", "two drinks a week"
        elif groups["bed"]:
            times = "1/day"
        elif groups["need"]:
            times = "as needed"
        else:
            times = _SHORT[groups["short"].lower()]
        found.append(Frequency(match.start(), match.end(), times))
    return found


def _every(number: str, each: str) -> str:
    count = _HOURS.get(number) or (int(number) if number.isdecimal() else 0)
    if each == "h":
        return f"{24 // count}/day" if count and 24 % count == 0 else f"1/{count} hours"
    unit = {"d": "day", "w": "week", "m": "month"}[each]
    return f"1/{unit}" if count == 1 else f"1/{count} {unit}s"


def amounts_in(text: str) -> list[Amount]:
    """Every number of the text with its unit, in figures or words, without the numbering of list items."""
    found = [_with_later_unit(Amount(*each), text) for each in numbers_in(text)]
    for match in _HALF.finditer(text):
        unit = _TIME_WORDS.get(match["unit"].lower()[:3], "")
        found.append(Amount(match.start(), match.end("half"), Decimal("0.5"), unit))
    return sorted(found)


def _with_later_unit(amount: Amount, text: str) -> Amount:
    """The amount with a unit that stands apart from it: "4 more weeks", "2 mos", "POD 14" is a day."""
    if amount.unit:
        return amount
    match = _LATER_UNIT.match(text, amount.end)
    if match:
        return amount._replace(unit=_TIME_WORDS[match["unit"].lower()[:3]])
    return amount._replace(unit="day") if _AFTER_SURGERY.search(text, 0, amount.start) else amount


_TIME_WORDS = {"sec": "second", "min": "minute", "hou": "hour", "hrs": "hour", "hr": "hour", "day": "day", "wee": "week",
               "wks": "week", "wk": "week", "mon": "month", "mos": "month", "mo": "month", "yea": "year", "yrs": "year"}  # fmt: skip
_LATER_UNIT = re.compile(
    r"\s*(?:(?:more|additional|further|full|other|consecutive|extra)\s+)?(?P<unit>weeks?|wks?|days?|months?|mos?|years?|yrs?|hours?|hrs?|minutes?|mins?)\b",
    re.IGNORECASE,
)
_AFTER_SURGERY = re.compile(r"\bPOD\s*#?\s*$", re.IGNORECASE)
_HALF = re.compile(r"\b(?P<half>half)(?: of)?(?: an?)? (?P<unit>hour|day|year|month|minute)\b", re.IGNORECASE)


_NAMED = re.compile(r"(?<![\w.])(?=[a-z]*\d)(?=\d*[a-z])[a-z]{1,4}\d{1,3}[a-z]?(?![\w])", re.IGNORECASE)


def named_figures_in(text: str) -> list[tuple[int, int, str]]:
    """Names that hold a figure (L4, T12, B12, A1c), as spans with the name in capitals."""
    return [(match.start(), match.end(), match.group().upper()) for match in _NAMED.finditer(text)]


def named_figures_said(text: str) -> frozenset[str]:
    """The same names of a transcript, also where they were said in words ("L four five")."""
    return frozenset(name for _, _, name in named_figures_in(spoken_to_figures(text)))


_VALUES: dict[str, int] = {**ONES, **TEENS, **TENS, **SCALES}
_VALUES.update(dict.fromkeys(SPOKEN_ZERO, 0))
_LOOSE = {
    "once": "1", "twice": "2", "couple": "2", "half": "0.5", "dozen": "12", "first": "1", "third": "3",
    "fourth": "4", "fifth": "5", "sixth": "6", "seventh": "7", "eighth": "8", "ninth": "9", "tenth": "10", "single": "1",
    "quarter": "0.25", "twelfth": "12", "both": "2", "pair": "2", "double": "2", "eleventh": "11",
    "twentieth": "20", "twenties": "20", "thirties": "30", "forties": "40", "fifties": "50", "sixties": "60",
    "seventies": "70", "eighties": "80", "nineties": "90", "daily": "1", "monthly": "1", "weekly": "1", "second": "2",
}  # fmt: skip
_A_MAKES_ONE = word_set(
    "day week month year hour minute pill tablet capsule puff pack glass drink mile couple time"
)
_ONE_DIGIT = frozenset("123456789")
_ROUND_TENS = frozenset(str(tens) for tens in range(20, 100, 10))
_FIGURE = re.compile(r"^(\d+(?:,\d{3})*(?:\.\d+)?)(?:st|nd|rd|th)?%?$")
_LEADING = re.compile(r"\d+(?:\.\d+)?")


def loose_numbers(words: Sequence[Word]) -> list[tuple[int, Decimal]]:  # noqa: C901 - one reading after the other
    """Every value that a word, or number words in a row, may be read to say, with the place of the word.

    Wider than amounts_in on purpose: a number of a note is called unsaid only when no reading has it.
    """
    found: list[tuple[int, Decimal]] = []
    run: list[str] = []
    for n, word in enumerate([*words, Word("", "", 0, 0, 0, False)]):
        lower = word.lower
        digits = _number_of(lower)
        if (
            digits is None
            and lower in {"a", "an"}
            and n + 1 < len(words)
            and words[n + 1].lower in _A_MAKES_ONE
        ):
            found.append((n, Decimal(1)))
        if lower in _LOOSE:
            found.append((n, Decimal(_LOOSE[lower])))
        if lower == "half":
            found += [
                (n, value + Decimal("0.5"))
                for place, value in found[-6:]
                if n - place <= 4 and value == int(value)
            ]
            found.append((n, Decimal("1.5")))
        if digits is None:
            joins = lower in {".", "point", "-"} or (lower == "and" and run and run[-1] in {"100", "1000"})
            if not joins:
                run = []
            if lower and lower[0].isdigit():
                found += [(n, Decimal(part)) for part in _LEADING.findall(lower)]
            continue
        found.append((n, Decimal(digits)))
        run.append(digits)
        if len(run) >= 3 and run[-1] in _ONE_DIGIT and run[-2] in _ONE_DIGIT and run[-3] in _ROUND_TENS:
            found.append((n, Decimal(f"{int(run[-3]) + int(run[-2])}.{run[-1]}")))  # "thirty eight two"
        for size in (2, 3, 4):
            if len(run) >= size:
                last = run[-size:]
                if all("." not in part for part in last):
                    found.append((n, Decimal("".join(last))))
                    found.append((n, Decimal(last[0] + "." + "".join(last[1:]))))
                    found.append((n, Decimal("".join(last[:-1]) + "." + last[-1])))
                    found.append((n, Decimal(sum(int(part) for part in last))))
                    found.append((n, _scaled(last)))
                found += [(n, value) for value in _hundreds(last)]
    return found


def _hundreds(parts: Sequence[str]) -> list[Decimal]:
    """What "one thirty" and "one thirty two" say when a hundred is meant; nothing for other number words."""
    if (
        parts[0] not in _ONE_DIGIT
        or parts[1] not in {*_ROUND_TENS, "10"}
        or any("." in part for part in parts)
    ):
        return []
    rest = [int(part) for part in parts[1:]]
    return (
        [Decimal(int(parts[0]) * 100 + sum(rest))]
        if len(rest) == 1 or (len(rest) == 2 and rest[1] < 10)
        else []
    )


def _scaled(parts: Sequence[str]) -> Decimal:
    total = 0
    for part in parts:
        value = int(part)
        total = max(total, 1) * value if value in {100, 1000} else total + value
    return Decimal(total)


def _number_of(lower: str) -> str | None:
    if lower in _VALUES:
        return str(_VALUES[lower])
    match = _FIGURE.match(lower)
    return match.group(1).replace(",", "") if match else None


_SAME_UNIT: dict[str, tuple[str, Decimal]] = {
    "mcg": ("mg", Decimal("0.001")), "g": ("mg", Decimal(1000)), "kg": ("mg", Decimal(1_000_000)),
    "L": ("mL", Decimal(1000)), "cc": ("mL", Decimal(1)), "dL": ("mL", Decimal(100)),
    "cm": ("mm", Decimal(10)), "meter": ("mm", Decimal(1000)), "inch": ("mm", Decimal("25.4")), "foot": ("mm", Decimal("304.8")),
    "pound": ("mg", Decimal(453_592)), "ounce": ("mg", Decimal(28_350)),
    "day": ("minute", Decimal(1440)), "week": ("minute", Decimal(10_080)), "month": ("minute", Decimal(43_200)),
    "year": ("minute", Decimal(525_600)), "night": ("minute", Decimal(1440)),
    "hour": ("minute", Decimal(60)), "second": ("minute", Decimal(1) / Decimal(60)),
}  # fmt: skip
_ALIKE = {frozenset(pair) for pair in (
    ("pill", "tablet"), ("tablet", "capsule"), ("pill", "capsule"), ("day", "night"), ("bpm", "time"),
    ("degree", "°F"), ("degree", "°C"), ("°F", "°C"), ("beer", "drink"), ("glass", "drink"), ("breath", "time"), ("dose", "tablet"),
)}  # fmt: skip
_CLOSE = Decimal("0.04")


def units_agree(noted: str, said: str) -> bool:
    """Whether two units can stand for the same thing: equal, alike, or one was not said."""
    return not noted or not said or noted == said or frozenset((noted, said)) in _ALIKE


def is_same_amount(noted: Amount, said: Amount) -> bool:
    """Whether the values mean the same, also after a conversion (1 g and 1,000 mg, 12 weeks and 3 months)."""
    if noted.value == said.value:
        return units_agree(noted.unit, said.unit)
    if not noted.unit or not said.unit or noted.unit == said.unit:
        return False
    if {noted.unit, said.unit} == {"°F", "°C"}:
        warm, cold = (noted, said) if noted.unit == "°F" else (said, noted)
        return abs((warm.value - 32) / Decimal("1.8") - cold.value) <= Decimal("0.2")
    first = _SAME_UNIT.get(noted.unit, (noted.unit, Decimal(1)))
    second = _SAME_UNIT.get(said.unit, (said.unit, Decimal(1)))
    if first[0] != second[0]:
        return False
    one, other = noted.value * first[1], said.value * second[1]
    tolerance = Decimal(0) if {noted.unit, said.unit} <= {"mg", "mcg", "g", "mL", "L", "cc", "dL"} else _CLOSE
    if {noted.unit, said.unit} == {"week", "month"}:
        tolerance = Decimal("0.08")
    return abs(one - other) <= tolerance * max(one, other)
