"""A summary as plain text for people, as plain data for JSON, and back from that."""

from __future__ import annotations

from datetime import date
from typing import Any

from desktop.domain.summary import (
    BlockKind,
    NotePart,
    NoteSpan,
    Purpose,
    Summary,
    SummaryBlock,
    SummaryStatement,
)
from desktop.summaries.wording import day


def as_text(summary: Summary) -> str:
    """The summary as text: header, notices, and each block under its title.

    Dates of visits that a statement rests on and does not write itself follow it in brackets; a statement that a
    check could not find in the notes is marked and gives the reason.
    """
    title = f"{summary.purpose.label}{': ' + summary.focus if summary.focus else ''}"
    lines = [title, summary.header, *(f"Note: {notice}" for notice in summary.notices), ""]
    for block in summary.blocks:
        lines.append(block.title)
        lines += (f"- {_line(statement)}" for statement in block.statements)
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def _line(statement: SummaryStatement) -> str:
    written = [day(when) for when in statement.dates]
    missing = [when for when in written if when not in statement.text]
    parts = [statement.text, *(f"[{when}]" for when in missing)]
    if statement.doubt:
        parts.append(f"[NOT SUPPORTED: {statement.doubt}]")
    return " ".join(parts)


def as_object(summary: Summary) -> dict[str, Any]:
    """The summary as plain data: blocks, their statements, and of each its visits, dates and spans."""
    return {
        "purpose": summary.purpose.value,
        "focus": summary.focus,
        "origin": summary.origin,
        "header": summary.header,
        "notices": list(summary.notices),
        "blocks": [
            {
                "kind": block.kind.value,
                "title": block.title,
                "statements": [_statement_object(statement) for statement in block.statements],
            }
            for block in summary.blocks
        ],
    }


def _statement_object(statement: SummaryStatement) -> dict[str, Any]:
    return {
        "text": statement.text,
        "visits": [when.isoformat() for when in statement.dates],
        "visit_ids": list(statement.visit_ids),
        "doubt": statement.doubt,
        "spans": [
            {
                "visit_id": span.visit_id,
                "visit_date": span.date.isoformat(),
                "part": span.part.value,
                "start": span.start,
                "end": span.end,
            }
            for span in statement.spans
        ],
    }


def from_object(data: dict[str, Any]) -> Summary:
    """The summary that as_object made this of."""
    return Summary(
        Purpose(data["purpose"]),
        data["focus"],
        data["origin"],
        data["header"],
        tuple(
            SummaryBlock(
                BlockKind(block["kind"]), block["title"], tuple(map(_statement_from, block["statements"]))
            )
            for block in data["blocks"]
        ),
        tuple(data["notices"]),
    )


def _statement_from(data: dict[str, Any]) -> SummaryStatement:
    spans = tuple(
        NoteSpan(
            date.fromisoformat(span["visit_date"]),
            span["visit_id"],
            NotePart(span["part"]),
            span["start"],
            span["end"],
        )
        for span in data["spans"]
    )
    return SummaryStatement(data["text"], spans, data["doubt"])
