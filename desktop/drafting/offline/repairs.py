"""Takes the noise out of a stretch of speech: sounds, tags, stutters and what a speaker took back.

A filter must never eat a fact: "no", "not", "left", "right" before a noun, numbers, units and "point" stay.
"""

from __future__ import annotations

from desktop.drafting.offline.speech import FILLERS, PUNCTUATION, is_number, phrases, word_set
from desktop.language.lexicon import Topic, lexicon
from desktop.language.words import Word, words_of

_TAGS = phrases(
    "you know what i mean|if you will|as you know|you know|i mean|to be honest|or whatever|and whatnot|"
    "and stuff like that|and everything|or something like that|you see|like i said|go ahead and|at this point|"
    "i would say|for you here|real quick|i guess|let us see|let me see|and things like that|things like that|"
    "stuff like that|of course|as well too|i was just going to say|i was going to say|if that makes sense|all right|"
    "here in the office today"
)  # fmt: skip
_TAG_BY_FIRST: dict[str, list[tuple[str, ...]]] = {}
for _tag in sorted(_TAGS, key=len, reverse=True):
    _TAG_BY_FIRST.setdefault(_tag[0], []).append(_tag)

_KNOW_OBJECTS = word_set("what how that if when where why who the about it")
_CORRECTIONS = phrases(
    "no wait|wait no|no sorry|sorry no|no i mean|i mean|i am sorry|or rather|excuse me|correction|make that|"
    "scratch that|actually no|no actually|wait|sorry|no no|well actually|not"
)  # fmt: skip
_CORRECTION_BY_FIRST: dict[str, list[tuple[str, ...]]] = {}
for _said in sorted(_CORRECTIONS, key=len, reverse=True):
    _CORRECTION_BY_FIRST.setdefault(_said[0], []).append(_said)

_UNITS = word_set(
    "milligrams milligram mg micrograms mcg units grams g ml milliliters percent degrees day days week weeks month "
    "months year years hour hours pounds times tablets tablet pills pill over"
)
_DAYS = word_set("monday tuesday wednesday thursday friday saturday sunday yesterday today tomorrow")
_ADDRESSES = word_set("sir ma'am maam madam")
_ASKS_FOR_NOUN = word_set(
    "the a an my your his her their our of to in with for and is are any some that just been have had was very really be "
    "do does did has were will would can could should recent new heavy"
)
"""Words after which a comma is only where a sound was taken out."""
_LIKE_AFTER = word_set(
    "and but then get gets getting a the that my this just so or because at with for of have has had some all um uh"
)
_RESTARTED = word_set("i we you it he she they there here that this is are do have")
_REPEATABLE = word_set("very really no yes so much many bye that had")


def _phrase_at(words: list[Word], n: int, by_first: dict[str, list[tuple[str, ...]]]) -> int:
    """How many words of a listed phrase stand at n; 0 for none."""
    for phrase in by_first.get(words[n].lower, ()):
        if len(phrase) <= len(words) - n and all(words[n + k].lower == word for k, word in enumerate(phrase)):
            return len(phrase)
    return 0


def _skip_punctuation(words: list[Word], n: int) -> int:
    while n < len(words) and words[n].lower in PUNCTUATION | FILLERS:
        n += 1
    return n


def _class_of(lower: str) -> str:
    """The kind of word that one correction puts in the place of another; empty for an ordinary word."""
    if lower in {"left", "right", "both"}:
        return "side"
    if is_number(lower):
        return "number"
    if lower in _DAYS:
        return "day"
    return ""


_STUMBLES = word_set("no wait sorry actually well that this is it i mean , - oh um uh")
_CERTAIN = (
    ("sorry",),
    ("wait",),
    ("i", "mean"),
    ("or", "rather"),
    ("scratch", "that"),
    ("correction",),
    ("make", "that"),
)


def _correction_size(words: list[Word], n: int) -> int:
    """How many words at n only announce a correction ("no, sorry, that's, i mean"); 0 for none."""
    size = _phrase_at(words, n, _CORRECTION_BY_FIRST)
    end = n + size
    if not size and words[n].lower not in {"no", "oh", "sorry", "wait"}:
        return 0
    while end < len(words) and words[end].lower in _STUMBLES:
        end += 1
    run = [w.lower for w in words[n:end] if w.lower not in PUNCTUATION]
    certain = any(tuple(run[k : k + len(said)]) == said for said in _CERTAIN for k in range(len(run)))
    return end - n if certain else size


