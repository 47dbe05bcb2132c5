"""Takes out of a conversation's statements what its speakers took back, and quotes whole what cannot be resolved surely."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from desktop.domain.note import Section
from desktop.domain.transcript import Speaker
from desktop.drafting.offline.announced_values import PLAIN
from desktop.drafting.offline.clauses import Clause
from desktop.drafting.offline.correction_cues import announced, plain_cue_end
from desktop.drafting.offline.facts import facts_of
from desktop.drafting.offline.person import without_lead
from desktop.drafting.offline.replies import Reply, reply_of
from desktop.drafting.offline.said_texts import said_texts
from desktop.drafting.offline.speech import ACKNOWLEDGEMENTS, PUNCTUATION
from desktop.drafting.offline.units import Hearing, Reading, Unit
from desktop.language.lexicon import Topic
from desktop.language.words import joined, words_of

DOUBTFUL_VALUE = 12.0
"""What has to be read whole is never left out for room."""
FURTHEST_ORDER = 12
"""How many clauses an order may stand before the words that call it off."""
FURTHEST_DICTATED = 3
LONGEST_ANSWER = 40
FURTHEST_OWN = 5
_ORDERED = (Topic.DRUG, Topic.DRUG_CLASS, Topic.TEST, Topic.TREATMENT)

_LEADS = r"(?:(?:oh|okay|so|now|well|hmm|and|but|then|all right|right|um|uh|,) )*"
_MIND_CHANGED = re.compile(
    rf"^{_LEADS}(?:actually|no|wait|sorry|i am sorry|excuse me|on second thought|scratch that|strike that|never mind|forget|correction|come to think)\b"
)
_CALLED_OFF = re.compile(
    r"\b(?:let us not|let us (?:hold|skip|cancel|leave out|forget)|(?:we|i) (?:will|would|should|am|are) not|(?:we|i) (?:will|am going to|would rather) (?:hold|skip|cancel|leave out)|"
    r"hold off|skip|cancel|forget|rather not|do not|not|no|instead of|rather than|without)\b"
)
_SURELY_CALLED_OFF = re.compile(
    rf"^{_LEADS}(?:let us (?:not|hold off|skip|cancel)|(?:we|i) (?:will|would|should) (?:not (?:do|use|give|start|take|order)|hold off|skip|cancel)|hold off on|skip the|cancel the|forget the|not (?:the )?\w+$|no \w+ then$)"
)
_INSTEAD = re.compile(r"\b(?:instead of|rather than)\b")
_OF_THAT = re.compile(
    r"\b(?:(?:let us|will|would|should|do) not (?:do|use|give|start|take|order|try) (?:that|it|this|those|them)|(?:scratch|strike|forget|cancel|skip|hold off on) (?:that|it|this|those))\b|\bnever mind\b"
)
_MARKS = (
    r"no wait|wait (?:, )?(?:no|actually|sorry)|no sorry|sorry no|no i am sorry|i am sorry(?! to| about| that| for| you| i am)|or rather|no i mean|i misspoke|scratch that|strike that|"
    r"correction(?! of| factor)|make that (?=\d|one|two|three|four|five|six|seven|eight|nine|ten|twenty|fifty|a hundred)|on second thought|excuse me|actually no|no actually|no scratch"
)
UNRESOLVED = re.compile(rf"\b(?:{_MARKS})\b")
_OPENS_PUT_RIGHT = re.compile(
    rf"^{_LEADS}(?:(?:{_MARKS}|wait ,|i meant(?! to)|no (?=i meant))|or \S+ .*excuse me)"
)
_NOT_ORDERED = re.compile(r"\b(?:no|not|never|stop|avoid|hold|without|instead|discontinue)\b")
_CONDITIONS = re.compile(r"\b(?:if|unless|until|in case)\b")
_CONDITION_OPENS = re.compile(rf"^{_LEADS}(?:if|unless|until|once|as long as|provided)\b")
_REFUSES = re.compile(
    r"^(?:(?:oh|well|no|um|uh|sorry|honestly|i am sorry|but|thanks|thank you|doctor|nope|,|\.) )*(?:i will not|i can not|i would rather not|i would prefer not|i do not want|i am not (?:going to|doing|taking|having|ready|comfortable)|i refuse|"
    r"i do not (?:think so|need|believe in|like)|i never|absolutely not|no way|not (?:going to|happening|interested|today|now|yet|for me|a chance|ready)|never|no thank|i (?:am )?declin|i hate|forget it|no \w+ please|i have to (?:work|walk|drive|go|lift|stand)|i (?:want|have|need) to think|over my dead)\b"
)


def settle(hearing: Hearing) -> None:
    """Go through what was understood once more: withdrawals, corrections, conditions and refusals."""
    _call_off(hearing)
    _quote_corrections(hearing)
    _keep_conditions(hearing)
    _keep_refusals(hearing)
    _quote_contradictions(hearing)


def as_said(clauses: Sequence[Clause]) -> str:
    """The clauses as one quotation, in the words that were said."""
    told = []
    for clause in clauses:
        said = joined(said_texts(clause.words[_lead(clause) :])).strip(" ,.?!")
        told.append(said[:1].upper() + said[1:])
    return ". ".join(told)


def _lead(clause: Clause) -> int:
    lead = without_lead(clause.lowers)
    return 0 if UNRESOLVED.search(" ".join(clause.lowers[:lead])) else lead


def _text(clause: Clause) -> str:
    return " ".join(clause.lowers)


def puts_right(lowers: Sequence[str]) -> bool:
    """Whether words hold a correction that no rule resolved, or begin with one."""
    said = " ".join(lowers)
    bare = " ".join(word for word in lowers if word != ",")
    return any(
        UNRESOLVED.search(text) or _opens_correction(text)
        for text in ((said, bare) if bare != said else (said,))
    )


def _opens_correction(text: str) -> bool:
    told = announced(text.split())
    return (bool(_OPENS_PUT_RIGHT.match(text)) and " " in text) or (
        told is not None and told.strength >= PLAIN
    )


def _orders_before(hearing: Hearing, n: int) -> list[Unit]:
    """The provider's orders said shortly before the clause at n, the last first."""
    found = [
        unit
        for unit in hearing.reading.units
        if unit.by_provider
        and unit.kind.section is Section.PLAN
        and n - FURTHEST_ORDER <= unit.clause < n
        and not _NOT_ORDERED.search(unit.text.lower())
    ]
    return found[::-1]


