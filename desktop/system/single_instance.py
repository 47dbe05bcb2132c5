"""One program at a time for one home folder.

The operating system's lock decides: it ends with its process, however that ends. Where a file system has no
such lock, the process named in the file decides: alive, and begun when the file says, or else it is stale.
"""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from desktop.domain.errors import RecordsUnavailable

FILE_NAME = "soapstone.lock"
_NO_LOCKS = {errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL}
_LOCKED_BYTE = 1_000_000  # far beyond the text, which others may then still read on Windows
_START_FIELD = 19  # of /proc/PID/stat, counted after the program's name


class SingleInstance:
    """Holds the home folder until release()."""

    def __init__(self, home: Path) -> None:
        """Take the folder. Raises RecordsUnavailable when another program has it or it cannot be written."""
        path = home / FILE_NAME
        try:
            self._file: IO[str] = path.open("a+", encoding="utf-8")
        except OSError as exc:
            raise RecordsUnavailable(
                f"The folder {home} cannot be written to. Give your account the right to write there."
            ) from exc
        try:
            self._take(home)
        except BaseException:
            self._file.close()
            raise

    def release(self) -> None:
        """Give the folder up. May be called twice."""
        if not self._file.closed:
            self._write("")
            self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()

    def _take(self, home: Path) -> None:
        try:
            _lock(self._file)
        except OSError as exc:
            if exc.errno not in _NO_LOCKS or _owner_runs(self._read()):
                raise RecordsUnavailable(
                    f"Soapstone is already open with the folder {home}. Use the open window, "
                    "or close it and start again."
                ) from exc
        self._write(json.dumps({"pid": os.getpid(), "started": _started(os.getpid())}))

    def _read(self) -> str:
        self._file.seek(0)
        return self._file.read()

    def _write(self, text: str) -> None:
        self._file.truncate(0)
        self._file.write(text)
        self._file.flush()


def _owner_runs(text: str) -> bool:
    """True when the process that wrote the file still runs; another one with its number began at another time."""
    try:
        owner = json.loads(text)
        pid, started = int(owner["pid"]), str(owner["started"])
    except (ValueError, TypeError, KeyError):
        return False
    return started != "" and _started(pid) == started


if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[str]) -> None:
        file.seek(_LOCKED_BYTE)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

    def _started(pid: int) -> str:  # noqa: ARG001 - every Windows file system has locks, so nothing asks
        return ""

else:
    import fcntl

    def _lock(file: IO[str]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _started(pid: int) -> str:
        """When the process began, in the system's own words; empty when there is no such process."""
        try:
            stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
        except (FileNotFoundError, ProcessLookupError):
            if Path("/proc/self/stat").exists():
                return ""
            command = ["/bin/ps", "-o", "lstart=", "-p", str(pid)]
            return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()  # noqa: S603 - fixed words and a number
        return stat.rpartition(")")[2].split()[_START_FIELD]
