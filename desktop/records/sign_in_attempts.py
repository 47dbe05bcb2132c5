"""Counts wrong passwords for each sign-in name, so that guessing at the keyboard is slow, also after a restart.

The count is in a small file beside the key files, because it has to be known while the records are closed. An attempt
is counted before its password is looked at, so that ending the program does not save a guess. The file holds no
names, only salted hashes of what was typed: somebody may type a password where the name belongs.

Deleting the file forgets the delays. Whoever can do that can copy the key files as well and guess elsewhere, where no
delay holds; against that stands the cost of Argon2id alone. A file that is there and damaged counts as eight wrong
passwords for every name (the longest wait short of the lock), because damage by accident does not happen: the file
is replaced by a rename.
"""

from __future__ import annotations

import hashlib
import json
import logging
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from desktop.domain.audit import FailedSignIns
from desktop.domain.errors import RecordsUnavailable, SignInDelayed
from desktop.domain.user import sign_in_key
from desktop.records import times
from desktop.records.key_files import replace_file

NAME = "sign-in.attempts"
DELAYS_S = (0, 0, 0, 0, 1, 2, 4, 8, 16, 30)
"""How long after the n-th wrong password the next one is looked at; 30 s after more."""
LOCKED_AFTER = 10
LOCKED_S = 15 * 60
_DAMAGED_COUNTS_AS = 8
_MOST_NAMES = 500

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Count:
    """Wrong passwords of one name since the last right one, and those that the audit does not have yet."""

    in_a_row: int
    last_at: datetime
    unaudited: int
    first_unaudited_at: datetime


@dataclass(frozen=True, slots=True)
class _Counts:
    salt: str
    names: dict[str, _Count]
    is_damaged: bool = False


def delay_s(in_a_row: int) -> float:
    """How long the next attempt has to wait after so many wrong passwords in a row."""
    if in_a_row and in_a_row % LOCKED_AFTER == 0:
        return LOCKED_S
    return DELAYS_S[min(in_a_row, len(DELAYS_S) - 1)]


class SignInAttempts:
    """The file of one home."""

    def __init__(self, home: Path) -> None:
        self._path = home / NAME

    def begin(self, name: str) -> None:
        """Count an attempt, before its password is looked at. Raises SignInDelayed when it comes too early."""
        counts, now = self._read(), times.now()
        key = _hash(counts.salt, name)
        count = counts.names.get(key) or _Count(_DAMAGED_COUNTS_AS if counts.is_damaged else 0, now, 0, now)
        # A clock that was set back must not lock somebody out for years: the wait then starts again.
        passed_s = max(0.0, (now - count.last_at).total_seconds())
        left_s = delay_s(count.in_a_row) - passed_s
        if left_s > 0:
            if counts.is_damaged or now < count.last_at:
                self._write(counts, key, replace(count, last_at=now))
            raise SignInDelayed(_wait_sentence(left_s), left_s)
        self._write(
            counts,
            key,
            replace(
                count,
                in_a_row=count.in_a_row + 1,
                last_at=now,
                unaudited=count.unaudited + 1,
                first_unaudited_at=count.first_unaudited_at if count.unaudited else now,
            ),
        )

    def was_right(self, name: str) -> None:
        """The attempt that begin() counted was right: the wrong ones before it hold nobody up any more."""
        counts = self._read()
        key = _hash(counts.salt, name)
        if key in counts.names:
            count = counts.names[key]
            self._write(counts, key, replace(count, in_a_row=0, unaudited=max(0, count.unaudited - 1)))

    def unaudited(self, names: Iterable[str]) -> tuple[FailedSignIns, ...]:
        """The wrong passwords that the audit does not have yet. names: of all users, to tell whose they were."""
        counts = self._read()
        known = {_hash(counts.salt, each): sign_in_key(each) for each in names}
        return tuple(
            FailedSignIns(known.get(key, ""), count.unaudited, count.first_unaudited_at, count.last_at)
            for key, count in counts.names.items()
            if count.unaudited
        )

    def audited(self) -> None:
        """The audit has them all; what still makes somebody wait stays."""
        counts = self._read()
        left = {key: replace(each, unaudited=0) for key, each in counts.names.items() if each.in_a_row}
        self._store(counts.salt, left)

    def forgive(self, name: str) -> None:
        """The name got a new password: wrong ones before hold nobody up any more."""
        counts = self._read()
        key = _hash(counts.salt, name)
        if key in counts.names:
            self._write(counts, key, replace(counts.names[key], in_a_row=0))

    def _write(self, counts: _Counts, key: str, count: _Count) -> None:
        names = counts.names | {key: count}
        latest = sorted(names.items(), key=lambda each: each[1].last_at)[-_MOST_NAMES:]
        self._store(counts.salt, dict(latest))

    def _store(self, salt: str, names: dict[str, _Count]) -> None:
        body = {
            "salt": salt,
            "names": {
                key: {
                    "in_a_row": each.in_a_row,
                    "last_at": each.last_at.isoformat(),
                    "unaudited": each.unaudited,
                    "first_unaudited_at": each.first_unaudited_at.isoformat(),
                }
                for key, each in names.items()
                if each.in_a_row or each.unaudited
            },
        }
        try:
            if body["names"]:
                replace_file(self._path, json.dumps(body | {"checksum": _checksum(body)}).encode())
            else:
                self._path.unlink(missing_ok=True)
        except (RecordsUnavailable, OSError):
            # A full or read-only disk: what it means for the records is said when they are opened.
            _log.warning("a sign-in attempt could not be counted")

    def _read(self) -> _Counts:
        try:
            content = self._path.read_bytes()
        except OSError:
            return _Counts(secrets.token_hex(16), {})
        damaged = _Counts(secrets.token_hex(16), {}, is_damaged=True)
        try:
            body: dict[str, Any] = json.loads(content)
            if body.pop("checksum") != _checksum(body):
                return damaged
            names = {
                key: _Count(
                    int(each["in_a_row"]),
                    datetime.fromisoformat(each["last_at"]),
                    int(each["unaudited"]),
                    datetime.fromisoformat(each["first_unaudited_at"]),
                )
                for key, each in body["names"].items()
            }
            return _Counts(str(body["salt"]), names)
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            return damaged


def _wait_sentence(left_s: float) -> str:
    wait = timedelta(seconds=int(left_s) + 1)
    minutes, seconds = divmod(int(wait.total_seconds()), 60)
    how_long = f"{minutes} min" if minutes else f"{seconds} s"
    return f"Too many wrong passwords for this sign-in name. Wait {how_long} and try again, or use the recovery key."


def _hash(salt: str, name: str) -> str:
    return hashlib.sha256(f"{salt}\0{sign_in_key(name)}".encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _checksum(body: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()
