"""Starts Soapstone: the window, or a command in the terminal. `soapstone` and `python -m desktop` are the same."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from desktop.cli.arguments import parse


def main(argv: Sequence[str] | None = None) -> int:
    """Do the command that the arguments name, or open the window when they name none; return the exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    chosen = parse(arguments)
    if chosen.command is None:
        if not _has_display():
            sys.stderr.write(
                "soapstone: there is no display for a window; in a terminal use: soapstone note FILE.\n"
            )
            return 1
        from desktop.app import main as open_window  # noqa: PLC0415 - a command needs no Qt

        return open_window(arguments)
    from desktop.cli.run import run  # noqa: PLC0415 - the window needs nothing of it

    return run(chosen)


def _has_display() -> bool:
    """False on a Linux machine where no display is named: Qt would end the process there, without a usable word."""
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return sys.platform != "linux" or any(os.environ.get(name) for name in names)


if __name__ == "__main__":
    sys.exit(main())
