"""Decides what a clause is about, from its words and from how far the visit has come."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from desktop.drafting.offline.kinds import Kind
from desktop.drafting.offline.speech import RELATIVES, is_number
from desktop.language.lexicon import Mention, Topic, lexicon


class Stage(IntEnum):
    """How far a visit has come, as the provider announces it."""

    HISTORY = 0
    EXAM = 1
    RESULTS = 2
    PLAN = 3


_TO_EXAM = re.compile(
    r"\b(?:physical exam|physical examination|examine you|(?:quick|brief) exam|listen to (?:your|the)|let me (?:listen|examine|check|feel)|"
    r"take a (?:quick )?(?:look|listen)|on (?:your )?exam|on examination|vital signs|your vitals|deep breath|"
    r"on your \w+(?: \w+)? exam|checking your|going to (?:press|check you|take a look|have you (?:lie|lay|sit|stand)))\b"
)
_TO_RESULTS = re.compile(
    r"\b(?:(?:look(?:ed|ing)? at|review(?:ed)?|see|back|got|go over|here (?:is|are)|have|had|did) (?:at )?(?:the |your |those |some of your |his |her )?"
    r"(?:\w+ ){0,3}(?:results?|x-?rays?|x rays?|labs?|mri|ct|ct scan|ekg|ecg|echo|echocardiogram|blood ?work|ultrasound|imaging|biopsy|"
    r"pulmonary function tests?|tests?|stress test))\b"
)
_TO_PLAN = re.compile(
    r"\b(?:assessment and (?:my )?plan|my (?:assessment|plan|impression|diagnosis)|(?:talk|go over) (?:a little bit )?about (?:my |the |your )?(?:plan|assessment|treatment)|"
    r"(?:first|second|third|next|last) (?:problem|issue|diagnosis)|what (?:i|we) (?:am|are|would|want) (?:going )?(?:to|like)|here is what|"
    r"i am going to (?:order|prescribe|refer|start|send|put you|write|recommend|increase|decrease)|treatment plan|"
    r"i (?:want|would like|recommend|suggest) (?:you )?to(?! (?:just |quickly )?(?:look|talk|listen|check|examine|ask|do a|see|tell|go over|take|hear|know|make))|plan for (?:you|today)|my recommendation|in terms of (?:a )?plan|diagnosis is)\b"
)
_ORDER_WORDS = frozenset(
    [
        "order",
        "ordered",
        "prescribe",
        "prescribed",
        "prescribing",
        "refer",
        "referral",
        "referred",
        "start",
        "started",
        "starting",
        "continue",
        "increase",
        "decrease",
        "increasing",
        "decreasing",
        "stop",
        "discontinue",
        "schedule",
        "refill",
        "switch",
        "recommend",
        "recommended",
        "obtain",
        "repeat",
        "recheck",
        "check",
        "get",
        "inject",
        "administer",
        "apply",
        "avoid",
        "return",
        "follow",
        "monitor",
        "call",
        "send",
        "titrate",
        "taper",
        "resume",
        "hold",
        "give",
    ]
)
_INTENT = re.compile(
    r"\b(?:(?:i|we|they) (?:am |are )?(?:also |just |really )?(?:going to|will|want|would like|recommend|suggest|advise)|let us|"
    r"(?:you|we|i) (?:can|could|should|need to|have to|might want|may want|will need|may|must) |please|i need you to|make sure|"
    r"go home|over the counter|come back|follow up|see you (?:back|again|in)|give me a call|call (?:me|us|the office|my office|nine)|"
    r"try to (?:avoid|take|do|keep|get)|keep (?:taking|doing|using|a log|your|it)|continue|start you|put you on|prescri|refer you|if (?:you|your|it|the|that|this|things))\b"
)
_PLAN_IMPERATIVE = frozenset(
    [
        "continue",
        "start",
        "stop",
        "take",
        "avoid",
        "return",
        "follow",
        "call",
        "monitor",
        "schedule",
        "order",
        "increase",
        "decrease",
        "refer",
        "obtain",
        "repeat",
        "recheck",
        "rest",
        "ice",
        "elevate",
        "apply",
        "use",
        "discontinue",
        "resume",
        "refill",
        "begin",
        "keep",
        "hold",
        "titrate",
        "taper",
        "prescribe",
        "encourage",
        "advise",
        "counsel",
        "recommend",
        "consider",
        "wear",
        "drink",
        "limit",
        "eat",
        "exercise",
        "log",
        "check",
        "come",
        "give",
        "send",
        "switch",
        "initiate",
        "administer",
        "transport",
        "provide",
        "educate",
        "review",
        "discuss",
        "plan",
        "recommended",
        "advised",
        "prescribed",
        "ordered",
        "referred",
        "counseled",
        "encouraged",
        "rtc",
        "rto",
    ]
)
_REASONING = re.compile(
    r"\b(?:i (?:do )?(?:think|believe|suspect|feel like|feel that)|consistent with|most likely|likely|probably|suggestive of|concerning for|concern(?:ed)? (?:for|about|that)|"
    r"diagnos(?:is|ed)|impression|sounds like|looks like you have|caused by|due to|secondary to|because of|well controlled|poorly controlled|uncontrolled|"
    r"doing (?:well|great|good|fine|okay)|stable|improving|improved|worsening|resolved|resolving|differential|rule out|evidence of|indicat|"
    r"this is (?:a|an|called|just)|you (?:do )?have (?:a|an|some|what)|not concerned|looks? (?:good|great|like)|at goal|exacerbation|flare)\b"
)
_ALLERGY = re.compile(
    r"\b(?:allerg(?:y|ic|ies) to|drug allerg|any allerg|no (?:known )?(?:drug )?allerg|allergies|allergic reaction|allergic)\b"
)
_SOCIAL = re.compile(
    r"\b(?:smok(?:e|es|ed|ing|er)|cigarettes?|vap(?:e|es|ing)|tobacco|packs? (?:a|per) day|alcohol|drink(?:s|ing)? (?:alcohol|beer|wine|socially|on)|beers?|wine|drinks? (?:a|per|at|week)|"
    r"marijuana|cannabis|cocaine|drugs|recreational|(?:works?|working) (?:as|at|in|for|from)|occupation|employed|unemployed|retired|job|live(?:s)? (?:alone|with|in|at|on|by)|lives|"
    r"married|divorced|widowed|single|sexually active|exercis(?:e|es|ing)|diet|eating|student|school|college|caffeine|coffee)\b"
)
_PAST = re.compile(
    r"\b(?:history of|diagnosed with|past medical|medical history|surger(?:y|ies)|operation|hospitali[sz]ed|hospital|as a (?:child|kid)|years ago|"
    r"have (?:high blood pressure|diabetes|hypertension|asthma)|transplant|had (?:my|a|an) \w+ (?:removed|replaced|out)|removed|previously|chronic)\b"
)
_MEDICATION = re.compile(
    r"\b(?:tak(?:e|es|ing)|took|on|using|use|uses|prescribed|dose|milligrams?|mg|mcg|micrograms?|units|twice a day|once a day|daily|medications?)\b"
)
_COMPLAINT = re.compile(
    r"\b(?:here (?:today )?(?:for|because|with|to)|presents?|presenting|comes? in|came in|complain(?:s|ing|t)? of|brings? (?:me|you) in|chief complaint|follow[- ]?up (?:of|for|on|after)|"
    r"year[- ]old|coming in|in today|reason for)\b"
)
_VITAL_NAMES = re.compile(
    r"\b(?:blood pressure|bp|heart rate|pulse (?:rate|is|of|was|ox|\d)|temperature|temp|respirations?|respiratory rate|oxygen|o2|sats?|saturation|spo2|bmi|weight|weighs?|height|vital signs|vitals|oxygenation)\b"
)
_HOME_READING = re.compile(
    r"\b(?:at home|home|running|been|log|cuff|monitor|yesterday|last|machine|cvs|used to)\b"
)
_FOLLOW_UP = re.compile(
    r"\b(?:follow[- ]?up|see you (?:back|again|in|next)|come back|return|recheck (?:you|in)|next (?:visit|appointment)|check back|touch base|see (?:me|us))\b"
)
_REFERRAL = re.compile(
    r"\b(?:refer|referral|referred|consult|see (?:a|an|the) \w+(?:ist|logy|trician)|physical therapy|nutritionist|specialist|set you up with)\b"
)
_FUTURE_TEST = re.compile(
    r"\b(?:order|get|obtain|repeat|recheck|check|schedule|draw|send|do|have|need|want)\b"
)
_CHATTER = re.compile(
    r"\b(?:weekend|holiday|vacation|football|baseball|game|weather|birthday|wedding|concert|movie|restaurant|pizza|puppy|puppies|garden|grill|barbecue|beach|cruise|"
    r"thank you|thanks|good to see|nice to (?:see|meet)|how are you|have a (?:good|great|nice)|take care|bye|goodbye|any questions|questions|sounds good|sounds great|"
    r"i'll be right back|be right back|sorry to hear|front desk|check ?out|appreciate it|no problem|you are welcome|my nurse|my assistant|hear that|"
    r"does that sound|does that make|hang in there|let me know if you have|hold on|one second|pull up|go ahead and (?:sit|have a seat)|congratulations|great question|"
    r"dax|template|scribe|recording|dragon)\b"
)
_ACTION = re.compile(
    r"\b(?:(?:going to|will|want to|would like to|let us|you to|need to|should|can|plan to) (?:also |just |go ahead and |probably |be )*(?:order|prescrib|refer|start|increas|decreas|continu|schedul|recommend|follow|avoid|refrain|stop|return|put you|set you|place you|switch|hold|taper)|"
    r"(?:i |would )recommend|i (?:do )?(?:also )?think (?:we|you) (?:should|need)|definitely (?:refrain|avoid|continue|want))\w*"
)
_NOT_OBSERVED = re.compile(r"\b(?:will|should|would|could|going to|because|causes?|caused|if|remember|definitely|recommend\w*|let me know|many reasons|certain|may need|need to|i think|can lead)\b")
_NOT_A_RESULT = re.compile(r"\b(?:will|should|going to|if|remember|recommend\w*|let (?:us|me)|many reasons|i think since|when i get)\b")
_NEVER_NOTED = re.compile(r"\b(?:dragon|dax|template|scribe|thank you|thanks|bye|questions|how are you)\b")
_COURSE = re.compile(
    r"\b(?:help(?:s|ed|ing)?|relief|worse|better|worst|started|began|ago|weeks?|days?|months?|years?|since|constant|scale|every (?:day|night|morning)|at night|when i|injur\w*|twisted|fell)\b"
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What one clause mentions."""

    lowers: tuple[str, ...]
    text: str
    mentions: tuple[Mention, ...]
    numbers: int

    def has(self, *topics: Topic) -> bool:
        """Whether any of the topics is mentioned."""
        return any(mention.topic in topics for mention in self.mentions)

    def count(self, *topics: Topic) -> int:
        """How many mentions there are of the topics."""
        return sum(mention.topic in topics for mention in self.mentions)


