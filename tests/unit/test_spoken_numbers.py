"""Spoken numbers become the figures that a clinician writes; anything uncertain stays as said."""

from __future__ import annotations

from decimal import Decimal

import pytest

from desktop.language.number_words import tokens_of
from desktop.language.numbers import numbers_in, spoken_to_figures


@pytest.mark.parametrize(
    ("said", "written"),
    [
        # vital signs and ratios
        ("blood pressure one thirty eight over eighty two", "blood pressure 138/82"),
        ("hundred and forty over seventy", "140/70"),
        ("a hundred and forty over seventy", "140/70"),
        ("156 over 94", "156/94"),
        ("one twenty to one thirty over seventy to eighty", "120-130/70-80"),
        ("one thirty over eighty millimeters of mercury", "130/80 mmHg"),
        ("temperature is ninety eight point six", "temperature is 98.6"),
        ("ninety eight . two", "98.2"),
        ("your a1c was six . seven and", "your a1c was 6.7 and"),
        ("ninety eight point six degrees fahrenheit", "98.6°F"),
        ("o two sat ninety eight percent", "O2 sat 98%"),
        ("heart rate one oh five", "heart rate 105"),
        ("a fever of one O two", "a fever of 102"),
        ("one hundred one point five", "101.5"),
        ("one oh one point four", "101.4"),
        ("about a hundred . four right now", "about 100.4 right now"),
        ("six out of ten", "6/10"),
        ("8 out of 10", "8/10"),
        ("a four or five out of ten", "a 4 or 5/10"),
        ("eight to nine out of ten", "8-9/10"),
        ("two out of six murmur", "2/6 murmur"),
        ("a two over six systolic ejection murmur", "a 2/6 systolic ejection murmur"),
        ("strength is five over five", "strength is 5/5"),
        ("nine out of ten people", "9 out of 10 people"),
        ("two out of three tests", "2 out of 3 tests"),
        ("vision is twenty forty", "vision is 20/40"),
        ("twenty over forty", "20/40"),
        # doses and sizes
        ("six hundred milligrams t.i.d.", "600 mg TID"),
        ("six hundred milligrams t.i.d. She agrees", "600 mg TID. She agrees"),
        ("six hundred M G b i d", "600 mg BID"),
        ("ten milligrams to twenty milligrams", "10 mg to 20 mg"),
        ("methocarbamol seven fifty milligrams", "methocarbamol 750 mg"),
        ("seven and a half milligrams", "7.5 mg"),
        ("one thousand milligrams", "1,000 mg"),
        ("a thousand milligrams", "1,000 mg"),
        ("1,000 milligrams", "1,000 mg"),
        ("aldactone twelve . five milligrams", "aldactone 12.5 mg"),
        ("point one twenty five milligrams", "0.125 mg"),
        ("zero . zero five percent", "0.05%"),
        (". five centimeter", "0.5 cm"),
        ("measuring point five centimeters", "measuring 0.5 cm"),
        ("point four by two by three centimeters", "0.4 by 2 by 3 cm"),
        ("twenty units of insulin", "20 units of insulin"),
        ("five point zero", "5.0"),
        ("ibuprofen 800 milligrams p.r.n.", "ibuprofen 800 mg PRN"),
        ("q six hours", "q6h"),
        ("q. four to six h", "q4-6h"),
        ("every six to eight hours", "every 6 to 8 hours"),
        # ranges and counts
        ("three to four hundred", "300 to 400"),
        ("two to three weeks", "2 to 3 weeks"),
        ("one to two weeks", "1 to 2 weeks"),
        ("one or two days", "1 or 2 days"),
        ("one tablet", "1 tablet"),
        ("one and a half packs", "1.5 packs"),
        ("a hundred and one", "101"),
        ("between a hundred and one twenty", "between 100 and 120"),
        ("between one hundred fifteen and one thirty four", "between 115 and 134"),
        ("two hundred fifty thousand", "250,000"),
        ("thirty-eight year old", "38 year old"),
        ("forty-two-year-old", "42-year-old"),
        ("reflexes are two plus and symmetric", "reflexes are 2+ and symmetric"),
        ("one plus pitting edema", "1+ pitting edema"),
        ("type two diabetes", "type 2 diabetes"),
        ("five foot ten", "5 ft 10 in"),
        ("five feet four inches", "5 ft 4 in"),
        ("flexion to forty degrees", "flexion to 40°"),
        ("forty degrees", "40 degrees"),
        # dates, years, digit runs
        ("in twenty twenty four", "in 2024"),
        ("nineteen eighty two", "1982"),
        ("nineteen oh five", "1905"),
        ("two thousand and eight", "2008"),
        ("march third two thousand four", "march third 2004"),
        ("call five five five one two one two", "call 5551212"),
        ("called nine one one", "called 911"),
        ("at two thirty p.m.", "at 2:30 p.m."),
        # names with a number
        ("L four L five", "L4-L5"),
        ("l four five and c five c six", "L4-L5 and C5-C6"),
        ("L five S one", "L5-S1"),
        ("L four to S one", "L4-S1"),
        ("C three through C seven", "C3-C7"),
        ("t twelve and s one", "T12 and S1"),
        ("free t four", "free T4"),
        ("hemoglobin a one c of seven point two", "hemoglobin A1c of 7.2"),
        ("b twelve", "B12"),
        ("vitamin d two thousand units", "vitamin d 2,000 units"),
        ("vitamin d three one thousand units", "vitamin D3 1,000 units"),
        ("o two ninety five percent on two liters", "O2 95% on 2 L"),
        ("weight is two ten", "weight is 210"),
        ("take one and one half tablets", "take 1.5 tablets"),
        ("potassium three . nine sodium one forty", "potassium 3.9 sodium 140"),
    ],
)
def test_figures_as_a_clinician_writes_them(said: str, written: str):
    """Each usual way to say a value gives its figure, and writing it again changes nothing."""
    assert spoken_to_figures(said) == written
    assert spoken_to_figures(written) == written


