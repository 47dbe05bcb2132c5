"""What a speaker takes back at once ("the right knee, no wait, the left knee") gives way to what was put in its place."""

from __future__ import annotations

from desktop.drafting.offline.restarts import CHANGES, FURTHEST_BACK, restart_of
from desktop.drafting.offline.speech import AUXILIARIES, FILLERS, PUNCTUATION, is_number, phrases, word_set
from desktop.language.lexicon import Topic, lexicon
from desktop.language.words import Word, words_of

_CORRECTIONS = phrases(
    "no wait|wait no|no sorry|sorry no|no i mean|i mean|i am sorry|or rather|excuse me|correction|make that|"
    "scratch that|strike that|actually no|no actually|wait|sorry|no no|well actually|no i am sorry|no excuse me|sorry i meant|"
    "no i meant|i am sorry i meant|no i misspoke|i misspoke|no scratch that|no strike that|on second thought"
)  # fmt: skip
_CORRECTION_BY_FIRST: dict[str, list[tuple[str, ...]]] = {}
for _said in sorted(_CORRECTIONS, key=len, reverse=True):
    _CORRECTION_BY_FIRST.setdefault(_said[0], []).append(_said)

_UNITS = word_set(
    "milligrams milligram mg micrograms mcg units grams g ml milliliters percent degrees day days week weeks month "
    "months year years hour hours pounds times tablets tablet pills pill over"
)
_DAYS = word_set("monday tuesday wednesday thursday friday saturday sunday yesterday today tomorrow")


def phrase_at(words: list[Word], n: int, by_first: dict[str, list[tuple[str, ...]]]) -> int:
    """How many words of a listed phrase stand at n; 0 for none."""
    for phrase in by_first.get(words[n].lower, ()):
        if len(phrase) <= len(words) - n and all(words[n + k].lower == word for k, word in enumerate(phrase)):
            return len(phrase)
    return 0


def skip_punctuation(words: list[Word], n: int) -> int:
    """The first index from n that is neither punctuation nor a sound."""
    while n < len(words) and words[n].lower in PUNCTUATION | FILLERS:
        n += 1
    return n


_CLASSES = {
    word: name
    for name, words in (
        ("degree", "minimal maximal moderate mild severe slight trace"),
        ("state", "deferred performed declined given held normal abnormal"),
        ("sign", "positive negative"),
        ("direction", "upper lower"),
        ("aspect", "medial lateral"),
        ("face", "anterior posterior"),
        ("end", "proximal distal"),
        ("change", "increase decrease increased decreased"),
        ("parent", "mother father mom dad"),
        ("sibling", "brother sister"),
    )
    for word in words.split()
}


def _class_of(lower: str) -> str:
    """The kind of word that one correction puts in the place of another; empty for an ordinary word."""
    if lower in _CLASSES:
        return _CLASSES[lower]
    if lower in {"left", "right", "both"}:
        return "side"
    if is_number(lower):
        return "number"
    if lower in _DAYS:
        return "day"
    return "drug" if _is_drug(lower) else ""


def _is_drug(lower: str) -> bool:
    return any(
        len(phrase) == 1 and any(topic is Topic.DRUG for topic, _ in topics)
        for phrase, topics in lexicon().entries.get(lower, ())
    )


_STUMBLES = word_set(
    "no wait sorry scratch strike correction rather actually well that this is it i mean , - oh um uh"
)
_CERTAIN = (
    ("sorry",),
    ("wait",),
    ("i", "mean"),
    ("or", "rather"),
    ("scratch", "that"),
    ("correction",),
    ("make", "that"),
    ("strike", "that"),
    ("excuse", "me"),
    ("i", "meant"),
    ("misspoke",),
)


def _correction_size(words: list[Word], n: int) -> int:
    """How many words at n only announce a correction ("no, sorry, that's, i mean"); 0 for none."""
    size = phrase_at(words, n, _CORRECTION_BY_FIRST)
    end = n + size
    if not size and words[n].lower not in {"no", "oh", "sorry", "wait"}:
        return 0
    while end < len(words) and words[end].lower in _STUMBLES:
        end += 1
    run = [w.lower for w in words[n:end] if w.lower not in PUNCTUATION]
    if run == ["no"]:
        return end - n if _no_puts_right(words, n, end) else size
    certain = any(tuple(run[k : k + len(said)]) == said for said in _CERTAIN for k in range(len(run)))
    return end - n if certain else size


