"""Finds where a second sentence begins in a first without anything that joins the two."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.drafting.offline.speech import ADVERBS, AUXILIARIES, BASE_VERBS, PASTS, word_set
from desktop.drafting.offline.standing import is_finite

LONGEST_OPENING = 4
"""Words between a comma and the subject of the sentence that begins there."""

_JOINERS = word_set(
    "and but or so because when if that which who while since as until unless although though before after where "
    "how what why whether than , : ; - – whenever once whatever then if/when because cause except plus whom wherever "
    "think thinks thought know knows knew say says said feel feels felt hope hopes guess believe believes see sees "
    "noticed notice notices hear sure glad sorry worried tell tells told wish make makes let lets like told mean means "
    "mentioned worries showed shows concerned afraid suspect the a time way day now way first last every anytime case provided "
    "of for to with at in on about by thinks feels assume means understand reports denies states only also more less"
) | {'"', "(", "“"}
_SUBORDINATORS = word_set("when if while once because after before whenever as")
_OPENERS = _SUBORDINATORS | word_set(
    "from on in at with for since to during over by upon until within unless although though the-more"
)
_CLOSES = word_set(
    "well right okay good better worse now today again too ago yet fine bad anymore all tomorrow lately"
)
_OPEN_A_CLAUSE = word_set("sometimes then now otherwise actually maybe perhaps also")
_RUNS_ON = word_set("it there this")
_SPEAKERS = word_set("i we they he she")
_SURELY_NEW = word_set("am is are think know do will was were have had guess")


def run_on_at(words: Sequence[str]) -> int:
    """Where a second sentence begins without anything that joins it to the first, or 0."""
    opened = words[0] in _OPENERS
    for n in range(2, len(words) - 1):
        if not _subject_with_verb(words, n) or not any(map(is_finite, words[:n])) or _joined(words, n):
            continue
        if opened or _within_subordinate(words[:n]):
            opened = False  # "when I look at the neck I do not see ..."
            continue
        if _surely_new(words, n):
            return n - (words[n - 1] in _OPEN_A_CLAUSE)
    return 0


def _subject_with_verb(words: Sequence[str], n: int) -> bool:
    after = n + 2 if list(words[n : n + 2]) == ["the", "patient"] else n + 1
    subject = after == n + 2 or words[n] in _RUNS_ON | _SPEAKERS | {"that"}
    return subject and after < len(words) and (words[after] in AUXILIARIES or is_finite(words[after]))


def _joined(words: Sequence[str], n: int) -> bool:
    """Whether the word before, adverbs skipped, joins a clause on or takes it as its object."""
    before = words[n - 1]
    if (
        "," in words[max(0, n - LONGEST_OPENING) : n]
        or before in _JOINERS - {"also"}
        or before in (BASE_VERBS | PASTS) - _CLOSES
    ):
        return True
    k = n - 1
    while k > 0 and (
        words[k] in ADVERBS or words[k].endswith("ly") or words[k] in _OPEN_A_CLAUSE | {"therefore"}
    ):
        k -= 1
    return k < n - 1 and words[k] in _JOINERS


def _surely_new(words: Sequence[str], n: int) -> bool:
    before, word, after = words[n - 1], words[n], words[n + 1]
    if word in _RUNS_ON:
        held = before.endswith(("ing", "ed")) or word in {"this", "there"}  # "keeping it elevated"
        return after in AUXILIARIES or not held
    if word == "that":
        return after in {"is", "was", "will"} and before in _CLOSES | {"that"}
    if word in _SPEAKERS:
        return after in _SURELY_NEW or before in _CLOSES
    return before in _CLOSES


def _within_subordinate(before: Sequence[str]) -> bool:
    """Whether the words end in a clause such as "but when the patient stands", which a main clause follows."""
    at = next((n for n in range(len(before) - 1, -1, -1) if before[n] in _SUBORDINATORS), -1)
    joined_on = 1 <= at <= 2 or (at > 2 and before[at - 1] in {"and", "but", "so", ",", "that"})
    return joined_on and "," not in before[at:]