def facts_of(lowers: Sequence[str]) -> Facts:
    """Look a clause's words up."""
    return Facts(
        tuple(lowers), " ".join(lowers), tuple(lexicon().mentions(lowers)), sum(map(is_number, lowers))
    )


_CONCLUDES = re.compile(r"\bi (?:do )?(?:think|believe|suspect) (?:this|that|it|you|your)\b|\b(?:diagnosis|impression) is\b|\byour symptoms are (?:most )?likely\b")
_SHOWN_NOW = re.compile(r"\byour [\w-]+(?: [\w-]+)? (?:shows|reveals|looks)\b")


def stage_after(stage: Stage, facts: Facts, *, asked: bool) -> Stage:
    """The stage that a provider's clause announces, or the stage as it was."""
    text = facts.text
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
    if stage >= Stage.EXAM and _ACTION.search(text) and facts.has(Topic.DRUG, Topic.TEST, Topic.TREATMENT, Topic.DRUG_CLASS) and not asked:
        return Stage.PLAN
    if stage is Stage.PLAN and not _TO_EXAM.search(text):
        return stage
    if _TO_EXAM.search(text) and not (stage is Stage.PLAN and "take a look" in text):
        return Stage.EXAM
    if not asked and stage >= Stage.EXAM and _TO_RESULTS.search(text) and not _INTENT.search(text):
        return Stage.RESULTS
    return stage


