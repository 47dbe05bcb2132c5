"""Where a provider's whole statement belongs that no surer rule has filed: kept by default rather than lost."""

from __future__ import annotations

import re

from desktop.drafting.offline.facts import Facts
from desktop.drafting.offline.kinds import Kind
from desktop.drafting.offline.planning import INTENT, PLAN_IMPERATIVE, VAGUE, plan_kind
from desktop.drafting.offline.speech import MODALS, word_set
from desktop.drafting.offline.stages import Stage
from desktop.language.lexicon import Topic

CONCLUDED = re.compile(
    r"\b(?:(?:my|our|the|working|clinical|final) (?:\w+ )?(?:assessment|impression|diagnos[ie]s) (?:is|are|would be)|"
    r"(?:i am|we are|still) (?:\w+ )?(?:concerned|worried|suspicious) (?:about|for|of|that)|(?:is|are) (?:also |still )?(?:possible|likely|unlikely)|"
    r"(?:(?:can|could) not|cannot) (?:\w+ )?rule out|(?:i|we) (?:do not |\w+ )?(?:think|believe|suspect|doubt)|consistent with|most likely|"
    r"(?:it|this|that) (?:\w+ )?(?:looks|seems|sounds|feels) like|what (?:i think )?(?:you|he|she|we) (?:have|has|are|is)(?: got| dealing with| seeing| looking at)? (?:here )?is|(?:you|we|he|she) (?:are|is) dealing with)\b"
)
"""A provider draws a conclusion in so many words."""
_NAMED = re.compile(
    r"^(?:(?:so|and|well|now|okay|but|,) )*(?:this|that|it|he|she|they|you) (?:is|are|has|have|do have|does have|probably has|probably have|likely has) (?!not\b)"
)
_STATUS = re.compile(
    r"\b(?:is|are|has been|remains?|looks?|seems?) (?:\w+ ){0,4}(?:(?:above|below|at|to) (?:the |your )?(?:goal|target)|(?:un|well |poorly |under )?controlled|gaining|on track|up because|high because|low because|under (?:\w+ )?control|stable|"
    r"improv(?:ing|ed)|worsen(?:ing|ed)|resolv(?:ing|ed)|in remission|responding|progressing|active|flaring|worse|better)\b"
)
_IN_GENERAL = re.compile(
    r"\b(?:some people|most (?:people|patients)|many (?:people|patients)|a lot of (?:people|patients)|for example|studies|would have)\b"
)
_ABOUT_TO_EXAMINE = re.compile(
    r"\b(?:let me|let us (?:take|have|check your|look|see)|i am (?:just )?(?:going to )?(?:check|look|listen|press|examin|feel)\w*|can you|could you|go ahead and|tell me|show me|take a (?:deep|look|seat)|deep breath)\b"
)
_DONE_TODAY = re.compile(
    r"^(?:(?:so|and|then|today|just) )*(?:we|you) (?!said|told|mentioned|needed|asked|talked|looked|noticed|had|have)(?:did|finished|flushed|worked|completed|performed|tolerated)\b|\b(?:today|now|just|already) (?:i|we) (?:\w+ed|did|gave|put|took)\b|^(?:so )?(?:i|we) (?:just |also )?(?:opened|placed|removed|injected|drained|cleaned|gave|applied|performed|used|did|cut|sutured|irrigated|adjusted|mobilized|administered|splinted)\b"
)
_PROHIBITED = re.compile(
    r"^(?:(?:so|and|but|okay|,) )*(?:no|do not|avoid|never|nothing|hold|skip|stay off|keep off) (?!one\b|problem\b|worries\b|idea\b|i\b|that\b)"
)
_ABOUT_COURSE = re.compile(r"\b(?:gaining|on track|because)\b")
_HOW_OFTEN = re.compile(
    r"^(?:then )?(?:once|twice|three times|every|\w+ times) (?:a |an |per )?(?:day|week|month|hour)s?\b"
)
_IS = re.compile(r"\b(?:is|are|looks?|feels?|sounds?)\b")
_OWN_SUBJECT = word_set("i we")
_PLACED = re.compile(r"^(?:the |your |his |her )?(?:left|right|both) \w+ (?:is|are|looks?|feels?)\b")
_NOT_FOUND = re.compile(
    r"\b(?:diagnosed|history of|i (?:feel|know|guess|mean)|let (?:us|the|your)|routine)\b"
)
_LONGEST_FINDING = 18
_ASKS_OF_PATIENT = word_set("keep see call come use do try put take bring return go stay wear")
_OBSERVED = frozenset({Topic.FINDING, Topic.SYMPTOM, Topic.BODY, Topic.DISEASE, Topic.TEST})


