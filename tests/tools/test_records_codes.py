"""A visit's decided codes and a clinic's own lists in the encrypted records: who may, what stays, what is noted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from desktop.domain.audit import Action, AuditFilter
from desktop.domain.coding import AcceptedCode, CodeEntry, CodeListFile, CodeSystem, VisitCodes
from desktop.domain.errors import NotPermitted, TextTooLong, UnknownChoice
from desktop.domain.user import Role
from desktop.records.records import Records
from tests.servers.clinic import add_user, make_records, open_records

NOW = datetime(2026, 4, 2, 8, 0, tzinfo=timezone(timedelta(hours=-5)))
DIAGNOSIS = AcceptedCode(
    CodeSystem.ICD10CM, "M54.50", "Low back pain, unspecified", "mechanical low back pain"
)
VISIT = AcceptedCode(CodeSystem.CPT, "99213", "our words", diagnoses=("M54.50",), units=2)
DECIDED = VisitCodes((DIAGNOSIS, VISIT), frozenset({"I10"}))
LIST = CodeListFile(
    CodeSystem.CPT,
    "clinic list",
    (
        CodeEntry("99213", "Office visit, low", billable=True, system=CodeSystem.CPT),
        CodeEntry("97110", "Exercise with a therapist", billable=True, system=CodeSystem.CPT),
    ),
)


@pytest.fixture
def records(tmp_path: Path) -> Iterator[Records]:
    """Empty records, open in the owner's name."""
    make_records(tmp_path)
    with open_records(tmp_path) as opened:
        yield opened


@pytest.fixture
def visit_id(records: Records) -> int:
    """A visit of nobody yet."""
    visit = records.visits.create(None, NOW)
    assert visit.id is not None
    return visit.id


def test_decisions_read_back_in_their_order(records: Records, visit_id: int) -> None:
    """Order, links, units and what was dismissed; a later save replaces an earlier one."""
    assert records.codes.load(visit_id) == VisitCodes()
    records.codes.save(visit_id, DECIDED)
    assert records.codes.load(visit_id) == DECIDED
    turned = DECIDED.with_primary("99213").restoring("I10")
    records.codes.save(visit_id, turned)
    assert records.codes.load(visit_id) == turned


def test_decisions_need_a_visit_and_fit(records: Records, visit_id: int) -> None:
    """An unknown visit and endless words are refused, and what was kept stays."""
    records.codes.save(visit_id, DECIDED)
    with pytest.raises(UnknownChoice):
        records.codes.save(visit_id + 1, DECIDED)
    with pytest.raises(TextTooLong):
        records.codes.save(visit_id, VisitCodes((replace(DIAGNOSIS, words_from="x" * 3000),)))
    assert records.codes.load(visit_id) == DECIDED


def test_the_front_desk_neither_reads_nor_decides(records: Records, visit_id: int, tmp_path: Path) -> None:
    """Codes of an unsigned visit are clinical."""
    records.codes.save(visit_id, DECIDED)
    desk = add_user(tmp_path, "desk", Role.FRONT_DESK)
    with open_records(tmp_path, desk) as theirs:
        with pytest.raises(NotPermitted):
            theirs.codes.load(visit_id)
        with pytest.raises(NotPermitted):
            theirs.codes.save(visit_id, VisitCodes())
    assert records.codes.load(visit_id) == DECIDED


def test_a_list_validates_and_words_codes(records: Records) -> None:
    """Found by code, by the beginning of a code and by words; a new list replaces the one of its system alone."""
    records.code_lists.replace(LIST, NOW)
    found = records.code_lists.find("99213")
    assert found is not None
    assert found.description == "Office visit, low"
    assert records.code_lists.find("99999") is None
    assert [entry.code for entry in records.code_lists.search("971")] == ["97110"]
    assert [entry.code for entry in records.code_lists.search("therapist exerc")] == ["97110"]
    assert records.code_lists.search(" ") == []
    hcpcs = CodeEntry("J0001", "A drug", billable=True, system=CodeSystem.HCPCS)
    records.code_lists.replace(CodeListFile(CodeSystem.HCPCS, "CMS", (hcpcs,)), NOW)
    records.code_lists.replace(replace(LIST, release="next year", rows=LIST.rows[:1]), NOW)
    assert [(one.system, one.release, one.rows, one.imported_at) for one in records.code_lists.lists()] == [
        (CodeSystem.CPT, "next year", 1, NOW),
        (CodeSystem.HCPCS, "CMS", 1, NOW),
    ]
    assert records.code_lists.find("97110") is None
    assert records.code_lists.find("j0001") == hcpcs


def test_only_an_administrator_imports_and_it_is_noted(records: Records, tmp_path: Path) -> None:
    """A provider reads the lists and may not replace them; the import stands in the audit with its count."""
    records.code_lists.replace(LIST, NOW)
    provider = add_user(tmp_path, "provider", Role.PROVIDER)
    with open_records(tmp_path, provider) as theirs:
        assert theirs.code_lists.find("99213") is not None
        with pytest.raises(NotPermitted):
            theirs.code_lists.replace(LIST, NOW)
    entries = [
        entry for entry in records.audit.entries(AuditFilter()).entries if entry.action is Action.IMPORTED
    ]
    assert [entry.facts for entry in entries] == [{"list": "CPT", "rows": 2}]
