"""Patients and appointments from a FHIR R4 Bundle (https://hl7.org/fhir/R4/bundle.html), as other systems export it.

Only what is taken is described here; everything else in a resource is passed over.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from desktop.domain.context import Sex
from desktop.domain.errors import FileUnreadable
from desktop.domain.imports import ImportFile, ImportRow
from desktop.domain.patient import Patient
from desktop.imports.birth_dates import look_at
from desktop.imports.decoding import content_of, decoded
from desktop.imports.tables import (
    BIRTH_DATE_UNREADABLE,
    LONGEST_CELL_CHARS,
    MOST_ROWS,
    NO_NAME,
    TIME_UNREADABLE,
)
from desktop.language.plain_text import clean_text

RESOURCE_UNREADABLE = "the resource is not as FHIR R4 describes it"
CANCELLED = "the appointment is cancelled, missed or entered in error"
NO_PATIENT = "the appointment names no patient of this bundle"
BIRTH_DATE_PARTIAL = "the birth date has no day or month and is left empty"
VALUE_TOO_LONG = f"a value has more than {LONGEST_CELL_CHARS} characters"

_NOT_COMING = frozenset({"cancelled", "noshow", "entered-in-error"})
_PARTIAL_DATE = re.compile(r"\d{4}(-\d{2})?")


class _Resource(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class _Coding(_Resource):
    code: str = ""


class _Concept(_Resource):
    coding: tuple[_Coding, ...] = ()


class _Identifier(_Resource):
    value: str = ""
    use: str = ""
    type: _Concept = _Concept()

    @property
    def is_record_number(self) -> bool:
        return any(coding.code == "MR" for coding in self.type.coding)


class _HumanName(_Resource):
    use: str = ""
    text: str = ""
    family: str = ""
    given: tuple[str, ...] = ()


class _Patient(_Resource):
    id: str = ""
    identifier: tuple[_Identifier, ...] = ()
    name: tuple[_HumanName, ...] = ()
    gender: str = ""
    birth_date: str = Field(default="", alias="birthDate")


class _Reference(_Resource):
    reference: str = ""


class _Participant(_Resource):
    actor: _Reference = _Reference()


class _Appointment(_Resource):
    status: str = ""
    start: str = ""
    participant: tuple[_Participant, ...] = ()


class _Entry(_Resource):
    full_url: str = Field(default="", alias="fullUrl")
    resource: dict[str, Any] = Field(default_factory=dict)


class _Bundle(_Resource):
    entry: tuple[_Entry, ...] = ()


def read_bundle(path: Path, *, today: date) -> ImportFile:
    """The patients of a bundle, or its appointments with their patients when it has any.

    Raises FileUnreadable for a file that is no such bundle, holds none, or too many.
    """
    content = content_of(path)
    bundle = _bundle(decoded(content))
    patients: list[ImportRow] = []
    by_reference: dict[str, ImportRow] = {}
    appointments: list[tuple[int, dict[str, Any]]] = []
    for number, entry in enumerate(bundle.entry, 1):
        match entry.resource.get("resourceType"):
            case "Patient":
                row = _patient_row(number, entry.resource, today)
                patients.append(row)
                by_reference[entry.full_url] = row
                by_reference[f"Patient/{entry.resource.get('id')}"] = row
            case "Appointment":
                appointments.append((number, entry.resource))
            case _:
                pass
    by_reference.pop("", None)
    rows = (
        [_appointment_row(number, resource, by_reference) for number, resource in appointments]
        if appointments
        else patients
    )
    if not rows:
        raise FileUnreadable("The bundle holds no patients and no appointments. Choose another file.")
    if len(rows) > MOST_ROWS:
        raise FileUnreadable(
            f"The bundle has more than {MOST_ROWS:,} entries. Split it and import the parts one after the other."
        )
    return ImportFile(tuple(rows), bool(appointments), hashlib.sha256(content).hexdigest())


def _bundle(text: str) -> _Bundle:
    sentence = "The file is not a FHIR R4 Bundle in JSON. Export it again."
    try:
        read = json.loads(text)
        if not isinstance(read, dict) or read.get("resourceType") != "Bundle":
            raise FileUnreadable(sentence)
        return _Bundle.model_validate(read)
    except (ValueError, RecursionError) as error:
        raise FileUnreadable(sentence) from error


def _patient_row(number: int, resource: Mapping[str, Any], today: date) -> ImportRow:
    try:
        read = _Patient.model_validate(resource)
    except ValidationError:
        return ImportRow(number, Patient(), problems=(RESOURCE_UNREADABLE,))
    problems: list[str] = []
    name = _usual_name(read)
    family = _line(name.family, problems)
    given = _line(" ".join(name.given), problems)
    if not family and not given:
        family = _line(name.text, problems)
    if not family and not given:
        problems.append(NO_NAME)
    warnings: tuple[str, ...] = ()
    born = None
    if _PARTIAL_DATE.fullmatch(read.birth_date):
        warnings = (BIRTH_DATE_PARTIAL,)
    elif read.birth_date:
        try:
            born = date.fromisoformat(read.birth_date)
        except ValueError:
            problems.append(BIRTH_DATE_UNREADABLE)
    warnings += look_at(born, today, problems)
    sex = Sex(read.gender) if read.gender in set(Sex) else Sex.UNKNOWN
    patient = Patient(None, family, given, born, sex, _line(_record_number(read), problems))
    return ImportRow(number, patient, None, tuple(dict.fromkeys(problems)), warnings)


def _appointment_row(
    number: int, resource: Mapping[str, Any], patients: Mapping[str, ImportRow]
) -> ImportRow:
    try:
        read = _Appointment.model_validate(resource)
    except ValidationError:
        return ImportRow(number, Patient(), problems=(RESOURCE_UNREADABLE,))
    references = [participant.actor.reference for participant in read.participant]
    row = next((patients[each] for each in references if each in patients), None)
    problems = [] if row is None else list(row.problems)
    if row is None:
        problems.append(NO_PATIENT)
    if read.status in _NOT_COMING:
        problems.append(CANCELLED)
    starts_at = _instant(read.start)
    if starts_at is None:
        problems.append(TIME_UNREADABLE)
    return ImportRow(
        number, row.patient if row else Patient(), starts_at, tuple(problems), row.warnings if row else ()
    )


def _instant(text: str) -> datetime | None:
    """A FHIR instant, which always names its offset."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None


def _usual_name(patient: _Patient) -> _HumanName:
    """The official name, then the usual one, then the first; never an old or maiden name while there is another."""
    order = {"official": 0, "usual": 1, "": 2, "old": 4, "maiden": 4}
    return min(patient.name, key=lambda name: order.get(name.use, 3), default=_HumanName())


def _record_number(patient: _Patient) -> str:
    """The identifier that says it is a medical record number, or else the only one there is."""
    marked = [each.value for each in patient.identifier if each.is_record_number and each.use != "old"]
    if marked:
        return marked[0]
    return patient.identifier[0].value if len(patient.identifier) == 1 else ""


def _line(text: str, problems: list[str]) -> str:
    if len(text) > LONGEST_CELL_CHARS:
        problems.append(VALUE_TOO_LONG)
        return ""
    return " ".join(clean_text(text).split())
