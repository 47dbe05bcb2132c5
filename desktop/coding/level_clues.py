"""Reads from a note what the level of a visit rests on: problems, data, risk. Every answer is a proposal to confirm."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from desktop.coding.fitting import within
from desktop.domain.coding import CodeSuggestion, CodeSuggestions
from desktop.domain.note import Note, Section
from desktop.domain.visit_level import (
    Data,
    LevelClue,
    Problems,
    Risk,
    Setting,
    SuggestedAnswers,
    VisitAnswers,
)
from desktop.language.lexicon import Topic, lexicon
from desktop.language.number_words import word_set

_CHRONIC = word_set(
    "B18 B20 C00-C97 D50-D64 E03-E07 E08-E13 E66 E78 F01-F03 F10-F19 F20-F69 F84 F90 G20-G26 G30-G37 G40 G43 G47.3 G89 "
    "H35.3 H40 I10-I16 I25 I27 I42 I48 I50 I69 I73 J30 J43-J47 K21 K50-K51 K58 K70-K77 L20 L40 M05-M06 M10 M15-M19 "
    "M32-M35 M47-M48 M51 M79.7 M80-M81 N18 N40 Z94"
)
_MINOR = ("J00", "J06", "L70", "L30", "B35", "B07", "L60", "H61.2", "T14", "S00.9", "R09.8", "L84")
_SYSTEMIC = ("J09-J18", "N10", "A40-A41", "U07.1", "K81", "K85", "K57.3", "K57.9")
_WORSE = re.compile(
    r"\b(?:exacerbat\w+|worse(?:ning|ned)?|uncontrolled|poorly controlled|not at goal|above goal|not controlled|progress(?:ing|ion)|flare"
    r"|side effects?|inadequately controlled|elevated|hyperglycemia)\b",
    re.IGNORECASE,
)
_ORDER = re.compile(
    r"\b(?:order(?:ed|ing)?|check|obtain|send|repeat|get|schedule|recommend|will do)\b", re.IGNORECASE
)
_TEST = re.compile(
    r"\b(?:cbc|cmp|bmp|a1c|hemoglobin a1c|tsh|lipid panel|lipids|urinalysis|urine culture|culture|x-?rays?|ct(?: scan)?|mri|ultrasound|echo(?:cardiogram)?"
    r"|ekg|ecg|mammogram|colonoscopy|dexa|strep test|psa|inr|liver (?:function )?(?:tests?|panel)|metabolic panel|uric acid|ferritin|biopsy|autoimmune panel"
    r"|thyroid panel|stress test|spirometry|pulmonary function tests?|vitamin d level|b12 level|blood count)\b",
    re.IGNORECASE,
)
_RESULT = re.compile(
    r"\b(?:was|were|is|showed?|shows|reveal(?:s|ed)|demonstrat(?:es|ed)|returned|result(?:s|ed)?|came back|normal|elevated|negative|positive)\b|\d",
    re.IGNORECASE,
)
_NOTES = re.compile(
    r"\b(?:reviewed|review of) (?:the )?(?:outside|external|hospital|discharge|er|emergency|consult\w*|prior|specialist)[^.\n]{0,40}?(?:records?|notes?|summary|report)",
    re.IGNORECASE,
)
_HISTORIAN = re.compile(
    r"\b(?:history|information) (?:was )?(?:obtained|given|provided|supplied|per|from)[^.\n]{0,20}\b(?:mother|father|parents?|daughter|son|wife|husband|spouse|caregiver|guardian|ems)\b"
    r"|\b(?:mother|father|parents?|daughter|son|wife|husband|spouse|caregiver|guardian) (?:reports?|states?|says|provides)\b",
    re.IGNORECASE,
)
_INTERPRETED = re.compile(
    r"\b(?:i|we) (?:personally |independently )?(?:interpreted|read)[^.\n]{0,60}|\b(?:independently|personally) (?:interpreted|reviewed (?:the )?(?:images?|films?|tracing|x-?rays?))[^.\n]{0,40}",
    re.IGNORECASE,
)
_DISCUSSED = re.compile(
    r"\b(?:discussed|spoke|conferred|reviewed)[^.\n]{0,30}\bwith (?:dr\b|the (?:cardiolog|surge|neurolog|specialist|radiolog|pharmac|orthop|oncolog|emergency|social worker|case manager)|cardiology|surgery|neurology|radiology|orthopedics)[^.\n]{0,20}",
    re.IGNORECASE,
)
_PRESCRIBING = re.compile(
    r"\b(?:start(?:ed|ing)?|begin|initiate[ds]?|prescrib\w+|continue[ds]?|increase[ds]?|decrease[ds]?|refill\w*|switch\w*|change[ds]?|stop(?:ped)?|discontinue[ds]?|titrate\w*|rx|add(?:ed)?)\b",
    re.IGNORECASE,
)
_FREE = word_set(
    "ibuprofen acetaminophen tylenol advil motrin aleve naproxen aspirin loratadine claritin cetirizine zyrtec allegra fexofenadine flonase "
    "benadryl diphenhydramine tums antacid miralax metamucil guaifenesin mucinex robitussin pseudoephedrine sudafed saline melatonin"
)
_TREATMENT = re.compile(
    r"\b(?:physical therapy|occupational therapy|over[- ]the[- ]counter|otc|rest|ice|brace|splint|exercises)\b",
    re.IGNORECASE,
)
_RISKS = (
    (Risk.HOSPITALIZATION, re.compile(r"\b(?:admit(?:ted)?|admission|hospitali[sz]\w+|transfer(?:red)? to (?:the )?(?:er|ed|hospital|emergency)|send to (?:the )?(?:er|ed|emergency))\b[^.\n]{0,20}", re.IGNORECASE)),
    (Risk.TOXICITY_MONITORING, re.compile(r"\b(?:lithium|methotrexate|warfarin|amiodarone|digoxin|clozapine|tacrolimus|cyclosporine|chemotherapy)\b[^.\n]{0,50}\b(?:levels?|monitor\w*|inr|toxicity|labs?)\b", re.IGNORECASE)),
    (Risk.MAJOR_SURGERY, re.compile(r"\b(?:schedule|proceed with|plan for|candidate for|recommend)[^.\n]{0,30}\b(?:surgery|replacement|arthroplasty|repair|hysterectomy|fusion|cholecystectomy)\b", re.IGNORECASE)),
    (Risk.SOCIAL_LIMITS, re.compile(r"\b(?:cannot afford|can't afford|homeless\w*|food insecurity|no transportation|lack of transportation|uninsured)\b", re.IGNORECASE)),
    (Risk.DE_ESCALATION, re.compile(r"\b(?:dnr|do not resuscitate|hospice|comfort care)\b", re.IGNORECASE)),
)  # fmt: skip
_MINUTES = re.compile(
    r"\b(?:total time|spent|time spent)[^.\n]{0,40}?\b(\d{1,3}) ?min(?:ute)?s?\b|\b(\d{1,3}) minutes (?:were|was )?(?:spent|total)",
    re.IGNORECASE,
)


@dataclass
class _Reading:
    counts: dict[str, int] = field(default_factory=dict)
    clues: list[LevelClue] = field(default_factory=list)

    def count(self, answer: str, words: str, sentence: str) -> None:
        self.counts[answer] = self.counts.get(answer, 0) + 1
        self.clues.append(LevelClue(answer, " ".join(words.split()), f"{sentence} Confirm it."))

    def of(self, group: str) -> dict[str, int]:
        return {name.split(".", 1)[1]: count for name, count in self.counts.items() if name.startswith(group)}


def answers_from(
    note: Note, codes: CodeSuggestions, setting: Setting = Setting.OFFICE_ESTABLISHED
) -> SuggestedAnswers:
    """What a note suggests about its visit's level, with the words that each answer was taken from."""
    reading = _Reading()
    for problem in codes.suggestions:
        _count_problem(problem, note, reading)
    everything = "\n".join(note[section] for section in Section)
    _count_data(note, everything, reading)
    risks = dict(_risks(note, reading))
    minutes = next((int(found[1] or found[2]) for found in _MINUTES.finditer(everything)), None)
    if minutes is not None:
        words = next(found.group() for found in _MINUTES.finditer(everything))
        reading.clues.append(
            LevelClue("minutes", " ".join(words.split()), f"The note says {minutes} minutes. Confirm it.")
        )
    data = reading.of("data.")
    answers = VisitAnswers(
        setting=setting,
        problems=Problems(**reading.of("problems.")),
        data=Data(
            external_notes=data.get("external_notes", 0),
            results=data.get("results", 0),
            orders=data.get("orders", 0),
            independent_historian="independent_historian" in data,
            independent_interpretation="independent_interpretation" in data,
            discussion_with_external="discussion_with_external" in data,
        ),
        risks=frozenset(risks),
        minutes=minutes,
    )
    return SuggestedAnswers(answers, tuple(reading.clues))


