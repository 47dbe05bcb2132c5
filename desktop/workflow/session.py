"""What is open after unlocking, and how it gets open."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from desktop.catalog import FOLDER_SENTENCE as TEMPLATES_ADVICE
from desktop.catalog import Catalog, load_catalog
from desktop.records.records import Records, create_records, unlock, unlock_with_recovery_key
from desktop.system.paths import templates_folder
from desktop.workflow.settings import Settings, load_settings

__all__ = ["TEMPLATES_ADVICE", "Session", "begin", "enter", "enter_with_recovery_key"]


@dataclass(slots=True)
class Session:
    """One unlocked home: its records, its catalogue of templates, its settings."""

    home: Path
    records: Records
    catalog: Catalog
    settings: Settings

    def close(self) -> None:
        """Close the records."""
        self.records.close()


def begin(home: Path, password: str) -> tuple[Session, str]:
    """Make the records of a new home. Returns the session and the recovery key, which is shown once.

    Raises PasswordTooWeak, RecordsUnavailable.
    """
    records, recovery_key = create_records(home, password)
    return _session(home, records), recovery_key


def enter(home: Path, password: str) -> Session:
    """Unlock with the password. Raises WrongPassword and the other RecordsErrors."""
    return _session(home, unlock(home, password))


def enter_with_recovery_key(home: Path, recovery_key: str, new_password: str) -> Session:
    """Unlock with the recovery key and set a new password. Raises as enter does, and PasswordTooWeak."""
    records = unlock_with_recovery_key(home, recovery_key)
    try:
        records.set_password_after_recovery(new_password)
    except BaseException:
        records.close()
        raise
    return _session(home, records)


def _session(home: Path, records: Records) -> Session:
    try:
        return Session(home, records, load_catalog(templates_folder(home)), load_settings(records))
    except BaseException:
        records.close()
        raise
