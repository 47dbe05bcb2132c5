"""Which passwords are accepted: long ones that are not easily guessed. Nothing about their make-up.

After NIST SP 800-63B: length counts, composition rules do not; names and well-known passwords are refused.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from desktop.domain.errors import PasswordTooWeak

MINIMUM_PASSWORD_CHARS = 15
MAXIMUM_PASSWORD_CHARS = 256

_PROGRAM_NAMES = ("soapstone", "soap note", "soapnote")
_MUST_REMAIN_CHARS = 6
"""How many characters must be left when every known word is taken out."""

_SEQUENCES = (
    "abcdefghijklmnopqrstuvwxyz" * 2,
    "0123456789" * 13,
    "12345678901234567890",
    "qwertyuiopasdfghjklzxcvbnm",
    "qwertzuiopasdfghjklyxcvbnm",
    "azertyuiopqsdfghjklmwxcvbn",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
    "1q2w3e4r5t6y7u8i9o0p",
    "1234567890qwertyuiopasdfghjklzxcvbnm",
)
_COMMON_WORDS = (
    "correcthorsebatterystaple",
    "thequickbrownfoxjumpsoverthelazydog",
    "thequickbrownfox",
    "supercalifragilisticexpialidocious",
    "administrator",
    "letmeinplease",
    "whatismypassword",
    "thisismypassword",
    "mypassword",
    "password",
    "passwort",
    "passphrase",
    "motdepasse",
    "contrasena",
    "changeme",
    "letmein",
    "iloveyou",
    "trustno1",
    "welcome",
    "qwertyuiop",
    "qwerty",
    "1q2w3e4r5t",
    "1qaz2wsx",
    "asdfghjkl",
    "zxcvbnm",
    "1234567890",
    "123456789",
    "12345678",
    "1234567",
    "123456",
    "12345",
    "abc123",
    "admin",
    "secret",
    "login",
    "doctor",
    "hospital",
    "clinic",
    "medical",
    "office",
)
_LOOK_ALIKES = str.maketrans("@$!034579", "asioeastg")
"""The usual disguises, read back: p@ssw0rd."""


def normalised(password: str) -> str:
    """NFKC: the same password typed on any keyboard is the same text."""
    return unicodedata.normalize("NFKC", password)


def check_new_password(password: str, names: Iterable[str] = ()) -> None:
    """Raise PasswordTooWeak, saying why, when a new password is not good enough.

    names: of the clinic and of the person, which everybody in the building knows.
    """
    text = normalised(password)
    if len(text) < MINIMUM_PASSWORD_CHARS:
        raise PasswordTooWeak(
            f"The password has {len(text)} characters; it needs at least {MINIMUM_PASSWORD_CHARS}. "
            "A few unrelated words with spaces are easy to remember."
        )
    if len(text) > MAXIMUM_PASSWORD_CHARS:
        raise PasswordTooWeak(
            f"The password has {len(text)} characters; it can have at most {MAXIMUM_PASSWORD_CHARS}. Choose a shorter one."
        )
    folded = "".join(text.casefold().split())
    if _repeats(folded):
        raise PasswordTooWeak(
            "The password repeats the same characters or words. Choose words that do not repeat."
        )
    if any(folded in line or folded[::-1] in line for line in _SEQUENCES):
        raise PasswordTooWeak(
            "The password follows the alphabet, the digits or the keyboard. Choose a few unrelated words."
        )
    letters = _letters(folded)
    known_names = [
        _letters("".join(normalised(name).casefold().split())) for name in (*_PROGRAM_NAMES, *names)
    ]
    if len(_without(letters, known_names)) < _MUST_REMAIN_CHARS:
        raise PasswordTooWeak(
            "The password is little more than the name of the program, the clinic or the person. "
            "Choose a few unrelated words."
        )
    if any(
        len(_without(spelling, _COMMON_WORDS)) < _MUST_REMAIN_CHARS
        for spelling in (letters, letters.translate(_LOOK_ALIKES), _letters(folded.translate(_LOOK_ALIKES)))
    ):
        raise PasswordTooWeak(
            "The password is made of the words that are guessed first. Choose a few unrelated words."
        )


def _repeats(text: str) -> bool:
    """True when the text is one shorter piece over and over, or has fewer than five different characters."""
    return len(set(text)) < 5 or any(
        text == (text[:period] * len(text))[: len(text)] for period in range(1, len(text) // 2 + 1)
    )


def _letters(text: str) -> str:
    return "".join(char for char in text if char.isalnum())


def _without(text: str, words: Iterable[str]) -> str:
    """What is left of the text when the words are taken out, the longest first."""
    for word in sorted(words, key=len, reverse=True):
        if len(word) > 2:
            text = text.replace(word, "")
    return text
