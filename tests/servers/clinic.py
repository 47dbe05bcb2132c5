"""Records for tests of everything but the keys: made without a password, opened in the name of any user."""

from __future__ import annotations

from pathlib import Path

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
