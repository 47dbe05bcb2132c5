"""Starts Soapstone: the window, or a command in the terminal. `soapstone` and `python -m desktop` are the same."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from desktop.cli.arguments import parse


def main(argv: Sequence[str] | None = None) -> int:
    """Do the command that the arguments name, or open the window when they name none; return the exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    chosen = parse(arguments)
    if chosen.command is None:
        from desktop.app import main as open_window  # noqa: PLC0415 - a command needs no Qt

        return open_window(arguments)
    from desktop.cli.run import run  # noqa: PLC0415 - the window needs nothing of it

    return run(chosen)


if __name__ == "__main__":
    sys.exit(main())
