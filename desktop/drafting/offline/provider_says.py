"""What a provider states: problems, findings, results, orders, what is known of the patient."""

from __future__ import annotations

import re

from desktop.domain.note import Section
from desktop.domain.transcript import Speaker
from desktop.drafting.offline.additions import goes_with_before
from desktop.drafting.offline.default_filing import TELLS_TO_DO, default_kind
from desktop.drafting.offline.facts import Facts, facts_of
from desktop.drafting.offline.filing import gives_diagnosis, provider_kind
from desktop.drafting.offline.grammar_filing import Unfiled, kind_by_grammar, lists_orders
from desktop.drafting.offline.introductions import introduced
from desktop.drafting.offline.kinds import Kind
from desktop.drafting.offline.note_language import is_note_language, kind_within, note_kind
from desktop.drafting.offline.observing import VITAL_NAMES
from desktop.drafting.offline.patients_questions import answered_briefly, answered_whether
from desktop.drafting.offline.person import provider_voice, without_lead
from desktop.drafting.offline.planning import RESTRICTED
from desktop.drafting.offline.problems import problem_named
from desktop.drafting.offline.replies import Reply, reply_of
from desktop.drafting.offline.runs import is_whole_warning
from desktop.drafting.offline.speech import PUNCTUATION, word_set
from desktop.drafting.offline.stages import Stage, opens_plan, stage_after
from desktop.drafting.offline.standing import asks_inside, can_stand, sentence_can_stand
from desktop.drafting.offline.units import Hearing
from desktop.drafting.offline.wording import worded
from desktop.drafting.offline.worth import is_chatter, worth
from desktop.language.lexicon import Topic
from desktop.language.words import Word, joined, words_of

DICTATED_VALUE = 6.0
"""Speech that is already note language is worth more than anything rewritten."""
LATE_IN_VISIT = 0.5
"""Share of the clauses after which an order or a conclusion opens the plan without being announced."""
ORDER_VALUE = 4.0
PROBLEM_VALUE = 9.0
WARNING_VALUE = 6.0
LONGEST_HISTORY = 28
LONGEST_PUT_RIGHT = 6
_REPORTED = re.compile(
    r"^(?:(?:the )?(?:patient|client)|he|she|they) (?:says?|states?|reports?|den(?:y|ies)|complains?|tells?|endorses?)\b"
)

_TAKES_UP = re.compile(
    r"^(?:(?:and|so|okay|now|you know|right|,) )*you (?:also |just )?(?:mentioned|said)(?: that)? (?:the|your|this|some|a|about) (?:[\w-]+ ?){1,3}$"
)
LONGEST_TAKEN_UP = 9
_SPOKEN_HEADINGS = {
    "assessment": Section.ASSESSMENT,
    "impression": Section.ASSESSMENT,
    "diagnosis": Section.ASSESSMENT,
    "plan": Section.PLAN,
    "exam": Section.OBJECTIVE,
}
_KNOWN = word_set("see know understand saw heard notice")
_ORDERING = word_set("order prescribe refer schedule start refill increase decrease continue stop send")
_OPENS_PLAN = frozenset({Kind.REFERRAL, Kind.FOLLOW_UP})
"""Orders that nobody gives while an examination goes on."""
_SAYS_LITTLE = frozenset({Kind.HISTORY, Kind.COMPLAINT, Kind.REASONING, Kind.ADVICE})


def provider_says(hearing: Hearing, n: int) -> None:
    """Keep what the clause at n states, if it can stand and is worth it."""
    clause = hearing.clauses[n]
    words = _side_put_right(hearing, n)
    heard = facts_of(clause.lowers)
    if heard.has(Topic.TEST) and not VITAL_NAMES.search(heard.text):
        hearing.tested = n
    hearing.stage = stage_after(hearing.stage, heard, asked=False)
    if hearing.stage < Stage.PLAN and n >= LATE_IN_VISIT * len(hearing.clauses) and opens_plan(heard):
        hearing.stage = Stage.PLAN
    spoken_to = _after_assistant(words)
    if spoken_to is not None:
        words = spoken_to
        if _ordered(hearing, words) or not is_note_language([w.lower for w in words]):
            return
    lowers = [w.lower for w in words]
    if _denied_at_once(hearing, n) or introduced(hearing, n, words):
        return
    if is_note_language(lowers):
        said = joined(w.text for w in words[without_lead(lowers) :])
        facts = facts_of(lowers)
        shown = lowers[without_lead(lowers) :]
        if not can_stand(shown, facts.mentions) and len(shown) <= LONGEST_HISTORY:
            return
        late = n >= LATE_IN_VISIT * len(hearing.clauses)
        told = not _REPORTED.search(facts.text)
        kind = _kind_in_note_language(hearing, facts, late=late) if told else None
        hearing.add(kind or note_kind(facts, _section_so_far(hearing)), said, words, DICTATED_VALUE, facts)
        return
    if answered_whether(hearing, n) or answered_briefly(hearing, n) or _under_spoken_heading(hearing, n):
        return
    words = _problem_taken(hearing, _concern_opened(words))
    if words and not _warns(hearing, words) and not goes_with_before(hearing, n, words):
        _statement(hearing, n, words)


