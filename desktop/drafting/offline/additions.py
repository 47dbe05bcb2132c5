"""What a provider says next about a medicine or a measure just named: its dose, how it is taken, its figure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from desktop.domain.note import Section
from desktop.drafting.offline.clauses import Clause
from desktop.drafting.offline.facts import Facts, facts_of
from desktop.drafting.offline.finish import finished
from desktop.drafting.offline.kinds import Kind
from desktop.drafting.offline.observing import VITAL_NAMES
from desktop.drafting.offline.person import provider_voice, without_lead
from desktop.drafting.offline.speech import BASE_VERBS, SUBJECTS, is_number, word_set
from desktop.drafting.offline.standing import is_finite
from desktop.drafting.offline.units import Hearing
from desktop.drafting.offline.wording import order_wording
from desktop.language.lexicon import Topic
from desktop.language.words import Word, joined

TOLD_VALUE = 4.0
LONGEST_READING = 12
_ANY_TEST = word_set("result results test tests labs bloods level levels")
READING_REACH = 3
LONGEST_REPLY = 6
_NO_READING = re.compile(
    r"^\S+ (?:\S+ )?(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?|times|tablets?|pills?|pounds? a|dollars?|of|o'clock|ago|thing)\b"
)


def goes_with_before(hearing: Hearing, n: int, words: list[Word]) -> bool:
    """Keep the clause at n with what was said just before it, if it only adds a dose, a way of taking or a figure."""
    return (
        _dose_changed(hearing, n)
        or _reading_told(hearing, n, words)
        or _names_the_drug(hearing, words)
        or _orders_on(hearing, words)
    )


_HOW_LONG_OR_OFTEN = re.compile(
    r"^(?:(?:and|so|then|just|about|,) )*(?:(?:once|twice|every|daily|nightly|\S+ times) ?(?:a|an|per|each|daily)? ?|(?:for|within|over|in) (?:the )?(?:next )?(?:a |an |about )?(?:couple of |few )?\S+ )?(?:other |\S+ )?(?:days?|weeks?|fortnight|months?|hours?|night|morning|evening|bedtime|daily|meals?|food|needed)\b"
)
_NOT_ORDERED = word_set("no not any none never if when because your the this that it")
ORDER_REACH = 3
LONGEST_VERBLESS = 10
_TAKEN = frozenset({Kind.TREATMENT, Kind.TEST_ORDER, Kind.REFERRAL})


def _orders_on(hearing: Hearing, words: list[Word]) -> bool:
    """Keep what is ordered without a verb right after an order: "paracetamol for the back instead", "within two weeks"."""
    last = next((unit for unit in reversed(hearing.reading.units) if unit.by_provider), None)
    rest = words[without_lead([w.lower for w in words]) :]
    lowers = [w.lower for w in rest]
    planned = (
        last is not None and last.kind.section is Section.PLAN and hearing.at - last.clause <= ORDER_REACH
    )
    if last is None or not planned or not lowers or len(lowers) > LONGEST_VERBLESS:
        return False
    if lowers[0] in BASE_VERBS | _NOT_ORDERED | SUBJECTS or any(map(is_finite, lowers)):
        return False
    facts = facts_of(lowers)
    if not facts.mentions:
        follows = (
            last.clause == hearing.at - 1 and last.kind in _TAKEN and not last.text.startswith("As said")
        )
        if not follows or not _HOW_LONG_OR_OFTEN.search(facts.text):
            return False
        last.text = finished(
            f"{last.text.rstrip('.')}, {joined([rest[0].lower, *(w.text for w in rest[1:])])}"
        )
        last.words, last.clause = last.words + rest, hearing.at
        return True
    if facts.has(Topic.FINDING, Topic.DISEASE) or (facts.numbers and not facts.has(Topic.DRUG)):
        return False
    if facts.has(Topic.DRUG, Topic.DRUG_CLASS):
        kind = Kind.TREATMENT
    elif facts.has(Topic.TEST):
        kind = Kind.TEST_ORDER
    else:
        return False
    hearing.add(kind, joined(w.text for w in rest), rest, TOLD_VALUE, facts)
    return True


_CHANGES_DOSE = re.compile(
    r"^(?:(?:so|okay|then|well|let us|we will|i will|we are going to|i am going to|,|and|please|sorry) )*(?:go (?:back |up |down )?to|(?:cut|lower|raise|reduce|increase|drop|change|move|put|bring) (?:it |that )?(?:back |up |down )?to|(?:do|try|take|make it)) "
)
DOSE_REACH = 8


def _dose_changed(hearing: Hearing, n: int) -> bool:
    """Keep a new dose under the one medicine talked about just before: "the lantus?" "eighteen" "go to twenty-two"."""
    clause = hearing.clauses[n]
    facts = facts_of(clause.lowers)
    if facts.mentions or not facts.numbers or clause.asked or not _CHANGES_DOSE.match(facts.text):
        return False
    for before in reversed(hearing.clauses[max(0, n - DOSE_REACH) : n]):
        drugs = {m.name for m in facts_of(before.lowers).mentions if m.topic is Topic.DRUG}
        if len(drugs) > 1 or facts_of(before.lowers).has(Topic.TREATMENT):
            return False
        if drugs:
            said = order_wording([w.text for w in clause.words])
            hearing.add(Kind.TREATMENT, f"{drugs.pop()}: {said}", before.words + clause.words, TOLD_VALUE)
            return True
    return False


def _reading_told(hearing: Hearing, n: int, words: list[Word]) -> bool:
    """Keep a figure under the measure that was named just before: "the blood pressure is still high" "it is 169 over 74"."""
    lowers = [w.lower for w in words]
    lead = without_lead(lowers)
    core = lowers[lead:]
    if (
        n == 0
        or core[:1] not in (["it"], ["that"])
        or core[1:2] not in (["is"], ["was"])
        or any(m.topic is not Topic.FINDING for m in facts_of(core).mentions)
    ):
        return False
    at = next((k for k, w in enumerate(core[2:7], 2) if is_number(w)), 0)
    before = _test_named(hearing, n)
    tests = {m.name for m in facts_of(before.lowers).mentions if m.topic is Topic.TEST}
    tests -= _ANY_TEST
    if not at or len(tests) != 1 or len(core) > LONGEST_READING or before.asked or _counts_time(core[at:]):
        return False
    name = tests.pop()
    kind = Kind.VITALS if VITAL_NAMES.search(name) else Kind.RESULT
    hearing.add(
        kind, f"{name} {joined(w.text for w in words[lead + at :])}", before.words + words, TOLD_VALUE
    )
    return True


def _test_named(hearing: Hearing, n: int) -> Clause:
    """The clause just before n, or the provider's last one that names a test when only a short reply came between."""
    for k in range(n - 1, max(-1, n - READING_REACH - 1), -1):
        before = hearing.clauses[k]
        named = facts_of(before.lowers).has(Topic.TEST) and not before.asked
        if named and (hearing.is_provider(k) or k == n - 1):
            return before
        if hearing.is_provider(k) or len(before.words) > LONGEST_REPLY:
            break
    return hearing.clauses[n - 1]


