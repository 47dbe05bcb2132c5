"""The log: facts for mending a defect, and nothing about a patient."""

from __future__ import annotations

import logging
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.domain.errors import RecordsUnavailable
from desktop.system import logs

SENTINEL = "Quellenmarke"


@pytest.fixture
def log(tmp_path: Path) -> Iterator[logs.Log]:
    """An installed log, taken out afterwards."""
    installed = logs.install(tmp_path)
    yield installed
    installed.close()


def _written(folder: Path) -> str:
    return "".join(path.read_text(encoding="utf-8") for path in folder.glob("soapstone.log*"))


def _fail_with_a_name(patient: str) -> None:
    try:
        int(patient)
    except ValueError as exc:
        raise RecordsUnavailable(f"{patient} could not be saved") from exc


@pytest.mark.usefixtures("log")
def test_an_exception_is_logged_by_type_and_place_and_never_by_message(tmp_path: Path) -> None:
    """A name in the messages, arguments and local variables of a chain of exceptions is not in the log."""
    try:
        _fail_with_a_name(SENTINEL)
    except RecordsUnavailable:
        logging.getLogger("desktop.records.test").exception("saving %s failed", SENTINEL, stack_info=True)
    written = _written(tmp_path)
    assert "saving %s failed" in written
    assert "raised desktop.domain.errors.RecordsUnavailable" in written
    assert "from builtins.ValueError" in written
    assert "test_system_logs.py" in written
    assert "_fail_with_a_name" in written
    assert SENTINEL not in written


@pytest.mark.usefixtures("log")
def test_values_are_never_put_into_messages(tmp_path: Path) -> None:
    """The text of the message as the program has it, not what it was filled with; an object is no message."""
    logger = logging.getLogger("desktop.workflow")
    logger.warning("visit of %s kept", SENTINEL)
    logger.warning("counted %(name)s", {"name": SENTINEL})
    logger.error([SENTINEL])
    logger.info("plain", extra={"patient": SENTINEL})
    written = _written(tmp_path)
    assert "visit of %s kept" in written
    assert "INFO desktop.workflow" in written
    assert SENTINEL not in written


@pytest.mark.usefixtures("log")
def test_what_libraries_say_is_not_kept(tmp_path: Path) -> None:
    """A library puts what it holds into its messages; where and how badly is enough."""
    logging.getLogger("somelibrary.http").error("sent " + SENTINEL)  # noqa: G003 - as a library might
    logging.getLogger("desktoplike").error("sent " + SENTINEL)  # noqa: G003 - as a library might
    written = _written(tmp_path)
    assert "ERROR somelibrary.http" in written
    assert SENTINEL not in written


@pytest.mark.usefixtures("log")
def test_a_warning_of_python_is_logged_by_category_and_place(tmp_path: Path) -> None:
    """Not by its words, and not on the terminal."""
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.showwarning = logs._log_warning
        warnings.warn(f"{SENTINEL} is old", DeprecationWarning, stacklevel=1)
    written = _written(tmp_path)
    assert "WARNING py.warnings" in written
    assert "DeprecationWarning" in written
    assert "test_system_logs.py" in written
    assert SENTINEL not in written


def test_installing_catches_warnings_and_closing_puts_everything_back(tmp_path: Path) -> None:
    """After closing, the root logger and the display of warnings are what they were."""
    root = logging.getLogger()
    before = (list(root.handlers), root.level, warnings.showwarning)
    installed = logs.install(tmp_path)
    assert warnings.showwarning is not before[2]
    installed.close()
    installed.close()
    assert (list(root.handlers), root.level, warnings.showwarning) == before
    logging.getLogger("desktop").warning("after the end")
    assert "after the end" not in _written(tmp_path)


@pytest.mark.usefixtures("log")
def test_exceptions_in_a_circle_end(tmp_path: Path) -> None:
    """Two exceptions that name each other as the cause are each logged once."""
    first, second = ValueError("one"), KeyError("two")
    first.__cause__, second.__cause__ = second, first
    logging.getLogger("desktop").error("a circle", exc_info=first)
    assert _written(tmp_path).count("builtins.") == 2


def test_the_log_stays_small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However much is logged, there are at most four files of the set size."""
    monkeypatch.setattr(logs, "_LARGEST_BYTES", 2_000)
    installed = logs.install(tmp_path)
    for _ in range(500):
        logging.getLogger("desktop").info("one more line")
    installed.close()
    sizes = [path.stat().st_size for path in tmp_path.iterdir()]
    assert len(sizes) == 4
    assert max(sizes) <= 2_000


def test_a_log_that_cannot_be_written_is_silent(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A full disk or a lost folder must not spill the values of a message on the terminal."""
    installed = logs.install(tmp_path / "not there")
    logging.getLogger("desktop").error("about %s", SENTINEL)
    installed.close()
    sys.stderr.flush()
    assert SENTINEL not in capsys.readouterr().err
