"""Text from outside is cleaned once: nothing unseen gets through, nothing seen is lost."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.language.plain_text import clean_text


@pytest.mark.parametrize(
    ("given_text", "cleaned"),
    [
        ("a\x00b\x07c\x1b[0m\x7f\x9f", "abc[0m"),
        ("a\tb\nc", "a\tb\nc"),
        ("a\r\nb\rc\u2028d\u2029e\x85f\x0cg", "a\nb\nc\nd\ne\nf\ng"),
        ("\ufeff10 mg", "10 mg"),
        ("1\u200b0\u2060 mg\u00ad", "10 mg"),
        ("\u202edrow\u202c \u2066x\u2069 \u200e\u200f\u061c", "drow x "),
        ("ok\U000e0041\U000e0042\U000e007f", "ok"),
        ("cafe\u0301", "caf\u00e9"),
        ("\ud800 lone \udfff", "\ufffd lone \ufffd"),
        ("\ud83d\ude00", "\U0001f600"),
        (
            "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
            "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
        ),
        ("\u0915\u094d\u200d\u0937", "\u0915\u094d\u200d\u0937"),
        ("\U0001f468\u200d\U0001f469", "\U0001f468\u200d\U0001f469"),
        ("i\u200dgnore \u200c", "ignore "),
        ("naïve – “quoted” 40° ½ µg ±", "naïve – “quoted” 40° ½ µg ±"),
    ],
)
def test_what_nobody_sees_is_removed(given_text: str, cleaned: str):
    """Controls, marks of direction, zero-width and tag characters go; joiners inside a script stay."""
    assert clean_text(given_text) == cleaned


@given(st.text(alphabet=st.characters(codec=None), max_size=100))
def test_cleaned_text_is_clean(text: str):
    """Any text becomes NFC that can be encoded, without controls, and cleaning again changes nothing."""
    cleaned = clean_text(text)
    assert unicodedata.is_normalized("NFC", cleaned)
    cleaned.encode()
    assert all(c in "\n\t" or unicodedata.category(c) != "Cc" for c in cleaned)
    assert not set(cleaned) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\ufeff\r")
    assert clean_text(cleaned) == cleaned


@given(st.text(alphabet=st.characters(categories=["L", "N", "P", "S", "Zs"]), max_size=100))
def test_what_is_seen_is_kept(text: str):
    """Letters, digits, marks and blanks are only normalised."""
    assert clean_text(text) == unicodedata.normalize("NFC", text)
