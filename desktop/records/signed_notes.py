"""Signed notes in the records: sign once, co-sign, amend, add; and what was exported when and by whom."""

from __future__ import annotations

import json
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from desktop.domain.audit import Action, Fact, RecordKind
from desktop.domain.coding import AcceptedCode, CodeSystem
from desktop.domain.context import Sex
from desktop.domain.document import (
    Addendum,
    Author,
    Document,
    DocumentKind,
    DocumentStatus,
    DocumentVisit,
    Signature,
    SignatureRole,
    document_hash,
    signed_content,
)
from desktop.domain.errors import AlreadySigned, InputError, UnknownChoice
from desktop.domain.note import Section
from desktop.domain.patient import Patient
from desktop.domain.signing import Export, SignedNote
from desktop.domain.user import Right
from desktop.domain.visit import VisitStatus
from desktop.records import times
from desktop.records.access import Access
from desktop.records.database import Connection, Database
from desktop.records.limits import NOTE_SECTION_CHARS, storable
from desktop.records.visits import require_visit

ADDENDUM_CHARS = 20_000
REASON_CHARS = 500

_COLUMNS = "id, visit_id, content, content_hash, section_names, signed_utc_us, signed_offset_min, user_id, amends, reason"


class SignedNotes:
    """The tables of signing_schema. Documents that go in must be whole: what is stored is what was signed."""

    def __init__(self, database: Database, access: Access) -> None:
        self._database = database
        self._access = access

    @property
    def records_id(self) -> str:
        """What identifies these records among all clinics', in hexadecimal."""
        with self._access.present() as connection:
            (identity,) = connection.execute("SELECT id FROM records_identity").fetchone()
        return str(identity)

    def sign(self, document: Document, *, written: dict[Section, str]) -> SignedNote:
        """Sign the note of a visit for the first time, in the name of the signed-in user.

        written: the sections as the signer read them. Pressed twice, the second gives what the first made. Raises
        NotPermitted, UnknownChoice, AlreadySigned when it is signed with other words, and InputError when the note in
        the records is not the one that the signer read, or is empty.
        """
        visit_id = document.visit.id
        with self._access.writing(Right.SIGN, kind=RecordKind.VISIT, record_id=visit_id) as connection:
            require_visit(connection, visit_id)
            present = _newest(connection, visit_id)
            if present is not None:
                if present[3] == document_hash(document):
                    return self._note(connection, present)
                raise AlreadySigned(
                    "This note is signed already. Add an addendum or amend it; what was signed stays as it is."
                )
            stored = {
                Section(section): text
                for section, text in connection.execute(
                    "SELECT section, text FROM working_sections WHERE visit_id = ?", (visit_id,)
                )
            }
            stored = {section: text for section, text in stored.items() if text.strip()}
            if any(stored.get(section, "") != written.get(section, "") for section in Section):
                raise InputError("The note changed while it was being signed. Read it once more, then sign.")
            if not stored:
                raise InputError("There is no note to sign yet. Write or draft it first.")
            note_id = self._insert(connection, document, None, "")
            connection.execute(
                "UPDATE visits SET status = ? WHERE id = ?", (VisitStatus.SIGNED.value, visit_id)
            )
            return self._note(connection, _row(connection, note_id))

    def amend(self, document: Document, amends: int, reason: str) -> SignedNote:
        """Put a corrected note in the place of a signed one, which is kept beside it. Raises as sign does."""
        visit_id = document.visit.id
        reason = storable(reason, REASON_CHARS, "The reason").strip()
        if not reason:
            raise InputError("Say in a few words why the signed note is amended.")
        with self._access.writing(Right.SIGN, kind=RecordKind.VISIT, record_id=visit_id) as connection:
            present = _newest(connection, visit_id)
            if present is None:
                raise UnknownChoice("This note is not signed yet, so it can be changed as it is.")
            if present[0] != amends:
                if present[3] == document_hash(document):
                    return self._note(connection, present)
                raise AlreadySigned("Somebody amended this note meanwhile. Read it again, then amend that.")
            note_id = self._insert(connection, document, amends, reason)
            return self._note(connection, _row(connection, note_id))

    def cosign(self, note_id: int) -> SignedNote:
        """Add the signed-in user's signature to a signed note. Twice is once. Raises NotPermitted, UnknownChoice, InputError."""
        user = self._access.user
        with self._access.writing(Right.SIGN, kind=RecordKind.RECORDS) as connection:
            row = _row(connection, note_id)
            if row[7] == user.id:
                raise InputError("You signed this note yourself; somebody else has to co-sign it.")
            cursor = connection.execute(
                "INSERT INTO cosignatures (signed_note_id, content_hash, signer_name, credentials, signed_utc_us,"
                " signed_offset_min, user_id) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                (
                    note_id,
                    row[3],
                    user.display_name,
                    user.credentials,
                    *times.to_columns(times.now()),
                    user.id,
                ),
            )
            if cursor.rowcount:
                self._access.note(
                    connection, Action.COSIGNED, RecordKind.VISIT, row[1], {"sha256": row[3], "note": note_id}
                )
            return self._note(connection, row)

    def add_addendum(self, visit_id: int, text: str) -> Addendum:
        """Add words to a signed note. Raises NotPermitted, UnknownChoice, InputError when empty, TextTooLong."""
        clean = storable(text, ADDENDUM_CHARS, "The addendum").strip()
        if not clean:
            raise InputError("The addendum is empty. Write what is to be added.")
        user, now = self._access.user, times.now()
        with self._access.writing(Right.SIGN, kind=RecordKind.VISIT, record_id=visit_id) as connection:
            if _newest(connection, visit_id) is None:
                raise UnknownChoice("This note is not signed yet; write into the note itself.")
            connection.execute(
                "INSERT INTO addenda (visit_id, text, author_name, credentials, written_utc_us, written_offset_min,"
                " user_id) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (visit_id, clean, user.display_name, user.credentials, *times.to_columns(now), user.id),
            )
            self._access.note(connection, Action.ADDENDED, RecordKind.VISIT, visit_id)
        return Addendum(Author(user.display_name, user.credentials), now, clean)

    def signed(self, visit_id: int) -> SignedNote:
        """The signed note as it stands now. Raises NotPermitted, and UnknownChoice when there is none."""
        with self._access.reading(Right.READ_SIGNED, RecordKind.VISIT, visit_id) as connection:
            row = _newest(connection, visit_id)
            if row is None:
                raise UnknownChoice("This visit has no signed note.")
            return self._note(connection, row)

    def history(self, visit_id: int) -> tuple[SignedNote, ...]:
        """Every signed state of the note, the first one first. Raises NotPermitted."""
        with self._access.reading(Right.READ_SIGNED, RecordKind.VISIT, visit_id) as connection:
            rows = connection.execute(
                f"SELECT {_COLUMNS} FROM signed_notes WHERE visit_id = ? ORDER BY id",  # noqa: S608 - a constant
                (visit_id,),
            ).fetchall()
            return tuple(self._note(connection, row) for row in rows)

    def record_export(self, visit_id: int, what: str, *, is_draft: bool = False) -> None:
        """Note that the visit's document leaves the program, in the list and in the audit. Call before it does.

        Raises NotPermitted: front desk exports what is signed, drafts only providers.
        """
        right = Right.EXPORT_DRAFT if is_draft else Right.EXPORT_SIGNED
        action = {"Printed": Action.PRINTED, "Copied": Action.COPIED}.get(what, Action.EXPORTED)
        user = self._access.user
        with self._access.writing(right, kind=RecordKind.VISIT, record_id=visit_id) as connection:
            require_visit(connection, visit_id)
            if not is_draft and _newest(connection, visit_id) is None:
                raise UnknownChoice("This visit has no signed note.")
            if not is_draft:
                connection.execute(
                    "INSERT INTO visit_exports (visit_id, what, user_name, exported_utc_us, exported_offset_min)"
                    " VALUES (?, ?, ?, ?, ?)",
                    (visit_id, what, user.display_name, *times.to_columns(times.now())),
                )
            facts: dict[str, Fact] = {"format": what, "draft": is_draft}
            self._access.note(connection, action, RecordKind.VISIT, visit_id, facts)

    def record_listed(self, visit_id: int) -> None:
        """Note that a line about the visit leaves the program in a list; the note itself does not. Raises NotPermitted."""
        with self._access.writing(
            Right.EXPORT_SIGNED, kind=RecordKind.VISIT, record_id=visit_id
        ) as connection:
            require_visit(connection, visit_id)
            self._access.note(connection, Action.EXPORTED, RecordKind.VISIT, visit_id, {"format": "CSV list"})

    def exports(self, visit_id: int) -> tuple[Export, ...]:
        """What left the program of this visit, the last first. Raises NotPermitted."""
        with self._access.reading(Right.READ_SIGNED) as connection:
            rows = connection.execute(
                "SELECT what, user_name, exported_utc_us, exported_offset_min FROM visit_exports"
                " WHERE visit_id = ? ORDER BY id DESC",
                (visit_id,),
            ).fetchall()
        return tuple(
            Export(visit_id, times.from_columns(utc_us, offset), user_name, what)
            for what, user_name, utc_us, offset in rows
        )

    def mark_filed(self, visit_id: int, *, is_filed: bool) -> None:
        """Mark that the signed note stands in the clinic's own system, or take the mark back. Raises NotPermitted."""
        with self._access.writing(
            Right.EXPORT_SIGNED, Action.EDITED, RecordKind.VISIT, visit_id
        ) as connection:
            if _newest(connection, visit_id) is None:
                raise UnknownChoice("This visit has no signed note.")
            utc_us, _ = times.to_columns(times.now())
            connection.execute(
                "UPDATE visits SET filed_utc_us = ? WHERE id = ?", (utc_us if is_filed else None, visit_id)
            )

    def decide(self, visit_id: int, finding_key: str, decision: str) -> None:
        """Keep what the provider decided about a finding ("kept", "fixed", "added"). Raises NotPermitted."""
        with self._access.writing(
            Right.WRITE_CLINICAL, kind=RecordKind.VISIT, record_id=visit_id
        ) as connection:
            require_visit(connection, visit_id)
            connection.execute(
                "INSERT INTO finding_decisions VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
                " decision = excluded.decision, user_id = excluded.user_id, decided_utc_us = excluded.decided_utc_us,"
                " decided_offset_min = excluded.decided_offset_min",
                (visit_id, finding_key, decision, self._access.user_id, *times.to_columns(times.now())),
            )
            facts = {"finding": finding_key[:64], "decision": decision[:20]}
            self._access.note(connection, Action.FINDING_DECIDED, RecordKind.VISIT, visit_id, facts)

    def reopen(self, visit_id: int, finding_key: str) -> None:
        """Take a decision back: the finding is open again. Raises NotPermitted."""
        with self._access.writing(
            Right.WRITE_CLINICAL, kind=RecordKind.VISIT, record_id=visit_id
        ) as connection:
            connection.execute(
                "DELETE FROM finding_decisions WHERE visit_id = ? AND finding_key = ?",
                (visit_id, finding_key),
            )
            facts: dict[str, Fact] = {"finding": finding_key[:64], "decision": "reopened"}
            self._access.note(connection, Action.FINDING_DECIDED, RecordKind.VISIT, visit_id, facts)

    def decisions(self, visit_id: int) -> dict[str, str]:
        """What was decided, by the finding's key. Raises NotPermitted."""
        with self._access.reading(Right.READ_CLINICAL) as connection:
            return dict(
                connection.execute(
                    "SELECT finding_key, decision FROM finding_decisions WHERE visit_id = ?", (visit_id,)
                ).fetchall()
            )

    def decided(self, visit_id: int) -> frozenset[str]:
        """The keys of the findings that were decided. Raises NotPermitted."""
        return frozenset(self.decisions(visit_id))

    def _insert(self, connection: Connection, document: Document, amends: int | None, reason: str) -> int:
        for section in Section:
            storable(document.sections.get(section, ""), NOTE_SECTION_CHARS, f"The {section.label} section")
        content, sha256 = signed_content(document), document_hash(document)
        names = {section.value: name for section, name in document.visit.section_names.items()}
        cursor = connection.execute(
            "INSERT INTO signed_notes (visit_id, content, content_hash, section_names, signed_utc_us,"
            " signed_offset_min, user_id, amends, reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                document.visit.id,
                content,
                sha256,
                json.dumps(names),
                *times.to_columns(times.now()),
                self._access.user_id,
                amends,
                reason,
            ),
        )
        note_id = int(cursor.lastrowid)
        facts: dict[str, Fact] = {"sha256": sha256, "note": note_id}
        if amends is not None:
            facts["amends"] = amends
        self._access.note(connection, Action.SIGNED, RecordKind.VISIT, document.visit.id, facts)
        return note_id

    def _note(self, connection: Connection, row: tuple[Any, ...]) -> SignedNote:
        note_id, visit_id, content, sha256, names, utc_us, offset, user_id, amends, reason = row
        signed_at = times.from_columns(utc_us, offset)
        author = _author(json.loads(content))
        cosigned = connection.execute(
            "SELECT signer_name, credentials, signed_utc_us, signed_offset_min FROM cosignatures"
            " WHERE signed_note_id = ? ORDER BY id",
            (note_id,),
        ).fetchall()
        added = connection.execute(
            "SELECT text, author_name, credentials, written_utc_us, written_offset_min FROM addenda"
            " WHERE visit_id = ? ORDER BY id",
            (visit_id,),
        ).fetchall()
        signatures = (
            Signature(author, signed_at),
            *(
                Signature(Author(name, credentials), times.from_columns(at, zone), SignatureRole.COSIGNER)
                for name, credentials, at, zone in cosigned
            ),
        )
        addenda = tuple(
            Addendum(Author(name, credentials), times.from_columns(at, zone), text)
            for text, name, credentials, at, zone in added
        )
        document = _document(json.loads(content), json.loads(names), signatures, addenda, sha256)
        return SignedNote(note_id, visit_id, document, sha256, signed_at, user_id, amends, reason)


