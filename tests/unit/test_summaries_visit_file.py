"""A file of visits: the shapes and dates that are read, and one plain sentence for each that is not."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from desktop.domain.errors import FileUnreadable
from desktop.domain.summary import NotePart
from desktop.summaries.visit_file import visits_from_json


def read(data: Any) -> Any:
    """What the reader makes of data written as JSON."""
    return visits_from_json(json.dumps(data).encode(), "visits.json")


def test_soap_notes_and_summaries_are_read_with_their_focus() -> None:
    """Both shapes of a visit, in the order given, with ids by place; unknown fields do no harm."""
    visits, focus = read(
        {
            "visits": [
                {
                    "visit_date": "2026-02-01",
                    "provider": "Dr Example",
                    "soap_note": {"plan": "Rest.", "objective": None},
                },
                {"visit_date": "2026-01-01", "summary": "Seen.", "soap_note": None, "extra": 1},
            ],
            "patient_info": {"name": "Fictional"},
            "focus": "diabetes",
        }
    )
    assert focus == "diabetes"
    assert [(visit.id, visit.provider, dict(visit.texts)) for visit in visits] == [
        ("1", "Dr Example", {NotePart.PLAN: "Rest."}),
        ("2", "", {NotePart.SUMMARY: "Seen."}),
    ]


@pytest.mark.parametrize(
    "written",
    [
        "2026-03-05",
        "2026-03-05T09:30:00Z",
        "2026/03/05",
        "5 Mar 2026",
        "March 5, 2026",
        "05.03.2026",
        "5th March 2026",
        " 2026-03-05 ",
    ],
)
def test_common_dates_are_read(written: str) -> None:
    """Every form that can only be the fifth of March."""
    assert read([{"visit_date": written}])[0][0].date == date(2026, 3, 5)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ([{"visit_date": "03/05/2026"}], "day and month could be exchanged"),
        ([{"visit_date": "soon"}], "not a date"),
        ([{"visit_date": "31.02.2026"}], "not a date"),
        ([{"visit_date": 5}], "date in quotes"),
        ([{"visit_date": "1026-01-01"}], "year"),
        ([{}], "visits.1.visit_date: it is missing"),
        ([{"visit_date": "2026-01-01"}, 3], "visits.2: it must be an object"),
        ({"visits": "none"}, "list in square brackets"),
        ({}, "visits: it is missing"),
        ([], "no visits"),
        (7, "object in curly brackets"),
        ([{"visit_date": "2026-01-01", "soap_note": "text"}], "soap_note"),
        ([{"visit_date": "2026-01-01", "summary": 4}], "must be text"),
        ([{"visit_date": "2026-01-01", "visit_id": 1}, {"visit_date": "2026-01-02", "visit_id": "1"}], "same visit_id"),
        ([{"visit_date": "2026-01-01", "summary": "x" * 600_000}], "at most"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said_in_one_sentence(data: Any, words: str) -> None:
    """The sentence names the field and what to write, and holds nothing of the notes."""
    with pytest.raises(FileUnreadable) as failure:
        read(data)
    assert words in failure.value.sentence
    assert failure.value.sentence.startswith("The visits in visits.json cannot be used")
    assert "xxx" not in failure.value.sentence


@pytest.mark.parametrize(
    "content", [b"", b"{", b"\xff\xfe", b"[" * 100_000, b'{"visits": [' + b"9" * 5000 + b"]}"]
)
def test_broken_files_are_told(content: bytes) -> None:
    """Whatever stands in the file, the failure is a sentence."""
    with pytest.raises(FileUnreadable):
        visits_from_json(content, "visits.json")
