"""A virtual display with a window manager, and a person at its keyboard."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_PAUSE_S = 0.05


def until(is_so: Callable[[], bool], what: str, timeout_s: float = 30.0) -> None:
    """Wait until something is so, looking many times a second; fail with what was waited for."""
    end = time.monotonic() + timeout_s
    pause = threading.Event()
    while not is_so():
        assert time.monotonic() < end, f"waited {timeout_s:.0f} s for: {what}"
        pause.wait(_PAUSE_S)


class Screen:
    """One X display. type() and press() go to the window that has the keyboard."""

    def __init__(self, display: str) -> None:
        self.environment = {
            **os.environ,
            "DISPLAY": display,
            "QT_QPA_PLATFORM": "xcb",
            "QT_SCALE_FACTOR": "1",
        }

    def type(self, text: str) -> None:
        """Type text, key by key."""
        self._xdotool("type", "--delay", "4", text)

    def press(self, *keys: str) -> None:
        """Press keys by their X names, one after the other."""
        self._xdotool("key", "--delay", "60", *keys)

    def has_keyboard(self, title: str) -> bool:
        """True when the window of exactly this title has the keyboard."""
        found = subprocess.run(
            ["xdotool", "getwindowfocus", "getwindowname"],  # noqa: S607 - on the PATH of any desktop
            env=self.environment,
            capture_output=True,
            check=False,
        )
        return found.stdout.decode().strip() == title

    def _xdotool(self, *arguments: str) -> None:
        subprocess.run(["xdotool", *arguments], env=self.environment, check=True, capture_output=True)  # noqa: S603, S607 - likewise


@contextmanager
def screen(width: int = 1280, height: int = 800) -> Iterator[Screen]:
    """Start Xvfb on a free display and openbox in it; end both afterwards."""
    reading, writing = os.pipe()
    xvfb = subprocess.Popen(  # noqa: S603 - fixed words
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", f"{width}x{height}x24", "-nolisten", "tcp"],  # noqa: S607
        pass_fds=[writing],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    manager: subprocess.Popen[bytes] | None = None
    try:
        with os.fdopen(reading) as numbers:
            made = Screen(f":{numbers.readline().strip()}")
        manager = subprocess.Popen(
            ["openbox"],  # noqa: S607
            env=made.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        yield made
    finally:
        for process in (manager, xvfb):
            if process is not None:
                process.terminate()
                process.wait(10)


@contextmanager
def soapstone(on: Screen, home: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Start the program for a home on a screen; end it if the test does not."""
    process = subprocess.Popen(  # noqa: S603 - the program under test
        [sys.executable, "-m", "desktop", "--home", str(home)],
        cwd=ROOT,
        env=on.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def log_of(home: Path) -> str:
    """Everything the program logged."""
    return "".join(file.read_text(encoding="utf-8") for file in sorted((home / "logs").glob("*.log*")))
