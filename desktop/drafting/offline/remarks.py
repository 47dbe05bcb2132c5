"""Recognises what a provider only explains, asks for during an examination, or recalls from earlier."""

from __future__ import annotations

import re

from desktop.drafting.offline.conclusions import core_of
from desktop.drafting.offline.facts import Facts
from desktop.language.lexicon import Topic

_SORT = (
    r"(?:type|kind|sort|form|swelling|inflammation|condition|chemical|hormone|protein|gland|organ|muscle|tube|bug|bacteri\w+|virus|disease|medicine|medication|drug|way|process|part|layer|ligament|tendon|"
    r"nerve|fat|blockage|build-?up|thinning|lack|growth|bone|joint|disc|sac|valve|pouch|pump|substance|fluid|cell|procedure|device|tissue)s?"
)
_DEFINES = re.compile(
    rf"^(?!(?:the|your|his|her|my|our|this|that|these|those|it|you|he|she|they|we|i|there|here|no|not|both|left|right|if|when|so)\b)(?:an? )?(?:[\w'-]+ ){{1,4}}?(?:is|are) (?:(?:basically|just|really|essentially|usually|often|simply) )*(?:an? |the |one of the |these |like (?:an? )?)?(?:[\w'-]+ ){{0,4}}?{_SORT}\b"
)
_DEFINES_PART = re.compile(
    r"^the (?:[\w'-]+ ){1,3}(?:is|are) (?:(?:basically|just|really) )*(?:an? |the |these )(?:[\w'-]+ ){0,4}?(?:gland|organ|muscle|tube|bone|joint|ligament|tendon|nerve|disc|sac|valve|pouch|pump|part of the)\b"
)
_MEANS = re.compile(
    r"^(?!(?:your|his|her|my|this|that|it|you|he|she|we|i|there|no|not|if|when|so)\b)(?:an? |the )?(?:[\w'-]+ ){1,4}?(?:(?:just |basically |usually |really )*(?:means?(?: that)?|happens? (?:when|because|if)|occurs? (?:when|because)|(?:is|are) (?:when|what happens|how|thought to|caused by)|goes? through|runs? in|works? by|tends? to|"
    r"(?:can|may|could) (?:also |sometimes |often |certainly |actually )*(?:damage|harm|hurt|affect|raise|lower|increase|worsen|trigger|irritate|interact|be (?:caused|due|from|a (?:sign|side))|cause|get|come|happen|make|lead|mimic|look like))|slows? down (?:how|the)|speeds? up (?:how|the)|gets? [\w]+ (?:for|from|because|with) (?:all|many|lots|a lot))\b"
)
_IN_GENERAL = re.compile(
    r"^(?:(?:this|that|it|these|which|they|those) (?:can|may|could) (?:also |sometimes |often |certainly |actually )*(?:be (?:caused by|due to|from|related to|a (?:side effect|sign))|come from|cause|happen (?:with|from|for|when|in)|lead to)|"
    r"(?:sometimes|usually|typically|often|in general|generally|normally) (?:people|patients|it|this|that|when|the|they|with)|some (?:possible |common |of the )+(?:causes|reasons)|there (?:is|are) (?:many|a lot of|lots of|several|all (?:sorts|kinds) of|a number of|different) (?:different |possible |other )?(?:causes|reasons|things|types|kinds|ways)|"
    r"(?:most|many|some|a lot of|lots of|plenty of) (?:people|patients|kids|children|women|men|folks|cats|dogs|babies|adults)|(?:cats|dogs|kids|babies|people|children) (?:can|get|often|tend)|by (?:that|this) i mean)\b"
)
_SURELY_GENERAL = re.compile(
    r"^(?:this|that|it|these|they|which) can (?:[\w]+ )?(?:be caused by|come from|be from) (?:a lot|lots|many|all|anything|so many|different|several|a number|things)"
)
_OF_OTHERS = re.compile(
    r"^(?:then |and |but |sometimes )*(?:(?:(?:other|many|a lot of|some|most|several|plenty of|these|those|two|a few) )*(?:patients|people|guys|men|women|folks) (?:of mine |i (?:see|know|treat) |like that |who )?(?:have|had|would|get|got|take|took|do|did|use|used|end|come|came|will|are|were)\b|"
    r"they would (?:all |often |then |just )?(?:have|take|get|go|come|end|die|use|do|start|stop|be)\b|i (?:have|had) (?:also |often |even |certainly |honestly )?(?:not )?(?:honestly |really )?(?:seen|had|known|treated) (?:(?:a lot of|lots of|many|some|other|several|plenty of|two|three|a few|a couple of|one|so many) )*(?:people|patients|guys|men|women|folks|cases)\b)"
)
"""What happened to others, told for an example."""
_FOR_EXAM = re.compile(
    r"\bfor me\b(?! to)|\b(?:deep|big) breath|\bsay ah\b|^(?:(?:now|just|please|and|then|okay|go ahead and|can you|could you|if you can|if you could|i want you to|i am going to have you|i would like you to|try to|,) )*(?:"
    r"(?:push|pull|squeeze|press|resist|kick|grip) (?:against|on|into|up|down|me|my|here|out|back|in)|follow (?:my|the) (?:finger|light|pen)|breathe?\b|open (?:wide|up|your (?:mouth|eyes))|hop (?:up|on)|turn (?:around|over|your (?:head|foot|hand|palms?|wrist)|to the|for)|lie (?:down|back|on)|lay (?:down|back|on)|"
    r"sit (?:up|down|here|back|on the)|stand (?:up|here|on)|lift (?:your|that|both|the)|raise (?:your|both|that)|bend (?:your|the|that|over|it|forward)|straighten|give me (?:your|that)|hold (?:still|your (?:arms?|hands?|breath)|out|that there)|relax|close your|touch (?:your|my)|bite down|smile|swallow for|stick out|look (?:up|down|straight|at (?:me|my|the|this)|over|to (?:the|your))|"
    r"roll (?:up|over)|wiggle|tell me (?:if|when|where)|take (?:off|your (?:shoe|sock|shirt|coat|jacket)|a (?:seat|deep|big|breath))|show me|walk (?:over|across|toward|to the)|make a fist|spread your|point to)"
)
_I_EXAMINE = re.compile(
    r"^(?:(?:now|so|okay|and|first|just|,) )*(?:let me|i am (?:just )?(?:going|gonna) to|i will (?:just )?|can i|i am just|i would like to|let us) (?:(?:just|quickly|first|also|have|take|a|quick|go ahead and) )*(?:look|listen|tap|press|feel|touch|examine|peek|get (?:a|your) (?:weight|height|temperature|temp|pulse|blood pressure|pressure|vitals)|weigh|measure|push on|move your|shine)\b(?! (?:into|forward|for (?:a )?(?:job|doctor)))"
)
_EARLIER = re.compile(
    r"\b(?:last (?:time|visit|week|month|year|fall|autumn|spring|summer|winter|appointment|session|check\w*|january|february|march|april|may|june|july|august|september|october|november|december)|(?:when|since) (?:we|i|you|they) (?:last |first |initially |were )?(?:checked|saw|met|here|came|measured|tested|did|looked|started|hospital)|"
    r"(?:back )?in (?:january|february|march|april|may|june|july|august|september|october|november|december|the (?:hospital|spring|fall|summer|winter|autumn))|in (?:19|20)\d\d|from (?:19|20)\d\d|(?:[\w]+|a few|a couple of|couple) (?:days|weeks|months|years|week|month|year) ago|back in|from last|previously|at your last|on your last)\b"
)
_PAST = re.compile(
    r"\b(?:was|were|had|did|put|started|showed|came|went|saw|weighed|measured|checked|got|gave|bumped|increased|decreased|switched|changed|stopped|added|placed|scored|walked|ordered|ran|[\w]{3,}ed)\b"
)
_PRESENT = re.compile(
    r"\b(?:is|are|am|will|today|now|should|let us|going to|want|need|has|have|continue|can|weighs|looks|feels|seems|shows)\b"
)
_OPINION = re.compile(r"^(?:[\w]+ )?i (?:do )?(?:not )?(?:think|believe|suspect|guess)\b")
_TOLD = (Topic.TEST, Topic.DRUG, Topic.DISEASE, Topic.TREATMENT, Topic.FINDING, Topic.BODY)


