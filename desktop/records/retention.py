"""Deletes what the clinic's rules let go: lists it first, leaves out who is on legal hold, and gives the space back.

Only the rules that are stored delete anything, so that whoever is signed in may let them run. Backups that were made
before keep what is deleted here until they are thinned out.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from desktop.domain.audit import Action, Fact, RecordKind
from desktop.domain.errors import InputError, UnknownChoice
from desktop.domain.jobs import Job, Waiting
from desktop.domain.patient import Patient
from desktop.domain.retention import (
    DEFAULT_RULES,
    UNATTENDED_DAYS,
    LegalHold,
    RetentionItem,
    RetentionKind,
    RetentionRule,
    RetentionStart,
)
from desktop.domain.user import Right
from desktop.records import times
from desktop.records.access import Access
from desktop.records.database import Connection, Database
from desktop.records.limits import storable
from desktop.records.recordings import delete_in_steps, give_space_back

REASON_CHARS = 500
LEAST_REASON_CHARS = 10
_LAST_RUN = "retention ran"
_FOREVER_US = 2**62

# What of a visit there is to delete. A recording under way, or one being written down, is nobody's to delete.
_PRESENT = {
    RetentionKind.AUDIO: """EXISTS (SELECT 1 FROM recordings WHERE visit_id = visits.id)
        AND NOT EXISTS (SELECT 1 FROM recordings WHERE visit_id = visits.id
        AND (state IN ('recording', 'paused') OR transcription = 'running'))""",
    RetentionKind.TRANSCRIPTS: """EXISTS (SELECT 1 FROM transcripts WHERE visit_id = visits.id)
        AND NOT EXISTS (SELECT 1 FROM recordings WHERE visit_id = visits.id
        AND (state IN ('recording', 'paused') OR transcription = 'running'))""",
    RetentionKind.DRAFTS: """(EXISTS (SELECT 1 FROM note_versions WHERE visit_id = visits.id)
        OR (signed_utc_us IS NULL AND EXISTS (SELECT 1 FROM working_sections WHERE visit_id = visits.id)))""",
}
_START = {RetentionStart.SIGNING: "signed_utc_us", RetentionStart.VISIT: "started_utc_us"}
_DUE = """
SELECT visits.id, started_utc_us, started_offset_min, family_name, given_name, {start},
       patient_id IN (SELECT id FROM held_patients) IS TRUE
FROM visits LEFT JOIN patients ON patients.id = patient_id
LEFT JOIN (SELECT visit_id, max(signed_utc_us) AS signed_utc_us FROM signed_notes GROUP BY visit_id)
    ON visit_id = visits.id
