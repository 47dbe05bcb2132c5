"""Compares left, right and both sides in a sentence with what was said about the same part of the body."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from decimal import Decimal

from desktop.domain.finding import Finding, FindingKind, Severity
from desktop.evidence.heard import Heard
from desktop.evidence.meaning import EMPTY_WORDS
from desktop.evidence.raising import LOOK, MUST, found, heard_there, replacing
from desktop.evidence.sentence import Sentence
from desktop.evidence.side_scopes import SideScope, is_told_here, scopes_of, told_of_other_side
from desktop.evidence.sides import SIDES, sides_said, sides_written
from desktop.language.number_words import word_set

_OPPOSITE = {"left": "right", "right": "left"}
_LETTERS = {"L": "left", "R": "right"}
_BESIDE = 2
_CLOSE = 5
_WIDE = 16
_IN_NOTE = ((3, 1.0), (7, 0.6))
_FAR_IN_NOTE = 0.3
_IN_TALK = ((2, 1.0), (5, 0.8), (9, 0.5), (16, 0.2))
_OFTEN = 0.3
_SURELY = 0.3
_ALL_THERE = 0.9
_BEHIND_STOP = 0.4
_NUMBER_REACH = 3
_WITHOUT_PART = 1.0
_BARE_REACH = 40
_BARE_WORTH = 0.8
_NO_PART = word_set("is was one side has and . , ? too okay")
_JOINED = re.compile(
    r"\b(?:left\s+(?:and|or|&)\s+(?:the\s+)?right|right\s+(?:and|or|&)\s+(?:the\s+)?left)\b",
    re.IGNORECASE,
)
_TWICE = re.compile(
    r"\b(left|right)\s+(?:and|or|&)\s+(?:the\s+)?(left|right)\b(?! (?:upper|lower)\b)", re.IGNORECASE
)
_COMPARED = re.compile(r"\b(left|right)\b[^.;,]{0,40}?\bthan\b[^.;,]{0,20}?\b(left|right)\b", re.IGNORECASE)


def sides_not_said(sentence: Sentence, heard: Heard) -> list[Finding]:
    """Sides of a sentence that contradict what was said, or that were not said."""
    findings = contradicting_itself(sentence)
    lowers = sides_written(sentence.words)
    places, sides = sides_said(lowers)
    meant = set(places)
    scopes = _scopes(sentence, lowers, places, sides)
    for n, word in enumerate(sentence.words):
        side = SIDES.get(lowers[n])
        if side is not None and word.lower.endswith("-handed"):  # "two-handed" names no side
            findings += _handed(sentence, n, heard)
            continue
        if side is None or n not in meant or (side == "left" and not _is_side_of_body(sentence, n)):
            continue
        scope = scopes.get(n)
        finding = _bound_elsewhere(sentence, scope, heard)
        if finding is None and (scope is None or not is_told_here(scope, heard.side_scopes, heard.weights)):
            finding = _of(sentence, n, side, heard)
        if finding is not None:
            findings.append(finding)
    return findings


def _scopes(
    sentence: Sentence, lowers: Sequence[str], places: Sequence[int], sides: Sequence[str]
) -> dict[int, SideScope]:
    numbers: dict[int, list[Decimal]] = {}
    for amount in sentence.amounts:
        numbers.setdefault(sentence.word_at(amount.start), []).append(amount.value)
    scopes = scopes_of(lowers, places, sides, sentence.terms, sentence.polarity, numbers)
    return {scope.place: scope for scope in scopes if scope.side in _OPPOSITE}


def _bound_elsewhere(sentence: Sentence, scope: SideScope | None, heard: Heard) -> Finding | None:
    """A side whose part, findings and numbers were said of the other one."""
    if scope is None:
        return None
    there = told_of_other_side(scope, heard.side_scopes, heard.weights)
    if there is None:
        return None
    word = sentence.words[scope.place]
    other = _OPPOSITE[scope.side]
    return _contradicted(sentence, (word.start, word.end), there.place, other, heard, is_sure=False)


def _handed(sentence: Sentence, n: int, heard: Heard) -> list[Finding]:
    """Right-handed or left-handed, where the other one was said and this one was not."""
    word = sentence.words[n]
    side = SIDES[word.lower]
    here, there = (
        f"{each} handed" in heard.running.replace("-handed", " handed") for each in (side, _OPPOSITE[side])
    )
    if here or not there:
        return []
    reason = f"“{word.text}” was not said: the transcript or the chart has {_OPPOSITE[side]}-handed."
    return [found(FindingKind.SIDE, MUST, sentence, (word.start, word.end), reason)]


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


def _of(  # noqa: C901, PLR0912 - near before far, in order
    sentence: Sentence, n: int, side: str, heard: Heard
) -> Finding | None:
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
    if any(match.start() <= word.start < match.end() for match in _JOINED.finditer(sentence.text)):
        return None if {side, "both"} & set(heard.sides[1]) else _unsaid(sentence, span)
    if _is_compared(sentence, n) and {"left", "right"} <= set(heard.sides[1]):
        return None
    for reach in (_BESIDE, _CLOSE, _WIDE):
        for name in names:
            said: dict[str, list[int]] = {}
            for place in heard.places[name]:
                for each, at in _near(heard, place, reach).items():
                    said.setdefault(each, []).append(at)
            if not said:
                continue
            if side in said:
                return _of_two_sides(sentence, n, side, span, heard)
            if side == "both" and {"left", "right"} <= said.keys():
                return None
            if side not in said and "both" in said:
                return None if reach == _WIDE else _both_said(sentence, span, said["both"][0], heard)
            others = [each for each in said if each != side]
            if (
                others
                and reach < _WIDE
                and any(side in _near(heard, place, _WIDE) for place in heard.places[name])
            ):
                return _of_two_sides(sentence, n, side, span, heard)
            if others:
                return _contradicted(sentence, span, said[others[0]][0], others[0], heard, is_sure=True)
    sides = heard.sides[1]
    if side in sides:
        return _of_two_sides(sentence, n, side, span, heard, surely=_WITHOUT_PART)
    if side == "both" and {"left", "right"} <= set(sides):
        return None
    return _unsaid(sentence, span, LOOK if side == "both" else MUST)


def _unsaid(sentence: Sentence, span: tuple[int, int], severity: Severity = MUST) -> Finding:
    reason = f"“{sentence.text[slice(*span)]}” was not said."
    return found(FindingKind.SIDE, severity, sentence, span, reason)


def _better_elsewhere(sentence: Sentence, n: int, side: str, heard: Heard) -> tuple[float, int]:
    """By how much the sentence's words were said nearer to the other side than to this one, and where that was.

    The best place of each side counts most; how often the words were said with each side counts a little, so that
    the side that was talked about wins over one that was only compared with.
    """
    told: dict[str, float] = {}
    for term in sentence.terms:
        if term.start <= n < term.end or term.name == "=bilateral" or not heard.is_said(term.name):
            continue
        away = n - term.end + 1 if term.end <= n else term.start - n
        part = next((part for reach, part in _IN_NOTE if away <= reach), _FAR_IN_NOTE)
        told[term.name] = max(told.get(term.name, 0.0), heard.weight(term.name) * part)
    best = {"left": (0.0, 0), "right": (0.0, 0)}
    sums = {"left": 0.0, "right": 0.0}
    for place, each in zip(*heard.sides, strict=True):
        if each not in best:
            continue
        worth = sum(weight * _told_there(name, place, heard) for name, weight in told.items())
        following = heard.lowers[place + 1] if place + 1 < len(heard.lowers) else "."
        if following in _NO_PART:  # "the left is okay": of whatever part was spoken of
            parts = [weight for name, weight in told.items() if heard.distance(name, place) <= _BARE_REACH]
            worth = max(worth, _BARE_WORTH * max(parts, default=0.0))
        sums[each] += worth
        best[each] = max(best[each], (worth, place))
    other = _OPPOSITE[side]
    is_all_here = best[side][0] >= _ALL_THERE * sum(told.values()) and best[side][0] > best[other][0]
    if not best[other][0] or is_all_here:
        return 0.0, 0
    return best[other][0] - best[side][0] + _OFTEN * (sums[other] - sums[side]), best[other][1]


def _told_there(name: str, place: int, heard: Heard) -> float:
    """How much a word counts for a side that was said at a place: less when far, or in another sentence."""
    nearest = heard.nearest(name, place)
    part = next((part for reach, part in _IN_TALK if abs(nearest - place) <= reach), 0.0)
    return part * (_BEHIND_STOP if part and heard.is_stop_between(nearest, place) else 1.0)


def _number_beside(sentence: Sentence, n: int, heard: Heard) -> set[str]:
    """The sides that were said with the number that stands beside this one, "34 on the right"; none without one."""
    clause = [k for k in range(max(0, n - _NUMBER_REACH), n) if sentence.words[k].text in {",", ";", "and"}]
    begin = sentence.words[clause[-1] + 1 if clause else max(0, n - _NUMBER_REACH)].start
    values = [each.value for each in sentence.amounts if begin <= each.start < sentence.words[n].start]
    if not values:
        return set()
    return {
        side
        for place in heard.loose.get(values[-1], ())
        for side, at in _near(heard, place, _NUMBER_REACH + 1).items()
        if side in _OPPOSITE and at - place > 0
    }


def _of_two_sides(
    sentence: Sentence, n: int, side: str, span: tuple[int, int], heard: Heard, *, surely: float = _SURELY
) -> Finding | None:
    """A side that was said, where the other one was said too: which of them the sentence is about."""
    other = _OPPOSITE.get(side)
    if other is None or other not in heard.sides[1]:
        return None
    if side in _number_beside(sentence, n, heard):
        return None
    better, place = _better_elsewhere(sentence, n, side, heard)
    if better <= 0:
        return None
    return _contradicted(sentence, span, place, other, heard, certain=better > surely, is_sure=False)


def contradicting_itself(sentence: Sentence) -> list[Finding]:
    """A comparison that names one side twice: "left worse than left"."""
    return [
        found(
            FindingKind.SIDE, MUST, sentence, match.span(), f"“{match.group()}” compares a side with itself."
        )
        for pattern in (_COMPARED, _TWICE)
        for match in pattern.finditer(sentence.text)
        if match[1].lower() == match[2].lower()
    ]


def _is_compared(sentence: Sentence, n: int) -> bool:
    start = sentence.words[n].start
    return any(start in {match.start(1), match.start(2)} for match in _COMPARED.finditer(sentence.text))


def _contradicted(
    sentence: Sentence,
    span: tuple[int, int],
    place: int,
    other: str,
    heard: Heard,
    *,
    certain: bool = True,
    is_sure: bool,
) -> Finding:
    """Another side was said. is_sure: of this very part only the other one was said, so that it can be put in its place."""
    written = sentence.text[span[0] : span[1]]
    first, last = _around(heard, place)
    reason = f"“{written}” was not said here. {heard_there(heard, first, last)}"
    fix = None
    lower = _LETTERS.get(written, written.lower())
    is_one_side = SIDES.get(lower) in _OPPOSITE
    if is_sure and other in _OPPOSITE and is_one_side:
        text = lower.replace(_OPPOSITE[other], other) if _OPPOSITE[other] in lower else other
        text = other[0] if written in _LETTERS else text
        fix = replacing(sentence, span, text.capitalize() if written[0].isupper() else text, f"Use {other}")
    severity = MUST if certain and is_one_side else LOOK
    return found(FindingKind.SIDE, severity, sentence, span, reason, heard.sources(first, last), fix)


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
