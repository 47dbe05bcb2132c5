"""Whether a lower-case word can be a name: it is listed as one, or it is no word of conversations and medicine."""

from __future__ import annotations

import re
from functools import lru_cache

from desktop.privacy.name_cues import NOT_A_NAME
from desktop.privacy.word_lists import word_lists

_DRUG_LIKE = re.compile(
    r"(?:mab|nib|pril|sartan|statin|olol|azole|cillin|mycin|floxacin|cycline|prazole|tidine|triptan|gliptin|gliflozin|glutide"
    r"|oxetine|azepam|zolam|barbital|caine|dipine|zosin|parin|xaban|vudine|thiazide|semide|metformin|gram|graphy|scopy|logist|logy"
    r"|osis|itis|emia|oma|pathy|algia|ectomy|otomy|plasty|uria|cardia|pnea|opsy|aline|idine|idone|apine|iline|azine|pam)$"
)
_ENGLISH = re.compile(
    r"(?:tion|sion|ity|ness|ment|able|ible|ous|ful|less|ive|ing|ized|ised|ize|ise|ship|ward|wards|ance|ence|ally|tic|ical|ular|ology"
    r"|[^aeiou]ed|ied|ated|ently|antly)$"
)
"""Endings that make an unknown word of seven letters or more an English word rather than a name."""
_ENDINGS = ("ings", "ing", "ers", "ies", "ied", "est", "ed", "es", "er", "ly", "s", "y", "d")


@lru_cache(maxsize=20_000)
def is_strange(word: str) -> bool:
    """No ordinary or clinical word, nor a form of one, nor built like the name of a drug or disease."""
    lists = word_lists()
    if len(word) < 2 or not word[0].isalpha() or word in NOT_A_NAME or word in lists.ordinary:
        return False
    if word in lists.given or word in lists.surnames:
        return True
    if (
        (len(word) > 6 and _ENGLISH.search(word))
        or _DRUG_LIKE.search(word)
        or any(letter.isdigit() for letter in word)
    ):
        return False
    if any(piece in lists.ordinary or piece in NOT_A_NAME for piece in word.split("'")[:1]) and "'" in word:
        return False
    if "-" in word:
        return any(is_strange(piece) for piece in word.split("-"))
    for ending in _ENDINGS:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) > 3 and ({stem, f"{stem}e", f"{stem}y", stem[:-1]} & lists.ordinary):
            return False
    return not (
        word.startswith(("non", "pre", "post", "anti")) and word.lstrip("nopreastih") in lists.ordinary
    )


@lru_cache(maxsize=20_000)
def is_listed(word: str) -> bool:
    """A name of the lists, though it may be an ordinary word as well."""
    lists = word_lists()
    return word in lists.given or word in lists.surnames or word in lists.names_too
