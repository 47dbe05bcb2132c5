"""The options of `summary`."""

from __future__ import annotations

import argparse

from desktop.cli.record_arguments import add_sign_in_options

_SUMMARY_HELP = """\
PATIENT is a name or a record number that fits one patient of the records, or #12 for the patient with this id; it
asks for user and password on the terminal. Anything else is a file of visits, in any order (- reads it from standard
input) and needs no records:

@FORM@

formats of the result on standard output:

  text    blocks of statements; every statement has the dates of the visits it rests on.
  json    {purpose, focus, origin, header, notices,
           blocks: [{kind, title, statements: [{text, visits: [date], visit_ids, doubt,
                     spans: [{visit_id, visit_date, part, start, end}]}]}]}, spans in characters.

exit codes: 0 done, 1 failed, 2 wrong usage, 130 stopped with Ctrl+C."""


class _SummaryHelp(argparse.Action):
    """Shows the help of `summary`, with the form of a file of visits, which only its reader knows."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from desktop.workflow.summarize import FORM

        parser.epilog = _SUMMARY_HELP.replace("@FORM@", "\n".join(f"  {line}" for line in FORM.splitlines()))
        parser.print_help()
        parser.exit()


def add_summary_options(command: argparse.ArgumentParser) -> None:
    """What `summary` summarizes, and who writes it. The command is made with add_help=False."""
    command.formatter_class = argparse.RawDescriptionHelpFormatter
    command.description = (
        "Summarizes dated visit notes, by rules on this device unless an endpoint is named, and stores nothing. A "
        "person reviews it."
    )
    command.set_defaults(parser=command)
    command.add_argument("-h", "--help", action=_SummaryHelp, nargs=0, help="show this help and leave")
    command.add_argument("visits", metavar="PATIENT|VISITS.json", help="a patient of the records, or a file")
    add_sign_in_options(command)
    command.add_argument("--focus", metavar="TEXT", help='only what belongs to this, as in "diabetes"')
    command.add_argument(
        "--purpose",
        choices=("pre-visit", "referral", "transition", "prior-authorization", "timeline"),
        default="pre-visit",
        help="default: pre-visit",
    )
    add_engine_options(command)
    command.add_argument("--format", choices=("text", "json"), default="text", help="default: text")


def add_engine_options(command: argparse.ArgumentParser) -> None:
    """Who writes: this device, or an endpoint."""
    command.add_argument(
        "--engine",
        choices=("offline", "endpoint"),
        default="offline",
        help="offline (default): on this device, without network; endpoint: an OpenAI-compatible language model",
    )
    command.add_argument("--base-url", metavar="URL", help="where the endpoint is, as in https://host/v1")
    command.add_argument("--model", metavar="NAME", help="the endpoint's name for its model")
    command.add_argument(
        "--allow-http", action="store_true", help="allow an unencrypted endpoint on this machine or network"
    )
