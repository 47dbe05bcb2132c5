"""Exported files: JSON and CSV read back, names that every system takes, and writing whole or not at all."""

import csv
import errno
import io
import json
import os
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.errors import FileNotWritten, InputError
from desktop.export.csv_list import csv_table
from desktop.export.file_names import check_template, file_name, safe_name
from desktop.export.json_note import document_json
from desktop.export.write import replace_file, write_new
from tests.servers.documents import PATIENT, SECTIONS, amended_note, draft_note, signed_note

SEED_FIELDS = {"noteId", "status", "subjective", "objective", "assessment", "plan", "expires_at"}


def test_json_reads_back_as_the_note():
    """The fields that note services name, with the note's own words, codes and signatures."""
    data = json.loads(document_json(amended_note()))
    assert set(data) >= SEED_FIELDS
    assert {section.value: data[section.value] for section in SECTIONS} == {
        s.value: t for s, t in SECTIONS.items()
    }
    assert [(each["code"], each["primary"]) for each in data["billing_codes"]] == [
        ("M54.59", True), ("Z88.0", False), ("99213", False),
    ]  # fmt: skip
    assert data["signatures"][0]["signed_at"] == "2026-03-02T10:00:00-05:00"
    assert data["addenda"][0]["text"] == "Patient called: pain is now 3/10."
    assert data["status"] == "signed"
    assert json.loads(document_json(draft_note()))["status"] == "draft"


FORMULAS = [
    "=cmd|' /C calc'!A0",
    "+1",
    "-1",
    "@SUM(1)",
    "\t=1",
    " =1",
    "a;=1",
    'a","=1',
    "x\n=1",
    "＝1",
    "\x00=1",
    "\ufeff=1",
]


@pytest.mark.parametrize("cell", FORMULAS)
def test_no_cell_is_a_formula_whatever_separates_the_columns(cell):
    """Also for a program that splits at semicolons, as spreadsheets do in many countries."""
    content = csv_table(["Title"], [[cell]]).decode("utf-8-sig")
    for separator in ",;\t":
        for row in csv.reader(io.StringIO(content, newline=""), delimiter=separator):
            for value in row:
                assert value.lstrip(" \"'\t\n")[:1] not in tuple("=+-@＝") or value.lstrip(
                    ' \t\n"'
                ).startswith("'")


@given(st.lists(st.lists(st.text(), min_size=2, max_size=2), max_size=5))
def test_csv_reads_back_cell_by_cell(rows):
    """Quotes, commas and line breaks come back as they were; Excel's mark stands in front."""
    content = csv_table(["Name", "Title"], rows)
    assert content.startswith(b"\xef\xbb\xbf")
    read = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))
    assert read[0] == ["Name", "Title"]
    assert len(read) == len(rows) + 1
    assert all(len(row) == 2 for row in read)


def test_csv_keeps_plain_words():
    """A usual list is not touched."""
    rows = [["Sampleton, Jordan", "2026-03-02", 'Low "back" pain'], ["Müller, Zoë", "山田", "a, b; c"]]
    read = list(csv.reader(io.StringIO(csv_table(["A", "B", "C"], rows).decode("utf-8-sig"), newline="")))
    assert read[1:] == rows


def test_the_usual_name_holds_no_patient():
    """Date, kind and number of the visit, on the clinic's own day."""
    assert file_name(signed_note(), "pdf") == "2026-03-02 visit-note 42.pdf"
    late = datetime(2026, 3, 2, 23, 30, tzinfo=timezone(timedelta(hours=-8)))
    document = replace(signed_note(), visit=replace(signed_note().visit, started_at=late))
    assert file_name(document, "pdf", "{date}") == "2026-03-02.pdf"


