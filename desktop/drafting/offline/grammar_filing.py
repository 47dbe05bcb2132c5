"""Files a provider's statement by the grammar of its clause, before what the stage of the visit suggests."""

from __future__ import annotations

import re
from enum import Enum

from desktop.drafting.offline.conclusions import answers_whether, concludes
from desktop.drafting.offline.facts import Facts
from desktop.drafting.offline.kinds import Kind
from desktop.drafting.offline.observing import looks_at
from desktop.drafting.offline.orders import ordered_kind, orders
from desktop.drafting.offline.own_tasks import exercised_here
from desktop.drafting.offline.remarks import explains, instructs, recalls
from desktop.drafting.offline.speech import word_set
from desktop.drafting.offline.stages import Stage
from desktop.drafting.offline.standing import is_finite
from desktop.language.lexicon import Topic

_NOT_SEEN = re.compile(
    r"^(?:(?:and|so|okay|,) )*no (?:[\w-]+ ){1,5}(?:either|seen|noted|found|identified|present|appreciated|visible|detected)$"
)


class Unfiled(Enum):
    """Why the grammar of a clause gives no kind: it is no part of a note, or it leaves the matter open."""

    NO_PART = "no part"
    OPEN = "open"


_DESCRIBED = re.compile(
    r"^(?:(?:so|and|okay|well|now|right|,) )*what (?:you|he|she|they) (?:are|is|have|has) (?:\w+ )?(?:describ|tell|say|experienc|got|told|said|describ)\w* (?:\w+ ){0,4}?(?:fits?|sounds|is|suggests|points|looks|goes)\b"
)
"""What a patient tells, taken as the sign of something, at whatever stage of the visit."""
_SEES = re.compile(
    r"^(?:(?:so|and|okay|now|well|then|,) )*i (?:can|could) (?:not )?(?:just |also |still )?(?:see|hear|feel) (?!you |that |why |how |from |where |what |if |on |in |here |the (?:notes?|records?|results?|letter))"
)
"""What a provider sees or hears on the spot, as over a video link, at whatever stage of the visit."""


_MEANS = re.compile(r"^(?:(?:so|and|well|which|,) )*(?:it|that|this) means\b")
"""A provider says what a finding comes to."""
_SHOWN = word_set(
    "normal negative positive clear elevated unremarkable stable fine good reviewed showed shows old last previous yesterday yes no not"
)
"""Words of a result: what a list holds was done already."""
_SUMS_UP = word_set("so right okay fine then now")
_TO_COME = word_set("week twice tomorrow next")
_ARTICLES = word_set("a an the")
_ORDERED = frozenset({Topic.TEST, Topic.TREATMENT, Topic.DRUG, Topic.DRUG_CLASS})
FEWEST_ORDERS = 2


def lists_orders(facts: Facts, *, planning: bool, before: Kind | None) -> bool:
    """Whether a clause without a verb lists tests and treatments to come: "so, an ECG, a thyroid test and a sleep study".

    planning: whether orders are to be expected. before: the kind of the provider's last statement.
    """
    to_come = facts.lowers[0] in _SUMS_UP or _TO_COME & set(facts.lowers)
    seen = before in {Kind.RESULT, Kind.VITALS, Kind.EXAM} and not to_come
    if not planning or seen or set(facts.lowers) & _SHOWN or facts.has(Topic.FINDING):
        return False
    inside = {n for m in facts.mentions for n in range(m.start, m.end)}
    verbs = [
        n
        for n, word in enumerate(facts.lowers)
        if n not in inside and is_finite(word) and facts.lowers[max(n - 1, 0)] not in _ARTICLES
    ]
    if verbs:
        return False
    named = {m.start for m in facts.mentions if m.topic in _ORDERED}
    return len(named) >= FEWEST_ORDERS and bool({",", "and", "plus"} & set(facts.lowers))


def kind_by_grammar(  # noqa: C901 (a list of rules, in order of certainty)
    facts: Facts, stage: Stage, *, late: bool, asked: str = "", before: Kind | None = None
) -> Kind | Unfiled:
    """The kind of a provider's clause by who does what in it.

    late: in the second half of the conversation. asked: the patient's question that the clause answers, "" for none.
    before: the kind of the provider's last statement.
    """
    if _SEES.search(facts.text) and facts.mentions:
        return Kind.EXAM
    if exercised_here(facts.lowers) and not facts.has(Topic.DRUG, Topic.TEST):
        return Kind.EXAM
    planning = stage is Stage.PLAN or late
    if instructs(facts, planning=stage is Stage.PLAN) or explains(facts):
        return Unfiled.NO_PART
    if recalls(facts):
        shown = stage > Stage.HISTORY and facts.has(Topic.TEST)
        return Kind.RESULT if shown else Kind.HISTORY
    if (stage > Stage.HISTORY or late) and facts.mentions and _MEANS.search(facts.text):
        return Kind.REASONING
    if lists_orders(facts, planning=planning, before=before):
        return ordered_kind(facts)
    order = orders(facts, planning=planning and (stage is not Stage.EXAM or late))
    if order is not None and (
        stage > Stage.HISTORY or late or facts.has(Topic.DRUG, Topic.TEST, Topic.TREATMENT)
    ):
        return order
    if stage > Stage.HISTORY and looks_at(facts):
        return Kind.EXAM
    if stage > Stage.HISTORY and _NOT_SEEN.search(facts.text):
        return Kind.RESULT if before is Kind.RESULT else Kind.EXAM
    if asked and (stage > Stage.HISTORY or late) and answers_whether(asked, facts.text):
        return Kind.REASONING
    examining = stage is not Stage.PLAN and before is not Kind.REASONING
    told = stage > Stage.HISTORY or late or _DESCRIBED.search(facts.text)
    if told and concludes(facts, examining=examining):
        return Kind.REASONING
    return Unfiled.OPEN