def _kind_in_note_language(hearing: Hearing, facts: Facts, *, late: bool) -> Kind | None:
    """The kind of what a provider says as notes do, None when only the section so far tells."""
    if facts.numbers and provider_kind(facts, hearing.stage) is Kind.VITALS:
        return Kind.VITALS
    by_grammar = kind_by_grammar(facts, hearing.stage, late=late)
    if isinstance(by_grammar, Kind) and by_grammar.section in {Section.ASSESSMENT, Section.PLAN}:
        return by_grammar
    return default_kind(facts, hearing.stage, late=late)


def _warns(hearing: Hearing, words: list[Word]) -> bool:
    """Keep when to turn to whom, whole, however long it is: "if you cannot keep fluids down, call 111"."""
    lowers = [w.lower for w in words]
    if not is_whole_warning(lowers):
        return False
    told = provider_voice([w.text for w in words[without_lead(lowers) :]])
    hearing.add(Kind.ADVICE, told, words, WARNING_VALUE, facts_of(lowers))
    return True


def _under_spoken_heading(hearing: Hearing, n: int) -> bool:
    """Keep what follows "assessment." or "plan." in the same turn under that heading."""
    clause = hearing.clauses[n]
    lowers = clause.lowers
    if len(lowers) == 1 and lowers[0] in _SPOKEN_HEADINGS:
        hearing.heading = (clause.turn, _SPOKEN_HEADINGS[lowers[0]])
        return True
    turn, section = hearing.heading
    if turn != clause.turn or section is None:
        return False
    facts = facts_of(lowers)
    if is_chatter(facts) or asks_inside(lowers):
        return True
    kind = kind_within(section, facts)
    hearing.add(kind, worded(kind, [w.text for w in clause.words]), clause.words, DICTATED_VALUE, facts)
    return True


def _section_so_far(hearing: Hearing) -> Section | None:
    """The section in which dictated speech goes on."""
    last = hearing.reading.units[-1] if hearing.reading.units else None
    if last is not None and last.value == DICTATED_VALUE:
        return last.kind.section
    return {Stage.EXAM: Section.OBJECTIVE, Stage.RESULTS: Section.OBJECTIVE, Stage.PLAN: Section.PLAN}.get(
        hearing.stage
    )


def _denied_at_once(hearing: Hearing, n: int) -> bool:
    """As in "you take it daily, right?" "no": what was said does not hold."""
    if n + 1 >= len(hearing.clauses) or hearing.is_provider(n + 1):
        return False
    if not hearing.clauses[n].tag and not _READ_OUT.search(" ".join(hearing.clauses[n].lowers)):
        return False
    return reply_of(hearing.clauses[n + 1].lowers)[0] is Reply.NO


_READ_OUT = re.compile(
    r"\b(?:it says|i have (?:here |down )|i see (?:here )?(?:that )?you|the chart says|listed as|you are allergic)\b"
)


def _side_put_right(hearing: Hearing, n: int) -> list[Word]:
    """The words of the clause at n, with the side that the patient puts right at once."""
    words = hearing.clauses[n].words
    following = hearing.clauses[n + 1] if n + 1 < len(hearing.clauses) else None
    if (
        following is None
        or hearing.is_provider(n + 1)
        or not _other_side(hearing.clauses[n].lowers, following.lowers)
    ):
        return words
    side = next(w for w in following.words if w.lower in {"left", "right"})
    hearing.used[n + 1] = len(following.words)
    return [side if w.lower in {"left", "right"} else w for w in words]


def _other_side(said: list[str], answer: list[str]) -> bool:
    """Whether a patient at once names the other side than a provider repeated: "your right leg" "left leg"."""
    sides = {"left", "right"} & set(said)
    told = {"left", "right"} & set(answer)
    return len(sides) == 1 and len(told) == 1 and sides != told and len(answer) <= LONGEST_PUT_RIGHT


