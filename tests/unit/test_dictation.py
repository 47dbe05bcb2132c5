"""Dictated text: commands are obeyed, ordinary words stay, and no value or negation is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.note import Section
from desktop.language.dictation import DictatedPart, dictated_sections, looks_dictated, obey_commands
from desktop.language.numbers import numbers_in

S, O, A, P = Section.SUBJECTIVE, Section.OBJECTIVE, Section.ASSESSMENT, Section.PLAN  # noqa: E741 - the letters of a SOAP note


@pytest.mark.parametrize(
    ("said", "written"),
    [
        (
            "back pain comma worse with sitting period no fever period",
            "Back pain, worse with sitting. No fever.",
        ),
        ("no fever full stop no chills full stop", "No fever. No chills."),
        ("is there pain question mark not today period", "Is there pain? Not today."),
        ("stable semicolon no change exclamation point", "Stable; no change!"),
        ("she is well new line see her in may", "She is well\nSee her in may"),
        ("she is well next line see her in may", "She is well\nSee her in may"),
        ("she is well period new paragraph see her in may period", "She is well.\n\nSee her in may."),
        ("a man open paren retired close paren with gout period", "A man (retired) with gout."),
        ("follow hyphen up in may period", "Follow-up in may."),
        ("she said open quote no close quote twice period", 'She said "no" twice.'),
        (
            "assessment colon lumbar strain period plan colon ice period",
            "Assessment:\nLumbar strain.\nPlan:\nIce.",
        ),
        ("next heading assessment lumbar strain", "Assessment:\nLumbar strain"),
        ("history of present illness colon knee pain period", "History of present illness:\nKnee pain."),
        ("hpi colon knee pain period", "HPI:\nKnee pain."),
        ("exam normal period", "Exam normal."),
        ("extremities colon no edema period", "Extremities: no edema."),
        ("plan colon new line one period ice new line two period rest", "Plan:\nOne. Ice\nTwo. Rest"),
        ("number one colon continue lisinopril period", "Number one: continue lisinopril."),
        ("no complaints at this time period", "No complaints at this time."),
        ("one pack per day period no alcohol period", "One pack per day. No alcohol."),
        ("x hyphen ray normal period pH 7 period", "X-ray normal. pH 7."),
    ],
)
def test_commands_are_obeyed(said: str, written: str):
    """What a provider says as a command is done, with a capital after each sentence."""
    assert obey_commands(said) == written


@pytest.mark.parametrize(
    ("recognised", "written"),
    [
        ("Back pain, period. No fever, comma, chills. Period.", "Back pain. No fever, chills."),
        ("Assessment, colon, lumbar strain. Period.", "Assessment:\nLumbar strain."),
        ("Assessment colon: lumbar strain period.", "Assessment:\nLumbar strain."),
        ("She is well. New paragraph. See her in May.", "She is well.\n\nSee her in May."),
        ("Subjective. Knee pain. Objective. Swollen. Assessment. Sprain. Plan. Ice.",
         "Subjective:\nKnee pain.\nObjective:\nSwollen.\nAssessment:\nSprain.\nPlan:\nIce."),
    ],
)  # fmt: skip
def test_marks_of_the_recogniser_are_not_doubled(recognised: str, written: str):
    """Speech recognition often punctuates as well; one mark remains."""
    assert obey_commands(recognised) == written


@pytest.mark.parametrize(
    "text",
    [
        "rest for a period of time",
        "her menstrual period is late",
        "the last period was in May",
        "when was your last period?",
        "no period for two months",
        "a two week period without pain",
        "over a 3 month post-operative period",
        "during this time period she was well",
        "she has period cramps",
        "ninety eight period six",
        "98 period 6",
        "abdomen colon polyp",
        "family history of colon cancer",
        "family history colon cancer in father",
        "the colon was normal and a colonoscopy is due",
        "a comma-shaped nucleus",
        "the plan is to wait",
        "the assessment of pain was hard",
        "a subjective feeling of warmth",
        "subjective fever at home",
        "we placed a new line in the left arm",
        "a new line of treatment was discussed, next line therapy",
        "don't scratch that itch",
        "I told him not to scratch that",
        "came to a full stop",
        "Assessment: lumbar strain\nPlan: ice",
        "ASSESSMENT\n\nlumbar strain\n\nPLAN\n\nice",
        "",
        "  indented\ttext \n",
    ],
)
def test_words_that_mean_something_stay(text: str):
    """The same words in their ordinary meaning, and headings as typed, are not touched."""
    assert obey_commands(text) == text


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("no pain period the left knee scratch that the right knee is swollen period",
         "No pain. The right knee is swollen."),
        ("The left knee is swollen. Scratch that. The right knee is swollen.", "The right knee is swollen."),
        ("No pain. The left knee is swollen. Delete that. The right one is.", "No pain. The right one is."),
        ("lisinopril ten comma metoprolol fifty strike that metoprolol twenty five period",
         "Lisinopril ten, metoprolol twenty five."),
        ("seen by Dr. Sample scratch that by Dr. Example period", "By Dr. Example."),
        ("knee pain new line left scratch that right", "Knee pain\nRight"),
        ("knee swollen 3.5 cm scratch that 4.5 cm", "4.5 cm"),
    ],
)  # fmt: skip
def test_scratch_that_takes_back_to_the_last_boundary(said: str, written: str):
    """What was said since the last boundary goes, what stands before it stays."""
    assert obey_commands(said) == written


def test_scratch_that_never_removes_a_long_stretch():
    """Without a boundary near, the words and the command stay for a person to see."""
    words = " ".join(["pain"] * 30)
    assert obey_commands(f"{words} scratch that no pain") == f"P{words[1:]} scratch that no pain"


def test_dictation_without_any_mark():
    """Subjective, objective, assessment and plan in order are headings even when nothing else is said."""
    said = "subjective knee pain for 3 weeks objective swollen assessment sprain plan ice and rest"
    written = (
        "Subjective:\nKnee pain for 3 weeks\nObjective:\nSwollen\nAssessment:\nSprain\nPlan:\nIce and rest"
    )
    assert obey_commands(said) == written


def test_looks_dictated():
    """Spoken commands show dictation; conversation and typed notes do not look like it."""
    assert looks_dictated("knee pain period new line rest")
    assert looks_dictated("knee pain comma no fever period")
    assert looks_dictated("assessment colon sprain")
    for text in ("Since when? Since my last period.", "Plan: rest", "the plan is to wait", ""):
        assert not looks_dictated(text)


PHRASES = st.sampled_from(
    [
        "No fever",
        "Not tender on the left",
        "Denies chest pain",
        "Right knee 2 cm larger than left",
        "Takes 600 mg daily",
        "Blood pressure 138/82",
        "Pain six out of ten",
        "Temperature ninety eight point six",
        "No known allergies",
        "Without edema",
    ]
)
MARKS = {". ": " period ", ", ": " comma ", "; ": " semicolon ", "? ": " question mark "}


@given(st.lists(st.tuples(PHRASES, st.sampled_from(list(MARKS))), min_size=1, max_size=8))
def test_a_note_read_aloud_comes_back(parts: list[tuple[str, str]]):
    """Every phrase, with its numbers, sides and negations, comes back with the marks that were said."""
    written = "".join(phrase + mark for phrase, mark in parts).strip()
    spoken = "".join(phrase.lower() + MARKS[mark] for phrase, mark in parts).strip()
    obeyed = obey_commands(spoken)
    assert obeyed.lower() == written.lower()
    assert [(q.value, q.unit) for q in numbers_in(obeyed)] == [(q.value, q.unit) for q in numbers_in(spoken)]
    assert obey_commands(obeyed) == obeyed


@given(st.lists(PHRASES, max_size=8))
def test_text_without_commands_is_unchanged(phrases: list[str]):
    """Obeying changes nothing where nothing was commanded."""
    text = ". ".join(phrases)
    assert obey_commands(text) == text


@given(st.text(max_size=300))
def test_any_text_can_be_read(text: str):
    """No text fails, and the parts lie in order within it."""
    obey_commands(text)
    parts = dictated_sections(text)
    edges = [edge for part in parts for edge in (part.start, part.end)]
    assert edges == sorted(edges)
    assert all(0 <= edge <= len(text) for edge in edges)


def headed(text: str) -> list[tuple[str, Section | None, str]]:
    return [(part.heading, part.section, text[part.start : part.end]) for part in dictated_sections(text)]


def test_sections_of_a_typed_note():
    """Headings before a colon, alone on a line, marked and numbered; the words before them have none."""
    note = (
        "42-year-old man.\nCC: back pain\nHPI: since May, no fever\nPast Medical History: none\n"
        "## Physical exam\nNeck: supple\n**Labs:** none\nImpression: strain\n1. Plan: rest\nMedications: ibuprofen\n"
        "Follow-up: 2 weeks"
    )
    assert headed(note) == [
        ("", None, "42-year-old man."),
        ("CC", S, "back pain"),
        ("HPI", S, "since May, no fever"),
        ("Past Medical History", S, "none"),
        ("Physical exam", O, "Neck: supple"),
        ("Labs", O, "none"),
        ("Impression", A, "strain"),
        ("Plan", P, "rest"),
        ("Medications", P, "ibuprofen"),
        ("Follow-up", P, "2 weeks"),
    ]


def test_sections_in_one_paragraph():
    """Headings after sentence ends count when they are written as headings."""
    note = "Subjective: knee pain. Objective: swollen. Assessment: sprain. Plan: ice. He asked about the plan: fine."
    assert headed(note) == [
        ("Subjective", S, "knee pain."),
        ("Objective", O, "swollen."),
        ("Assessment", A, "sprain."),
        ("Plan", P, "ice. He asked about the plan: fine."),
    ]


@pytest.mark.parametrize(
    ("letters", "sections"),
    [
        ("SOAP", [S, O, A, P]),
        ("DAP", [None, A, P]),
        ("BIRP", [None, A, A, P]),
        ("SBAR", [S, S, A, P]),
        ("AP", [A, P]),
    ],
)
def test_single_letters_of_the_note_formats(letters: str, sections: list[Section | None]):
    """Letters at line starts are headings when they belong to one format."""
    assert [part.section for part in dictated_sections("\n".join(f"{x}: words" for x in letters))] == sections


@pytest.mark.parametrize(
    "text", ["Q: any pain?\nA: yes", "P: hello", "the exam was long, results: none", "hello"]
)
def test_text_without_headings_is_one_part(text: str):
    """Questions and answers, one letter, and words inside sentences make no sections."""
    assert dictated_sections(text) == (DictatedPart("", None, 0, len(text)),)


@pytest.mark.parametrize(
    ("heading", "section"),
    [("Data", None), ("Behavior", None), ("Intervention", A), ("Response", A), ("Situation", S), ("Background", S),
     ("Recommendation", P), ("Assessment and plan", A), ("A&P", A), ("ROS", S), ("PSH", S), ("Allergies", S),
     ("Social history", S), ("Vitals", O), ("Imaging", O), ("Results", O)],
)  # fmt: skip
def test_headings_of_other_formats(heading: str, section: Section | None):
    """The words of DAP, BIRP and SBAR and the usual abbreviations have their sections; data has none."""
    assert headed(f"{heading}: words\n{heading}\nmore") == [
        (heading, section, "words"),
        (heading, section, "more"),
    ]


def test_blank_text_has_no_parts():
    """Nothing said, nothing found."""
    assert dictated_sections(" \n ") == ()
    assert obey_commands("period") == "period"


def test_long_text_without_boundaries_is_read():
    """Many commands over a long text are obeyed one by one, with a bounded look back."""
    text = "no pain scratch that no fever comma " * 3_000
    assert obey_commands(text).count(",") == 3_000
