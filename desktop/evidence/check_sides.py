"""Compares left, right and both sides in a sentence with what was said about the same part of the body."""

from __future__ import annotations

from bisect import bisect_left

from desktop.domain.finding import Finding, FindingKind
from desktop.evidence.heard import Heard
from desktop.evidence.meaning import EMPTY_WORDS
from desktop.evidence.raising import LOOK, MUST, found, heard_there, replacing
from desktop.evidence.sentence import Sentence
from desktop.evidence.sides import SIDES, sides_said

_OPPOSITE = {"left": "right", "right": "left"}
_BESIDE = 2
_CLOSE = 5
_WIDE = 16


def sides_not_said(sentence: Sentence, heard: Heard) -> list[Finding]:
    """Sides of a sentence that contradict what was said, or that were not said."""
    findings = []
    meant = set(sides_said([word.lower for word in sentence.words])[0])
    for n, word in enumerate(sentence.words):
        side = SIDES.get(word.lower)
        if side is None or n not in meant or (side == "left" and not _is_side_of_body(sentence, n)):
            continue
        finding = _of(sentence, n, side, heard)
        if finding is not None:
            findings.append(finding)
    return findings


def _is_side_of_body(sentence: Sentence, n: int) -> bool:
    before = sentence.words[n - 1].lower if n else ""
    return before not in {"he", "she", "they", "was", "has", "had", "is", "who", "be"} or n + 1 == len(
        sentence.words
    )


def _near(heard: Heard, place: int, reach: int) -> dict[str, int]:
    """The sides said within so many words of a place, with the place of the nearest."""
    places, sides = heard.sides
    found_sides: dict[str, int] = {}
    for k in range(bisect_left(places, place - reach), len(places)):
        if places[k] > place + reach:
            break
        known = found_sides.get(sides[k])
        if known is None or abs(places[k] - place) < abs(known - place):
            found_sides[sides[k]] = places[k]
    return found_sides


def _of(sentence: Sentence, n: int, side: str, heard: Heard) -> Finding | None:  # noqa: C901 - near before far, in order
    anchors = [
        term
        for term in sentence.terms
        if term.start > n and term.start <= n + 4 and term.name != "=bilateral"
    ]
    if side == "both" or not anchors:
        anchors += [term for term in sentence.terms if term.end <= n and n - term.end <= 4]
    names = [term.name for term in anchors if heard.is_said(term.name) and term.name not in EMPTY_WORDS]
    word = sentence.words[n]
    span = (word.start, word.end)
    for reach in (_BESIDE, _CLOSE, _WIDE):
        for name in names:
            said: dict[str, list[int]] = {}
            for place in heard.places[name]:
                for each, at in _near(heard, place, reach).items():
                    said.setdefault(each, []).append(at)
            if not said:
                continue
            if side in said and not _elsewhere_better(sentence, n, side, said, heard):
                return None
            if side == "both" and {"left", "right"} <= said.keys():
                return None
            if side not in said and "both" in said:
                return None if reach == _WIDE else _both_said(sentence, span, said["both"][0], heard)
            others = [each for each in said if each != side]
            if others and (side not in said or reach <= _CLOSE):
                return _contradicted(sentence, span, said[others[0]][0], others[0], heard, certain=True)
    sides = heard.sides[1]
    if side in sides or (side == "both" and {"left", "right"} <= set(sides)):
        return None
    severity = LOOK if side == "both" else MUST
    return found(FindingKind.SIDE, severity, sentence, span, f"“{word.text}” was not said.")


def _elsewhere_better(
    sentence: Sentence, n: int, side: str, said: dict[str, list[int]], heard: Heard
) -> bool:
    """Whether what else the sentence says was said about the other side, and not about this one."""
    other = _OPPOSITE.get(side)
    if other is None or other not in said:
        return False
    names = [term.name for term in sentence.terms if abs(term.start - n) > 1 and heard.is_said(term.name)]

    def worth(places: list[int]) -> float:
        return max(
            sum(heard.weight(name) for name in names if heard.distance(name, place) <= 10) for place in places
        )

    here, there = worth(said[side]), worth(said[other])
    return there > here + 0.6 or (len(said[other]) >= 3 * len(said[side]) and here <= there + 0.3)


def _contradicted(
    sentence: Sentence, span: tuple[int, int], place: int, other: str, heard: Heard, *, certain: bool
) -> Finding:
    written = sentence.text[span[0] : span[1]]
    first, last = _around(heard, place)
    reason = f"“{written}” was not said here. {heard_there(heard, first, last)}"
    fix = None
    if other in _OPPOSITE and written.lower() in _OPPOSITE:
        text = other.capitalize() if written[0].isupper() else other
        fix = replacing(sentence, span, text, f"Use {other}")
    certain = certain and written.lower() in _OPPOSITE
    return found(
        FindingKind.SIDE, MUST if certain else LOOK, sentence, span, reason, heard.sources(first, last), fix
    )


def _both_said(sentence: Sentence, span: tuple[int, int], place: int, heard: Heard) -> Finding:
    first, last = _around(heard, place)
    reason = (
        f"“{sentence.text[span[0] : span[1]]}” may be one of two sides. {heard_there(heard, first, last)}"
    )
    return found(FindingKind.SIDE, LOOK, sentence, span, reason, heard.sources(first, last))


def _around(heard: Heard, place: int) -> tuple[int, int]:
    segment = heard.words[place].segment
    first, last = place, place
    while first > 0 and place - first < 2 and heard.words[first - 1].segment == segment:
        first -= 1
    while last + 1 < len(heard.words) and last - place < 3 and heard.words[last + 1].segment == segment:
        last += 1
    return first, last
