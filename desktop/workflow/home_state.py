"""What is known of a home before anything is unlocked: whether it has records, and who signed in last.

Here an interrupted restore is finished, before anything else looks at the home.
"""

from __future__ import annotations

import json
from pathlib import Path

from desktop.records.home_state import (
    RESTORE_MARKER_NAME,
    RESTORED_DATABASE_NAME,
    RESTORED_KEYS_NAME,
    state,
)
from desktop.records.home_state import RecordsState as HomeState
from desktop.system.places import check_place
from desktop.system.single_instance import SingleInstance

__all__ = ["HomeState", "home_state", "last_sign_in_name", "prepare_home", "remember_sign_in_name"]

_LAST_NAME_FILE = "last-sign-in.json"


def home_state(home: Path) -> HomeState:
    """Whether the home has records, for the program that holds it. Raises RecordsError, also for an unsafe place."""
    check_place(home)
    _finish_restore(home)
    return state(home)


def prepare_home(home: Path) -> None:
    """The same care for a command, which does not hold the home: it takes it only to finish a restore.

    Raises RecordsUnavailable for an unsafe place, and while another program restores.
    """
    check_place(home)
    if (home / RESTORE_MARKER_NAME).exists():
        with SingleInstance(home):
            _finish_restore(home)


def _finish_restore(home: Path) -> None:
    """Finish or forget a restore of which something is left. Nearly always nothing is, and nothing is loaded."""
    left = (RESTORE_MARKER_NAME, RESTORED_DATABASE_NAME, RESTORED_KEYS_NAME)
    if any((home / name).exists() for name in left):
        from desktop.records.restore import finish_restore  # noqa: PLC0415 - loads the encryption

        finish_restore(home)


def last_sign_in_name(home: Path) -> str:
    """Who signed in last on this computer, to fill in the name; empty when nobody is known."""
    try:
        name = json.loads((home / _LAST_NAME_FILE).read_text(encoding="utf-8"))["sign_in_name"]
    except (OSError, ValueError, TypeError, KeyError):
        return ""
    return name if isinstance(name, str) else ""


def remember_sign_in_name(home: Path, name: str) -> None:
    """Only a convenience: a disk that does not take it is no reason not to sign in."""
    try:
        (home / _LAST_NAME_FILE).write_text(json.dumps({"sign_in_name": name}), encoding="utf-8")
    except OSError:
        return
