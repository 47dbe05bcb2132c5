"""Which part of a template holds what is said in a conversation: its words must say so, or the part must be a general one."""

from __future__ import annotations

import re

from desktop.drafting.offline.facts import facts_of
from desktop.drafting.offline.kinds import Kind
from desktop.drafting.offline.units import Unit
from desktop.language.lexicon import Topic

_GENERAL = {
    Kind.HISTORY: re.compile(
        r"history of (?:the )?(?:present|complaint|problem|injury)|present illness|\bhpi\b|interval|\breport\b|since (?:the )?last|"
        r"present(?:ing)? concern|complaint today|main complaint|chief concern|\bcurrent\b|subjective|\bstory\b|^(?:history|symptoms|concerns)$"
    ),
    Kind.EXAM: re.compile(r"\bexam|^(?:assessment |physical |objective )?findings$"),
    Kind.RESULT: re.compile(r"result|\blabs?\b|laborator|^tests?\b|and tests$|\bdata\b|studies"),
    Kind.REASONING: re.compile(r"diagnos|problem|impression|assessment|clinical|reasoning|appraisal|pattern|status"),
    Kind.ADVICE: re.compile(r"educat|advice|instruction|counsel|safety advice|\bhome\b|\bself-care|precaution|lifestyle"),
}  # fmt: skip
"""Per kind, the headings that hold any statement of it."""
_SPECIAL = re.compile(
    r"tooth|periodontal|pulp|segmental|soft tissue|orthop|\brisk|nutrition-focused|wound|mental status|safety(?! advice)|medication|set-up|psychosocial|blend"
)
"""Headings that hold one thing only, whatever else they say."""
_CARE = re.compile(
    r"^(?:plan|treatment|care given|rehabilitation|other methods)\b(?! (?:given|at))|intervention|care plan|and (?:other )?treatment"
)
_REGIONS = tuple(
    (re.compile(rf"\b(?:{words})\b"), re.compile(heading))
    for words, heading in (
        (r"neck veins|jvp|jugular|murmurs?|gallop|heart", r"cardio|heart"),
        (r"lungs?|crackles?|wheez\w*|breath sounds|rales|rhonchi", r"lung|respir"),
        (r"abdomen|belly|tummy|epigastr\w*|liver|spleen|suprapubic|bowel sounds", r"abdom"),
        (r"eardrums?|ears?|throat|tonsils?|pharynx|nose|nasal|sinus(?:es)?|pupils?|eyes?|neck|thyroid|tongue", r"head|heent"),
        (r"knees?|ankles?|shoulders?|hips?|elbows?|wrists?|calf|calves|legs?|feet|foot|hands?|fingers?|toes?|back|spine|lachman|mcmurray'?s?|hawkins'?s?|collaterals?|drawer|ligaments?|malleol\w+|hamstrings?", r"musculo|extrem"),
    )
)  # fmt: skip
_QUALITIES = tuple(
    (re.compile(rf"\b(?:{words})\b"), re.compile(heading))
    for words, heading in (
        (r"ulcers?|wounds?|rash|lesions?|moles?|lacerations?|incision|blisters?|skin", r"skin|wound"),
        (r"pulses?|capillary refill|pedis", r"vascular|cardio|heart"),
        (r"reflexes|sensation|cranial nerves|tremor|monofilament", r"neuro|sensation"),
    )
)
"""What a finding is of, wherever on the body it is."""
_NECK_VEINS = re.compile(r"\bneck veins\b")
_POINTS_BACK = re.compile(
    r"^(?:(?:no|yes|and|but),? )?(?:it|this|that|they|these|those|(?:the )?(?:left|right|other|same)(?: one| side)? (?:is|was|are|were|has|looks)|both (?:are|were)|one (?:is|was)|the (?:base|bed|edges?|margins?) (?:is|are)|\d+ (?:days?|weeks?|months?|years?) ago)\b",
    re.IGNORECASE,
)
_DOSED = re.compile(
    r"\b(?:doses?|mg|mcg|units?|tablets?|pills?|capsules?|puffs?|drops?|cream|ointment|prescriptions?|medicines?|medications?|refills?|(?:once|twice|times) (?:a|per) day|daily|at bedtime|every \d+ hours|drop it|raise it|increase it)\b"
)
_TRIGGER = re.compile(
    r"\b(?:notice[ds]?|worst|worse|better|brings? (?:it|this) on|sets? (?:it|this) off|triggers?)\b"
)
_SUBSTANCE = re.compile(
    r"\b(?:alcohol|beers?|wine|liquor|vodka|smok\w*|vap(?:e|es|ing)|tobacco|cigarettes?|cannabis|marijuana|cocaine|drink(?:s|ing)?)\b(?!.*\b(?:water|fluids?|squash|juice|bottle)\b)"
)
_CIRCUMSTANCES = re.compile(
    r"\b(?:works?|working|job|shifts?|nights|retired|unemployed|lives?|living|married|divorced|widow\w*|exercises?)\b"
)
_DONE = re.compile(r"^(?:today,? )?(?:we )?(?:did|completed|performed|worked on)\b")
_FLUIDS = re.compile(r"\bdrink\w*\b.*\b(?:water|fluids?|squash|juice)\b")
_OTHERS = re.compile(
    r"\b(?:neighbou?rs?|friends?|co-?workers?|colleagues?|room-?mates?|boss|someone|somebody)\b"
)
_COURSE = re.compile(r"\b(?:help\w*|tried|stopped|cut|changed|worked|better|worse|denies|no|not|never)\b")
_LISTED_LEAD = re.compile(
    r"(?:(?:and|that is|it is|this is|also|then|oh|just|a|an|the|my|baby|low-dose|some|other medications:) )*"
)
LONGEST_LISTED = 14


