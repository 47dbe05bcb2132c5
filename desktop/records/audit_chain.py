"""Writes rows of the audit, each bound to the row before it by a SHA-256 hash.

A row is written in the transaction of what it tells about: neither is there without the other. The triggers of the
table stop slips of the program; the chain shows what somebody did with another program and the key.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from desktop import __version__
from desktop.domain.audit import Action, Fact, RecordKind
from desktop.records import times
from desktop.records.database import Connection

BEFORE_THE_FIRST = ""
CLOCK_WENT_BACK = "clock_went_back_s"
COLUMNS = (
    "seq, utc_us, offset_min, user_id, user_name, action, record_kind, record_id, reason, facts, program_version,"
    " previous_hash, hash"
)
FACT_CHARS = 200
_US_PER_S = 1_000_000


@dataclass(frozen=True, slots=True)
class Row:
    """What is to be written. facts: made by the program alone, such as counts and hosts, never words of a person."""

    action: Action
    kind: RecordKind
    record_id: int | None = None
    facts: Mapping[str, Fact] = field(default_factory=dict)
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """The last row of the chain. seq: 0 while there is none."""

    seq: int
    hash: str
    at: datetime | None


NO_ROW = Head(0, BEFORE_THE_FIRST, None)


def append(connection: Connection, user_id: int | None, user_name: str, row: Row) -> Head:
    """Write a row inside the transaction that is open. A clock that went back since the last row is noted in it."""
    last = connection.execute("SELECT seq, utc_us, hash FROM audit ORDER BY seq DESC LIMIT 1").fetchone()
    last_seq, last_us, previous = last or (0, 0, BEFORE_THE_FIRST)
    at = times.now()
    utc_us, offset_min = times.to_columns(at)
    facts = dict(row.facts)
    if utc_us < last_us:
        facts[CLOCK_WENT_BACK] = -((utc_us - last_us) // _US_PER_S)
    values = (
        last_seq + 1,
        utc_us,
        offset_min,
        user_id,
        user_name,
        row.action.value,
        row.kind.value,
        row.record_id,
        row.reason,
        _facts_json(facts),
        __version__,
        previous,
    )
    digest = hash_of(values)
    connection.execute(
        f"INSERT INTO audit ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608 - constants
        (*values, digest),
    )
    return Head(last_seq + 1, digest, at)


def hash_of(values: tuple[Any, ...]) -> str:
    """The hash of a row: of all its columns but the hash itself, the hash of the row before among them."""
    return hashlib.sha256(json.dumps(list(values), separators=(",", ":")).encode()).hexdigest()


def head(connection: Connection) -> Head:
    """The last row of the chain."""
    row = connection.execute(
        "SELECT seq, hash, utc_us, offset_min FROM audit ORDER BY seq DESC LIMIT 1"
    ).fetchone()
    return NO_ROW if row is None else Head(row[0], row[1], times.from_columns(*row[2:]))


def is_next(row: tuple[Any, ...], done: int, previous: str) -> bool:
    """True when a row of COLUMNS is as it was written and follows row number done, whose hash is previous."""
    *values, stored = row
    return bool(row[0] == done + 1 and values[-1] == previous and hash_of(tuple(values)) == stored)


def counted(connection: Connection) -> int:
    """How many rows were ever written, by the table's own counter: a missing end shows in it."""
    row = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'audit'").fetchone()
    return 0 if row is None else int(row[0])


def first_broken(connection: Connection) -> int | None:
    """The first row that is not as it was written, or is missing; None when all are whole."""
    done, previous = 0, BEFORE_THE_FIRST
    for row in connection.execute(f"SELECT {COLUMNS} FROM audit ORDER BY seq"):  # noqa: S608 - constants
        if not is_next(row, done, previous):
            return done + 1
        done, previous = done + 1, row[-1]
    return done + 1 if counted(connection) > done else None


def _facts_json(facts: Mapping[str, Fact]) -> str:
    for name, value in facts.items():
        if not name.isidentifier() or (isinstance(value, str) and len(value) > FACT_CHARS):
            raise ValueError("a fact of the audit has a plain name and a short value")
    return json.dumps(facts, sort_keys=True, separators=(",", ":"))
