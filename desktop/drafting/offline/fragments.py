"""A patient's next few words that only go on with what was just said: "one a day", "only when I climb stairs"."""

from __future__ import annotations

from desktop.drafting.offline.facts import facts_of
from desktop.drafting.offline.finish import finished
from desktop.drafting.offline.kinds import Kind
from desktop.drafting.offline.person import patient_voice, without_lead
from desktop.drafting.offline.speech import SUBJECTS, is_number, word_set
from desktop.drafting.offline.standing import is_finite
from desktop.drafting.offline.units import Hearing, Unit
from desktop.language.lexicon import Topic
from desktop.language.words import Word

LONGEST_FRAGMENT = 18
_GOES_ON = word_set(
    "only just mostly mainly usually especially particularly normally about maybe probably sometimes once twice every"
)
_WHEN = word_set("when if at on in after before during with for since by from")
_TURNS = word_set("no not yes yeah but although except well never without none so because then actually")
_REACTED = word_set("i it they my came comes gave gives made makes brought")


def goes_on(hearing: Hearing, n: int) -> bool:
    """Add the clause at n to the statement made of the clause before it, where it only goes on with it; whether it did."""
    unit = _unit_before(hearing, n)
    if unit is None:
        return False
    words = hearing.clauses[n].words
    words = words[without_lead([w.lower for w in words]) :]
    lowers = [w.lower for w in words]
    if not lowers or len(lowers) > LONGEST_FRAGMENT or "you" in lowers or lowers[0] in _TURNS:
        return False
    if not _is_fragment(lowers) and not _tells_reaction(unit, lowers):
        return False
    said = finished(patient_voice([w.text for w in words]), end="")
    keeps_case = words[0].text[:1].isupper() and words[0].text.lower() != words[0].text and n == 0
    unit.text = f"{unit.text.rstrip('.')}, {said if keeps_case else said[:1].lower() + said[1:]}."
    unit.words = unit.words + list(words)
    unit.facts = facts_of([*unit.facts.lowers, *lowers])
    hearing.used[n] = len(hearing.clauses[n].words)
    return True


def _unit_before(hearing: Hearing, n: int) -> Unit | None:
    """The statement that was made of the clause before n, of the same turn, if it was the last and is not quoted."""
    clauses = hearing.clauses
    if n == 0 or clauses[n - 1].turn != clauses[n].turn or clauses[n - 1].asked or clauses[n].asked:
        return None
    units = hearing.reading.units
    if not units or '"' in units[-1].text or hearing.used.get(n):
        return None
    places = {_place(word) for word in clauses[n - 1].words}
    return units[-1] if any(_place(word) in places for word in units[-1].words) else None


def _place(word: Word) -> tuple[int, int]:
    return word.segment, word.start


def _is_fragment(lowers: list[str]) -> bool:
    """Whether the words say when, how often or how much, without a sentence of their own."""
    if lowers[0] in _GOES_ON and lowers[1:2] and lowers[1] in _WHEN:
        return True
    if any(map(is_finite, lowers)) or SUBJECTS & set(lowers[:2]):
        return False
    measured = any(map(is_number, lowers)) or lowers[0] in _GOES_ON
    return measured and not facts_of(lowers).has(Topic.SYMPTOM, Topic.DISEASE, Topic.DRUG)


def _tells_reaction(unit: Unit, lowers: list[str]) -> bool:
    """As in "penicillin. I came out in a rash": the reaction belongs to the allergy just named."""
    return (
        unit.kind is Kind.ALLERGY
        and lowers[0] in _REACTED
        and facts_of(lowers).has(Topic.SYMPTOM)
        and not facts_of(lowers).has(Topic.DRUG, Topic.DRUG_CLASS)
    )
