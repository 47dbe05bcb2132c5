"""Reads text into a transcript: speaker tags and time stamps in the usual forms, or paragraphs without any."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from desktop.domain.transcript import Segment, Speaker, Transcript
from desktop.language.plain_text import clean_text
from desktop.transcripts.repeated_labels import speakers_of_labels
from desktop.transcripts.speakers import speaker_of, speaker_of_letter
from desktop.transcripts.timestamps import CLOCK, milliseconds

_LABEL = r"[A-Za-z][A-Za-z_.'’ -]{0,38}(?:[ _]?#?\d{1,3})?"
_STAMP = rf"[\[(]?{CLOCK}(?:\s*(?:-|–|-->)\s*{CLOCK})?[\])]?"
_TAG_LINE = re.compile(
    rf"(?:(?P<stamp>{_STAMP})[ \t]*-?[ \t]*)?"
    rf"(?:\[(?P<bracketed>{_LABEL})\][ \t]*:?"
    rf"|(?P<bold>\*\*|__)?(?P<label>{_LABEL})(?:[ \t]*\([A-Za-z][A-Za-z .'’-]{{0,30}}\))?"
    rf"(?:[ \t]*(?P<after>[\[(]?{CLOCK}[\])]?))?(?:\*\*|__)?[ \t]*(?P<colon>:|$)(?:\*\*|__)?)[ \t]*"
)
_STAMPED_LINE = re.compile(rf"[\[(](?P<start>{CLOCK})(?:\s*(?:-|–|-->)\s*(?P<end>{CLOCK}))?[\])][ \t]*")
_INLINE_TAG = re.compile(
    r"(?<=\s)(?:\[(?P<bracketed>[A-Za-z][A-Za-z_]{2,20}\d?)\][ \t]*:?|(?P<label>[A-Z][a-z]{2,12}\.?(?: [A-Z][a-z]{1,15})?):)(?=\s)[ \t]*"
)
_HEADER_FIELD = re.compile(
    r"^[ \t]*(?:DOB|D\.O\.B\.|MRN|Date|Date of (?:birth|visit|service)|Age|Sex|Gender|Visit type)[ \t]*:",
    re.IGNORECASE | re.MULTILINE,
)
_LETTER_LINE = re.compile(r"^[ \t]*([A-Za-z])[ \t]*:", re.MULTILINE)
_NOT_A_TAG_AFTER = frozenset(
    [
        "referring",
        "attending",
        "primary",
        "care",
        "ordering",
        "treating",
        "consulting",
        "the",
        "my",
        "your",
        "our",
        "his",
        "her",
        "their",
        "a",
        "an",
        "dear",
        "to",
        "from",
        "for",
        "of",
        "by",
        "and",
        "with",
        "emergency",
        "home",
        "next",
    ]
)
_WRAPPED_LINE_CHARS = 50
_LATEST_FIRST_STAMP_MS = 5 * 60_000


@dataclass(slots=True)
class _Turn:
    """One turn as it is being read."""

    speaker: Speaker
    start_ms: int | None = None
    end_ms: int | None = None
    lines: list[str] = field(default_factory=list)

    def segment(self) -> Segment:
        return Segment(_join_wrapped(self.lines), self.speaker, self.start_ms, self.end_ms)


@dataclass(frozen=True, slots=True)
class _Tag:
    """A tag at the start of a line; text is the rest of the line."""

    label: str
    speaker: Speaker
    text: str
    start_ms: int | None
    end_ms: int | None
    is_bracketed: bool


def read_text(text: str) -> Transcript:
    """The transcript of a text, cleaned. Speaker tags become speakers; a turn may have several lines.

    Labels that no list knows count too where nearly every line begins with one of a few that repeat.

    Tags: "[doctor]", "Doctor:", "Dr. Smith:", "D:", "Pt:", "Mom:", "Speaker 1:" and the like, with or
    without a time stamp. Without tags each paragraph is a segment of an unknown speaker. "S:", "O:",
    "A:", "P:" are headings of a note and stay in the text.
    """
    lines = clean_text(text).split("\n")
    letters_are_speakers = _letters_are_speakers("\n".join(lines))
    others = {} if letters_are_speakers else speakers_of_labels(lines)
    tags = [_tag_of(line, others, letters_are_speakers=letters_are_speakers) for line in lines]
    if _is_tagged(lines, tags):
        return _tagged(lines, tags)
    return _untagged(lines)


def _letters_are_speakers(text: str) -> bool:
    letters = {letter.lower() for letter in _LETTER_LINE.findall(text)}
    if not letters or not letters <= {"d", "p"}:
        return False
    return len(letters) == 2 or bool(
        re.search(r"^[ \t]*(?:Doctor|Dr\.?|Provider|Patient|Pt)[ \t]*:", text, re.MULTILINE | re.IGNORECASE)
    )


def _tag_of(line: str, others: Mapping[str, Speaker], *, letters_are_speakers: bool) -> _Tag | None:
    match = _TAG_LINE.match(line.strip())
    if match is None:
        return None
    label = match["bracketed"] or match["label"]
    speaker = others.get(label.strip().lower()) or speaker_of(label)
    if len(label.strip()) == 1 and label.strip().lower() not in others:
        speaker = speaker_of_letter(label) if letters_are_speakers else None
    if speaker is None or (match["label"] and match["colon"] != ":" and not match["after"]):
        return None
    stamps = re.findall(CLOCK, (match["stamp"] or "") + " " + (match["after"] or ""))
    times = [milliseconds(stamp) for stamp in stamps]
    rest = line.strip()[match.end() :]
    return _Tag(
        label.strip(),
        speaker,
        rest,
        times[0] if times else None,
        times[1] if len(times) > 1 else None,
        match["bracketed"] is not None,
    )


def _is_tagged(lines: list[str], tags: list[_Tag | None]) -> bool:
    found = [tag for tag in tags if tag is not None]
    if len(found) == 1:
        first = next((index for index, line in enumerate(lines) if line.strip()), 0)
        headings = sum(bool(re.match(r"\s*[A-Z][A-Za-z /&-]{1,40}:", line)) for line in lines)
        return found[0].is_bracketed or (tags[first] is not None and headings <= 1)
    labels = [tag.label.lower() for tag in found]
    is_header = _HEADER_FIELD.search("\n".join(lines)) is not None and len(labels) == len(set(labels))
    # A family history lists "Mother: healthy", "Father: diabetes": nobody talks there.
    only_relatives = all(tag.speaker is Speaker.OTHER and not tag.is_bracketed for tag in found)
    return bool(found) and not is_header and (not only_relatives or set(labels) == {"other"})


def _tagged(lines: list[str], tags: list[_Tag | None]) -> Transcript:
    turns: list[_Turn] = [_Turn(Speaker.UNKNOWN)]
    for line, tag in zip(lines, tags, strict=True):
        if tag is None:
            turns[-1].lines.append(line)
            continue
        turns.append(_Turn(tag.speaker, tag.start_ms, tag.end_ms))
        _split_inline(tag.text, turns)
    preface = [Segment(paragraph) for paragraph in _paragraphs(turns[0].lines)]
    spoken = [turn.segment() for turn in turns[1:]]
    return Transcript(tuple(segment for segment in preface + spoken if segment.text))


def _split_inline(text: str, turns: list[_Turn]) -> None:
    """Add the text to the last turn, beginning a new turn at each tag inside the line."""
    done = 0
    for match in _INLINE_TAG.finditer(text):
        speaker = speaker_of(match["bracketed"] or match["label"])
        before = text[: match.start()].split()[-1:] or [""]
        if speaker is None or (match["label"] and before[0].lower() in _NOT_A_TAG_AFTER):
            continue
        turns[-1].lines.append(text[done : match.start()].strip())
        turns.append(_Turn(speaker))
        done = match.end()
    turns[-1].lines.append(text[done:].strip())


def _untagged(lines: list[str]) -> Transcript:
    stamped = [_STAMPED_LINE.match(line.strip()) for line in lines]
    starts = [milliseconds(match["start"]) for match in stamped if match]
    is_recording = len(starts) > 1 and starts == sorted(starts) and starts[0] <= _LATEST_FIRST_STAMP_MS
    if not is_recording:
        return Transcript(tuple(Segment(paragraph) for paragraph in _paragraphs(lines)))
    turns = [_Turn(Speaker.UNKNOWN)]
    for line, match in zip(lines, stamped, strict=True):
        if match is None:
            turns[-1].lines.append(line)
            continue
        end_ms = milliseconds(match["end"]) if match["end"] else None
        turns.append(
            _Turn(Speaker.UNKNOWN, milliseconds(match["start"]), end_ms, [line.strip()[match.end() :]])
        )
    segments = (turn.segment() for turn in turns)
    return Transcript(tuple(segment for segment in segments if segment.text))


def _paragraphs(lines: list[str]) -> list[str]:
    """One entry for each line; lines that a mail program or editor wrapped are joined again."""
    return [line for line in _join_wrapped(lines).split("\n") if line]


def _join_wrapped(lines: list[str]) -> str:
    """The lines without empty ones, where a line that only continues its long neighbour is joined to it."""
    joined: list[str] = []
    previous = ""
    for line in lines:
        text = line.strip()
        is_rest = len(previous) >= _WRAPPED_LINE_CHARS and previous[-1] not in ".?!:;" and text[:1].islower()
        if text and is_rest:
            joined[-1] += " " + text
        elif text:
            joined.append(text)
        previous = text
    return "\n".join(joined)
