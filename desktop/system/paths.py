"""Where the program keeps its data: one home folder, and the folders in it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from desktop.domain.errors import RecordsUnavailable

HOME_VARIABLE = "SOAPSTONE_HOME"
_PROGRAM = "Soapstone"
_OWNER_ONLY = 0o700


def home_folder(explicit: Path | None = None, environment: Mapping[str, str] = os.environ) -> Path:
    """The home folder, made if need be: the explicit one, else SOAPSTONE_HOME, else the system's place for it.

    A new folder can be entered by its owner alone. Raises RecordsUnavailable, naming the folder, when it
    cannot be made or written to.
    """
    named = environment.get(HOME_VARIABLE, "")
    home = explicit or (Path(named) if named else system_place())
    home = home.expanduser().absolute()
    _make(home)
    _check_writable(home)
    return home


def templates_folder(home: Path) -> Path:
    """Where a clinic drops its own templates; made if need be. Raises RecordsUnavailable."""
    return _make(home / "templates")


def logs_folder(home: Path) -> Path:
    """Where the log is kept; made if need be. Raises RecordsUnavailable."""
    return _make(home / "logs")


def system_place() -> Path:
    """Where the system wants programs to keep their data, on this computer's own disk."""
    import platformdirs  # noqa: PLC0415 - not needed when a folder is named

    return platformdirs.user_data_path(_PROGRAM, appauthor=False)


def _make(folder: Path) -> Path:
    try:
        folder.mkdir(mode=_OWNER_ONLY, parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError) as exc:
        raise RecordsUnavailable(
            f"{folder} cannot be used as a folder, because there is a file of that name on the way. "
            "Move the file away or choose another folder."
        ) from exc
    except (OSError, ValueError) as exc:  # ValueError: a path that no system accepts, with NUL in it
        raise RecordsUnavailable(
            f"The folder {folder} cannot be made. Give your account the right to make it, or choose another folder."
        ) from exc
    return folder


def _check_writable(folder: Path) -> None:
    """Writing is the only honest test: rights, read-only disks and full disks all show."""
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"soapstone")
            file.flush()
    except OSError as exc:
        raise RecordsUnavailable(
            f"The folder {folder} cannot be written to. Your account needs the right to read and write there, "
            "and the disk needs free space."
        ) from exc