def _call_off(hearing: Hearing) -> None:
    """Take orders out that are called off later: what is left is listed as taken back, or quoted with the withdrawal."""
    for n, clause in enumerate(hearing.clauses):
        text = _text(clause)
        if clause.asked or not hearing.is_provider(n) or (n and hearing.clauses[n - 1].asked):
            continue
        changed = _MIND_CHANGED.match(text)
        instead = _INSTEAD.search(text)
        if changed is None and instead is None and not _SURELY_CALLED_OFF.match(text):
            continue
        begun = (
            len(changed[0].split()) - 1 if changed else len(text[: instead.start()].split()) if instead else 0
        )
        called_off = _names_after_negation(clause, begun)
        orders = _orders_before(hearing, n)
        if called_off:
            orders = [unit for unit in orders if called_off & _names(unit)]
        elif _OF_THAT.search(text):
            orders = [unit for unit in orders if unit.clause == _meant_by_that(hearing, n)]
            orders = orders if len(orders) == 1 else []
        else:
            continue
        for unit in orders:
            if not called_off or _names(unit) <= called_off:
                hearing.reading.units.remove(unit)
                hearing.reading.taken_back.append(unit)
            else:
                _quote(hearing, unit, [hearing.clauses[unit.clause], clause])


def _meant_by_that(hearing: Hearing, n: int) -> int | None:
    """The clause that "that" in the clause at n points at: what the same speaker said last, if nobody named another thing since."""
    clauses = hearing.clauses
    named: set[str] = set()
    for k in range(n - 1, max(-1, n - FURTHEST_ORDER), -1):
        names = {m.name for m in facts_of(clauses[k].lowers).mentions if m.topic in _ORDERED}
        if clauses[k].speaker is not clauses[n].speaker:
            named |= names
        elif not set(clauses[k].lowers) <= ACKNOWLEDGEMENTS | PUNCTUATION:
            return k if names and named <= names else None
    return None


def _names(unit: Unit) -> set[str]:
    return {m.name for m in unit.facts.mentions if m.topic in _ORDERED}


_POINTS_BACK = frozenset(["that", "this", "it", "those", "them", ",", ".", "but"])


def _names_after_negation(clause: Clause, begun: int) -> set[str]:
    """The medicines, tests and treatments that stand right after what calls them off, from the word at begun."""
    lowers = clause.lowers[begun:]
    text = " ".join(lowers)
    found: set[str] = set()
    for match in _CALLED_OFF.finditer(text):
        after = len(text[: match.end()].split())
        furthest = 1 if match[0] in {"no", "not"} else 3
        named = [m for m in facts_of(lowers[after : after + 6]).mentions if m.topic in _ORDERED]
        between = set(lowers[after : after + named[0].start]) if named else set()
        if named and named[0].start <= furthest and not between & _POINTS_BACK:
            found.add(named[0].name)
    return found


