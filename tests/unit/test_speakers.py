"""Reading speaker-tagged and untagged text: who said what, and nothing lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.transcript import Segment, Speaker, Transcript
from desktop.transcripts import read_text

PROVIDER, PATIENT, OTHER, UNKNOWN = Speaker.PROVIDER, Speaker.PATIENT, Speaker.OTHER, Speaker.UNKNOWN


def turns(text: str) -> list[tuple[Speaker, str]]:
    return [(segment.speaker, segment.text) for segment in read_text(text).segments]


@pytest.mark.parametrize(
    ("tag", "speaker"),
    [
        ("[doctor]", PROVIDER),
        ("[patient]", PATIENT),
        ("[patient_guest]", OTHER),
        ("Doctor:", PROVIDER),
        ("DOCTOR:", PROVIDER),
        ("Doctor_2:", PROVIDER),
        ("Dr. Smith:", PROVIDER),
        ("Dr Smith:", PROVIDER),
        ("Provider:", PROVIDER),
        ("Clinician:", PROVIDER),
        ("Guest_clinician:", PROVIDER),
        ("Nurse:", PROVIDER),
        ("Nurse Kelly:", PROVIDER),
        ("Therapist:", PROVIDER),
        ("Patient:", PATIENT),
        ("Patient (Ana):", PATIENT),
        ("Pt:", PATIENT),
        ("Client:", PATIENT),
        ("Mom:", OTHER),
        ("Mother:", OTHER),
        ("Wife:", OTHER),
        ("Guest_family:", OTHER),
        ("Guest_family_1:", OTHER),
        ("Patient's mother:", OTHER),
        ("Interpreter:", OTHER),
        ("Owner:", OTHER),
        ("Other:", OTHER),
        ("Speaker 1:", UNKNOWN),
        ("SPEAKER_00:", UNKNOWN),
        ("Speaker A:", UNKNOWN),
        ("**Doctor:**", PROVIDER),
        ("[00:12] Doctor:", PROVIDER),
        ("00:12 Doctor:", PROVIDER),
        ("(00:01:12) Patient:", PATIENT),
        ("Doctor [00:12]:", PROVIDER),
        ("Patient (0:12):", PATIENT),
    ],
)
def test_a_tag_names_the_speaker(tag: str, speaker: Speaker):
    """Every usual form of a tag is taken off the words and gives the speaker."""
    assert turns(f"{tag} my back hurts\nProvider: since when?") == [
        (speaker, "my back hurts"),
        (PROVIDER, "since when?"),
    ]


def test_letters_are_speakers_when_only_doctor_and_patient_alternate():
    """D: and P: alone are doctor and patient."""
    assert turns("D: any fever?\nP: no\nD: good") == [
        (PROVIDER, "any fever?"),
        (PATIENT, "no"),
        (PROVIDER, "good"),
    ]


@pytest.mark.parametrize(
    "note",
    [
        "S: back pain for 3 weeks\nO: tender L4\nA: strain\nP: ibuprofen",
        "D: client reports low mood\nA: depression, improving\nP: weekly sessions",
        "B: tearful\nI: reframing\nR: engaged\nP: continue",
        "A:\nlumbar strain\nP:\nice and rest",
        "P: physical therapy twice a week",
    ],
)
def test_note_headings_are_no_speakers(note: str):
    """A plan under P: is never put into the patient's mouth; every line keeps its heading."""
    assert turns(note) == [(UNKNOWN, line) for line in note.split("\n")]


@pytest.mark.parametrize(
    "note",
    [
        "Patient: Jordan Example\nDOB: 1/1/1980\nMRN: 123\nBack pain for 3 weeks, worse with sitting.",
        "Patient: Jordan Example\nProvider: Dr. Sample\nDate: 2026-01-05\nBack pain for 3 weeks.",
        "Mother: healthy\nFather: type 2 diabetes\nBrother: unknown",
        "Chief complaint: cough\nPatient: 40 year old\nAssessment: bronchitis\nPlan: rest",
    ],
)
def test_the_header_of_a_typed_note_is_no_dialogue(note: str):
    """The fields at the top of a note do not make its text the patient's words."""
    assert {speaker for speaker, _ in turns(note)} == {UNKNOWN}


def test_a_turn_may_have_several_lines():
    """Lines without a tag belong to the turn above; words before the first tag have no known speaker."""
    text = "Visit of Monday\n\nDoctor: Take these:\nibuprofen\nice\n\nPatient: ok"
    assert turns(text) == [
        (UNKNOWN, "Visit of Monday"),
        (PROVIDER, "Take these:\nibuprofen\nice"),
        (PATIENT, "ok"),
    ]


