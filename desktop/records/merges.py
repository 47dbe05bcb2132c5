"""Merging two patients who are one person, and taking that back. Visits keep their ids; nobody is deleted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from desktop.domain.audit import Action, RecordKind
from desktop.domain.errors import UnknownChoice
from desktop.domain.history import DuplicatePair, PatientMerge
from desktop.domain.user import Right
from desktop.records import times
from desktop.records.access import Access
from desktop.records.database import Connection, Database
from desktop.records.duplicates import likely_duplicates
from desktop.records.patients import PATIENT_COLUMNS, patient_from, unknown_patient

_MERGE_COLUMNS = "id, kept_id, other_id, merged_utc_us, merged_offset_min, undone_utc_us, undone_offset_min"


class Merges:
    """Which patients are merged, which may have to be, and which a person said are two."""

    def __init__(self, database: Database, access: Access) -> None:
        self._database = database
        self._access = access

    def candidates(self) -> list[DuplicatePair]:
        """Patients that may be one person and that nobody has kept apart; the surest reason first."""
        with self._access.reading(Right.READ_PATIENTS) as connection:
            rows = connection.execute(
                f"SELECT {PATIENT_COLUMNS} FROM patients WHERE merged_into IS NULL ORDER BY id"  # noqa: S608 - a constant
            ).fetchall()
            apart = set(connection.execute("SELECT first_id, second_id FROM patients_kept_apart"))
        return [
            pair
            for pair in likely_duplicates(patient_from(row) for row in rows)
            if (pair.first.id, pair.second.id) not in apart
        ]

    def keep_apart(self, first_id: int, second_id: int) -> None:
        """A person says that these are two people: the pair is not proposed again. Raises UnknownChoice."""
        low, high = sorted((first_id, second_id))
        with self._access.writing(Right.EDIT_PATIENTS, Action.EDITED, RecordKind.PATIENT, low) as connection:
            for patient_id in (low, high):
                _require_shown(connection, patient_id)
            connection.execute("INSERT OR IGNORE INTO patients_kept_apart VALUES (?, ?)", (low, high))

    def merge(self, kept_id: int, other_id: int, merged_at: datetime) -> PatientMerge:
        """The visits of other become visits of kept, and other is hidden. undo() takes it back.

        Raises UnknownChoice for one and the same patient, an unknown one, or one already merged into another.
        """
        if kept_id == other_id:
            raise UnknownChoice("These are the same patient already. Choose two patients to merge.")
        with self._access.writing(
            Right.EDIT_PATIENTS, Action.MERGED, RecordKind.PATIENT, kept_id
        ) as connection:
            for patient_id in (kept_id, other_id):
                _require_shown(connection, patient_id)
            moved = connection.execute("SELECT id FROM visits WHERE patient_id = ?", (other_id,)).fetchall()
            cursor = connection.execute(
                "INSERT INTO patient_merges (kept_id, other_id, merged_utc_us, merged_offset_min)"
                " VALUES (?, ?, ?, ?)",
                (kept_id, other_id, *times.to_columns(merged_at)),
            )
            merge_id = cursor.lastrowid
            connection.executemany(
                "INSERT INTO patient_merge_visits VALUES (?, ?)", [(merge_id, visit) for (visit,) in moved]
            )
            connection.execute("UPDATE visits SET patient_id = ? WHERE patient_id = ?", (kept_id, other_id))
            connection.execute("UPDATE patients SET merged_into = ? WHERE id = ?", (kept_id, other_id))
            return _get(connection, merge_id)

    def undo(self, merge_id: int, undone_at: datetime) -> PatientMerge:
        """Take a merge back: the patient is shown again, and the visits that moved are theirs again.

        A visit that a person has since given to somebody else stays there. Raises UnknownChoice when there is no such
        merge, it is undone already, or the kept patient was since merged into another one.
        """
        with self._access.writing(Right.EDIT_PATIENTS) as connection:
            merge = _get(connection, merge_id)
            if merge.undone_at is not None:
                raise UnknownChoice("This merge is undone already. Nothing was changed.")
            if _merged_into(connection, merge.kept_id) is not None:
                raise UnknownChoice("The kept patient was merged again later. Undo the later merge first.")
            connection.execute(
                "UPDATE visits SET patient_id = ? WHERE patient_id = ?"
                " AND id IN (SELECT visit_id FROM patient_merge_visits WHERE merge_id = ?)",
                (merge.other_id, merge.kept_id, merge_id),
            )
            connection.execute("UPDATE patients SET merged_into = NULL WHERE id = ?", (merge.other_id,))
            connection.execute(
                "UPDATE patient_merges SET undone_utc_us = ?, undone_offset_min = ? WHERE id = ?",
                (*times.to_columns(undone_at), merge_id),
            )
            self._access.note(connection, Action.MERGE_UNDONE, RecordKind.PATIENT, merge.kept_id)
            return _get(connection, merge_id)

    def of_patient(self, kept_id: int) -> list[PatientMerge]:
        """The merges into a patient that still hold, the latest first."""
        with self._access.reading(Right.READ_PATIENTS, RecordKind.PATIENT, kept_id) as connection:
            rows = connection.execute(
                "SELECT id FROM patient_merges WHERE kept_id = ? AND undone_utc_us IS NULL ORDER BY id DESC",
                (kept_id,),
            ).fetchall()
            return [_get(connection, merge_id) for (merge_id,) in rows]


def _require_shown(connection: Connection, patient_id: int) -> None:
    if connection.execute("SELECT 1 FROM patients WHERE id = ?", (patient_id,)).fetchone() is None:
        raise unknown_patient()
    if _merged_into(connection, patient_id) is not None:
        raise UnknownChoice("This patient was merged into another one. Search for the patient again.")


def _merged_into(connection: Connection, patient_id: int) -> int | None:
    row = connection.execute("SELECT merged_into FROM patients WHERE id = ?", (patient_id,)).fetchone()
    merged_into: int | None = row[0]
    return merged_into


def _get(connection: Connection, merge_id: int) -> PatientMerge:
    row = connection.execute(
        f"SELECT {_MERGE_COLUMNS} FROM patient_merges WHERE id = ?",  # noqa: S608 - a constant
        (merge_id,),
    ).fetchone()
    if row is None:
        raise UnknownChoice("This merge is not in the records. Open the patient again.")
    visits = connection.execute(
        "SELECT visit_id FROM patient_merge_visits WHERE merge_id = ? ORDER BY visit_id", (merge_id,)
    ).fetchall()
    return _merge_from(row, (visit for (visit,) in visits))


def _merge_from(row: tuple[Any, ...], visit_ids: Iterable[int]) -> PatientMerge:
    merge_id, kept_id, other_id, merged_us, merged_min, undone_us, undone_min = row
    return PatientMerge(
        id=merge_id,
        kept_id=kept_id,
        other_id=other_id,
        merged_at=times.from_columns(merged_us, merged_min),
        undone_at=None if undone_us is None else times.from_columns(undone_us, undone_min),
        visit_ids=tuple(visit_ids),
    )