def explains(facts: Facts) -> bool:
    """Whether a clause tells what an illness, a part of the body or a medicine is in general, not in this patient."""
    text = core_of(facts.text)
    if _SURELY_GENERAL.search(text) or _OF_OTHERS.search(text):
        return True
    if facts.has(Topic.DRUG) and facts.numbers:
        return False
    return bool(
        _DEFINES.search(text) or _DEFINES_PART.search(text) or _MEANS.search(text) or _IN_GENERAL.search(text)
    )


def instructs(facts: Facts, *, planning: bool) -> bool:
    """Whether a clause tells the patient what to do for an examination, or what the examiner does next."""
    if planning and (facts.numbers or facts.has(Topic.DRUG, Topic.TEST, Topic.TREATMENT)):
        return False
    if facts.has(Topic.DRUG, Topic.FINDING, Topic.DISEASE):
        return False
    return bool(_I_EXAMINE.search(facts.text) or _FOR_EXAM.search(facts.text))


def recalls(facts: Facts) -> bool:
    """Whether a clause tells what was measured or done at an earlier time: "last time it was about 6"."""
    text = facts.text
    weighty = facts.numbers or facts.has(*_TOLD)
    earlier = _EARLIER.search(text)
    if _OPINION.search(text):
        return False
    if not (weighty and earlier and _PAST.search(text)) or _PRESENT.search(text):
        return False
    return not re.search(r"\d.*,", text[: earlier.start()])
