"""Everyday British speech in plain words: "me chest" is my chest, and what only closes a sentence goes."""

from __future__ import annotations

from desktop.drafting.offline.speech import (
    ADVERBS,
    KIN,
    PASTS,
    PUNCTUATION,
    UNMARKED_PASTS,
    phrases,
    word_set,
)
from desktop.language.lexicon import Topic, lexicon
from desktop.language.words import Word

LEAST_PAST = 4
"""Letters of a past such as "iced"."""
_OPENINGS = word_set("ooh ooo och oo eh ey aw aww blimey crikey crumbs gosh ugh")
_VOCATIVES = word_set("doctor doc nurse love mate pal duck hen pet dear")
_CLOSINGS = phrases(
    "to be honest with you|to be honest|if i am honest|if i am being honest|to be fair|to tell you the truth|thank god|thank goodness|"
    "touch wood|mind you|innit|at the minute like|as it goes|as you do|bless him|bless her|fingers crossed|do you know what i mean|if you know what i mean|"
    "if that makes sense|you know what i mean|you know|really|like|mind"
)  # fmt: skip
_CLOSINGS_BY_LAST = {last: [c for c in _CLOSINGS if c[-1] == last] for last in {c[-1] for c in _CLOSINGS}}
_NEVER_BEFORE_CLOSING = word_set(
    "not is are was were be been feel feels felt look looks looked sound sounds seem seems what it that to smell smells taste tastes "
    "don't do you i would i'd just i'd they my your the in on something anything never open out of"
)
"""After these "really", "like" and "mind" belong to what is said: "not really", "what it feels like"."""
_GIVES = word_set(
    "gave gives give giving given told tells tell telling ask asked asks show showed shows bring brought hand handed offer offered send sent makes make made "
    "let lets let get gets getting got help helps helped find found call called cost costs buy bought read teach taught leave leaves left"
)
_BETWEEN_MINE = word_set("left right old own bad poor other good new big little upper lower whole")
_OWNED = frozenset(
    {Topic.BODY, Topic.DISEASE, Topic.SYMPTOM, Topic.DRUG, Topic.DRUG_CLASS, Topic.SOCIAL, Topic.TREATMENT}
)
_THINGS = word_set(
    "tablets tablet pills pill medicine medicines meds inhaler inhalers job work wife husband partner appetite weight period periods sleep food tea dinner waterworks age back bed house car"
)
_BEFORE_DEAD = word_set("is are was were am be been feel feels felt got gets it's all just so really")
_NOT_DEAD = word_set("for and or when in on at leg legs skin tissue already now")
_AFTER_GOT = word_set(
    "to better worse used rid over up out back off on in it that away through down into so really married hurt stuck told sent given put going"
)


def in_plain_words(words: list[Word]) -> list[Word]:
    """A sentence's words without vocatives and closing remarks, "me" that means "my" as such; facts are never touched."""
    out = _without_closings(_without_vocatives(_without_openings(words)))
    plain: list[Word] = []
    for n, word in enumerate(out):
        before = out[n - 1].lower if n else ""
        if word.lower.endswith("'s") and word.lower[:-2] in KIN and _has_after(out, n):
            plain.extend(
                (
                    word._replace(text=word.text[:-2], lower=word.lower[:-2]),
                    word._replace(text="has", lower="has", glued=False),
                )
            )
        elif word.lower == "got" and before.endswith("'s") and before[:-2] in KIN:
            continue  # "my mum's got asthma"
        elif word.lower == "me" and _owns(out, n):
            plain.append(word._replace(text="my", lower="my"))
        elif word.lower == "aye" and n == 0:
            plain.append(word._replace(text="yes", lower="yes"))
        elif (
            (word.lower == "dead" and before in _BEFORE_DEAD and _intensifies(out, n))
            or (word.lower == "got" and before in {"have", "has"} and _has_simply(out, n))
            or (word.lower == "you" and before == "do" and _does_for(out, n))
            or (word.lower == "like" and _fills_pause(out, n))
        ):
            continue
        else:
            plain.append(word)
    return plain


