"""Turns: what each speaker said in one go, acknowledgements folded away, and who the speaker is."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from desktop.domain.transcript import Speaker, Transcript
from desktop.drafting.offline.speech import ACKNOWLEDGEMENTS, ENDS, PUNCTUATION
from desktop.language.words import Word, words_of

_PROVIDER_TALK = re.compile(
    r"\b(?:do you (?:have|take|feel|get|smoke|drink|use|know|remember)|have you (?:had|been|ever|noticed|tried|experienced|taken)|"
    r"are you (?:having|taking|still|able)|did you|any (?:fevers?|chills|pain|nausea|other|chest|shortness|swelling|numbness|history)|"
    r"how long|how often|what brings you|tell me|let me|let us|let's|lem me|i(?:'m| am) (?:gon na|gonna|going to) (?:order|prescribe|refer|"
    r"listen|check|take a look|give you|have you|start|put you|send|go ahead|examine|press|feel)|your (?:blood pressure|heart|lungs|"
    r"x-ray|vital|vitals|labs|mri|exam|knee|back|shoulder|symptoms|medications?|diabetes|hypertension|depression)|"
    r"i (?:want|would like|'d like) you to|i'd like you to|i (?:recommend|reviewed|appreciate)|physical exam|assessment and|"
    r"follow ?-?up with|for your (?:first|second|third|next)|hey,? dragon|you (?:can|should|need to|have|are|were)|"
    r"what medications|does (?:it|that|the)|is (?:it|there|that)|good to see you today|range of motion|bilaterally|prescription for)\b"
)
_PATIENT_TALK = re.compile(
    r"\b(?:i(?:'ve| have) (?:been|had|noticed)|i (?:feel|felt|take|took|was taking|noticed|fell|hurt|think i|do n't have|don't have|can't|"
    r"ca n't|have n't|haven't|tried|woke|started|went|got|work|live|smoke|drink|just|can barely|do n't|don't|usually)|"
    r"my (?:\w+ )?(?:knee|back|shoulder|stomach|head|chest|wife|husband|mom|mother|dad|father|job|doctor|leg|foot|ankle|hand|arm|"
    r"neck|pain|symptoms|throat|medicine|medication|sleep|kids|daughter|son|brother|sister)|it (?:hurts|started|feels|comes|kinda)|"
    r"(?:hurts|bothers|bothering|killing) me|makes me|no,? (?:i|not|nothing|none)|yeah,? i|yes,? i|not (?:really|that i)|"
    r"thank you,? doctor|doctor[.,?]|will i|should i|can i|do i)\b"
)


@dataclass(slots=True)
class Turn:
    """One speaker's words until another speaks, perhaps over several segments with mere nods between them."""

    speaker: Speaker
    words: list[Word] = field(default_factory=list)
    joins: list[int] = field(default_factory=list)
    """Indexes of words at which a further segment begins."""


def _lean(text: str) -> int:
    """Positive when the words sound like a provider's, negative when like a patient's."""
    lower = text.lower()
    return sum(1 for _ in _PROVIDER_TALK.finditer(lower)) - sum(1 for _ in _PATIENT_TALK.finditer(lower))


def inferred_speakers(transcript: Transcript) -> list[Speaker]:
    """Who said each segment: the tag, unless the words plainly say otherwise or there is no tag.

    An untagged conversation of several lines is assumed to alternate where the words do not tell.
    """
    leans = [_lean(segment.text) for segment in transcript.segments]
    tagged = [segment.speaker for segment in transcript.segments]
    has_patient = Speaker.PATIENT in tagged or tagged.count(Speaker.UNKNOWN) > 1
    speakers: list[Speaker] = []
    for n, tag in enumerate(tagged):
        lean = leans[n]
        if tag is Speaker.OTHER or not has_patient:
            speakers.append(tag)
        elif tag is Speaker.UNKNOWN:
            if lean:
                speakers.append(Speaker.PROVIDER if lean > 0 else Speaker.PATIENT)
            elif speakers and speakers[-1] in {Speaker.PROVIDER, Speaker.PATIENT}:
                last = speakers[-1]
                speakers.append(Speaker.PATIENT if last is Speaker.PROVIDER else Speaker.PROVIDER)
            else:
                speakers.append(Speaker.PROVIDER if "?" in transcript.segments[n].text else Speaker.PATIENT)
        elif tag is Speaker.PROVIDER and lean <= -2:
            speakers.append(Speaker.PATIENT)
        elif tag is Speaker.PATIENT and lean >= 2:
            speakers.append(Speaker.PROVIDER)
        else:
            speakers.append(tag)
    return _unswapped(tagged, leans, speakers)


def _unswapped(tagged: list[Speaker], leans: list[int], speakers: list[Speaker]) -> list[Speaker]:
    """Swap the tags of a stretch in which provider and patient were taken for each other.

    Speech that says nothing about its speaker (lean 0) follows the nearest segments that do.
    """
    out = list(speakers)
    swap = {Speaker.PROVIDER: Speaker.PATIENT, Speaker.PATIENT: Speaker.PROVIDER}
    for n, tag in enumerate(tagged):
        if tag not in swap or leans[n] != 0 or out[n] is not tag:
            continue
        against = support = 0
        for near in range(max(0, n - 3), min(len(tagged), n + 4)):
            if tagged[near] in swap and abs(leans[near]) >= 2:
                agrees = (leans[near] > 0) == (tagged[near] is Speaker.PROVIDER)
                support += agrees
                against += not agrees
        if against > support + 1:
            out[n] = swap[tag]
    return out


def is_nod(words: list[Word]) -> bool:
    """True when the words only say that someone is listening: "okay", "mm-hmm", "yeah right"."""
    spoken = [word.lower for word in words if word.lower not in PUNCTUATION]
    return len(spoken) <= 5 and all(word in ACKNOWLEDGEMENTS for word in spoken)


_ASKS = re.compile(
    r"(?:\?\s*$|\b(?:do|does|did|have|has|are|is|was|were|can|could|any|what|how|when|where|which|who) "
    r"(?:you|your|it|the|that|there|about|they|he|she|other|of|much|many|long|often|\w+s?)\b[^.?!]{0,90}$)",
    re.IGNORECASE,
)


def turns_of(transcript: Transcript) -> list[Turn]:
    """The turns, in order. A nod between two stretches of the other speaker is dropped and they are joined,
    unless it may answer a question.
    """
    turns: list[Turn] = []
    pending: Turn | None = None
    pending_after = ""
    speakers = inferred_speakers(transcript)
    for n, segment in enumerate(transcript.segments):
        words = words_of(segment.text, n)
        if not words:
            continue
        speaker = speakers[n]
        if turns and is_nod(words) and turns[-1].speaker is not speaker and pending is None:
            pending, pending_after = Turn(speaker, words), transcript.segments[n - 1].text
            continue
        if pending is not None:
            if speaker is turns[-1].speaker and not _ASKS.search(pending_after[-120:]):
                pending = None  # it was only a nod: go on with the turn it interrupted
            else:
                turns.append(pending)
                pending = None
        if turns and turns[-1].speaker is speaker and speaker is not Speaker.UNKNOWN:
            last = turns[-1]
            while last.words and last.words[-1].lower in {"-", "–", "—"}:
                last.words.pop()
            while len(words) > 1 and words[0].lower in ENDS and words[0].lower != "?":
                words.pop(0)
            last.joins.append(len(last.words))
            last.words.extend(words)
        else:
            turns.append(Turn(speaker, words))
    if pending is not None:
        turns.append(pending)
    return turns
