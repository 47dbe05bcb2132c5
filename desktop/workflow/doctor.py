"""Examines whether this machine can do what Soapstone needs, and says how to mend what it cannot."""

from __future__ import annotations

import importlib.metadata
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from desktop.catalog import SHIPPED_IDS, load_catalog
from desktop.domain.errors import RecordsError, RecordsUnavailable
from desktop.records.home_state import RecordsState
from desktop.records.home_state import state as records_state
from desktop.system.paths import home_folder, templates_folder

OLDEST_PYTHON = (3, 11)
LITTLE_FREE_MB = 1000
TOO_LITTLE_FREE_MB = 200
QT_TIMEOUT_S = 60

_INSTALL_AGAIN = "Install Soapstone again, or in a checkout: python3 packaging/dev.py run"
_KEY = "c0" * 32
"""Of a throw-away file that holds only _SENTINEL."""
_SENTINEL = "no patient data, only a word to look for"

_PACKAGE_OF_LIBRARY = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11.so.6": "libegl1",
    "libX11-xcb.so.1": "libegl1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
}
"""Debian's and Ubuntu's package for each library that Qt links to and that is often missing."""

_START_QT = """
import json
from PySide6 import QtGui, QtWidgets
application = QtWidgets.QApplication([])
print(json.dumps({"platform": application.platformName(), "fonts": len(QtGui.QFontDatabase.families())}))
"""


class State(StrEnum):
    """OK; ATTENTION: it works, with something to know or to mend; BROKEN: something essential does not work."""

    OK = "ok"
    ATTENTION = "attention"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Check:
    """What was looked at, how it stands, what was found, and how to mend it (empty: nothing to mend)."""

    name: str
    state: State
    found: str
    mend: str = ""


def examine(home: Path | None) -> Iterator[Check]:
    """Look at everything, one check after the other. Reads no patient data; makes the home folder if need be.

    home: the folder of all data; None for the one that SOAPSTONE_HOME or the system names.
    """
    yield _python()
    yield _libraries()
    yield _encryption()
    yield from _window()
    yield from _home(home)
    yield Check(
        "Language model", State.OK, "Notes are written on this device, without network, unless one is named."
    )


def _python() -> Check:
    version = ".".join(str(part) for part in sys.version_info[:3])
    if sys.version_info[:2] >= OLDEST_PYTHON:
        return Check("Python", State.OK, version)
    return Check("Python", State.BROKEN, f"{version} is too old.", "Install Python 3.11 or newer.")


def _libraries() -> Check:
    """Compare what is installed with what the program was tested with."""
    try:
        wanted = importlib.metadata.requires("soapstone") or []
    except importlib.metadata.PackageNotFoundError:
        return Check("Libraries", State.ATTENTION, "Soapstone itself is not installed.", _INSTALL_AGAIN)
    missing, other = [], []
    pins = (
        re.fullmatch(r"([\w.-]+)==([\w.]+)", requirement) for requirement in wanted
    )  # not those of extras
    for name, version in (pin.groups() for pin in pins if pin):
        try:
            installed = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            missing.append(name)
            continue
        if installed != version:
            other.append(f"{name} {installed} instead of {version}")
    if missing:
        return Check("Libraries", State.BROKEN, f"Missing: {', '.join(missing)}.", _INSTALL_AGAIN)
    if other:
        return Check("Libraries", State.ATTENTION, f"Not as tested: {', '.join(other)}.", _INSTALL_AGAIN)
    return Check("Libraries", State.OK, "All are there, in the versions that were tested.")


def _encryption() -> Check:
    """Write a file with SQLCipher and look whether its bytes are readable, and whether it opens without the key."""
    name = "Encryption of the records"
    try:
        import sqlcipher3  # noqa: PLC0415 - its absence is one of the things to find
    except ImportError as error:
        return Check(name, State.BROKEN, f"The library does not load: {error}.", _INSTALL_AGAIN)
    with tempfile.TemporaryDirectory(prefix="soapstone-") as folder:
        file = Path(folder) / "check.db"
        connection = sqlcipher3.connect(str(file))
        try:
            connection.execute(f"PRAGMA key = \"x'{_KEY}'\"")
            row = connection.execute("PRAGMA cipher_version").fetchone()
            connection.execute("CREATE TABLE word (text TEXT)")
            connection.execute("INSERT INTO word VALUES (?)", (_SENTINEL,))
            connection.commit()
        finally:
            connection.close()
        content = file.read_bytes()
        without_key = sqlcipher3.connect(str(file))
        try:
            without_key.execute("SELECT count(*) FROM sqlite_master").fetchone()
            opened = True
        except sqlcipher3.DatabaseError:
            opened = False
        finally:
            without_key.close()
    if row is None or opened or content.startswith(b"SQLite format 3") or _SENTINEL.encode() in content:
        return Check(name, State.BROKEN, "A test file was written without encryption.", _INSTALL_AGAIN)
    return Check(name, State.OK, f"SQLCipher {row[0]} wrote a test file that is unreadable without its key.")


