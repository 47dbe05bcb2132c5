"""Statements in the making: clauses filed, answers joined to their questions, everything in a note's words."""

from __future__ import annotations

from dataclasses import dataclass, field

from desktop.domain.note import Section
from desktop.domain.transcript import Speaker
from desktop.drafting.offline.clauses import Clause
from desktop.drafting.offline.filing import (
    Facts,
    Stage,
    facts_of,
    is_chatter,
    patient_kind,
    provider_kind,
    stage_after,
    worth,
)
from desktop.drafting.offline.finish import finished
from desktop.drafting.offline.kinds import Kind
from desktop.drafting.offline.note_language import is_note_language, note_kind
from desktop.drafting.offline.person import patient_voice, without_lead
from desktop.drafting.offline.problems import problem_named
from desktop.drafting.offline.questions import Reply, combined, label_of, reply_of, topic_of
from desktop.drafting.offline.standing import asks_inside, can_stand, is_finite
from desktop.drafting.offline.speech import ADVERBS, AUXILIARIES, PUNCTUATION, RELATIVES, SUBJECTS
from desktop.drafting.offline.wording import worded
from desktop.language.lexicon import Topic
from desktop.language.words import Word, joined, words_of


@dataclass(slots=True)
class Unit:
    """One sentence of the note to be. problem: the number of the problem it was said under, from 1; 0: none.

    heading: the heading it was dictated under, "" for none.
    """

    kind: Kind
    text: str
    words: list[Word]
    value: float
    problem: int = 0
    facts: Facts = field(default_factory=lambda: facts_of(()))
    heading: str = ""


@dataclass(slots=True)
class Reading:
    """Everything that was understood, in the order in which it was said, and what could not be filed."""

    units: list[Unit] = field(default_factory=list)
    left_out: list[Clause] = field(default_factory=list)


_WEAK_SUBJECTS = frozenset(["it", "that", "this", "they", "he", "she", "those", "these"])


def read(clauses: list[Clause]) -> Reading:
    """Understand the clauses one after the other."""
    return _Reader(clauses).run()


