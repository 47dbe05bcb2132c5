"""The notes of a patient's visits as a summary reads them, and the summaries that were kept."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from desktop.domain.audit import Action, Fact, RecordKind
from desktop.domain.errors import InputError, UnknownChoice
from desktop.domain.note import Section
from desktop.domain.user import Right
from desktop.domain.visit import Visit, VisitStatus
from desktop.records import times
from desktop.records.access import Access
from desktop.records.database import Connection, Database
from desktop.records.limits import storable
from desktop.records.visit_lines import VISIT_COLUMNS, visit_from

SUMMARY_CHARS = 4_000_000
FOCUS_CHARS = 300


@dataclass(frozen=True, slots=True)
class VisitTexts:
    """The note of one visit as it counts: as signed where it is signed, otherwise as it is being written.

    addenda: what was added to a signed note, the first one first.
    """

    visit: Visit
    provider: str
    sections: dict[Section, str]
    addenda: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StoredSummary:
    """A kept summary as it is stored. content: JSON."""

    id: int
    content: str
    made_at: datetime
    made_by: str
    visit_ids: tuple[int, ...]


class Summaries:
    """The kept_summaries tables, and what summaries are made of."""

    def __init__(self, database: Database, access: Access) -> None:
        self._database = database
        self._access = access

    def notes_of(self, patient_id: int) -> list[VisitTexts]:
        """The notes of every visit of a patient, the visit begun first first; noted as one view of the patient."""
        with self._access.reading(Right.READ_CLINICAL, RecordKind.PATIENT, patient_id) as connection:
            rows = connection.execute(
                f"SELECT {VISIT_COLUMNS}, coalesce(users.display_name, '') FROM visits"  # noqa: S608 - a constant
                " LEFT JOIN users ON users.id = visits.provider_id WHERE patient_id = ?"
                " ORDER BY started_utc_us, visits.id",
                (patient_id,),
            ).fetchall()
            written = _written_sections(connection, patient_id)
            signed = _signed_sections(connection, patient_id)
            addenda = _addenda(connection, patient_id)
        found = []
        for *columns, provider in rows:
            visit = visit_from(tuple(columns))
            assert visit.id is not None
            texts = written[visit.id]
            if visit.status is VisitStatus.SIGNED:
                texts = signed.get(visit.id, texts)
            found.append(VisitTexts(visit, provider, texts, tuple(addenda[visit.id])))
        return found

    def keep(
        self, *, purpose: str, focus: str, origin: str, content: str, visit_ids: Iterable[int]
    ) -> StoredSummary:
        """Keep a summary of these visits, in the name of the signed-in user, beside those kept before.

        Raises NotPermitted, TextTooLong, UnknownChoice for an unknown visit, InputError when there is no visit or the
        visits are not one patient's.
        """
        ids = tuple(sorted(set(visit_ids)))
        clean = storable(content, SUMMARY_CHARS, "The summary")
        focus = storable(focus, FOCUS_CHARS, "The focus")
        with self._access.writing(Right.WRITE_CLINICAL) as connection:
            patient_id = _the_patient(connection, ids)
            cursor = connection.execute(
                "INSERT INTO kept_summaries (purpose, focus, origin, content, made_utc_us, made_offset_min, user_id)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                (purpose, focus, origin, clean, *times.to_columns(times.now()), self._access.user_id),
            )
            connection.executemany(
                "INSERT INTO kept_summary_visits VALUES (?, ?)", [(cursor.lastrowid, each) for each in ids]
            )
            facts: dict[str, Fact] = {"summary": int(cursor.lastrowid), "visits": len(ids)}
            self._access.note(connection, Action.CREATED, RecordKind.PATIENT, patient_id, facts)
            (kept,) = _stored(connection, "kept_summaries.id = ?", cursor.lastrowid)
        return kept

    def of_patient(self, patient_id: int) -> list[StoredSummary]:
        """The summaries that were made of nothing but visits that are this patient's now, the last one first."""
        with self._access.reading(Right.READ_CLINICAL, RecordKind.PATIENT, patient_id) as connection:
            return _stored(
                connection,
                "kept_summaries.id IN (SELECT summary_id FROM kept_summary_visits JOIN visits ON visits.id = visit_id"
                " WHERE visits.patient_id = ?1) AND NOT EXISTS (SELECT 1 FROM kept_summary_visits"
                " JOIN visits ON visits.id = visit_id"
                " WHERE summary_id = kept_summaries.id AND visits.patient_id IS NOT ?1)",
                patient_id,
            )

    def record_export(self, patient_id: int, what: str) -> None:
        """Note that a summary leaves the program ("Copied", "text", "json"). Call before it does. Raises NotPermitted."""
        action = Action.COPIED if what == "Copied" else Action.EXPORTED
        with self._access.writing(
            Right.EXPORT_DRAFT, kind=RecordKind.PATIENT, record_id=patient_id
        ) as connection:
            self._access.note(
                connection, action, RecordKind.PATIENT, patient_id, {"format": what, "summary": True}
            )

    def record_send(self, patient_id: int, host: str, visits: int) -> None:
        """Note that the notes of so many visits go to an endpoint. Call before they do. Raises NotPermitted."""
        with self._access.writing(
            Right.WRITE_CLINICAL, kind=RecordKind.PATIENT, record_id=patient_id
        ) as connection:
            facts: dict[str, Fact] = {"host": host, "visits": visits}
            self._access.note(connection, Action.SENT, RecordKind.PATIENT, patient_id, facts)