def patient_kind(facts: Facts) -> Kind:
    """What a patient's statement is about."""
    text = facts.text
    if _ALLERGY.search(text) and "seasonal" not in text:
        return Kind.ALLERGY
    if (set(facts.lowers) & RELATIVES or "family" in facts.lowers or "runs in" in text) and facts.has(
        Topic.DISEASE
    ):
        return Kind.FAMILY
    if facts.has(Topic.DRUG) or (facts.has(Topic.DRUG_CLASS) and _MEDICATION.search(text)):
        return Kind.MEDICATION if _is_regular(facts) else Kind.HISTORY
    if (_SOCIAL.search(text) or facts.has(Topic.SOCIAL)) and not facts.has(Topic.SYMPTOM, Topic.DISEASE, Topic.BODY, Topic.TREATMENT):
        return Kind.SOCIAL
    if _PAST.search(text) and facts.has(Topic.DISEASE, Topic.TREATMENT) and not facts.has(Topic.SYMPTOM):
        return Kind.PAST
    return Kind.HISTORY


def _is_regular(facts: Facts) -> bool:
    """A medicine that is taken as a regular treatment rather than tried for the complaint."""
    text = facts.text
    tried = re.search(
        r"\b(?:tried|help|helps|helped|helping|relief|relieve|edge off|does not|nothing|for the pain|some)\b",
        text,
    )
    return not tried and bool(
        re.search(
            r"\b(?:tak(?:e|es|ing)|on|daily|milligrams?|mg|every day|twice|once|dose|pills?|units)\b", text
        )
    )


