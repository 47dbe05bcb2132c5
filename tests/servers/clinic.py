"""Records for tests of everything but the keys: made without a password, opened in the name of any user."""

from __future__ import annotations

from pathlib import Path

from desktop.domain.document import Author, Document, DocumentKind, DocumentVisit
from desktop.domain.note import Section
from desktop.domain.patient import Patient
from desktop.domain.signing import SignedNote
from desktop.domain.user import NewUser, Role
from desktop.records.database import Database
from desktop.records.key_ring import KeyRing
from desktop.records.records import DATABASE_NAME, Records, make_file
from desktop.records.users import insert_user

DATA_KEY = bytes(range(32))
HOME_KEY = bytes(range(32, 64))
OWNER = NewUser("owner", "Sample Owner", "MD", frozenset({Role.PROVIDER, Role.ADMINISTRATOR}))
OWNER_ID = 1


def make_records(home: Path) -> None:
    """Empty records with the owner, provider and administrator, closed."""
    make_file(home / DATABASE_NAME, DATA_KEY, OWNER)


def open_records(home: Path, user_id: int = OWNER_ID) -> Records:
    """The records of make_records, in the name of a user."""
    return Records(KeyRing(home, HOME_KEY, DATA_KEY), user_id)


def add_user(home: Path, sign_in_name: str, *roles: Role) -> int:
    """A user with these roles and without a password; returns the id for open_records."""
    database = Database(home / DATABASE_NAME, DATA_KEY)
    try:
        with database.transaction() as connection:
            return insert_user(connection, NewUser(sign_in_name, sign_in_name, roles=frozenset(roles))).id
    finally:
        database.close()


def document_of(records: Records, visit_id: int) -> Document:
    """The working note of a visit as the signed-in user would sign it, of a fictional patient."""
    visit = records.visits.get(visit_id)
    note = records.notes.working(visit_id).note
    user = records.user
    return Document(
        kind=DocumentKind.VISIT_NOTE,
        patient=Patient(family_name="Sample", given_name="Fictional"),
        visit=DocumentVisit(visit_id, records.signed_notes.records_id, visit.started_at),
        author=Author(user.display_name, user.credentials),
        sections={section: note[section] for section in Section if note[section].strip()},
        codes=records.codes.load(visit_id).accepted,
    )


def sign_visit(records: Records, visit_id: int) -> SignedNote:
    """Sign the working note of a visit as it stands."""
    document = document_of(records, visit_id)
    return records.signed_notes.sign(document, written=dict(document.sections))
