"""Runs one command and turns how it ends into an exit code and at most one sentence on standard error."""

from __future__ import annotations

import argparse
import errno
import io
import logging
import os
import sys
from types import TracebackType

from desktop.domain.errors import SoapstoneError, UnknownChoice
from desktop.system.logs import FactsOnly

FAILED = 1
WRONG_USAGE = 2
STOPPED = 130
"""What a shell reports for a program that ended with Ctrl+C."""


def run(chosen: argparse.Namespace) -> int:
    """Do the command and return the exit code: 0, FAILED, WRONG_USAGE or STOPPED."""
    sys.excepthook = _report_defect
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        code = _do(chosen)
        sys.stdout.flush()
    except KeyboardInterrupt:
        print("soapstone: stopped.", file=sys.stderr)
        return STOPPED
    except BrokenPipeError:
        _drop_unwritten()  # whoever read the result has left
        return FAILED
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        _drop_unwritten()
        print(
            "soapstone: the disk is full and the result is not whole; make room and try again.",
            file=sys.stderr,
        )
        return FAILED
    except SoapstoneError as error:
        print(f"soapstone: {error.sentence}", file=sys.stderr)
        return WRONG_USAGE if isinstance(error, UnknownChoice) else FAILED
    else:
        return code


def _drop_unwritten() -> None:
    """Let what is still in the buffer go nowhere: Python would try to write it again at exit, and complain."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _do(chosen: argparse.Namespace) -> int:  # noqa: C901, PLR0912 - a case for each command, each as simple as the next
    match chosen.command:
        case "note":
            from desktop.cli.note import write_note

            return write_note(chosen)
        case "transcribe":
            from desktop.cli.transcribe import transcribe

            return transcribe(chosen)
        case "models":
            from desktop.cli.models import manage_models

            return manage_models(chosen)
        case "pseudonyms":
            from desktop.cli.pseudonyms import show_pseudonyms

            return show_pseudonyms(chosen)
        case "check":
            from desktop.cli.check import check

            return check(chosen)
        case "visits":
            from desktop.cli.visits import show_visits

            return show_visits(chosen)
        case "export":
            from desktop.cli.export import export

            return export(chosen)
        case "backup":
            from desktop.cli.backups import make_backup

            return make_backup(chosen)
        case "restore":
            from desktop.cli.backups import restore_backup

            return restore_backup(chosen)
        case "verify":
            from desktop.cli.backups import verify

            return verify(chosen)
        case "audit":
            from desktop.cli.audit import show_audit

            return show_audit(chosen)
        case "specialties":
            from desktop.cli.specialties import list_specialties

            return list_specialties(chosen)
        case "summary":
            from desktop.cli.summary import write_summary

            return write_summary(chosen)
        case "codes":
            from desktop.cli.codes import write_codes

            return write_codes(chosen)
        case _:
            from desktop.cli.doctor import report

            return report(chosen)


def _report_defect(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Say where the program is wrong, without the values that an exception carries: they can hold a visit's words."""
    sentence = "soapstone: this is a defect of the program, please report these lines; nothing was stored."
    record = logging.LogRecord("desktop", logging.CRITICAL, __file__, 0, sentence, None, (kind, error, trace))
    print(FactsOnly().format(record), file=sys.stderr)
