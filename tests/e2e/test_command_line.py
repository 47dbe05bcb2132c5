"""The command line as a person or a script meets it: real processes, files, pipes, signals and a real server."""

from __future__ import annotations

import importlib.metadata
import json
import os
import sys
from pathlib import Path

import pytest

import desktop
import desktop.__main__
from tests.e2e.soapstone_process import (
    BACK_PAIN,
    DICTATED,
    ROOT,
    SECTIONS,
    SMALL_TALK,
    TIMEOUT_S,
    Soapstone,
    assert_one_sentence,
)

SAMPLES = sorted(BACK_PAIN.parent.glob("fictional-*.visit.txt"))
HEADINGS = ("Subjective", "Objective", "Assessment", "Plan")
NOT_STATED = "Not stated in this visit."

NO_NETWORK = """
import socket
class Forbidden(socket.socket):
    def __init__(self, family=socket.AF_INET, *arguments, **names):
        if family in (socket.AF_INET, socket.AF_INET6):
            raise SystemExit("a socket was opened")
        super().__init__(family, *arguments, **names)
socket.socket = Forbidden
def _no_name(*arguments, **names):
    raise SystemExit("a name was looked up")
socket.getaddrinfo = _no_name
"""


@pytest.fixture
def soapstone(tmp_path):
    return Soapstone(tmp_path)


# ---------------------------------------------------------------------------------------------- notes, offline


def test_a_dictation_becomes_a_note_with_what_was_not_said_left_open(soapstone):
    """The exam is objective, the complaint subjective, and nobody's assessment or plan is made up."""
    ended = soapstone("note", "--specialty", "nurse_practitioner", "--format", "json", stdin=DICTATED)
    assert (ended.returncode, ended.stderr) == (0, "")
    note = json.loads(ended.stdout)
    assert note["status"] == "completed"
    assert note["expires_at"] is None
    assert note["engine"] == "offline"
    for words in ("3 weeks", "6/10", "sitting", "buprofen"):
        assert words in note["subjective"]
    for words in ("L3-L5", "40 degrees", "SLR"):
        assert words in note["objective"]
    assert note["assessment"] == note["plan"] == ""


def test_the_text_of_a_note_stands_under_four_headings(soapstone):
    """Sections that nobody stated say so."""
    ended = soapstone("note", stdin=DICTATED)
    assert ended.returncode == 0
    lines = ended.stdout.splitlines()
    assert [line for line in lines if line in HEADINGS] == list(HEADINGS)
    assert lines[lines.index("Assessment") + 1] == NOT_STATED
    assert lines[lines.index("Plan") + 1] == NOT_STATED
    assert lines[lines.index("Objective") + 1] != NOT_STATED


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_every_sample_visit_gives_four_sections(soapstone, sample):
    """What the program shows without a display is a whole note."""
    ended = soapstone("note", sample, "--format", "json")
    assert ended.returncode == 0, ended.stderr
    note = json.loads(ended.stdout)
    assert all(note[section] for section in SECTIONS)
    assert {segment["speaker"] for segment in note["transcript"]} == {"provider", "patient"}


def test_a_file_and_standard_input_give_the_same_note(soapstone):
    """A pipe is as good as a file."""
    from_file = soapstone("note", BACK_PAIN).stdout
    assert from_file.startswith("Subjective\n")
    assert from_file == soapstone("note", "-", stdin=BACK_PAIN.read_bytes()).stdout
    assert from_file == soapstone("note", stdin=BACK_PAIN.read_bytes()).stdout


def test_every_statement_points_at_its_words(soapstone):
    """A consumer of the JSON can show what a sentence rests on."""
    note = json.loads(soapstone("note", BACK_PAIN, "--format", "json").stdout)
    assert note["statements"]
    for statement in note["statements"]:
        assert note[statement["section"]][statement["start"] : statement["end"]].strip()
        for source in statement["sources"]:
            text = note["transcript"][source["segment"]]["text"]
            assert text[source["start"] : source["end"]].strip()


