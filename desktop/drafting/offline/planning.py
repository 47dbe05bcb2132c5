"""Recognises orders, treatments, referrals, advice and follow-up."""

from __future__ import annotations

import re

from desktop.drafting.offline.facts import Facts
from desktop.drafting.offline.kinds import Kind
from desktop.drafting.offline.speech import word_set
from desktop.language.lexicon import Topic

_ORDER_WORDS = word_set(
    "order ordered prescribe prescribed prescribing refer referral referred start started starting continue increase "
    "decrease increasing decreasing swap add keep stop discontinue schedule refill switch recommend recommended obtain repeat "
    "recheck check get inject administer apply avoid return follow monitor call send titrate taper resume hold give"
)
INTENT = re.compile(
    r"\b(?:(?:i|we|they) (?:am |are )?(?:also |just |really )?(?:going to|will|want|would (?:also |just |really |then )?(?:like|suggest|recommend|advise)|recommend|suggest|advise)|let us|"
    r"(?:you|we|i) (?:can|could|should|need to|have to|might want|may want|will need|may|must) |please|i need you to|make sure|"
    r"go home|over the counter|come back|follow up|see you (?:back|again|in)|give me a call|call (?:me|us|the office|my office|nine)|"
    r"try to (?:avoid|take|do|keep|get)|keep (?:taking|doing|using|going|a log|your|it)|see (?:me|us)\b|continue|start you|put you on|(?:i am|we are) (?:also |just )?(?:referring|prescribing|starting|stopping|ordering|increasing|decreasing|reducing|lowering|raising|changing|switching|sending|adding|giving|scheduling|recommending|holding|restarting)|no need for|prescri|refer you|if (?:you|your|it|the|that|this|things))\b"
)
PLAN_IMPERATIVE = word_set(
    "continue stay remain start stop take avoid return follow call monitor schedule order increase decrease refer "
    "obtain repeat recheck rest ice elevate apply use discontinue resume refill begin keep hold titrate taper "
    "prescribe encourage advise counsel recommend consider wear drink limit swap eat exercise log check come give send "
    "switch initiate administer transport provide educate review discuss plan recommended advised prescribed ordered "
    "referred counseled encouraged rtc rto bring"
)
EXAM_ANNOUNCED = re.compile(
    r"\b(?:physical exam|physical examination|examine you|(?:quick|brief) exam|let us measure|listen to (?:your|the)|let me (?:listen|examine|check|feel|look|see (?:your|that|the))\b|"
    r"take a (?:quick )?(?:look|listen)|on (?:your )?exam|on examination|vital signs|your vitals|deep breath|"
    r"on your \w+(?: \w+)? exam|checking your|going to (?:press|check you|take a look|have you (?:lie|lay|sit|stand)))\b"
)
ACTION = re.compile(
    r"\b(?:(?:going to|will|want to|would like to|let us|you to|need to|should|can|plan to) (?:also |just |go ahead and |probably |be )*(?:order|prescrib|refer|start|increas|decreas|continu|schedul|recommend|follow|avoid|refrain|stop|return|put you|set you|place you|give you|write you|add|keep|switch|hold|taper)|"
    r"(?:i |would )recommend|i (?:do )?(?:also )?think (?:we|you) (?:should|need)|definitely (?:refrain|avoid|continue|want))\w*|"
    r"\bif (?:you|your|it|the|there)\b.{0,90}\b(?:call|ring|come back|go to|bring)\b"
)
_FOLLOW_UP = re.compile(
    r"\b(?:follow[- ]?up|see you (?:back|again|in|next|once|twice|every)|back here in|see (?:her|him|them) (?:back |again )?in|come back|bring (?:him|her|it|them) back|return|recheck (?:you|in)|next (?:visit|appointment)|check back|touch base|see (?:me|us))\b"
)
_REFERRAL = re.compile(
    r"\b(?:refer|referral|referred|consult|see (?:a|an|the) \w+(?:ist|logy|trician)|physical therapy|nutritionist|specialist|set you up with)\b"
)
_FUTURE_TEST = re.compile(
    r"\b(?:order|get|obtain|repeat|recheck|check|schedule|draw|send|do|have|need|want)\b"
)
VAGUE = word_set("it that this they those these he she here which")


