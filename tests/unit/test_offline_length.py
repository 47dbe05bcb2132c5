"""In a visit too long to be kept whole, what can harm by its loss stays in the note or is listed."""

from __future__ import annotations

import itertools

import pytest

from desktop.catalog import load_catalog
from desktop.domain.context import VisitContext
from desktop.domain.drafting import DraftRequest
from desktop.domain.jobs import finish
from desktop.domain.note import Note, Section
from desktop.domain.transcript import Segment, Speaker, Transcript
from desktop.drafting.offline.drafter import OfflineDrafter
from desktop.drafting.offline.essential import facts_held, put_back
from desktop.drafting.offline.facts import facts_of
from desktop.drafting.offline.kinds import Kind
from desktop.drafting.offline.selection import SHORT_VISIT_WORDS
from desktop.drafting.offline.units import Unit
from desktop.language.words import words_of

WHO = {"D": Speaker.PROVIDER, "P": Speaker.PATIENT}

VISIT = """
D: Hello, what can I do for you today?
P: I keep getting these really bad headaches.
D: Which side are they on?
P: It's always the right side.
D: Do you see any flashing lights?
P: Yes, I get zigzag lines in my vision beforehand.
D: Have you had any weakness?
P: No, no weakness at all.
D: Are you on any medication?
P: I take the combined pill and sertraline 50 milligrams.
P: I can't have penicillin, it gives me a rash.
{talk}
D: I've checked and your BP is 124 over 78 today.
D: I think this is migraine with aura.
D: You should not be on the combined pill with that.
D: I'd like to start you on propranolol 40 milligrams twice a day.
D: I'll arrange a blood test for your iron levels.
D: If you get a sudden severe headache or any weakness, call 999 straight away.
D: Come back and see me in four weeks.
"""

TALK = "P: My {who} was telling me all about the {what} they saw at the {where} last {day} and we laughed and laughed."


def long_visit() -> Transcript:
    """A fictional consultation with so much small talk that it is over the length at which visits are kept whole."""
    said = itertools.islice(
        itertools.product(
            ("neighbour", "friend", "cousin"),
            ("film", "play", "match"),
            ("town hall", "park", "library"),
            ("Monday", "Friday"),
        ),
        40,
    )
    talk = "\n".join(TALK.format(who=a, what=b, where=c, day=d) for a, b, c, d in said)
    lines = VISIT.format(talk=talk).strip().splitlines()
    segments = [Segment(words, WHO[tag]) for tag, _, words in (line.partition(": ") for line in lines)]
    return Transcript(tuple(segments))


@pytest.fixture(scope="module")
def note() -> Note:
    """The note of the long visit."""
    transcript = long_visit()
    assert sum(len(s.text.split()) for s in transcript.segments) > SHORT_VISIT_WORDS
    specialty = load_catalog().specialty("physician")
    request = DraftRequest(transcript, specialty, specialty.templates[0], VisitContext())
    return finish(OfflineDrafter().draft(request))


@pytest.mark.parametrize(
    ("section", "fact"),
    [
        (Section.SUBJECTIVE, "bad headaches"),
        (Section.SUBJECTIVE, "right side"),
        (Section.SUBJECTIVE, "weakness"),
        (Section.SUBJECTIVE, "sertraline 50 mg"),
        (Section.SUBJECTIVE, "penicillin"),
        (Section.OBJECTIVE, "124/78"),
        (Section.ASSESSMENT, "migraine with aura"),
        (Section.PLAN, "propranolol 40 mg"),
        (Section.PLAN, "999"),
        (Section.PLAN, "4 weeks"),
    ],
)
def test_no_fact_goes_for_length(note: Note, section: Section, fact: str) -> None:
    """A side, a figure, a dose, an allergy, a denial, a diagnosis, an order and a safety net stay in a long visit."""
    assert fact in note[section]


@pytest.mark.parametrize("fact", ["combined pill with that", "blood test", "zigzag"])
def test_nothing_clinical_goes_silently(note: Note, fact: str) -> None:
    """What is not in the note of a long visit is listed as not placed."""
    everything = "\n".join((*note.texts.values(), *note.not_placed)).lower()
    assert fact in everything


def unit(kind: Kind, text: str) -> Unit:
    words = words_of(text)
    return Unit(kind, text, words, 0.0, facts=facts_of([word.lower for word in words]))


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (Kind.HISTORY, "It is in my left knee."),
        (Kind.HISTORY, "Is allergic to latex."),
        (Kind.HISTORY, "Denies vomiting."),
        (Kind.HISTORY, "Drank 300 ml of it."),
        (Kind.HISTORY, "Takes amlodipine."),
        (Kind.HISTORY, "Has thought about suicide."),
        (Kind.RESULT, "The potassium was 5.1."),
        (Kind.REASONING, "This is a sprain."),
        (Kind.TEST_ORDER, "Get an ultrasound."),
        (Kind.ADVICE, "You should not drive with that."),
        (Kind.ADVICE, "If it gets any worse then you call us."),
        (Kind.FOLLOW_UP, "Back here in a fortnight."),
    ],
)
def test_statement_with_an_essential_fact_is_put_back(kind: Kind, text: str) -> None:
    """A statement that was cut comes back when it holds a fact that nothing kept holds, and only then."""
    lost = unit(kind, text)
    assert facts_held(lost)
    assert put_back([], [lost]) == [lost]
    assert put_back([lost], [unit(kind, text)]) == []


@pytest.mark.parametrize(
    "text", ["Had a lovely time.", "It has been two days.", "Right, that is fine.", "It helped."]
)
def test_talk_is_not_put_back(text: str) -> None:
    """What holds no such fact stays out, also "right" for "well"."""
    assert put_back([], [unit(Kind.HISTORY, text)]) == []


def test_denial_is_not_taken_for_the_report() -> None:
    """A symptom that is denied is another fact than the same symptom reported."""
    told = unit(Kind.HISTORY, "Has vomiting at night.")
    denied = unit(Kind.HISTORY, "No vomiting.")
    assert put_back([told], [denied]) == [denied]
