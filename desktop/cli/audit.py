"""`soapstone audit`: lists, checks and writes out who did what."""

from __future__ import annotations

import argparse

from desktop.cli.sign_in import signed_in
from desktop.domain.audit import Action, AuditEntry, AuditFilter, RecordKind
from desktop.domain.errors import UnknownChoice
from desktop.domain.jobs import finish
from desktop.domain.user import sign_in_key
from desktop.workflow.audit import audit_page, check_audit, export_audit
from desktop.workflow.session import Session

_BROKEN = 1


def show_audit(chosen: argparse.Namespace) -> int:
    """List, check or export. Exit code 1 when the check finds a changed row. Raises SoapstoneError."""
    with signed_in(chosen) as session:
        only = _filter(session, chosen)
        if chosen.csv is not None:
            count = export_audit(session, chosen.csv, only)
            print(f"{count:,} rows were written to {chosen.csv}. The file is not encrypted.")
        if chosen.check:
            checked = finish(check_audit(session))
            print(checked.sentence)
            return 0 if checked.is_whole else _BROKEN
        if chosen.csv is None:
            _list(session, only, chosen.limit)
    return 0


def _list(session: Session, only: AuditFilter, limit: int) -> None:
    shown, before = 0, None
    while shown < limit:
        page = audit_page(session, only, before)
        for entry in page.entries[: limit - shown]:
            print(_line(entry))
        shown += len(page.entries)
        before = page.next_before
        if before is None and shown <= limit:
            return
    print(f"There are more than {limit:,}; narrow the list, raise --limit or use --csv.")


def _line(entry: AuditEntry) -> str:
    about = entry.record_kind.value + ("" if entry.record_id is None else f" #{entry.record_id}")
    facts = "; ".join(f"{name}: {value}" for name, value in entry.facts.items())
    parts = (
        f"{entry.at:%Y-%m-%d %H:%M:%S}",
        entry.user or "-",
        entry.action.value,
        about,
        facts,
        entry.reason,
    )
    return f"{entry.seq:>8}  " + "  ".join(part for part in parts if part)


def _filter(session: Session, chosen: argparse.Namespace) -> AuditFilter:
    first, last = chosen.day or (None, None)
    return AuditFilter(
        user_id=None if chosen.by is None else _user_id(session, chosen.by),
        action=None if chosen.action is None else Action(chosen.action),
        record_kind=None if chosen.record is None else RecordKind(chosen.record),
        record_id=chosen.id,
        first_day=first,
        last_day=last,
    )


def _user_id(session: Session, name: str) -> int:
    for user in session.records.users.all():
        if user.sign_in_name == sign_in_key(name):
            return user.id
    raise UnknownChoice("No user of these records has this sign-in name.")
