"""A clinic's own lists of procedure codes: read from the files that clinics have, or refused in one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.coding.code_list_files import read_code_list
from desktop.domain.coding import CodeSystem
from desktop.domain.errors import FileUnreadable


def fixed(code: str, kind: str, words: str, number: int = 100) -> str:
    return f"{code}{number:05d}{kind}{words:<80}{'SHORT':<28}" + " " * 200


def test_a_list_with_headings(tmp_path: Path) -> None:
    """Columns are found by their headings, wherever they stand, behind lines of a title."""
    file = tmp_path / "clinic.csv"
    file.write_text(
        '"Clinic list, licensed",,\nYear,Long Description,CPT Code\n2026,"Office visit, clinic\'s words",99213\n2026,,99214\n2026,Note,n/a\n',
        encoding="utf-8",
    )
    read = read_code_list(file)
    assert read.system is CodeSystem.CPT
    assert [(entry.code, entry.description) for entry in read.rows] == [
        ("99213", "Office visit, clinic's words")
    ]
    assert read.skipped == 2
    assert read.preview == read.rows


def test_a_list_without_headings(tmp_path: Path) -> None:
    """Code and wording by tabs, in the bytes of Windows."""
    file = tmp_path / "list.txt"
    file.write_bytes("97110\tExercise – clinic\n97140\tManual work\n".encode("cp1252"))
    assert [entry.description for entry in read_code_list(file).rows] == ["Exercise – clinic", "Manual work"]


def test_the_fixed_columns_of_the_public_file(tmp_path: Path) -> None:
    """A description goes on over lines, and modifiers are no codes."""
    lines = [
        fixed("J0001", "3", "First words of"),
        fixed("J0001", "4", "a long text", 200),
        fixed("A0002", "3", "Other"),
        fixed("   AA", "7", "Modifier"),
    ]
    file = tmp_path / "HCPC2026_JAN.txt"
    file.write_text("\r\n".join(lines), encoding="cp1252")
    read = read_code_list(file)
    assert read.system is CodeSystem.HCPCS
    assert [(entry.code, entry.description) for entry in read.rows] == [
        ("J0001", "First words of a long text"),
        ("A0002", "Other"),
    ]
    assert read.skipped == 1
    assert read.release == "HCPC2026_JAN"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"PK\x03\x04rest", "ZIP or Excel"),
        (b"\x00\x01\x02\x00", "not a text file"),
        (b"name,age\nsomebody,4\n", "no line of it begins with a procedure code"),
        (b"%PDF-1.7\nwords", "no line of it"),
        (b"I10,Hypertension\nE11.9,Diabetes\n", "no line of it"),
    ],
)
def test_wrong_files_are_refused_in_one_sentence(tmp_path: Path, content: bytes, reason: str) -> None:
    """With the file's name and what is wrong with it, never with its words."""
    file = tmp_path / "wrong.csv"
    file.write_bytes(content)
    with pytest.raises(FileUnreadable, match=reason) as caught:
        read_code_list(file)
    assert "wrong.csv" in caught.value.sentence
    assert "somebody" not in caught.value.sentence


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    """Said in a sentence too."""
    with pytest.raises(FileUnreadable, match="cannot be read"):
        read_code_list(tmp_path / "none.csv")
