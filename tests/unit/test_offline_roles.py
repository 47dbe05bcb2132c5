"""Who says what in a conversation, without tags, with swapped ones, and in speech without punctuation."""

from __future__ import annotations

import pytest

from desktop.domain.transcript import Segment, Speaker, Transcript
from desktop.drafting.offline.clauses import clauses_of

D, P, N = Speaker.PROVIDER, Speaker.PATIENT, Speaker.UNKNOWN

VISIT = (
    (D, "Good morning, what can I do for you today?"),
    (P, "Morning. My knee has been sore for about three weeks, since I fell off my bike."),
    (D, "Which knee is it?"),
    (P, "The left one."),
    (D, "Any swelling or locking?"),
    (P, "It swelled up the first day, no locking."),
    (D, "Are you taking anything for it?"),
    (P, "Just ibuprofen when it gets bad."),
    (D, "Let me have a look. There is tenderness over the medial joint line. No effusion."),
    (P, "Ow, yes, that's the spot."),
    (D, "I'm worried about a meniscus tear. I'd like you to have an MRI."),
    (P, "Okay. So it's kind of like a tear in the cartilage then?"),
    (D, "Exactly. Take naproxen 500 mg twice a day with food. Come back in two weeks."),
    (P, "Thank you."),
)
"""Fictional."""


def heard(lines: list[tuple[Speaker, str]]) -> list[Speaker]:
    """Who is taken to say most of each line."""
    transcript = Transcript(tuple(Segment(text, tag) for tag, text in lines))
    votes: dict[int, list[Speaker]] = {}
    for clause in clauses_of(transcript):
        for word in clause.words:
            votes.setdefault(word.segment, []).append(clause.speaker)
    return [max(set(votes[n]), key=votes[n].count) for n in sorted(votes)]


def test_lines_without_tags_get_the_speakers_they_had() -> None:
    """Taking the tags away changes no speaker: what the provider fears is not the patient's worry."""
    assert heard([(N, text) for _, text in VISIT]) == [who for who, _ in VISIT]


def test_swapped_tags_are_put_right() -> None:
    """Exchanged throughout or from the middle on, tags do not make the patient examine the doctor."""
    swap = {D: P, P: D}
    right = [who for who, _ in VISIT]
    assert heard([(swap[who], text) for who, text in VISIT]) == right


def test_tags_that_are_right_stay_right() -> None:
    """Words alone do not overrule a tag in a visit whose tags agree with its words: here the provider tells of themselves."""
    visit = list(VISIT)
    visit[8] = (D, "I used two carpules of lidocaine. My notes say I drained it last week.")
    assert heard(visit) == [who for who, _ in visit]


@pytest.mark.parametrize(
    ("said", "pieces"),
    [
        ("any fever no any chills yes last night", ["any fever", "no", "any chills", "yes last night"]),
        (
            "how long has this been going on about two weeks now is it getting worse yeah a little bit",
            [
                "how long has this been going on",
                "about two weeks",
                "is it getting worse",
                "yeah a little bit",
            ],
        ),
        (
            "do you smoke no i quit ten years ago do you drink alcohol just on weekends",
            ["do you smoke", "do you drink alcohol"],
        ),
    ],
)
def test_a_question_and_its_answer_in_one_run_are_told_apart(said: str, pieces: list[str]) -> None:
    """One unbroken line holds both speakers: the answer is no part of the question."""
    clauses = clauses_of(Transcript((Segment(said),)))
    found = [" ".join(clause.lowers) for clause in clauses]
    for piece in pieces:
        assert any(clause.startswith(piece) for clause in found), found
    for clause in clauses:
        if clause.asked:
            assert clause.speaker is D, found


@pytest.mark.parametrize(
    "said",
    [
        "if you get a fever over 101 or the pain gets worse call me right away",
        "come back in two weeks for the blood pressure check",
        "i think this is a migraine",
        "the wound is 3 centimeters long on the left shin",
        "take 2 tablets of acetaminophen every 6 hours as needed",
    ],
)
def test_what_belongs_together_is_not_cut(said: str) -> None:
    """A condition keeps its order, a number its unit, a thought its doubt."""
    clauses = clauses_of(Transcript((Segment(said, D),)))
    assert [" ".join(clause.lowers) for clause in clauses] == [said]
