"""How bad a complaint is on a scale to ten: the number that answers stands with its scale."""

from __future__ import annotations

import re

from desktop.drafting.offline.facts import facts_of
from desktop.drafting.offline.kinds import Kind
from desktop.drafting.offline.replies import Reply, reply_of
from desktop.drafting.offline.short_answers import EXCHANGE_VALUE
from desktop.drafting.offline.speech import PUNCTUATION, word_set
from desktop.drafting.offline.units import Hearing
from desktop.language.lexicon import Topic
from desktop.language.numbers import spoken_to_figures

_SCALE = re.compile(
    r"\b(?:scale (?:of|from|where)|out of (?:ten|10)|(?:one|zero|1|0|nothing) (?:to|through|and) (?:ten|10)|(?:ten|10) (?:being|is|means) (?:the )?(?:worst|highest|most|max\w*|unbearable))\b"
)
_NOT_OF_COMPLAINT = re.compile(
    r"\b(?:motivat\w*|ready|likely|confiden\w*|important|happy|satisf\w*|sure|mood)\b"
)
_ANCHORS = re.compile(
    r"\b(?:with |and )?(?:zero|one|ten|0|1|10) (?:being|is|means) (?:the )?(?:\w+ ){0,2}?(?:none|no pain|nothing|worst|highest|most|max\w*|unbearable)(?: pain)?(?: (?:that )?you(?: have)?(?: been in)?(?: ever)?(?: been in| felt| had| experienced)?(?: in your (?:entire |whole )?life)?)?"
)
"""What the ends of the scale stand for."""
_CONDITION = re.compile(
    r"\b(?:with|without|when|while|after|before|worst|best|then|night|morning|was|were|if|last|yesterday|usually|other)\b"
)
"""When or how the complaint is that bad; then the number alone would say too much."""
_OUT_OF_TEN = re.compile(r"^(?:(?:so|okay|about|like|a|and|,) )*(\w+) out of (?:ten|10)(?: right| then)?$")
_BETWEEN = re.compile(r"\b(?P<low>\d+)(?:,? (?:or|to|and|maybe) (?:a |an )?|-)(?P<high>\d+)\b")
_FIGURE = re.compile(r"\b\d+\b")
_ONLY = word_set(
    "it is was a an the like at about around probably maybe i would say right now roughly almost nearly easily today solid guess think rate "
    "it's that pain pretty much definitely between or to and out of usually currently just"
)
_HEDGES = word_set("about around probably maybe roughly almost nearly usually")
HIGHEST = 12
"""Some say eleven out of ten."""
LONGEST_ANSWER = 14


def scored(hearing: Hearing, question: int, answer: int) -> bool:
    """Keep a number that answers how bad something is on a scale to ten: "pain: 7/10"."""
    clauses = hearing.clauses
    asked = " ".join(
        " ".join(clause.lowers)
        for clause in clauses[max(0, question - 3) : question + 1]
        if clause.turn == clauses[question].turn
    )
    if _NOT_OF_COMPLAINT.search(asked) or _CONDITION.search(_ANCHORS.sub("", asked)):
        return False
    turn = [k for k in range(answer, len(clauses)) if clauses[k].turn == clauses[answer].turn]
    told = [w for k in turn for w in clauses[k].lowers if w not in PUNCTUATION]
    said = _repeated(" ".join(clauses[question].lowers), told)
    if not said:
        if not _SCALE.search(asked) or len(told) > LONGEST_ANSWER:
            return False
        said = _score(told)
    if not said:
        return False
    symptoms = [m.name for m in facts_of(clauses[question].lowers).mentions if m.topic is Topic.SYMPTOM]
    words = [*clauses[question].words, *(word for k in turn for word in clauses[k].words)]
    hearing.add(Kind.HISTORY, f"{symptoms[-1] if symptoms else 'severity'}: {said}", words, EXCHANGE_VALUE)
    for k in turn:
        hearing.used[k] = len(clauses[k].words)
    return True


def _repeated(question: str, told: list[str]) -> str:
    """The score that a provider repeats and the patient affirms: "nine out of ten?" "yeah"."""
    match = _OUT_OF_TEN.match(question)
    reply, used = reply_of(told)
    if match is None or reply is not Reply.YES or used < len(told):
        return ""
    return _score([match[1]])


def _score(told: list[str]) -> str:
    """The one score, or the range, that the words give and nothing besides, as in "about 7/10"; else ""."""
    text = re.sub(r"\bout of 10\b|/10\b", "", spoken_to_figures(" ".join(told)))
    rest = re.findall(r"[a-z']+", text)
    if not set(rest) <= _ONLY:
        return ""
    hedge = next((w for w in rest if w in _HEDGES), "")
    span = _BETWEEN.search(text)
    figures = [int(n) for n in _FIGURE.findall(text)]
    if not figures or max(figures) > HIGHEST:
        return ""
    if span is not None and len(figures) == 2:
        return f"{hedge} {span['low']} to {span['high']}/10".strip()
    return f"{hedge} {figures[0]}/10".strip() if len(figures) == 1 else ""
