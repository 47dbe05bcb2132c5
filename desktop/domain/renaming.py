"""Renames that wait for another program to let go: on Windows a virus scanner may hold a file for some seconds."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

WAIT_S = 10.0
_PAUSE_S = 0.1
_HELD = frozenset({5, 32, 33})
"""ERROR_ACCESS_DENIED, ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION (Microsoft, System Error Codes)."""


def rename_over(source: Path, target: Path, pause: Callable[[float], None] = time.sleep) -> None:
    """Rename, over what is there, and try again for 10 s while another program holds either file.

    Waits in the calling thread: never call it on the thread of the window. pause: waits that many seconds.
    Raises OSError, at once for every other reason.
    """
    for _ in range(round(WAIT_S / _PAUSE_S)):
        try:
            source.replace(target)
        except PermissionError as error:
            if getattr(error, "winerror", None) not in _HELD:
                raise
            pause(_PAUSE_S)
        else:
            return
    source.replace(target)
