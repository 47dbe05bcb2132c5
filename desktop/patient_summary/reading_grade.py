"""The school grade that a text asks of its reader, by the Flesch-Kincaid formula.

Grade = 0.39 x words per sentence + 11.8 x syllables per word - 15.59 (Kincaid, Fishburne, Rogers and Chissom,
1975). Syllables are counted by rule, so that the grade is an estimate. Figures and headings are left out; the
lines of a list count as sentences.
"""

from __future__ import annotations

import re

_WORD = re.compile(r"[A-Za-z]+(?:['’-][A-Za-z]+)*")
_SENTENCE = re.compile(r"[.!?;:]+(?=\s|$)|\n+")
_VOWELS = re.compile(r"[aeiouy]+")


def syllables(word: str) -> int:
    """An estimate: groups of vowels, without a silent e at the end."""
    lower = re.sub(r"[^a-z]", "", word.lower())
    count = len(_VOWELS.findall(lower))
    if lower.endswith("e") and not lower.endswith(("le", "ee", "ye")) and count > 1:
        count -= 1
    if re.search(r"[^aeioutd]ed$", lower) and count > 1:
        count -= 1
    return max(1, count)


def reading_grade(text: str) -> float | None:
    """The grade, to one decimal and at least 0; None when there are fewer than 20 words to judge by."""
    sentences = [_WORD.findall(part) for part in _SENTENCE.split(text)]
    counted = [words for words in sentences if words]
    words = [word for sentence in counted for word in sentence]
    if len(words) < 20:
        return None
    per_word = sum(map(syllables, words)) / len(words)
    return max(0.0, round(0.39 * len(words) / len(counted) + 11.8 * per_word - 15.59, 1))