def test_several_tags_on_one_line():
    """Tags inside a line begin new turns, in both forms."""
    expected = [(PROVIDER, "hi"), (PATIENT, "hello, my knee hurts"), (PROVIDER, "which one?")]
    assert turns("Doctor: hi Patient: hello, my knee hurts Doctor: which one?") == expected
    assert turns("[doctor] hi [patient] hello, my knee hurts [doctor] which one?") == expected


def test_a_title_inside_a_sentence_is_no_tag():
    """The words "Referring provider:" and a lower-case "doctor:" are no tags."""
    said = "Referring Provider: Dr. Sample sent me, and my doctor: he said rest"
    assert turns(f"Patient: {said}\nDoctor: I see") == [(PATIENT, said), (PROVIDER, "I see")]


def test_times_of_a_recording_are_kept():
    """Stamps in hours, minutes, seconds and fractions become milliseconds."""
    text = "[00:00:01.5] Doctor: hi\n[01:02:03] Patient: hello\n00:12 - 00:15 Doctor: ok"
    times = [(segment.start_ms, segment.end_ms) for segment in read_text(text).segments]
    assert times == [(1500, None), (3_723_000, None), (12_000, 15_000)]


def test_a_label_with_a_time_on_its_own_line():
    """The words may stand below the speaker, as recorders export them."""
    assert turns("Speaker 1  0:05\nMy back hurts.\n\nSpeaker 2  0:09\nSince when?") == [
        (UNKNOWN, "My back hurts."),
        (UNKNOWN, "Since when?"),
    ]


def test_clock_times_of_a_log_stay_in_the_text():
    """The times in an ambulance log are part of what is told."""
    log = "[08:15] on scene\n[08:22] BP 90/60\n[08:31] transport"
    assert turns(log) == [(UNKNOWN, line) for line in log.split("\n")]


def test_stamps_of_a_recording_without_speakers():
    """Bracketed stamps that start near zero and rise are times, not words."""
    segments = read_text("[00:01] my back hurts\n[00:04] for three weeks").segments
    assert segments == (Segment("my back hurts", UNKNOWN, 1000), Segment("for three weeks", UNKNOWN, 4000))


def test_untagged_text_has_a_segment_for_each_line():
    """Paragraphs are segments; a line that an editor wrapped is joined to its rest."""
    wrapped = "Patient is a 42-year-old male presenting with persistent lower\nback pain for 3 weeks.\n\nExam: tender."
    assert turns(wrapped) == [
        (UNKNOWN, "Patient is a 42-year-old male presenting with persistent lower back pain for 3 weeks."),
        (UNKNOWN, "Exam: tender."),
    ]


def test_nothing_in_nothing_out():
    """Blank text and tags without words give no segments."""
    assert read_text(" \n\t\n") == Transcript()
    assert read_text("Doctor:\nPatient:\n") == Transcript()


def test_text_is_cleaned():
    """No control, bidirectional or zero-width character reaches a segment."""
    assert turns("Doctor: h\x00i\u202e\u200b\r\nPatient: cafe\u0301") == [
        (PROVIDER, "hi"),
        (PATIENT, "caf\u00e9"),
    ]


WORDS = st.lists(
    st.sampled_from(
        [
            "my",
            "back",
            "hurts",
            "since",
            "monday",
            "no",
            "fever",
            "i",
            "take",
            "ibuprofen",
            "and",
            "it",
            "helps",
        ]
    ),
    min_size=1,
    max_size=12,
).map(" ".join)


@given(st.lists(st.tuples(st.sampled_from([PROVIDER, PATIENT, OTHER]), WORDS), min_size=2, max_size=12))
def test_a_transcript_as_a_person_edits_it_is_read_back(said: list[tuple[Speaker, str]]):
    """What the transcript pane shows is read back as the same turns."""
    transcript = Transcript(tuple(Segment(text, speaker) for speaker, text in said))
    assert read_text(transcript.tagged()) == transcript


@given(st.text(alphabet="ab xyz,.!?()-*_\n0123", max_size=200))
def test_no_character_of_untagged_text_is_lost(text: str):
    """Without tags and stamps every character but blanks is in a segment, in order."""
    kept = "".join(segment.text for segment in read_text(text).segments)
    assert "".join(kept.split()) == "".join(text.split())


@given(st.text(max_size=200))
def test_any_text_can_be_read(text: str):
    """Reading never fails and never makes an empty segment."""
    assert all(segment.text.strip() for segment in read_text(text).segments)


def test_a_long_line_and_many_empty_lines_are_read():
    """No pattern backtracks over a long line without tags or over thousands of empty lines."""
    text = "Doctor: hi\n" + "\n" * 100_000 + "a " * 50_000 + "\nPatient: hello"
    assert [segment.speaker for segment in read_text(text).segments] == [PROVIDER, PATIENT]
