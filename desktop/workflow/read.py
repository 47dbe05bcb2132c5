"""Reads the words of a visit from a file, for the transcript pane."""

from __future__ import annotations

from pathlib import Path

from desktop.transcripts import READABLE_ENDINGS, read_file

FILE_ENDINGS: tuple[str, ...] = READABLE_ENDINGS
"""The endings of the files that can be opened, with their dots."""


def read_words(path: Path) -> str:
    """The words of a file, with a speaker tag before each turn. Raises FileUnreadable."""
    return read_file(path).tagged()
