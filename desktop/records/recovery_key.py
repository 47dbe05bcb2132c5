"""The recovery key: printed once, typed back by hand perhaps years later.

26 random characters (130 bits) and 4 that check them, in Crockford's base 32, which has no I, L, O or U.
The check tells a typing error from a key that belongs to other records.
"""

from __future__ import annotations

import hashlib
import secrets
import unicodedata

from desktop.domain.errors import WrongPassword

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_RANDOM_CHARS = 26
_CHECK_CHARS = 4
_GROUP_CHARS = 5
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})
_BITS_PER_CHAR = 5


def new_recovery_key() -> str:
    """A new key as it is printed: six groups of five characters."""
    key = "".join(secrets.choice(_ALPHABET) for _ in range(_RANDOM_CHARS))
    key += _check_chars(key)
    return "-".join(key[start : start + _GROUP_CHARS] for start in range(0, len(key), _GROUP_CHARS))


def read_recovery_key(typed: str) -> str:
    """The key as typed, without groups: case, spaces, dashes, O for 0 and I or L for 1 are forgiven.

    Raises WrongPassword, saying that it is a typing error, when the check characters do not fit.
    """
    text = unicodedata.normalize("NFKC", typed).upper()
    text = "".join(char for char in text if char.isalnum()).translate(_READ_AS)
    expected = _RANDOM_CHARS + _CHECK_CHARS
    if len(text) != expected:
        raise WrongPassword(
            f"The recovery key has {expected} characters and {len(text)} were typed. Compare it with the paper."
        )
    if not set(text) <= set(_ALPHABET) or text[_RANDOM_CHARS:] != _check_chars(text[:_RANDOM_CHARS]):
        raise WrongPassword(
            "There is a typing error in the recovery key. Compare each group with the paper and try again."
        )
    return text


def _check_chars(key: str) -> str:
    digest = int.from_bytes(hashlib.sha256(b"soapstone recovery key" + key.encode()).digest())
    return "".join(
        _ALPHABET[(digest >> (_BITS_PER_CHAR * place)) % len(_ALPHABET)] for place in range(_CHECK_CHARS)
    )