def _corrected(words: list[Word]) -> list[Word]:
    """Drop what the speaker took back: "the right knee no wait the left knee" -> "the left knee"."""
    out: list[Word] = []
    n = 0
    while n < len(words):
        size = _correction_size(words, n)
        if size and out:
            if (
                words[n].lower == "not"
            ):  # "left, not right" and "20, not 40" state both sides; nothing is taken back
                size = 0
            after = _skip_punctuation(words, n + size)
            if size and after < len(words):
                put_right = _put_right_in_place(out, words, after)
                if put_right:
                    n = put_right
                    continue
                cut = _place_taken_back(out, words, after)
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
    gone: list[tuple[int, int]] = []
    for n in range(1, len(words)):
        size = next(
            (
                len(said)
                for said in _DICTATED_CORRECTIONS
                if tuple(w.lower for w in words[n : n + len(said)]) == said
            ),
            0,
        )
        after = _skip_punctuation(words, n + size) if size else 0
        if not size or after >= len(words):
            continue
        cut = _place_taken_back(words[max(0, n - 12) : n], words, after)
        if cut is not None:
            gone.append((words[max(0, n - 12) + cut].start, words[after].start))
    for start, end in reversed(gone):
        text = text[:start] + text[end:]
    return text


_BEFORE_SIDE = word_set("it is was the my your on actually i mean in that")


def _put_right_in_place(out: list[Word], words: list[Word], after: int) -> int:
    """Put a side or a day right inside what was said: "my right knee hurts, no wait, my left knee".

    Returns where the speaker goes on, or 0 when the correction is not that plain.
    """
    k = after
    while k < len(words) and words[k].lower in _BEFORE_SIDE:
        k += 1
    if k >= len(words) or _class_of(words[k].lower) not in {"side", "day"}:
        return 0
    kind = _class_of(words[k].lower)
    rest = words[k + 1 :]
    noun = rest[0].lower if rest and rest[0].lower not in PUNCTUATION else ""
    for back in range(len(out) - 1, max(-1, len(out) - 14), -1):
        if _class_of(out[back].lower) != kind:
            continue
        beyond = out[back + 1 :]
        if not noun:
            out[back] = words[k]
            return k + 1
        ends = len(rest) == 1 or rest[1].lower in PUNCTUATION
        if ends and len(beyond) > 1 and beyond[0].lower == noun:
            out[back] = words[k]
            return k + 2
        return 0
    return 0


def takes_back(words: list[Word], n: int) -> bool:
    """Whether a sentence that begins at n only puts right what was said before it: "No wait, the left knee."."""
    size = _correction_size(words, n) if n < len(words) else 0
    if not size or words[n].lower == "not":
        return False
    after = _skip_punctuation(words, n + size)
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
            same_lead = [w.lower for w in ahead[:k]] == [w.lower for w in out[max(0, back - k) : back]]
            return back - k if k and same_lead else back if k == 0 else None
        return None
    return None


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


def _without_stutter(words: list[Word]) -> list[Word]:
    """Drop immediate repeats of one to five words ("i i was", "we get a we get a"), never a number or "no no"."""
    out: list[Word] = []
    for word in words:
        if word.lower == "-" and out and not word.glued:
            out.append(word)
            continue
        out.append(word)
        for size in range(5, 0, -1):
            if len(out) < 2 * size:
                continue
            tail = [w.lower for w in out[-size:]]
            if tail != [w.lower for w in out[-2 * size : -size]]:
                continue
            if any(is_number(w) for w in tail) or (size == 1 and tail[0] in _REPEATABLE | PUNCTUATION):
                continue
            del out[-2 * size : -size]
            break
        if (
            len(out) >= 5
            and out[-2].lower in _RESTARTED
            and out[-5].lower == out[-2].lower
            and out[-4].lower == out[-1].lower
        ):
            del out[-5:-2]  # "here is the here is your x-ray"
    return out


def _without_broken_words(words: list[Word]) -> list[Word]:
    """Drop the first part of a word begun twice: "n- nothing", "it- it was", "r- right"."""
    out: list[Word] = []
    n = 0
    while n < len(words):
        word = words[n]
        if n + 1 < len(words) and words[n + 1].lower in {"-", "–", "—"} and words[n + 1].glued:
            follows = _skip_punctuation(words, n + 2)
            begun = word.lower
            if follows < len(words) and not is_number(begun) and begun not in {"no", "not"}:
                following = words[follows].lower
                if following.startswith(begun) or (len(begun) == 1 and begun not in {"i", "a"}):
                    n = follows
                    continue
        out.append(word)
        n += 1
    return out