def _window() -> Iterator[Check]:
    """Start Qt in a process of its own: where a library is missing it ends the process that starts it."""
    has_display = sys.platform != "linux" or any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY")
    )
    environment = os.environ | {"QT_DEBUG_PLUGINS": "1"}
    if not has_display:
        environment["QT_QPA_PLATFORM"] = "offscreen"
    try:
        ended = subprocess.run(  # noqa: S603 - our own interpreter and our own words
            [sys.executable, "-c", _START_QT],
            env=environment,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=QT_TIMEOUT_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        yield Check(
            "Window", State.BROKEN, f"Qt did not start within {QT_TIMEOUT_S} s.", "Restart the computer."
        )
        return
    if ended.returncode != 0:
        yield _qt_failure(ended.stderr)
        return
    started = json.loads(ended.stdout)
    if has_display:
        yield Check("Window", State.OK, f"Qt starts on the platform {started['platform']}.")
    else:
        yield Check(
            "Window",
            State.ATTENTION,
            "Qt starts, but there is no display to open a window on; the command line works.",
            "Start Soapstone in a desktop session.",
        )
    if started["fonts"]:
        yield Check("Fonts", State.OK, f"{started['fonts']} font families.")
    else:
        yield Check(
            "Fonts",
            State.BROKEN,
            "There is no font, so no text can be shown.",
            _apt_install(["fonts-dejavu-core"]),
        )


def _qt_failure(stderr: str) -> Check:
    pattern = r"(lib[\w.+-]+\.so[\w.]*): cannot open shared object file"
    libraries = sorted(set(re.findall(pattern, stderr)))
    if libraries:
        packages = sorted(
            {_PACKAGE_OF_LIBRARY[library] for library in libraries if library in _PACKAGE_OF_LIBRARY}
        )
        mend = _apt_install(packages) if packages else "Install the system packages that hold them."
        return Check("Window", State.BROKEN, f"Missing system libraries: {', '.join(libraries)}.", mend)
    if "No module named" in stderr:
        return Check("Window", State.BROKEN, "PySide6 is not installed.", _INSTALL_AGAIN)
    display = "the display that DISPLAY or WAYLAND_DISPLAY names"
    return Check(
        "Window", State.BROKEN, f"Qt does not start on {display}.", "Check that the display is running."
    )


def _apt_install(packages: list[str]) -> str:
    return f"On Debian and Ubuntu: sudo apt-get install {' '.join(packages)}"


def _home(explicit: Path | None) -> Iterator[Check]:
    """The folder of all data, and what is in it."""
    try:
        home = home_folder(explicit)
        folder = templates_folder(home)
    except RecordsUnavailable as error:
        mend = "Or choose another folder with --home or SOAPSTONE_HOME."
        yield Check("Home folder", State.BROKEN, error.sentence, mend)
        return
    yield Check("Home folder", State.OK, f"{home} can be written.")
    yield _free_space(home)
    yield _records(home)
    catalog = load_catalog(folder)
    for problem in catalog.problems:
        yield Check(
            "Templates",
            State.ATTENTION,
            problem,
            f"Mend the file in {folder}, or remove it.",
        )
    specialties = len(catalog.specialties)
    templates = sum(len(specialty.templates) for specialty in catalog.specialties)
    if len(SHIPPED_IDS) <= specialties:
        yield Check("Templates", State.OK, f"{specialties} specialties with {templates} templates.")
    else:
        yield Check(
            "Templates", State.BROKEN, "Some of those that ship with Soapstone are missing.", _INSTALL_AGAIN
        )


def _free_space(home: Path) -> Check:
    name = "Free space"
    free_mb = shutil.disk_usage(home).free // 1_000_000
    if free_mb < TOO_LITTLE_FREE_MB:
        return Check(name, State.BROKEN, f"Only {free_mb} MB are free.", "Make room on this disk.")
    if free_mb < LITTLE_FREE_MB:
        return Check(name, State.ATTENTION, f"Only {free_mb} MB are free.", "Make room on this disk soon.")
    return Check(name, State.OK, f"{free_mb / 1000:.0f} GB.")


def _records(home: Path) -> Check:
    try:
        found = records_state(home)
    except RecordsError as error:
        return Check("Records", State.BROKEN, error.sentence)
    if found is RecordsState.NEW:
        return Check("Records", State.OK, "None yet; the window makes them when it is first opened.")
    return Check("Records", State.OK, "They are there, encrypted, with their keys; they were not opened.")
