"""What a note rests on and what a check raises: each on a fictional visit, the wrong note beside the right one."""

from __future__ import annotations

import time

import pytest

from desktop.domain.context import Sex, VisitContext
from desktop.domain.finding import FindingKind, NoteCheck, OmissionKind, Severity
from desktop.domain.note import Note, Section
from desktop.domain.transcript import Segment, Speaker, Transcript
from desktop.evidence.checker import NoteChecker
from desktop.language.sentences import sentences_of

S, O, A, P = Section  # noqa: E741 - the letters of SOAP
ASKS, ANSWERS = Speaker.PROVIDER, Speaker.PATIENT

VISIT = Transcript(
    (
        Segment("What brings you in today?", ASKS, 4_000, 6_000),
        Segment("My left knee has been swollen for about three weeks, it's a six out of ten.", ANSWERS, 7_000, 12_000),
        Segment("Any fever, chest pain or shortness of breath?", ASKS, 13_000, 15_000),
        Segment("No, nothing like that. I do get numbness in the foot.", ANSWERS, 16_000, 20_000),
        Segment("You take lisinopril twenty milligrams a day for the high blood pressure?", ASKS, 21_000, 24_000),
        Segment("Yes, and hydralazine. I'm allergic to penicillin, it gave me hives.", ANSWERS, 25_000, 29_000),
        Segment(
            "Blood pressure one thirty eight over eighty two. The left knee is tender on the medial side, no redness.",
            ASKS, 30_000, 40_000,
        ),
        Segment(
            "This looks like a meniscal tear. Take ibuprofen, six hundred milligrams three times a day with food. "
            "I'll order an MRI of the left knee, and refer you to physical therapy.",
            ASKS, 41_000, 52_000,
        ),
        Segment("Come back in four weeks.", ASKS, 53_000, 55_000),
    )
)  # fmt: skip

RIGHT = {
    S: "Left knee swelling for about 3 weeks, rated 6/10. Denies fever, chest pain or SOB. Reports numbness in the foot. "
    "Takes lisinopril 20 mg daily for HTN, and hydralazine. Allergic to penicillin (hives).",
    O: "BP 138/82. Left knee tender medially. No redness.",
    A: "Meniscal tear of the left knee.",
    P: "1. Ibuprofen 600 mg TID with food.\n2. MRI of the left knee.\n3. Refer to physical therapy.\n4. Follow-up in 4 weeks.",
}


def check(changes: dict[Section, str] | None = None, **settings) -> NoteCheck:
    return NoteChecker(VISIT, **settings).check(Note({**RIGHT, **(changes or {})}))


def grave(result: NoteCheck) -> list[tuple[FindingKind, str]]:
    return [(each.kind, each.words) for each in result.findings if each.severity is Severity.MUST_DECIDE]


def test_a_right_note_in_other_words_raises_nothing_grave() -> None:
    """Abbreviations, figures for spoken numbers and TID for three times a day are no false alarms."""
    result = check()
    assert grave(result) == []
    assert [each for each in result.omissions if each.severity is Severity.MUST_DECIDE] == []
    assert all(each.is_supported for each in result.sentences)


def test_a_sentence_shows_its_segments_and_a_segment_its_sentences() -> None:
    """Pointing works in both directions, and the spans are words of the segment."""
    result = check()
    text = RIGHT[P]
    drug = next(
        each
        for each in result.sentences
        if text[each.start : each.end].startswith("Ibuprofen") and each.section is P
    )
    source = drug.sources[0]
    assert source.segment == 7
    assert "ibuprofen" in VISIT.segments[7].text[source.start : source.end]
    assert drug in result.resting_on(7)


