"""Notices when a model repeats itself without end."""

from __future__ import annotations

import re
from collections import Counter

SAME_SENTENCE_LIMIT = 50
"""Templates repeat short findings ("Not tender.") for a dozen joints, never one sentence fifty times."""

_SENTENCE_CHARS = 8
_PERIODIC_CHARS = 3_000
_LONGEST_PERIOD = 200
_SENTENCE_END = re.compile(r"[.!?]+\s+|\n+|\\n")
"""A mark within a number ends nothing. Answers in JSON write a line end as two characters."""


class LoopDetector:
    """Reads an answer as it streams; feed returns True once it runs in a circle.

    Two signs: one sentence came SAME_SENTENCE_LIMIT times, or the last 3,000 characters are one pattern
    of at most 200, over and over (words without a full stop; the endless white space of some JSON modes).
    """

    def __init__(self) -> None:
        self._sentences: Counter[str] = Counter()
        self._open = ""
        self._tail = ""
        self._since_check = 0

    def feed(self, text: str) -> bool:
        """Read the next piece of the answer."""
        *closed, self._open = _SENTENCE_END.split(self._open + text)
        self._open = self._open[-_PERIODIC_CHARS:]
        for sentence in closed:
            words = " ".join(sentence.casefold().split())
            if len(words) >= _SENTENCE_CHARS:
                self._sentences[words] += 1
                if self._sentences[words] >= SAME_SENTENCE_LIMIT:
                    return True
        return self._is_periodic(text)

    def _is_periodic(self, text: str) -> bool:
        self._tail = (self._tail + text)[-_PERIODIC_CHARS:]
        self._since_check += len(text)
        if len(self._tail) < _PERIODIC_CHARS or self._since_check < _LONGEST_PERIOD:
            return False
        self._since_check = 0
        tail = self._tail
        return any(tail[period:] == tail[:-period] for period in range(1, _LONGEST_PERIOD + 1))
