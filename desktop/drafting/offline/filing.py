"""Decides what a clause is about, from its words and from how far the visit has come."""

from __future__ import annotations

import re

from desktop.drafting.offline.facts import Facts
from desktop.drafting.offline.kinds import Kind
from desktop.drafting.offline.observing import READ_OFF, SHOWN, VITAL_NAMES, exam_like, is_result
from desktop.drafting.offline.planning import ACTION, INTENT, PLAN_IMPERATIVE, RESTRICTED, plan_kind
from desktop.drafting.offline.relatives import about_relative
from desktop.drafting.offline.speech import RELATIVES, word_set
from desktop.drafting.offline.stages import Stage
from desktop.drafting.offline.worth import SOCIAL
from desktop.language.lexicon import Topic

_REASONING = re.compile(
    r"\b(?:i (?:do )?(?:think|believe|suspect|feel like|feel that)|consistent with|most likely|likely|probably|suggestive of|concerning for|concern(?:ed)? (?:for|about|that)|"
    r"diagnos(?:is|ed)|impression|sounds like|looks like you have|caused by|due to|secondary to|because of|well controlled|poorly controlled|uncontrolled|"
    r"doing (?:well|great|good|fine|okay)|stable|improving|improved|worsening|resolved|resolving|differential|rule out|evidence of|indicat|"
    r"this is (?:a|an|called|just)|you (?:do )?have (?:a|an|some|what)|not concerned|looks? (?:good|great|like)|at goal|exacerbation|flare)\b"
)
_ALLERGY = re.compile(
    r"\b(?:allerg(?:y|ic|ies) to|drug allerg|any allerg|no (?:known )?(?:drug )?allerg|allergies|allergic reaction|allergic)\b"
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
_HOME_READING = re.compile(
    r"\b(?:at home|home|running|been|log|cuff|monitor|yesterday|last|machine|cvs|used to)\b"
)
_IN_GENERAL = re.compile(
    r"\b(?:could be (?:anything|from|a lot)|some people|a lot of (?:people|patients|men|women|times)|most (?:people|patients|of the time)|many (?:people|patients)|common side effect|can (?:certainly |sometimes |also |often )?cause|would have had|if it were|for example|studies)\b"
)
_WEIGHED_NOW = re.compile(r"\b(?:he|she|you) (?:weighs?|is) |\btoday\b")
_VITAL_STATE = re.compile(r"\b(?:normal|good|stable|fine|high|elevated|low|great|limits)\b")
_FELT = re.compile(
    r"\bi (?:do )?(?:not |also |can )?(?:feel|hear|appreciate|notice|see (?!that|you|here|how|what|why))\b"
)
_THOUGHT = re.compile(
    r"^(?:(?:so|okay|and|well|now|right) )*i (?:do )?(?:think|believe|suspect) (?:this|you|your|it|that)\b"
)
_CONDITION = re.compile(r"\b(?:if|goal|below|under|call|continue|start|increase|decrease)\b")
_ASKED_HOME = re.compile(r"\b(?:cuff|log of|check your blood pressure|keep|record|lose|gain)\b")
_DOSED = re.compile(r"\b(?:milligrams?|mg|mcg|micrograms?|units?|puffs?|tablets?)\b")


_TREATED_LEVEL = re.compile(r"\b(?:blood pressure|blood sugar|sugars?|cholesterol|a1c|weight|pain)\b")
_LOOKED_AT = re.compile(
    r"\byour (?:\w+ )?(?:affect|speech|eye contact|thinking|thought process|insight|judgment|gait|posture|lungs|heart sounds|abdomen|throat|tonsils|pulses|reflexes|sensation|pupils|gums|eardrums?) (?:is|are|looks?|sounds?) "
)
_DIAGNOSED = re.compile(
    r"^(?:(?:so|okay|and|well|now|,) )*(?:(?:i|we) (?:do )?(?:think|believe|suspect|feel) |(?:it|this|that) (?:\w+ )?(?:looks|seems|sounds) like |what (?:you|he|she|we) (?:have|has|are|is)(?: got| dealing with| seeing)? (?:here )?is |"
    r"(?:you|he|she|we) (?:are|is) dealing with |(?:this is (?:a |an |your |most )?|(?:it|that) is (?:a |an )|(?:he|she|you) had (?:a |an ))(?!the |my |normal|what|where|how|why))"
)
_SURELY_DIAGNOSED = re.compile(
    r"\b(?:your|his|her|the|my|our) (?:\w+ )?(?:diagnosis|impression|assessment) (?:is|would be|here is)\b|\bsymptoms? (?:are|is|seems?|would be) (?:\w+ )?(?:consistent|compatible|in line) with\b|"
    r"\bwhat (?:i think )?(?:we|you|he|she) (?:are|is|have|has)(?: got)? (?:dealing with|looking at|seeing|here)?(?: here)? ?is\b|^(?:yes|no|so|okay|and|well|,|all|right| )*this is (?:a |an |just |most likely |probably )"
)
_AMISS = re.compile(
    r"\b(?:ruptured?|torn|tears?|sprain(?:ed)?|strain(?:ed)?|fractured?|dislocat\w+|herniat\w+|ulcers?|exacerbation|flare|infection|abscess|\w{3,}itis|\w{3,}osis|syndrome|disorder)\b"
)
"""Words for an illness or injury that the lexicon counts as a symptom, or does not know."""
_IT_IS = re.compile(
    r"^(?:(?:yes|no|so|okay|and|well|all|right|,) )*(?:it|that|this|he|she|you) (?:is|are|have|has)(?: got)? (?:\w+ ){0,2}?(?:a|an|some|probably|likely|just)\b|\bit sounds like (?:you|he|she) (?:have|has)\b"
)
_CODE_STATUS = re.compile(
    r"\b(?:full code|code status|do not resuscitate|dnr|dni|do not intubate|comfort care)\b"
)
_TESTS_WANTED = re.compile(
    r"\b(?:want|need|get|check|order|like) (?:a |an |the |some )?(?:\w+ ){0,2}(?:panel|level|count|scan|culture|biopsy|titer|smear|swab|mri|ct|x-?ray|ultrasound|echo)\b"
)
_SEES_SPECIALIST = re.compile(
    r"\b(?:like|want|need|have|ask|get) (?:you to see |(?:the |a |an |our )(?:\w+ ){0,2}(?:doctor|specialist|surgeons?|team|\w+ologists?) to see )"
)
_WHEN_TO_CALL = re.compile(
    r"\bif (?:you|your|he|she|his|her|it|there|any)\b.*\b(?:call (?:me|us|the|911|999|right|if|your)|go (?:straight )?to the|come (?:back|in)|nine one one|911|999|emergency|bring (?:him|her|it))\b"
)
_COURSE_NOW = re.compile(
    r"\b(?:is|are|seems?) (?:\w+ )?(?:healing|improving|worsening|stable|better|worse|settling down|resolving|resolved|progressing)\b"
)
_NOW_HAS = re.compile(
    r"^(?:(?:so|and|okay|well|now|,|yes) )*(?:you|he|she|they) (?:do |does |probably |likely |also |now )*(?:have|has|had|have got|has got) (?:a |an |some )?(?:\w+ ){0,2}(?!history)"
)
_ORDERING = word_set("put add switch use keep never stop start cut raise lower double halve hold")
_TREATED_BEST = re.compile(r"\b(?:best|usual|main|first) (?:treatment|thing)(?: for (?:\w+ ){1,3})? ?is\b")
_PROGRESS = re.compile(
    r"\b(?:you|he|she) (?:are|is) (?:gaining|progressing|on track|making (?:good |great |slow )?progress)\b"
)
ASSESSED = re.compile(
    r"\b(?:my|our|the|working|clinical) (?:\w+ )?(?:assessment|impression|diagnos[ie]s) (?:is|are|would be)\b|"
    r"\bi am (?:\w+ )?(?:concerned|worried) (?:about|for|that|this|it|you)\b"
)
_STATUS = re.compile(
    r"\b(?:is|are|remains?) (?:(?:also|not|yet|still|now|quite|so|really) )*(?:(?:above|below|at) (?:the |your )?(?:goal|target)|(?:un|well |poorly |under )?controlled|under (?:\w+ )?control)\b"
)


def patient_kind(facts: Facts) -> Kind:
    """What a patient's statement is about."""
    text = facts.text
    if about_relative(facts):
        return Kind.FAMILY
    if _ALLERGY.search(text) and "seasonal" not in text:
        return Kind.ALLERGY
    if (set(facts.lowers) & RELATIVES or "family" in facts.lowers or "runs in" in text) and facts.has(
        Topic.DISEASE
    ):
        return Kind.FAMILY
    if facts.has(Topic.DRUG) or (facts.has(Topic.DRUG_CLASS) and _MEDICATION.search(text)):
        return Kind.MEDICATION if _is_regular(facts) else Kind.HISTORY
    if (SOCIAL.search(text) or facts.has(Topic.SOCIAL)) and not facts.has(
        Topic.SYMPTOM, Topic.DISEASE, Topic.BODY, Topic.TREATMENT
    ):
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


def provider_kind(facts: Facts, stage: Stage) -> Kind | None:
    """What a provider's statement is about, or None when it is not part of a note."""
    text = facts.text
    if _IN_GENERAL.search(text):
        return None
    if _WHEN_TO_CALL.search(text):
        return Kind.ADVICE
    return _reasoning_kind(facts, stage) or _stated_kind(facts, stage)


def gives_diagnosis(facts: Facts) -> bool:
    """Whether words name what is amiss: "yes, it's a ligament rupture"."""
    amiss = facts.has(Topic.DISEASE) or bool(_AMISS.search(facts.text))
    return amiss and bool(_IT_IS.search(facts.text)) and not INTENT.search(facts.text)


def _reasoning_kind(facts: Facts, stage: Stage) -> Kind | None:  # noqa: C901, PLR0912 (one decision list, in order of certainty)
    """The kind of what draws a conclusion, gives an order or forbids in so many words."""
    text = facts.text
    intent = bool(INTENT.search(text))
    first = facts.lowers[0] if facts.lowers else ""
    if _CODE_STATUS.search(text):
        return Kind.ADVICE
    if _SEES_SPECIALIST.search(text):
        return Kind.REFERRAL
    if ASSESSED.search(text) and facts.has(Topic.DISEASE, Topic.SYMPTOM, Topic.FINDING):
        return Kind.REASONING
    if stage >= Stage.EXAM and not intent and _AMISS.search(text) and _IT_IS.search(text):
        return Kind.REASONING
    if (
        stage >= Stage.EXAM
        and _TESTS_WANTED.search(text)
        and intent
        and "refer" not in text
        and not SHOWN.search(text)
    ):
        return Kind.TEST_ORDER
    if stage >= Stage.EXAM and _TREATED_BEST.search(text):
        return Kind.ADVICE
    if stage >= Stage.EXAM and facts.has(Topic.DISEASE) and _DIAGNOSED.search(text) and not intent:
        return Kind.REASONING
    if stage >= Stage.EXAM and facts.has(Topic.DISEASE) and _COURSE_NOW.search(text) and not intent:
        return Kind.REASONING
    spans = [(m.start, m.end) for m in facts.mentions if m.topic is Topic.DISEASE]
    only_disease = bool(spans) and all(
        any(a <= m.start and m.end <= b for a, b in spans) for m in facts.mentions if m.topic is Topic.BODY
    )
    if stage is Stage.EXAM and _NOW_HAS.search(text) and only_disease and not intent:
        return Kind.REASONING
    if _SURELY_DIAGNOSED.search(text) and facts.has(Topic.DISEASE) and not SHOWN.search(text):
        return Kind.REASONING
    if stage is Stage.PLAN and _NOW_HAS.search(text) and facts.has(Topic.DISEASE) and not intent:
        return Kind.REASONING
    if (
        stage >= Stage.EXAM
        and first in _ORDERING
        and facts.has(Topic.DRUG, Topic.DRUG_CLASS, Topic.TREATMENT)
    ):
        return plan_kind(facts, intent=True) or Kind.TREATMENT
    if _PROGRESS.search(text) and stage >= Stage.EXAM:
        return Kind.REASONING
    if RESTRICTED.search(text) and stage >= Stage.EXAM:
        return Kind.ADVICE
    if stage is Stage.HISTORY and _LOOKED_AT.search(text) and not _HOME_READING.search(text):
        return Kind.EXAM
    return None


def _stated_kind(facts: Facts, stage: Stage) -> Kind | None:  # noqa: C901, PLR0912 (one decision list, in order of certainty)
    """The kind of any other statement of a provider."""
    text = facts.text
    intent = bool(INTENT.search(text))
    first = facts.lowers[0] if facts.lowers else ""
    if _STATUS.search(text) and (facts.has(Topic.DISEASE) or _TREATED_LEVEL.search(text)) and not intent:
        return Kind.REASONING
    if stage >= Stage.EXAM and ACTION.search(text):
        planned = plan_kind(facts, intent=True)
        if planned is not None:
            return planned
    measured = not intent or (facts.numbers and not _CONDITION.search(text))
    read_off = facts.numbers or _VITAL_STATE.search(text)
    if VITAL_NAMES.search(text) and measured and read_off and not _ASKED_HOME.search(text):
        if stage is Stage.HISTORY and (
            _HOME_READING.search(text)
            or (" was " in text and not _WEIGHED_NOW.search(text))
            or not facts.numbers
        ):
            return Kind.HISTORY
        if stage is not Stage.PLAN or facts.numbers:
            return Kind.VITALS
    if stage is Stage.PLAN or (
        intent and facts.has(Topic.TEST, Topic.TREATMENT, Topic.DRUG, Topic.DRUG_CLASS)
    ):
        planned = plan_kind(facts, intent=intent or first in PLAN_IMPERATIVE)
        if planned is not None:
            if stage is Stage.HISTORY and planned is Kind.ADVICE and not facts.has(Topic.DRUG, Topic.TEST):
                return None
            return planned
    if (
        stage is Stage.PLAN
        and _DOSED.search(text)
        and facts.has(Topic.DRUG)
        and not re.search(r"\b(?:was|were|had|took|is|are|have)\b", text)
    ):
        return Kind.TREATMENT
    if stage >= Stage.RESULTS and SHOWN.search(text) and facts.has(Topic.FINDING, Topic.DISEASE, Topic.BODY):
        return Kind.RESULT
    if stage is Stage.PLAN:
        if facts.has(Topic.TEST) and re.search(
            r"\b(?:show|shows|showed|reveal|reveals|came back|results?|was|were|looks?|looked)\b", text
        ):
            return Kind.RESULT
        if exam_like(facts) and re.search(
            r"\b(?:palpation|murmur|clear to|i (?:hear|see|feel|appreciate|notice)|on (?:your )?exam)\b", text
        ):
            return Kind.EXAM
        if _REASONING.search(text) and (
            facts.mentions
            or re.match(r"(?:so |and |okay )*i (?:do )?(?:think|believe|suspect) (?:this|that|it)\b", text)
        ):
            return Kind.REASONING
        return Kind.REASONING if facts.has(Topic.DISEASE) and len(facts.lowers) < 20 else None
    if stage in {Stage.EXAM, Stage.RESULTS}:
        if is_result(facts, stage):
            return Kind.RESULT
        if exam_like(facts):
            return Kind.EXAM
        if _REASONING.search(text) and facts.has(Topic.DISEASE):
            return Kind.REASONING
        return None
    if _ALLERGY.search(text) and "you" in facts.lowers:
        return Kind.ALLERGY
    if _COMPLAINT.search(text):
        return Kind.COMPLAINT
    if (_FELT.search(text) or READ_OFF.search(text)) and exam_like(facts):
        return Kind.EXAM
    if _THOUGHT.search(text) and facts.has(Topic.DISEASE):
        return Kind.REASONING
    if SHOWN.search(text) and facts.has(Topic.FINDING, Topic.DISEASE, Topic.BODY):
        return Kind.RESULT
    if (
        facts.has(Topic.TEST)
        and facts.numbers
        and not VITAL_NAMES.search(text)
        and re.search(r"\byour (?:\w+ )?[\w-]+ (?:is|was|were|are)\b", text)
    ):
        return Kind.RESULT
    if facts.has(Topic.TEST) and is_result(facts, stage) and not facts.has(Topic.SYMPTOM):
        return Kind.RESULT if re.search(r"\b(?:show|showed|shows|came back|reveal)", text) else None
    if set(facts.lowers) & RELATIVES and facts.has(Topic.DISEASE):
        return Kind.FAMILY
    if facts.has(Topic.DRUG):
        return Kind.MEDICATION if _is_regular(facts) else Kind.HISTORY
    if _PAST.search(text) and facts.has(Topic.DISEASE, Topic.TREATMENT):
        return Kind.PAST
    return Kind.HISTORY
