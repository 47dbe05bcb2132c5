"""The command line as a person types it: commands, options and their help."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import desktop
from desktop.cli.care_arguments import (
    add_audit_options,
    add_backup_options,
    add_restore_options,
    add_verify_options,
)
from desktop.cli.record_arguments import add_export_options, add_visits_options
from desktop.cli.summary_arguments import add_engine_options, add_summary_options

USAGE_EXIT_CODE = 2

_NOTE_HELP = """\
formats of the result on standard output (notices and errors go to standard error):

  text    the sections as they are written, under their headings.
  json    one object when the whole note is there:
            noteId, status ("completed"), specialty, template, engine,
            subjective, objective, assessment, plan  (an empty text: not stated in this visit),
            not_placed   things said that matter and that no section took, in the words that were said,
            statements   [{section, start, end, sources: [{segment, start, end}]}], in characters,
            transcript   [{speaker, text, start_ms, end_ms}],
            expires_at   null: this command stores nothing, so nothing expires,
            billing_codes  with --codes: {review, release, icd10: [{code, description, billable, rank, words, score,
                         others, advice}], cpt, hcpcs, not_coded, visit_level: {setting, clues, reasons}},
            patient_summary  with --patient-summary: plain words for the patient, under headings (null: none), and
            patient_summary_marked  [{text, problem}]: its lines that the note does not bear out.
  ndjson  one object per line, as it happens:
            {"section": "plan", "content": "..."}            text to append to that section
            {"event": "section_started", "section": "plan"}  what came for that section before is void
            {"event": "section_done", "section": "plan", "text": "..."}
            {"event": "restarted", "reason": "..."}          everything before is void
            {"event": "notice", "text": "..."}
            {"event": "done", "note": {...}}                 last line; the note is the json object above
            {"event": "failed", "reason": "..."}             last line instead of "done": there is no note

the context file:

@FORM@

exit codes: 0 done, 1 failed, 2 wrong usage, 130 stopped with Ctrl+C.
The endpoint's key is read from the environment variable SOAPSTONE_API_KEY, never from the command line."""


class _Parser(argparse.ArgumentParser):
    """Says what is wrong with an argument in one sentence."""

    def error(self, message: str) -> NoReturn:
        """Leave with exit code 2."""
        self.exit(USAGE_EXIT_CODE, f"soapstone: {message}. {self.prog} --help shows what can be asked.\n")


class _NoteHelp(argparse.Action):
    """Shows the help of `note`, with the form of a context file, which only its reader knows."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from desktop.workflow.context import FORM

        form = "\n".join(f"  {line}" for line in FORM.splitlines())
        parser.epilog = _NOTE_HELP.replace("@FORM@", form)
        parser.print_help()
        parser.exit()


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """The arguments as names; `command` is None when the window is to be opened.

    Leaves the program with exit code 2 and one sentence on stderr when they make no sense.
    """
    parser = _parser()
    chosen = parser.parse_args(argv)
    if chosen.command in ("note", "summary"):
        _check_engine(chosen.parser, chosen)
    return chosen


def _parser() -> argparse.ArgumentParser:
    everywhere = _Parser(add_help=False)
    everywhere.add_argument(
        "--home",
        type=Path,
        metavar="FOLDER",
        default=argparse.SUPPRESS,
        help="keep all data in this folder (also: the environment variable SOAPSTONE_HOME)",
    )
    parser = _Parser(
        prog="soapstone",
        parents=[everywhere],
        description="Turns the words of a clinical visit into a SOAP note. Without a command it opens the window.",
    )
    parser.add_argument("--version", action="version", version=f"Soapstone {desktop.__version__}")
    parser.add_argument(
        "--picture",
        type=Path,
        metavar="FILE.png",
        help="open the window with a sample visit, save a picture of it and leave",
    )
    parser.set_defaults(home=None)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=_Parser)
    _add_note(commands, everywhere)
    _add_transcribe(commands, everywhere)
    _add_models(commands, everywhere)
    _add_check(commands, everywhere)
    _add_codes(commands, everywhere)
    add_summary_options(
        commands.add_parser(
            "summary", parents=[everywhere], add_help=False, help="summarize several visits of one patient"
        )
    )
    pseudonyms = commands.add_parser(
        "pseudonyms",
        parents=[everywhere],
        help="show what would leave this computer, identifiers replaced",
        description="Prints a text exactly as it would be sent to an endpoint, and counts what was replaced in it.",
    )
    pseudonyms.add_argument("file", metavar="FILE", help=".txt .md .docx .json .srt or .vtt")
    pseudonyms.add_argument(
        "--known",
        type=Path,
        metavar="FILE.json",
        help="names that the visit knows: patient_names, provider_names, other_names, organizations, record_numbers "
        "(lists of text) and birth_date",
    )
    add_visits_options(
        commands.add_parser("visits", parents=[everywhere], help="list and search the visits in the records")
    )
    add_export_options(
        commands.add_parser("export", parents=[everywhere], help="write a visit's note in another format")
    )
    for name, add_options, words in (
        ("backup", add_backup_options, "back up the records"),
        ("restore", add_restore_options, "put a backup in the place of the records"),
        ("verify", add_verify_options, "check the records, or a backup of them"),
        ("audit", add_audit_options, "list, check and write out who did what"),
    ):
        add_options(commands.add_parser(name, parents=[everywhere], help=words))
    specialties = commands.add_parser(
        "specialties", parents=[everywhere], help="list the specialties and their templates"
    )
    doctor = commands.add_parser(
        "doctor", parents=[everywhere], help="say what works on this machine and how to mend what does not"
    )
    for command in (pseudonyms, specialties, doctor):
        command.add_argument("--format", choices=("text", "json"), default="text", help="default: text")
    return parser


def _add_note(
    commands: argparse._SubParsersAction[_Parser],
    everywhere: _Parser,
) -> None:
    note = commands.add_parser(
        "note",
        parents=[everywhere],
        add_help=False,
        help="write a note from a visit's words",
        description="Writes a SOAP note from the words of a visit and stores nothing.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    note.set_defaults(parser=note)
    note.add_argument("-h", "--help", action=_NoteHelp, nargs=0, help="show this help and leave")
    note.add_argument(
        "file",
        nargs="?",
        default="-",
        metavar="FILE",
        help=".txt .md .docx .json .srt or .vtt, or an audio file; - or nothing reads plain text from standard input",
    )
    note.add_argument("--specialty", default="generic", metavar="ID", help="default: generic")
    note.add_argument("--template", default="standard", metavar="ID", help="default: standard")
    add_engine_options(note)
    note.add_argument("--context", type=Path, metavar="FILE.json", help="what is known about the patient")
    note.add_argument("--format", choices=("text", "json", "ndjson"), default="text", help="default: text")
    note.add_argument(
        "--codes", action="store_true", help="suggest billing codes for the note, to be reviewed"
    )
    note.add_argument(
        "--patient-summary", action="store_true", help="also explain the visit in plain words for the patient"
    )


def _add_transcribe(commands: argparse._SubParsersAction[_Parser], everywhere: _Parser) -> None:
    transcribe = commands.add_parser(
        "transcribe",
        parents=[everywhere],
        help="write down the words of an audio file",
        description="Writes down the words of an audio file on this device and stores nothing.",
    )
    transcribe.add_argument(
        "audio", type=Path, metavar="AUDIO", help="mp3, m4a, wav, ogg, webm, flac, mp4, opus, ..."
    )
    transcribe.add_argument(
        "--model", metavar="NAME|FOLDER", help="a speech model (default: the best that is on this computer)"
    )
    transcribe.add_argument("--language", default="en", metavar="CODE", help="default: en")
    transcribe.add_argument(
        "--format", choices=("text", "json", "srt", "vtt"), default="text", help="default: text"
    )


_CHECK_HELP = """\
formats of the result on standard output:

  text  what must be decided before signing, what should be looked at, what is for information.
  json  one object:
          open        how many findings and omissions of the highest class there are,
          findings    [{class, severity ("highest", "middle", "information"), section (null: the transcript), start,
                      end, words, reason, fix (null, or {start, end, text, label}), segments, key}],
          omissions   [{class, severity, section, words, reason, sentence (null: none), segments, key}],
          sentences   [{section, start, end, text, supported, support (0 to 1), from_chart, segments}],
          segments    are [{segment, start, end, start_ms, text}]; start and end count characters.

