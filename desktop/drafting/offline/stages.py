"""How far a visit has come, from what the provider announces."""

from __future__ import annotations

import re
from enum import IntEnum

from desktop.drafting.offline.facts import Facts
from desktop.drafting.offline.planning import ACTION, EXAM_ANNOUNCED, INTENT
from desktop.language.lexicon import Topic


class Stage(IntEnum):
    """How far a visit has come, as the provider announces it."""

    HISTORY = 0
    EXAM = 1
    RESULTS = 2
    PLAN = 3


_TO_RESULTS = re.compile(
    r"\b(?:(?:look(?:ed|ing)? at|review(?:ed)?|see|back|got|go over|here (?:is|are)|have|had|did) (?:at )?(?:the |your |those |some of your |his |her )?"
    r"(?:\w+ ){0,3}(?:results?|x-?rays?|x rays?|labs?|mri|ct|ct scan|ekg|ecg|echo|echocardiogram|blood ?work|ultrasound|imaging|biopsy|"
    r"pulmonary function tests?|tests?|stress test))\b"
)
_TO_PLAN = re.compile(
    r"\b(?:assessment and (?:my )?plan|my (?:assessment|plan|impression|diagnosis)|(?:talk|go over) (?:a little bit )?about (?:my |the |your )?(?:plan|assessment|treatment)|"
    r"(?:first|second|third|next|last) (?:problem|issue|diagnosis)|what (?:i|we) (?:am|are|would|want) (?:going )?(?:to|like)|here is what|"
    r"i am going to (?:order|prescribe|refer|start|send|put you|write|recommend|increase|decrease)|treatment plan|"
    r"i (?:want|would like|recommend|suggest) (?:you )?to(?! (?:just |quickly )?(?:look|talk|listen|check|examine|ask|do a|see|tell|go over|take|hear|know|make|squeeze|hold|turn|touch|tap|push|lift|raise|close|open|follow my|bend|lie|lay|sit|stand|walk|relax|breathe|move|press|feel|tilt|show))|plan for (?:you|today)|my recommendation|in terms of (?:a )?plan|diagnosis is)\b"
)
_CONCLUDES = re.compile(
    r"\bi (?:do )?(?:think|believe|suspect) (?:this|that|it|you|your)\b|\b(?:diagnosis|impression) is\b|\byour symptoms are (?:most )?likely\b"
)
_SHOWN_NOW = re.compile(r"\byour [\w-]+(?: [\w-]+)? (?:shows|reveals|looks)\b")


_MEASURED_NOW = re.compile(
    r"\b(?:your|his|her|the|today|is|weighs)\b.*\b(?:blood pressure|bp|heart rate|pulse|temperature|temp|oxygen saturation|weight|weighs)\b|"
    r"\b(?:blood pressure|bp|heart rate|pulse|temperature|temp|oxygen saturation|weight|weighs)\b.*\b(?:today|is|over|here)\b"
)
_NOT_NOW = re.compile(
    r"\b(?:at home|if|when|was|were|been|last|goal|should|would|want|going to|will|check|cuff|log|lose|medication|medicine|history|control\w*)\b"
)


def measured_now(facts: Facts) -> bool:
    """Whether a provider reads off a vital sign, as at the start of an examination."""
    return bool(facts.numbers and _MEASURED_NOW.search(facts.text) and not _NOT_NOW.search(facts.text))


_FOUND_NOW = re.compile(
    r"^(?:(?:so|okay|and|now|well|all|right|good|,) )*(?:(?:your|the|his|her) (?:[\w-]+ ){1,4}(?:is|are|looks?|sounds?|feels?|has|does not)\b|(?:you|he|she) (?:are|is|looks?|seems?) (?:tender|swollen|stiff|calm|calmer|tearful)|"
    r"there (?:is|are) (?:a |an |some |mild |no |small |slight )|(?:[\w-]+ ){1,3}(?:is|are) (?:at )?(?:\d|\w+teen|\w+ty|four|five|full|red|clear|swollen|tender|limited|restricted|shortened|pale))"
)
_TOLD_BEFORE = re.compile(
    r"\b(?:you (?:said|told|mentioned|have been|were|take|took)|last time|history|at home|if|when|will|would|should|could|can|going|because|due|improving|healing|better|worse|diagnosis|controlled|i think|okay to|why|how|what|good to|side effects?|risk|chance|not your)\b"
)


_SCORED = re.compile(
    r"^(?:(?:so|okay|and|today|,) )*(?:you|he|she) (?:named|walked|scored|lifted|completed|produced) "
)


def found_now(facts: Facts) -> bool:
    """Whether a provider tells a finding, as during an examination that nobody announced."""
    if facts.numbers and _SCORED.search(facts.text):
        return True
    told = facts.has(Topic.FINDING) or (facts.has(Topic.BODY, Topic.TEST) and facts.numbers > 0)
    told = told or facts.has(Topic.SYMPTOM)
    return told and bool(_FOUND_NOW.search(facts.text)) and not _TOLD_BEFORE.search(facts.text)


def opens_plan(facts: Facts) -> bool:
    """Whether a clause gives an order or draws a conclusion."""
    return bool(ACTION.search(facts.text) or _CONCLUDES.search(facts.text))


def stage_after(stage: Stage, facts: Facts, *, asked: bool) -> Stage:
    """The stage that a provider's clause announces, or the stage as it was."""
    text = facts.text
    if not asked and stage is Stage.HISTORY and (measured_now(facts) or found_now(facts)):
        return Stage.EXAM
    if _TO_PLAN.search(text) and stage is not Stage.HISTORY:
        return Stage.PLAN
    if _TO_PLAN.search(text) and re.search(
        r"\b(?:assessment|first problem|order|prescribe|my plan|refer)\b", text
    ):
        return Stage.PLAN
    if not asked and stage >= Stage.EXAM and _CONCLUDES.search(text) and facts.mentions:
        return Stage.PLAN
    if not asked and stage is Stage.HISTORY and _SHOWN_NOW.search(text) and facts.has(Topic.TEST):
        return Stage.RESULTS
    if (
        stage >= Stage.EXAM
        and ACTION.search(text)
        and facts.has(Topic.DRUG, Topic.TEST, Topic.TREATMENT, Topic.DRUG_CLASS)
        and not asked
    ):
        return Stage.PLAN
    if stage is Stage.PLAN and not EXAM_ANNOUNCED.search(text):
        return stage
    if EXAM_ANNOUNCED.search(text) and not (stage is Stage.PLAN and "take a look" in text):
        return Stage.EXAM
    if not asked and stage >= Stage.EXAM and _TO_RESULTS.search(text) and not INTENT.search(text):
        return Stage.RESULTS
    return stage
