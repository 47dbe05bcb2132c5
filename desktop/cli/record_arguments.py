"""The options of the commands that open the records: `visits` and `export`."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

_VISITS_HELP = """\
Asks for user and password on the terminal. Whoever may only see signed notes is shown signed visits alone.

formats of the result on standard output:

  text    a visit a line: when it began, its number, patient, state, first words; under it what was searched for.
  json    {visits: [{id, started_at, patient, mrn, status, specialty, template, title,
                     excerpts: [{place, text, spans: [[start, end]]}]}], more}
          place: a section, transcript or codes. spans: in characters of text. more: true when --limit cut the list.

exit codes: 0 done, 1 failed, 2 wrong usage, 130 stopped with Ctrl+C."""

_EXPORT_HELP = """\
Asks for user and password on the terminal. A note that nobody signed is exported for providers only, and says on every
page that it is a draft. Each export is in the audit before anything is written; an exported file is not encrypted.

formats:

  text            plain text; with --section one section alone
  md              Markdown
  pdf             on the clinic's paper, with text that can be searched
  docx            Word
  json            noteId, status, visit, patient, sections, codes, signatures
  fhir            FHIR R4, a Bundle of type document
  fhir-reference  FHIR R4, a DocumentReference with the note inside

exit codes: 0 done, 1 failed, 2 wrong usage, 130 stopped with Ctrl+C."""

_MOST_VISITS = 1_000


def add_sign_in_options(command: argparse.ArgumentParser) -> None:
    """How a person signs in: --user and --password-stdin, which cli.sign_in reads."""
    command.add_argument("--user", metavar="NAME", help="the sign-in name (default: asked on the terminal)")
    command.add_argument(
        "--password-stdin",
        action="store_true",
        help="read the password from the first line of standard input; needs --user",
    )


def add_visits_options(command: argparse.ArgumentParser) -> None:
    """What `visits` lists."""
    command.formatter_class = argparse.RawDescriptionHelpFormatter
    command.epilog = _VISITS_HELP
    add_sign_in_options(command)
    command.add_argument("--patient", metavar="NAME|MRN", help="only this patient's; must fit one patient")
    command.add_argument(
        "--day", type=days, metavar="DAY[..DAY]", help="as in 2026-11-20, or 2026-11-01..2026-11-30"
    )
    command.add_argument("--search", metavar="TEXT", help="only visits in which each of these words is found")
    command.add_argument(
        "--limit", type=_limit, default=50, metavar="N", help="at most so many (default: 50)"
    )
    command.add_argument("--format", choices=("text", "json"), default="text", help="default: text")


def add_export_options(command: argparse.ArgumentParser) -> None:
    """What `export` writes, and where."""
    command.formatter_class = argparse.RawDescriptionHelpFormatter
    command.epilog = _EXPORT_HELP
    add_sign_in_options(command)
    command.add_argument(
        "visit", type=_visit_number, metavar="VISIT", help="its number, as `visits` lists it"
    )
    command.add_argument(
        "--format",
        choices=("text", "md", "pdf", "docx", "json", "fhir", "fhir-reference"),
        default="text",
        help="default: text",
    )
    command.add_argument(
        "--section",
        choices=("subjective", "objective", "assessment", "plan"),
        help="this section alone, as text",
    )
    command.add_argument(
        "--out",
        type=Path,
        metavar="FILE|FOLDER",
        help="a folder: named by the clinic's template, nothing is overwritten; a file: replaced "
        "(default: standard output)",
    )
    command.add_argument(
        "--page-size", choices=("letter", "a4"), help="of pdf and docx (default: as in the clinic's settings)"
    )


def days(text: str) -> tuple[date, date]:
    """The first and the last day of "DAY" or "DAY..DAY"."""
    first, separator, last = text.partition("..")
    try:
        begin = date.fromisoformat(first)
        end = date.fromisoformat(last) if separator else begin
    except ValueError as error:
        raise argparse.ArgumentTypeError("a day is written as in 2026-11-20") from error
    if end < begin:
        raise argparse.ArgumentTypeError("the last day is before the first")
    return begin, end


def _visit_number(text: str) -> int:
    number = text.removeprefix("#")
    if not (number.isascii() and number.isdecimal() and len(number) < 16):
        raise argparse.ArgumentTypeError("a visit is named by its number, as `soapstone visits` lists it")
    return int(number)


def _limit(text: str) -> int:
    try:
        number = int(text)
    except ValueError:
        number = 0
    if not 1 <= number <= _MOST_VISITS:
        raise argparse.ArgumentTypeError(f"the limit is a number from 1 to {_MOST_VISITS:,}")
    return number
