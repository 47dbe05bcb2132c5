"""Patients in the records: add, correct, find."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from desktop.domain.audit import Action, RecordKind
from desktop.domain.context import Sex
from desktop.domain.errors import InputError, UnknownChoice
from desktop.domain.patient import BirthDateConcern, Patient, birth_date_concern
from desktop.domain.user import Right
from desktop.records import times
from desktop.records.access import Access
from desktop.records.database import Connection, Database
from desktop.records.limits import PATIENT_FIELD_CHARS, storable
from desktop.records.search_terms import fold, query_terms, stored_terms

PATIENT_COLUMNS = "id, family_name, given_name, birth_date, sex, mrn"
_TERM_MATCHES = "{patient_id} IN (SELECT patient_id FROM patient_terms WHERE term >= ? AND term < ?)"
_MOST_WORDS = 500
_LAST_CHARACTER = "\U0010ffff"


class Patients:
    """The patients table and the terms under which each patient is found."""

    def __init__(self, database: Database, access: Access) -> None:
        self._database = database
        self._access = access

    def add(self, patient: Patient) -> Patient:
        """Store a new patient and return it with its id. Raises TextTooLong, InputError for a birth date to come."""
        with self._access.writing(Right.EDIT_PATIENTS) as connection:
            stored = insert_patient(connection, patient)
            self._access.note(connection, Action.CREATED, RecordKind.PATIENT, stored.id)
        return stored

    def update(self, patient: Patient) -> Patient:
        """Store corrected demographics. Raises UnknownChoice when the patient is not stored, TextTooLong."""
        clean = _clean(patient)
        with self._access.writing(
            Right.EDIT_PATIENTS, Action.EDITED, RecordKind.PATIENT, clean.id
        ) as connection:
            cursor = connection.execute(
                "UPDATE patients SET family_name = ?, given_name = ?, birth_date = ?, sex = ?, mrn = ?,"
                " sort_key = ? WHERE id = ?",
                (*_values(clean), clean.id),
            )
            if cursor.rowcount == 0:
                raise unknown_patient()
            connection.execute("DELETE FROM patient_terms WHERE patient_id = ?", (clean.id,))
            _store_terms(connection, clean)
        return clean

    def get(self, patient_id: int) -> Patient:
        """One patient. Raises UnknownChoice."""
        with self._access.reading(Right.READ_PATIENTS, RecordKind.PATIENT, patient_id) as connection:
            row = connection.execute(
                f"SELECT {PATIENT_COLUMNS} FROM patients WHERE id = ?",  # noqa: S608 - a constant
                (patient_id,),
            ).fetchone()
        if row is None:
            raise unknown_patient()
        return patient_from(row)

    def search(self, text: str = "", limit: int = 50) -> list[Patient]:
        """Patients with a name or MRN in which each typed word begins a word, by name.

        Case, accents, punctuation and Unicode form do not matter. With nothing typed: all, by name. A patient
        merged into another one is not found.
        """
        terms = query_terms(text)
        if terms == ():
            return []
        condition, values = patient_condition(terms or (), "patients.id")
        with self._access.reading(Right.READ_PATIENTS) as connection:
            rows = connection.execute(
                f"SELECT {PATIENT_COLUMNS} FROM patients WHERE {condition} AND merged_into IS NULL"  # noqa: S608 - constants
                " ORDER BY sort_key, id LIMIT ?",
                (*values, limit),
            ).fetchall()
        return [patient_from(row) for row in rows]

    def named_in(self, text: str) -> list[Patient]:
        """Patients whose family and given names are all among the words of a text, wherever they stand in it.

        For the check that a note names nobody else: 12,500 patients take some ten milliseconds.
        """
        words = sorted(stored_terms(text))
        found: dict[int, Patient] = {}
        with self._access.reading(Right.READ_PATIENTS) as connection:
            for start in range(0, len(words), _MOST_WORDS):
                some = words[start : start + _MOST_WORDS]
                rows = connection.execute(
                    f"SELECT {PATIENT_COLUMNS} FROM patients WHERE merged_into IS NULL AND id IN"  # noqa: S608 - constants
                    f" (SELECT patient_id FROM patient_terms WHERE term IN ({', '.join('?' * len(some))}))",
                    some,
                ).fetchall()
                found.update((row[0], patient_from(row)) for row in rows)
        known = frozenset(words)
        return [
            patient
            for patient in found.values()
            if patient.family_name and patient.given_name and stored_terms(patient.name) <= known
        ]


def insert_patient(connection: Connection, patient: Patient) -> Patient:
    """Inside a transaction: store a new patient and return it with its id. Raises TextTooLong, InputError for a birth date to come."""
    clean = _clean(patient)
    cursor = connection.execute(
        "INSERT INTO patients (family_name, given_name, birth_date, sex, mrn, sort_key)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        _values(clean),
    )
    stored = replace(clean, id=cursor.lastrowid)
    _store_terms(connection, stored)
    return stored


def patient_condition(terms: tuple[str, ...], patient_id: str) -> tuple[str, list[str]]:
    """An SQL condition and its values: every term begins a term of the patient in column patient_id."""
    condition = " AND ".join([_TERM_MATCHES.format(patient_id=patient_id)] * len(terms)) or "TRUE"
    return condition, [bound for term in terms for bound in (term, term + _LAST_CHARACTER)]


def patient_from(row: tuple[Any, ...]) -> Patient:
    """A patient from the PATIENT_COLUMNS of a row."""
    patient_id, family_name, given_name, birth_date, sex, mrn = row
    return Patient(
        id=patient_id,
        family_name=family_name,
        given_name=given_name,
        birth_date=date.fromisoformat(birth_date) if birth_date else None,
        sex=Sex(sex),
        mrn=mrn,
    )


def unknown_patient() -> UnknownChoice:
    """What is raised for an id that no patient has."""
    return UnknownChoice("This patient is not in the records. Search for the patient again.")


def _clean(patient: Patient) -> Patient:
    born = patient.birth_date
    if born and birth_date_concern(born, times.now().date()) is BirthDateConcern.IN_THE_FUTURE:
        raise InputError("The date of birth is in the future, so nothing was saved. Check the year.")
    return replace(
        patient,
        family_name=_line(patient.family_name, "The family name"),
        given_name=_line(patient.given_name, "The given name"),
        mrn=_line(patient.mrn, "The medical record number"),
    )


def _line(text: str, what: str) -> str:
    return " ".join(storable(text, PATIENT_FIELD_CHARS, what).split())


def _values(patient: Patient) -> tuple[str | None, ...]:
    return (
        patient.family_name,
        patient.given_name,
        patient.birth_date.isoformat() if patient.birth_date else None,
        patient.sex.value,
        patient.mrn,
        fold(f"{patient.family_name} {patient.given_name}"),
    )


def _store_terms(connection: Connection, patient: Patient) -> None:
    terms = stored_terms(patient.family_name, patient.given_name, patient.mrn)
    connection.executemany(
        "INSERT INTO patient_terms (term, patient_id) VALUES (?, ?)",
        [(term, patient.id) for term in sorted(terms)],
    )
