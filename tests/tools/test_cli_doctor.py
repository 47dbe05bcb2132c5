"""What the doctor finds on machines that lack something, and what it says is the cure."""

from __future__ import annotations

import importlib
import sys

import pytest

from desktop.workflow import doctor
from desktop.workflow.doctor import State, examine


@pytest.fixture
def home(tmp_path):
    return tmp_path / "home"


def checks_named(name, home):
    """The checks of a name, of all that are made."""
    return [check for check in examine(home) if check.name == name]


def test_this_machine_can_do_everything(home):
    """Where the tests run, nothing essential is broken, and encryption was really tried."""
    checks = list(examine(home))
    assert [check for check in checks if check.state is State.BROKEN] == []
    (encryption,) = (check for check in checks if check.name == "Encryption of the records")
    assert encryption.found.startswith("SQLCipher 4.")


def test_a_library_that_writes_plain_text_is_found_out(home, monkeypatch):
    """The standard library's database takes a key without complaint and encrypts nothing."""
    monkeypatch.setitem(sys.modules, "sqlcipher3", importlib.import_module("sqlite3"))
    (check,) = checks_named("Encryption of the records", home)
    assert check.state is State.BROKEN
    assert "without encryption" in check.found


def test_a_home_that_is_a_file_is_broken_and_the_rest_is_still_looked_at(tmp_path):
    """One broken thing does not hide the others."""
    file = tmp_path / "home"
    file.write_text("", encoding="ascii")
    checks = list(examine(file))
    (check,) = (check for check in checks if check.name == "Home folder")
    assert check.state is State.BROKEN
    assert str(file) in check.found
    assert checks[-1].name == "Language model"


def test_a_broken_template_of_the_clinic_is_named(home):
    """The clinic learns which of its files was left out, and that the others work."""
    (home / "templates").mkdir(parents=True)
    (home / "templates" / "ours.toml").write_text("id = ", encoding="ascii")
    broken, rest = checks_named("Templates", home)
    assert broken.state is State.ATTENTION
    assert "ours.toml" in broken.found
    assert rest.state is State.OK


def test_keys_without_their_records_are_broken(home):
    """Records that vanished are never taken for records that were not made yet."""
    home.mkdir()
    (home / "records.db-wal").write_bytes(b"left over")
    (check,) = checks_named("Records", home)
    assert check.state is State.BROKEN


def test_a_full_disk_is_broken(home, monkeypatch):
    """With less than 200 MB a visit could not be kept."""
    usage = doctor.shutil.disk_usage(home.parent)
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda _: usage._replace(free=150_000_000))
    (check,) = checks_named("Free space", home)
    assert (check.state, check.found) == (State.BROKEN, "Only 150 MB are free.")


def test_another_version_than_was_tested_is_said(home, monkeypatch):
    """A library that somebody upgraded works perhaps, and is named."""
    monkeypatch.setattr(
        doctor.importlib.metadata, "requires", lambda _: ["pydantic==0.0.1", 'ruff==1; extra == "dev"']
    )
    (check,) = checks_named("Libraries", home)
    assert check.state is State.ATTENTION
    assert "instead of 0.0.1" in check.found
    assert "ruff" not in check.found


def test_a_display_that_does_not_answer_is_broken(home, monkeypatch):
    """Qt ends its process there; the doctor survives it."""
    monkeypatch.setenv("DISPLAY", ":987")
    monkeypatch.setenv("QT_QPA_PLATFORM", "xcb")
    (check,) = checks_named("Window", home)
    assert check.state is State.BROKEN
    assert check.mend


def test_without_a_display_the_command_line_still_works(home, monkeypatch):
    """A server has none, and that is not a defect."""
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    (check,) = checks_named("Window", home)
    assert check.state is State.ATTENTION


def test_missing_system_libraries_are_named_with_their_packages():
    """A person can copy the line that mends it, whether Python or Qt noticed."""
    stderr = (
        "ImportError: libEGL.so.1: cannot open shared object file: No such file or directory\n"
        '"Cannot load library libqxcb.so: (libxcb-cursor.so.0: cannot open shared object file: ...)"\n'
    )
    check = doctor._qt_failure(stderr)
    assert check.found == "Missing system libraries: libEGL.so.1, libxcb-cursor.so.0."
    assert check.mend == "On Debian and Ubuntu: sudo apt-get install libegl1 libxcb-cursor0"
