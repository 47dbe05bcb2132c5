"""Where each segment of a transcript stands in the text that it was read from."""

from __future__ import annotations

import re

from desktop.domain.transcript import Transcript
from desktop.language.plain_text import clean_text

_FIRST_WORDS = 4


def segment_places(text: str, transcript: Transcript) -> tuple[tuple[int, int], ...]:
    """For each segment the characters [start, end) of the text that hold its words; (0, 0) where they are not found."""
    words = [(clean_text(found.group()), found.start(), found.end()) for found in re.finditer(r"\S+", text)]
    places, at = [], 0
    for segment in transcript.segments:
        said = segment.text.split()
        first = _begin(words, at, said[:_FIRST_WORDS])
        if first is None:
            places.append((0, 0))
            continue
        last = min(first + len(said), len(words)) - 1
        # A tag may hang on the first word: "Provider:Good".
        start = words[first][2] - len(said[0]) if words[first][0] != said[0] else words[first][1]
        places.append((start, words[last][2]))
        at = last + 1
    return tuple(places)


def _begin(words: list[tuple[str, int, int]], at: int, said: list[str]) -> int | None:
    if not said:
        return None
    for index in range(at, len(words) - len(said) + 1):
        if words[index][0].endswith(said[0]) and all(
            words[index + step][0].startswith(word) for step, word in enumerate(said[1:], start=1)
        ):
            return index
    return None