def _count_problem(problem: CodeSuggestion, note: Note, reading: _Reading) -> None:
    code, words = problem.entry.code, problem.words.text
    if code.startswith(("Z", "V", "W", "X", "Y")):
        return
    text = note[problem.words.section]
    line_end = text.find("\n", problem.words.end)
    around = text[problem.words.start : line_end if line_end >= 0 else len(text)]
    if _is_of(code, _CHRONIC):
        worse = _WORSE.search(around) or _WORSE.search(problem.entry.description)
        if worse:
            reading.count("problems.worse_chronic", words, f"Chronic and called “{worse.group()}”.")
        else:
            reading.count(
                "problems.stable_chronic", words, "Chronic, and nothing beside it says that it is worse."
            )
    elif _is_of(code, _SYSTEMIC):
        reading.count("problems.acute_systemic", words, "An acute illness that affects the whole body.")
    elif _is_of(code, _MINOR):
        reading.count("problems.minor", words, "A minor problem.")
    else:
        reading.count("problems.acute_uncomplicated", words, "Taken as acute and uncomplicated.")


def _is_of(code: str, extents: Iterable[str]) -> bool:
    return any(within(code, extent) for extent in extents)


def _count_data(note: Note, everything: str, reading: _Reading) -> None:
    seen: set[str] = set()
    for section, answer, what in (
        (Section.PLAN, "data.orders", "A test that the plan orders."),
        (Section.OBJECTIVE, "data.results", "A result that was reviewed."),
    ):
        for sentence in re.split(r"[.\n;]\s*", note[section]):
            for test in _TEST.finditer(sentence):
                name = test.group().lower()
                fits = _ORDER.search(sentence) if section is Section.PLAN else _RESULT.search(sentence)
                if name not in seen and fits:
                    seen.add(name)
                    reading.count(answer, sentence, what)
    for pattern, answer, what in (
        (_NOTES, "data.external_notes", "Notes from elsewhere were reviewed."),
        (_HISTORIAN, "data.independent_historian", "Somebody besides the patient gave the history."),
        (_INTERPRETED, "data.independent_interpretation", "A test was read by the clinician."),
        (_DISCUSSED, "data.discussion_with_external", "It was discussed with another clinician."),
    ):
        found = pattern.search(everything)
        if found:
            reading.count(answer, found.group(), what)


