"""Headings that a provider says or types in passing ("Allergies, erythromycin.", "PMH COPD", "O/E alert"), each on its line."""

from __future__ import annotations

import re

from desktop.language.headings import SECTION_OF, shown

_PLAIN = frozenset({"history", "results", "response", "data", "intervention", "interventions", "orders", "behavior", "behaviour", "situation", "background", "procedure", "differential", "examination", "instructions", "treatment", "management", "operations", "habits", "identification", "home care", "x-ray", "x-rays", "clinical summary", "medicines", "follow up", "follow-up", "followup"})  # fmt: skip
"""Headings that are everyday words too: before a comma they may begin a sentence."""
_SPOKEN = "|".join(
    re.escape(name)
    for name in sorted(SECTION_OF, key=len, reverse=True)
    if name not in _PLAIN and len(name) > 3 and "/" not in name
)
_BEGINS = r"(?:(?<=\A)|(?<=[.!?;:] )|(?<=\n)|(?<=\n ))"
_BEFORE_COMMA = re.compile(rf"{_BEGINS}(?P<name>{_SPOKEN}), +(?=\S)", re.IGNORECASE)
_ALONE = re.compile(rf"{_BEGINS}(?P<name>{_SPOKEN}|history|results|instructions|procedure|examination|treatment|operations|habits)\.(?=\s)", re.IGNORECASE)  # fmt: skip
_SHORT = {
    "C/O": "Chief complaint", "PC": "Chief complaint", "CC": "Chief complaint", "HPC": "History of present illness", "HPI": "History of present illness",
    "PMH": "Past medical history", "PMHx": "Past medical history", "PSH": "Past surgical history", "DH": "Medications", "DHx": "Medications", "Meds": "Medications",
    "FH": "Family history", "FHx": "Family history", "SH": "Social history", "SHx": "Social history", "O/E": "Examination", "OE": "Examination",
    "Ix": "Results", "Imp": "Impression", "Dx": "Impression", "Rx": "Plan", "ROS": "Review of systems",
}  # fmt: skip
_SHORTHAND = re.compile(rf"{_BEGINS}(?P<name>{'|'.join(sorted(_SHORT, key=len, reverse=True))}|c/o|o/e)(?::| -)? +(?=\S)")  # fmt: skip
_NO_ALLERGIES = re.compile(rf"{_BEGINS}(?P<said>NKDA|NKA)\b\.?")
_PLAN = re.compile(rf"{_BEGINS}(?:Plan|Mx)(?::| -)? +(?=\S)")
_SITUATION = re.compile(rf"{_BEGINS}(Situation|Background|Assessment|Recommendations?|Request)[.,:](?=\s)")
FEWEST_OF_SITUATION = 3
"""So many of the names head a hand-over by situation, background, assessment and recommendation."""
_FRAME = re.compile(
    r"(?:^|(?<=[.!?\n] )|(?<=\n)|(?<=\bperiod ))(?:(?:okay|so|hello|hi|good (?:morning|afternoon|evening)),? )*(?:this is (?:dr\.?|doctor|nurse|nurse practitioner|pa) [\w .'-]{2,40},? dictating\b(?:(?! (?:(?:next|new) (?:paragraph|line|heading)|period|colon|full stop)\b)(?:(?<=\b[MDmd]r)\.|(?<=\bM[rs]s)\.|(?<=\bMs)\.|[^.\n:])){0,110}|(?:dictated|transcribed) by [^.\n]*|(?:(?:that is|that's|this is) the )?(?:end|stop|begin|start) (?:of )?(?:the |this |my )?(?:dictation|note|recording)|thank you (?:very much )?for (?:allowing|asking|the opportunity|letting|referring|involving|this)[^.\n]{0,110}|this is (?:a |my )?(?:dictation|note)(?: on| for)? (?:a |the |my )?(?:new |next |follow[- ]up )?(?:patient|client|visit)?|(?:begin|start|end)(?: of)? (?:the )?(?:dictation|note)|dictation (?:ends|begins)|that is all|thank you|thanks)"
    r"(?:,? (?:thank you|thanks))?(?:[.!](?=\s|$)| (?:period|full stop)\b|(?=\n|$| (?:next|new) (?:paragraph|line|heading)\b))",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    rf"{_BEGINS}(?:number|problem(?: number)?|#) ?(?P<number>one|two|three|four|five|six|seven|eight|nine|\d)(?:[,.:)]| is)? +(?=\S)",
    re.IGNORECASE,
)
_FIGURES = dict(zip(("one", "two", "three", "four", "five", "six", "seven", "eight", "nine"), "123456789", strict=True))  # fmt: skip


_COUNTED = re.compile(rf"{_BEGINS}(?P<number>one|two|three|four|five|six), +(?=\S)", re.IGNORECASE)


def _counted(text: str) -> str:
    """As in "One, gout. Two, hypertension.": each problem on its line, where the count goes on from one."""
    numbers = [match["number"].lower() for match in _COUNTED.finditer(text)]
    if len(numbers) < FEWEST_COUNTED or numbers != list(_FIGURES)[: len(numbers)]:
        return text
    return _COUNTED.sub(lambda m: f"\n{_FIGURES[m['number'].lower()]}. ", text)


_SAID_COUNT = re.compile(
    rf"{_BEGINS}(?:problem )?number (?P<number>one|two|three|four|five|six|seven|eight|nine|\d)(?= [a-zA-Z])",
    re.IGNORECASE,
)


def _said_counts(text: str) -> str:
    """As in "number one knee pain. ... number two gout.", without a mark after the number, where the count goes on from one."""
    said = [_FIGURES.get(match["number"].lower(), match["number"]) for match in _SAID_COUNT.finditer(text)]
    if len(said) < FEWEST_COUNTED or said != [str(n + 1) for n in range(len(said))]:
        return text
    return _SAID_COUNT.sub(lambda m: f"\n{_FIGURES.get(m['number'].lower(), m['number'])}.", text)


FEWEST_COUNTED = 2


def with_headings(text: str) -> str:
    """The text with every heading on a line of its own, frame words gone."""
    text = _FRAME.sub("", text).strip()
    if len({match.lower() for match in _SITUATION.findall(text)}) >= FEWEST_OF_SITUATION:
        text = _SITUATION.sub(lambda m: f"\n{m[1]}:\n", text)
    text = _BEFORE_COMMA.sub(lambda m: f"\n{shown(m['name'])}:\n", text)
    text = _ALONE.sub(lambda m: f"\n{shown(m['name'])}:\n", text)
    if len(_SHORTHAND.findall(text)) > 1 or re.match(r"\s*c/o\b", text, re.IGNORECASE):
        text = _SHORTHAND.sub(lambda m: f"\n{_SHORT.get(m['name']) or _SHORT[m['name'].upper()]}:\n", text)
        text = _PLAN.sub("\nPlan:\n", text)
        text = _NO_ALLERGIES.sub(lambda m: f"\nAllergies:\n{m['said']}.\n", text)
    return text


def with_problems(text: str) -> str:
    """The text with every numbered problem on its line."""
    text = _counted(_said_counts(text))
    return _NUMBERED.sub(lambda m: f"\n{_FIGURES.get(m['number'].lower(), m['number'])}. ", text)
