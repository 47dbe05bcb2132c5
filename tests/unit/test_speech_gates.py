"""What recognition makes up stays out of a transcript, and what was said stays in."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop.domain.speech import Word
from desktop.speech.gates import Gates, without_loops
from desktop.speech.hearing import Heard
from desktop.speech.hot_words import hot_words

SURE = Heard("My back hurts.", 0, 2_000, log_probability=-0.2, no_speech=0.05, loudness_dbfs=-20.0)


def text_of(heard: Heard, language: str = "en") -> str | None:
    kept = Gates(language).judge(heard)
    return None if kept is None else kept.text


def test_plain_speech_passes_with_its_words_unchanged() -> None:
    """A segment that the model is sure of keeps its text, times and words."""
    words = (Word("My", 0, 300, 0.9), Word("back", 300, 600, 0.9), Word("hurts.", 600, 2_000, 0.9))
    assert Gates("en").judge(replace(SURE, words=words)) == replace(SURE, words=words)


@pytest.mark.parametrize(
    ("what", "change"),
    [
        ("said into silence", {"loudness_dbfs": -75.0}),
        ("the model doubts that anybody spoke, and the words", {"no_speech": 0.9, "log_probability": -1.4}),
        ("a loop that the model is unsure of", {"compression": 3.1, "log_probability": -1.2}),
        (
            "more words than anybody can say in the time, in doubt",
            {"text": "one two three four five six " * 5, "log_probability": -0.7},
        ),
        ("foreign script", {"text": "ご視聴ありがとうございました"}),
        ("nothing but marks", {"text": " ... "}),
    ],
)
def test_made_up_text_is_dropped(what: str, change: dict[str, object]) -> None:
    """Each sign on its own is enough to drop a segment."""
    assert text_of(replace(SURE, **change)) is None, what  # type: ignore[arg-type] - any field of Heard


@pytest.mark.parametrize(
    "closing",
    [
        "Thank you for watching.",
        "Thanks for watching!",
        "Subtitles by the community",
        "Please subscribe to my channel.",
    ],
)
def test_credits_are_dropped_only_where_the_model_doubts(closing: str) -> None:
    """The phrase alone removes nothing; with doubt of the model it goes."""
    assert text_of(replace(SURE, text=closing, no_speech=0.5)) is None
    assert text_of(replace(SURE, text=closing)) == closing


@pytest.mark.parametrize(
    "said", ["Thank you.", "Thank you for listening to me, doctor.", "Okay.", "No.", "120 over 80"]
)
def test_short_and_polite_speech_is_kept_even_in_doubt(said: str) -> None:
    """What patients and providers do say is not taken for credits."""
    assert text_of(replace(SURE, text=said, no_speech=0.5)) == said


def test_foreign_script_is_kept_in_a_language_that_uses_it() -> None:
    """A visit in Russian keeps its letters."""
    assert text_of(replace(SURE, text="Спина болит."), "ru") == "Спина болит."


@pytest.mark.parametrize(
    ("looped", "once"),
    [
        ("I I I I I have pain", "I have pain"),
        (
            "take it twice a day take it twice a day take it twice a day take it twice a day",
            "take it twice a day",
        ),
        ("No, no, no. It hurts.", "No, no, no. It hurts."),
        ("my number is 0 0 0 0 0 7", "my number is 0 0 0 0 0 7"),
        ("", ""),
    ],
)
def test_a_loop_is_said_once_and_natural_repetition_stays(looped: str, once: str) -> None:
    """Only a phrase that comes more than three times in a row is a loop, and digits never are."""
    assert without_loops(looped) == once


def test_a_segment_that_returns_again_and_again_is_kept_twice() -> None:
    """Whisper's loop across windows ends, while a repeated answer of few words goes on."""
    gates = Gates("en")
    kept = [gates.judge(replace(SURE, text="and then we will see")) for _ in range(6)]
    assert [each is not None for each in kept] == [True, True, False, False, False, False]
    answers = [gates.judge(replace(SURE, text="Yes.")) for _ in range(6)]
    assert all(answers)


def test_control_characters_and_line_breaks_are_cleaned() -> None:
    """Text from a model is plain text of one line."""
    assert text_of(replace(SURE, text=" My\u202e back\n\thurts.\x00 ")) == "My back hurts."


def test_sure_words_with_impossible_times_are_kept() -> None:
    """Models often give a sentence too short a time; what was said must not be lost for that."""
    assert (
        text_of(replace(SURE, text="No chest pain at all today.", end_ms=100))
        == "No chest pain at all today."
    )


def test_expected_words_are_bounded_unique_and_of_one_line() -> None:
    """A long list is cut, a line break in a chart's drug name changes nothing, and the order stays."""
    assert hot_words(["ibuprofen", "Ibuprofen", "", "metformin\n500 mg"]) == "ibuprofen, metformin 500 mg"
    many = hot_words(f"drug{number:04}" for number in range(1_000))
    assert many.startswith("drug0000, drug0001")
    assert len(many) <= 500
    assert len(many.split(", ")) <= 60