_PROGRESS = re.compile(
    r"\b(?:progress(?:ing)?|improving|getting (?:better|stronger|worse)|gaining|healing|on track)\b"
)
_ABOUT_PATIENT = word_set("you your he she his her the i so")
TELLS_TO_DO = re.compile(
    r"^(?:(?:so|and|okay|then|please|now|just|today|tonight|also|this week|for now|,) )*(?:(?:do not|never|no) (?!problem|worries|need|i |one\b)|see you |i (?:am going to|will) (?:check|see|call|recheck|needle|place|talk|send|ask|fax|write) |"
    r"(?:use|do|keep|walk|pack|cut|add|bring|write|put|drink|eat|stretch|ice|rest|wear|take|stay|avoid|stop|start|give|apply|change|come|call|practice|read|record|log|try|check|increase|reduce|limit|continue|hold|switch|swap|rub|brush|floss|rinse|elevate|wrap|sleep|get|sit|stand|move|lift|massage|soak|clean|feed|turn|set|make|plan|choose|ask|tell|join|return|schedule|weigh) (?!we|i |a seat|your (?:mouth|eyes|arm|leg|head))(?:\w+ ?)+)"
)
_IT_DOES = re.compile(r"^it (?:does|is|has|was|feels|looks) ")
_PERFORMED = re.compile(
    r"^(?:(?:so|okay|and|today|,) )*(?:you|he|she) (?:also )?(?:named|walked|scored|needed|got|lifted|completed|read|produced|held|answered|reached|coughed|lost|gained|weighs?) (?!to\b)"
)
_CHANCE = re.compile(
    r"\b(?:chance|risk) of\b.*\b(?:percent|in \w+)\b|\b(?:chance|risk) (?:is|was) (?:\w+ ){0,2}(?:percent|low|high)\b"
)
_SEE_YOU = re.compile(r"\b(?:see you|come back|return|check (?:you|on you)|recheck)\b")


def _state_told(facts: Facts) -> bool:
    """Whether a clause says how something is, without "i", "we" or a wish: a finding, during an examination."""
    lead = facts.lowers[0]
    if lead in PLAN_IMPERATIVE | {"just", "like"} or _NOT_FOUND.search(facts.text):
        return False
    if (
        lead in VAGUE | _OWN_SUBJECT | _ASKS_OF_PATIENT
        or MODALS & set(facts.lowers)
        or len(facts.lowers) > _LONGEST_FINDING
    ):
        return False
    if lead == "no" and facts.mentions:
        return True  # "no nasal polyps"
    weighty = facts.mentions or facts.numbers
    return bool(
        weighty and (_IS.search(facts.text) or (facts.has(Topic.TEST) and "was" in facts.lowers))
    ) or bool(_PLACED.search(facts.text))