class _Reader:
    def __init__(self, clauses: list[Clause]) -> None:
        self.clauses = clauses
        self.out = Reading()
        self.stage = Stage.HISTORY
        self.problem = 0
        self.skip: dict[int, int] = {}
        """Clause index -> words already used up as a reply."""

    def run(self) -> Reading:
        n = 0
        while n < len(self.clauses):
            clause = self.clauses[n]
            provider = self._is_provider(clause)
            if provider and clause.asked:
                n = self._question(n)
                continue
            if provider:
                self._provider_says(n)
            else:
                self._patient_says(n)
            n += 1
        return self.out

    def _is_provider(self, clause: Clause) -> bool:
        if clause.speaker is Speaker.PROVIDER:
            return True
        if clause.speaker is Speaker.PATIENT:
            return clause.asked and self._sounds_like_provider(clause)
        return clause.asked or self._sounds_like_provider(clause)

    @staticmethod
    def _sounds_like_provider(clause: Clause) -> bool:
        lowers = clause.lowers[without_lead(clause.lowers) :]
        return ("you" in lowers or "your" in lowers) and "my" not in lowers and "me" not in lowers

    # -- questions and answers

    def _question(self, n: int) -> int:
        """Join the question at n (and those that follow it in one breath) to the answer; return where to go on."""
        last = n
        while (
            last + 1 < len(self.clauses)
            and self._is_provider(self.clauses[last + 1])
            and self.clauses[last + 1].asked
        ):
            last += 1
        for k in range(n, last + 1):
            self.stage = stage_after(self.stage, facts_of(self.clauses[k].lowers), asked=True)
        answer = last + 1
        if answer >= len(self.clauses) or self._is_provider(self.clauses[answer]):
            return last + 1
        reply, used = reply_of(self.clauses[answer].lowers)
        family = any({"family", *RELATIVES} & set(self.clauses[k].lowers) for k in range(max(0, n - 1), last + 1)) and not any(
            "you" in self.clauses[k].lowers[:3] and "family" not in self.clauses[k].lowers for k in range(n, last + 1)
        )
        question = self.clauses[last]
        asked = question.lowers
        if reply is Reply.NONE:
            self._spoken_answer(question, answer)
            return last + 1
        lowers = self.clauses[answer].lowers
        rest = lowers[used:]
        self.skip[answer] = used
        for k in range(n, last + 1):
            if reply is Reply.YES and k < last:
                continue  # "any fever? any cough?" "yes": which one is not known
            if k < last and not topic_of(self.clauses[k].lowers):
                continue
            said = combined(self.clauses[k].lowers, reply)
            if said and reply is Reply.NO and self._taken_back(self.clauses[k].lowers, answer, used):
                continue
            if said and family and not said.startswith("family"):
                said = f"family history of {' '.join(topic_of(self.clauses[k].lowers))}: {reply.value}" if topic_of(self.clauses[k].lowers) else ""
            if said and not self._answered_by_rest(said, rest):
                self._add(
                    self._answer_kind(said, asked),
                    said,
                    self.clauses[k].words + self.clauses[answer].words[: max(used, 1)],
                    4.0,
                )
        if reply is not Reply.NO and not combined(asked, reply):
            label = label_of(asked)
            if label and rest:
                self._spoken_answer(question, answer)
        return last + 1

    def _taken_back(self, question: list[str], answer: int, used: int) -> bool:
        """Whether the answer goes on to affirm some of what its "no" seems to deny: "no fever, some chills"."""
        if used == 0:
            return True  # the no belongs to the words after it, which speak for themselves
        asked = {m.name[:4] for m in facts_of(question).mentions if m.topic in _DENIABLE}
        habits = any(m.topic is Topic.SOCIAL for m in facts_of(question).mentions)
        turn = self.clauses[answer].turn
        for n in range(answer, min(answer + 4, len(self.clauses))):
            clause = self.clauses[n]
            if clause.turn != turn:
                break
            lowers = clause.lowers[used if n == answer else 0 :]
            affirmed = _affirmed(lowers)
            mentions = facts_of(affirmed).mentions
            if any(m.name[:4] in asked for m in mentions) or (habits and any(m.topic is Topic.SOCIAL for m in mentions)):
                return True
        return False

    def _answered_by_rest(self, said: str, rest: list[str]) -> bool:
        """Whether the answer goes on to say the same itself: "chest pain?" "no, no chest pain"."""
        if not rest:
            return False
        topic = {m.name for m in facts_of(said.split()).mentions}
        again = {m.name for m in facts_of(rest).mentions}
        return bool(topic) and topic <= again and "no" in rest[:2]

    def _answer_kind(self, said: str, question: list[str]) -> Kind:
        facts = facts_of(said.lower().split())
        asked = facts_of(question)
        if (
            self.stage is Stage.EXAM
            and facts.has(Topic.BODY, Topic.SYMPTOM, Topic.FINDING)
            and {"press", "push", "touch", "here", "hurt"} & set(question)
        ):
            return Kind.EXAM
        kind = patient_kind(asked)
        if kind is Kind.FAMILY or set(asked.lowers) & RELATIVES or "family" in asked.lowers:
            return Kind.FAMILY
        if kind is Kind.HISTORY and said.startswith(("denies", "reports")):
            return (
                Kind.SYMPTOM_REVIEW
                if facts.has(Topic.SYMPTOM)
                else Kind.PAST
                if facts.has(Topic.DISEASE)
                else Kind.HISTORY
            )
        return kind

    def _spoken_answer(self, question: Clause, answer: int) -> None:
        """An answer that is only a phrase stands under the question's label: "duration: about 3 weeks"."""
        clause = self.clauses[answer]
        lowers = clause.lowers[self.skip.get(answer, 0) :]
        lead = without_lead(lowers)
        core = lowers[lead:]
        if (
            not core
            or len(core) > 14
            or core[0] in {"i", "my", "it", "they", "we", "he", "she", "there", "that"}
        ):
            return
        if any(w in AUXILIARIES for w in core[:4]):
            return
        label = label_of(question.lowers)
        if not label:
            return
        words = clause.words[self.skip.get(answer, 0) + lead :]
        said = patient_voice([w.text for w in words])
        if core[-1] in {"the", "a", "of", "to", "my", "and", "or"}:
            return
        kind = {
            "takes": Kind.MEDICATION,
            "medications": Kind.MEDICATION,
            "medication": Kind.MEDICATION,
            "dose": Kind.MEDICATION,
            "allergic to": Kind.ALLERGY,
            "occupation": Kind.SOCIAL,
        }.get(label, Kind.HISTORY)
        if (
            label in {"duration", "frequency", "onset", "amount", "location", "which", "side"}
            and not facts_of(question.lowers).mentions
            and not facts_of(core).mentions
        ):
            return
        self._add(kind, f"{label}: {said}", question.words + words, 3.0)
        self.skip[answer] = len(clause.words)

    # -- statements

    def _patient_says(self, n: int) -> None:
        clause = self.clauses[n]
        words = clause.words[self.skip.get(n, 0) :]
        lowers = [w.lower for w in words]
        lead = without_lead(lowers)
        words, lowers = words[lead:], lowers[lead:]
        if not lowers or clause.asked:
            return
        facts = facts_of(lowers)
        if self.skip.get(n) and not any(is_finite(w) for w in lowers) and lowers[0] not in {"no", "just", "only", "mostly", "mainly", "some", "a"}:
            self._leave_out(clause, facts)  # "no, chest pain": what the no denies is not plain
            return
        kind = patient_kind(facts)
        value = worth(facts, kind, from_patient=True)
        if self.stage is Stage.PLAN and n > 0.7 * len(self.clauses):
            value -= 1.5
        if lowers[0] in _WEAK_SUBJECTS and not facts.has(Topic.DRUG):
            value -= 0.5
        if not can_stand(lowers, facts.mentions) or is_chatter(facts) or "you" in lowers or "your" in lowers:
            self._leave_out(clause, facts)
            return
        if n and self.clauses[n - 1].asked:
            value += 0.5
        if not facts.mentions or value < 1.2:
            self._leave_out(clause, facts)
            return
        said = patient_voice(_spoken_facts([w.text for w in words]))
        if clause.speaker is Speaker.OTHER and {"i", "my", "we", "our", "me"} & set(lowers):
            self._add(kind, f'other speaker: "{joined(w.text for w in words)}"', words, value - 0.5, facts)
            return  # whose words "i" and "my" are is not known
        if lowers[0] == "no" and (len(lowers) > 14 or any(w in SUBJECTS for w in lowers[2:])) and not any(w in PUNCTUATION for w in lowers):
            self._leave_out(clause, facts)  # "no fever kind of feel like i am ...": where the no ends is not plain
            return
        turned = next((k for k, w in enumerate(lowers) if k > 1 and w in _TURNS and lowers[0] == "no"), 0)
        if turned:
            self._add(Kind.SYMPTOM_REVIEW, "denies " + patient_voice([w.text for w in words[1:turned]]), words[:turned], value)
            rest = words[turned + 1 :] if lowers[turned] in {"but", "just", "only", "except"} else words[turned:]
            if facts_of([w.lower for w in rest]).mentions and len(rest) < 8:
                self._add(kind, "reports " + patient_voice([w.text for w in rest]), rest, value)
            return
        if lowers[0] in {"no", "denies"} and facts.has(Topic.SYMPTOM, Topic.DISEASE) and len(lowers) <= 14:
            rest = [w.text for w in words[1:]]
            while rest and rest[0].lower() in {"no", ",", "any"}:
                rest = rest[1:]
            if rest and rest[0].lower() not in {"i", "it", "my", "the", "not", "that"}:
                said = "denies " + patient_voice(rest)
                kind = Kind.SYMPTOM_REVIEW if kind is Kind.HISTORY else kind
            else:
                said = patient_voice(rest)
        elif lowers[:4] == ["i", "do", "not", "have"] and _denies_plainly(lowers, facts):
            rest = [w.text for w in words[4:]]
            said = "denies " + patient_voice(rest[1:] if rest[:1] == ["any"] else rest) if rest else ""
        elif not any(is_finite(w) for w in lowers):
            answers = n > 0 and self.clauses[n - 1].asked
            clinical = facts.has(Topic.SYMPTOM, Topic.DRUG, Topic.DISEASE)
            if lowers[0] in ADVERBS | {"besides", "or"} or not clinical or not (answers or len(facts.mentions) > 1):
                self._leave_out(clause, facts)
                return
        self._add(kind, said, words, value, facts)

    def _provider_says(self, n: int) -> None:
        clause = self.clauses[n]
        lowers = clause.lowers
        facts = facts_of(lowers)
        self.stage = stage_after(self.stage, facts, asked=False)
        words = clause.words
        ordered = _assistant_order(words)
        if ordered is not None:
            if ordered:
                order_facts = facts_of([w.lower for w in ordered])
                self._add(
                    Kind.TEST_ORDER if order_facts.has(Topic.TEST) else Kind.TREATMENT,
                    worded(Kind.TREATMENT, [w.text for w in ordered]),
                    ordered,
                    4.0,
                    order_facts,
                )
            return
        if clause.tag and n + 1 < len(self.clauses) and not self._is_provider(self.clauses[n + 1]):
            reply, _ = reply_of(self.clauses[n + 1].lowers)
            if reply is Reply.NO:
                return  # "you take it daily, right?" "no": what was said does not hold
        if is_note_language(lowers):
            kind = note_kind(facts, None) or Kind.HISTORY
            self._add(kind, joined(w.text for w in words[without_lead(lowers) :]), words, 6.0, facts)
            return
        named = problem_named(lowers, in_plan=self.stage is Stage.PLAN)
        if named is not None:
            start, end = named
            heading = words[start:end]
            self.problem += 1
            self._add(Kind.PROBLEM, joined(w.text for w in heading), heading, 9.0)
            words = words[end:]
            lowers = [w.lower for w in words]
            lead = without_lead(lowers)
            words, lowers = words[lead:], lowers[lead:]
            while words and words[0].lower in PUNCTUATION:
                words, lowers = words[1:], lowers[1:]
            if len(words) < 3:
                return
            facts = facts_of(lowers)
        if self._names_the_drug(lowers, words, facts):
            return
        kind_or_none = provider_kind(facts, self.stage)
        if kind_or_none is None or is_chatter(facts) or asks_inside(lowers):
            self._leave_out(clause, facts)
            return
        said = worded(kind_or_none, [w.text for w in words])
        shown = [w.lower for w in words_of(said)]
        if not can_stand(shown, facts_of(shown).mentions) or (
            kind_or_none.section is Section.SUBJECTIVE and not _tells_history(lowers[without_lead(lowers) :])
        ):
            self._leave_out(clause, facts)
            return
        kind = kind_or_none
        value = worth(facts, kind, from_patient=False)
        if not facts.mentions and kind not in {Kind.FOLLOW_UP, Kind.ADVICE}:
            value += 2.0 if kind is Kind.REASONING and self.problem else -2.0
        if kind in {Kind.HISTORY, Kind.COMPLAINT, Kind.REASONING, Kind.ADVICE}:
            value -= 0.5
        if value < (2.0 if kind.section is Section.SUBJECTIVE else 1.0):
            self._leave_out(clause, facts)
            return
        before = self.clauses[n - 1] if n else None
        if kind is Kind.RESULT and before is not None and lowers[without_lead(lowers) :][:2] in (["it", "is"], ["it", "was"]):
            tests = {m.name for m in facts_of(before.lowers).mentions if m.topic is Topic.TEST}
            if len(tests) == 1 and not facts.has(Topic.TEST):
                said = f"{tests.pop()}: {joined(w.text for w in words[without_lead(lowers) + 2 :])}"
                words = before.words + words
        self._add(kind, said, words, value, facts)

    def _names_the_drug(self, lowers: list[str], words: list[Word], facts: Facts) -> bool:
        """ "i'm going to prescribe one medicine" ... "and that is cardura four milligrams": one order."""
        last = self.out.units[-1] if self.out.units else None
        lead = without_lead(lowers)
        if last is None or last.kind is not Kind.TREATMENT or lowers[lead : lead + 2] not in (["that", "is"], ["it", "is"], ["which", "is"]):
            return False
        if not facts.has(Topic.DRUG) or last.facts.has(Topic.DRUG) or len(lowers) > 14:
            return False
        rest = words[lead + 2 :]
        last.text = finished(f"{last.text.rstrip('.')}: {joined(w.text for w in rest)}")
        last.words = last.words + rest
        last.facts = facts
        return True

    def _add(
        self, kind: Kind, text: str, words: list[Word], value: float, facts: Facts | None = None
    ) -> None:
        said = finished(text)
        if not said:
            return
        problem = self.problem if kind.section.value in {"assessment", "plan"} else 0
        self.out.units.append(
            Unit(kind, said, words, value, problem, facts or facts_of(text.lower().split()))
        )

    def _leave_out(self, clause: Clause, facts: Facts) -> None:
        if facts.mentions:
            self.out.left_out.append(clause)