def _is_plain(words: list[Word], n: int, size: int) -> bool:
    """Whether the words at n say that something is put right, rather than only pausing: "sorry", "no wait", "scratch that"."""
    run = [w.lower for w in words[n : n + size] if w.lower not in PUNCTUATION]
    return any(tuple(run[k : k + len(said)]) == said for said in _CERTAIN for k in range(len(run)))


def _no_puts_right(words: list[Word], n: int, end: int) -> bool:
    """Whether a bare "no" at n puts right the very word before it: "deferred, no, performed", "twenty. no, forty"."""
    parted = n + 1 < len(words) and words[n + 1].lower in {",", "the"}
    if not parted:
        return False  # "tender on the left, no right tenderness" denies
    while end < len(words) and words[end].lower in {"the", "a", "on"}:
        end += 1
    before = n - 1
    while before >= 0 and words[before].lower in {",", "."}:
        before -= 1
    if before < 0 or end >= len(words):
        return False
    old, new = _class_of(words[before].lower), _class_of(words[end].lower)
    if not old or old != new or words[before].lower == words[end].lower:
        return False
    following = words[end + 1].lower if end + 1 < len(words) else ""
    if following in AUXILIARIES:
        return False  # "on the left. no, the right is fine"
    return old != "number" or following not in _UNITS


def corrected(words: list[Word]) -> list[Word]:
    """Drop what the speaker took back: "the right knee no wait the left knee" -> "the left knee"."""
    out: list[Word] = []
    n = 0
    while n < len(words):
        size = _correction_size(words, n)
        if size and out:
            after = skip_punctuation(words, n + size)
            if size and after < len(words):
                put_right = _put_right_in_place(out, words, after)
                if put_right:
                    n = put_right
                    continue
                cut = _place_taken_back(out, words, after)
                cut = restart_of(out, words, after) if cut is None and _is_plain(words, n, size) else cut
                if cut is not None:
                    del out[cut:]
                    n = after
                    continue
        out.append(words[n])
        n += 1
    return out


_DICTATED_CORRECTIONS = frozenset(
    {
        ("scratch", "that"),
        ("strike", "that"),
        ("delete", "that"),
        ("correction",),
        ("no", "wait"),
        ("make", "that"),
        ("no", "sorry"),
    }
)


def corrections_obeyed(text: str) -> str:
    """A dictated text without the figure or side that was put right: "ten mg scratch that twenty mg" -> "twenty mg".

    Only where what replaces what is plain; other commands stay for whoever obeys them.
    """
    words = words_of(text)
    gone: list[tuple[int, int, str]] = []
    done = 0
    for n in range(1, len(words)):
        if n < done:
            continue
        size = next(
            (
                len(said)
                for said in _DICTATED_CORRECTIONS
                if tuple(w.lower for w in words[n : n + len(said)]) == said
            ),
            0,
        )
        size = max(size, _correction_size(words, n))
        after = skip_punctuation(words, n + size) if size else 0
        if not size or after >= len(words):
            continue
        done = after
        before = words[max(0, n - 14) : n]
        shown = list(before)
        until = _put_right_in_place(shown, words, after)
        changed = [k for k, (a, b) in enumerate(zip(before, shown, strict=True)) if a is not b]
        if until and len(changed) == 1 and not any(w.lower in {".", "?"} for w in before[changed[0] :]):
            old = before[changed[0]]
            put = shown[changed[0]].text
            gone.append((old.start, old.end, put))
            gone.append(
                (before[-1].end if before[-1].lower != "," else before[-1].start, words[until - 1].end, "")
            )
            continue
        cut = _place_taken_back(words[max(0, n - 12) : n], words, after)
        first = max(0, n - 12)
        if cut is None:
            first = max(0, n - FURTHEST_BACK)
            cut = restart_of(words[first:n], words, after)
        if cut is not None:
            parted = first + cut and words[first + cut - 1].lower not in PUNCTUATION
            begun = words[first + cut].start
            if parted and words[after].lower in CHANGES:
                gone.append((words[first + cut - 1].end, words[after].start, ". "))
            else:
                gone.append((begun, words[after].start, ""))
    for start, end, put in sorted(gone, reverse=True):
        text = text[:start] + put + text[end:]
    return text


