"""`soapstone check`: what a note rests on, what is wrong in it and what it leaves out. Nothing is stored."""

from __future__ import annotations

import argparse
import json
from typing import Any

from desktop.cli.note import transcript_of
from desktop.domain.context import VisitContext
from desktop.domain.finding import Finding, NoteCheck, Omission, Severity
from desktop.domain.note import Note, Source
from desktop.domain.transcript import Transcript, clock
from desktop.workflow.check import check_note, in_words, read_note
from desktop.workflow.context import read_context, read_other_patients

OPEN_FINDINGS = 3
"""The exit code when something of the highest class is open."""


def check(chosen: argparse.Namespace) -> int:
    """Check the note and print what was found; OPEN_FINDINGS when something of the highest class is. Raises SoapstoneError."""
    transcript = transcript_of(chosen.transcript, chosen.home)
    note = read_note(chosen.note)
    context = VisitContext() if chosen.context is None else read_context(chosen.context)
    others = () if chosen.context is None else read_other_patients(chosen.context)
    result = check_note(note, transcript, context, others)
    if chosen.format == "json":
        print(json.dumps(check_object(result, note, transcript), ensure_ascii=False, indent=2))
    else:
        _print(result, transcript)
    return OPEN_FINDINGS if result.open_keys() else 0


def check_object(result: NoteCheck, note: Note, transcript: Transcript) -> dict[str, Any]:
    """The result as plain data for JSON."""
    return {
        "open": len(result.open_keys()),
        "has_words": result.has_words,
        "findings": [_finding(each, result, transcript) for each in result.findings],
        "omissions": [_omission(each, transcript) for each in result.omissions],
        "sentences": [
            {
                "section": each.section.value,
                "start": each.start,
                "end": each.end,
                "text": note[each.section][each.start : each.end],
                "supported": each.is_supported,
                "support": each.support,
                "from_chart": each.from_chart,
                "segments": _segments(each.sources, transcript),
            }
            for each in result.sentences
        ],
    }


def _finding(finding: Finding, result: NoteCheck, transcript: Transcript) -> dict[str, Any]:
    rests_on = [
        source
        for each in result.sentences
        if each.section is finding.section and each.start < finding.end and finding.start < each.end
        for source in each.sources
    ]
    return {
        "class": finding.kind.value,
        "severity": in_words(finding.severity),
        "section": finding.section.value if finding.section else None,
        "start": finding.start,
        "end": finding.end,
        "words": finding.words,
        "reason": finding.reason,
        "fix": None
        if finding.fix is None
        else {
            "start": finding.fix.start,
            "end": finding.fix.end,
            "text": finding.fix.text,
            "label": finding.fix.label,
        },
        "segments": _segments(finding.sources or tuple(rests_on), transcript),
        "key": finding.key,
    }


def _omission(omission: Omission, transcript: Transcript) -> dict[str, Any]:
    return {
        "class": omission.kind.value,
        "severity": in_words(omission.severity),
        "section": omission.section.value,
        "words": omission.words,
        "reason": omission.reason,
        "sentence": omission.sentence,
        "segments": _segments(omission.sources, transcript),
        "key": omission.key,
    }


def _segments(sources: tuple[Source, ...], transcript: Transcript) -> list[dict[str, Any]]:
    return [
        {
            "segment": source.segment,
            "start": source.start,
            "end": source.end,
            "start_ms": transcript.segments[source.segment].start_ms,
            "text": transcript.segments[source.segment].text[source.start : source.end],
        }
        for source in sources
    ]


_HEADINGS = {
    Severity.MUST_DECIDE: "Must be decided before signing",
    Severity.LOOK_AT: "Should be looked at",
    Severity.INFORMATION: "For information",
}


def _print(result: NoteCheck, transcript: Transcript) -> None:
    supported = sum(each.is_supported for each in result.sentences)
    if result.has_words:
        print(f"{supported} of {len(result.sentences)} statements traced to the transcript or the chart.")
    else:
        print("Not compared: no transcript.")
    for severity, heading in _HEADINGS.items():
        findings = [each for each in result.findings if each.severity is severity]
        omissions = [each for each in result.omissions if each.severity is severity]
        if findings or omissions:
            print(f"\n{heading}")
        for finding in findings:
            place = finding.section.label if finding.section else "Transcript"
            print(f"- {place}, {finding.kind.value}: {finding.reason}")
            if finding.words and f"“{finding.words}”" not in finding.reason:
                print(f"    {finding.words}")
            if finding.fix is not None:
                print(f"    Fix: {finding.fix.label}.")
            _print_moments(finding.sources, transcript)
        for omission in omissions:
            print(
                f"- Left out, {omission.kind.value}: {omission.reason} Belongs to {omission.section.label}."
            )
            print(f"    “{omission.words}”")


def _print_moments(sources: tuple[Source, ...], transcript: Transcript) -> None:
    shown = []
    for source in sources:
        start_ms = transcript.segments[source.segment].start_ms
        shown.append(f"line {source.segment + 1}" if start_ms is None else clock(start_ms))
    if shown:
        print(f"    See {', '.join(shown)}.")