def _counts_time(said: Sequence[str]) -> bool:
    """Whether the first figure counts time or money, or is no value: "two weeks ago", "one of those"."""
    return bool(_NO_READING.match(" ".join(said)))


def _names_the_drug(hearing: Hearing, words: list[Word]) -> bool:
    """As in "i'm going to prescribe one medicine" ... "and that is cardura four milligrams": one order."""
    lowers = [w.lower for w in words]
    lead = without_lead(lowers)
    last = hearing.reading.units[-1] if hearing.reading.units else None
    if last is None or last.kind is not Kind.TREATMENT or len(lowers) > 14:
        return False
    facts = facts_of(lowers)
    if _doses_the_drug(lowers[lead:], facts) and last.facts.has(Topic.DRUG) and last.clause == hearing.at - 1:
        rest = words[lead:]
        said = _HOW_SAID.sub("", joined(w.text for w in rest)).strip(" ,")
        last.text = finished(f"{last.text.rstrip('.')}, {provider_voice(said.split())}")
        last.words = last.words + rest
        return True
    named = lowers[lead : lead + 2] in (["that", "is"], ["it", "is"], ["which", "is"])
    if not named or not facts.has(Topic.DRUG) or last.facts.has(Topic.DRUG):
        return False
    rest = words[lead + 2 :]
    last.text = finished(f"{last.text.rstrip('.')}: {joined(w.text for w in rest)}")
    last.words = last.words + rest
    last.facts = facts
    return True


_HOW_TO_TAKE = re.compile(
    r"^(?:it is|that is|you (?:will |are going to |can |should )?take|take (?:that|it|this|one|two|1|2)|(?:and )?i want you to take (?:that|it)|one|two|\d)\b"
)
_HOW_SAID = re.compile(
    r"\b(?:it is|that is|(?:i want )?(?:you )?(?:will |to |are going to |can |should |just )*take(?: that| it| this)?)\b ?",
    re.IGNORECASE,
)
_FREQUENCY = re.compile(
    r"\b(?:once|twice|times|every|daily|a day|per day|at bedtime|at night|in the morning|as needed|with food)\b"
)


def _doses_the_drug(lowers: list[str], facts: Facts) -> bool:
    """Whether a clause only says how much of the medicine just ordered is taken, and how often."""
    text = " ".join(lowers)
    told = facts.numbers or _FREQUENCY.search(text)
    return bool(told and _HOW_TO_TAKE.search(text)) and not facts.has(
        Topic.DRUG, Topic.TEST, Topic.DISEASE, Topic.SYMPTOM
    )