def _quote(hearing: Hearing, unit: Unit, clauses: Sequence[Clause]) -> None:
    """Put the quoted clauses in the place of a statement, and take out what else was made of them."""
    words = [word for clause in clauses for word in clause.words]
    places = {(word.segment, word.start) for word in words}
    units = hearing.reading.units
    at = next((k for k, other in enumerate(units) if other is unit), len(units))
    quoted = replace(unit, text=f'As said: "{as_said(clauses)}".', words=words, value=DOUBTFUL_VALUE)
    rest = [
        other
        for other in units
        if other is not unit and not {(word.segment, word.start) for word in other.words} <= places
    ]
    before = sum(other in rest for other in units[:at])
    hearing.reading.units = [*rest[:before], quoted, *rest[before:]]


def _quote_corrections(hearing: Hearing) -> None:
    """Quote every clause in which a correction is left that no rule resolved, with the clause it puts right."""
    clauses = hearing.clauses
    for n, clause in enumerate(clauses):
        if not puts_right(clause.lowers):
            continue
        bare = " ".join(word for word in clause.lowers if word != ",")
        opens = _opens_correction(_text(clause)) or _opens_correction(bare)
        whole = [clause]
        before = _own_clause_before(clauses, n) if opens else None
        if before is not None:
            whole = [before, clause]
        places = {(word.segment, word.start) for c in whole for word in c.words}
        made = [
            unit
            for unit in hearing.reading.units
            if {(word.segment, word.start) for word in unit.words} & places and 'said: "' not in unit.text
        ]
        if made and not all(unit.text.startswith("Asked ") for unit in made):
            _quote(hearing, made[-1], whole)
            for unit in made[:-1]:
                if unit in hearing.reading.units:
                    hearing.reading.units.remove(unit)


def _own_clause_before(clauses: Sequence[Clause], n: int) -> Clause | None:
    """The clause that the same speaker said last before the one at n, over one turn of another at most."""
    for k in range(n - 1, max(-1, n - FURTHEST_OWN), -1):
        if clauses[k].turn < clauses[n].turn - 2:
            return None
        if clauses[k].speaker is clauses[n].speaker:
            return None if clauses[k].asked else clauses[k]
    return None


def _keep_conditions(hearing: Hearing) -> None:
    """Quote an order whose condition stands in the words it was made of, or right before them, but not in the note."""
    clauses = hearing.clauses
    covered = {(word.segment, word.start) for unit in hearing.reading.units for word in unit.words}
    for unit in list(hearing.reading.units):
        if not unit.by_provider or unit.kind.section is not Section.PLAN or unit.clause >= len(clauses):
            continue
        clause = clauses[unit.clause]
        if clause.asked:
            continue
        if _CONDITIONS.search(_text(clause)) and not _CONDITIONS.search(unit.text.lower()):
            _quote(hearing, unit, [clause])
            continue
        before = clauses[unit.clause - 1] if unit.clause else None
        if before is None or before.turn != clause.turn or not _CONDITION_OPENS.match(_text(before)):
            continue
        said = any((word.segment, word.start) in covered for word in before.words)
        if not said and not re.search(r"\b(?:if|unless)\b", unit.text.lower()):
            _quote(hearing, unit, [before, clause])


def refuses(answer: Sequence[Clause]) -> bool:
    """Whether an answer refuses what was ordered: "I won't take that", but not "Will it make me sleepy? I have to drive."."""
    return any(
        (match := _REFUSES.match(_text(clause)))
        and not (answer[0].asked and clause is not answer[0] and " have to " in f" {match[0]} ")
        for clause in answer[:2]
    )


def _keep_refusals(hearing: Hearing) -> None:
    """Write an order that the patient refuses with the answer, both in the words that were said."""
    clauses = hearing.clauses
    for n in range(1, len(clauses)):
        before = clauses[n - 1]
        if (
            before.turn == clauses[n].turn
            or not hearing.is_provider(n - 1)
            or hearing.is_provider(n)
            or before.asked
        ):
            continue
        plain_no = reply_of(clauses[n].lowers)[0] is Reply.NO and not _NOT_ORDERED.search(_text(before))
        answer = [clause for clause in clauses[n : n + 4] if clause.turn == clauses[n].turn]
        if not plain_no and not refuses(answer):
            continue
        orders = [
            unit
            for unit in hearing.reading.units
            if unit.by_provider and unit.kind.section is Section.PLAN and unit.clause in {n - 1, n - 2}
            and unit.clause < len(clauses) and clauses[unit.clause].turn == before.turn
        ]  # fmt: skip
        told_since = orders and orders[-1].clause != n - 1 and facts_of(before.lowers).has(*_ORDERED)
        if not orders or told_since or (plain_no and orders[-1].clause != n - 1):
            continue
        if sum(len(clause.words) for clause in answer) > LONGEST_ANSWER:
            answer = answer[:1]
        ordered = clauses[orders[-1].clause]
        _quote(hearing, orders[-1], [ordered, *answer])
        for k, unit in enumerate(hearing.reading.units):
            if unit.value == DOUBTFUL_VALUE and unit.clause == orders[-1].clause:
                text = f'Advised: "{as_said([ordered])}." Answer: "{as_said(answer)}."'
                hearing.reading.units[k] = replace(unit, text=text)


