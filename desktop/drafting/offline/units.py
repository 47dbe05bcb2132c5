"""Statements in the making, and the state of a conversation while it is being understood."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from desktop.domain.note import Section
from desktop.domain.transcript import Speaker
from desktop.drafting.offline.clauses import Clause
from desktop.drafting.offline.facts import Facts, facts_of
from desktop.drafting.offline.finish import finished
from desktop.drafting.offline.kinds import Kind
from desktop.drafting.offline.person import without_lead
from desktop.drafting.offline.stages import Stage
from desktop.language.words import Word, words_of

NEVER = 1000
"""As many clauses as no visit has between two of its statements that belong together."""
_SAYS_NOTHING = frozenset({"Denies.", "Reports.", "No.", "Yes.", "Has.", "Is."})


_CARES = re.compile(
    r"^(?:\w+ ){0,4}(?:i|we) (?:am |are |will |would like to |want to |also |just )*(?:going to )?(?:send|sending|refer|referring|prescribe|prescribing|order|ordering|numb|trim|adjust|inject|recommend|recommending|schedule) "
    r"(?:you|him|her|them|it|that|the|a|an|some|this|stopping|starting|against)\b"
)
"""Only who cares for the patient says so."""


_NOT_SEEN = re.compile(r"(?<!see )(?<!seen )(?<!saw )(?<!seeing )the patient")
"""It is the patient who is seen again, whoever is told so."""


@dataclass(slots=True)
class Unit:
    """One sentence of the note to be.

    words: what it rests on. value: how much it is worth keeping. problem: the number of the problem it
    was said under, from 1; 0: none. heading: the heading it was dictated under, "" for none.
    dictated: whether it is part of a dictation. by_provider, stage, clause: who said it, when in the visit, and in which clause.
    since_test: how many clauses before it the provider named a test or an image of one.
    unfiled: whether no rule has filed it, so that only the learned weights can put it into a note.
    """

    kind: Kind
    text: str
    words: list[Word]
    value: float
    problem: int = 0
    facts: Facts = field(default_factory=lambda: facts_of(()))
    heading: str = ""
    dictated: bool = False
    by_provider: bool = True
    stage: Stage = Stage.HISTORY
    clause: int = 0
    unfiled: bool = False
    since_test: int = NEVER


@dataclass(slots=True)
class Reading:
    """Everything that was understood, in the order in which it was said.

    clauses: what was said, for finding what is left out; empty for a dictation, of which all is kept.
    taken_back: orders that the speaker called off later; no part of the note.
    unfiled: whole clauses that no rule has filed. dictated: one person dictated it all.
    """

    units: list[Unit] = field(default_factory=list)
    clauses: list[Clause] = field(default_factory=list)
    taken_back: list[Unit] = field(default_factory=list)
    unfiled: list[Unit] = field(default_factory=list)
    dictated: bool = False


@dataclass(slots=True)
class Hearing:
    """A conversation being understood clause by clause.

    stage, problem: how far the visit has come, and the number of the problem that is talked about.
    used: clause index -> words at its start that were used up as a reply. brief: so little was said
    that even remarks of little weight are kept. at: the clause that is being understood. spoken_for: a child's or an animal's visit, at which
    "i" and "you" are the one who brings the patient.
    heading: the turn in which a heading was spoken, and its section. tested: the clause in which the provider last
    named a test that gives a result. unsure: clause index -> the clause with the medicines of which it means one. heard: stage, problem and tested as they were after each clause.
    """

    clauses: list[Clause]
    reading: Reading = field(default_factory=Reading)
    stage: Stage = Stage.HISTORY
    problem: int = 0
    used: dict[int, int] = field(default_factory=dict)
    brief: bool = False
    spoken_for: bool = False
    at: int = 0
    heading: tuple[int, Section | None] = (-1, None)
    heard: dict[int, tuple[Stage, int, int]] = field(default_factory=dict)
    tested: int = -NEVER
    unsure: dict[int, int] = field(default_factory=dict)

    def question_of(self, n: int) -> Clause | None:
        """The provider's question that the turn of the clause at n answers, if it answers one."""
        turn = self.clauses[n].turn
        k = n - 1
        while k >= 0 and self.clauses[k].turn == turn:
            k -= 1
        asked = k >= 0 and self.clauses[k].asked and self.is_provider(k)
        return self.clauses[k] if asked else None

    def is_provider(self, n: int) -> bool:
        """Whether the provider says the clause at n; without a speaker, whether it speaks to a patient."""
        clause = self.clauses[n]
        if clause.speaker is Speaker.PROVIDER:
            return True
        if clause.speaker is Speaker.PATIENT and _CARES.search(" ".join(clause.lowers)):
            return True  # whatever the tag says
        if clause.speaker in {Speaker.PATIENT, Speaker.OTHER}:
            return clause.asked and _speaks_to_patient(clause.lowers)
        return clause.asked or _speaks_to_patient(clause.lowers)

    def answers(self, n: int) -> bool:
        """Whether the clause before n asked something."""
        return n > 0 and self.clauses[n - 1].asked

    def add(
        self, kind: Kind, text: str, words: Sequence[Word], value: float, facts: Facts | None = None
    ) -> None:
        """Keep a statement. facts: what it mentions; looked up when not given."""
        said = finished(text)
        if not said or said in _SAYS_NOTHING:
            return
        if self.spoken_for and "patient" not in {word.lower for word in words}:
            said = _NOT_SEEN.sub("the caregiver", said).replace("The patient", "The caregiver")
        problem = self.problem if kind.section in {Section.ASSESSMENT, Section.PLAN} else 0
        found = facts or facts_of([word.lower for word in words_of(text)])
        self.reading.units.append(
            Unit(
                kind,
                said,
                list(words),
                value,
                problem,
                found,
                by_provider=self.is_provider(self.at),
                stage=self.stage,
                clause=self.at,
                since_test=self.at - self.tested,
            )
        )


def _speaks_to_patient(lowers: list[str]) -> bool:
    words = lowers[without_lead(lowers) :]
    return ("you" in words or "your" in words) and "my" not in words and "me" not in words


def withdrawn(orders: Sequence[Sequence[Word]]) -> list[Unit]:
    """Orders whose words were taken out before the visit was understood, to be listed as taken back."""
    return [Unit(Kind.TREATMENT, "", list(words), 0.0) for words in orders]
