"""A JSON file that a person names: read within a limit, or refused with a reason in plain words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from desktop.language.json_text import NotUsable, json_of


def read_json(file: Path, largest_bytes: int) -> Any:
    """The data in a file. Raises NotUsable, whose reason holds no words of the file."""
    try:
        with file.open("rb") as stream:
            content = stream.read(largest_bytes + 1)
    except FileNotFoundError as error:
        raise NotUsable("there is no such file") from error
    except OSError as error:
        raise NotUsable(f"it cannot be read ({error.strerror or 'unknown reason'})") from error
    return json_of(content, largest_bytes)


def name_of(file: Path) -> str:
    """A file's name as it may stand in a sentence: without what cannot be seen."""
    return "".join(letter for letter in file.name if letter.isprintable())
