"""Finds where a speaker who corrects a sentence takes it up again: "passed on both, no sorry, passed on the right"."""

from __future__ import annotations

from desktop.drafting.offline.speech import AUXILIARIES, SUBJECTS, is_number, word_set
from desktop.language.lexicon import Topic, lexicon
from desktop.language.words import Word

FURTHEST_BACK = 16
SHORTEST_HEAD = 4
_LOOK_AHEAD = 6
_STOPS = word_set(". ? ! ;")
_BEFORE_DRUG = word_set("the his her your their my a")
CHANGES = word_set(
    "increase decrease reduce raise lower stop start continue leave keep hold give take change switch cut drop put use "
    "double halve add resume refill begin"
)
_NO_HEADS = (
    AUXILIARIES
    | SUBJECTS
    | word_set("with from this that these those then what when which there here also just about into over very have like know think mean")
)  # fmt: skip


def restart_of(out: list[Word], words: list[Word], after: int) -> int | None:
    """Where in out the words begin that are said again at `after`, or None when nothing is plainly said again."""
    first = max(0, len(out) - FURTHEST_BACK)
    for k in range(len(out) - 1, first - 1, -1):
        if out[k].lower in _STOPS:
            first = k + 1
            break
    again = _drug_again(out, words, after, first)
    if again is not None:
        return again
    head = words[after].lower
    if len(head) < SHORTEST_HEAD or head in _NO_HEADS or not head.isalpha() or is_number(head):
        return None
    return next((k for k in range(len(out) - 1, first - 1, -1) if out[k].lower == head), None)


def _drug_again(out: list[Word], words: list[Word], after: int, first: int) -> int | None:
    """As in "folic acid increase to five no scratch that leave the folic acid at one": where the first begins."""
    ahead = [w.lower for w in words[after : after + _LOOK_AHEAD]]
    named = [m for m in lexicon().mentions(ahead) if m.topic is Topic.DRUG]
    if not named or any(w in _STOPS for w in ahead[: named[0].start]):
        return None
    said = [w.lower for w in out]
    before = [
        m
        for m in lexicon().mentions(said)
        if m.topic is Topic.DRUG and m.name == named[0].name and m.start >= first
    ]
    if not before:
        return None
    begun = before[-1].start
    if named[0].start:  # the order is said again too, not the medicine alone
        while begun > first and said[begun - 1] in _BEFORE_DRUG:
            begun -= 1
        if begun > first and said[begun - 1] in CHANGES:
            begun -= 1
    return begun
