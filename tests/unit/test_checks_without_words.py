"""What a check raises on a note that nobody spoke for: only what the note itself, or the chart, shows."""

from __future__ import annotations

import pytest

from desktop.domain.context import Sex, VisitContext
from desktop.domain.finding import FindingKind, NoteCheck, Severity
from desktop.domain.note import Note, Section
from desktop.evidence.checker import NoteChecker
from desktop.transcripts import read_text

S, O, A, P = Section  # noqa: E741 - the letters of SOAP

TYPED = {
    S: "A 51-year-old woman with a cough for 2 weeks, no vomiting. Takes lisinopril 10 mg daily. Allergic to penicillin.",
    O: "BP 138/82, pulse 76. Crackles at the left base.",
    A: "Community-acquired pneumonia, left lower lobe.",
    P: "Doxycycline 100 mg twice daily for 5 days. Chest X-ray. Follow-up in 1 week with Dr. Sample.",
}
CHART = VisitContext(name="Fictional Patient", age_years=51, sex=Sex.FEMALE)


def check(changes: dict[Section, str] | None = None, said: str = "", **settings) -> NoteCheck:
    settings.setdefault("context", CHART)
    return NoteChecker(read_text(said), **settings).check(Note({**TYPED, **(changes or {})}))


def more_than_information(result: NoteCheck) -> list[tuple[FindingKind, str]]:
    return [(each.kind, each.words) for each in result.findings if each.severity is not Severity.INFORMATION]


@pytest.mark.parametrize(
    "said", ["", "[gap 12.5 s]", "Provider: [gap 3 s]\nPatient: [gap 90 s]", "Provider:\nPatient:\n"]
)
@pytest.mark.parametrize("context", [CHART, VisitContext(), VisitContext(history="Asthma since childhood.")])
def test_a_typed_note_is_not_raised_and_says_once_that_it_was_not_compared(said, context) -> None:
    """With no words nothing is unsaid and nothing left out: one sentence says so, and the note can be signed."""
    result = check(said=said, context=context)
    assert [(each.kind, each.severity, each.reason) for each in result.findings] == [
        (
            FindingKind.NOT_COMPARED,
            Severity.INFORMATION,
            "There is no transcript, so nothing was compared with what was said.",
        )
    ]
    assert result.omissions == ()
    assert not result.has_words
    assert result.open_keys() == ()
    assert all(each.is_supported for each in result.sentences)


def test_a_note_with_words_is_compared() -> None:
    """A single word of talk is enough to compare with."""
    result = check(said="Patient: A cough.")
    assert result.has_words
    assert FindingKind.NOT_COMPARED not in {each.kind for each in result.findings}
    assert result.open_keys()


def test_an_empty_note_says_nothing() -> None:
    """Nothing is said of a note that is not there."""
    assert NoteChecker(read_text("")).check(Note({})).findings == ()


@pytest.mark.parametrize(
    ("section", "text", "kind", "words"),
    [
        (P, "Doxycycline 100 mg for [number] days.", FindingKind.LEFTOVER, "[number]"),
        (P, "Send to {PHONE-1}.", FindingKind.PSEUDONYM, "{PHONE-1}"),
        (A, "Discussed with Marigold Testerson.", FindingKind.OTHER_PATIENT, "Marigold Testerson"),
        (S, "A 61-year-old woman with a cough.", FindingKind.AGE, "61-year-old"),
        (S, "A 51-year-old man with a cough.", FindingKind.SEX, "man"),
        (O, "Crackles at the left base. Crackles at the left base.", FindingKind.REPEATED, "Crackles at the left base."),
        (A, "Vomiting and pneumonia.", FindingKind.CONTRADICTED, "Vomiting"),
        (P, "Lisinopril 20 mg daily.", FindingKind.CONTRADICTED, "20"),
        (O, "The left leg is weaker than the left.", FindingKind.SIDE, "left leg is weaker than the left"),
        (P, "Increase lisinopril from 10 mg to 10 mg.", FindingKind.DOSE, "10 mg to 10"),
    ],
)  # fmt: skip
def test_what_the_note_itself_shows_is_still_raised(section, text, kind, words) -> None:
    """Leftovers, tokens, other patients, the chart's age and sex, repeats and contradictions need no transcript."""
    result = check({section: text}, other_patients=("Marigold Testerson",))
    assert (kind, words) in more_than_information(result)