def settle_dictation(reading: Reading) -> None:
    """The same for the sentences of a dictation: an order called off goes, an unresolved correction is quoted whole."""
    kept: list[Unit] = []
    for unit in reading.units:
        text = " ".join(unit.facts.lowers)
        last = kept[-1] if kept else None
        changed = _MIND_CHANGED.match(text)
        contradicts = bool(plain_cue_end(unit.facts.lowers) and unit.facts.mentions)
        opens = _opens_correction(text) or contradicts
        gone = _dictated_order_called_off(kept, unit, changed) if changed or opens else None
        if gone is not None:
            kept.remove(gone)
            reading.taken_back.append(gone)
            kept.append(replace(unit, kind=gone.kind, heading=gone.heading, problem=gone.problem))
        elif opens and last is not None:
            said = f'As said: "{last.text} {unit.text}"'
            kept[-1] = replace(last, text=said, words=[*last.words, *unit.words])
        elif UNRESOLVED.search(text):
            kept.append(replace(unit, text=f'As said: "{unit.text}"'))
        else:
            kept.append(unit)
    reading.units = kept


def _dictated_order_called_off(
    kept: Sequence[Unit], unit: Unit, changed: re.Match[str] | None
) -> Unit | None:
    """The one order just before a dictated sentence that the sentence calls off, or None."""
    clause = Clause(Speaker.PROVIDER, 0, words_of(unit.text))
    text = _text(clause)
    called_off = _names_after_negation(clause, len(changed[0].split()) - 1 if changed else 0)
    orders = [other for other in kept[-FURTHEST_DICTATED:] if not _NOT_ORDERED.search(other.text.lower())][
        ::-1
    ]
    if called_off:
        return next((other for other in orders if _names(other) and _names(other) <= called_off), None)
    if not orders or orders[0] is not kept[-1]:
        return None
    return orders[0] if _OF_THAT.search(text) and _names(orders[0]) else None


_CONTRADICTS = re.compile(
    r"\b(?:not (?:true|right|so|what (?:you|he|she) (?:told|said))|(?:is|are) (?:wrong|lying)|a lie|do not believe)\b|^(?:(?:no|well|actually|yes|but|dad|mom|,) )*(?:he|she) (?:did|does|is|was|has|had|takes|drinks|smokes|fell)\b"
)


def _quote_contradictions(hearing: Hearing) -> None:
    """Quote an answer that somebody else in the room says is not so, with what each of them said."""
    clauses = hearing.clauses
    for n in range(2, len(clauses)):
        if clauses[n].speaker is not Speaker.OTHER or clauses[n - 1].turn == clauses[n].turn:
            continue
        told = _same_turn(clauses, n)
        answer = _turn_before(clauses, n)
        question = clauses[n - len(answer) - 1] if answer and n > len(answer) else None
        if not any(_CONTRADICTS.search(_text(clause)) for clause in told):
            continue
        if question is None or not question.asked or answer[0].speaker is not Speaker.PATIENT:
            continue
        after = n + len(told)
        then = _same_turn(clauses, after) if after < len(clauses) else []
        then = then if then and then[0].speaker is Speaker.PATIENT and not then[0].asked else []
        whole = [question, *answer, *told, *then]
        places = {(word.segment, word.start) for clause in whole for word in clause.words}
        made = [u for u in hearing.reading.units if {(w.segment, w.start) for w in u.words} & places]
        if not made:
            continue
        _quote(hearing, made[0], whole)
        text = f'Asked "{as_said([question])}?": "{as_said(answer)}." Informant: "{as_said(told)}."'
        text += f' Patient: "{as_said(then)}."' if then else ""
        quoted = next(
            u for u in hearing.reading.units if u.value == DOUBTFUL_VALUE and u.clause == made[0].clause
        )
        hearing.reading.units = [
            replace(u, text=text) if u is quoted else u
            for u in hearing.reading.units
            if u is quoted or u not in made
        ]


def _same_turn(clauses: Sequence[Clause], n: int) -> list[Clause]:
    end = n
    while end < len(clauses) and clauses[end].turn == clauses[n].turn:
        end += 1
    return list(clauses[n:end])


def _turn_before(clauses: Sequence[Clause], n: int) -> list[Clause]:
    begun = n - 1
    while begun > 0 and clauses[begun - 1].turn == clauses[n - 1].turn:
        begun -= 1
    return list(clauses[begun:n])
