"""A table of patients or appointments (CSV): its columns found by their headings, each row read or refused by itself."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, tzinfo
from pathlib import Path

from desktop.domain.context import Sex
from desktop.domain.errors import FileUnreadable
from desktop.domain.imports import DateOrder, ImportFile, ImportRow
from desktop.domain.patient import Patient
from desktop.imports.birth_dates import look_at
from desktop.imports.dates import (
    at_wall_clock,
    is_ambiguous,
    order_shown,
    read_appointment_day,
    read_birth_date,
    read_moment,
    read_time,
)
from desktop.imports.decoding import content_of, decoded
from desktop.language.plain_text import clean_text

MOST_ROWS = 20_000
LONGEST_CELL_CHARS = 300

_HEADINGS = {
    "family": "family name|last name|surname|lastname|familyname|patient last name|name last",
    "given": "given name|first name|forename|firstname|givenname|patient first name|name first",
    "name": "name|patient|patient name|full name",
    "born": "date of birth|birth date|dob|born|birthdate|birthday|d o b|patient dob",
    "sex": "sex|gender|patient sex",
    "mrn": "mrn|medical record number|record number|patient id|patient number|chart number|chart|id|patientid",
    "day": "date|appointment date|visit date|day|appt date",
    "time": "time|appointment time|start time|visit time|appt time",
    "start": "start|starts at|date time|datetime|appointment|start date time|appointment start",
}
_COLUMN_OF = {heading: column for column, headings in _HEADINGS.items() for heading in headings.split("|")}
_SEXES = {
    **dict.fromkeys(("f", "female", "woman"), Sex.FEMALE),
    **dict.fromkeys(("m", "male", "man"), Sex.MALE),
    **dict.fromkeys(("o", "x", "other", "nonbinary", "non-binary"), Sex.OTHER),
    **dict.fromkeys(("", "u", "unknown", "?"), Sex.UNKNOWN),
}
_DATE_COLUMNS = ("born", "day", "start")
_QUOTED_FORMULA = re.compile(r'="([^"]*)"')
"""How spreadsheets keep leading zeros: ="00123". Every other formula is refused."""

NO_NAME = "no name"
FORMULA = "a cell is a formula"
CELL_TOO_LONG = f"a cell has more than {LONGEST_CELL_CHARS} characters"
WRONG_WIDTH = "the row has another number of columns than the heading"
BIRTH_DATE_UNREADABLE = "the birth date is not a date, or lacks its century"
SEX_UNREADABLE = "the sex is not one of female, male, other, unknown"
TIME_UNREADABLE = "the date or time of the appointment is not one"
AMBIGUOUS = "the date can be read day first or month first"


def read_table(
    path: Path, order: DateOrder | None = None, *, today: date, zone: tzinfo | None = None
) -> ImportFile:
    """The rows of a CSV file with a line of headings; commas, semicolons or tabs between the cells.

    order: what a person said about dates that can be read in two ways; what the file itself shows wins. zone: of the
    times in it; None: this computer's. Raises FileUnreadable for a file that is no such table or too long.
    """
    content = content_of(path)
    rows = _rows(decoded(content))
    headings = next(rows, [])
    columns = _columns(headings)
    kept: list[tuple[int, Sequence[str]]] = []
    for number, cells in enumerate(rows, 2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(kept) == MOST_ROWS:
            raise FileUnreadable(
                f"The table has more than {MOST_ROWS:,} rows. Split it and import the parts one after the other."
            )
        kept.append((number, cells))
    if not kept:
        raise FileUnreadable("The table has a heading and no rows. Choose another file.")
    shown, asks = _date_order(kept, columns)
    meant = shown or order
    reader = _RowReader(columns, len(headings), meant, today, zone)
    return ImportFile(
        rows=tuple(reader.read(number, cells) for number, cells in kept),
        is_schedule=reader.is_schedule,
        sha256=hashlib.sha256(content).hexdigest(),
        date_order=meant,
        asks_date_order=asks and meant is None,
    )


def _rows(text: str) -> Iterator[list[str]]:
    text = text.lstrip("\ufeff")
    first_line = re.sub(r'"[^"]*"', "", text.split("\n", 1)[0])
    if match := re.fullmatch(
        r"sep=(.)\r?", first_line, re.IGNORECASE
    ):  # a spreadsheet's own note of its separator
        separator, text = match[1], text.split("\n", 1)[-1]
    else:
        separator = max(",;\t", key=first_line.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    except csv.Error as error:
        raise FileUnreadable(
            "The table is damaged: a row or a quoted cell does not end. Export it again as CSV."
        ) from error


def _columns(headings: Sequence[str]) -> dict[str, int]:
    columns: dict[str, int] = {}
    for position, heading in enumerate(headings):
        words = " ".join(re.split(r"[\W_]+", clean_text(heading).casefold())).strip()
        column = _COLUMN_OF.get(words)
        if column is not None:
            columns.setdefault(column, position)
    if not columns.keys() & {"family", "name"}:
        raise FileUnreadable(
            "The table has no column for the patients' names. Its first line must hold headings such as Family name, "
            "Given name, Date of birth, Sex, MRN; for a schedule also Date and Time."
        )
    return columns


def _date_order(
    rows: Sequence[tuple[int, Sequence[str]]], columns: Mapping[str, int]
) -> tuple[DateOrder | None, bool]:
    """(the order that the file's other dates show, whether a date can be read in two ways)."""
    shown: set[DateOrder] = set()
    is_open = False
    for _, cells in rows:
        for column in _DATE_COLUMNS:
            position = columns.get(column, len(cells))
            if position >= len(cells):
                continue
            words = cells[position].split()
            day = words[0] if words else ""
            if found := order_shown(day):
                shown.add(found)
            is_open = is_open or is_ambiguous(day)
    return (shown.pop() if len(shown) == 1 else None), is_open


class _RowReader:
    def __init__(
        self,
        columns: Mapping[str, int],
        width: int,
        order: DateOrder | None,
        today: date,
        zone: tzinfo | None,
    ) -> None:
        self._columns, self._width, self._order, self._today, self._zone = columns, width, order, today, zone
        self.is_schedule = "start" in columns or {"day", "time"} <= columns.keys()

    def read(self, number: int, cells: Sequence[str]) -> ImportRow:
        problems: list[str] = []
        if len(cells) != self._width and not (len(cells) > self._width and not any(cells[self._width :])):
            problems.append(WRONG_WIDTH)
        facts = {column: self._cell(cells, position, problems) for column, position in self._columns.items()}
        family, given = _names(facts)
        if not family and not given:
            problems.append(NO_NAME)
        born = self._born(facts.get("born", ""), problems)
        warnings = look_at(born, self._today, problems)
        sex = _SEXES.get(facts.get("sex", "").casefold())
        if sex is None:
            problems.append(SEX_UNREADABLE)
        starts_at = self._starts_at(facts, problems) if self.is_schedule else None
        return ImportRow(
            number,
            Patient(None, family, given, born, sex or Sex.UNKNOWN, facts.get("mrn", "")),
            starts_at,
            tuple(dict.fromkeys(problems)),
            warnings,
        )

    def _cell(self, cells: Sequence[str], position: int, problems: list[str]) -> str:
        text = cells[position].strip() if position < len(cells) else ""
        if len(text) > LONGEST_CELL_CHARS:
            problems.append(CELL_TOO_LONG)
            return ""
        if match := _QUOTED_FORMULA.fullmatch(text):
            text = match[1]
        text = " ".join(clean_text(text).split())
        if text[:1] in {"=", "+", "@"} or (text[:1] == "-" and text != "-"):
            problems.append(FORMULA)
            return ""
        return text

    def _born(self, text: str, problems: list[str]) -> date | None:
        if not text:
            return None
        born = read_birth_date(text, self._order, self._today)
        if born is None:
            is_open = is_ambiguous(text) and self._order is None
            problems.append(AMBIGUOUS if is_open else BIRTH_DATE_UNREADABLE)
        return born

    def _starts_at(self, facts: Mapping[str, str], problems: list[str]) -> datetime | None:
        whole = facts.get("start", "")
        day_text = whole.split()[0] if whole else facts.get("day", "")
        if whole:
            moment = read_moment(whole, self._order, self._zone)
        else:
            day = read_appointment_day(day_text, self._order)
            at = read_time(facts.get("time", ""))
            moment = None if day is None or at is None else at_wall_clock(day, at, self._zone)
        if moment is None:
            is_open = is_ambiguous(day_text) and self._order is None
            problems.append(AMBIGUOUS if is_open else TIME_UNREADABLE)
        return moment


def _names(facts: Mapping[str, str]) -> tuple[str, str]:
    """(family name, given name), also from one column: "Rivera, Jordan" or "Jordan Rivera"."""
    if "family" in facts:
        return facts["family"], facts.get("given", "")
    whole = facts["name"]
    if "," in whole:
        family, _, given = whole.partition(",")
        return family.strip(), given.strip()
    given, _, family = whole.rpartition(" ")
    return family.strip(), given.strip()