def _risks(note: Note, reading: _Reading) -> Iterator[tuple[Risk, str]]:
    plan = note[Section.PLAN]
    for sentence in re.split(r"(?<!\d)\.\s+|\n|;", plan):
        risk = _risk_of_treatment(sentence)
        if risk is not None:
            what = (
                "A medicine that needs a prescription."
                if risk is Risk.PRESCRIPTION
                else "A treatment of low risk."
            )
            reading.count(f"risks.{risk.name.lower()}", sentence, what)
            yield risk, sentence
    for risk, pattern in _RISKS:
        found = pattern.search(plan)
        if found:
            reading.count(f"risks.{risk.name.lower()}", found.group(), f"It may be {risk.value}.")
            yield risk, found.group()


def _risk_of_treatment(sentence: str) -> Risk | None:
    words = re.findall(r"[a-z][a-z'-]+", sentence.lower())
    drugs = {
        " ".join(words[mention.start : mention.end])
        for mention in lexicon().mentions(words)
        if mention.topic in {Topic.DRUG, Topic.DRUG_CLASS}
    }
    if drugs - _FREE and _PRESCRIBING.search(sentence):
        return Risk.PRESCRIPTION
    if re.search(r"\b(?:ibuprofen|naproxen)\b[^.\n]{0,12}\b(?:600|800|500|550) ?mg", sentence, re.IGNORECASE):
        return Risk.PRESCRIPTION
    return Risk.OVER_THE_COUNTER if drugs & _FREE or _TREATMENT.search(sentence) else None