def _is_spare_like(words: list[Word], n: int) -> bool:
    """Whether "like" at n is only a pause: between commas, or between a pause and a pronoun."""
    if words[n].lower != "like":
        return False
    before = words[n - 1].lower if n else ","
    after = words[n + 1].lower if n + 1 < len(words) else ""
    if before in _LIKE_AFTER and after not in {"that", "this", "to", "it"}:
        return True
    if n == 0 and after in {"i", "when", "if", "the", "my", "it", "we"}:
        return True
    return after == "," and before not in {
        "looks",
        "feels",
        "sounds",
        "feel",
        "look",
        "symptoms",
        "something",
    }


def _letters_joined(words: list[Word]) -> list[Word]:
    """Letters that spell a known abbreviation as one word: "an M R I" -> "an MRI"."""
    out: list[Word] = []
    n = 0
    while n < len(words):
        size = 0
        while n + size < len(words) and len(words[n + size].lower) == 1 and words[n + size].lower.isalpha():
            size += 1
        for length in range(min(size, 5), 1, -1):
            spelled = "".join(w.lower for w in words[n : n + length])
            if spelled in lexicon().spelling:
                first, last = words[n], words[n + length - 1]
                out.append(
                    Word(
                        lexicon().spelling[spelled],
                        spelled,
                        first.segment,
                        first.start,
                        last.end,
                        first.glued,
                    )
                )
                n += length
                break
        else:
            out.append(words[n])
            n += 1
    return out


_BEFORE_HEDGE = word_set("maybe like about probably")
_AFTER_HEDGE = word_set("i maybe like about probably just a")


def _without_hedges(words: list[Word]) -> list[Word]:
    """Without an "i don't know" that only fills a pause: "maybe i don't know a month or two" -> "maybe a month or two"."""
    out: list[Word] = []
    n = 0
    while n < len(words):
        if [w.lower for w in words[n : n + 4]] == ["i", "do", "not", "know"]:
            after = _skip_punctuation(words, n + 4)
            following = words[after].lower if after < len(words) else ""
            spoken = next((w.lower for w in reversed(out) if w.lower not in PUNCTUATION), "")
            hedged = following in _AFTER_HEDGE or is_number(following)
            sentence_over = any(w.lower in {".", "?"} for w in words[n + 4 : after])
            if hedged and not sentence_over and (spoken in _BEFORE_HEDGE or following != "a"):
                n = after
                continue
        out.append(words[n])
        n += 1
    return out


def without_noise(words: list[Word]) -> list[Word]:
    """The words without sounds, tags and stutters, and with the speaker's own corrections obeyed."""
    quiet: list[Word] = []
    words = _without_hedges(_letters_joined(words))
    for n, word in enumerate(words):
        if word.lower in _ADDRESSES and n:
            continue
        if word.lower in FILLERS and not (
            word.lower in {"er", "ah"} and n and words[n - 1].lower in {"the", "an"}
        ):
            if quiet and quiet[-1].lower == "," and n + 1 < len(words) and words[n + 1].lower == ",":
                quiet.pop()
            continue
        quiet.append(word)
    quiet = _corrected(_without_stutter(_without_broken_words(quiet)))
    out: list[Word] = []
    n = 0
    while n < len(quiet):
        size = _phrase_at(quiet, n, _TAG_BY_FIRST)
        if size and _is_tag(quiet, n, size):
            n += size
            continue
        if _is_spare_like(quiet, n):
            n += 1
            continue
        out.append(quiet[n])
        n += 1
    return _without_stutter(_tidy(_without_stutter(out)))


def _is_tag(words: list[Word], n: int, size: int) -> bool:
    phrase = tuple(word.lower for word in words[n : n + size])
    after = words[n + size].lower if n + size < len(words) else ""
    before = words[n - 1].lower if n else ""
    if phrase == ("you", "know"):
        return after not in _KNOW_OBJECTS - {"the", "that", "it"} and before not in {
            "do",
            "did",
            "let",
            "if",
            "as",
            "would",
            "to",
        }
    if phrase in {("i", "guess"), ("you", "see"), ("i", "mean")}:
        return before not in {"do", "did", "what", "when", "can", "if", "should", "would"}
    if phrase == ("all", "right"):
        return before not in {"is", "are", "feel", "feeling", "doing", "was", "were", "looks", "look"}
    return not (phrase[0] == "let" and after in {"if", "how", "what", "you", "the", "a"})


def _tidy(words: list[Word]) -> list[Word]:
    """Without commas doubled or left at an edge by what was taken out."""
    out: list[Word] = []
    for word in words:
        if word.lower in {",", "-", "–", "—"} and (not out or out[-1].lower in PUNCTUATION | _ASKS_FOR_NOUN):
            continue
        if word.lower in {".", "?", "!"} and out and out[-1].lower in {",", "-", "–", "—"}:
            out.pop()
        out.append(word)
    while out and out[-1].lower in {",", "-", "–", "—"}:
        out.pop()
    return out
