"""The recovery key: printed in groups, typed by hand, checked before it is tried."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.errors import WrongPassword
from desktop.records.recovery_key import _check_chars, new_recovery_key, read_recovery_key


def test_a_recovery_key_has_at_least_128_random_bits_in_readable_groups() -> None:
    """Six groups of five from 32 characters, four of the thirty being the check."""
    key = new_recovery_key()
    groups = key.split("-")
    assert [len(group) for group in groups] == [5] * 6
    assert (len(key.replace("-", "")) - 4) * 5 >= 128
    assert not set("ILOU") & set(key)
    assert len({new_recovery_key() for _ in range(100)}) == 100


def test_a_recovery_key_is_read_however_it_is_typed() -> None:
    """Case, spaces, dashes and the look-alikes O/0, I/1, L/1 do not matter."""
    for _ in range(50):
        key = new_recovery_key()
        plain = key.replace("-", "")
        assert read_recovery_key(key) == plain
        assert read_recovery_key(f"  {key.lower().replace('-', ' ')} \n") == plain
        assert read_recovery_key(plain.replace("0", "o").replace("1", "l")) == plain
        assert read_recovery_key(plain.replace("0", "O").replace("1", "I")) == plain


@given(place=st.integers(0, 29), typed=st.sampled_from("23456789ABCDEFGHJKMNPQRSTVWXYZU?é"))
def test_a_typing_error_is_told_from_a_wrong_key(place: int, typed: str) -> None:
    """One wrong character is called a typing error, before any key is tried."""
    plain = read_recovery_key("0B1FM-0XHKF-XY5MR-RQEWE-VP5GN-" + _last_group("0B1FM0XHKFXY5MRRQEWEVP5GN"))
    if plain[place] == typed:
        return
    with pytest.raises(WrongPassword, match=r"typing error|characters and"):
        read_recovery_key(plain[:place] + typed + plain[place + 1 :])


def _last_group(first_five_groups: str) -> str:
    """The last group that makes a whole key of 25 chosen characters."""
    return "7" + _check_chars(first_five_groups + "7")


@pytest.mark.parametrize("typed", ["", "ABC", "0" * 31, "A" * 10_000, "\ud800", "🔑"])
def test_anything_else_typed_as_a_recovery_key_is_refused_in_words(typed: str) -> None:
    """Too short, too long or no letters at all: one sentence, no crash."""
    with pytest.raises(WrongPassword):
        read_recovery_key(typed)


def test_two_swapped_characters_are_a_typing_error() -> None:
    """The commonest slip of a hand copying letters is noticed."""
    plain = new_recovery_key().replace("-", "")
    swapped = [
        plain[:place] + plain[place + 1] + plain[place] + plain[place + 2 :]
        for place in range(29)
        if plain[place] != plain[place + 1]
    ]
    for typed in swapped:
        with pytest.raises(WrongPassword, match="typing error"):
            read_recovery_key(typed)
