"""Where a sentence of a note ends, when stops also stand in abbreviations, units and numbering."""

from __future__ import annotations

import pytest

from desktop.language.sentences import sentences_of


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Give glucose, 15 g. Check the sugar.", ["Give glucose, 15 g.", "Check the sugar."]),
        ("Ice for 10 min. Rest.", ["Ice for 10 min.", "Rest."]),
        ("Any fever? No. Cough.", ["Any fever?", "No.", "Cough."]),
        ("Crown on no. 14 today. Rinse.", ["Crown on no. 14 today.", "Rinse."]),
        ("Seen by Dr. Sample. Better.", ["Seen by Dr. Sample.", "Better."]),
        ("See St. Mary (e.g. Ward 3). Go.", ["See St. Mary (e.g. Ward 3).", "Go."]),
        ("1. Asthma. 2. Gout.", ["Asthma.", "Gout."]),
    ],
)
def test_a_stop_ends_a_sentence_or_belongs_to_a_word(text: str, sentences: list[str]) -> None:
    """A figure with its unit ends one; a title, an abbreviation and a number in front do not."""
    assert [text[start:end] for start, end in sentences_of(text)] == sentences