@pytest.mark.parametrize(
    ("family", "name"),
    [("CON", "_CON.pdf"), ("a/b\\c", "a-b-c.pdf"), ("Sam. ", "Sam.pdf"), ("x" * 300, "x" * 120 + ".pdf"),
     ("\u202efdp.exe", "fdp.exe.pdf"), ("..", "document.pdf"), ("nul.txt", "_nul.txt.pdf"), ("-rf", "rf.pdf"),
     ('a<b>c:"|?*', "a-b-c.pdf"), ("LPT1", "_LPT1.pdf"), ("Console", "Console.pdf"), ("山" * 200, "山" * 66 + ".pdf")],
)  # fmt: skip
def test_names_from_patients_are_safe_everywhere(family, name):
    """Reserved devices, separators, trailing dots, length in bytes, and overrides of direction."""
    document = replace(signed_note(), patient=replace(PATIENT, family_name=family, given_name=""))
    assert file_name(document, "pdf", "{patient}") == name


@given(st.text(st.characters(), max_size=200))
def test_any_name_is_one_file_name(name):
    """Not empty, no separator, no control character, within the limit, and safe again."""
    safe = safe_name(name)
    assert safe
    assert not set(safe) & set('<>:"/\\|?*\n\r\t\0')
    assert not safe.endswith((".", " "))
    assert not safe.startswith((".", " ", "-"))
    assert len(safe.encode()) <= 201
    assert safe_name(safe) == safe


@pytest.mark.parametrize("template", ["{name}", "{date", "date", "", "{patient.__class__}", "{0}", "{date}}"])
def test_a_template_with_mistakes_is_refused(template):
    """Before anything is exported, with the fields there are."""
    with pytest.raises(InputError, match="date"):
        check_template(template)


def test_a_name_that_is_taken_gets_a_number(tmp_path):
    """Nothing is written over; no temporary file stays; only the owner reads it."""
    paths = [write_new(tmp_path, "note.pdf", content) for content in (b"one", b"two", b"three")]
    assert [path.name for path in paths] == ["note.pdf", "note (2).pdf", "note (3).pdf"]
    assert [path.read_bytes() for path in paths] == [b"one", b"two", b"three"]
    assert sorted(tmp_path.iterdir()) == sorted(paths)
    if os.name == "posix":
        assert {path.stat().st_mode & 0o777 for path in paths} == {0o600}


def test_a_chosen_file_is_replaced_whole(tmp_path):
    """What a person named in the file dialog is written over, in one step."""
    path = tmp_path / "note.pdf"
    path.write_bytes(b"old")
    assert replace_file(path, b"new") == path
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


def test_a_full_disk_leaves_nothing(tmp_path):
    """The system stops the write half way: one sentence, the old file as it was, no temporary file."""
    import resource  # where the system can limit a file's size

    path = tmp_path / "note.pdf"
    path.write_bytes(b"old")
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, usual[1]))
    try:
        for write in (
            lambda: replace_file(path, b"x" * 5000),
            lambda: write_new(tmp_path, "b.pdf", b"x" * 5000),
        ):
            with pytest.raises(FileNotWritten, match="full"):
                write()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_gone_is_said(tmp_path):
    """So is one that is a file."""
    with pytest.raises(FileNotWritten, match="not there any more"):
        write_new(tmp_path / "gone", "note.pdf", b"x")
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(FileNotWritten, match="not there any more"):
        write_new(tmp_path / "file", "note.pdf", b"x")


@pytest.mark.parametrize(
    ("code", "words"),
    [(errno.EROFS, "may write to"), (errno.EACCES, "may write to"), (errno.EBUSY, "try again")],
)
def test_a_name_that_cannot_be_taken_leaves_nothing(tmp_path, monkeypatch, code, words):
    """The last step fails, as on a share that turned read-only: neither file nor empty claim stays."""

    def refuse(_self, _target):
        raise OSError(code, "refused")

    monkeypatch.setattr("pathlib.Path.replace", refuse)
    with pytest.raises(FileNotWritten, match=words) as failure:
        write_new(tmp_path, "note.pdf", b"x")
    assert "note.pdf" not in failure.value.sentence
    assert list(tmp_path.iterdir()) == []
