"""What the checks raise on notes that the offline drafter writes of the fictional visits: next to nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.catalog import load_catalog
from desktop.domain.context import VisitContext
from desktop.domain.drafting import DraftRequest
from desktop.domain.finding import Severity
from desktop.domain.jobs import finish
from desktop.domain.note import Note, Section
from desktop.domain.transcript import Transcript
from desktop.drafting.offline.drafter import OfflineDrafter
from desktop.evidence.checker import NoteChecker
from desktop.transcripts import read_text
from tests.servers.offline_visits import FOLDER, sample

SAMPLES = sorted((Path(__file__).parents[2] / "resources" / "samples").glob("*.visit.txt"))
MOST_PER_NOTE = 0.1
"""Measured: none of the highest class on 48 notes, and one that should be looked at."""
MOST_TO_LOOK_AT = 0.2


def drafted(transcript: Transcript) -> Note:
    """The offline note with the first layout of a general visit."""
    specialty = load_catalog().specialty("generic")
    request = DraftRequest(transcript, specialty, specialty.templates[0], VisitContext())
    return finish(OfflineDrafter().draft(request))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_the_samples_that_ship_raise_nothing_and_offer_no_fix(path) -> None:
    """The first note anybody sees is right, so nothing has to be decided and no right word is to be replaced."""
    transcript = read_text(path.read_text(encoding="utf-8"))
    checker = NoteChecker(transcript)
    for specialty in load_catalog().specialties:
        for template in specialty.templates:
            note = finish(
                OfflineDrafter().draft(DraftRequest(transcript, specialty, template, VisitContext()))
            )
            result = checker.check(note)
            raised = [
                each.reason
                for each in (*result.findings, *result.omissions)
                if each.severity is not Severity.INFORMATION
            ]
            assert raised == [], (specialty.id, template.id)
            assert [each.reason for each in result.findings if each.fix is not None] == []
            assert all(each.is_supported for each in result.sentences)


@pytest.mark.parametrize(
    ("old", "new", "fixed"),
    [
        ("10 mg in the morning", "40 mg in the morning", None),
        ("7.8%", "8.7%", "7.8"),
        ("142/86", "124/86", None),
        ("heart rate is 76", "heart rate is 67", "76"),
        ("twice a day", "three times a day", "twice a day"),
    ],
)
def test_a_fix_is_offered_only_where_one_replacement_is_possible(old, new, fixed) -> None:
    """Of lisinopril two doses were said, so that none is offered; the one heart rate that was said is."""
    transcript = read_text(SAMPLES[0].read_text(encoding="utf-8"))
    note = drafted(transcript)
    section = next(each for each in Section if old.lower() in note[each].lower())
    start = note[section].lower().index(old.lower())
    text = note[section][:start] + new + note[section][start + len(old) :]
    result = NoteChecker(transcript).check(Note({**note.texts, section: text}))
    raised = [
        each
        for each in result.findings
        if each.section is section and each.start < start + len(new) and start < each.end
    ]
    assert Severity.MUST_DECIDE in {each.severity for each in raised}
    assert {each.fix.text if each.fix else None for each in raised} == {fixed}


def test_notes_of_fictional_visits_of_every_specialty_hardly_raise_anything() -> None:
    """Talk and dictation of 24 specialties: under a tenth of a finding per note has to be decided."""
    raised = []
    paths = sorted(FOLDER.glob("*.txt"))
    for path in paths:
        visit = sample(path)
        result = NoteChecker(read_text(visit.said)).check(visit.note())
        raised += [(path.name, each.severity, each.reason) for each in (*result.findings, *result.omissions)]
    grave = [each for each in raised if each[1] is Severity.MUST_DECIDE]
    look = [each for each in raised if each[1] is Severity.LOOK_AT]
    assert len(paths) >= 40
    assert len(grave) <= MOST_PER_NOTE * len(paths), grave
    assert len(look) <= MOST_TO_LOOK_AT * len(paths), look


@pytest.mark.parametrize(
    "said",
    [
        "Please return in three months and repeat your A one C then.",
        "You are now three weeks after surgery. You are free to go home.",
        "I'll put that in the note for your employer.",
        "We'll change the doses of both of them.",
        "I don't write anymore because of my hand, and I forget everything lately.",
        "Don't skip the instructions on the bottle. Never mind, don't mention it.",
        "Okay, system review. Any fever?",
        "Write down your blood sugars every morning, and don't include dairy for two weeks.",
    ],
)
def test_ordinary_talk_instructs_no_writer(said) -> None:
    """What patients and clinicians say to each other every day is no instruction to whoever writes the note."""
    assert NoteChecker(read_text(f"Provider: {said}")).heard.instructions == []


def test_a_condition_contradicts_no_denial() -> None:
    """A denial stands beside "return if", "stop for" and "until"; a plain statement of the same contradicts it."""
    said = read_text("Provider: Any weakness?\nPatient: No.\nProvider: Come back if you feel weak.")
    denied = {Section.SUBJECTIVE: "Review of systems: Denies weakness."}
    for plan, is_raised in (
        ("Come back if the legs feel weak.", False),
        ("Stop for weakness.", False),
        ("No driving until free of weakness.", False),
        ("Weakness persists.", True),
    ):
        result = NoteChecker(said).check(Note({**denied, Section.PLAN: plan}))
        assert any(each.kind.value == "contradicted" for each in result.findings) is is_raised, plan


@pytest.mark.parametrize(
    "heading", ["Review of systems", "Allergies, medicines, history and last intake", "Recommendations to the prescriber"]
)  # fmt: skip
def test_a_heading_is_no_content(heading) -> None:
    """A sentence is as well supported below any heading as without one."""
    said = read_text("Patient: My left knee has been swollen for three weeks.")
    plain, headed = (
        NoteChecker(said).check(Note({Section.SUBJECTIVE: f"{lead}The left knee is swollen."}))
        for lead in ("", f"{heading}: ")
    )
    assert [each.is_supported for each in headed.sentences] == [each.is_supported for each in plain.sentences]
    assert headed.findings == plain.findings == ()


def test_a_two_handed_grip_stops_no_check() -> None:
    """Words that look like a side and are none are passed."""
    said = read_text("Provider: He needs a two-handed grip to lift the kettle.")
    assert (
        NoteChecker(said).check(Note({Section.OBJECTIVE: "Two-handed grip to lift the kettle."})).findings
        == ()
    )
