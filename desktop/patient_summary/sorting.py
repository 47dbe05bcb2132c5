"""Which block of a patient's summary a sentence of the note belongs to, told by its words."""

from __future__ import annotations

import re

from desktop.domain.note import Section
from desktop.domain.patient_summary import Block
from desktop.language.lexicon import Topic, lexicon

_CALL = re.compile(
    r"\b(?:(?:return|come back|call|seek|go to|present|contact|notify|report|dial)\b[^.]{0,60}\b(?:if|should|for (?:any|new|worsening)|with any|911|999|emergency|\ber\b|\bed\b|immediately|right away)"
    r"|(?:if|should)\b[^.]{0,80}\b(?:worse|worsens?|worsening|persists?|develops?|fails?|does not|do not|recurs?|fever|call|return|emergency)"
    r"|return precautions?|red flags?|warning signs?|emergency (?:department|room)|strict (?:return|er)|safety[- ]net)",
    re.IGNORECASE,
)
_NEXT = re.compile(
    r"\b(?:follow[- ]?up|return (?:in|to)|rtc|recheck|re-?evaluate|reassess|see (?:me|us|you|him|her) (?:again|back|in)|refer(?:red|ral)?s?|consult(?:ation)?|appointment|schedule[ds]?"
    r"|order(?:ed)?|obtain|check|repeat|labs?|blood ?work|x-?rays?|mri|ct|ultrasound|imaging|echocardiogram|ekg|ecg|biopsy|colonoscopy|mammogram|screening|test(?:s|ing)?|panel|culture|monitor(?:ing)? labs"
    r"|physical therapy|occupational therapy|(?:see|call) (?:the )?(?:patient|client|pt)|sessions?|recall|next visit|in \w+ (?:days?|weeks?|months?))\b",
    re.IGNORECASE,
)
_ADVICE = re.compile(
    r"\b(?:you (?:should|must|may|can|need|are to|will)|advised?|recommend\w*|encourage[ds]?|counsel\w*|instruct\w*|avoid|do not|don't|should|limit|rest|ice|heat|elevate|drink|eat|exercise|stretch\w*|wear|keep"
    r"|use|apply|try|quit|stop|start|begin|continue|increase|reduce|decrease|weigh|measure|check|log|record|bring|brace|splint|crutches|cast|diet|fluids|hydrat\w+|sleep|stay|work (?:note|restrictions)|off work|light duty"
    r"|no (?:lifting|driving|sports|weight)|non-?weight|weight[- ]bearing|precautions|activity as tolerated|home (?:exercise|care))\b",
    re.IGNORECASE,
)
_STORY = re.compile(r"\b(?:\w+-year-old|presents? (?:today|with|for))\b", re.IGNORECASE)
_ABOUT_THE_VISIT = re.compile(
    r"\b(?:\w+-year-old|presents? (?:today|with|for)|discussed|reviewed|reports?|states?|endorses|denies)\b",
    re.IGNORECASE,
)
_NOT_FOR_PATIENTS = re.compile(
    r"\b(?:cpt|icd|e/?m|billing|billed|coded?|modifier|units billed|total time|time spent|minutes (?:were )?spent|medical decision making|differential|dictat\w+|scribe|transcri\w+|gauge|consent (?:was )?obtained"
    r"|risks?,? (?:and )?benefits?|questions (?:were )?answered|verbali[sz]ed understanding|(?:understands? and )?agrees? with|understands? and agrees?|lengthy discussion)\b|\b9\d{4}\b",
    re.IGNORECASE,
)


_DONE = re.compile(
    r"^(?!need\b|no\b|feed|speed|bed|red|advis|instruct|encourag|counsel|recommend)\w+ed\b|^(?:we|i) (?:(?!explain|advis|instruct|encourag|counsel|recommend)\w+ed|did|used|gave|put)\b|^today\b(?!.*\bwill\b)"
    r"|\b(?:was|were|has been|have been) (?!advis|instruct|encourag|counsel|recommend|told|asked|remind)\w+(?:ed|en|ne)\b|\b(?:given|done|performed|(?<!as )tolerated|completed|administered|signed)\W*$",
    re.IGNORECASE,
)
"""What was done at the visit: documentation, no advice."""
_STATEMENT = re.compile(
    r"(?:this|it|there|that|these|he|she|his|her|the|you|your|we (?:had|talked|are|think)|after|as|at this|overall)\b",
    re.IGNORECASE,
)
"""How a sentence begins that states something; it is advice only by its other words."""
_REASONING = re.compile(r"\b(?:reasoning|assessment|impression|rationale)\b", re.IGNORECASE)
_DOSED = re.compile(r"\d\s?(?:mg|mcg|units?|puffs?|tablets?|capsules?|drops?)\b", re.IGNORECASE)


def block_of(section: Section, sentence: str, label: str = "") -> Block | None:
    """The block, or None for what tells a patient nothing new: billing, documentation, their own story.

    label: what the note writes before the sentence ("Medical Reasoning").
    """
    if _NOT_FOR_PATIENTS.search(sentence) or (sentence.isupper() and len(sentence.split()) < 4):
        return None
    if section is Section.ASSESSMENT or _REASONING.search(label):
        return None if _STORY.search(sentence) else Block.FOUND
    if _CALL.search(sentence):
        return Block.CALL
    if names_a_medicine(sentence) or _DOSED.search(sentence):
        return Block.MEDICINES
    if _NEXT.search(sentence):
        return Block.NEXT
    if is_title(sentence):
        return Block.FOUND
    if _ABOUT_THE_VISIT.search(sentence) is not None:
        return None
    # A plan is what is to be done; only what is plainly no advice is left out.
    if _DONE.search(sentence) and _ADVICE.match(sentence) is None:
        return None
    return None if _STATEMENT.match(sentence) and _ADVICE.search(sentence) is None else Block.DO


def is_title(sentence: str) -> bool:
    """True for the name of a problem that stands over its plan: a few words that name an illness or symptom."""
    words = re.findall(r"[a-z0-9][a-z0-9'-]*", sentence.lower())
    topics = {mention.topic for mention in lexicon().mentions(words)}
    return (
        len(words) <= 6
        and not sentence.endswith(":")
        and not topics.isdisjoint({Topic.DISEASE, Topic.SYMPTOM})
        and _ADVICE.search(sentence) is None
    )


def names_a_medicine(sentence: str) -> bool:
    """True when the words name a drug or a class of drugs."""
    words = re.findall(r"[a-z][a-z'-]*", sentence.lower())
    return any(mention.topic in {Topic.DRUG, Topic.DRUG_CLASS} for mention in lexicon().mentions(words))
