"""Writes exported files: whole or not at all, and never over one that is there by accident."""

from __future__ import annotations

import contextlib
import errno
import os
import tempfile
from collections.abc import Callable
from itertools import chain, count
from pathlib import Path

from desktop.domain.errors import FileNotWritten
from desktop.domain.renaming import rename_over
from desktop.export.file_names import numbered

_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC), getattr(errno, "EFBIG", errno.ENOSPC)}
_NOT_ALLOWED = {errno.EACCES, errno.EPERM, errno.EROFS}
_GONE = {errno.ENOENT, errno.ENOTDIR, errno.EIO, errno.ENODEV, errno.ENXIO}


def write_new(folder: Path, name: str, content: bytes) -> Path:
    """Write a file that was not there before and return its path; a name that is taken gets a number.

    Only its owner can read it, until somebody decides otherwise. Raises FileNotWritten.
    """
    return _write(folder, content, lambda temporary: _take_free_name(temporary, folder, name))


def replace_file(path: Path, content: bytes) -> Path:
    """Write a file that a person chose by name, over whatever is there. Raises FileNotWritten."""

    def replace(temporary: Path) -> Path:
        rename_over(temporary, path)
        return path

    return _write(path.parent, content, replace)


def _write(folder: Path, content: bytes, place: Callable[[Path], Path]) -> Path:
    """Write beside the place, bring it to the disk, then let place rename it; on a failure nothing stays."""
    temporary: Path | None = None
    try:
        descriptor, name = tempfile.mkstemp(dir=folder, prefix=".soapstone-", suffix=".part")
        temporary = Path(name)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        path = place(temporary)
        _sync(folder)
    except (OSError, ValueError) as error:  # ValueError: a path with NUL in it
        raise FileNotWritten(_sentence(error, folder)) from error
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)
    return path


def _take_free_name(temporary: Path, folder: Path, name: str) -> Path:
    """Claim a name, so that no other program's file of that name can be written over, and rename to it."""
    for candidate in chain([name], (numbered(name, number) for number in count(2))):
        path = folder / candidate
        try:
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        except FileExistsError:
            continue
        try:
            rename_over(temporary, path)
        except OSError:
            path.unlink(missing_ok=True)
            raise
        return path
    raise AssertionError("counting does not end")


def _sync(folder: Path) -> None:
    """Bring the new name to the disk, where a folder can be synced (not on Windows, nor on every network share)."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _sentence(error: Exception, folder: Path) -> str:
    code = error.errno if isinstance(error, OSError) else None
    if code in _FULL:
        return (
            f"The disk with {folder} is full. Nothing was written there; make room or choose another folder."
        )
    if code in _NOT_ALLOWED:
        return f"Nothing can be written to {folder}. Choose a folder that your account may write to."
    if code in _GONE:
        return f"The folder {folder} is not there any more. Nothing was written; choose another folder."
    if code == errno.ENAMETOOLONG:
        return f"The file's name is too long for {folder}. Shorten the template for file names in Settings."
    return (
        f"The file could not be written to {folder}. Nothing stays there; try again or choose another folder."
    )
