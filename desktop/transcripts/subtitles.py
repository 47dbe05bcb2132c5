"""Reads subtitles (.srt and .vtt) into a transcript."""

from __future__ import annotations

import html
import re

from desktop.domain.transcript import Segment, Speaker, Transcript
from desktop.language.plain_text import clean_text
from desktop.transcripts.speakers import speaker_of
from desktop.transcripts.timestamps import CLOCK, milliseconds

_TIMING = re.compile(rf"\s*(?P<start>{CLOCK})\s*-->\s*(?P<end>{CLOCK})")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?[ \t]+(?P<name>[^>]{1,60})>")
_MARKUP = re.compile(r"</?[A-Za-z][^<>]{0,200}>|<\d[\d:.]{4,14}>|\{\\[^{}]{0,40}\}")
_LABEL = re.compile(r"(?:-\s*)?(?:\[(?P<bracketed>[^\]:]{2,40})\]:?|(?P<label>[A-Za-z][\w.'’ -]{1,38}):)\s+")


def read_subtitles(text: str) -> Transcript:
    """One segment for each cue, without markup; empty when the text has no cues.

    The speaker comes from <v Name> or from a tag at the start of the cue.
    """
    segments: list[Segment] = []
    for block in re.split(r"\n[ \t]*\n", clean_text(text)):
        lines = block.strip().split("\n")
        place = next((index for index, line in enumerate(lines[:2]) if _TIMING.match(line)), None)
        if place is None or lines[0].startswith("NOTE"):
            continue
        timing = _TIMING.match(lines[place])
        assert timing is not None
        speaker, words = _speaker_and_words(" ".join(lines[place + 1 :]))
        if words:
            segments.append(
                Segment(words, speaker, milliseconds(timing["start"]), milliseconds(timing["end"]))
            )
    return Transcript(tuple(segments))


def _speaker_and_words(cue: str) -> tuple[Speaker, str]:
    voice = _VOICE.search(cue)
    words = " ".join(clean_text(html.unescape(_MARKUP.sub("", cue))).split())
    if voice is not None:
        return speaker_of(voice["name"]) or Speaker.UNKNOWN, words
    tag = _LABEL.match(words)
    speaker = speaker_of(tag["bracketed"] or tag["label"]) if tag else None
    if tag is None or speaker is None:
        return Speaker.UNKNOWN, words
    return speaker, words[tag.end() :]