@pytest.mark.parametrize(
    ("section", "right", "wrong", "kind", "words"),
    [
        (P, "600 mg", "800 mg", FindingKind.DOSE, "800 mg"),
        (P, "600 mg", "600 mcg", FindingKind.UNIT, "600 mcg"),
        (P, "TID", "BID", FindingKind.FREQUENCY, "BID"),
        (P, "in 4 weeks", "in 6 weeks", FindingKind.DATE, "6 weeks"),
        (O, "138/82", "158/82", FindingKind.NUMBER, "158/82"),
        (S, "Left knee", "Right knee", FindingKind.SIDE, "Right"),
        (P, "left knee", "right knee", FindingKind.SIDE, "right"),
        (S, "Denies fever", "Reports fever", FindingKind.NEGATION, "fever"),
        (O, "No redness", "Redness", FindingKind.NEGATION, "Redness"),
        (S, "Reports numbness", "Denies numbness", FindingKind.NEGATION, "numbness"),
        (S, "hydralazine", "hydroxyzine", FindingKind.DRUG, "hydroxyzine"),
        (S, "lisinopril", "Warfarin", FindingKind.DRUG, "Warfarin"),
        (S, "Left knee swelling", "71-year-old with left knee swelling", FindingKind.AGE, "71-year-old"),
        (A, "Meniscal tear", "[diagnosis] Meniscal tear", FindingKind.LEFTOVER, "[diagnosis]"),
        (A, "Meniscal tear", "{NAME-3} has a meniscal tear", FindingKind.PSEUDONYM, "{NAME-3}"),
        (A, "Meniscal tear", "[[diagnosis]] Meniscal tear", FindingKind.LEFTOVER, "[[diagnosis]]"),
        (A, "Meniscal tear", "Splenomegaly. Meniscal tear", FindingKind.UNSUPPORTED, "Splenomegaly."),
        (P, "2. MRI", "2. Volver en cuatro semanas para el dolor de la rodilla.\n2. MRI", FindingKind.LANGUAGE,
         "Volver en cuatro semanas para el dolor de la rodilla."),
    ],
)  # fmt: skip
def test_what_was_not_said_has_to_be_decided(section, right, wrong, kind, words) -> None:
    """Each kind of wrong statement is found at its words, in the highest class, and nothing else is of that kind."""
    result = check({section: RIGHT[section].replace(right, wrong, 1)})
    assert (kind, words) in grave(result)
    found = next(each for each in result.findings if each.kind is kind and each.words == words)
    assert result.open_keys()
    assert found.key not in result.open_keys(frozenset({found.key}))


def test_a_reason_says_what_was_said_and_when_and_the_fix_mends_the_note() -> None:
    """A provider reads one sentence and presses one button."""
    wrong = RIGHT[P].replace("600", "800")
    finding = next(each for each in check({P: wrong}).findings if each.kind is FindingKind.DOSE)
    assert finding.reason == "“800 mg” was not said. The transcript has “six hundred milligrams” at 00:41."
    assert finding.fix is not None
    assert finding.fix.label == "Use 600 mg"
    mended = wrong[: finding.fix.start] + finding.fix.text + wrong[finding.fix.end :]
    assert mended == RIGHT[P]


def test_a_name_that_sounds_like_one_that_was_said_says_so() -> None:
    """Hydroxyzine for hydralazine is the classic mistake; the reason names the other one."""
    result = check({S: RIGHT[S].replace("hydralazine", "hydroxyzine")})
    finding = next(each for each in result.findings if each.kind is FindingKind.DRUG)
    assert "hydralazine" in finding.reason
    assert finding.fix is not None
    assert finding.fix.text == "hydralazine"


def test_a_decision_survives_typing_elsewhere() -> None:
    """The key of a finding is the same when other sentences, or blanks before it, change."""
    wrong = RIGHT[P].replace("600", "800")
    checker = NoteChecker(VISIT)
    first = next(
        each for each in checker.check(Note({**RIGHT, P: wrong})).findings if each.kind is FindingKind.DOSE
    )
    longer = Note({**RIGHT, S: RIGHT[S] + " Lives alone.", P: "Discussed.\n" + wrong})
    again = next(each for each in checker.check(longer).findings if each.kind is FindingKind.DOSE)
    assert again.key == first.key
    assert again.start == first.start + len("Discussed.\n")


def test_the_chart_is_support_and_contradicts_too() -> None:
    """What the chart holds need not be said, and an age or a sex that it contradicts is found."""
    context = VisitContext(
        name="Fictional Person",
        age_years=42,
        sex=Sex.FEMALE,
        medications=("metformin 500 mg",),
        history="Asthma.",
    )
    fine = check(
        {S: "42-year-old woman. History of asthma. Takes metformin 500 mg. " + RIGHT[S]}, context=context
    )
    assert grave(fine) == []
    assert any(each.from_chart for each in fine.sentences)
    wrong = check({S: "52-year-old man. " + RIGHT[S]}, context=context)
    assert {kind for kind, _ in grave(wrong)} >= {FindingKind.AGE, FindingKind.SEX}


