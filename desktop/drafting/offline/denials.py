"""Writes a list of denied things so that no second "no" inside it turns its meaning round."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.drafting.offline.speech import PUNCTUATION, SUBJECTS, word_set
from desktop.drafting.offline.standing import is_finite
from desktop.language.lexicon import lexicon

NEGATIONS = word_set("no not never without nor neither none nothing denies")
_JOINS = word_set("and or nor") | {","}
_CLOSING = word_set("either though as well at all anyway")


def one_denial(tokens: Sequence[str]) -> list[str]:
    """What stands after "denies": "chest pain, no fever, and no swelling either" -> "chest pain, fever or swelling".

    [] where a negation remains that is not just the next item's, so that the words cannot be listed safely.
    """
    out: list[str] = []
    for n, token in enumerate(tokens):
        lower = token.lower()
        before = tokens[n - 1].lower() if n else ","
        if lower in {"no", "any", "nor"} and before in _JOINS:
            if lower == "nor" and out and out[-1] != ",":
                out.append("or")
            continue
        out.append(token)
    while out and (out[-1].lower() in _CLOSING or out[-1] in PUNCTUATION):
        out.pop()
    lowers = [token.lower() for token in out]
    if len(out) == len(tokens) and not NEGATIONS & set(lowers):
        return out
    if NEGATIONS & set(lowers):
        return []
    named = {n for m in lexicon().mentions(lowers) for n in range(m.start, m.end)}
    if SUBJECTS & set(lowers) or any(is_finite(w) for n, w in enumerate(lowers) if n not in named):
        return []
    last = max((n for n, w in enumerate(lowers) if w == "and"), default=-1)
    if last > 0:
        out[last] = "or"
        if out[last - 1] == ",":
            del out[last - 1]
    return out


def has_inner_negation(text: str) -> bool:
    """Whether a sentence that denies something negates a part of what it lists, other than by a time."""
    words = text.lower().replace(",", " , ").rstrip(".").split()
    timed = word_set("since until lately recently anymore today yesterday yet")
    return any(
        word in NEGATIONS and not set(words[n + 1 : n + 2]) & timed for n, word in enumerate(words[1:], 1)
    )
