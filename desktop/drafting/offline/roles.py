"""Who says each clause: from its words, from the tag as far as the tags of this visit can be trusted, and from the flow."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from desktop.domain.transcript import Speaker
from desktop.drafting.offline.clause_starts import NEVER_AFTER
from desktop.language.words import Word

TRUSTED_SHARE = 0.7
"""Tags that agree with this share of the clauses whose speaker is plain are trusted throughout the visit."""

FEW_PLAIN = 8
"""Of so few plain clauses half may disagree with their tags by chance."""
ASKS_LEAN = 1.5

_PROVIDER_SAYS = (
    (2.5, re.compile(r"\b(?:i (?:am going to|will|want to|would like to|also want to) (?:also |just |go ahead and )?(?:order|prescribe|refer|start|send|put you|give you|write|get you|have you|examine|listen|check|press|take a look|do a|get an?)|"
                     r"i (?:want|need|would like|also want) you to|for your (?:first|second|third|next|last)|assessment and|my plan|on your (?:\w+ )?exam|on exam\w*|hey dragon|i recommend|i am (?:worried|concerned) (?:that )?(?:you|about (?:a|an|your))|i appreciate|let me (?:listen|check|take a|see your|look at|examine)|"
                     r"range of motion|palpation|follow up with (?:me|you|us)|see you (?:back|again|in)|i reviewed|capillary refill|murmur|bilaterally|refer you)\b")),
    (2.0, re.compile(r"\b(?:do|have|are|did|were|can|could|would|will) you\b(?! (?:think|know what|mean|want me|guys|recommend))|\bhow (?:are|long|often|much|many|bad|about|is|does|did)\b|\bwhat (?:brings|about|kind|makes|medic|type)|\btell me\b|\bany (?:other|history|pain|fever|chest|nausea|numb|trouble|problem|short|family|swell|chills|dizz|head|weight|change)")),
    (1.2, re.compile(r"\b(?:your (?!welcome)\w+|you (?:have|do|can|should|need|might|may|are|were|had|said|mentioned|will|take|know that)|let us|i (?:see|know|understand) (?:that |here )?(?:you|your))\b")),
    (2.0, re.compile(r"\bi am (?:sending|referring|giving|starting|putting|prescribing|ordering) (?:him|her|you|them|a|an|the)\b|\b(?:percentile|fontanel\w*|soft spot is|red reflex\w*|eardrums? (?:is|are)|(?:lungs|ears) are clear|heart sounds)\b|"
                     r"^(?:use|give|keep|hold|stop|start|call|avoid|continue|bring|come back|return|apply|take) (?!i\b|my\b)(?:\w+ )+")),
    (1.0, re.compile(r"\b(?:does (?:it|that|this)|is (?:it|there|that)|okay so|any questions|good to see you|we (?:can|will|are going to|should|need|call|give|put))\b")),
)  # fmt: skip
_PATIENT_SAYS = (
    (2.0, re.compile(r"\b(?:i (?:have|had) (?:been|had|noticed|not|a lot|this|some|never|pain)|i (?:feel|felt|took|noticed|fell|woke|tried|hurt|can (?:barely|hardly)|do not (?:have|remember|think i|drink|smoke|want)|was (?:at|just|doing|on|in|taking|playing|walking|lifting)|"
                     r"usually|work|live|smoke|drink|wake|sleep|get (?:a|some|really|pain)|went|got|iced|am (?:in|on my|having|taking|more|really|worried|scared))|"
                     r"my (?:\w+ )?(?:knees?|back|shoulder|stomach|head|chest|wife|husband|mom|mother|dad|father|job|leg|legs|foot|feet|toe|ankle|hand|arm|neck|pain|throat|medicines?|medications?|sleep|kids|daughter|son|brother|sister|eyes?|blood|doctor|symptoms|body|side|heart|hip|parents|ears?|skin|weight))\b")),
    (1.5, re.compile(r"\b(?:(?:hurts?|bothers|bothering|killing|helps|makes|gives|wakes) me|^(?:no|yeah|yes|nope|yep),? (?:i|it|not|nothing|none|my|just|no)\b|(?:should|can|will|could|am|do) i\b|do you think|thank you (?:doctor|so)|^it (?:hurts|started|feels|comes|goes|kind|just|does|stays)|not (?:really|that i))\b")),
    (0.7, re.compile(r"\b(?:i|me|my|mine)\b")),
)  # fmt: skip


def lean_of(lowers: Sequence[str]) -> float:
    """Positive when the words are a provider's, negative when a patient's, about 0 when they could be either's."""
    text = " ".join(lowers)
    lean = sum(weight for weight, pattern in _PROVIDER_SAYS if pattern.search(text))
    return lean - sum(weight for weight, pattern in _PATIENT_SAYS if pattern.search(text))


