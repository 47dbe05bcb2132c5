"""Finds patients that may be one person, merges two when a person says so, and takes that back."""

from __future__ import annotations

from desktop.domain.history import DuplicatePair, PatientMerge
from desktop.records.records import Records
from desktop.workflow.visits import now


def likely_duplicates(records: Records) -> list[DuplicatePair]:
    """Pairs that may be one person, the surest reason first. Nothing is changed."""
    return records.merges.candidates()


def keep_apart(records: Records, first_id: int, second_id: int) -> None:
    """These are two people: the pair is not proposed again."""
    records.merges.keep_apart(first_id, second_id)


def merge_patients(records: Records, kept_id: int, other_id: int) -> PatientMerge:
    """The visits of other become visits of kept, and other is hidden until unmerge. Raises UnknownChoice."""
    return records.merges.merge(kept_id, other_id, now())


def unmerge(records: Records, merge_id: int) -> PatientMerge:
    """Take a merge back. Raises UnknownChoice when it cannot be, with what to do first."""
    return records.merges.undo(merge_id, now())


def merges_into(records: Records, patient_id: int) -> list[PatientMerge]:
    """The merges into a patient that still hold, the latest first."""
    return records.merges.of_patient(patient_id)
