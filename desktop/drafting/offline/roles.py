"""Who says each clause: from its words, from the tag as far as the tags of this visit can be trusted, and from the flow."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from desktop.domain.transcript import Speaker
from desktop.drafting.offline.voices import handover_log_odds, plain_words, voice_log_odds
from desktop.language.lexicon import Topic, lexicon
from desktop.language.words import Word

VOICE_SHARE = 0.6
RULE_SHARE = 0.6
HANDOVER_SHARE = 0.8
"""How much the learned weights and the plainest wordings count; found by cross-validation."""
FEW_LINES = 4
WITHIN_LINE = -5.0
WITHIN_UNTAGGED_LINE = -2.5
BETWEEN_LINES = 1.0
"""Log odds, added to those of a handover, before the talk itself has told how often its lines change hands."""
MOST_OFFSET = 4.0
SMOOTH = 3.0
PASSES = 3
MOST_LEAN = 6.0
MOST_OF_LINE = 4.5
TAG_RIGHT = 0.995
TAGS_RIGHT = 0.95
SWAP_BEGINS = 0.003
"""How likely one tag, the tags at the start, and the change to swapped tags from one line to the next are."""

_PROVIDER_SAYS = (
    (2.5, re.compile(r"\b(?:i (?:am going to|will|want to|would like to|also want to) (?:also |just |go ahead and )?(?:order|prescribe|refer|start|send|put you|give you|write|get you|have you|examine|listen|check|press|take a look|do a|get an?)|"
                     r"i (?:want|need|would like|also want) you to|for your (?:first|second|third|next|last)|assessment and|my plan|on your (?:\w+ )?exam|on exam\w*|hey dragon|i recommend|i am (?:worried|concerned) (?:that )?(?:you|about (?:a|an|your))|i appreciate|let me (?:listen|check|take a|see your|look at|examine)|"
                     r"the patient|range of motion|palpation|follow up with (?:me|you|us)|see you (?:back|again|in)|i reviewed|capillary refill|murmur|bilaterally|refer you)\b")),
    (2.0, re.compile(r"\b(?:do|have|are|did|were|can|could|would|will) you\b(?! (?:think|know what|mean|want me|guys|recommend))|\bhow (?:are|long|often|much|many|bad|about|is|does|did)\b|\bwhat (?:brings|about|kind|makes|medic|type)|\btell me\b|\bany (?:other|history|pain|fever|chest|nausea|numb|trouble|problem|short|family|swell|chills|dizz|head|weight|change)")),
    (1.2, re.compile(r"\b(?:your (?!welcome)\w+|you (?:have|do|can|should|need|might|may|are|were|had|said|mentioned|will|take|know that)|let us|i (?:see|know|understand) (?:that |here )?(?:you|your))\b")),
    (2.5, re.compile(r"\b(?:sounds|looks) (?:to me |very much |a lot |a bit |more )*like (?:you|a|an|it is|she|he)\b|\bwhat (?:i|we) (?:think|would like to do|suggest|can do|call|need to do)\b|\b(?:call|ring|dial) (?:999|111|911)\b|\ba and e\b|\ba & e\b|\bsafety ?net|"
                     r"\bi (?:do not )?think (?:that )?(?:you|he|she|\w+) (?:have|has) got\b|\bantibiotics (?:will|would|do) not\b|\bbecause (?:you have|it is a|he has|she has|her|his)\b|\bcould you (?:just )?(?:turn|show|point|press|lift|hold)\b")),
    (2.0, re.compile(r"\bi am (?:sending|referring|giving|starting|putting|prescribing|ordering) (?:him|her|you|them|a|an|the)\b|\b(?:percentile|fontanel\w*|soft spot is|red reflex\w*|eardrums? (?:is|are)|(?:lungs|ears) are clear|heart sounds)\b|"
                     r"^(?:use|give|keep|hold|stop|start|call|avoid|continue|bring|come back|return|apply|take) (?!i\b|my\b)(?:\w+ )+")),
    (2.0, re.compile(r"\bi am (?:(?:a (?:bit|little)|somewhat|slightly|quite|more|most|mainly|also|still) )*concerned about (?!my\b|me\b)|\b(?:pupils?|eye movements?|reflexes|strength|sensation|muscle tone|cranial nerves|(?:heart|breath|bowel) sounds|dorsiflexion|plantar ?flexion|flexion|extension|abduction|adduction|(?:external |internal )?rotation|inversion|eversion) (?:(?:in|on|of|to) (?:[\w]+ ){1,3})?(?:is|are) |^(?:so|okay so) this is (?:a|an|most likely|probably|likely) |\byou (?:got|made it|held that|kept that) (?:up )?(?:to|for) ")),
    (3.0, re.compile(r"^(?:no|not) more than\b")),
    (1.0, re.compile(r"\b(?:does (?:it|that|this)|is (?:it|there|that)|okay so|any questions|good to see you|we (?:can|will|are going to|should|need|call|give|put))\b")),
)  # fmt: skip
_PATIENT_SAYS = (
    (2.0, re.compile(r"\b(?:i (?:have|had) (?:been|had|noticed|not|a lot|this|some|never|pain)|i (?:feel|felt|took|noticed|fell|woke|tried|hurt|can (?:barely|hardly)|do not (?:have|remember|think i|drink|smoke|want)|was (?:at|just|doing|on|in|taking|playing|walking|lifting)|"
                     r"usually|work|live|smoke|drink|wake|sleep|get (?:a|some|really|pain)|went|got|iced|am (?:in|on my|having|taking|more|really|worried|scared))|"
                     r"my (?:\w+ )?(?:knees?|back|shoulder|stomach|head|chest|wife|husband|mom|mother|dad|father|job|leg|legs|foot|feet|toe|ankle|hand|arm|neck|pain|throat|medicines?|medications?|sleep|kids|daughter|son|brother|sister|eyes?|blood|doctor|symptoms|body|side|heart|hip|parents|ears?|skin|weight))\b")),
    (1.5, re.compile(r"\b(?:(?:hurts?|bothers|bothering|killing|helps|makes|gives|wakes) me|^(?:no|yeah|yes|nope|yep),? (?:i|it|not|nothing|none|my|just|no)\b|(?:should|can|will|could|am|do) i\b|do you think|thank you (?:doctor|so)|^it (?:hurts|started|feels|comes|goes|kind|just|does|stays)|not (?:really|that i))\b")),
    (2.0, re.compile(r"^(?:so |oh |okay |right |and |, )*(?:do|does|should|will|would) (?:i|she|he|it|we) (?:need|have|take|get|start|stop|still)\b|^(?:so )?how (?:much|often|long) (?:is that|do i|does that|will it)\b|^is (?:that|it) (?:something|anything|serious|okay|contagious|safe|normal)\b|\bso (?:it|this|that) is (?:not|kind of|like)\b|\bthat is a relief\b")),
    (3.0, re.compile(r"^(?:so |and |okay |, )*(?:when|how long|how often|how soon|where) (?:can|do|should|will|would|must|could) (?:i|we|he|she)\b|^for how long\b")),
    (0.7, re.compile(r"\b(?:i|me|my|mine)\b")),
)  # fmt: skip


_FEARS = re.compile(r"\bi am (?:\w+ ){0,2}(?:worried|concerned|suspicious)\b")
FEARS_DISEASE = 4.0
WEIGHS_OTHERWISE = 1.5
SURELY_WEIGHS = 8.0


_WEIGHS = re.compile(
    r"\b(?:(?:(?:the|my) )?(?:[\w]+ ){0,3}(?:things?|ones?|part|bit)(?: that)? i am|what i am) (?:\w+ ){0,2}(?:worried|concerned) about (?:is|are)\b|\bwhat (?:\w+ )?(?:worries|concerns) me (?:\w+ )?(?:is|are)\b|\bmy (?:\w+ )?(?:worry|worries|concern|concerns) (?:is|are)\b"
)
"""What a speaker weighs, before what it is."""
_UNDERTAKES = re.compile(
    r"\bi (?:am (?:\w+ )?going to|will|want to) (?:\w+ )?(?:call|phone|ring|email|fax|page|message|contact|(?:speak|talk|check) (?:to|with)|write to|let) (?:your|the (?:[\w-]+ ){0,2}(?:\w+(?:ologist|trician|iatrist)|specialist|surgeon|pharmacy|consultant|prescriber|lab|on-call|ward|clinic))\b"
)
_WEIGHED = (Topic.DISEASE, Topic.DRUG, Topic.DRUG_CLASS, Topic.TEST)


def _plain_lean(lowers: Sequence[str]) -> float:
    """What the plainest wordings say: positive for a provider, negative for a patient."""
    text = " ".join(lowers)
    weighs = _WEIGHS.search(text)
    if weighs:
        weighed = text[weighs.end() :].split()
        topics = [m.topic for m in lexicon().mentions(weighed)]
        if {"your", "you"} & set(weighed) or topics.count(Topic.DRUG) > 1:
            return SURELY_WEIGHS  # "... are the warfarin with the ibuprofen"
        if topics and not {"my", "i", "me"} & set(weighed):
            return FEARS_DISEASE if set(topics) & set(_WEIGHED) else WEIGHS_OTHERWISE
    if _UNDERTAKES.search(text):
        return FEARS_DISEASE
    fears = _FEARS.search(text)
    if fears and not {"my", "i", "me"} & set(text[fears.end() :].split()):
        feared = text[fears.end() :].split()
        if any(m.topic is Topic.DISEASE for m in lexicon().mentions(feared)):
            return FEARS_DISEASE  # a patient more often fears for a part of the body, or without naming the disease
    lean = sum(weight for weight, pattern in _PROVIDER_SAYS if pattern.search(text))
    return lean - sum(weight for weight, pattern in _PATIENT_SAYS if pattern.search(text))


@dataclass(slots=True)
class Stretch:
    """One clause of one segment before it is known who says it.

    tag: the segment's own speaker. lean: what the words say, positive for a provider.
    """

    segment: int
    words: list[Word]
    tag: Speaker
    asked: bool
    lean: float


_SIGN = {Speaker.PROVIDER: 1.0, Speaker.PATIENT: -1.0}


def lean_of(lowers: Sequence[str], *, asked: bool) -> float:
    """Log odds that a provider says the words: positive for a provider, negative for a patient, about 0 when either could."""
    return VOICE_SHARE * voice_log_odds(lowers, asked=asked) + RULE_SHARE * _plain_lean(lowers)


def speakers_of(stretches: Sequence[Stretch]) -> list[Speaker]:
    """Who says each stretch: the likeliest speaker by its words, its tag and how the talk goes back and forth.

    Tags count as far as they agree with the words: they may be swapped from some line on, and two people may
    stand under one tag.
    """
    if _is_one_sided(stretches):
        return [s.tag for s in stretches]
    out = [s.tag for s in stretches]
    chain = [n for n, s in enumerate(stretches) if s.tag is not Speaker.OTHER]
    if not chain:
        return out
    talk = _Talk([stretches[n] for n in chain])
    for n, share in zip(chain, talk.provider_shares(), strict=True):
        out[n] = Speaker.PROVIDER if share > 0.5 else Speaker.PATIENT
    return out


def _is_one_sided(stretches: Sequence[Stretch]) -> bool:
    """Whether a few lines all stand under one and the same tag, which is then believed."""
    tags = {s.tag for s in stretches}
    return (
        len(tags & _SIGN.keys()) == 1
        and Speaker.UNKNOWN not in tags
        and len({s.segment for s in stretches}) < FEW_LINES
    )


class _Talk:
    """A conversation as a chain of stretches, each said by one of two, under tags that are right or swapped."""

    def __init__(self, stretches: Sequence[Stretch]) -> None:
        self._stretches = stretches
        self._new_line = [n > 0 and stretches[n - 1].segment != s.segment for n, s in enumerate(stretches)]
        words = [plain_words([w.lower for w in s.words]) for s in stretches]
        self._handovers = [0.0] + [
            HANDOVER_SHARE * handover_log_odds(a, b, asked=before.asked, asks=after.asked)
            for (a, b), (before, after) in zip(
                itertools.pairwise(words), itertools.pairwise(stretches), strict=True
            )
        ]
        lines = len({s.segment for s in stretches})
        self._tagged = any(s.tag in _SIGN for s in stretches)
        apart = lines >= FEW_LINES
        self._weight = self._weights_of_lines() if self._tagged else {}
        self._offset = {
            False: WITHIN_LINE if self._tagged else (WITHIN_UNTAGGED_LINE if apart else 0.0),
            True: BETWEEN_LINES if apart else 0.0,
        }

        self._fits = [self._states(n) for n in range(len(stretches))]

    def _weights_of_lines(self) -> dict[int, float]:
        """How much the words of each line count: what one says in one line is alike, and one line alone never beats its tag."""
        leans: dict[int, list[float]] = {}
        for stretch in self._stretches:
            leans.setdefault(stretch.segment, []).append(stretch.lean)
        return {
            line: min(1 / math.sqrt(len(each)), MOST_OF_LINE / (abs(sum(each)) + 1e-9))
            for line, each in leans.items()
        }

    def provider_shares(self) -> list[float]:
        """How likely each stretch is the provider's.

        How often the speaker changes within a line and from line to line is learned from the talk itself.
        """
        shares: list[float] = []
        for _ in range(PASSES):
            shares, changes = self._passed()
            for new_line in (False, True):
                at = [n for n in range(1, len(shares)) if self._new_line[n] == new_line]
                expected = sum(_share(self._handovers[n] + self._offset[new_line]) for n in at)
                found = sum(changes[n] for n in at)
                moved = self._offset[new_line] + math.log((found + SMOOTH) / (expected + SMOOTH))
                self._offset[new_line] = min(MOST_OFFSET, max(-MOST_OFFSET, moved))
        return shares

    def _states(self, n: int) -> list[float]:
        """How well each state fits the stretch at n: (provider, patient) under right tags, then under swapped ones."""
        stretch = self._stretches[n]
        lean = max(-MOST_LEAN, min(MOST_LEAN, stretch.lean * self._weight.get(stretch.segment, 1.0)))
        words = [_share(lean), _share(-lean)]
        sign = _SIGN.get(stretch.tag, 0.0)
        first = n == 0 or self._new_line[n]
        said = TAG_RIGHT if first else 0.5
        right = [0.5, 0.5] if not sign else ([said, 1 - said] if sign > 0 else [1 - said, said])
        return [words[0] * right[0], words[1] * right[1], words[0] * right[1], words[1] * right[0]]

    def _step(self, n: int) -> tuple[float, float]:
        """How likely the speaker changes before the stretch at n, and how likely the tags begin to be swapped or right there."""
        change = _share(self._handovers[n] + self._offset[self._new_line[n]])
        return change, SWAP_BEGINS if self._new_line[n] else 0.0

    def _passed(self) -> tuple[list[float], list[float]]:
        """Forward and backward through the chain: the provider's share of each stretch, and how likely it changes hands."""
        size = len(self._stretches)
        fits = self._fits
        steps = [self._step(n) for n in range(size)]
        forward = [
            [
                f * p
                for f, p in zip(fits[0], (0.5 * TAGS_RIGHT,) * 2 + (0.5 * (1 - TAGS_RIGHT),) * 2, strict=True)
            ]
        ]
        for n in range(1, size):
            change, swap = steps[n]
            forward.append(
                _normal([f * m for f, m in zip(fits[n], _moved(forward[-1], change, swap), strict=True)])
            )
        backward = [[0.25] * 4]
        for n in range(size - 1, 0, -1):
            change, swap = steps[n]
            ahead = [f * b for f, b in zip(fits[n], backward[-1], strict=True)]
            backward.append(_normal(_moved(ahead, change, swap)))
        backward.reverse()
        shares, changes = [], [0.0]
        for n in range(size):
            p = _normal([a * b for a, b in zip(forward[n], backward[n], strict=True)])
            shares.append(p[0] + p[2])
            if n:
                change, swap = steps[n]
                ahead = [f * b for f, b in zip(fits[n], backward[n], strict=True)]
                before = forward[n - 1]
                changed = sum(a * b for a, b in zip(_moved(before, 1.0, swap), ahead, strict=True)) * change
                same = sum(a * b for a, b in zip(_moved(before, 0.0, swap), ahead, strict=True)) * (
                    1 - change
                )
                changes.append(changed / (changed + same))
        return shares, changes


def _share(log_odds: float) -> float:
    return 1 / (1 + math.exp(-log_odds))


def _normal(values: list[float]) -> list[float]:
    total = sum(values)
    return [value / total for value in values]


def _moved(p: list[float], change: float, swap: float) -> list[float]:
    """The four states after a step; the same forward and backward."""
    a, b = p[0] * (1 - change) + p[1] * change, p[1] * (1 - change) + p[0] * change
    c, d = p[2] * (1 - change) + p[3] * change, p[3] * (1 - change) + p[2] * change
    return [
        a * (1 - swap) + c * swap,
        b * (1 - swap) + d * swap,
        c * (1 - swap) + a * swap,
        d * (1 - swap) + b * swap,
    ]
