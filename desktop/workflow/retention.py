"""What the clinic keeps for how long: the rules, what they would delete, and letting them run."""

from __future__ import annotations

from datetime import datetime, timedelta

from desktop.domain.jobs import Job, Waiting
from desktop.domain.retention import RetentionItem, RetentionKind, RetentionRule
from desktop.records import times
from desktop.workflow.find_patient import the_patient
from desktop.workflow.session import Session

AHEAD = timedelta(days=30)


def retention_rules(session: Session) -> tuple[RetentionRule, ...]:
    """The rule of each kind. Any user may read them."""
    return session.records.retention.rules()


def set_retention_rules(session: Session, rules: tuple[RetentionRule, ...]) -> None:
    """Store the rules that changed. Raises InputError for impossible days, NotPermitted without MANAGE_CLINIC."""
    before = session.records.retention.rules()
    for rule in rules:
        if rule not in before:
            session.records.retention.set_rule(rule)


def preview_retention(session: Session) -> tuple[tuple[RetentionItem, ...], tuple[RetentionItem, ...]]:
    """What the rules delete now, and what within 30 days; held items are among both. Raises NotPermitted."""
    now = times.now()
    found = session.records.retention.preview(now + AHEAD)
    return (
        tuple(item for item in found if item.expires_at <= now),
        tuple(item for item in found if item.expires_at > now),
    )


def run_retention(session: Session) -> Job[Waiting, int]:
    """Delete what is due; returns of how many visits. Raises NotPermitted when only an administrator may, now."""
    return session.records.retention.run()


def expires_at(session: Session, visit_id: int) -> dict[RetentionKind, datetime]:
    """When what there is of a visit will be deleted, by kind; what is kept is left out."""
    return session.records.retention.expires_at(visit_id)


def hold_patient(session: Session, named: str, reason: str) -> str:
    """Put the one patient with this name or MRN on legal hold; returns a sentence that says so.

    Raises UnknownChoice when it fits none or several, InputError without a reason, NotPermitted.
    """
    patient = the_patient(session.records, named)
    assert patient.id is not None
    session.records.retention.set_hold(patient.id, reason)
    return f"{patient.name} is on legal hold: nothing of this patient is deleted."


def end_hold(session: Session, named: str) -> str:
    """End the legal hold of the one patient with this name or MRN; returns a sentence that says so."""
    patient = the_patient(session.records, named)
    assert patient.id is not None
    if session.records.retention.hold(patient.id) is None:
        return f"{patient.name} is not on legal hold."
    session.records.retention.release_hold(patient.id)
    return f"The legal hold of {patient.name} has ended; the rules hold again."