def _newest(connection: Connection, visit_id: int) -> tuple[Any, ...] | None:
    row: tuple[Any, ...] | None = connection.execute(
        f"SELECT {_COLUMNS} FROM signed_notes WHERE visit_id = ? ORDER BY id DESC LIMIT 1",  # noqa: S608 - a constant
        (visit_id,),
    ).fetchone()
    return row


def _row(connection: Connection, note_id: int) -> tuple[Any, ...]:
    row: tuple[Any, ...] | None = connection.execute(
        f"SELECT {_COLUMNS} FROM signed_notes WHERE id = ?",  # noqa: S608 - a constant
        (note_id,),
    ).fetchone()
    if row is None:
        raise UnknownChoice("This signed note is not in the records.")
    return row


def _author(content: dict[str, Any]) -> Author:
    return Author(**content["author"])


def _document(
    content: dict[str, Any],
    names: dict[str, str],
    signatures: tuple[Signature, ...],
    addenda: tuple[Addendum, ...],
    sha256: str,
) -> Document:
    """The document as it was signed, from the content that was stored then."""
    patient, visit = content["patient"], content["visit"]
    return Document(
        kind=DocumentKind(content["kind"]),
        title=content["title"],
        patient=Patient(
            None,
            patient["family_name"],
            patient["given_name"],
            date.fromisoformat(patient["birth_date"]) if patient["birth_date"] else None,
            Sex(patient["sex"]),
            patient["mrn"],
        ),
        visit=DocumentVisit(
            id=visit["id"],
            records_id=visit["records_id"],
            started_at=datetime.fromisoformat(visit["started_at"]),
            specialty=visit["specialty"],
            template=visit["template"],
            section_names=MappingProxyType({Section(section): name for section, name in names.items()}),
        ),
        author=_author(content),
        sections=MappingProxyType(
            {Section(section): text for section, text in content["sections"].items() if text}
        ),
        codes=tuple(
            AcceptedCode(CodeSystem(system), code, wording, "", tuple(diagnoses), units)
            for system, code, wording, diagnoses, units in content["codes"]
        ),
        patient_summary=content["patient_summary"],
        status=DocumentStatus.SIGNED,
        signatures=signatures,
        content_hash=sha256,
        addenda=addenda,
    )