_IN_GENERAL = re.compile(r"\b(?:could be (?:anything|from|a lot)|some people|a lot of (?:people|patients|men|women|times)|most (?:people|patients|of the time)|many (?:people|patients)|common side effect|for example|studies)\b")


def provider_kind(facts: Facts, stage: Stage) -> Kind | None:  # noqa: C901, PLR0912 (one decision list, in order of certainty)
    """What a provider's statement is about, or None when it is not part of a note."""
    text = facts.text
    intent = bool(_INTENT.search(text))
    first = facts.lowers[0] if facts.lowers else ""
    if _IN_GENERAL.search(text):
        return None
    if stage >= Stage.EXAM and _ACTION.search(text):
        planned = plan_kind(facts, intent=True)
        if planned is not None:
            return planned
    measured = not intent or (facts.numbers and not _CONDITION.search(text))
    if _VITAL_NAMES.search(text) and measured and not _ASKED_HOME.search(text):
        if facts.numbers or re.search(
            r"\b(?:normal|good|stable|fine|high|elevated|low|great|limits)\b", text
        ):
            if stage is Stage.HISTORY and (_HOME_READING.search(text) or " was " in text or not facts.numbers):
                return Kind.HISTORY
            if stage is not Stage.PLAN or facts.numbers:
                return Kind.VITALS
    if stage is Stage.PLAN or (
        intent and facts.has(Topic.TEST, Topic.TREATMENT, Topic.DRUG, Topic.DRUG_CLASS)
    ):
        planned = plan_kind(facts, intent=intent or first in _PLAN_IMPERATIVE)
        if planned is not None:
            if stage is Stage.HISTORY and planned is Kind.ADVICE and not facts.has(Topic.DRUG, Topic.TEST):
                return None
            return planned
    if stage is Stage.PLAN:
        if facts.has(Topic.TEST) and re.search(
            r"\b(?:show|shows|showed|reveal|reveals|came back|results?|was|were|looks?|looked)\b", text
        ):
            return Kind.RESULT
        if _exam_like(facts) and re.search(
            r"\b(?:palpation|murmur|clear to|i (?:hear|see|feel|appreciate|notice)|on (?:your )?exam)\b", text
        ):
            return Kind.EXAM
        if _REASONING.search(text) and (facts.mentions or re.match(r"(?:so |and |okay )*i (?:do )?(?:think|believe|suspect) (?:this|that|it)\b", text)):
            return Kind.REASONING
        return Kind.REASONING if facts.has(Topic.DISEASE) and len(facts.lowers) < 20 else None
    if stage in {Stage.EXAM, Stage.RESULTS}:
        if _is_result(facts, stage):
            return Kind.RESULT
        if _exam_like(facts):
            return Kind.EXAM
        if _REASONING.search(text) and facts.has(Topic.DISEASE):
            return Kind.REASONING
        return None
    if _COMPLAINT.search(text):
        return Kind.COMPLAINT
    if facts.has(Topic.TEST) and _is_result(facts, stage) and not facts.has(Topic.SYMPTOM):
        return Kind.RESULT if re.search(r"\b(?:show|showed|shows|came back|reveal)", text) else None
    if set(facts.lowers) & RELATIVES and facts.has(Topic.DISEASE):
        return Kind.FAMILY
    if facts.has(Topic.DRUG):
        return Kind.MEDICATION if _is_regular(facts) else Kind.HISTORY
    if _PAST.search(text) and facts.has(Topic.DISEASE, Topic.TREATMENT):
        return Kind.PAST
    return Kind.HISTORY


