"""Runs one command and turns how it ends into an exit code and at most one sentence on standard error."""

from __future__ import annotations

import argparse
import io
import os
import sys

from desktop.domain.errors import SoapstoneError, UnknownChoice

FAILED = 1
WRONG_USAGE = 2
STOPPED = 130
"""What a shell reports for a program that ended with Ctrl+C."""


def run(chosen: argparse.Namespace) -> int:
    """Do the command and return the exit code: 0, FAILED, WRONG_USAGE or STOPPED."""
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
        # Whoever read the result has left. Python would complain about it again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except SoapstoneError as error:
        print(f"soapstone: {error.sentence}", file=sys.stderr)
        return WRONG_USAGE if isinstance(error, UnknownChoice) else FAILED
    else:
        return code


def _do(chosen: argparse.Namespace) -> int:
    match chosen.command:
        case "note":
            from desktop.cli.note import write_note

            return write_note(chosen)
        case "specialties":
            from desktop.cli.specialties import list_specialties

            return list_specialties(chosen)
        case _:
            from desktop.cli.doctor import report

            return report(chosen)