def _spoken_facts(tokens: list[str]) -> list[str]:
    """Without "i know that" and the like before what is known."""
    lowers = [token.lower() for token in tokens[:4]]
    for lead in (["i", "know", "that"], ["i", "would", "say", "that"], ["i", "would", "say"], ["i", "mean"], ["i", "know"]):
        if lowers[: len(lead)] == lead and len(tokens) > len(lead) + 2:
            return tokens[len(lead) :]
    return tokens


def _denies_plainly(lowers: list[str], facts: Facts) -> bool:
    """ "i do not have (any) fever": the symptom follows at once, so that nothing between changes the meaning."""
    at = 5 if lowers[4:5] in (["any"], ["a"]) else 4
    return any(m.start == at and m.topic in {Topic.SYMPTOM, Topic.DISEASE} for m in facts.mentions)


_DENIABLE = frozenset({Topic.SYMPTOM, Topic.DISEASE, Topic.SOCIAL, Topic.DRUG, Topic.DRUG_CLASS})
_TURNS = frozenset("some but just only except".split())
_NEGATIONS = frozenset("no not never denies none without nor neither".split())


def _affirmed(lowers: list[str]) -> list[str]:
    """The words of a clause that no negation stands before."""
    at = next((n for n, word in enumerate(lowers) if word in _NEGATIONS), len(lowers))
    turned = next((n for n, word in enumerate(lowers) if n > at and word in _TURNS), len(lowers))
    return lowers[:at] + lowers[turned:]


_KNOWN = frozenset("see know understand saw heard notice".split())


def _tells_history(lowers: list[str]) -> bool:
    """Whether a provider's statement in the history tells what is known of the patient, not what the visit does."""
    if not lowers or len(lowers) > 28:
        return False
    if lowers[0] == "you":
        return True
    if lowers[0] == "your":
        return True
    if lowers[0] == "i" and lowers[1:2] and lowers[1] in _KNOWN and ("you" in lowers or "your" in lowers):
        return True
    return lowers[:2] in (["it", "says"], ["it", "looks"]) and ("you" in lowers or "your" in lowers)


_SHOWING = frozenset(["show", "open", "pull", "display", "view", "finalize", "close", "see", "bring", "look"])


def _assistant_order(words: list[Word]) -> list[Word] | None:
    """The words after "hey dragon, order ..." (empty for "show me ..."), or None when it is no such command."""
    lowers = [w.lower for w in words]
    if "dragon" not in lowers[:4]:
        return None
    at = lowers.index("dragon") + 1
    while at < len(words) and (words[at].lower in PUNCTUATION or words[at].lower in {"please", "can", "you"}):
        at += 1
    if at >= len(words) or words[at].lower in _SHOWING:
        return []
    return words[at:]