_TOLD_IN_EXAM = re.compile(
    r"\b(?:touch|push|squeeze|tilt|tap|wiggle|grip)\b|^(?:(?:so|okay|and|now|just|then|can you|i want you to|go ahead and) )*(?:turn|bend|breathe|lie|lay|sit|stand|raise|lift|close|open|point|"
    r"look|hold|come with me|come back to|go from there|get my|make a fist|walk (?:over|for me))\b|\bcan you (?:feel|see|move|bend)\b|\bgoing to (?:just )?(?:hold|turn|touch|tap|press|push|listen|move|bend|lift)\b|\bfeel me\b"
)


RESTRICTED = re.compile(
    r"^(?:(?:so|and|but|okay|,) )*(?:no|not) (?:lifting|driving|running|swimming|bending|sports?|school|work|weight[- ]?bearing|food|drinking|eating|jumping|twisting|alcohol|stairs|both)\b|^(?:leash|crate|light|desk|seated|short) (?:\w+ ){0,3}only\b|, no (?:stairs|jumping|running|driving|lifting|sports|swimming|twisting)\b"
)
"""A provider forbids something."""
_DRUG_CHANGED = re.compile(r"\b(?:lower|chang|switch|swap|increas|rais|stop|start|reduc|decreas|add)\w*\b")
_TEST_ORDERED = re.compile(r"\b(?:check|order|repeat|recheck|get|draw) (?:a|an|the|your|some|another)\b")
_REMARK = re.compile(
    r"^(?:(?:so|and|okay|well|now|but) )*(?:let me\b|i (?:saw|see|know|understand|remember)\b|(?:i (?:want|would like|need) you to |you (?:can|should|need to) )?(?:know|say|think|tell your|believe) )"
)
_OF_NOTHING = re.compile(r"\b(?:that|this|it|those|them|there)$")


def plan_kind(facts: Facts, *, intent: bool) -> Kind | None:  # noqa: C901, PLR0912 (a list of rules, tried in order)
    """The kind of an order, a treatment or advice; None when the clause is none of them."""
    text = facts.text
    if not intent and not (set(facts.lowers[:4]) & PLAN_IMPERATIVE):
        return None
    lead = next(
        (
            w
            for w in facts.lowers
            if w not in {"so", "and", "but", "okay", "now", "well", "again", ",", "then"}
        ),
        "",
    )
    if (lead in VAGUE and not facts.has(Topic.DRUG)) or text.startswith(
        ("no because", "no that", "no but", "no not")
    ):
        return None
    if _TOLD_IN_EXAM.search(text) and not facts.has(Topic.DRUG, Topic.DRUG_CLASS, Topic.TEST):
        return None
    if _REMARK.search(text):
        return None
    ordered_test = (facts.has(Topic.DRUG) and bool(_DRUG_CHANGED.search(text))) or (
        facts.has(Topic.TEST) and bool(_TEST_ORDERED.search(text))
    )
    conditional = bool(re.search(r"\bif (?:you|your|it|the|that|this|things|there|any)\b", text))
    if (
        not conditional
        and not ordered_test
        and (
            EXAM_ANNOUNCED.search(text)
            or re.search(
                r"\b(?:let (?:us|me)|can|we can|going to|will|want to|to) (?:just )?(?:talk|look|go over|take a look|see (?:what|if|how)|listen|ask|examine|(?:do|perform) (?:a |my |your |the )?(?:\w+ ){0,3}exam|do a (?:quick|brief)|chat|pull|push on|press on)\b|stethoscope|start by listening",
                text,
            )
        )
    ):
        return None
    if _FOLLOW_UP.search(text) and (
        facts.numbers
        or "follow" in text
        or "return" in text
        or "see you" in text
        or "come back" in text
        or "bring" in text
    ):
        return Kind.FOLLOW_UP
    if not facts.mentions and not facts.numbers and not conditional and _OF_NOTHING.search(text):
        return None  # "keep an eye on that": on what is not said
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
    if (
        facts.mentions
        or (facts.numbers and intent and lead in {"i", "we"})
        or set(facts.lowers) & _ORDER_WORDS
        or re.search(r"\b(?:want|need|like) you to\b|\bmake sure\b|\byou (?:should|need to|have to)\b", text)
    ):
        return Kind.ADVICE
    return None