_CONDITION = re.compile(r"\b(?:if|goal|below|under|call|continue|start|increase|decrease)\b")
_ASKED_HOME = re.compile(r"\b(?:cuff|log of|check your blood pressure|keep|record|lose|gain)\b")


def plan_kind(facts: Facts, *, intent: bool) -> Kind | None:
    """The kind of an order, a treatment or advice; None when the clause is none of them."""
    text = facts.text
    if not intent and not (set(facts.lowers[:4]) & _PLAN_IMPERATIVE):
        return None
    conditional = bool(re.search(r"\bif (?:you|your|it|the|that|this|things|there|any)\b", text))
    if not conditional and (_TO_EXAM.search(text) or re.search(r"\b(?:let (?:us|me)|going to|will|want to|to) (?:just )?(?:talk|look|go over|take a look|see (?:what|if|how)|listen|ask|examine|do a (?:\w+ ){0,3}exam|do a (?:quick|brief)|chat|pull|push on|press on)\b|stethoscope|start by listening", text)):
        return None
    if _FOLLOW_UP.search(text) and (
        facts.numbers or "follow" in text or "return" in text or "see you" in text or "come back" in text
    ):
        return Kind.FOLLOW_UP
    if conditional:
        return Kind.ADVICE
    if _REFERRAL.search(text):
        return Kind.REFERRAL
    if facts.has(Topic.DRUG, Topic.DRUG_CLASS):
        return Kind.TREATMENT
    if facts.has(Topic.TEST) and _FUTURE_TEST.search(text):
        return Kind.TEST_ORDER
    if facts.has(Topic.TREATMENT):
        return Kind.TREATMENT
    if facts.mentions or set(facts.lowers) & _ORDER_WORDS or re.search(r"\b(?:want|need|like) you to\b|\bmake sure\b|\byou (?:should|need to|have to)\b", text):
        return Kind.ADVICE
    return None


