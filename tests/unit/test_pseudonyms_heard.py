"""Known names as they are called, spelled and misheard, and unknown names in sentences where only a person fits."""

from __future__ import annotations

import re

import pytest

from desktop.domain.pseudonyms import KnownIdentifiers
from desktop.language.lexicon import lexicon
from desktop.privacy.find import find_identifiers
from desktop.privacy.heard_names import called

KNOWN = KnownIdentifiers(
    patient_names=("Mitchell Brasswick",),
    provider_names=("Dr. Catherine Oyelaran",),
    other_names=("Susan Highfield",),
)


def left(text: str, known: KnownIdentifiers = KNOWN) -> str:
    """The text with each identifier as a dash."""
    for found in reversed(find_identifiers(text, known)):
        text = f"{text[: found.start]}-{text[found.end :]}"
    return text


@pytest.mark.parametrize(
    ("said", "leaves"),
    [
        ("so mitch how are you", "so - how are you"),
        ("the bras wick family moved", "the - family moved"),
        ("mister braswick is here", "mister - is here"),
        ("it is b r a s s w i c k", "it is -"),
        ("B-R-A-S-S-W-I-C-K is the spelling", "- is the spelling"),
        ("that is b as in boy r a s s w i c k", "that is -"),
        ("doctor oyeleran saw him", "doctor - saw him"),
        ("kate said so", "- said so"),
        ("cathryn told me", "- told me"),
        ("my wife sue drove", "my wife - drove"),
    ],
)
def test_a_known_name_is_hidden_however_it_is_called_or_heard(said: str, leaves: str) -> None:
    """Nicknames, spelling, a letter misheard and a name split in two leave no more than the name itself."""
    assert left(said) == leaves


@pytest.mark.parametrize(
    "said",
    [
        "i would sue them",
        "the ED sent him home",
        "high fever and a field of vision that is cut",
        "a catheter was placed and the cathartic stopped",
        "he takes coreg twice a day",
    ],
)
def test_what_only_sounds_like_a_known_name_stays(said: str) -> None:
    """An ordinary or clinical word that is near a name or one of its short forms is no name."""
    assert left(said, KnownIdentifiers(patient_names=("Corey Susan Edward Cathart",))) == said


def test_nicknames_go_both_ways() -> None:
    """The long form gives the short one and the short form the long one, never the name itself."""
    assert "bill" in called("William")
    assert "william" in called("Bill")
    assert "william" not in called("William")


@pytest.mark.parametrize(
    "frame",
    [
        "i will let {} know",
        "so {} what brings you in",
        "did {} tell you",
        "it was {} who found me on the floor",
        "please send this to {}",
        "{} is my emergency contact",
        "between me and {} we manage",
        "{} from work told me to stop",
        "good to see you {}",
        "my sponsor {} calls every day",
        "{} is my maiden name",
        "{} here calling about my results",
    ],
)
@pytest.mark.parametrize("name", ["quillfeather", "orsolya", "brannoc"])
def test_where_only_a_person_fits_an_unlisted_name_is_hidden(frame: str, name: str) -> None:
    """A recognizer's lower case gives no capital away; the sentence does."""
    assert name not in left(frame.format(name), KnownIdentifiers())


def test_no_word_of_the_lexicon_becomes_a_name_in_the_frames() -> None:
    """Clinical words may stand in some of the same places."""
    words = ["aspirin", "metformin", "insulin", "lisinopril", "gabapentin", "fever", "cough"]
    assert all(lexicon().mentions([word]) for word in words)
    for word in words:
        for frame in (
            "so {} how often",
            "did {} come up",
            "ask about {}",
            "okay {} any problems",
            "{} will call for labs",
        ):
            said = re.sub(r"\{\}", word, frame)
            assert left(said, KnownIdentifiers()) == said