def test_another_patients_full_name_is_found_in_both_orders() -> None:
    """A note never carries somebody else's name; the patient's own is no finding."""
    names = ("Marigold Testerson", "Fictional Person")
    own = VisitContext(name="Fictional Person")
    for written in ("Marigold Testerson", "TESTERSON, Marigold"):
        result = check({A: f"{written} has a meniscal tear."}, context=own, other_patients=names)
        assert (FindingKind.OTHER_PATIENT, written) in grave(result)
    assert grave(check({A: "Fictional Person has a meniscal tear."}, context=own, other_patients=names)) == []


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("Take two tablets of five hundred milligrams twice a day of metformin.", "Metformin 1 g BID."),
        ("Take metformin every twelve hours, five hundred milligrams.", "Metformin 500 mg twice daily."),
        ("She has had the cough for three months, it is a dry cough.", "Dry cough for 12 weeks."),
        ("Your weight is two hundred and twenty pounds today.", "Weight 100 kg."),
        ("I'd like to start Lasix, twenty milligrams daily.", "Start furosemide 20 mg daily."),
        ("Any burning when you urinate? Yes there is.", "Dysuria."),
        ("Temperature ninety eight point six.", "Temperature 98.6."),
    ],
)
def test_the_same_fact_in_other_units_or_words_is_no_false_alarm(said, written) -> None:
    """Values derived from what was said, brand and generic names, and clinical words for plain ones are the same."""
    result = NoteChecker(Transcript((Segment(said),))).check(Note({P: written}))
    assert grave(result) == []


def test_what_was_said_and_left_out_is_listed_by_harm() -> None:
    """An allergy stands before a medicine, before a follow-up and an order; each with words ready to add."""
    result = NoteChecker(VISIT).check(Note({S: "Left knee swelling.", A: "Meniscal tear."}))
    kinds = [each.kind for each in result.omissions]
    assert kinds == sorted(kinds, key=list(OmissionKind).index)
    assert {
        OmissionKind.ALLERGY,
        OmissionKind.MEDICATION,
        OmissionKind.RED_FLAG,
        OmissionKind.FOLLOW_UP,
        OmissionKind.ORDER,
    } <= set(kinds)
    allergy = result.omissions[0]
    assert allergy.severity is Severity.MUST_DECIDE
    assert "penicillin" in allergy.words
    assert allergy.sources[0].segment == 5
    assert allergy.sentence is not None


def check_of(said: str, note: dict[Section, str]) -> NoteCheck:
    """Check a note against turns in lines."""
    return NoteChecker(Transcript(tuple(Segment(line) for line in said.splitlines()))).check(Note(note))


@pytest.mark.parametrize(
    ("said", "section", "right", "wrong", "kind"),
    [
        ("Your pulse is seventy two.\nThe temperature is ninety nine.", O, "Pulse 72.", "Pulse 99.", FindingKind.NUMBER),
        ("Take lisinopril twenty milligrams and torsemide ten milligrams.", P, "Lisinopril 20 mg.", "Lisinopril 10 mg.",
         FindingKind.DOSE),
        ("Take metformin twice a day and glipizide once a day.", P, "Glipizide once a day.",
         "Glipizide twice a day.", FindingKind.FREQUENCY),
        ("Stay off it for two to three days.", P, "Rest for 2 to 3 days.", "Rest for 2 to 2 days.", FindingKind.DATE),
        ("The right knee is normal. The left knee has an effusion.", O, "Left knee effusion.", "Right knee effusion.",
         FindingKind.SIDE),
        ("Both elbows hurt, the right is worse than the left.", S, "Elbow pain, right worse than left.",
         "Elbow pain, left worse than left.", FindingKind.SIDE),
        ("okay and any chest pain or shortness of breath no no nothing like that", S, "Denies chest pain.",
         "Reports chest pain.", FindingKind.NEGATION),
        ("any nausea chills fever\nno fever some chills", S, "Reports chills. Denies fever.", "Reports fever.",
         FindingKind.NEGATION),
        ("Any seizures recently?\nNot in a while.", S, "He has not had any seizures.", "He has had any seizures.",
         FindingKind.NEGATION),
    ],
)  # fmt: skip
def test_what_was_said_of_something_else_nearby_is_found(said, section, right, wrong, kind) -> None:
    """A value, side or denial counts only for what it was said about; the right sentence raises nothing of the kind."""
    assert kind in {kind for kind, _ in grave(check_of(said, {section: wrong}))}
    assert kind not in {kind for kind, _ in grave(check_of(said, {section: right}))}


