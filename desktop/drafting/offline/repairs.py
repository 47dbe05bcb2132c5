"""Takes the noise out of a stretch of speech: sounds, tags, stutters; corrections has what a speaker took back.

A filter must never eat a fact: "no", "not", "left", "right" before a noun, numbers, units and "point" stay.
"""

from __future__ import annotations

import itertools

from desktop.drafting.offline.corrections import corrected, phrase_at, skip_punctuation
from desktop.drafting.offline.dialect import in_plain_words
from desktop.drafting.offline.speech import (
    AUXILIARIES,
    BASE_VERBS,
    FILLERS,
    PASTS,
    PUNCTUATION,
    SUBJECTS,
    is_number,
    phrases,
    word_set,
)
from desktop.language.lexicon import lexicon
from desktop.language.words import Word

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
_ADDRESSES = word_set("sir ma'am maam madam")
_ASKS_FOR_NOUN = word_set(
    "the a an my your his her their our of to in with for and is are any some that just been have had was very really be "
    "do does did has were will would can could should recent new heavy about around roughly nearly"
)
"""Words after which a comma is only where a sound was taken out."""
_LIKE_AFTER = word_set(
    "and but then get gets getting a the that my this just so or because at with for of have has had some all um uh"
)
_RESTARTED = word_set("i we you it he she they there here that this is are do have")
_REPEATABLE = word_set("very really no yes so much many bye that had")


def _without_stutter(words: list[Word]) -> list[Word]:
    """Drop immediate repeats of one to five words ("i i was", "we get a we get a"), never a number or "no no"."""
    out: list[Word] = []
    said: set[str] = set()
    for word in words:
        if word.lower == "-" and out and not word.glued:
            said.add(word.lower)
            out.append(word)
            continue
        out.append(word)
        if word.lower not in said:
            said.add(word.lower)
            continue
        for size in range(5, 0, -1):
            if len(out) < 2 * size:
                continue
            if out[-1].lower != out[-1 - size].lower:
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
    if not any(word.lower in {"-", "–", "—"} for word in words):
        return words
    out: list[Word] = []
    n = 0
    while n < len(words):
        word = words[n]
        if n + 1 < len(words) and words[n + 1].lower in {"-", "–", "—"} and words[n + 1].glued:
            follows = skip_punctuation(words, n + 2)
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
    letters = [len(word.lower) == 1 and word.lower.isalpha() for word in words]
    if not any(a and b for a, b in itertools.pairwise(letters)):
        return words
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
    if not any(word.lower == "know" for word in words):
        return words
    out: list[Word] = []
    n = 0
    while n < len(words):
        if [w.lower for w in words[n : n + 4]] == ["i", "do", "not", "know"]:
            after = skip_punctuation(words, n + 4)
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


_GOES_ON = (
    AUXILIARIES
    | BASE_VERBS
    | PASTS
    | SUBJECTS
    | word_set(
        "a an the my your his her our their of in on at for with to from by about around roughly like and or but so because if when "
        "that than as been being just only even more less than since until till after before over under into any some no not "
        "very really quite maybe probably takes gets has"
    )
)
"""Words after which a sentence goes on: a comma there only marks where a sound was."""


def _goes_on(quiet: list[Word], after: Word) -> bool:
    """Whether the sentence goes on over a sound that stood between commas: "for about, um, three days"."""
    spoken = next((w.lower for w in reversed(quiet) if w.lower != ","), "")
    if quiet[-1].lower in {".", "?", "!"} or after.lower in {".", "?", "!"}:
        return False
    return spoken in _GOES_ON or (is_number(after.lower) and not is_number(spoken))


_RESUMED = (
    AUXILIARIES
    | SUBJECTS
    | word_set(
        "a an the my your his her our their of in on at for with to from by about and or but so because if when where what how like "
        "this that these those it some any"
    )
)


def _without_resumed(words: list[Word]) -> list[Word]:
    """Without a word or two that are taken up again after a comma: "it is a, a tightness", "is it, is it dry"."""
    if not any(word.lower == "," for word in words):
        return words
    out: list[Word] = []
    for word in words:
        out.append(word)
        for size in (1, 2):
            if len(out) < 2 * size + 1 or out[-size - 1].lower != ",":
                continue
            again = [w.lower for w in out[-size:]]
            if again == [w.lower for w in out[-2 * size - 1 : -size - 1]] and set(again) <= _RESUMED:
                del out[-2 * size - 1 : -size]
                break
    return out


def without_marks(words: list[Word]) -> list[Word]:
    """Without the marks of a transcriber, such as <UNIN/> or <UNSURE> ... </UNSURE>; the words between them stay."""
    out: list[Word] = []
    n = 0
    while n < len(words):
        if words[n].lower == "<":
            end = next((k for k in range(n + 1, min(n + 5, len(words))) if words[k].lower == ">"), 0)
            if end:
                n = end + 1
                continue
        out.append(words[n])
        n += 1
    return out


def _without_sounds(words: list[Word]) -> list[Word]:
    """Without sounds and addresses, and without the commas that only stood around a sound."""
    quiet: list[Word] = []
    commas_to_skip = 0
    words = _without_hedges(_letters_joined(in_plain_words(words)))
    for n, word in enumerate(words):
        if word.lower in _ADDRESSES and n:
            continue
        if word.lower in FILLERS and not (
            word.lower in {"er", "ah"} and n and words[n - 1].lower in {"the", "an"}
        ):
            after = skip_punctuation(words, n + 1)
            if quiet and quiet[-1].lower == "," and n + 1 < len(words) and words[n + 1].lower == ",":
                quiet.pop()
            if quiet and after < len(words) and _goes_on(quiet, words[after]):
                if quiet[-1].lower == ",":
                    quiet.pop()
                commas_to_skip = after - n - 1
            continue
        if commas_to_skip and word.lower == ",":
            commas_to_skip -= 1
            continue
        commas_to_skip = 0
        quiet.append(word)
    return quiet


def without_noise(words: list[Word]) -> list[Word]:
    """The words without sounds, tags and stutters, and with the speaker's own corrections obeyed."""
    quiet = _without_sounds(_without_hedges(_letters_joined(words)))
    quiet = corrected(_without_stutter(_without_resumed(_without_broken_words(quiet))))
    out: list[Word] = []
    n = 0
    while n < len(quiet):
        size = phrase_at(quiet, n, _TAG_BY_FIRST)
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