_CONCERN = re.compile(
    r"^(?:(?:so|okay|and|well|now) )*what i (?:am (?:\w+ )?(?:concerned|worried) about|think|believe|suspect)(?: (?:for|with|about) (?:\w+ ){1,3}?)?(?: is going on| is happening| has happened)? ?is (?:that )?"
)


def _concern_opened(words: list[Word]) -> list[Word]:
    """Without "what i am concerned about is", before what it is."""
    text = " ".join(w.lower for w in words)
    match = _CONCERN.match(text)
    rest = words[len(match[0].split()) :] if match else words
    return rest if len(rest) > 2 else words


def _problem_taken(hearing: Hearing, words: list[Word]) -> list[Word]:
    """Keep the problem that the words name at their head, and return what is said about it."""
    lowers = [w.lower for w in words]
    named = problem_named(lowers, in_plan=hearing.stage is Stage.PLAN)
    if named is None:
        return words
    start, end = named
    hearing.problem += 1
    title = provider_voice([w.text for w in words[start:end]], drop_subject=False)
    hearing.add(Kind.PROBLEM, title, words[start:end], PROBLEM_VALUE)
    rest = words[end + (lowers[end : end + 1] in (["standpoint"], ["perspective"], ["goes"], ["go"])) :]
    if [w.lower for w in rest[:2]] == ["is", "concerned"]:
        rest = rest[2:]
    rest = rest[without_lead([w.lower for w in rest]) :]
    while rest and rest[0].lower in PUNCTUATION:
        rest = rest[1:]
    return rest if len(rest) > 2 else []


def _statement(hearing: Hearing, n: int, words: list[Word]) -> None:
    lowers = [w.lower for w in words]
    lead = without_lead(lowers)
    facts = facts_of(lowers)
    if is_chatter(facts) or asks_inside(lowers):
        return
    if _TAKES_UP.search(facts.text) and len(lowers) <= LONGEST_TAKEN_UP:
        return  # "and you mentioned the tummy pain": the question after it asks
    kind = _kind_of(hearing, n, words, facts)
    if kind is None:
        return
    asked = hearing.clauses[n - 1] if n else None
    answers = asked is not None and asked.asked and asked.speaker is not Speaker.PROVIDER
    if answers and kind.section in {Section.SUBJECTIVE, Section.OBJECTIVE} and gives_diagnosis(facts):
        kind = Kind.REASONING
    said = worded(kind, [w.text for w in words])
    value = _value(hearing, facts, kind)
    before = hearing.clauses[n - 1] if n else None
    if (
        kind is Kind.RESULT
        and before is not None
        and lowers[lead : lead + 2] in (["it", "is"], ["it", "was"])
    ):
        tests = {m.name for m in facts_of(before.lowers).mentions if m.topic is Topic.TEST}
        if len(tests) == 1 and not facts.has(Topic.TEST):  # "this is the hemoglobin" "it is low at 8.2"
            said = f"{tests.pop()}: {joined(w.text for w in words[lead + 2 :])}"
            words = before.words + words
    hearing.add(kind, said, words, value, facts)


def _kind_of(hearing: Hearing, n: int, words: list[Word], facts: Facts) -> Kind | None:
    """The kind of a statement that can stand and is worth it: by its grammar, by what it says, or by its form."""
    late = n >= LATE_IN_VISIT * len(hearing.clauses)
    told = next((unit.kind for unit in reversed(hearing.reading.units) if unit.by_provider), None)
    by_grammar = kind_by_grammar(
        _main(facts), hearing.stage, late=late, asked=_patients_question(hearing, n), before=told
    )
    if by_grammar is Unfiled.NO_PART:
        return None
    if isinstance(by_grammar, Kind):
        surely = by_grammar in _OPENS_PLAN or (by_grammar is Kind.TREATMENT and facts.has(Topic.DRUG))
        if surely and hearing.stage > Stage.HISTORY:
            hearing.stage = Stage.PLAN
        said = [w.lower for w in words]
        whole = hearing.clauses[n].sentence and sentence_can_stand(said[without_lead(said) :])
        if whole or _whole(by_grammar, words):
            return by_grammar
    kind = provider_kind(facts, hearing.stage)
    if kind is not None and _worth_keeping(hearing, words, facts, kind):
        return kind
    kind = default_kind(facts, hearing.stage, late=late)
    return kind if kind is not None and _whole(kind, words) else None


