"""Writes an order that was put off, declined or moved to another day with the words that did so, quoted in one place."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from desktop.domain.note import Section
from desktop.drafting.offline.clauses import Clause
from desktop.drafting.offline.doubts import DOUBTFUL_VALUE, as_said, refuses
from desktop.drafting.offline.facts import Facts, facts_of
from desktop.drafting.offline.orders import ordered_kind, orders
from desktop.drafting.offline.said_values import ValueKind, values_in
from desktop.drafting.offline.speech import ACKNOWLEDGEMENTS, AUXILIARIES, PUNCTUATION, SUBJECTS, word_set
from desktop.drafting.offline.units import Hearing, Unit
from desktop.language.lexicon import Topic

FURTHEST_IN_TURN = 3
"""How many clauses before the end of a turn an order may stand that the answer is about."""
LONGEST_QUOTED = 45
LONGEST_LAST = 8
FURTHEST_LEFT = 4
"""Among how many clauses of the reply the order may be put off."""

_ORDERED = frozenset({Topic.DRUG, Topic.DRUG_CLASS, Topic.TEST, Topic.TREATMENT})
_DAYS = {ValueKind.DAY, ValueKind.DATE}
_WEEKS = word_set("week month fortnight tomorrow tonight today")
_ASKS_LATER = re.compile(
    r"\b(?:rather|prefer to) (?:not|wait|leave|hold|try)\b"
    r"|\b(?:could|can|may) (?:we|i) (?:please |just |maybe )*(?:leave|wait|hold off|put|think|skip)\b"
    r"|\b(?:could|can|may) (?:we|i|it) (?:\w+ ){0,5}(?:it|that|this|be|one) (?:\w+ )?(?:later|another|next|after|when|in|instead|on)\b"
    r"|\b(?:let us|let me|can i|can we|could we|could i|i would like to|i want to|i need to|i will|i would) (?:\w+ ){1,7}first\b"
    r"|\bnot (?:right )?(?:now|yet|today|tonight|this (?:time|week|month|year)|at the moment|just yet|ready|keen|sure (?:about|i want))\b"
    r"|\bthink (?:about it|about that|it over|on it)\b|\bwait (?:till|until|a (?:bit|while))\b|\banother (?:day|time)\b"
    r"|\bput (?:it|that) off\b|\bi would (?:rather )?wait\b"
)
_PUTS_OFF = re.compile(
    r"\b(?:hold off|wait (?:on|with)|leave|skip|forget(?: about)?|scrap|stay (?:at|on)|let us not(?: \w+)?|(?:we|i) will not(?: \w+)?|(?:do not|no) need(?: to)?(?: \w+)?|put off)"
    r"(?= |$)"
)
_POINTS = word_set(
    "it that this those them one on off for now alone the a an your then until till , and to at out of with be do so about moment time being another day today yet either"
)
_ACCEPTS = re.compile(
    r"^(?:(?:okay|sure|well|yes|yeah|and|oh|,) )*(?:(?:that is|that would be|it is|that sounds) (?:\w+ )?(?:fine|okay|reasonable|fair|sensible|all right|alright|good|your choice|up to you|no problem)|no problem|not a problem|no worries|take your time|i understand|we can do that|of course|fair enough|as you like|(?:then )?do it when)\b"
)
_WAITS = re.compile(
    r"\bnot yet\b|\bcan wait\b|\bwait (?:\w+ ){1,2}(?:days?|weeks?|months?)\b|\bwait and see\b|\b(?:put|leave) (?:it|that|this) off\b"
    r"|\btalk about (?:it|that) (?:again|next|another|at)\b"
)
_ASKS_FOR = re.compile(r"\b(?:should|can|could|do) (?:i|we|he|she)\b|\b(?:what|how) about\b")
_CANNOT = re.compile(
    r"\bi (?:am|will be) (?:away|busy|travelling|traveling|working|off|out of|on (?:holiday|vacation|my))\b|\bi (?:can not|have to|work)\b"
)
_OFFERS = re.compile(
    r"^(?:(?:okay|so|and|well|now|then|,) )*(?:(?:i|we) (?:will|can|could|would|want|am going to|are going to|should)|let us|i know we talked|we talked about) (?!see\b|listen\b|look\b|check\b|take a\b|have a\b)"
)
_ASKS_CONSENT = re.compile(
    r"\b(?:would you|do you (?:want|think|fancy|mind)|is that|are you|shall we|should we|can we|could you|how (?:does|about)|what (?:do you think|about)|why do not we|does that|how do you feel)\b(?!.* questions)"
)
_OF_NOW = word_set("today tonight week month fortnight")
_SUITS = word_set("fine works good okay great perfect then suits")
_POINTERS = word_set("it that this for until till")
_ANY_MEDICINE = word_set(
    "pill pills tablet tablets medicine medicines medication medications shot injection needle"
)
_WEEKDAYS = word_set("monday tuesday wednesday thursday friday saturday sunday")
_OTHER_DAY = re.compile(r"\b(?:then|how about|what about|could you|can you|would)\b")


@dataclass(slots=True)
class _Exchange:
    """An order, the answer to it, what came of it: the clauses of each. at: the clause that orders."""

    at: int
    ordered: list[Clause]
    answer: list[Clause]
    reply: list[Clause]
    last: list[Clause]


def quote_put_off(hearing: Hearing) -> None:
    """Put an order that its answer or the reply to that leaves open into the plan with every word of the exchange."""
    clauses = hearing.clauses
    for n in range(1, len(clauses)):
        if clauses[n].turn != clauses[n - 1].turn and hearing.is_provider(n - 1):
            found = _exchange(hearing, n)
            if found is not None:
                _write(hearing, found)
        if clauses[n].asked and _OTHER_DAY.search(_text(clauses[n])) and _days(clauses[n : n + 1]):
            found = _moved_to(hearing, n)
            if found is not None:
                _write(hearing, found)


def _text(clause: Clause) -> str:
    return " ".join(clause.lowers)


def _turn(clauses: Sequence[Clause], n: int) -> list[int]:
    """The clauses of the turn that begins at n; none past the end."""
    return [k for k in range(n, min(n + 20, len(clauses))) if clauses[k].turn == clauses[n].turn]


def _exchange(hearing: Hearing, n: int) -> _Exchange | None:
    """The order before the answer at n, where the exchange leaves it open; None: it stands, or no order is meant surely."""
    clauses = hearing.clauses
    answer = _turn(clauses, n)
    if any(clauses[k].speaker is clauses[n - 1].speaker for k in answer[:1]):
        return None
    at = _ordered_before(hearing, n)
    if at is None:
        return None
    ordered = clauses[at:n]
    if clauses[n - 1].asked and not _ASKS_CONSENT.search(_text(clauses[n - 1])):
        return None  # what is answered is another question
    said = {word for clause in ordered for word in clause.lowers}
    names = _names(ordered)
    told = [clauses[k] for k in answer]
    asks_later = refuses(told) or any(_ASKS_LATER.search(_text(c)) for c in told[:3])
    others = _names(told) - names
    if others and not (
        asks_later and (others <= _names(told, {Topic.TREATMENT}) or any("first" in c.lowers for c in told))
    ):
        return None  # the answer is about something else
    reply = _turn(clauses, answer[-1] + 1) if answer[-1] + 1 < len(clauses) else []
    reply = [k for k in reply if clauses[k].speaker is clauses[at].speaker]
    own = any(c.asked and _ASKS_FOR.search(_text(c)) for c in told)
    left = next(
        (k for k in reply[:FURTHEST_LEFT] if _leaves(clauses[k], said, pointing=asks_later or not own)), None
    )
    moved = _moved(clauses, ordered, answer, reply)
    only_nods = all(_is_nod(c) for c in told)
    if only_nods or not (asks_later or left is not None or moved):
        return None
    kept = _kept_of(clauses, reply, left, moved=moved)
    last: list[Clause] = []
    if kept and kept[-1] == reply[-1] and kept[-1] + 1 < len(clauses):
        then = [clauses[k] for k in _turn(clauses, kept[-1] + 1)]
        if sum(len(clause.words) for clause in then) <= LONGEST_LAST and not any(c.asked for c in then):
            last = then
    whole = [*ordered, *(clauses[k] for k in [*answer, *kept])]
    if sum(len(clause.words) for clause in whole) > 2 * LONGEST_QUOTED:
        return None
    return _Exchange(at, list(ordered), [clauses[k] for k in answer], [clauses[k] for k in kept], last)


def _names(clauses: Sequence[Clause], topics: Collection[Topic] = _ORDERED) -> set[str]:
    """The medicines, tests and treatments that clauses name, apart from "a pill" and the like."""
    return {
        m.name
        for c in clauses
        for m in facts_of(c.lowers).mentions
        if m.topic in topics and not set(c.lowers[m.start : m.end]) & _ANY_MEDICINE
    }


def _is_nod(clause: Clause) -> bool:
    return set(clause.lowers) <= ACKNOWLEDGEMENTS | PUNCTUATION


def _ordered_before(hearing: Hearing, n: int) -> int | None:
    """The clause of the order that the provider gave last before the answer at n, near the end of the turn."""
    clauses = hearing.clauses
    planned = {
        unit.clause
        for unit in hearing.reading.units
        if unit.by_provider and unit.kind.section is Section.PLAN and "Asked" not in unit.text
    }
    for k in range(n - 1, max(-1, n - 1 - FURTHEST_IN_TURN), -1):
        if clauses[k].turn != clauses[n - 1].turn:
            return None
        if clauses[k].asked or _is_nod(clauses[k]):
            continue
        facts = facts_of(clauses[k].lowers)
        orders_it = k in planned or orders(facts, planning=True) is not None or _is_bare(facts)
        if orders_it or _OFFERS.match(facts.text):
            return k if len(clauses[k].words) <= LONGEST_QUOTED else None
        if _names([clauses[k]]):
            return None
    return None


def _is_bare(facts: Facts) -> bool:
    """Whether words are a medicine with its dose, or only what it is for: "ibuprofen for the pain"."""
    drug = any(m.topic is Topic.DRUG for m in facts.mentions)
    return drug and bool(facts.numbers or not set(facts.lowers) & (AUXILIARIES | SUBJECTS))


def _leaves(clause: Clause, said: set[str], *, pointing: bool) -> bool:
    """Whether a clause of the reply puts off what was ordered. pointing: "that" can only mean the order."""
    if clause.asked:
        return False
    text = _text(clause)
    if pointing and _WAITS.search(text):
        return True
    match = _PUTS_OFF.search(text)
    if match is None:
        return False
    after = text[match.end() :].split()[:5]
    thing = next((word for word in after if word not in _POINTS), "")
    near = after[: after.index(thing)] if thing else after
    if thing in said and not _POINTERS & set(near):
        return True
    return pointing and (not thing or thing[0].isdigit() or bool(_POINTERS & set(near)))


def _days(clauses: Sequence[Clause]) -> set[str]:
    found = set()
    for clause in clauses:
        found |= {
            " ".join(clause.lowers[v.start : v.end]) for v in values_in(clause.lowers) if v.kind in _DAYS
        }
        found |= (_WEEKS | _WEEKDAYS) & {word.removesuffix("'s").removesuffix("s") for word in clause.lowers}
    return found


def _moved(
    clauses: Sequence[Clause], ordered: Sequence[Clause], answer: Sequence[int], reply: Sequence[int]
) -> bool:
    """Whether an order for a day meets another day: "tomorrow" - "could you do Thursday?"."""
    first = _days(ordered)
    told = [clauses[k] for k in answer]
    asked = _days([c for c in told if c.asked])
    busy = any(
        _CANNOT.search(_text(c)) or (first & _days([c]) - _OF_NOW and not _SUITS & set(c.lowers))
        for c in told
    )
    offered = _days([clauses[k] for k in reply[:2] if _OTHER_DAY.search(_text(clauses[k]))])
    return bool(first) and (busy or bool((asked | offered) - first))


def _moved_to(hearing: Hearing, n: int) -> _Exchange | None:
    """The order for one day that the question at n moves to another, whoever is said to speak: "could you do Thursday?"."""
    clauses = hearing.clauses
    written = {u.clause for u in hearing.reading.units if u.text.startswith("Advised: ")}
    for k in range(n - 1, max(-1, n - 1 - FURTHEST_IN_TURN), -1):
        facts = facts_of(clauses[k].lowers)
        if clauses[k].asked or orders(facts, planning=True) is None:
            continue
        day = _days([clauses[k]])
        if k in written or not day or day & _days([clauses[n]]):
            return None
        last = [clauses[j] for j in _turn(clauses, n + 1)] if n + 1 < len(clauses) else []
        last = last if sum(len(c.words) for c in last) <= LONGEST_LAST else []
        return _Exchange(k, [clauses[k]], clauses[k + 1 : n], [clauses[n]], last)
    return None


def _kept_of(clauses: Sequence[Clause], reply: Sequence[int], left: int | None, *, moved: bool) -> list[int]:
    """The clauses of the reply that say what becomes of the order."""
    if left is not None:
        return [k for k in reply if k <= left]
    kept: list[int] = []
    for k in reply[:FURTHEST_LEFT]:
        text = _text(clauses[k])
        day = moved and bool(_days([clauses[k]]))
        insists = not kept or "but" in clauses[k].lowers[:1]
        if not (_is_nod(clauses[k]) or _ACCEPTS.match(text) or day or (insists and " but " in f" {text} ")):
            break
        kept.append(k)
    return kept


def _write(hearing: Hearing, found: _Exchange) -> None:
    """Put the exchange in the place of what was made of its order; take out what else says only a part of it."""
    told = [
        ("Advised", found.ordered),
        ("Answer", found.answer),
        ("Then", found.reply),
        ("Answer", found.last),
    ]
    quotes = [(who, as_said([c for c in said if as_said([c])]), said) for who, said in told]
    text = " ".join(f'{who}: "{quote}."' for who, quote, _ in quotes if quote)
    words = [word for _, said in told for clause in said for word in clause.words]
    about_it = [c for c in found.answer if _ASKS_LATER.search(_text(c)) or not facts_of(c.lowers).mentions]
    places = {
        (word.segment, word.start)
        for clause in [*found.ordered, *about_it, *found.reply, *found.last]
        for word in clause.words
    }
    units = hearing.reading.units
    made = [
        u
        for u in units
        if {(w.segment, w.start) for w in u.words} <= places
        or (u.clause == found.at and u.text.startswith("Advised: "))
    ]
    facts = facts_of(hearing.clauses[found.at].lowers)
    plan = next((u for u in made if u.kind.section is Section.PLAN), None)
    kind = plan.kind if plan is not None else ordered_kind(facts)
    first = plan or next(iter(made), Unit(kind, text, words, 0.0, hearing.problem, facts))
    quoted = replace(first, kind=kind, text=text, words=words, value=DOUBTFUL_VALUE, clause=found.at)
    gone = {id(u) for u in made}
    kept = [u for u in units if id(u) not in gone]
    at = next((k for k, u in enumerate(kept) if u.clause > found.at), len(kept))
    hearing.reading.units = [*kept[:at], quoted, *kept[at:]]
