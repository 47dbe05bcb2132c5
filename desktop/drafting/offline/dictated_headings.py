"""Headings that a provider says or types in passing ("Allergies, erythromycin.", "PMH COPD", "O/E alert"), each on its line."""

from __future__ import annotations

import re

from desktop.drafting.offline.planning import PLAN_IMPERATIVE
from desktop.drafting.offline.speech import word_set
from desktop.language.headings import SECTION_OF, shown
from desktop.language.lexicon import Topic, lexicon
from desktop.language.words import words_of

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
_LABELS = {
    "dx": "Diagnosis", "tx": "Treatment", "mx": "Management", "ix": "Results", "f/u": "Follow-up", "imp": "Impression", "hx": "History", "c/o": "Chief complaint", "o/e": "Examination",
} | {f"{kind}{hx}": f"{name} history" for kind, name in {
    "medical ": "Past medical", "past medical ": "Past medical", "pm": "Past medical", "surgical ": "Past surgical", "past surgical ": "Past surgical",
    "ps": "Past surgical", "family ": "Family", "f": "Family", "social ": "Social", "s": "Social", "psych ": "Past psychiatric", "birth ": "Birth",
}.items() for hx in ("hx", "h/x")}  # fmt: skip
"""Labels that only a colon makes a heading, however they are written."""
_LABEL = re.compile(rf"{_BEGINS}(?P<name>{'|'.join(sorted(map(re.escape, _LABELS), key=len, reverse=True))}):(?=\s)", re.IGNORECASE)  # fmt: skip
_HEADING_AFTER_HEADING = re.compile(rf"(?:(?<=[a-z]: )|(?<=[A-Z]: ))(?={_SPOKEN}:\s)", re.IGNORECASE)
_HEADING_AFTER_QUOTE = re.compile(rf"(?<=[.?!][\"”')]) +(?={_SPOKEN}:\s)", re.IGNORECASE)
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
    text = _LABEL.sub(lambda m: f"\n{_LABELS[m['name'].lower()]}:\n", text)
    text = _HEADING_AFTER_HEADING.sub("\n", _HEADING_AFTER_QUOTE.sub("\n", text))
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


_NOT_SAID_ALONE = frozenset({
    "follow up", "follow-up", "next steps", "test results", "x-ray", "x-rays", "care plan", "treatment plan", "reason for referral", "oral exam",
    "plan of care", "home care", "patient education", "lab results", "discharge plan", "medical decision making", "diagnostic studies", "lab studies",
    "imaging studies", "prior medications", "patient instructions", "discharge instructions", "ekg", "ecg", "diagnosis", "differential", "orders",
    "disposition", "studies", "diagnostics", "radiology", "laboratory", "recommendation", "recommendations", "treatment", "management", "procedure", "results",
    "data", "behavior", "behaviour", "response", "intervention", "interventions", "situation", "background", "identification", "habits", "operations",
    "instructions", "history", "cc", "vs", "fh", "sh", "pe", "substance use", "mental status", "client report", "owner report", "patient report",
    "immunizations", "followup", "diagnoses", "imaging", "mdm", "signalment", "discharge diagnosis",
})  # fmt: skip
"""Headings that are said within sentences too: without a colon they open nothing."""
_SAID = {tuple(name.split()): name for name in SECTION_OF if name not in _NOT_SAID_ALONE and "/" not in name and "&" not in name}  # fmt: skip
_LONGEST_SAID = max(map(len, _SAID))
_HELD_BY = word_set(
    "a an the his her my their your our this that these any no of on in to with for from by is was were are and or new other significant positive negative "
    "strong known current same all both each every some only as at per about if has have had takes take taking took we i he she they you will would should "
    "care treatment action safety discharge exercise risk fall functional skin pain needs nursing meal home lesson seasonal food drug environmental nonfocal "
    "eye foot rectal pelvic breast dental annual wellness repeat last full oral denies reports reviewed unremarkable initial birth physical extensive long"
) | PLAN_IMPERATIVE  # fmt: skip
_GOES_ON = word_set(
    "of is are was were has have had to and or with for in at from significant notable positive negative remarkable includes include including shows showed "
    "reveals revealed reviewed as by"
)
_NONE = frozenset(["none", "no", "nil", "nkda", "nka"])
_HOLDS: dict[str, tuple[Topic, ...]] = {
    "medications": (Topic.DRUG, Topic.DRUG_CLASS), "meds": (Topic.DRUG, Topic.DRUG_CLASS), "medicines": (Topic.DRUG, Topic.DRUG_CLASS), "allergies": (Topic.DRUG, Topic.DRUG_CLASS),
    "labs": (Topic.TEST,), "exam": (Topic.BODY, Topic.FINDING, Topic.TEST), "examination": (Topic.BODY, Topic.FINDING, Topic.TEST), "vitals": (Topic.TEST, Topic.FINDING),
}  # fmt: skip
"""Everyday words that are headings where one of these follows."""
_VITAL = word_set("bp blood temp temperature pulse heart stable hr weight")


def with_said_headings(text: str) -> str:
    """A text without punctuation, each heading that is said in it on a line of its own: "... assessment sciatica plan rest ..."."""
    words = words_of(text)
    lowers = [word.lower for word in words]
    held = {mention.start: mention.topic for mention in lexicon().mentions(lowers)}
    out, done, n = "", 0, 0
    while n < len(words):
        size = next((k for k in range(_LONGEST_SAID, 0, -1) if tuple(lowers[n : n + k]) in _SAID), 0)
        if not size or not _opens(lowers, n, n + size, held):
            n += max(1, size)
            continue
        name = _SAID[tuple(lowers[n : n + size])]
        out += f"{text[done : words[n].start].rstrip()}\n{shown(name)}:\n"
        n += size
        done = words[n].start
    return (out + text[done:]).strip("\n")


def _opens(lowers: list[str], begun: int, end: int, held: dict[int, Topic]) -> bool:
    """Whether the name of a heading at [begun, end) opens one: nothing before holds it, and what it holds follows."""
    if end >= len(lowers) or lowers[end] in _GOES_ON or lowers[end] in {":", ".", ","}:
        return False
    if begun and lowers[begun - 1] in _HELD_BY:
        return False
    wanted = _HOLDS.get(lowers[end - 1])
    if wanted is None or (end - begun > 1 and lowers[begun] in {"physical", "past"}):
        return True
    follows = {held.get(end), held.get(end + 1)}
    return (
        lowers[end] in _NONE
        or bool(follows & set(wanted))
        or (lowers[end] in _VITAL and lowers[end - 1] != "labs")
    )