def _main(facts: Facts) -> Facts:
    """What is said after its reason: "because you are allergic to it, i would suggest ..."."""
    lowers = list(facts.lowers[without_lead(facts.lowers) :])
    at = lowers.index(",") + 1 if "," in lowers else len(lowers)
    reasoned = lowers[:1] in (["because"], ["since"], ["as"], ["given"]) and lowers[at : at + 1] in (
        ["i"],
        ["we"],
    )
    return facts_of(lowers[at:]) if reasoned else facts


def _patients_question(hearing: Hearing, n: int) -> str:
    """What the patient asked in the clause before n, "" when nothing."""
    before = hearing.clauses[n - 1] if n else None
    asked = before is not None and before.asked and before.speaker is not Speaker.PROVIDER
    return " ".join(before.lowers) if before is not None and asked else ""


def _worth_keeping(hearing: Hearing, words: list[Word], facts: Facts, kind: Kind) -> bool:
    """Whether a statement of this kind is worth its place and whole, and not history told by the wrong person."""
    lowers = list(facts.lowers)
    if kind.section is Section.SUBJECTIVE and not _tells_history(lowers[without_lead(lowers) :]):
        return False
    least = 0.0 if facts.mentions else _least(facts, kind) - 0.7 * hearing.brief
    return _value(hearing, facts, kind) >= least and _whole(kind, words)


def _whole(kind: Kind, words: list[Word]) -> bool:
    shown = [w.lower for w in words_of(worded(kind, [w.text for w in words]))]
    if can_stand(shown, facts_of(shown).mentions):
        return True
    said = [w.lower for w in words]
    if kind.section is Section.PLAN and lists_orders(facts_of(said), planning=True, before=None):
        return can_stand(["we", "will", "order", *shown], ())
    if kind.section is Section.PLAN and (
        RESTRICTED.search(" ".join(said))
        or TELLS_TO_DO.search(" ".join(said))
        or (shown[:1] and shown[0].endswith("ing"))
    ):
        return can_stand(["we", "will", *shown], facts_of(shown).mentions)
    listed = kind.section is Section.OBJECTIVE and len(shown) > 2 and "," in said
    return listed and can_stand(said[without_lead(said) :], ())  # "there is an effusion, ..., no warmth"


def _value(hearing: Hearing, facts: Facts, kind: Kind) -> float:
    value = worth(facts, kind, from_patient=False)
    if not facts.mentions and kind not in {Kind.FOLLOW_UP, Kind.ADVICE}:
        value += 2.0 if kind is Kind.REASONING and hearing.problem else -2.0
    return value - 0.5 * (kind in _SAYS_LITTLE)


def _least(facts: Facts, kind: Kind) -> float:
    if kind.section is not Section.SUBJECTIVE:
        return 1.0
    return 1.4 if facts.numbers else 2.0


def _tells_history(lowers: list[str]) -> bool:
    """Whether a provider's statement in the history tells what is known of the patient, not what the visit does."""
    if not lowers or len(lowers) > LONGEST_HISTORY:
        return False
    if lowers[0] in {"you", "your"}:
        return True
    if "you" not in lowers and "your" not in lowers:
        return False
    if lowers[1:2] == ["also"]:
        lowers = [lowers[0], *lowers[2:]]
    opening = lowers[:2]
    if opening in (["i", "have"], ["for", "medications"], ["it", "says"], ["it", "looks"]):
        return True
    return opening[0] == "i" and len(opening) > 1 and opening[1] in _KNOWN


def _after_assistant(words: list[Word]) -> list[Word] | None:
    """What stands after "hey dragon"; None when no assistant is spoken to."""
    lowers = [w.lower for w in words]
    if "dragon" not in lowers[:4]:
        return None
    at = lowers.index("dragon") + 1
    while at < len(words) and (words[at].lower in PUNCTUATION or words[at].lower in {"please", "can", "you"}):
        at += 1
    return words[at:]


def _ordered(hearing: Hearing, words: list[Word]) -> bool:
    """Keep what an assistant is told to order. "show me the labs" and "finalize the note" are no orders."""
    if not words or words[0].lower not in _ORDERING:
        return False
    facts = facts_of([w.lower for w in words])
    kind = Kind.TEST_ORDER if facts.has(Topic.TEST) else Kind.TREATMENT
    hearing.add(kind, worded(kind, [w.text for w in words]), words, ORDER_VALUE, facts)
    return True
