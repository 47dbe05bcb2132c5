"""JSON that somebody else wrote: read, or refused with a reason in plain words."""

from __future__ import annotations

import json
from typing import Any

from pydantic_core import ErrorDetails


class NotUsable(ValueError):
    """reason: what is wrong, to stand behind "cannot be used: "."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def json_of(content: bytes, largest_bytes: int) -> Any:
    """The data of a file's content. Raises NotUsable."""
    if len(content) > largest_bytes:
        mb = largest_bytes // 1024 // 1024
        raise NotUsable(f"it is larger than {f'{mb} MB' if mb else f'{largest_bytes // 1024} KB'}")
    try:
        return json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise NotUsable("it is not UTF-8 text") from error
    except RecursionError as error:
        raise NotUsable("its brackets are nested too deeply") from error
    except json.JSONDecodeError as error:
        raise NotUsable(f"it is not valid JSON at line {error.lineno}, column {error.colno}") from error
    except ValueError as error:  # a number with too many digits
        raise NotUsable("it holds a number that is too long") from error


def field_path(detail: ErrorDetails) -> str:
    """The path of a wrong field, with entries of lists counted from 1: "patient_info.medications.2: "."""
    steps = [str(step + 1) if isinstance(step, int) else step for step in detail["loc"]]
    name = ".".join("".join(letter for letter in step if letter.isprintable())[:60] for step in steps)
    return f"{name}: " if name else ""
