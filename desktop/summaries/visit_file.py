"""Reads dated visits from JSON in the shape that note services exchange."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from desktop.domain.errors import FileUnreadable
from desktop.domain.summary import NotePart, VisitNotes
from desktop.language.json_text import NotUsable, field_path, json_of
from desktop.language.plain_text import clean_text

LARGEST_FILE_BYTES = 32 * 1024 * 1024
MOST_VISITS = 2000

FORM = """{
  "visits": [
    {"visit_date": "2026-01-15", "provider": "...",
     "soap_note": {"subjective": "...", "objective": "...", "assessment": "...", "plan": "..."},
     "summary": "..."}
  ],
  "focus": "diabetes",
  "patient_info": {}
}"""
"""The shape of a file of visits, for people. Each visit needs its date; patient_info is not read."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAY_FIRST = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ -]([A-Za-z]{3,9})\.?,?[ -](\d{4})")
_MONTH_FIRST = re.compile(r"([A-Za-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})")
_NUMBERS = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})")
_EARLIEST_YEAR, _LATEST_YEAR = 1900, 2200
_MOST_CHARS = 500_000

_REASONS = {
    "missing": "it is missing",
    "string_type": "it must be text in quotes",
    "string_too_long": "it must have at most {max_length} characters",
    "too_long": "there may be at most {max_length}",
    "tuple_type": "it must be a list in square brackets",
    "model_type": "it must be an object in curly brackets",
}


def _text(value: Any) -> Any:
    if value is None:
        return ""
    return clean_text(value) if isinstance(value, str) else value


def _identifier(value: Any) -> Any:
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return str(value) if is_number else _text(value)


def _nothing(value: Any) -> Any:
    return {} if value is None else value


def read_date(written: Any) -> date:
    """The day that a text names: 2026-01-15 (also with a time), 15 Jan 2026, January 15, 2026, 15/01/2026.

    Of two numbers with slashes the one above 12 is the day; with dots the day comes first. Raises ValueError when
    it is no date, or when day and month could be exchanged.
    """
    if not isinstance(written, str):
        raise PydanticCustomError("no_date", "it must be a date in quotes, as in 2026-01-15")
    text = " ".join(written.split())
    found = _iso(text) or _named_month(text) or _in_numbers(text)
    if found is None:
        raise PydanticCustomError("no_date", "it is not a date that can be read; write it as in 2026-01-15")
    if not _EARLIEST_YEAR <= found.year <= _LATEST_YEAR:
        raise PydanticCustomError("no_date", "its year cannot be right; write it as in 2026-01-15")
    return found


def _iso(text: str) -> date | None:
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        return None


def _named_month(text: str) -> date | None:
    day_first, month_first = _DAY_FIRST.fullmatch(text), _MONTH_FIRST.fullmatch(text)
    if day_first:
        number, name, year = day_first.groups()
    elif month_first:
        name, number, year = month_first.groups()
    else:
        return None
    month = name[:3].lower()
    return _day(int(year), _MONTHS.index(month) + 1, int(number)) if month in _MONTHS else None


def _in_numbers(text: str) -> date | None:
    year_first = _YEAR_FIRST.fullmatch(text)
    if year_first:
        return _day(*(int(number) for number in year_first.groups()))
    found = _NUMBERS.fullmatch(text)
    if found is None:
        return None
    first, mark, second, year = found.groups()
    one, two = int(first), int(second)
    if mark == "." or one > 12 or one == two:
        return _day(int(year), two, one)
    if two > 12:
        return _day(int(year), one, two)
    raise PydanticCustomError(
        "no_date", "day and month could be exchanged in this date; write it as in 2026-01-15"
    )


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


_Text = Annotated[str, StringConstraints(max_length=_MOST_CHARS), BeforeValidator(_text)]
_Line = Annotated[str, StringConstraints(max_length=200, strip_whitespace=True), BeforeValidator(_text)]
_Name = Annotated[str, StringConstraints(max_length=100), BeforeValidator(_identifier)]


class _Shape(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class _SoapNote(_Shape):
    subjective: _Text = ""
    objective: _Text = ""
    assessment: _Text = ""
    plan: _Text = ""


class _Visit(_Shape):
    visit_date: Annotated[date, BeforeValidator(read_date)]
    visit_id: _Name = ""
    provider: _Line = ""
    soap_note: Annotated[_SoapNote, BeforeValidator(_nothing)] = _SoapNote()
    summary: _Text = ""


class _VisitFile(_Shape):
    visits: Annotated[tuple[_Visit, ...], Field(max_length=MOST_VISITS)]
    focus: _Line = ""


def read_visits(file: Path) -> tuple[tuple[VisitNotes, ...], str]:
    """The visits of a JSON file of the shape of FORM, and its focus ("" if it names none).

    A list alone is taken for the visits. Raises FileUnreadable, which names the file, the first wrong field and the
    reason, and never its contents.
    """
    name = "".join(letter for letter in file.name if letter.isprintable())
    try:
        with file.open("rb") as stream:
            content = stream.read(LARGEST_FILE_BYTES + 1)
    except FileNotFoundError as error:
        raise _unusable(name, "there is no such file") from error
    except OSError as error:
        raise _unusable(name, f"it cannot be read ({error.strerror or 'unknown reason'})") from error
    return visits_from_json(content, name)


def visits_from_json(content: bytes, name: str) -> tuple[tuple[VisitNotes, ...], str]:
    """What read_visits reads, from the bytes of a file that is called `name` in the sentence of a failure."""
    data = _data_of(content, name)
    if isinstance(data, list):
        data = {"visits": data}
    try:
        read = _VisitFile.model_validate(data)
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=False)
        raise _unusable(name, f"{field_path(details[0])}{_reason(details[0])}") from error
    if not read.visits:
        raise _unusable(name, "it holds no visits")
    names = [visit.visit_id or str(number) for number, visit in enumerate(read.visits, start=1)]
    if len(set(names)) < len(names):
        raise _unusable(name, "two visits have the same visit_id")
    return tuple(
        VisitNotes(identifier, visit.visit_date, visit.provider, _texts(visit))
        for identifier, visit in zip(names, read.visits, strict=True)
    ), read.focus


def _texts(visit: _Visit) -> MappingProxyType[NotePart, str]:
    note = visit.soap_note
    texts = {
        NotePart.SUBJECTIVE: note.subjective,
        NotePart.OBJECTIVE: note.objective,
        NotePart.ASSESSMENT: note.assessment,
        NotePart.PLAN: note.plan,
        NotePart.SUMMARY: visit.summary,
    }
    return MappingProxyType({part: text for part, text in texts.items() if text.strip()})


def _data_of(content: bytes, name: str) -> Any:
    try:
        return json_of(content, LARGEST_FILE_BYTES)
    except NotUsable as error:
        raise _unusable(name, error.reason) from error


def _unusable(name: str, reason: str) -> FileUnreadable:
    return FileUnreadable(f"The visits in {name} cannot be used: {reason}.")


def _reason(detail: ErrorDetails) -> str:
    known = _REASONS.get(detail["type"])
    return detail["msg"] if known is None else known.format(**detail.get("ctx", {}))
