"""What a British surgery sounds like becomes a note: everyday words, short answers, suggestions instead of orders."""

import pytest

from desktop.catalog import load_catalog
from desktop.domain.context import VisitContext
from desktop.domain.drafting import DraftRequest
from desktop.domain.jobs import finish
from desktop.domain.note import Note, Section
from desktop.domain.transcript import Segment, Speaker, Transcript
from desktop.drafting.offline.dialect import in_plain_words
from desktop.drafting.offline.drafter import OfflineDrafter
from desktop.language.words import joined, words_of

CATALOG = load_catalog()
D, P = Speaker.PROVIDER, Speaker.PATIENT


def drafted(*turns: tuple[Speaker, str]) -> Note:
    """The note of a conversation, given as speakers with what each says."""
    specialty = CATALOG.specialty("physician")
    template = CATALOG.template(specialty, "standard")
    transcript = Transcript(tuple(Segment(text, speaker) for speaker, text in turns))
    return finish(OfflineDrafter().draft(DraftRequest(transcript, specialty, template, VisitContext())))


@pytest.mark.parametrize(
    ("said", "plain"),
    [
        ("I've had me chest infection for a week", "I have had my chest infection for a week"),
        ("pins and needles in me left hand", "pins and needles in my left hand"),
        ("me mum had it", "my mum had it"),
        ("they gave me tablets", "they gave me tablets"),
        ("the nurse told me chest pain is serious", "the nurse told me chest pain is serious"),
        ("it helps me sleep", "it helps me sleep"),
        ("about a week, like", "about a week"),
        ("it feels like", "it feels like"),
        ("not really", "not really"),
        ("I'm tired, to be honest", "I am tired"),
        ("it's my back, doctor, it hurts", "it is my back, it hurts"),
        ("it's dead itchy", "it is itchy"),
        ("my leg went dead", "my leg went dead"),
        ("I've got COPD", "I have COPD"),
        ("I've got to stop", "I have got to stop"),
        ("it has got better", "it has got better"),
        ("aye, last winter", "yes, last winter"),
    ],
)
def test_everyday_speech_in_plain_words(said: str, plain: str) -> None:
    """Only what adds nothing goes, and "me" is "my" only before what one owns."""
    assert joined(word.text for word in in_plain_words(words_of(said))) == plain


@pytest.mark.parametrize(
    ("question", "answer", "stands"),
    [
        ("Any fever at all?", "Not really, no.", "Denies fever"),
        ("Any chest pain?", "Nope.", "Denies chest pain"),
        ("Any headaches?", "Now and again, nothing major.", "Headaches: Now and again, nothing major"),
        ("Do you get any wheezing?", "Sometimes at night, yeah.", "Wheezing: Sometimes at night."),
        ("Are you short of breath?", "A bit, yeah. Only when I go up the stairs.", "Short of breath: A bit, only when the patient goes up the stairs"),
        ("Do you drink alcohol?", "Just at weekends. Three or four pints.", "Alcohol: Just at weekends, 3 or 4 pints"),
        ("Do you smoke at all?", "I used to. I packed it in ten years ago.", "Used to smoke"),
        ("Any allergies?", "Penicillin. I came out in a rash.", "Penicillin, came out in a rash"),
        ("What do you take?", "I'm on ramipril, 5 milligrams. One a day.", "Is on ramipril, 5 mg, one a day"),
        ("Any diarrhoea?", "I've had the runs since Monday.", "Has had the runs since Monday"),
        ("Can you put weight on the ankle?", "I can but it's sore.", "I can but it's sore"),
        ("Any pain in your chest when you breathe in?", "Not really, no.", "Denies pain in the chest when the patient breathes in"),
    ],
)  # fmt: skip
def test_an_answer_in_everyday_words_is_one_statement(question: str, answer: str, stands: str) -> None:
    """Question and answer together say what is so, how much of it and how often."""
    note = drafted(
        (D, "Hello, what brings you in?"),
        (P, "I've had a cough for three weeks."),
        (D, question),
        (P, answer),
    )
    assert stands.replace("it's", "it is") in note[Section.SUBJECTIVE], note[Section.SUBJECTIVE]


@pytest.mark.parametrize(
    ("said", "stands"),
    [
        ("Because you're allergic to penicillin, I'd suggest we give you doxycycline, 100 milligrams once a day.", "doxycycline, 100 mg once a day"),
        ("I'd also like to get a chest x-ray done.", "Get a chest x-ray done"),
        ("What I'd suggest is we start you on naproxen.", "Start on naproxen"),
        ("I'm going to do you a prescription for naproxen, 500 milligrams twice a day.", "Naproxen, 500 mg twice a day"),
        ("You want to be taking paracetamol regularly, four times a day.", "aking paracetamol regularly, 4 times a day"),
        ("If you get any more breathless, or you start coughing up blood, give us a ring or go to A and E.", "go to A and E"),
    ],
)  # fmt: skip
def test_what_is_suggested_is_the_plan(said: str, stands: str) -> None:
    """A suggestion in a British surgery is an order, and advice on when to come back is kept whole."""
    note = drafted(
        (D, "What can I do for you?"),
        (P, "I've had a cough for three weeks."),
        (D, "Your chest has a few crackles. I think it's a chest infection. " + said),
        (P, "Yeah, no problem."),
    )
    assert stands in note[Section.PLAN], note[Section.PLAN]
    assert "Answer:" not in note[Section.PLAN]


def test_a_condition_keeps_its_then() -> None:
    """What to do if it gets worse is one sentence, however long its conditions are."""
    note = drafted(
        (D, "What can I help you with?"),
        (P, "It's my tummy. I've had cramping pains for about, er, four days."),
        (D, "I think this is gastroenteritis. You can take paracetamol for the pain."),
        (D, "If you notice any blood, or the pain gets much worse, or you can't keep fluids down, then you need to call us or ring 111."),
    )  # fmt: skip
    assert "then the patient needs to call us or ring 111." in note[Section.PLAN]
    assert "Presents with: the tummy" in note[Section.SUBJECTIVE]
    assert "for about 4 days" in note[Section.SUBJECTIVE]
