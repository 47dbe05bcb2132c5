"""One program for one home folder, and nothing left locked by a dead one."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import IO

import pytest

from desktop.domain.errors import RecordsUnavailable
from desktop.system import single_instance
from desktop.system.single_instance import SingleInstance

HOLDER = """
import sys
from pathlib import Path
from desktop.system.single_instance import SingleInstance
held = SingleInstance(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


def _holder(home: Path) -> subprocess.Popen[str]:
    """Another program that holds the home until its input ends."""
    holder = subprocess.Popen(  # noqa: S603 - this test's own program
        [sys.executable, "-c", HOLDER, str(home)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    return holder


def test_a_second_program_is_told_that_the_first_is_open(tmp_path: Path) -> None:
    """The sentence names the folder; another folder is free; when the first ends, so is this one."""
    with _holder(tmp_path) as holder:
        with pytest.raises(RecordsUnavailable, match=f"already open with the folder {tmp_path}"):
            SingleInstance(tmp_path)
        (tmp_path / "other").mkdir()
        SingleInstance(tmp_path / "other").release()
        holder.communicate("")
    SingleInstance(tmp_path).release()


def test_kill_minus_9_frees_the_folder(tmp_path: Path) -> None:
    """Nobody has to delete a lock file after a crash."""
    with _holder(tmp_path) as holder:
        holder.kill()
        holder.wait()
    assert json.loads((tmp_path / "soapstone.lock").read_text(encoding="utf-8"))["pid"] == holder.pid
    with SingleInstance(tmp_path):
        assert json.loads((tmp_path / "soapstone.lock").read_text(encoding="utf-8"))["pid"] == os.getpid()


def test_one_program_cannot_take_a_folder_twice(tmp_path: Path) -> None:
    """Two windows of one process are two programs here; releasing twice does no harm."""
    first = SingleInstance(tmp_path)
    with pytest.raises(RecordsUnavailable, match="already open"):
        SingleInstance(tmp_path)
    first.release()
    first.release()
    SingleInstance(tmp_path).release()


@pytest.fixture
def no_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file system that has no locks."""

    def refuse(_file: IO[str]) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(single_instance, "_lock", refuse)


@pytest.mark.usefixtures("no_locks")
def test_without_locks_a_running_owner_holds_the_folder(tmp_path: Path) -> None:
    """The process in the file runs and began when the file says."""
    with _holder(tmp_path) as holder:
        with pytest.raises(RecordsUnavailable, match="already open"):
            SingleInstance(tmp_path)
        holder.kill()
        holder.wait()
        SingleInstance(tmp_path).release()


@pytest.mark.usefixtures("no_locks")
@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"pid": "x", "started": 1}', '{"pid": 999999999, "started": "5"}']
)
def test_without_locks_a_file_that_names_no_living_process_is_stale(tmp_path: Path, text: str) -> None:
    """Whatever a crash left in the file, the program starts."""
    (tmp_path / "soapstone.lock").write_text(text, encoding="utf-8")
    SingleInstance(tmp_path).release()


@pytest.mark.usefixtures("no_locks")
def test_without_locks_a_reused_process_number_is_recognised(tmp_path: Path) -> None:
    """Another process that has the dead one's number began at another time."""
    with _holder(tmp_path / ".") as other:
        stale = json.dumps({"pid": other.pid, "started": "1"})
        (tmp_path / "soapstone.lock").write_text(stale, encoding="utf-8")
        SingleInstance(tmp_path).release()
        other.communicate("")


def test_a_folder_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    """A file in place of the folder stands for every reason why the lock cannot be made."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(RecordsUnavailable, match="cannot be written to"):
        SingleInstance(tmp_path / "file")