@pytest.mark.parametrize(
    "said",
    [
        "I'm allergic to penicillin.", "Penicillin gives me hives.", "I can't take penicillin.", "I had a reaction to penicillin once.",
        "Any allergies?\nYes, penicillin.", "Allergies: penicillin.",
    ],
)  # fmt: skip
def test_an_allergy_left_out_has_to_be_decided_however_it_was_said(said) -> None:
    """It is left out of a note that does not name it as one, and not of a note that does."""
    missing = check_of(said, {S: "Seen today."})
    left_out = [each.severity for each in missing.omissions if each.kind is OmissionKind.ALLERGY]
    assert left_out == [Severity.MUST_DECIDE]
    named = check_of(said, {S: "Allergies: penicillin."})
    assert OmissionKind.ALLERGY not in {each.kind for each in named.omissions}


@pytest.mark.parametrize("said", ["Any allergies?\nNo.", "I take cetirizine for my seasonal allergies."])
def test_no_allergy_and_a_medicine_against_one_is_no_allergy(said) -> None:
    """Nothing has to be decided where nobody said that something is not tolerated."""
    result = check_of(said, {S: "Takes cetirizine."})
    assert not [each for each in result.omissions if each.severity is Severity.MUST_DECIDE]


def test_marks_of_missing_sound_hold_no_number() -> None:
    """The seconds of a gap were not said by anybody."""
    gap = check_of("The knee hurts.\n[gap 7.0 s]", {S: "Knee pain for 7 days."})
    assert "7 days" in {words for _, words in grave(gap)}


def test_what_was_not_placed_is_not_left_out() -> None:
    """The list of things said that no section took stands on the screen: it is no omission."""
    bare = NoteChecker(VISIT).check(Note({S: "Left knee swelling."}, (), ("I'm allergic to penicillin",)))
    assert OmissionKind.ALLERGY not in {each.kind for each in bare.omissions}


def test_repeats_and_contradictions_within_the_note_are_found() -> None:
    """The same sentence twice, denied here and stated there, and two doses of one medicine."""
    twice = check({O: RIGHT[O] + " BP 138/82. Left knee tender medially."})
    assert FindingKind.REPEATED in {each.kind for each in twice.findings}
    both = check({A: RIGHT[A] + " Fever."})
    assert FindingKind.CONTRADICTED in {each.kind for each in both.findings}
    doses = check({P: RIGHT[P] + "\n5. Ibuprofen 200 mg at night."})
    assert any(each.kind is FindingKind.CONTRADICTED and each.words == "200" for each in doses.findings)


def test_a_check_of_a_long_visit_is_quick_enough_to_run_while_somebody_types() -> None:
    """Checking again after one sentence changed costs a small part of the first check of a long visit."""
    long = Transcript(VISIT.segments * 14)
    checker = NoteChecker(long)
    note = Note({section: "\n".join([text] * 3) for section, text in RIGHT.items()})
    times = []
    for changed in (note, Note({**note.texts, A: RIGHT[A] + " Stable."})):
        begun = time.perf_counter()
        checker.check(changed)
        times.append(time.perf_counter() - begun)
    assert times[1] < times[0]


def test_sentences_end_at_lines_and_full_stops_but_not_in_numbers_and_titles() -> None:
    """List numbers and marks are no part of a sentence; 98.6 and Dr. do not end one."""
    text = "1. Seen by Dr. Example. Temp 98.6.\n- No fever; no chills\n\n* MRI"
    assert [text[start:end] for start, end in sentences_of(text)] == [
        "Seen by Dr. Example.", "Temp 98.6.", "No fever;", "no chills", "MRI",
    ]  # fmt: skip
