"""How much a statement is worth keeping, and what is only talk."""

from __future__ import annotations

import re

from desktop.drafting.offline.facts import Facts
from desktop.drafting.offline.kinds import Kind
from desktop.drafting.offline.speech import word_set
from desktop.language.lexicon import Topic

_CHATTER = re.compile(
    r"\b(?:weekend|holiday|vacation|football|baseball|game|weather|birthday|wedding|concert|movie|restaurant|pizza|puppy|puppies|garden|grill|barbecue|beach|cruise|"
    r"thank you|thanks|good to see|nice to (?:see|meet)|how are you|have a (?:good|great|nice)|take care|bye|goodbye|any questions|questions|sounds good|sounds great|"
    r"i'll be right back|be right back|sorry to hear|front desk|check ?out|appreciate it|no problem|you are welcome|my nurse|my assistant|hear that|"
    r"does that sound|does that make|hang in there|let me know if you have|hold on|one second|pull up|go ahead and (?:sit|have a seat)|congratulations|great question|"
    r"dax|template|scribe|recording|dragon)\b"
)
_CHATTY = word_set("like yeah kind just really guess probably honestly stuff thing things")
_NEVER_NOTED = re.compile(
    r"^(?:please )?(?:show me|finalize|pull up|display)\b|\b(?:dragon|dax|template|scribe|thank you|thanks|bye|questions|how are you)\b"
)
_COURSE = re.compile(
    r"\b(?:help(?:s|ed|ing)?|relief|worse|better|worst|started|began|ago|weeks?|days?|months?|years?|since|constant|scale|every (?:day|night|morning)|at night|when i|comes? and goes?|on and off|off and on|all the time|now and (?:again|then)|injur\w*|twisted|fell)\b"
)
SOCIAL = re.compile(
    r"\b(?:smok(?:e|es|ed|ing|er)|cigarettes?|vap(?:e|es|ing)|tobacco|packs? (?:a|per) day|alcohol|drink(?:s|ing)? (?:alcohol|beer|wine|socially|on)|beers?|wine|drinks? (?:a|per|at|week)|"
    r"marijuana|cannabis|cocaine|drugs|recreational|(?:works?|working) (?:as|at|in|for|from)|occupation|employed|unemployed|retired|job|live(?:s)? (?:alone|with|in|at|on|by)|lives|"
    r"married|divorced|widowed|single|sexually active|exercis(?:e|es|ing)|diet|eating|student|school|college|caffeine|coffee)\b"
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
    if kind is Kind.SOCIAL and SOCIAL.search(facts.text):
        value += 1.0
    if kind.section.value == "plan":
        value += 1.5
    if _COURSE.search(facts.text):
        value += 0.7
    if is_chatter(facts):
        value -= 3.0
    value -= 1.5 * (sum(word in _CHATTY for word in facts.lowers) > 2)
    if len(facts.lowers) > 38:
        value -= 2.0
    if len(facts.lowers) < 3 and facts.lowers[:1] != ("no",):
        value -= 1.0
    if from_patient and ("you" in facts.lowers or "your" in facts.lowers):
        value -= 3.0
    return value


def is_course(facts: Facts) -> bool:
    """Whether the words tell how a complaint goes: since when, how badly, what makes it worse."""
    return bool(_COURSE.search(facts.text))


def is_chatter(facts: Facts) -> bool:
    """Whether the words are small talk or talk to an assistant."""
    if _NEVER_NOTED.search(facts.text):
        return True
    clinical = facts.has(Topic.SYMPTOM, Topic.DRUG, Topic.DISEASE, Topic.BODY, Topic.FINDING)
    return not clinical and bool(_CHATTER.search(facts.text))
