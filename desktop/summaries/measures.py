"""Measured values of the notes: vital signs, results and scores, with their unit, date and place.

From Objective and summaries, and from Assessment and Plan where the value follows its name; pain and
questionnaires from Subjective too. Left out: goals, limits, a relative's values, earlier results that are
quoted, ranges, and what no person can have (the limits below are of plausibility, not of health).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from desktop.domain.summary import MeasurePoint, MeasureSeries, NotePart
from desktop.summaries.cues import is_of_a_relative
from desktop.summaries.reading import Sentence

_FILLER = (
    r"(?:\s|[:=~(,–-]|\bis\b|\bwas\b|\bof\b|\bat\b|\btoday\b|\btoday's\b|\bnow\b|\bcurrently\b|\bcurrent\b|\bmeasured\b|\breadings?\b"
    r"|\bcame\b|\bback\b|\brepeat\b|\bdown\b|\bup\b|\bto\b|\bimproved\b|\bincreased\b|\bdecreased\b|\brose\b|\bfell\b|\bdropped\b|\bhas\b|\bby\b"
    r"|\bfrom\b|\bscore[sd]?\b|\btotal\b|\blevels?\b|\bchecked\b|\bin\b|\boffice\b|\bclinic\b|\bhere\b|\bthis\b|\bvisit\b|\bvalue\b|\bresult(?:ed|s)?\b"
    r"|\brandom\b|\bfasting\b|\bpoc\b|\bsitting\b|\bsupine\b|\bseated\b|\bright\b|\bleft\b|\barm\b|\babout\b|\bapproximately\b|\bslightly\b|\bremains\b|\bstill\b"
    r"|\bstable\b|\belevated\b|\bhigh\b|\blow\b|\bnormal\b|\braised\b|\brated\b|\brates\b|\boral(?:ly)?\b|\btympanic\b|\breported\b|\bas\b|\ba\b|\brecorded\b"
    r"|\bintensity\b|\brating\b|\bseverity\b|\bbpm\b|\bmmhg\b|\brate\b|\bpercentage\b|\bresting\b|\brest\b|\bserum\b|\bmildly\b|\bworsened\b|\bcontrolled\b|\bwell\b|\band\b|\bunchanged\b){0,9}?"
)
_NUMBER = r"(?P<n>\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)"


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure: its names as a pattern, and for each unit the limits of what is plausible.

    units: unit as shown -> (pattern, least, most, factor to the first unit). A number without a unit is taken
    in the unit whose limits it lies in. said: also from Subjective.
    """

    key: str
    label: str
    names: str
    units: dict[str, tuple[str, float, float, float]]
    said: bool = False


