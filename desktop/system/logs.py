"""The program's log: enough to mend a defect, and never a word about a patient.

Written: time, level, logger, place, and of an exception its types and frames. Never written: the values
put into a message, exception messages, local variables. A message itself is written only when it comes
from this program, where the linter keeps it a constant; other libraries build theirs from what they hold.
"""

from __future__ import annotations

import logging
import logging.handlers
import traceback
import warnings
from collections.abc import Iterator
from pathlib import Path, PurePath

FILE_NAME = "soapstone.log"
_LARGEST_BYTES = 1_000_000
_OLDER_FILES = 3
_OWN_LOGGERS = "desktop"
_WARNINGS_LOGGER = "py.warnings"
_PLACE_PARTS = 3


class FactsOnly(logging.Formatter):
    """One line a record, then the frames of its exception; no values from anywhere."""

    default_msec_format = "%s.%03d"

    def format(self, record: logging.LogRecord) -> str:
        """The record without anything that could hold clinical text."""
        own = record.name.partition(".")[0] == _OWN_LOGGERS or record.name == _WARNINGS_LOGGER
        message = record.msg if own and isinstance(record.msg, str) else "(message not kept)"
        place = f"{_place(record.pathname)}:{record.lineno}"
        lines = [f"{self.formatTime(record)} {record.levelname} {record.name} {place} {message}"]
        if record.exc_info and record.exc_info[1]:
            lines += _facts(record.exc_info[1])
        return "\n".join(lines)


class _QuietFile(logging.handlers.RotatingFileHandler):
    """A full disk must not print a record, values included, on the terminal."""

    def handleError(self, record: logging.LogRecord) -> None:
        """Drop the record."""


class Log:
    """The installed log; close() takes it out again and puts everything back as it was."""

    def __init__(self, folder: Path) -> None:
        self._handler = _QuietFile(
            folder / FILE_NAME,
            maxBytes=_LARGEST_BYTES,
            backupCount=_OLDER_FILES,
            encoding="utf-8",
            delay=True,
        )
        self._handler.setFormatter(FactsOnly())
        root = logging.getLogger()
        self._old_level = root.level
        root.addHandler(self._handler)
        root.setLevel(logging.INFO)
        self._old_show_warning = warnings.showwarning
        warnings.showwarning = _log_warning

    def close(self) -> None:
        """Stop writing. May be called twice."""
        root = logging.getLogger()
        if self._handler not in root.handlers:
            return
        root.removeHandler(self._handler)
        root.setLevel(self._old_level)
        warnings.showwarning = self._old_show_warning
        self._handler.close()


def install(folder: Path) -> Log:
    """Write everything from INFO up to a rotating file in the folder: at most four files of 1 MB."""
    return Log(folder)


def _log_warning(  # noqa: PLR0917 - the signature that warnings calls
    message: Warning | str,  # noqa: ARG001 - part of the signature that warnings calls
    category: type[Warning],
    filename: str,
    lineno: int,
    file: object = None,  # noqa: ARG001 - part of the signature that warnings calls
    line: str | None = None,  # noqa: ARG001 - part of the signature that warnings calls
) -> None:
    logger = logging.getLogger(_WARNINGS_LOGGER)
    record = logger.makeRecord(
        _WARNINGS_LOGGER, logging.WARNING, filename, lineno, category.__name__, (), None
    )
    logger.handle(record)


def _facts(error: BaseException) -> Iterator[str]:
    """The types and frames of an exception and of what it was raised from, outermost first."""
    seen: set[int] = set()
    current: BaseException | None = error
    link = "raised"
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        yield f"  {link} {type(current).__module__}.{type(current).__qualname__}"
        for frame, line_number in traceback.walk_tb(current.__traceback__):
            code = frame.f_code
            yield f"    {_place(code.co_filename)}:{line_number} {code.co_name}"
        if current.__cause__ is not None:
            current, link = current.__cause__, "from"
        else:
            current, link = None if current.__suppress_context__ else current.__context__, "while handling"


def _place(path: str) -> str:
    """The end of a path: the beginning can hold the name of a person."""
    return "/".join(PurePath(path).parts[-_PLACE_PARTS:])
