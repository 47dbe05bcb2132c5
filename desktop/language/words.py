"""Words of speech with their place in the text: contractions opened, every word still pointing at its characters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from desktop.domain.note import Source


class Word(NamedTuple):
    """One word or punctuation mark. text: as said (or one half of an opened contraction); lower: its lower case.

    segment, start, end: characters [start, end) of the transcript's segment. glued: no space before it.
    """

    text: str
    lower: str
    segment: int
    start: int
    end: int
    glued: bool


_TOKEN = re.compile(
    r"(?:\.\d+|\d+(?:[.,:/]\d+)*)(?:st|nd|rd|th)?(?:[-–][^\W_]+)*%?"  # 98.6, 1,000, 120/80, 62-year-old, .5
    r"|['’](?:cause|til|em)\b"
    r"|[^\W\d_](?:\.[^\W\d_])+\b"  # t.i.d, p.m
    r"|[^\W\d_]\w*(?:['’\-/][^\W_]+)*"
    r"|\.{2,}|[^\w\s]|_"
)

SHOUTED_CHARS = 20

_WHOLE = {
    "can't": ("can", "not"), "cannot": ("can", "not"), "won't": ("will", "not"), "shan't": ("shall", "not"),
    "gonna": ("going", "to"), "wanna": ("want", "to"), "gotta": ("got", "to"), "lemme": ("let", "me"),
    "kinda": ("kind", "of"), "sorta": ("sort", "of"), "dunno": ("do", "not", "know"), "'cause": ("because",),
    "cuz": ("because",), "cause": ("cause",), "let's": ("let", "us"), "y'all": ("you",), "ok": ("okay",),
    "alright": ("all", "right"), "ain't": ("am", "not"), "gimme": ("give", "me"), "hafta": ("have", "to"),
}  # fmt: skip
_PAIRS = {
    ("gon", "na"): ("going", "to"), ("wan", "na"): ("want", "to"), ("got", "ta"): ("got", "to"),
    ("lem", "me"): ("let", "me"), ("gim", "me"): ("give", "me"), ("ca", "n't"): ("can", "not"),
    ("wo", "n't"): ("will", "not"), ("can", "not"): ("can", "not"),
}  # fmt: skip
_PAIRED = frozenset(first for first, _ in _PAIRS)
_ENDINGS = {"'m": "am", "'re": "are", "'ve": "have", "'ll": "will", "n't": "not"}
_MEASURES = frozenset(
    [
        "pressure",
        "bp",
        "temperature",
        "temp",
        "pulse",
        "weight",
        "rate",
        "sugar",
        "oxygen",
        "level",
        "potassium",
    ]
)
_IS_HOSTS = frozenset(
    [
        "it",
        "that",
        "there",
        "he",
        "she",
        "what",
        "who",
        "where",
        "how",
        "here",
        "this",
        "everything",
        "nothing",
        "something",
        "everyone",
        "one",
        "when",
        "pain",
    ]
)
_HAS_NEXT = frozenset(
    [
        "been",
        "come",
        "got",
        "gotten",
        "had",
        "become",
        "gone",
        "always",
        "never",
        "just",
        "really",
        "not",
        "eaten",
        "taken",
        "seen",
        "fallen",
        "lost",
        "gained",
        "started",
        "stopped",
        "missed",
        "thrown",
        "vomited",
        "noticed",
        "complained",
    ]
)
_HAD_NEXT = frozenset(["been", "had", "gone", "gotten", "taken", "never", "already"])
_NO_SPACE_BEFORE = frozenset(".,;:?!%)]…")


def _ending(lower: str, following: str, after: str) -> tuple[str, ...] | None:
    """The words of a contraction such as "it's", or None for an ordinary word."""
    if lower in _WHOLE:
        return _WHOLE[lower]
    if "'" not in lower:
        return None
    if lower == "n't":
        return ("not",)
    for ending, word in _ENDINGS.items():
        if lower.endswith(ending) and len(lower) > len(ending):
            return (lower[: -len(ending)], word)
    if lower.endswith("'d") and lower[:-2] in {"i", "you", "we", "he", "she", "they", "it", "that", "there"}:
        return (lower[:-2], "had" if following in _HAD_NEXT or following == "better" else "would")
    if lower.endswith("'s") and following == "been":
        return (lower[:-2], "has")  # "my knee's been hurting"
    measured = lower[:-2] in _MEASURES and following[:1].isdigit()  # "your pressure's 126 over 70"
    if lower.endswith("'s") and (measured or lower[:-2] in _IS_HOSTS):
        still_got = (following, after) == ("still", "got")
        if still_got or following in {"always", "never", "just", "really", "not"}:
            following = after
        has = following in _HAS_NEXT - {"always", "never", "just", "really", "not"}
        return (lower[:-2], "has" if has else "is")
    return None


def words_of(text: str, segment: int = 0) -> list[Word]:
    """The words and punctuation of a text, contractions opened ("don't", "do n't", "gon na"), in order.

    Both halves of an opened contraction span the whole of it, so that no span ends inside a word.
    """
    if len(text) > SHOUTED_CHARS and text.isupper() and len(text.lower()) == len(text):
        text = text.lower()  # written in capitals throughout: the case says nothing
    found = [(m.group().replace("’", "'"), m.start(), m.end()) for m in _TOKEN.finditer(text)]
    lowers = [token.lower() for token, _, _ in found]
    lowers += ["", "", ""]
    out: list[Word] = []
    n = 0
    while n < len(found):
        token, start, end = found[n]
        lower = lowers[n]
        glued = start > 0 and not text[start - 1].isspace()
        pair = _PAIRS.get((lower, lowers[n + 1])) if lower in _PAIRED else None
        if pair is not None:
            last = found[n + 1][2]
            out.extend(Word(half, half, segment, start, last, glued) for half in pair)
            n += 2
            continue
        opened = _ending(lower, lowers[n + 1], lowers[n + 2])
        if opened is None:
            out.append(Word(token, lower, segment, start, end, glued))
        elif len(opened) == 1:
            out.append(Word(opened[0], opened[0], segment, start, end, glued))
        else:
            for k, half in enumerate(opened):
                shown = token[: len(half)] if k == 0 and lower.startswith(half) else half
                out.append(Word(shown, half, segment, start, end, glued and k == 0))
        n += 1
    return out


def joined(pieces: Iterable[str]) -> str:
    """Pieces as running text: a space between words, none before a comma or a full stop.

    A full stop between words, as in "ninety eight . six", keeps its spaces: it is a spoken point.
    """
    shown = [piece for piece in pieces if piece]
    out = ""
    open_bracket = False
    for n, piece in enumerate(shown):
        point = piece == "." and n + 1 < len(shown)
        if out and (piece not in _NO_SPACE_BEFORE or point) and not open_bracket and piece[0] != "'":
            out += " "
        open_bracket = piece in {"(", "["}
        out += piece
    return out.replace("can not", "cannot")


def sources_of(words: Sequence[Word]) -> tuple[Source, ...]:
    """The spans of the transcript that the words come from, one a segment, in order."""
    spans: dict[int, tuple[int, int]] = {}
    for word in words:
        start, end = spans.get(word.segment, (word.start, word.end))
        spans[word.segment] = (min(start, word.start), max(end, word.end))
    return tuple(Source(segment, *spans[segment]) for segment in sorted(spans))