@pytest.mark.parametrize(
    "text",
    [
        "no one smokes",
        "one of them",
        "this one, the other one and that one",
        "one day it began",
        "the one on the left",
        "give me one second",
        "the second toe",
        "a couple of days",
        "a few hundred",
        "to the point where it is too much for me",
        "point tenderness at the left knee",
        "at this point, no",
        "at one point two doctors came",
        "you two came",
        "the two of us",
        "a day or two",
        "in the nineteen forties",
        "two thirds of the time",
        "the twenty first of may",
        "one half of it",
        "low one hundreds",
        "i get up at eight thirty",
        "eight thirty to five",
        "ninety eight six",
        "take two fifty milligram tablets",
        "that one forty milligrams",
        "twelve to fifteen hundred",
        "three to four fifty",
        "four five six days",
        "five hundred five hundred milligrams",
        "twenty twenty five minutes",
        "six point five two weeks ago",
        "we start lisinopril . five milligrams daily",
        "oh no, a period of rest",
        "that 's one",
        "vitamin c one day",
        "two twenty pound weights",
        "saturation two ninety five percent",
        "respirations eighteen ninety eight point six",
        "pain six ninety eight point six",
        "oh five",
        "1,000 mg, 120/80, 3.5, L4-L5, 98%, 40°, 2:30, 3/14/2024, COVID-19, q6h, #14 MOD",
        "no fever, not tender on the left or right",
        "",
    ],
)
def test_what_is_uncertain_or_no_number_stays(text: str):
    """No figure is written where there is another reading; existing figures are not touched."""
    assert spoken_to_figures(text) == text


def test_a_sentence_end_is_no_decimal_point():
    """A spaced full stop between two sentences does not join their numbers."""
    assert spoken_to_figures("i have three . two of them hurt") == "i have 3 . two of them hurt"
    assert spoken_to_figures("he is five . Six weeks ago") == "he is 5 . 6 weeks ago"
    assert spoken_to_figures("the rate is seventy two . one thing more") == "the rate is 72 . one thing more"
    assert spoken_to_figures("he takes five . two in the morning") == "he takes 5 . 2 in the morning"
    assert spoken_to_figures("it was six . seven months ago") == "it was 6 . 7 months ago"


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("six hundred milligrams", "600 mg"),
        ("one thousand milligrams", "1000 mg"),
        ("ninety eight percent", "98 %"),
        ("two to three weeks", "2-3 weeks"),
        ("every six hours", "q6h"),
        ("one twenty over eighty", "120/80"),
        ("point five centimeters", "0.5 cm"),
        ("seven and a half milligrams", "7.5 milligrams"),
        ("five foot ten", "5 ft 10 in"),
        ("thirty eight degrees celsius", "38 °C"),
    ],
)
def test_spoken_and_written_numbers_are_equal(said: str, written: str):
    """A number said and the same number written have equal values and units."""
    assert [q[2:] for q in numbers_in(said)] == [q[2:] for q in numbers_in(written)] != []


def test_numbers_stand_where_they_were_said():
    """The span of a number is its place in the text as said, also after other replacements."""
    text = "took six hundred milligrams at two, then 5 mg and one thirty over eighty"
    found = [(text[q.start : q.end], q.value, q.unit) for q in numbers_in(text)]
    assert found == [
        ("six hundred", Decimal(600), "mg"),
        ("two", Decimal(2), ""),
        ("5", Decimal(5), "mg"),
        ("one thirty over eighty", Decimal(130), ""),
        ("one thirty over eighty", Decimal(80), ""),
    ]


def test_names_ordinals_and_pronouns_are_no_quantities():
    """A vertebra, a vitamin, the first of May and "no one" are not values to compare."""
    assert numbers_in("L4-L5, B12, A1c, the 21st and twenty first, no one, this one") == ()


def steps(text: str) -> int:
    """Python function calls while a text is read: a measure of work that no other process disturbs."""
    import sys

    count = 0

    def profile(_frame, event, _arg):
        nonlocal count
        count += event == "call"

    sys.setprofile(profile)
    try:
        spoken_to_figures(text)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize(
    "unit",
    [
        "take six hundred milligrams of it and one thirty over eighty . ",
        "one ",
        "five oh ",
        "a hundred and ",
        "two to ",
        "l four ",
        "point ",
        ". five ",
        "twenty-",
        "one two three out of ",
        "t. i. d. ",
        "5 ",
        "six hundred thousand ",
    ],
)
def test_time_grows_with_the_text_alone(unit: str):
    """Twice the text is at most about twice the work, however number words are piled up."""
    assert steps(unit * 2_000) < 2.2 * steps(unit * 1_000) + 100


def test_tokens_cover_the_text():
    """Every character but blanks and inner hyphens belongs to one token."""
    text = "forty-two-year-old's T 98.6 °F – naïve 1,000"
    assert "".join(text[t.start : t.end] for t in tokens_of(text)) == text.replace("-", "").replace(" ", "")