def is_general(kind: Kind, heading: str) -> bool:
    """Whether a part with this heading holds any statement of a kind that no words point elsewhere."""
    lowered = heading.lower()
    if kind not in _GENERAL:
        return True
    return bool(_GENERAL[kind].search(lowered)) and not _SPECIAL.search(lowered)


def is_general_care(heading: str) -> bool:
    """Whether a part with this heading holds any treatment: the plan or the care, not one sort or one time of it."""
    return bool(_CARE.search(heading.lower()))


def holds_medicines_only(heading: str) -> bool:
    """Whether a part with this heading holds medicines and no other treatment."""
    lowered = heading.lower()
    return bool(re.search(r"medication|medicine|prescription|drug", lowered)) and "treatment" not in lowered


def region_heading(text: str) -> re.Pattern[str] | None:
    """What the heading of the part for the one region says that a finding names; None for none or several."""
    lowered = text.lower()
    for words, heading in _QUALITIES:
        if words.search(lowered):
            return heading
    named = [heading for words, heading in _REGIONS if words.search(_NECK_VEINS.sub("jvp", lowered))]
    return named[0] if len(named) == 1 else None


def points_back(text: str) -> bool:
    """Whether a statement is about what the one before it named: "the left one is a little pink"."""
    return bool(_POINTS_BACK.match(text))


def tells_of_substances(text: str) -> bool:
    """Whether words tell of alcohol, tobacco or drugs, not of drinking water."""
    return bool(_SUBSTANCE.search(text.lower()))


def was_done(text: str) -> bool:
    """Whether a statement tells of a treatment that was done, not of one to come."""
    return bool(_DONE.search(text.lower()))


def kind_for_heading(unit: Unit, *, cued: bool) -> Kind:
    """The kind by which a part is sought: history where nothing said bears out a more special one.

    cued: whether words of the statement point to the part for its kind.
    """
    text = unit.text.lower()
    told = cued or tells_of_substances(text) or _CIRCUMSTANCES.search(text)
    if unit.kind is Kind.SOCIAL and (_TRIGGER.search(text) or _FLUIDS.search(text) or not told):
        return Kind.HISTORY
    if unit.kind is Kind.PAST and not cued and not unit.facts.has(Topic.DISEASE):
        return Kind.HISTORY
    if unit.kind is Kind.MEDICATION and _OTHERS.search(text):
        return Kind.HISTORY
    if unit.kind is Kind.HISTORY and _lists_medicine(text):
        return Kind.MEDICATION
    return unit.kind


def is_medicine(unit: Unit) -> bool:
    """Whether a treatment is a medicine: it names one, or how it is taken."""
    return unit.facts.has(Topic.DRUG, Topic.DRUG_CLASS) or bool(_DOSED.search(unit.text.lower()))


def _lists_medicine(text: str) -> bool:
    """Whether a statement is only the name of a medicine and how it is taken: "Amlodipine 5, and levothyroxine 88"."""
    words = re.findall(r"[\w.'-]+", text)
    facts = facts_of(words)
    if facts.has(Topic.SYMPTOM, Topic.DISEASE) or len(words) > LONGEST_LISTED or _COURSE.search(text):
        return False
    lead = _LISTED_LEAD.match(text)
    at = len(re.findall(r"[\w.'-]+", lead[0])) if lead else 0
    return any(m.topic is Topic.DRUG and m.start <= at for m in facts.mentions)
