"""Starts Soapstone's command line as processes of their own, each test's with a home of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BACK_PAIN = ROOT / "resources" / "samples" / "fictional-low-back-pain.visit.txt"
SECTIONS = ("subjective", "objective", "assessment", "plan")

DICTATED = (
    "Patient is a 42-year-old male presenting with persistent lower back pain for 3 weeks. Pain rated 6/10, worse "
    "with sitting. Ibuprofen provides moderate relief. Exam shows lumbar paraspinal tenderness L3-L5, ROM restricted "
    "at 40 degrees flexion. SLR negative bilaterally."
)
"""A dictation without assessment and plan."""

SMALL_TALK = (
    "The traffic was terrible this morning, and then we watched the football game with the neighbours."
)

TIMEOUT_S = 60


class Soapstone:
    """The command line in an empty folder. Calling it runs one command to its end."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.home = folder / "home"
        kept = {name: value for name, value in os.environ.items() if not name.startswith("SOAPSTONE_")}
        self.environment = kept | {"SOAPSTONE_HOME": str(self.home), "PYTHONPATH": str(ROOT)}

    def __call__(
        self, *arguments: object, stdin: str | bytes = "", **variables: str
    ) -> subprocess.CompletedProcess[str]:
        """Run a command with UTF-8 on its pipes."""
        ended = subprocess.run(  # noqa: S603 - the program under test
            _command(arguments),
            input=stdin.encode() if isinstance(stdin, str) else stdin,
            env=self.environment | variables,
            capture_output=True,
            cwd=self.folder,
            check=False,
            timeout=TIMEOUT_S,
        )
        return subprocess.CompletedProcess(
            ended.args, ended.returncode, ended.stdout.decode(), ended.stderr.decode()
        )

    def start(self, *arguments: object, stdout: int = subprocess.PIPE) -> subprocess.Popen[str]:
        """Start a command that the test goes on talking to."""
        return subprocess.Popen(  # noqa: S603 - the program under test
            _command(arguments),
            env=self.environment,
            cwd=self.folder,
            stdin=subprocess.PIPE,
            stdout=stdout,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )


def _command(arguments: tuple[object, ...]) -> list[str]:
    return [sys.executable, "-m", "desktop", *map(str, arguments)]


def assert_one_sentence(stderr: str) -> None:
    """A failure is one line that a person can read."""
    assert stderr.startswith("soapstone: "), stderr
    assert stderr.count("\n") == 1, stderr
    assert "Traceback" not in stderr