@dataclass(slots=True)
class Stretch:
    """One clause of one segment before it is known who says it. tag: the segment's own speaker."""

    segment: int
    words: list[Word]
    tag: Speaker
    asked: bool
    lean: float


_SIGN = {Speaker.PROVIDER: 1.0, Speaker.PATIENT: -1.0}


def speakers_of(stretches: Sequence[Stretch]) -> list[Speaker]:
    """Who says each stretch.

    Where the tags agree with the words they are kept. Where they do not (swapped in part, or two people
    under one tag), the words decide, then the flow of question and answer, then the tag.
    """
    plain = [s for s in stretches if abs(s.lean) >= 2.0 and s.tag in _SIGN]
    agreeing = sum(s.lean * _SIGN[s.tag] > 0 for s in plain)
    one_sided = len({s.tag for s in stretches if s.tag in _SIGN}) == 1
    if (
        one_sided
        and not any(s.tag is Speaker.UNKNOWN for s in stretches)
        and len({s.segment for s in stretches}) < 4
    ):
        return [s.tag for s in stretches]
    few = len(plain) < FEW_PLAIN and 2 * agreeing >= len(plain)
    trusted = agreeing >= TRUSTED_SHARE * len(plain) or few
    out: list[Speaker] = []
    before: Stretch | None = None
    for n, stretch in enumerate(stretches):
        if stretch.tag is Speaker.OTHER:
            out.append(Speaker.OTHER)
            before = stretch
            continue
        score = stretch.lean
        if stretch.asked and stretch.tag not in _SIGN:
            score += ASKS_LEAN  # without tags, whoever asks is more likely the provider
        if stretch.tag in _SIGN:
            score += _SIGN[stretch.tag] * (3.0 if trusted else 1.6 * _local_trust(stretches, n))
        if not (trusted and stretch.tag in _SIGN) and before is not None and out:
            score += _flow(before, stretch, out[-1])
        out.append(Speaker.PROVIDER if score > 0 else Speaker.PATIENT)
        before = stretch
    return out


def _flow(before: Stretch, stretch: Stretch, speaker: Speaker) -> float:
    """How likely the speaker goes on or hands over: an answer follows a question, a line belongs to one speaker."""
    sign = _SIGN.get(speaker, 0.0)
    if before.segment != stretch.segment and before.words[-1].lower in NEVER_AFTER:
        return 2.5 * sign  # an unfinished sentence is finished by whoever began it
    if before.asked and speaker is Speaker.PROVIDER and not stretch.asked:
        return -1.5
    return 1.0 * sign if before.segment == stretch.segment else -0.6 * sign


def _local_trust(stretches: Sequence[Stretch], n: int) -> float:
    """From 1 (the tags around here agree with the words) to -1 (they are swapped)."""
    good = bad = 0
    for near in stretches[max(0, n - 8) : n + 9]:
        if near.tag in _SIGN and abs(near.lean) >= 2.0:
            if near.lean * _SIGN[near.tag] > 0:
                good += 1
            else:
                bad += 1
    return (good - bad) / (good + bad) if good + bad else 0.0
