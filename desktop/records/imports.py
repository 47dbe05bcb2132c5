"""Takes a file of patients or a schedule into the records: every row matched first, then all of it or nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from desktop.domain.audit import Action, RecordKind
from desktop.domain.errors import InputError
from desktop.domain.imports import Fate, Imported, ImportFile, ImportRow, PlannedRow
from desktop.domain.patient import Patient
from desktop.domain.user import Right
from desktop.domain.visit import VisitStatus
from desktop.records import times
from desktop.records.access import Access
from desktop.records.database import Connection, Database
from desktop.records.patients import PATIENT_COLUMNS, insert_patient, patient_from
from desktop.records.search_terms import fold

MRN_OF_ANOTHER = "this record number belongs to a patient with another name or birth date"
MRN_TWICE = "this record number stands in the file with another name or birth date"
SEVERAL_FIT = "several stored patients fit; merge them or give the record number"
NAME_KNOWN = "a stored patient has the same name; compare them afterwards"
ROW_TWICE = "the same row stands in the file before"
SCHEDULED_ALREADY = "this visit is in the records already"


class Imports:
    """What was imported, and the import itself."""

    def __init__(self, database: Database, access: Access) -> None:
        self._database = database
        self._access = access

    def imported_at(self, sha256: str) -> datetime | None:
        """When the same file was last imported; None when it never was."""
        with self._access.reading(Right.READ_PATIENTS) as connection:
            row = connection.execute(
                "SELECT imported_utc_us, imported_offset_min FROM imported_files WHERE sha256 = ?"
                " ORDER BY id DESC LIMIT 1",
                (sha256,),
            ).fetchone()
        return None if row is None else times.from_columns(*row)

    def mark(self, sha256: str, kind: str, imported_at: datetime) -> None:
        """Remember that a file was imported, by what it holds."""
        with self._access.writing(Right.EDIT_PATIENTS) as connection:
            _mark(connection, sha256, kind, imported_at)

    def plan(self, file: ImportFile) -> list[PlannedRow]:
        """What would become of each row now."""
        with self._access.reading(Right.READ_PATIENTS) as connection:
            return _plan(connection, file)

    def carry_out(
        self,
        file: ImportFile,
        planned: Sequence[PlannedRow],
        *,
        leave_out_refused: bool,
        imported_at: datetime,
    ) -> Imported:
        """Store what was planned, in one transaction.

        leave_out_refused: a person saw the refused rows and wants the rest. Raises InputError when rows are refused
        and nobody agreed to leave them out, or when the records changed since the plan; nothing is then stored.
        """
        refused = sum(each.fate is Fate.REFUSED for each in planned)
        if refused and not leave_out_refused:
            raise InputError(
                f"{refused} of {len(planned)} rows cannot be taken, so nothing was imported. Correct the file, or "
                "leave these rows out."
            )
        with self._access.writing(Right.EDIT_PATIENTS) as connection:
            if _plan(connection, file) != list(planned):
                raise InputError(
                    "The records changed since the preview, so nothing was imported. Look at the preview again."
                )
            added = _Adding(connection)
            for each in planned:
                added.take(each)
            _mark(connection, file.sha256, "schedule" if file.is_schedule else "patients", imported_at)
            facts = {"patients": added.patients, "visits": added.visits, "refused": refused}
            self._access.note(connection, Action.IMPORTED, RecordKind.RECORDS, facts=facts)
        return Imported(added.patients, added.visits, refused)


def _mark(connection: Connection, sha256: str, kind: str, imported_at: datetime) -> None:
    connection.execute(
        "INSERT INTO imported_files (sha256, kind, imported_utc_us, imported_offset_min) VALUES (?, ?, ?, ?)",
        (sha256, kind, *times.to_columns(imported_at)),
    )


class _Adding:
    """Adds planned rows, a person of the file once however often they come."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._ids: dict[tuple[str, ...], int] = {}
        self.patients = self.visits = 0

    def take(self, planned: PlannedRow) -> None:
        row = planned.row
        if planned.fate in {Fate.REFUSED, Fate.TWICE}:
            return
        patient_id = planned.patient_id
        if patient_id is None:
            key = _identity(row.patient)
            if key not in self._ids:
                stored = insert_patient(self._connection, row.patient)
                assert stored.id is not None
                self._ids[key] = stored.id
                self.patients += 1
            patient_id = self._ids[key]
        if row.starts_at is not None:
            self._connection.execute(
                "INSERT INTO visits (patient_id, started_utc_us, started_offset_min, specialty_id, template_id,"
                " status) VALUES (?, ?, ?, 'generic', 'standard', ?)",
                (patient_id, *times.to_columns(row.starts_at), VisitStatus.EMPTY.value),
            )
            self.visits += 1


