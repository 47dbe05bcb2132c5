"""A sentence of a conversation's note that cannot stand is mended, quoted whole or left out; one that can is left alone."""

import pytest

from desktop.catalog import load_catalog
from desktop.domain.context import VisitContext
from desktop.domain.drafting import DraftRequest
from desktop.domain.jobs import finish
from desktop.domain.note import Note, Section
from desktop.domain.transcript import Segment, Speaker, Transcript
from desktop.drafting.offline.drafter import OfflineDrafter
from desktop.drafting.offline.grammar import Fault, fault_in
from desktop.drafting.offline.mending import mended

FINE = [
    "Has had a cough for two weeks.",
    "Is taking metformin 500 mg twice a day.",
    "Blood pressure is 120/80.",
    "Denies fever, chills or night sweats.",
    "The pain started three days ago and is worse at night.",
    "When the patient stands it hurts.",
    "It hurts more the longer the patient walks.",
    "I think it is a viral infection.",
    "No tenderness over the left knee, no effusion.",
    "Has not been able to sleep because it itches.",
    "Lives with the husband and works as a teacher.",
    "The medication the patient takes is helping.",
    "Was seen in the ER in May.",
    "Has been coughing once in a while.",
    "Have the patient come back in two weeks.",
    "Refer to physical therapy for the shoulder.",
    "If the fever returns, call the clinic.",
    "The rash is on the left arm and on the left leg.",
    "Has had no relief from ibuprofen.",
    "Had surgery on the right hip in 2019.",
    "Takes what was prescribed.",
    "Knows what the tablets are for.",
    "Right knee: no effusion.",
    "Lungs are clear to auscultation.",
    "Smokes half a pack a day.",
    "Does not drink alcohol.",
    "Did it twice this week.",
    "Is very very tired.",
    "Feels better.",
    "The wound looks okay.",
    "Temperature 38.2 - pulse 96.",
    "Has a cough - about a week.",
    "Has lost 5 pounds since last May.",
    "Keeps it elevated at night.",
    "Asked whether it is safe to drive.",
    "Since the fall it hurts to lift the arm.",
    "From a heart standpoint there is no change.",
    "Order an x-ray of the chest, a CBC and a urine culture.",
    "Does not have any pain when the patient breathes in.",
    "The pain is nowhere near as bad as it was.",
]
FAULTY = [
    ("Some the patient is hoping now for rest.", Fault.PATIENT),
    ("Is just the patient progressed to walking.", Fault.PATIENT),
    ("The doctor the noticed a lump.", Fault.DETERMINER),
    ("I want the to take the tablets.", Fault.DETERMINER),
    ("I do hear that a soft murmur.", Fault.DETERMINER),
    ("Has some pain because of the.", Fault.UNFINISHED),
    ("Had a scan and when the patient went home.", Fault.UNFINISHED),
    ("Takes it with.", Fault.UNFINISHED),
    ("Thinks the blood pressure.", Fault.NOTHING_THOUGHT),
    ("Has the patient any trouble with stairs.", Fault.ASKS),
    ("Gets worried how long is the operation.", Fault.ASKS),
    ("Hurts more is that what the patient means.", Fault.ASKS),
    ("What about bruising: a little.", Fault.ASKS),
    ("Your knee is swollen.", Fault.SPOKEN_TO),
    ("Smoked for ten yeah ten years.", Fault.DISFLUENT),
    ("Haha, only drinks tea.", Fault.DISFLUENT),
    ("Denies nausea, dizzy - dizziness.", Fault.DISFLUENT),
    ("Has had it for four four days.", Fault.REPEATED),
    ("It is going to be it is going to be short.", Fault.REPEATED),
    ("Has had back pain on the right it has been there a week.", Fault.RUN_ON),
    ("Is doing well the patient knows.", Fault.RUN_ON),
    ("Take the tablets at night they are for the pain.", Fault.RUN_ON),
    ("Along with this history of heart failure.", Fault.NO_VERB),
    ("Let us talk about the heart now.", Fault.TALK),
    ("Add the following results to the note.", Fault.TALK),
    ("Lung exam: lungs.", Fault.UNFINISHED),
]


@pytest.mark.parametrize("sentence", FINE)
def test_a_whole_sentence_is_left_alone(sentence: str) -> None:
    """What a clinician could sign is neither rejected nor changed."""
    assert fault_in(sentence, Section.SUBJECTIVE) is None
    assert mended(sentence, Section.PLAN) == sentence


@pytest.mark.parametrize(("sentence", "fault"), FAULTY)
def test_a_sentence_that_cannot_stand_is_found(sentence: str, fault: Fault) -> None:
    """Each fault is seen for what it is, so that it is mended in its own way."""
    assert fault_in(sentence, Section.SUBJECTIVE) is fault