def test_the_events_of_ndjson_add_up_to_the_note(soapstone):
    """Appending content gives what section_done and the last line say."""
    ended = soapstone("note", BACK_PAIN, "--format", "ndjson")
    events = [json.loads(line) for line in ended.stdout.splitlines()]
    texts = dict.fromkeys(SECTIONS, "")
    for event in events:
        if "content" in event:
            texts[event["section"]] += event["content"]
    note = events[-1]["note"]
    assert texts == {section: note[section] for section in SECTIONS}
    assert texts == {
        event["section"]: event["text"] for event in events if event.get("event") == "section_done"
    }


def test_a_note_needs_no_network_and_no_window(soapstone, tmp_path):
    """Offline means offline: neither a socket nor a name, and nothing heavy that the job does not use."""
    (tmp_path / "forbid").mkdir()
    (tmp_path / "forbid" / "sitecustomize.py").write_text(NO_NETWORK, encoding="utf-8")
    paths = os.pathsep.join((str(tmp_path / "forbid"), str(ROOT)))
    ended = soapstone("note", BACK_PAIN, PYTHONPATH=paths, PYTHONPROFILEIMPORTTIME="1")
    assert ended.returncode == 0
    assert "sitecustomize" in ended.stderr
    loaded = {line.rpartition("|")[2].strip().partition(".")[0] for line in ended.stderr.splitlines()}
    assert not loaded & {"PySide6", "openai", "httpx2", "docx", "argon2"}


def test_nothing_of_the_visit_is_left_behind(soapstone, tmp_path):
    """The command stores nothing: no file below the home or the working folder holds a word of it."""
    soapstone("note", stdin=DICTATED)
    left = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert not any(b"buprofen" in content for content in left)


# --------------------------------------------------------------------------------------------------- refusals


@pytest.mark.parametrize(
    ("arguments", "stdin", "code", "said"),
    [
        (("note",), "Back pain.", 1, "at least 50"),
        (("note",), "", 1, "at least 50"),
        (("note",), b"\xff\xfe\x00" * 40, 1, "not UTF-8"),
        (("note", "missing.txt"), "", 1, "missing.txt is not there"),
        (("note", "."), "", 1, "folder"),
        (("note", "--context", "missing.json"), DICTATED, 1, "missing.json"),
        (("note", "--specialty", "podiatry"), DICTATED, 2, "podiatrist"),
        (("note", "--template", "dapp", "--specialty", "psychotherapist"), DICTATED, 2, "dap"),
        (("note", "--engine", "endpoint"), DICTATED, 2, "--base-url and --model"),
        (("note", "--model", "m"), DICTATED, 2, "--model is for --engine endpoint"),
        (("note", "--format", "xml"), DICTATED, 2, "xml"),
        (("notes",), "", 2, "notes"),
        (("--frobnicate",), "", 2, "--frobnicate"),
        (
            ("note", "--engine", "endpoint", "--base-url", "http://127.0.0.1:9/v1", "--model", "m"),
            DICTATED,
            1,
            "https",
        ),
        (
            (
                "note",
                "--engine",
                "endpoint",
                "--base-url",
                "http://192.0.2.1/v1",
                "--model",
                "m",
                "--allow-http",
            ),
            DICTATED,
            1,
            "https",
        ),
    ],
)
def test_bad_input_is_one_sentence_and_an_exit_code(soapstone, arguments, stdin, code, said):
    """2 for wrong usage, 1 for what cannot be done; standard output stays empty."""
    ended = soapstone(*arguments, stdin=stdin)
    assert (ended.returncode, ended.stdout) == (code, "")
    last_line = ended.stderr.splitlines()[-1]
    assert said in last_line
    assert_one_sentence(last_line + "\n")


def test_words_without_anything_clinical_are_refused(soapstone):
    """No note is invented from small talk."""
    ended = soapstone("note", "--format", "json", stdin=SMALL_TALK)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert_one_sentence(ended.stderr)


