"""Space on the disk for a recording: how much is free, and a reserve that is given up when there is none.

The reserve is a file of random bytes in the home folder. When the disk fills up during a recording the
file is removed, and the recording goes on in its space.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

FILE_NAME = "reserve.bin"
RESERVE_BYTES = 64 * 1024 * 1024
"""About 45 minutes of sound."""

_BLOCK_BYTES = 1024 * 1024


class DiskReserve:
    """The reserve of one home."""

    def __init__(self, home: Path, size_bytes: int = RESERVE_BYTES) -> None:
        self._home = home
        self._path = home / FILE_NAME
        self._size_bytes = size_bytes

    def free_bytes(self) -> int:
        """How much this account may still write to the home's disk; the reserve is not counted."""
        try:
            return shutil.disk_usage(self._home).free
        except OSError:
            return 0  # a home that cannot even be asked is as good as full

    def ensure(self) -> bool:
        """Make the reserve whole. False when the disk does not take it; what was written is taken back then."""
        try:
            if self._path.stat().st_size == self._size_bytes:
                return True
        except OSError:
            pass  # there is none yet
        try:
            with self._path.open("wb") as file:
                for _ in range(0, self._size_bytes, _BLOCK_BYTES):
                    file.write(os.urandom(min(_BLOCK_BYTES, self._size_bytes)))
                file.truncate(self._size_bytes)
                file.flush()
                os.fsync(file.fileno())
        except OSError:
            self.release()
            return False
        return True

    def release(self) -> bool:
        """Give the space up. True when there was something to give."""
        try:
            self._path.unlink()
        except OSError:
            return False
        return True