_MGDL, _MMOL = r"mg/?dl|mg per dl", r"mmol(?:/l)?"
MEASURES = tuple(
    Measure(*row)
    for row in (
        ("bp", "BP", r"bp|blood pressure|b/p", {"mmHg": (r"mm ?hg", 50, 300, 1)}),
        ("pulse", "Pulse", r"(?<!fetal )heart rate|(?<!fetal )hr|pulse(?! ox)(?: rate)?", {"/min": (r"bpm|/min|beats per minute|beats/min", 20, 250, 1)}),
        ("temperature", "Temperature", r"temp(?:erature)?|t(?=[ :]*\d\d\d?\.\d)", {"°C": (r"(?:°|degrees?|deg)? ?c(?:elsius)?", 30, 43.5, 1), "°F": (r"(?:°|degrees?|deg)? ?f(?:ahrenheit)?", 86, 111, 1)}),
        ("respiration", "Respiratory rate", r"rr|resp(?:iratory)?(?: rate)?|respirations?", {"/min": (r"/min|breaths per minute|breaths/min|bpm", 5, 80, 1)}),
        ("spo2", "SpO2", r"spo2|sp02|sao2|o2 ?sats?|oxygen sat(?:uration)?s?|o2 saturation|sats|pulse ox(?:imetry)?|oxygen saturation level", {"%": (r"%|percent", 50, 100, 1)}),
        ("weight", "Weight", r"(?<!birth )(?<!lifting )(?<!carrying )(?:weight|wt)(?! (?:loss|gain|lifting|limit|bearing|restriction|training))|weighs|weighed|weighing", {"kg": (r"kgs?|kilograms?|kilos?", 0.4, 350, 1), "lb": (r"lbs?|pounds?", 1, 770, 0.45359237)}),
        ("height", "Height", r"height|(?<!fundal )ht|length", {"cm": (r"cms?|centimet(?:er|re)s?", 25, 250, 1), "m": (r"m(?:et(?:er|re)s?)?", 0.25, 2.5, 100), "in": (r"in(?:ches)?|\"|”", 10, 98, 2.54)}),
        ("bmi", "BMI", r"bmi|body mass index", {"kg/m²": (r"kg/m2|kg/m²|kg/m\^2", 8, 100, 1)}),
        ("head", "Head circumference", r"head circumference|hc|ofc", {"cm": (r"cms?", 20, 70, 1)}),
        ("a1c", "A1c", r"(?:hb ?|h[a]?emoglobin )?a1c|hba1c|glycated h[a]?emoglobin", {"%": (r"%|percent", 3, 20, 1), "mmol/mol": (r"mmol/mol", 20, 195, 1)}),
        ("glucose", "Glucose", r"(?:fasting |random )?(?:blood |plasma |serum )?(?:glucose|sugar)|fingerstick|cbg|fbs|fpg", {"mg/dL": (_MGDL, 20, 1500, 1), "mmol/L": (_MMOL, 1, 80, 18.016)}),
        ("ldl", "LDL", r"ldl(?:-c| cholesterol)?", {"mg/dL": (_MGDL, 10, 600, 1), "mmol/L": (_MMOL, 0.2, 15, 38.67)}),
        ("hdl", "HDL", r"(?<!non-)(?<!non )hdl(?:-c| cholesterol)?", {"mg/dL": (_MGDL, 5, 200, 1), "mmol/L": (_MMOL, 0.1, 5, 38.67)}),
        ("cholesterol", "Total cholesterol", r"total cholesterol", {"mg/dL": (_MGDL, 40, 800, 1), "mmol/L": (_MMOL, 1, 20, 38.67)}),
        ("triglycerides", "Triglycerides", r"triglycerides?", {"mg/dL": (_MGDL, 20, 9000, 1), "mmol/L": (_MMOL, 0.2, 19, 88.57)}),
        ("creatinine", "Creatinine", r"(?<!albumin )(?<!albumin-)(?<!albumin/)creatinine(?! ratio)|scr", {"mg/dL": (_MGDL, 0.1, 19, 1), "µmol/L": (r"[uµμ]mol(?:/l)?", 20, 1800, 1 / 88.42)}),
        ("egfr", "eGFR", r"e?gfr", {"mL/min/1.73 m²": (r"ml/min(?:/1\.73 ?m2)?", 2, 200, 1)}),
        ("hemoglobin", "Hemoglobin", r"h[a]?emoglobin(?! a1c)|hgb|hb(?! ?a1c)", {"g/dL": (r"g/?dl", 2, 25, 1), "g/L": (r"g/?l", 26, 250, 0.1)}),
        ("tsh", "TSH", r"tsh", {"mIU/L": (r"m?[iu]u?/?m?l|[uµμ]iu/ml", 0.001, 200, 1)}),
        ("inr", "INR", r"inr", {"": (r"(?!)", 0.5, 15, 1)}),
        ("potassium", "Potassium", r"potassium|k\+", {"mmol/L": (r"mmol(?:/l)?|meq(?:/l)?", 1.5, 9, 1)}),
        ("ef", "Ejection fraction", r"(?:lv)?ef|ejection fraction", {"%": (r"%|percent", 5, 85, 1)}),
        ("peakflow", "Peak flow", r"peak (?:expiratory )?flow|pef(?:r)?", {"L/min": (r"l/min", 40, 900, 1)}),
        ("urate", "Uric acid", r"uric acid|urate", {"mg/dL": (_MGDL, 0.5, 19, 1), "µmol/L": (r"[uµμ]mol(?:/l)?", 30, 1500, 1 / 59.48)}),
        ("pain", "Pain", r"pain(?: (?:score|level|scale))?|vas|nrs", {"/10": (r"/ ?10|out of (?:10|ten)", 0, 10, 1)}, True),
        ("phq9", "PHQ-9", r"phq-?\s?9", {"": (r"(?:/ ?27|out of 27)", 0, 27, 1)}, True),
        ("gad7", "GAD-7", r"gad-?\s?7", {"": (r"(?:/ ?21|out of 21)", 0, 21, 1)}, True),
    )
)  # fmt: skip
_BY_KEY = {measure.key: measure for measure in MEASURES}
_ANY_NAME = re.compile(
    r"\b(?=[a-z])(?:"
    + "|".join(f"(?P<{measure.key}>(?:{measure.names})(?!\\w))" for measure in MEASURES)
    + ")",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_AFTER = re.compile(_FILLER + r"(?P<cmp>[<>≤≥]\s*)?" + _NUMBER, re.IGNORECASE)
_PRESSURE = re.compile(
    _FILLER + r"(?P<cmp>[<>≤≥]\s*)?(?P<n>\d{2,3})(?:\s?/\s?|\s+over\s+)(?P<low>\d{2,3})(?![\d/])",
    re.IGNORECASE,
)
_THEN = re.compile(
    r"^\s?(?:%|mg/dl|mmhg|kg|lbs?|/10|mmol/mol)?(?:\s?\([^)]{1,20}\))?\s*(?:to|→|->|–>)\s*(?=\d)",
    re.IGNORECASE,
)
_GOAL = re.compile(
    r"\b(?:goals?|targets?|aim(?:ing)?|keep|maintain|until|below|under|less than|greater than|above|more than|parameters?|threshold|cut-?off"
    r"|call (?:if|for)|if|when|should be|normal range|reference|hold for|limit)\b",
    re.IGNORECASE,
)
_NOT_NOW = re.compile(
    r"\b(?:prior|previous(?:ly)?|last|baseline|formerly|past|initial(?:ly)?|home|highest|max(?:imum)?|peak(?! (?:expiratory )?flow)|lowest|average|mother|birth|ideal|usual|pre-?pregnancy|dry)\b[^.;,]{0,25}$",
    re.IGNORECASE,
)
_THEN_NOT_NOW = re.compile(
    r"^[^.;,(\d]{0,12}\b(?:in (?:january|february|march|april|may|june|july|august|september|october|november|december|\d{4}\b)|last (?:month|visit|year|week|time)"
    r"|previous(?:ly)?|before|prior|at (?:the )?(?:last|prior|previous|home|baseline|worst|best)|(?:\w+ )?(?:days?|weeks?|months?|years?) ago|at home)\b",
    re.IGNORECASE,
)
_NO_VALUE = re.compile(r"^(?:\s?(?:-|–|to)\s?\d|'?s\b|\s?(?:mg|mcg|units?|tablets?|mls?|puffs?|days?|weeks?|months?|years?|times|hours?|minutes?)\b(?!/))", re.IGNORECASE)  # fmt: skip
_FEET = re.compile(
    _FILLER + r"(?P<n>\d)\s?(?:'|’|ft|feet|foot)\s?(?P<low>\d{1,2}(?:\.\d+)?)?\s?(?:\"|”|''|in(?:ches)?)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Value:
    """A measured value and the sentence it stands in."""

    key: str
    written: str
    unit: str
    values: tuple[float, ...]
    sentence: Sentence
    point: MeasurePoint

    @property
    def text(self) -> str:
        """The value with its unit, as a summary writes it: "7.2 %", "138/82", "6/10"."""
        return with_unit(self.written, self.unit, self.key)


def with_unit(written: str, unit: str, key: str) -> str:
    """A value and its unit in a sentence."""
    if key == "bp" or unit in {"", "ft"}:
        return written
    return f"{written}{unit}" if unit.startswith("/1") else f"{written} {unit}"


def values_in(sentences: Sequence[Sentence]) -> tuple[Value, ...]:
    """Every measured value of the sentences, in their order."""
    return tuple(value for sentence in sentences for value in _sentence_values(sentence))


def _sentence_values(sentence: Sentence) -> Iterator[Value]:
    text = sentence.text
    if _DIGIT.search(text) is None:
        return
    names = list(_ANY_NAME.finditer(text))
    if not names or is_of_a_relative(sentence) or sentence.heading in {"goals", "goal", "targets"}:
        return
    for number, name in enumerate(names):
        measure = _BY_KEY[str(name.lastgroup)]
        if sentence.part is NotePart.SUBJECTIVE and not measure.said:
            continue
        before = text[max(0, name.start() - 30) : name.start()]
        if _NOT_NOW.search(before) or _GOAL.search(re.split(r"[.;,]", before)[-1]):
            continue
        limit = names[number + 1].start() if number + 1 < len(names) else len(text)
        value = _value_after(measure, sentence, name.start(), name.end(), limit)
        if value is not None:
            yield value


def _value_after(measure: Measure, sentence: Sentence, begin: int, at: int, limit: int) -> Value | None:
    """The value behind a name that ends at `at`, before `limit`, where the next measure begins."""
    text = sentence.text
    if measure.key == "height":
        feet = _FEET.match(text, at, limit)
        if feet is not None:
            inches = int(feet["n"]) * 12 + float(feet["low"] or 0)
            return _value(
                measure,
                sentence,
                (begin, feet.end()),
                text[feet.start("n") : feet.end()].strip(),
                "ft",
                (inches * 2.54,),
            )
    pattern = _PRESSURE if measure.key == "bp" else _AFTER
    found = pattern.match(text, at, limit)
    while found is not None:
        if found["cmp"] or _GOAL.search(text[at : found.start("n")]):
            return None
        rest = text[found.end() :]
        then = _THEN.match(rest)
        if then is not None and (measure.key == "bp" or _is_from(text[at : found.start("n")], then.group())):
            following = pattern.match(text, found.end() + then.end(), limit)
            if following is None:
                return None
            found = following
            continue
        if _NO_VALUE.match(rest):
            return None
        if _THEN_NOT_NOW.match(rest):
            now = re.compile(r"\b(?:now|today|currently)\b", re.IGNORECASE).search(text, found.end(), limit)
            found = pattern.match(text, now.end(), limit) if now else None
            continue
        return _read(measure, sentence, begin, found, rest)
    return None


def _is_from(before: str, then: str) -> bool:
    return "from" in before.lower() or "→" in then or ">" in then


def _read(measure: Measure, sentence: Sentence, begin: int, found: re.Match[str], rest: str) -> Value | None:
    number = float(found["n"].replace(",", ""))
    if measure.key == "bp":
        low = float(found["low"])
        if not (50 <= number <= 300 and 20 <= low <= 200 and low < number):
            return None
        return _value(
            measure, sentence, (begin, found.end()), f"{found['n']}/{found['low']}", "mmHg", (number, low)
        )
    fits = ""
    for unit, (pattern, least, most, _) in measure.units.items():
        named = re.match(rf"\s?(?:{pattern})(?!\w)", rest, re.IGNORECASE)
        if named is not None:
            if not least <= number <= most:
                return None
            return _value(measure, sentence, (begin, found.end() + named.end()), found["n"], unit, (number,))
        if not fits and least <= number <= most:
            fits = unit
    needs_unit = measure.key in {"pain", "weight", "height", "head", "peakflow"}
    has_fraction = rest.lstrip().startswith("/")
    if (
        needs_unit
        or has_fraction
        or (not fits and "" not in measure.units)
        or re.match(r"\s?[+°/]|\.\d", rest)
    ):
        return None
    least, most = measure.units[fits][1:3]
    if not least <= number <= most or (measure.key == "pulse" and re.match(r"\s?%", rest)):
        return None
    return _value(measure, sentence, (begin, found.end()), found["n"], fits, (number,))


def _value(  # noqa: PLR0917 - one value's fields, named as they are passed
    measure: Measure,
    sentence: Sentence,
    place: tuple[int, int],
    written: str,
    unit: str,
    numbers: tuple[float, ...],
) -> Value:
    span = sentence.span(sentence.start + place[0], sentence.start + place[1])
    point = MeasurePoint(sentence.visit.date, written, unit, numbers, span)
    return Value(measure.key, written, unit, numbers, sentence, point)


def series_of(values: Sequence[Value]) -> tuple[MeasureSeries, ...]:
    """The dated series of each measure, in the order of MEASURES; the same value twice in a visit counts once.

    Values for plotting are converted to the unit that most of the series has, the first of equals.
    """
    found: list[MeasureSeries] = []
    for measure in MEASURES:
        points: dict[tuple[str, str, str], MeasurePoint] = {}
        for value in values:
            if value.key == measure.key:
                points.setdefault((value.point.span.visit_id, value.written, value.unit), value.point)
        if points:
            unit = Counter(point.unit for point in points.values()).most_common(1)[0][0]
            converted = tuple(_converted(point, measure, unit) for point in points.values())
            found.append(MeasureSeries(measure.key, measure.label, unit, converted))
    return tuple(found)


def _converted(point: MeasurePoint, measure: Measure, unit: str) -> MeasurePoint:
    numbers = tuple(round(to_unit(number, point.unit, unit, measure), 2) for number in point.values)
    return MeasurePoint(point.date, point.written, point.unit, numbers, point.span)


def to_unit(number: float, unit: str, wanted: str, measure: Measure) -> float:
    """The number in another unit of the same measure."""
    if unit == wanted:
        return number
    if measure.key == "temperature":
        return number * 9 / 5 + 32 if wanted == "°F" else (number - 32) * 5 / 9
    if measure.key == "a1c":  # the IFCC-NGSP master equation
        return number * 0.09148 + 2.152 if wanted == "%" else (number - 2.152) / 0.09148
    factors = {name: factor for name, (_, _, _, factor) in measure.units.items()} | {"ft": 1.0}
    return number * factors[unit] / factors[wanted]
