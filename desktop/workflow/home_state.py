"""What is known of a home before anything is unlocked: whether it has records, and who signed in last."""

from __future__ import annotations

import json
from pathlib import Path

from desktop.records.home_state import RecordsState as HomeState
from desktop.records.home_state import state as home_state

__all__ = ["HomeState", "home_state", "last_sign_in_name", "remember_sign_in_name"]

_LAST_NAME_FILE = "last-sign-in.json"


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