def _written_sections(connection: Connection, patient_id: int) -> defaultdict[int, dict[Section, str]]:
    found: defaultdict[int, dict[Section, str]] = defaultdict(dict)
    rows = connection.execute(
        "SELECT visit_id, section, text FROM working_sections JOIN visits ON visits.id = visit_id WHERE patient_id = ?",
        (patient_id,),
    )
    for visit_id, section, text in rows:
        found[visit_id][Section(section)] = text
    return found


def _signed_sections(connection: Connection, patient_id: int) -> dict[int, dict[Section, str]]:
    """The newest signed state of each signed note: an amendment stands in the place of what it amends."""
    rows = connection.execute(
        "SELECT visit_id, content FROM signed_notes JOIN visits ON visits.id = visit_id"
        " WHERE patient_id = ? ORDER BY signed_notes.id",
        (patient_id,),
    )
    return {
        visit_id: {Section(name): text for name, text in json.loads(content)["sections"].items()}
        for visit_id, content in rows
    }


def _addenda(connection: Connection, patient_id: int) -> defaultdict[int, list[str]]:
    found: defaultdict[int, list[str]] = defaultdict(list)
    rows = connection.execute(
        "SELECT visit_id, text FROM addenda JOIN visits ON visits.id = visit_id WHERE patient_id = ?"
        " ORDER BY addenda.id",
        (patient_id,),
    )
    for visit_id, text in rows:
        found[visit_id].append(text)
    return found


def _the_patient(connection: Connection, visit_ids: tuple[int, ...]) -> int:
    """The one patient whose visits these are."""
    patients = set()
    for visit_id in visit_ids:
        row = connection.execute("SELECT patient_id FROM visits WHERE id = ?", (visit_id,)).fetchone()
        if row is None:
            raise UnknownChoice("A visit of this summary is not in the records any more. Write it again.")
        patients.add(row[0])
    if len(patients) != 1 or None in patients:
        raise InputError(
            "The visits of this summary are not one patient's, so it was not kept. Open the patient again and write "
            "it anew."
        )
    return int(patients.pop())


def _stored(connection: Connection, where: str, value: Any) -> list[StoredSummary]:
    rows = connection.execute(
        "SELECT kept_summaries.id, content, made_utc_us, made_offset_min, coalesce(users.display_name, '')"  # noqa: S608 - constants
        f" FROM kept_summaries LEFT JOIN users ON users.id = user_id WHERE {where} ORDER BY kept_summaries.id DESC",
        (value,),
    ).fetchall()
    return [
        StoredSummary(
            summary_id,
            content,
            times.from_columns(utc_us, offset_min),
            made_by,
            tuple(
                visit_id
                for (visit_id,) in connection.execute(
                    "SELECT visit_id FROM kept_summary_visits WHERE summary_id = ? ORDER BY visit_id",
                    (summary_id,),
                )
            ),
        )
        for summary_id, content, utc_us, offset_min, made_by in rows
    ]
