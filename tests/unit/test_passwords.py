"""Which new passwords are accepted, and why others are refused."""

from __future__ import annotations

import unicodedata

import pytest

from desktop.domain.errors import PasswordTooWeak
from desktop.records.passwords import (
    MAXIMUM_PASSWORD_CHARS,
    MINIMUM_PASSWORD_CHARS,
    check_new_password,
    normalised,
)


@pytest.mark.parametrize(
    "password",
    [
        "purple lantern orbit",
        "lantern orbit 9",
        "ünïcödé wörds hère",
        "我的病人今天要去公園散步看花看鳥了",
        "UPPER ONLY WORDS HERE",
        "4815162342108597",
        "  spaces  count  as  characters too ",
    ],
)
def test_a_long_password_of_any_make_up_is_accepted(password: str) -> None:
    """Length is the rule; no kind of character is demanded or forbidden."""
    check_new_password(password)


def test_the_shortest_and_the_longest_accepted_password() -> None:
    """15 and 256 characters are accepted, 14 and 257 are refused with the number in the sentence."""
    text = "".join(chr(0x4E00 + index * 7) for index in range(MAXIMUM_PASSWORD_CHARS + 1))
    check_new_password(text[:MINIMUM_PASSWORD_CHARS])
    check_new_password(text[:MAXIMUM_PASSWORD_CHARS])
    with pytest.raises(PasswordTooWeak, match="14 characters; it needs at least 15"):
        check_new_password(text[: MINIMUM_PASSWORD_CHARS - 1])
    with pytest.raises(PasswordTooWeak, match="257 characters; it can have at most 256"):
        check_new_password(text)


def test_length_is_counted_after_normalisation() -> None:
    """Accents typed as separate characters do not make a short password long."""
    decomposed = unicodedata.normalize("NFD", "éàüöçñâêîôûë")
    assert len(decomposed) >= MINIMUM_PASSWORD_CHARS
    with pytest.raises(PasswordTooWeak, match="12 characters"):
        check_new_password(decomposed)


def test_one_password_has_one_normal_form() -> None:
    """Composed, decomposed and full-width spellings are the same password."""
    composed = "Zoë Ångström 12"
    decomposed = unicodedata.normalize("NFD", composed)
    assert composed != decomposed
    assert normalised(composed) == normalised(decomposed)
    assert normalised("Ｚoë Ångström １２") == normalised(composed)


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("aaaaaaaaaaaaaaaaaaaa", "repeats"),
        ("ababababcabababab", "repeats"),
        ("lantern orbit lantern orbit", "repeats"),
        ("password1password1", "repeats"),
        ("abcdefghijklmnopqrst", "alphabet"),
        ("ZYXWVUTSRQPONMLKJIH", "alphabet"),
        ("12345678901234567", "digits"),
        ("qwertyuiop asdfghjkl", "keyboard"),
        ("1qaz2wsx3edc4rfv5t", "keyboard"),
        ("Soapstone Soapnote!", "name of the program"),
        ("soapstone 2026!!", "name of the program"),
        ("correct horse battery staple", "guessed first"),
        ("Correct-Horse-Battery-Staple1", "guessed first"),
        ("my password 123456", "guessed first"),
        ("P@ssw0rd p@ssphr@se", "guessed first"),
        ("letmein iloveyou 99", "guessed first"),
        ("welcome hospital 2026", "guessed first"),
    ],
)
def test_an_easily_guessed_password_is_refused_with_its_reason(password: str, reason: str) -> None:
    """Repetition, sequences, the program's name and well-known passwords are refused, however disguised."""
    with pytest.raises(PasswordTooWeak, match=reason):
        check_new_password(password)


@pytest.mark.parametrize("password", ["Willow Creek Clinic", "willowcreekclinic99", "WILLOW-CREEK-CLINIC!!"])
def test_names_that_everybody_knows_are_refused(password: str) -> None:
    """The name of the clinic or the person is no password, also with case, spaces or a number changed."""
    with pytest.raises(PasswordTooWeak, match="the clinic or the person"):
        check_new_password(password, names=["Willow Creek Clinic", ""])


def test_a_name_within_a_longer_password_is_no_reason_to_refuse() -> None:
    """Only what is left without the name counts."""
    check_new_password("willow creek clinic purple lantern", names=["Willow Creek Clinic"])


def test_the_sentence_never_repeats_the_password() -> None:
    """What is shown on screen or read aloud gives nothing away."""
    with pytest.raises(PasswordTooWeak) as refused:
        check_new_password("my password 123456")
    assert "123456" not in refused.value.sentence
