"""The words that recognition is told to expect, as many as help."""

from __future__ import annotations

from collections.abc import Iterable

from desktop.language.plain_text import clean_text

MOST_WORDS = 60
MOST_CHARACTERS = 500
"""About half of the 223 tokens that Whisper's prompt has room for; a longer list slows it and tempts it."""


def hot_words(expected: Iterable[str]) -> str:
    """The first words or phrases within both limits, each once, as one line. They are data: no line breaks."""
    chosen: dict[str, str] = {}
    characters = 0
    for phrase in expected:
        text = " ".join(clean_text(phrase).split())
        if not text or text.lower() in chosen:
            continue
        characters += len(text) + 2
        if len(chosen) == MOST_WORDS or characters > MOST_CHARACTERS:
            break
        chosen[text.lower()] = text
    return ", ".join(chosen.values())
