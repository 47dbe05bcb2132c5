"""Opens the records for a command: user and password from the terminal, or the password from standard input."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from desktop.domain.errors import InputError, UnknownChoice
from desktop.system.paths import home_folder
from desktop.workflow.home_state import prepare_home
from desktop.workflow.session import Session, enter

_LONGEST_PASSWORD_BYTES = 4_096


@contextmanager
def signed_in(chosen: argparse.Namespace) -> Iterator[Session]:
    """The records of chosen.home, open for chosen.user and closed at the end.

    Raises what session.enter raises, UnknownChoice when no user is named, InputError when no password can be read.
    """
    home = home_folder(chosen.home)
    prepare_home(home)
    user, password = credentials(chosen)
    session = enter(home, user, password)
    try:
        yield session
    finally:
        session.close()


def credentials(chosen: argparse.Namespace) -> tuple[str, str]:
    """User and password, as the options say where they come from. Raises UnknownChoice, InputError."""
    if chosen.password_stdin:
        if not chosen.user:
            raise UnknownChoice("--password-stdin needs --user with the sign-in name.")
        return chosen.user, _first_line_of_stdin()
    if not sys.stdin.isatty():
        raise InputError("There is no terminal to ask for the password. Use --user and --password-stdin.")
    user = chosen.user or _asked_name()
    return user, getpass.getpass("Password: ", sys.stderr)


def _asked_name() -> str:
    print("User: ", end="", file=sys.stderr, flush=True)
    name = sys.stdin.readline().strip()
    if not name:
        raise UnknownChoice("No user was named. Type the sign-in name, or give it with --user.")
    return name


def recovery_key(chosen: argparse.Namespace) -> str:
    """The recovery key, typed where nobody sees it or from standard input. Raises InputError."""
    if chosen.password_stdin:
        return _first_line_of_stdin()
    if not sys.stdin.isatty():
        raise InputError("There is no terminal to ask for the recovery key. Use --password-stdin.")
    return getpass.getpass("Recovery key: ", sys.stderr)


def _first_line_of_stdin() -> str:
    line = sys.stdin.buffer.readline(_LONGEST_PASSWORD_BYTES + 1)
    try:
        password = line.decode("utf-8-sig").removesuffix("\n").removesuffix("\r")
    except UnicodeDecodeError as error:
        raise InputError("The password on standard input is not UTF-8 text.") from error
    if not password or len(line) > _LONGEST_PASSWORD_BYTES:
        raise InputError("Standard input has no password in its first line.")
    return password