def test_a_command_of_the_examination_is_no_finding() -> None:
    """What the patient is told to do while being examined is neither found nor seen."""
    for said in ("Squeeze the hands together.", "Just place the hand on the head.", "Take a deep breath."):
        assert fault_in(said, Section.OBJECTIVE) is Fault.TALK
    assert fault_in("Take the tablets with food.", Section.PLAN) is None


@pytest.mark.parametrize(
    ("said", "stands"),
    [
        ("Has back pain on the right side it has been there for a week.", "Has back pain on the right side. It has been there for a week."),
        ("The throat has hurt for four four days.", "The throat has hurt for 4 days."),
        ("Is doing well the patient knows.", "Is doing well."),
        ("I do hear that a soft murmur.", "I do hear a soft murmur."),
        ("Has some pain and while we are here.", "Has some pain."),
        ("Denies nausea, dizzy - dizziness, fever.", "Denies nausea, dizziness, fever."),
        ("It is it is very stiff.", "It is very stiff."),
    ],
)  # fmt: skip
def test_what_can_be_mended_is(said: str, stands: str) -> None:
    """Mending takes stutters and asides away and sets full stops; it adds no word."""
    assert mended(said, Section.SUBJECTIVE) == stands


def test_mending_never_takes_away_what_turns_the_meaning() -> None:
    """A loose end with a negation, a side, a condition or a number is no loose end."""
    for said in (
        "Has pain but not in the.",
        "Take the tablets and not the.",
        "Has a rash and the left of the.",
        "Is better but only with 2 of the.",
    ):
        assert mended(said, Section.SUBJECTIVE) in {"", said}


CATALOG = load_catalog()


def drafted(*turns: tuple[Speaker, str]) -> Note:
    """The note of a conversation, given as speakers with what each says."""
    specialty = CATALOG.specialty("physician")
    template = CATALOG.template(specialty, "standard")
    transcript = Transcript(tuple(Segment(text, speaker) for speaker, text in turns))
    return finish(OfflineDrafter().draft(DraftRequest(transcript, specialty, template, VisitContext())))


D, P = Speaker.PROVIDER, Speaker.PATIENT


def test_what_cannot_be_mended_and_matters_is_quoted_or_listed() -> None:
    """A dose in a tangled sentence is never lost: it stands in a quotation or in the list of what was not placed."""
    note = drafted(
        (D, "what do you take for the pain"),
        (P, "i take the is it the naproxen 500 milligrams that what is it the one for the"),
        (D, "okay we'll check your kidney function"),
    )
    everything = " ".join(note[section] for section in Section) + " ".join(note.not_placed)
    assert "naproxen" in everything.lower()
    assert "500" in everything


def test_a_pronoun_takes_its_name_from_the_words_before() -> None:
    """The provider's "they look normal" right after the vital signs is said of the vital signs."""
    note = drafted(
        (D, "let me look at the numbers. so your vital signs are here. they look completely normal."),
        (P, "good, the headache has been bad for three days"),
    )
    assert "The vital signs look completely normal" in note[Section.OBJECTIVE]


def test_a_few_words_that_tell_nothing_are_left_out() -> None:
    """An answer that only points stands nowhere as a statement of its own."""
    note = drafted(
        (D, "does your knee swell and does it hurt"),
        (P, "it does not sometimes. it hurts when i climb stairs. i know it does."),
    )
    assert "Does not sometimes" not in note[Section.SUBJECTIVE]
    assert "hurts" in note[Section.SUBJECTIVE]


@pytest.mark.parametrize(
    ("sentence", "fault"),
    [
        ("The patient has may have a strain.", Fault.TWO_VERBS),
        ("Is still the patient is still on it.", Fault.PATIENT),
        ("The x-ray of the ankle showed.", Fault.UNFINISHED),
        ("They actually did.", Fault.UNFINISHED),
        ("That the patient can recall.", Fault.UNFINISHED),
        ("Sit here and lay the arm down.", Fault.TALK),
        ("I just wanted to go over the results.", Fault.TALK),
    ],
)
def test_what_breaks_off_or_is_said_to_the_room_is_found(sentence: str, fault: Fault) -> None:
    """Ellipses, two verbs in a row and commands do not stand in a history."""
    assert fault_in(sentence, Section.SUBJECTIVE) is fault


@pytest.mark.parametrize(
    "sentence",
    [
        "What I would like to do is check the kidneys.",
        "The referral I have is for abdominal pain.",
        "Still the patient feels a jolt in the fingers.",
        "Might have a strain.",
        "Put some ice on the ankle.",
        "That the knee is swollen worries the patient.",
    ],
)
def test_what_only_looks_broken_is_left_alone(sentence: str) -> None:
    """A verb after a clause that has its own is no second verb."""
    assert fault_in(sentence, Section.SUBJECTIVE) is None
