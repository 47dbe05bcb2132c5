"""Where sound is missing stands in the transcript, at its moment."""

from __future__ import annotations

from dataclasses import replace

from desktop.domain.jobs import finish
from desktop.domain.recording import Gap, GapReason
from desktop.domain.transcript import Segment, Speaker, Transcript
from desktop.drafting.offline.drafter import OfflineDrafter
from desktop.transcripts import read_text
from desktop.workflow.spoken_words import gap_lines, with_lines
from tests.servers.visits import request

_TEXT = "[00:04] Provider: What brings you in?\n[00:07] Patient: My back.\n[01:10] Provider: Since when?"


def test_a_gap_is_a_line_between_what_was_said_before_and_after() -> None:
    """A reader sees that something may be missing there."""
    lines = gap_lines([Gap(42_000, 300, GapReason.OVERFLOW)], 0)
    assert with_lines(_TEXT, lines).splitlines()[2] == "[00:42] Speaker: [gap 0.3 s]"


def test_gaps_after_the_last_word_stand_at_the_end_and_never_twice() -> None:
    """The second recording of a visit counts on from the first; writing down again adds no second mark."""
    lines = gap_lines([Gap(2_000, 61_000, GapReason.DEVICE_LOST)], 70_000)
    once = with_lines(_TEXT, lines)
    assert once.splitlines()[-1] == "[01:12] Speaker: [gap 61.0 s]"
    assert with_lines(once, lines) == once


def test_a_pause_is_no_gap() -> None:
    """Whoever pressed Pause knows."""
    assert gap_lines([Gap(1_000, 5_000, GapReason.PAUSED)], 0) == []


def test_the_mark_is_read_as_a_line_of_its_own() -> None:
    """It stays apart from what people said."""
    text = with_lines(_TEXT, gap_lines([Gap(42_000, 300, GapReason.OVERFLOW)], 0))
    assert [segment.text for segment in read_text(text).segments] == [
        "What brings you in?",
        "My back.",
        "[gap 0.3 s]",
        "Since when?",
    ]


def test_the_offline_drafter_takes_no_mark_for_words() -> None:
    """Nobody said "gap 0.3", so no note says it."""
    segments = (
        Segment("My low back has hurt for three weeks.", Speaker.PATIENT),
        Segment("[gap 0.3 s]"),
        Segment("Take ibuprofen 600 mg three times a day.", Speaker.PROVIDER),
    )
    note = finish(OfflineDrafter().draft(replace(request(), transcript=Transcript(segments))))
    text = "\n".join((*note.texts.values(), *note.not_placed))
    assert "gap" not in text.lower()
    assert "600 mg" in text
