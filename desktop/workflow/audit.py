"""The audit as an administrator reads it, and its check at each start."""

from __future__ import annotations

from pathlib import Path

from desktop.domain.audit import AuditCheck, AuditChecked, AuditFilter, AuditPage
from desktop.domain.jobs import Job
from desktop.workflow.session import Session


def audit_page(session: Session, only: AuditFilter | None = None, before: int | None = None) -> AuditPage:
    """A page of rows, the newest first. before: next_before of the page before. Raises NotPermitted."""
    return session.records.audit.entries(only, before)


def check_audit(session: Session) -> Job[AuditChecked, AuditCheck]:
    """Check the whole chain, at the start and when somebody asks. Any user may."""
    return session.records.audit.verify()


def export_audit(session: Session, path: Path, only: AuditFilter | None = None) -> int:
    """Write rows as a CSV file, which is not encrypted; returns how many. Raises NotPermitted, FileUnreadable."""
    return session.records.audit.export_csv(path, only)
