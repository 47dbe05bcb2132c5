"""Stops and headings for a dictation that a recogniser wrote without punctuation, by learned weights and wordings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from desktop.drafting.offline.dictated_headings import with_said_headings
from desktop.drafting.offline.hashed_weights import HashedWeights, learned
from desktop.drafting.offline.restarts import CHANGES
from desktop.drafting.offline.sentence_ends import end_features, plain_word
from desktop.drafting.offline.speech import FILLERS, PUNCTUATION, is_number, word_set
from desktop.language.lexicon import Mention, Topic, lexicon
from desktop.language.words import Word, words_of

UNPUNCTUATED_WORDS = 25
"""A dictation with fewer stops than one in so many words counts as unpunctuated."""
LEAST_LOG_ODDS = -0.5
"""A sentence ends where the weights say so at least."""
SHORTEST_LINE_WORDS = 6

_STOP = re.compile(r"[.!?;:\n]")
_HEADING_LINE = re.compile(r"^[^\n]{1,45}:\n", re.MULTILINE)
_OPENERS = re.compile(
    r"\b(?:(?:(?:the )?patient (?:reports|denies|states|complains|says|was|is|moved|found)|he (?:reports|denies|takes|states)|she (?:reports|denies|takes|states)|"
    r"(?:daughter|son|wife|husband|mother|father|owner|neighbor|staff|bystander) (?:reports|states|says)|"
    r"denies|(?:physical )?exam (?:shows|reveals)|on exam|on arrival|arrived (?:at )?\d+|(?:second |repeat |initial )?vitals?(?: signs)?(?: at)? \d+|vitals?(?: signs)?\b(?! at)|blood pressure|lungs|heart (?!rate)|abdomen|"
    r"(?:continue|start|increase|decrease|discontinue|inject|leave|hold|stop)(?! (?:to|by|from|it|at)\b)|follow[- ]up (?:in|with)|return (?:in|to)|refer|recheck|order|no known|no (?:loss of consciousness|neck pain|chest pain|change en route)|"
    r"history of|allergic to|she is on|he is on|iv \d+|iv access|(?:\d+|twelve)[- ]lead|impression|transported|transport to|report given|labs\b|feet (?:monofilament|have|show|are)|(?:he|she)'s on\b|eye doctor|foot (?:check|exam)|neuro checks|(?:shingles|flu|pneumonia) vaccine|dexa|cbc\b|"
    r"(?:fentanyl|ondansetron|aspirin|nitroglycerin|naloxone|epinephrine|albuterol|morphine|ketamine|midazolam|dextrose|adenosine|amiodarone) \d+)\b)"
)
"""Wordings with which sentences of a dictation begin."""
_NEVER_LAST = word_set(
    "a an the of to with for and or but at from by no not without denies denied is are was were has had have his her my their "
    "our than if when while as about times per very non never"
)
"""Words that no sentence ends with."""
_NEVER_FIRST = word_set(
    "of and or over percent mg mcg g kg ml mm cm milligrams micrograms grams milliliters kilograms pounds degrees units by out point per to than daily nightly "
    "weekly times days weeks months years hours minutes day week month year old ago plus"
)
"""Words that no sentence begins with."""
_DENIES = word_set("no not denies denied deny without negative never nor neither")
_DENIED = (Topic.SYMPTOM, Topic.FINDING, Topic.DISEASE)
_CHANGED = frozenset([*CHANGES, "go", "up", "down"])
_HOW = frozenset(["to", "by", "from", "up", "down", "it", "at"])
_BEFORE_DRUG = frozenset(["the", "and"])


class Stretch:
    """Words without stops, and what the weights know of the places between them."""

    def __init__(self, lowers: Sequence[str]) -> None:
        self.lowers = lowers
        self._plain = [plain_word(word) for word in lowers]
        self.mentions = lexicon().mentions(lowers)
        self._begins: dict[int, str] = {}
        self._ends: dict[int, str] = {}
        self._inside: set[int] = set()
        for mention in self.mentions:
            self._begins.setdefault(mention.start, mention.topic.value)
            self._ends.setdefault(mention.end, mention.topic.value)
            self._inside.update(range(mention.start + 1, mention.end))
        self._opened = self._openings()
        self._changed = {
            self._begun(m) for m in self.mentions if m.topic is Topic.DRUG and self._is_changed(m)
        }
        """The places before a medicine whose change is said after its name: "... weekly | folic acid increase to five"."""

    def features(self, n: int) -> Iterator[str]:
        """What the weights know of the place before the word n."""
        yield from end_features(self._plain, n)
        before, after, then = (self._ends.get(n, "-"), self._begins.get(n, "-"), self._begins.get(n + 1, "-"))
        yield f"topic before {before}"
        yield f"topic after {after}"
        yield f"topics {before} {after}"
        yield f"topic and word {before} {self._plain[n]}"
        yield f"word and topic {self._plain[n - 1]} {after}"
        yield f"word with topic {self._plain[n]} {then}"
        yield f"topic, word, topic {before} {self._plain[n]} {then}"
        if n in self._inside:
            yield "inside"
        if n in self._opened:
            yield "opens"
            yield f"opens {self._plain[n]}"
            yield f"opens after {before}"

    def ends(self, weights: HashedWeights) -> list[int]:
        """The places where a sentence ends, each as the number of the word after it."""
        out: list[int] = []
        for n in range(1, len(self.lowers)):
            if self._holds(n, out[-1] if out else 0):
                continue
            if n in self._changed or weights.log_odds(self.features(n)) > LEAST_LOG_ODDS:
                out.append(n)
        return out

    def _holds(self, n: int, begun: int) -> bool:
        """Whether a stop before the word n could part what belongs together, above all a denial and what is denied."""
        last, first = self.lowers[n - 1], self.lowers[n]
        if (
            n in self._inside
            or last in _NEVER_LAST
            or first in _NEVER_FIRST
            or (is_number(last) and is_number(first))
        ):
            return True
        denied = bool(_DENIES & set(self.lowers[begun:n]))
        return denied and any(m.start in {n, n + 1} and m.topic in _DENIED for m in self.mentions)

    def _openings(self) -> set[int]:
        text, starts = " ".join(self.lowers), {}
        at = 0
        for n, word in enumerate(self.lowers):
            starts[at] = n
            at += len(word) + 1
        return {starts[match.start()] for match in _OPENERS.finditer(text) if match.start() in starts}

    def _is_changed(self, mention: Mention) -> bool:
        after = self.lowers[mention.end : mention.end + 2]
        if len(after) < 2 or not mention.start or self.lowers[mention.start - 1] in _CHANGED:
            return False
        return after[0] in _CHANGED and after[1] in _HOW

    def _begun(self, mention: Mention) -> int:
        begun = mention.start
        while begun and self.lowers[begun - 1] in _BEFORE_DRUG:
            begun -= 1
        return begun


def with_stops(text: str) -> str:
    """A dictation that a recogniser wrote without any punctuation, with its headings on lines and with stops.

    Headings: their names said, "... assessment sciatica plan ibuprofen ...". A text with stops is unchanged.
    """
    words = len(text.split())
    stops = len(_STOP.findall(_HEADING_LINE.sub(" ", text)))
    if words < UNPUNCTUATED_WORDS or stops * UNPUNCTUATED_WORDS > words:
        return text
    weights = learned("ends", "dictation_weights")
    return "\n".join(_line_with_stops(line, weights) for line in with_said_headings(text).split("\n"))


def _line_with_stops(line: str, weights: HashedWeights) -> str:
    words = [word for word in words_of(line) if _counts(word)]
    if len(words) < SHORTEST_LINE_WORDS:
        return line
    out, done = "", 0
    for n in Stretch([word.lower for word in words]).ends(weights):
        end = words[n - 1].end
        if line[end : words[n].start].isspace():
            out += line[done:end] + "."
            done = end
    return out + line[done:]


def _counts(word: Word) -> bool:
    return word.lower not in PUNCTUATION and word.lower not in FILLERS