WHERE {start} <= ?1 AND {present}
"""
_IS_UNSIGNED = "NOT EXISTS (SELECT 1 FROM signed_notes WHERE visit_id = ?1)"
_DELETIONS = {
    RetentionKind.TRANSCRIPTS: (
        "DELETE FROM recording_words WHERE recording_id IN (SELECT id FROM recordings WHERE visit_id = ?)",
        "DELETE FROM segments WHERE visit_id = ?",
        "DELETE FROM transcripts WHERE visit_id = ?",
    ),
    RetentionKind.DRAFTS: (
        "DELETE FROM note_versions WHERE visit_id = ?",
        f"DELETE FROM working_sections WHERE visit_id = ?1 AND {_IS_UNSIGNED}",  # noqa: S608 - a constant
        f"DELETE FROM working_notes WHERE visit_id = ?1 AND {_IS_UNSIGNED}",  # noqa: S608 - a constant
    ),
}


class Retention:
    """The retention_rules and legal_holds tables, and what follows from them. Raises SignedOut, NotPermitted."""

    def __init__(self, database: Database, access: Access) -> None:
        self._database = database
        self._access = access

    def rules(self) -> tuple[RetentionRule, ...]:
        """The rule of each kind. Any user may read them."""
        with self._access.present() as connection:
            return _rules(connection)

    def set_rule(self, rule: RetentionRule) -> None:
        """Store a rule; it deletes at the next run. Raises InputError for impossible days, NotPermitted."""
        if rule.days is not None and not 0 <= rule.days <= rule.most_days:
            raise InputError(
                f"{rule.kind.label}: the days are a number from 0 to {rule.most_days:,}, or never."
            )
        with self._access.writing(Right.MANAGE_CLINIC, kind=RecordKind.SETTING) as connection:
            connection.execute(
                "INSERT INTO retention_rules VALUES (?, ?, ?)"
                " ON CONFLICT (kind) DO UPDATE SET days = excluded.days, start = excluded.start",
                (rule.kind.value, rule.days, rule.start.value),
            )
            facts: dict[str, Fact] = {"kind": rule.kind.value, "rule": rule.words}
            self._access.note(connection, Action.SETTINGS_CHANGED, RecordKind.SETTING, facts=facts)

    def preview(self, until: datetime) -> tuple[RetentionItem, ...]:
        """What the rules delete up to a moment, held ones too, the oldest first. Raises NotPermitted without MANAGE_CLINIC."""
        with self._access.reading(Right.MANAGE_CLINIC) as connection:
            return _due(connection, until)

    def expires_at(self, visit_id: int) -> dict[RetentionKind, datetime]:
        """When what there is of a visit will be deleted, by kind; what is kept is left out. Needs READ_CLINICAL."""
        with self._access.reading(Right.READ_CLINICAL) as connection:
            found = _due(connection, None, visit_id)
        return {item.rule.kind: item.expires_at for item in found if not item.is_held}

    def hold(self, patient_id: int) -> LegalHold | None:
        """The hold on a patient, or None."""
        with self._access.reading(Right.READ_PATIENTS) as connection:
            row = connection.execute(
                "SELECT reason, since_utc_us, since_offset_min, user_id FROM legal_holds WHERE patient_id = ?",
                (patient_id,),
            ).fetchone()
        return (
            None if row is None else LegalHold(patient_id, row[0], times.from_columns(row[1], row[2]), row[3])
        )

    def set_hold(self, patient_id: int, reason: str) -> None:
        """Keep everything of a patient until release_hold. Raises InputError without a reason, UnknownChoice."""
        kept = storable(reason, REASON_CHARS, "The reason").strip()
        if len(kept) < LEAST_REASON_CHARS:
            raise InputError(f"Say in at least {LEAST_REASON_CHARS} characters why this is kept.")
        with self._access.writing(
            Right.MANAGE_CLINIC, Action.LEGAL_HOLD_CHANGED, RecordKind.PATIENT, patient_id
        ) as connection:
            if connection.execute("SELECT 1 FROM patients WHERE id = ?", (patient_id,)).fetchone() is None:
                raise UnknownChoice("This patient is not in the records.")
            connection.execute(
                "INSERT OR REPLACE INTO legal_holds VALUES (?, ?, ?, ?, ?)",
                (patient_id, kept, *times.to_columns(times.now()), self._access.user_id),
            )

    def release_hold(self, patient_id: int) -> None:
        """Let the rules hold again for a patient."""
        with self._access.writing(
            Right.MANAGE_CLINIC, Action.LEGAL_HOLD_CHANGED, RecordKind.PATIENT, patient_id
        ) as connection:
            connection.execute("DELETE FROM legal_holds WHERE patient_id = ?", (patient_id,))

    def last_run(self) -> datetime | None:
        """When the rules ran last; None when they never did."""
        with self._access.present() as connection:
            row = connection.execute("SELECT value FROM settings WHERE key = ?", (_LAST_RUN,)).fetchone()
        return None if row is None else datetime.fromisoformat(json.loads(row[0]))

    def needs_a_person(self) -> bool:
        """True when the clock is so far from the last run that it may be wrong: then nothing goes unattended."""
        last, now = self.last_run(), times.now()
        return last is not None and not timedelta(days=-1) <= now - last <= timedelta(days=UNATTENDED_DAYS)

    def run(self) -> Job[Waiting, int]:
        """Delete what is due by the stored rules, visit by visit; returns of how many visits something was deleted.

        Any user may let it run, but only one who MANAGEs the CLINIC when needs_a_person. Ended in the middle, the next
        run goes on. Raises RecordsUnavailable, RecordsDamaged.
        """
        if self.needs_a_person():
            self._access.require(Right.MANAGE_CLINIC)
        with self._access.present() as connection:
            due = [item for item in _due(connection, times.now()) if not item.is_held]
        for item in due:
            yield from self._delete(item)
        with self._access.acting() as connection:
            connection.execute(
                "INSERT INTO settings (key, value) VALUES (?, ?)"
                " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                (_LAST_RUN, json.dumps(times.now().isoformat())),
            )
        if due:
            give_space_back(self._database)
        return len({item.visit_id for item in due})

    def _delete(self, item: RetentionItem) -> Iterator[Waiting]:
        facts: dict[str, Fact] = {"kind": item.rule.kind.value, "rule": item.rule.words}
        if item.rule.kind is RetentionKind.AUDIO:
            yield from self._delete_recordings(item, facts)
            return
        with self._access.acting() as connection:
            if _is_still_due(connection, item):
                for statement in _DELETIONS[item.rule.kind]:
                    connection.execute(statement, (item.visit_id,))
                self._access.note(
                    connection, Action.RETENTION_DELETED, RecordKind.VISIT, item.visit_id, facts
                )
        yield Waiting(0)

    def _delete_recordings(self, item: RetentionItem, facts: dict[str, Fact]) -> Iterator[Waiting]:
        with self._access.present() as connection:
            rows = connection.execute(
                "SELECT id FROM recordings WHERE visit_id = ?", (item.visit_id,)
            ).fetchall()
            is_due = _is_still_due(connection, item)
        for (recording_id,) in rows if is_due else ():

            def _note(connection: Connection, recording_id: int = recording_id) -> None:
                self._access.note(
                    connection, Action.RETENTION_DELETED, RecordKind.RECORDING, recording_id, facts
                )

            for _ in delete_in_steps(self._access.acting, recording_id, _note):
                yield Waiting(0)


def _rules(connection: Connection) -> tuple[RetentionRule, ...]:
    stored = {
        kind: RetentionRule(RetentionKind(kind), days, RetentionStart(start))
        for kind, days, start in connection.execute("SELECT kind, days, start FROM retention_rules")
    }
    return tuple(stored.get(rule.kind.value, rule) for rule in DEFAULT_RULES)


def _due(
    connection: Connection, until: datetime | None, visit_id: int | None = None
) -> tuple[RetentionItem, ...]:
    """What the rules delete up to a moment; None: whenever. visit_id: of this visit alone."""
    found = []
    for rule in _rules(connection):
        if rule.days is None:
            continue
        start = _START[rule.start]
        statement = _DUE.format(start=start, present=_PRESENT[rule.kind])
        latest_us = (
            _FOREVER_US
            if until is None
            else times.to_columns(until)[0] - timedelta(days=rule.days) // timedelta(microseconds=1)
        )
        rows = connection.execute(
            f"{statement} AND (?2 IS NULL OR visits.id = ?2) ORDER BY {start}, visits.id",
            (latest_us, visit_id),
        )
        found += [_item(rule, row) for row in rows]
    return tuple(sorted(found, key=lambda item: item.expires_at))


def _item(rule: RetentionRule, row: tuple[Any, ...]) -> RetentionItem:
    visit_id, started_utc_us, started_offset_min, family_name, given_name, start_us, is_held = row
    return RetentionItem(
        rule=rule,
        visit_id=visit_id,
        visit_day=times.from_columns(started_utc_us, started_offset_min).date(),
        patient_name=Patient(family_name=family_name or "", given_name=given_name or "").name,
        expires_at=times.from_columns(start_us, started_offset_min) + timedelta(days=rule.days or 0),
        is_held=bool(is_held),
    )


def _is_still_due(connection: Connection, item: RetentionItem) -> bool:
    """False when a hold was set or the rule was changed since the list was made."""
    now = _due(connection, times.now(), item.visit_id)
    return any(each.rule.kind is item.rule.kind and not each.is_held for each in now)