def _without_openings(words: list[Word]) -> list[Word]:
    n = 0
    while n < len(words) and words[n].lower in _OPENINGS:
        n += 1
        while n < len(words) and words[n].lower in {",", "!", "."}:
            n += 1
    return words[n:]


def _without_vocatives(words: list[Word]) -> list[Word]:
    """Without who is spoken to, between commas or after the last: "it's my back, doctor, it ..."."""
    out: list[Word] = []
    for n, word in enumerate(words):
        after = words[n + 1].lower if n + 1 < len(words) else "."
        if word.lower in _VOCATIVES and out and out[-1].lower == "," and after in PUNCTUATION:
            if after != "," or len(out) > 1:
                out.pop()
            continue
        out.append(word)
    return out


def _without_closings(words: list[Word]) -> list[Word]:
    """Without closing remarks such as ", to be honest" and ", like"."""
    core = list(words)
    ending: list[Word] = []
    while core and core[-1].lower in PUNCTUATION:
        ending.insert(0, core.pop())
    shortened = True
    while shortened:
        shortened = False
        for closing in _CLOSINGS_BY_LAST.get(core[-1].lower, ()) if core else ():
            size = len(closing)
            if len(core) <= size + 1 or tuple(word.lower for word in core[-size:]) != closing:
                continue
            before = core[-size - 1].lower
            if size == 1 and before in _NEVER_BEFORE_CLOSING | ADVERBS - {"now", "again"}:
                continue
            core = core[:-size]
            while core and core[-1].lower in {",", "-", "–"}:
                core.pop()
            shortened = True
            break
    return core + [word for word in ending if word.lower not in {",", "-", "–"}] if core else words


def _owns(words: list[Word], n: int) -> bool:
    """Whether "me" at n stands before what is owned: "me chest", "in me left hand", not "gave me tablets"."""
    before = words[n - 1].lower if n else ""
    if before in _GIVES:
        return False
    k = n + 1
    while k < len(words) and words[k].lower in _BETWEEN_MINE:
        k += 1
    if k >= len(words):
        return False
    following = [word.lower for word in words[k : k + 4]]
    named = any(m.start == 0 and m.topic in _OWNED for m in lexicon().mentions(following))
    return named or following[0] in _THINGS | KIN


def _has_after(words: list[Word], n: int) -> bool:
    """Whether the 's at n is "has": "my mum's got asthma", "the wife's had a cold"."""
    return n + 1 < len(words) and words[n + 1].lower in {"got", "had", "been"}


def _fills_pause(words: list[Word], n: int) -> bool:
    """As in "I like iced it": before a verb in the past."""
    after = words[n + 1].lower if n + 1 < len(words) else ""
    past = after in PASTS - UNMARKED_PASTS or (after.endswith("ed") and len(after) >= LEAST_PAST)
    return n > 0 and words[n - 1].lower in {"i", "we", "he", "she", "it", "they"} and past


def _does_for(words: list[Word], n: int) -> bool:
    """As in "I'll do you a prescription"."""
    after = words[n + 1].lower if n + 1 < len(words) else ""
    return (
        n > 1
        and words[n - 2].lower in {"to", "will", "can", "could", "just"}
        and after in {"a", "an", "some", "another"}
    )


def _intensifies(words: list[Word], n: int) -> bool:
    """Whether "dead" at n only strengthens what follows: "dead itchy"."""
    after = words[n + 1].lower if n + 1 < len(words) else ""
    return (
        after.isalpha()
        and after not in _NOT_DEAD
        and (after.endswith("y") or bool(lexicon().mentions([after])))
    )


def _has_simply(words: list[Word], n: int) -> bool:
    """Whether "have got" at n is no more than "have": "have got COPD", not "have got to" or "have got better"."""
    after = words[n + 1].lower if n + 1 < len(words) else ""
    if not after or after in _AFTER_GOT or after in PUNCTUATION or after.endswith(("ed", "er", "en")):
        return False
    return after in {"a", "an", "the", "no", "any", "some", "my", "this", "these"} or bool(
        lexicon().mentions([w.lower for w in words[n + 1 : n + 4]])
    )
