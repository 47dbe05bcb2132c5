"""Imports a clinic's own list of procedure codes, and words and checks codes with it."""

from __future__ import annotations

from datetime import datetime

from desktop.coding.code_list_files import read_code_list
from desktop.domain.coding import CodeEntry, CodeListFile, CodeListInfo
from desktop.workflow.session import Session

__all__ = ["import_code_list", "imported_lists", "procedure", "read_code_list", "search_procedures"]


def import_code_list(session: Session, file: CodeListFile, now: datetime) -> None:
    """Keep a list that was read and looked at, in place of the earlier one of its system. Raises NotPermitted."""
    session.records.code_lists.replace(file, now)


def imported_lists(session: Session) -> list[CodeListInfo]:
    """The lists of this clinic."""
    return session.records.code_lists.lists()


def procedure(session: Session, code: str) -> CodeEntry | None:
    """A procedure code in the clinic's own wording; None when no imported list has it."""
    return session.records.code_lists.find(code)


def search_procedures(session: Session, text: str, limit: int = 20) -> list[CodeEntry]:
    """Procedure codes of the imported lists for words or the beginning of a code."""
    return session.records.code_lists.search(text, limit)