def default_kind(facts: Facts, stage: Stage, *, late: bool) -> Kind | None:  # noqa: C901, PLR0912 (a list of rules, in order of certainty)
    """The kind of a provider's clinical statement from its form alone, or None for talk about the visit itself.

    late: whether the statement stands in the second half of the conversation.
    """
    text = facts.text
    if _IN_GENERAL.search(text) or _ABOUT_TO_EXAMINE.search(text):
        return None
    told = facts.lowers[:1] and facts.lowers[0] not in _OWN_SUBJECT
    if CONCLUDED.search(text) and facts.has(Topic.TEST) and not facts.has(Topic.DISEASE, Topic.FINDING):
        return Kind.TEST_ORDER
    if CONCLUDED.search(text) and facts.has(Topic.DISEASE, Topic.SYMPTOM, Topic.FINDING, Topic.TREATMENT):
        return Kind.REASONING
    if (
        (facts.has(Topic.DISEASE, Topic.SYMPTOM) or _ABOUT_COURSE.search(text))
        and _STATUS.search(text)
        and (late or stage > Stage.HISTORY)
    ):
        return Kind.REASONING
    if (
        _PROHIBITED.search(text)
        and (
            stage is Stage.PLAN
            or (late and facts.has(Topic.DRUG, Topic.DRUG_CLASS, Topic.TREATMENT))
            or (stage is Stage.EXAM and facts.lowers[0] in {"do", "never", "avoid"})
        )
        and not (facts.lowers[0] == "no" and facts.has(Topic.FINDING, Topic.SYMPTOM, Topic.DISEASE))
    ):
        return Kind.TREATMENT if facts.has(Topic.DRUG, Topic.DRUG_CLASS) else Kind.ADVICE
    if INTENT.search(text) or facts.lowers[0] in PLAN_IMPERATIVE | {"please"}:
        ordered = plan_kind(facts, intent=True)
        if ordered is not None and (
            stage > Stage.HISTORY or late or facts.has(Topic.DRUG, Topic.TEST, Topic.TREATMENT)
        ):
            return ordered
    if _DONE_TODAY.search(text) and (facts.mentions or facts.numbers):
        return Kind.TREATMENT
    if _NAMED.search(text) and facts.has(Topic.DISEASE) and (late or stage > Stage.HISTORY):
        return Kind.REASONING
    spoken_to = {"you", "your"} & set(facts.lowers)
    if stage in {Stage.EXAM, Stage.RESULTS} and _state_told(facts):
        return Kind.RESULT if facts.has(Topic.TEST) and not facts.has(Topic.BODY) else Kind.EXAM
    if (
        facts.has(*_OBSERVED)
        and told
        and not MODALS & set(facts.lowers)
        and (facts.has(Topic.FINDING) or facts.count(*_OBSERVED) > 1 or facts.numbers)
    ):
        if facts.has(Topic.TEST) and not facts.has(Topic.BODY) and not spoken_to:
            return Kind.RESULT
        if stage in {Stage.EXAM, Stage.RESULTS} or (not spoken_to and facts.has(Topic.FINDING, Topic.BODY)):
            return Kind.EXAM
    if (
        late
        and facts.numbers
        and (facts.has(Topic.TREATMENT, Topic.DRUG) or _HOW_OFTEN.search(text))
        and told
    ):
        return Kind.TREATMENT
    if (
        stage is Stage.EXAM
        and facts.has(Topic.BODY)
        and told
        and _IS.search(text)
        and not MODALS & set(facts.lowers)
    ):
        return Kind.EXAM
    if (
        stage is Stage.PLAN
        and len(facts.lowers) > 2
        and facts.lowers[0] in _ASKS_OF_PATIENT
        and not facts.mentions
    ):
        return Kind.ADVICE
    if (
        stage is Stage.EXAM
        and facts.lowers[0] == "it"
        and facts.has(Topic.BODY, Topic.FINDING)
        and _IT_DOES.search(text)
    ):
        return Kind.EXAM
    if facts.numbers and _PERFORMED.search(text):
        return Kind.EXAM
    if (late or stage is Stage.PLAN) and _CHANCE.search(text):
        return Kind.REASONING
    if (late or stage is Stage.PLAN) and _PROGRESS.search(text) and facts.lowers[0] in _ABOUT_PATIENT:
        return Kind.REASONING
    if (late or stage is Stage.PLAN) and TELLS_TO_DO.search(text):
        if _SEE_YOU.search(text):
            return Kind.FOLLOW_UP
        return Kind.TREATMENT if facts.has(Topic.DRUG, Topic.DRUG_CLASS) else Kind.ADVICE
    if stage is Stage.PLAN and facts.mentions:
        if facts.has(Topic.DRUG, Topic.DRUG_CLASS, Topic.TREATMENT):
            return Kind.TREATMENT
        return Kind.REASONING if facts.has(Topic.DISEASE, Topic.SYMPTOM) else None
    return None
