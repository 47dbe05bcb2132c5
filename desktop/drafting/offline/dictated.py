"""Reads a dictation: the provider's own words, filed by spoken headings or, without them, sentence by sentence."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from desktop.domain.note import Section
from desktop.domain.transcript import Speaker, Transcript
from desktop.drafting.offline.corrections import corrections_obeyed
from desktop.drafting.offline.dictated_headings import with_headings, with_problems
from desktop.drafting.offline.dictated_kinds import likeliest_kinds, shipped_kind_weights
from desktop.drafting.offline.dictated_leanings import after_complaint, is_finding, leanings_of, own_leaning
from desktop.drafting.offline.dictated_stops import with_stops
from desktop.drafting.offline.doubts import settle_dictation
from desktop.drafting.offline.facts import Facts, facts_of
from desktop.drafting.offline.finish import finished
from desktop.drafting.offline.kinds import Kind
from desktop.drafting.offline.note_language import cues_in, dictated_kind, kind_of_heading
from desktop.drafting.offline.put_right import put_right
from desktop.drafting.offline.sentences_said import written
from desktop.drafting.offline.units import Reading, Unit, withdrawn
from desktop.language.capitals import is_in_capitals, without_capitals
from desktop.language.dictation import DictatedPart, dictated_sections, looks_dictated, obey_commands
from desktop.language.headings import SECTION_OF
from desktop.language.words import Word, words_of

LOOK_AHEAD_WORDS = 60
"""How far a word may stand from its neighbours in the transcript: further than anything taken back."""

MOST_ASKED_UNDER_HEADINGS = 3.0
"""A text with headings and more questions in a hundred words is a conversation."""

_ADDRESS = frozenset(["you", "your"])
_OF_SELF = re.compile(
    r"\b(?:i have|i've|i feel|i felt|my|i am having|i'm having|i was|me|i took|i take|i noticed)\b"
)
_ASKING = re.compile(r"\?(?=\s|$)|\b(?:do|have|are|did) you\b")
_SENTENCE_END = re.compile(
    r"(?<=[.!?])[\"')\]]*\s+(?=[A-Z0-9#\"'(\-])|\n+|(?<=[a-z\d%][.!?])\s+(?=[a-z]{2,})|;\s+(?=[A-Z])"
)
_NOT_AN_END = re.compile(
    r"(?:\b(?:dr|mr|mrs|ms|vs|approx|no|st|e\.g|i\.e|etc|prof|[a-z]\.[a-z]|[a-z]\.[a-z]\.[a-z]|q|fig)\.|\b(?-i:[A-Z])\.)\s*$",
    re.IGNORECASE,
)
_NEXT_ITEM = re.compile(r"(?<=\.) (?=(?P<number>[2-9]|1\d)\. [A-Z])")
_BARE_MARK = re.compile(r"\s*\(?\d{1,2}[.)]")
_LIST_MARK = re.compile(r"^(?:[-*•·]\s+|\(?(?P<number>\d{1,2})[.)]\s+)")


def is_dictation(transcript: Transcript) -> bool:
    """Whether one person dictates a note rather than two people talking."""
    speakers = {segment.speaker for segment in transcript.segments}
    if Speaker.PATIENT in speakers or len(speakers - {Speaker.UNKNOWN}) > 1:
        return False
    text = transcript.text.lower()
    words = text.split()
    if not words:
        return False
    per_hundred = 100.0 / len(words)
    asked = len(_ASKING.findall(text)) * per_hundred
    if asked < MOST_ASKED_UNDER_HEADINGS and _has_headings(transcript.text):
        return True
    addressed = sum(word.strip(".,?!") in _ADDRESS for word in words) * per_hundred
    if asked > 1.0 or addressed > 2.5:
        return False
    own = len(_OF_SELF.findall(text)) * per_hundred
    return own <= 2.5 or Speaker.PROVIDER in speakers or looks_dictated(text)


def _has_headings(text: str) -> bool:
    parts = dictated_sections(_laid_out(text))
    return sum(bool(part.heading) for part in parts) > 1


def _laid_out(said: str) -> str:
    """A dictation with its headings on their lines and its commands obeyed."""
    return with_problems(obey_commands(with_headings(_lettered_lines(said))))


def read_dictation(transcript: Transcript) -> Reading:
    """Every sentence of a dictation under its section, commands obeyed."""
    texts = [segment.text for segment in transcript.segments]
    timed = all(segment.start_ms is not None for segment in transcript.segments)
    heard = put_right([(Speaker.PROVIDER, words_of(text, n)) for n, text in enumerate(texts)])
    said = (" " if timed else "\n").join(written(texts, words) for words in heard.words)
    if is_in_capitals(said):
        said = without_capitals(said)
    text = with_stops(_laid_out(corrections_obeyed(said)))
    places = _Places([word for words in heard.words for word in words])
    sentences = _every_sentence(text)
    kinds = likeliest_kinds(
        [sentence.facts for sentence in sentences],
        [sentence.leaning for sentence in sentences],
        shipped_kind_weights(),
    )
    if not any(one.facts.mentions or one.part.heading or cues_in(one.facts) for one in sentences):
        kinds = [Kind.HISTORY] * len(sentences)  # nothing clinical: no finding, and no plan
    reading = Reading(taken_back=withdrawn(heard.taken_back), dictated=True)
    for sentence, likeliest in zip(sentences, kinds, strict=True):
        finished_text = finished(sentence.shown, figures_too=False)
        if not finished_text:
            continue
        section = likeliest.section
        heading = sentence.part.heading
        told = reading.units[-1] if reading.units else None
        goes_on = likeliest is not Kind.COMPLAINT or (told is not None and told.kind is Kind.COMPLAINT)
        if sentence.names_itself or (goes_on and kind_of_heading(section, heading) is Kind.COMPLAINT):
            heading = ""  # the complaint is one sentence; what follows it is its history
        kind = dictated_kind(likeliest, sentence.facts, heading)
        if sentence.numbered and section is Section.ASSESSMENT:
            kind = Kind.PROBLEM
        if heading.lower() == section.value or SECTION_OF.get(heading.lower()) is not section:
            heading = "" if len(heading) > 1 else heading
        number = sentence.problem if section in {Section.ASSESSMENT, Section.PLAN} else 0
        found = places.find(sentence.words)
        reading.units.append(
            Unit(kind, finished_text, found, 5.0, number, sentence.facts, heading, dictated=True)
        )
    settle_dictation(reading)
    return reading


@dataclass(frozen=True, slots=True)
class _Sentence:
    """One sentence of a dictation. problem: the number of the problem it stands under, 0: none.

    names_itself: whether it says what it holds, whatever its heading is.
    """

    part: DictatedPart
    leaning: Mapping[Kind, float]
    shown: str
    numbered: bool
    names_itself: bool
    problem: int
    words: list[Word]
    facts: Facts


def _every_sentence(text: str) -> list[_Sentence]:
    parts = dictated_sections(text)
    out: list[_Sentence] = []
    examined = False
    for part, leaning in zip(parts, leanings_of(parts), strict=True):
        problem = 0
        later = after_complaint(part, parts)
        for n, sentence in enumerate(_sentences(_items_parted(text[part.start : part.end]))):
            mark = _LIST_MARK.match(sentence)
            shown = sentence[mark.end() :] if mark else sentence
            numbered = bool(mark and mark["number"])
            if mark and mark["number"]:
                problem = int(mark["number"])
            words = words_of(shown)
            facts = facts_of([w.lower for w in words])
            by_heading = later if later is not None and n else leaning
            own = own_leaning(facts, by_heading, numbered=numbered, examined=examined)
            examined = examined or is_finding(facts)
            itself = len(own) == 1 and own.keys() != by_heading.keys()
            out.append(_Sentence(part, own, shown, numbered, itself, problem, words, facts))
    return out


_LETTERS = re.compile(r"(?:(?<=^)|(?<=[.!?;\s]))(?P<letter>[SOAP]):(?=\s)")


def _lettered_lines(text: str) -> str:
    """As in "S: ... O: ... A: ... P: ..." written in one line, each letter on a line of its own."""
    letters = "".join(match["letter"] for match in _LETTERS.finditer(text))
    if letters not in {"SOAP", "SOA", "SOP", "OAP", "SAP", "SO", "AP"}:
        return text
    return _LETTERS.sub(lambda match: ("\n" if match.start() else "") + match.group(), text)


def _items_parted(text: str) -> str:
    """Each item of a numbered list on its line, though an abbreviation stands before its number ("b.i.d. 3. Insulin")."""
    begun = re.match(r"\s*1\. ", text)
    expected = 2
    pieces: list[str] = []
    done = 0
    for match in _NEXT_ITEM.finditer(text) if begun else ():
        if int(match["number"]) == expected:
            pieces.append(text[done : match.start()])
            done = match.end()
            expected += 1
    return "\n".join([*pieces, text[done:]])


def _sentences(text: str) -> list[str]:
    """The sentences and list items of a punctuated text."""
    out: list[str] = []
    begun = 0
    for match in _SENTENCE_END.finditer(text):
        if _BARE_MARK.fullmatch(text[begun : match.start()]):
            continue
        if "\n" not in match.group() and _NOT_AN_END.search(
            text[max(begun, match.start() - 8) : match.start()]
        ):
            continue
        closing = match.group()[: len(match.group()) - len(match.group().lstrip("\"')]"))]
        out.append(text[begun : match.start()] + closing)
        begun = match.end()
    out.append(text[begun:])
    return [
        sentence.strip()
        for sentence in out
        if any(c.isalnum() for c in sentence) and not _is_bare_label(sentence)
    ]


def _is_bare_label(sentence: str) -> bool:
    """Whether a sentence is no more than the name of what should have followed, as "Medications:"."""
    return sentence.endswith(":") and sentence[:-1].strip().lower() in SECTION_OF


@dataclass(slots=True)
class _Places:
    """Finds the words of the written dictation again in the transcript, going forward."""

    spoken: Sequence[Word]
    at: int = 0

    def find(self, words: Sequence[Word]) -> list[Word]:
        """The stretch of the transcript, first to last word, that the words were written from."""
        first = last = -1
        for word in words:
            for n in range(self.at, min(self.at + LOOK_AHEAD_WORDS, len(self.spoken))):
                if self.spoken[n].lower == word.lower and word.lower.isalnum():
                    first = n if first < 0 else first
                    last = n
                    self.at = n + 1
                    break
        if first < 0:
            near = self.spoken[self.at : self.at + 1] or self.spoken[-1:]
            return list(near)
        return list(self.spoken[first : last + 1])