_BEFORE_SIDE = word_set("it is was the my your his her on actually i mean in that more")
_PLACES = word_set("behind in at of under over near on")


def _put_right_in_place(out: list[Word], words: list[Word], after: int) -> int:
    """Put a side or a day right inside what was said: "my right knee hurts, no wait, my left knee".

    Returns where the speaker goes on, or 0 when the correction is not that plain.
    """
    k = after
    while k < len(words) and words[k].lower in _BEFORE_SIDE:
        k += 1
    if k >= len(words) or _class_of(words[k].lower) in {"", "number"}:
        return 0
    kind = _class_of(words[k].lower)
    rest = words[k + 1 :]
    noun = rest[0].lower if rest and rest[0].lower not in PUNCTUATION else ""
    for back in range(len(out) - 1, max(-1, len(out) - 14), -1):
        if _class_of(out[back].lower) != kind:
            continue
        beyond = out[back + 1 :]
        if not noun or (noun in _PLACES and beyond):
            out[back] = words[k]
            return k + 1
        ends = len(rest) == 1 or rest[1].lower in PUNCTUATION
        if ends and beyond and beyond[0].lower == noun:
            out[back] = words[k]
            return k + 2
        return 0
    return 0


def takes_back(words: list[Word], n: int) -> bool:
    """Whether a sentence that begins at n only puts right what was said before it: "No wait, the left knee."."""
    size = _correction_size(words, n) if n < len(words) else 0
    if not size:
        return False
    after = skip_punctuation(words, n + size)
    return any(_class_of(word.lower) for word in words[after : after + 4])


def _place_taken_back(out: list[Word], words: list[Word], after: int) -> int | None:
    """Where in out the words begin that the words at `after` put right, or None when that is not plain."""
    ahead = words[after : after + 4]
    placed = _place_of_body(out, words, after)
    if placed is not None:
        return placed
    for k, new in enumerate(ahead):
        kind = _class_of(new.lower)
        if not kind:
            continue
        for back in range(len(out) - 1, max(-1, len(out) - 8), -1):
            if out[back].lower in {".", "?", ";"}:
                return None
            if _class_of(out[back].lower) != kind:
                continue
            if kind == "number" and not _same_unit(out[back + 1 :], words[after + k + 1 :]):
                continue
            while kind == "number" and back > 0 and _class_of(out[back - 1].lower) == "number":
                back -= 1  # noqa: PLW2901 (walks to the first word of a number such as "ninety eight")
            if any(w.lower in {"over", "/"} for w in words[after + k + 1 : after + k + 4]):
                back = _ratio_begins(out, back)  # noqa: PLW2901 (walks over "120 over 80" too)
            same_lead = [w.lower for w in ahead[:k]] == [w.lower for w in out[max(0, back - k) : back]]
            return back - k if k and same_lead else back if k == 0 else None
        return None
    return None


def _ratio_begins(out: list[Word], back: int) -> int:
    """Where a ratio such as "120 over 80" begins whose second number begins at back."""
    if back > 1 and out[back - 1].lower in {"over", "/"} and is_number(out[back - 2].lower):
        back -= 2
        while back > 0 and _class_of(out[back - 1].lower) == "number":
            back -= 1
    return back


_WHERE = word_set("in on under over above below behind at near inside outside")


def _place_of_body(out: list[Word], words: list[Word], after: int) -> int | None:
    """As in "under the tongue, sorry, on the side of the tongue": where the place that is put right begins."""
    if words[after].lower not in _WHERE:
        return None
    named = {
        m.name
        for m in lexicon().mentions([w.lower for w in words[after : after + 8]])
        if m.topic is Topic.BODY
    }
    for back in range(len(out) - 1, max(-1, len(out) - 6), -1):
        if out[back].lower not in _WHERE:
            continue
        here = lexicon().mentions([w.lower for w in out[back:]])
        parts = {m.name for m in here if m.topic is Topic.BODY}
        return back if parts and named else None
    return None


def _same_unit(old: list[Word], new: list[Word]) -> bool:
    """Whether two numbers count the same thing, as far as their units are said."""
    a = next((w.lower for w in old[:4] if w.lower in _UNITS), "")
    b = next((w.lower for w in new[:4] if w.lower in _UNITS), "")
    return not a or not b or a.rstrip("s") == b.rstrip("s")