def test_a_reader_that_leaves_is_no_reason_to_complain(soapstone):
    """As in `soapstone specialties | head -1`."""
    reader, writer = os.pipe()
    os.close(reader)
    with soapstone.start("specialties", stdout=writer) as process:
        os.close(writer)
        _, complaint = process.communicate(timeout=TIMEOUT_S)
    assert complaint == ""
    assert process.returncode == 1


def test_a_full_disk_is_one_sentence(soapstone):
    """A result that could not be written whole is never taken for a whole one."""
    with Path("/dev/full").open("w") as full, soapstone.start("specialties", stdout=full.fileno()) as process:
        _, complaint = process.communicate(timeout=TIMEOUT_S)
    assert process.returncode == 1
    assert_one_sentence(complaint)
    assert "disk is full" in complaint


def test_without_a_display_the_window_says_so(soapstone):
    """Qt alone would end the process with a signal."""
    if sys.platform == "linux":
        ended = soapstone(DISPLAY="", WAYLAND_DISPLAY="", QT_QPA_PLATFORM="")
        assert ended.returncode == 1
        assert_one_sentence(ended.stderr)


# ------------------------------------------------------------------------------------------- the other commands


def test_specialties_lists_what_note_accepts(soapstone):
    """All 24 with their 65 templates; each first template is the standard one."""
    specialties = json.loads(soapstone("specialties", "--format", "json").stdout)
    assert len(specialties) == 24
    assert sum(len(specialty["templates"]) for specialty in specialties) == 65
    assert all(specialty["templates"][0]["id"] == "standard" for specialty in specialties)
    text = soapstone("specialties").stdout
    assert all(specialty["id"] in text for specialty in specialties)


def test_a_clinics_own_template_is_offered_and_a_broken_one_is_named(soapstone):
    """Dropping a file into the home's templates folder is all it takes."""
    (soapstone.home / "templates").mkdir(parents=True)
    section = '[[templates.{0}]]\nheading = "Foot"\nholds = "What was said about the foot."\n'
    (soapstone.home / "templates" / "feet.toml").write_text(
        'id = "podiatrist"\n[[templates]]\nid = "feet_only"\nlabel = "Feet only"\npurpose = "A look at feet."\n'
        + "".join(section.format(name) for name in SECTIONS),
        encoding="utf-8",
    )
    (soapstone.home / "templates" / "broken.toml").write_text("id = 7", encoding="utf-8")
    ended = soapstone("specialties", "--format", "json")
    assert "feet_only" in ended.stdout
    assert json.loads(ended.stdout)
    assert "broken.toml" in ended.stderr


def test_the_doctor_finds_a_machine_that_runs_the_tests_fit(soapstone):
    """Both forms, exit code 0."""
    checks = json.loads(soapstone("doctor", "--format", "json").stdout)
    assert {"Python", "Encryption of the records", "Window", "Home folder"} <= {
        check["name"] for check in checks
    }
    ended = soapstone("doctor")
    assert ended.returncode == 0, ended.stdout
    assert "SQLCipher" in ended.stdout


def test_the_doctor_of_a_home_that_cannot_be_used_says_so(soapstone, tmp_path):
    """Something essential is broken: exit code 1 and the folder's name."""
    (tmp_path / "taken").write_text("", encoding="ascii")
    ended = soapstone("doctor", "--home", tmp_path / "taken")
    assert ended.returncode == 1
    assert str(tmp_path / "taken") in ended.stdout


def test_version_and_help_are_there(soapstone):
    """The help of `note` documents the formats, the context file and the exit codes."""
    assert soapstone("--version").stdout == f"Soapstone {desktop.__version__}\n"
    said = soapstone("note", "--help").stdout
    for words in ("ndjson", "patient_info", "exit codes", "SOAPSTONE_API_KEY", '"event": "restarted"'):
        assert words in said


def test_the_console_script_starts_the_same_function():
    """`soapstone` and `python -m desktop` are one."""
    (script,) = importlib.metadata.entry_points(group="console_scripts", name="soapstone")
    assert script.load() is desktop.__main__.main