def _is_result(facts: Facts, stage: Stage) -> bool:
    text = facts.text
    if re.search(r"\b(?:want|wanted|going) to (?:just )?(?:go over|look|see|talk|show)\b", text) or _NOT_A_RESULT.search(text):
        return False
    if not facts.has(Topic.TEST):
        return (
            stage is Stage.RESULTS
            and facts.has(Topic.FINDING, Topic.DISEASE)
            and not re.search(r"\b(?:i (?:hear|feel|appreciate)|palpation|listen|on (?:your )?exam)\b", text)
        )
    if _VITAL_NAMES.search(text) and not re.search(r"\b(?:a1c|lab|x-ray|ekg)\b", text):
        return False
    return bool(
        re.search(
            r"\b(?:show|shows|showed|reveal|reveals|revealed|demonstrate|demonstrates|came back|results?|was|were|is|are|looks?|looked|normal|"
            r"elevated|negative|positive|no|consistent|reviewed|indicates?|had)\b",
            text,
        )
    )


_TOLD_TO = re.compile(
    r"^(?:(?:so|okay|and|now|just|can you|if you can) )*(?:touch|push|squeeze|lift|raise|close|open|follow|look|breathe|take|press|pressure|bend|turn|walk|lie|lay|sit|stand|hold|give|keep|try|go|come)\b"
)


def _exam_like(facts: Facts) -> bool:
    text = facts.text
    if re.search(r"\b(?:want|wanted|going) to (?:just )?(?:go over|look|see|talk|show)\b", text) or _NOT_OBSERVED.search(text):
        return False
    if _TOLD_TO.search(text) and "tender" not in text:
        return False
    if re.search(
        r"\b(?:let me|going to|can you|could you|take a|i want you to|push|squeeze|lie|lay) ", text
    ) and not facts.has(Topic.FINDING):
        return False
    return facts.has(Topic.FINDING) or (
        facts.has(Topic.BODY, Topic.SYMPTOM)
        and bool(
            re.search(
                r"\b(?:i (?:do )?(?:not )?(?:see|hear|feel|appreciate|notice)|there (?:is|are)|you (?:do )?(?:not )?have|your|no|looks?|some)\b",
                text,
            )
        )
    )


def worth(facts: Facts, kind: Kind, *, from_patient: bool) -> float:
    """How much a clause is worth keeping: its clinical words and numbers, less its small talk."""
    value = 0.0
    topics = {mention.topic for mention in facts.mentions}
    value += 3.0 * (Topic.DRUG in topics)
    value += 1.5 * min(3, facts.count(Topic.SYMPTOM))
    value += 2.0 * min(2, facts.count(Topic.DISEASE))
    value += 1.0 * min(2, facts.count(Topic.BODY))
    value += 1.0 * min(2, facts.count(Topic.TEST)) + 1.0 * min(2, facts.count(Topic.TREATMENT))
    value += 1.0 * (Topic.DRUG_CLASS in topics) + 1.0 * (Topic.SOCIAL in topics)
    value += 1.0 * (facts.numbers > 0)
    if not from_patient:
        value += 1.0 * min(2, facts.count(Topic.FINDING))
    if kind in {Kind.ALLERGY, Kind.FAMILY, Kind.COMPLAINT, Kind.VITALS}:
        value += 2.0
    if kind is Kind.SOCIAL and _SOCIAL.search(facts.text):
        value += 1.0
    if kind.section.value == "plan":
        value += 1.5
    if _COURSE.search(facts.text):
        value += 0.7
    if is_chatter(facts):
        value -= 3.0
    if len(facts.lowers) > 38:
        value -= 2.0
    if len(facts.lowers) < 3 and facts.lowers[:1] != ("no",):
        value -= 1.0
    if from_patient and ("you" in facts.lowers or "your" in facts.lowers):
        value -= 3.0
    return value


def is_chatter(facts: Facts) -> bool:
    """Whether the words are small talk or talk to an assistant."""
    return bool(_CHATTER.search(facts.text)) and (
        bool(_NEVER_NOTED.search(facts.text)) or not facts.has(Topic.SYMPTOM, Topic.DRUG, Topic.DISEASE, Topic.BODY, Topic.FINDING)
    )