exit codes: 0 nothing of the highest class is open, 3 something is, 1 failed, 2 wrong usage, 130 stopped with Ctrl+C."""


def _add_check(commands: argparse._SubParsersAction[_Parser], everywhere: _Parser) -> None:
    check = commands.add_parser(
        "check",
        parents=[everywhere],
        help="compare a note with what was said",
        description="Compares a note with the words of its visit and stores nothing. A person reviews what it says.",
        epilog=_CHECK_HELP,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    check.add_argument(
        "transcript", metavar="TRANSCRIPT", help="as for the command note; - reads standard input"
    )
    check.add_argument(
        "note", type=Path, metavar="NOTE.json", help="as soapstone note --format json writes it"
    )
    check.add_argument(
        "--context",
        type=Path,
        metavar="FILE.json",
        help="what is known about the patient, as for the command note; other_patients: names of others",
    )
    check.add_argument("--format", choices=("text", "json"), default="text", help="default: text")


def _add_models(commands: argparse._SubParsersAction[_Parser], everywhere: _Parser) -> None:
    models = commands.add_parser("models", parents=[everywhere], help="list, get and check speech models")
    models.set_defaults(name=None, use_proxy=False, ca_file=None)
    actions = models.add_subparsers(dest="action", metavar="ACTION", required=True, parser_class=_Parser)
    actions.add_parser("list", parents=[everywhere], help="every model, and which are on this computer")
    get = actions.add_parser("get", parents=[everywhere], help="download a model, or the rest of one")
    get.add_argument("name", metavar="NAME", help="as the list names it")
    get.add_argument("--use-proxy", action="store_true", help="through the proxy that the environment names")
    get.add_argument("--ca-file", metavar="FILE.pem", help="certificates of the clinic's own authority")
    check = actions.add_parser("check", parents=[everywhere], help="verify the files of a model")
    check.add_argument("name", nargs="?", metavar="NAME|FOLDER", help="default: every model on this computer")


def _add_codes(commands: argparse._SubParsersAction[_Parser], everywhere: _Parser) -> None:
    codes = commands.add_parser(
        "codes",
        parents=[everywhere],
        help="find and check diagnosis codes, or suggest the codes of a note",
        description="Finds ICD-10-CM codes on this device. A person reviews every code before it is billed.",
    )
    codes.add_argument(
        "what",
        metavar="TEXT|FILE",
        help='a phrase ("left knee pain"), a code to check (M54.5), or a file: a note in JSON or the text of an assessment',
    )
    codes.add_argument("--format", choices=("text", "json"), default="text", help="default: text")


def _check_engine(parser: argparse.ArgumentParser, chosen: argparse.Namespace) -> None:
    given = [
        option
        for option, value in (
            ("--base-url", chosen.base_url),
            ("--model", chosen.model),
            ("--allow-http", chosen.allow_http),
        )
        if value
    ]
    if chosen.engine == "endpoint" and not (chosen.base_url and chosen.model):
        parser.error("--engine endpoint needs --base-url and --model")
    if chosen.engine == "offline" and given:
        parser.error(f"{given[0]} is for --engine endpoint")