def _plan(connection: Connection, file: ImportFile) -> list[PlannedRow]:
    stored = _Stored(connection)
    planned: list[PlannedRow] = []
    seen: set[tuple[object, ...]] = set()
    by_mrn: dict[str, tuple[str, ...]] = {}
    for row in file.rows:
        if row.problems:
            planned.append(PlannedRow(row, Fate.REFUSED, None, row.problems))
            continue
        each = stored.match(row)
        mrn, identity = fold(row.patient.mrn), _identity(row.patient)
        if each.fate is not Fate.REFUSED and mrn and by_mrn.setdefault(mrn, identity) != identity:
            each = PlannedRow(row, Fate.REFUSED, None, (MRN_TWICE,))
        key = (each.patient_id or identity, row.starts_at)
        if each.fate is not Fate.REFUSED:
            if key in seen:
                each = PlannedRow(row, Fate.TWICE, each.patient_id, (ROW_TWICE,))
            seen.add(key)
        if each.fate is Fate.KNOWN and row.starts_at and stored.has_visit(each.patient_id, row.starts_at):
            each = PlannedRow(row, Fate.TWICE, each.patient_id, (SCHEDULED_ALREADY,))
        planned.append(each)
    return planned


class _Stored:
    """The patients in the records, found by record number and by name."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._by_mrn: defaultdict[str, list[Patient]] = defaultdict(list)
        self._by_name: defaultdict[tuple[str, str], list[Patient]] = defaultdict(list)
        rows = connection.execute(f"SELECT {PATIENT_COLUMNS} FROM patients WHERE merged_into IS NULL")  # noqa: S608 - a constant
        for patient in map(patient_from, rows):
            self._by_mrn[fold(patient.mrn)].append(patient)
            self._by_name[_name(patient)].append(patient)

    def match(self, row: ImportRow) -> PlannedRow:
        """The stored patient that the row surely is, or a new one; in doubt it is refused, never mixed."""
        mrn = fold(row.patient.mrn)
        namesakes = self._by_name.get(_name(row.patient), [])
        if mrn and (holders := self._by_mrn.get(mrn)):
            same = [each for each in holders if _is_same(each, row.patient)]
            if len(same) == len(holders) == 1:
                return PlannedRow(row, Fate.KNOWN, same[0].id, row.warnings)
            reason = SEVERAL_FIT if same else MRN_OF_ANOTHER
            return PlannedRow(row, Fate.REFUSED, None, (reason,))
        born = row.patient.birth_date
        same = [
            each
            for each in namesakes
            if born is not None and each.birth_date == born and not (mrn and fold(each.mrn))
        ]
        if len(same) > 1:
            return PlannedRow(row, Fate.REFUSED, None, (SEVERAL_FIT,))
        if same:
            return PlannedRow(row, Fate.KNOWN, same[0].id, row.warnings)
        return PlannedRow(row, Fate.NEW, None, row.warnings + ((NAME_KNOWN,) if namesakes else ()))

    def has_visit(self, patient_id: int | None, starts_at: datetime) -> bool:
        """Whether the patient has a visit that begins at this moment."""
        return (
            self._connection.execute(
                "SELECT 1 FROM visits WHERE patient_id = ? AND started_utc_us = ?",
                (patient_id, times.to_columns(starts_at)[0]),
            ).fetchone()
            is not None
        )


def _name(patient: Patient) -> tuple[str, str]:
    return fold(patient.family_name), fold(patient.given_name)


def _identity(patient: Patient) -> tuple[str, ...]:
    return (*_name(patient), str(patient.birth_date), fold(patient.mrn))


def _is_same(stored: Patient, other: Patient) -> bool:
    """The same name, and no two birth dates that differ."""
    dates = {stored.birth_date, other.birth_date} - {None}
    return _name(stored) == _name(other) and len(dates) < 2
