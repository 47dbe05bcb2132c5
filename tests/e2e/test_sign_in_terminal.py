"""A command that opens the records asks for user and password on the terminal."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
import termios
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop.domain.patient import Patient
from desktop.domain.user import NewUser
from desktop.workflow.session import begin
from tests.e2e.soapstone_process import Soapstone

PASSWORD = "four unrelated garden words"


@pytest.fixture
def soapstone(tmp_path: Path) -> Soapstone:
    """The command line beside a home with one visit."""
    program = Soapstone(tmp_path)
    program.home.mkdir()
    session, _ = begin(program.home, PASSWORD, NewUser("owner", "Sample Owner"))
    patient = session.records.patients.add(Patient(None, "Sample", "Ada"))
    session.records.visits.create(patient.id, datetime(2026, 3, 2, 9, 30, tzinfo=UTC))
    session.close()
    return program


def test_user_and_password_are_asked_on_the_terminal(soapstone: Soapstone) -> None:
    """The password is not shown while it is typed."""
    ours, theirs = os.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "desktop", "visits"],
        cwd=soapstone.folder,
        env=soapstone.environment,
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=theirs,
        start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(theirs, termios.TIOCSCTTY, 0),  # noqa: PLW1509 - one thread, a terminal of its own
    )
    os.close(theirs)
    shown = _read_until(ours, b"User: ")
    os.write(ours, b"owner\n")
    shown += _read_until(ours, b"Password: ")
    os.write(ours, PASSWORD.encode() + b"\n")
    listing, _ = process.communicate(timeout=60)
    os.close(ours)
    assert process.returncode == 0
    assert b"Sample, Ada" in listing
    assert PASSWORD.encode() not in shown


def _read_until(terminal: int, words: bytes) -> bytes:
    read = b""
    while words not in read:
        read += os.read(terminal, 1024)
    return read
