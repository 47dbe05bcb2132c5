"""Recognises findings of an examination and results of tests."""

from __future__ import annotations

import re

from desktop.drafting.offline.facts import Facts
from desktop.drafting.offline.planning import VAGUE
from desktop.drafting.offline.speech import word_set
from desktop.drafting.offline.stages import Stage
from desktop.language.lexicon import Topic

VITAL_NAMES = re.compile(
    r"\b(?:blood pressure|bp|pressure (?:is|was) \d|heart rate|pulse (?:rate|is|of|was|ox|\d)|temperature|temp|is \d[\d.]* (?:kilos?|kilograms?|kg|pounds|lbs)|respirations?|respiratory rate|oxygen|o2|sats?|saturation|spo2|bmi|weight|weighs?|height|vital signs|vitals|oxygenation)\b"
)
_NOT_OBSERVED = re.compile(
    r"\b(?:will|should|would|could|going to|because|causes?|caused|if|remember|definitely|recommend\w*|let me know|many reasons|certain|certainly|important|prevent|complications|worried|may need|need to|i think|can lead)\b"
)
_NOT_A_RESULT = re.compile(
    r"\b(?:will|should|going to|if|remember|recommend\w*|let (?:us|me)|many reasons|i think since|when i get)\b"
)
_EMPTY_FINDINGS = word_set(
    "normal good stable clear mild moderate severe positive negative equal regular trace limited speech"
)
_TOLD_TO = re.compile(
    r"^(?:(?:so|okay|and|now|just|can you|if you can) )*(?:touch|push|squeeze|lift|raise|close|open|follow|look|breathe|take|press|pressure|bend|turn|walk|lie|lay|sit|stand|hold|give|keep|try|go|come)\b"
)
SHOWN = re.compile(
    r"\b(?:it|that|this|which|they) (?:did |does |basically |really |also )?(?:show|shows|showed|revealed)\b"
)


def is_result(facts: Facts, stage: Stage) -> bool:
    """Whether a provider tells what a test showed."""
    text = facts.text
    if re.search(
        r"\b(?:want|wanted|going) to (?:just )?(?:go over|look|see|talk|show)\b", text
    ) or _NOT_A_RESULT.search(text):
        return False
    if not facts.has(Topic.TEST):
        if set(facts.lowers[:3]) & VAGUE and not SHOWN.search(text) and not facts.has(Topic.DISEASE):
            return False
        return (
            stage is Stage.RESULTS
            and facts.has(Topic.FINDING, Topic.DISEASE)
            and not re.search(r"\b(?:i (?:hear|feel|appreciate)|palpation|listen|on (?:your )?exam)\b", text)
        )
    if VITAL_NAMES.search(text) and not re.search(r"\b(?:a1c|lab|x-ray|ekg)\b", text):
        return False
    return bool(
        re.search(
            r"\b(?:show|shows|showed|reveal|reveals|revealed|demonstrate|demonstrates|came back|results?|was|were|is|are|looks?|looked|normal|"
            r"elevated|negative|positive|no|consistent|reviewed|indicates?|had)\b",
            text,
        )
    )


_SEEN = re.compile(
    r"\b(?:i (?:do )?(?:not )?(?:see|hear|feel|appreciate|notice)|there (?:is|are)|you (?:do )?(?:not )?have|your|no|looks?|some)\b"
)
READ_OFF = re.compile(
    r"\byou (?:do )?(?:look|appear|seem)\b|\byour (?:[\w-]+ ){1,3}(?:is|are) (?:\w+ ){0,2}(?:\d|one|two|three|four|five|six|seven|eight|nine|ten|\w+teen|\w+ty\b|\w+ty )"
)
_STATE = re.compile(
    r"\b(?:looks?|sounds?|seems?|feels?|is|are) (?:\w+ ){0,3}(?:fine|good|normal|okay|well|great|pink|midline|warm|cool|red|weaker|less|equal)\b"
)


_LOOKED_AT = re.compile(
    r"^(?:(?:so|and|okay|well|now|,) )*(?:(?:the|your|his|her) )?(?:[\w-]+ ){1,3}?(?:looks?|sounds?|feels?) (?!like\b)(?:\w+ ){0,2}(?:\w+)|"
    r"^(?:(?:so|and|okay|well|now|,) )*(?:the|your|his|her) (?:\w+ )?(?:affect|speech|eye contact|thinking|thought process|insight|judgment|gait|posture|mood|attention|orientation) (?:is|are) "
)


_TO_COME = word_set("i we me my can do does will would should if could better worse when because may might")


def looks_at(facts: Facts) -> bool:
    """Whether a clause says how a part of the body, or the mind, looks, sounds or feels: "the face looks great"."""
    seen = _LOOKED_AT.search(facts.text)
    mind = bool(seen and " is " in seen.group())
    return (
        bool(seen)
        and (mind or facts.has(Topic.BODY))
        and not set(facts.lowers) & _TO_COME
        and not facts.has(Topic.DISEASE)
    )


def exam_like(facts: Facts) -> bool:
    """Whether a provider tells what an examination finds."""
    text = facts.text
    if READ_OFF.search(text) and facts.has(Topic.FINDING) and not _NOT_OBSERVED.search(text):
        return True
    if re.search(
        r"\b(?:want|wanted|going) to (?:just )?(?:go over|look|see|talk|show)\b", text
    ) or _NOT_OBSERVED.search(text):
        return False
    lead = next(
        (w for w in facts.lowers if w not in {"so", "and", "but", "okay", "now", "well", "again", ","}), ""
    )
    told = [m for m in facts.mentions if m.topic in {Topic.FINDING, Topic.SYMPTOM, Topic.BODY, Topic.DISEASE}]
    if (lead in VAGUE and len(told) < 2) or (
        len(told) < 2 and not facts.numbers and told and told[0].name in _EMPTY_FINDINGS
    ):
        return False
    if _TOLD_TO.search(text) and "tender" not in text:
        return False
    if re.search(
        r"\b(?:let me|going to|can you|could you|take a|i want you to|push|squeeze|lie|lay) ", text
    ) and not facts.has(Topic.FINDING):
        return False
    if facts.has(Topic.FINDING):
        return True
    if facts.has(Topic.SYMPTOM):
        return bool(_SEEN.search(text))
    if facts.has(Topic.DISEASE) and re.search(r"\b(?:has|have|there (?:is|are))\b", text):
        return True
    return facts.has(Topic.BODY) and bool(_STATE.search(text))
