"""Reads one template file, and says in plain words which field of a broken one is wrong and why."""

from __future__ import annotations

import tomllib
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from desktop.domain.errors import FileUnreadable
from desktop.domain.note import Section

LARGEST_FILE_BYTES = 256 * 1024

WORD_LISTS = frozenset({"cues", "terms", "expect_to_hear"})
"""Fields that hold many short phrases: a list, or one text with semicolons between them.

The text is easier to write, and the standard library parses it about three times as fast as a list.
"""

ModelT = TypeVar("ModelT", bound=BaseModel)

_REASONS = {
    "missing": "it is missing",
    "extra_forbidden": "a template file has no field of this name; check the spelling",
    "string_type": "it must be text in quotes",
    "tuple_type": "it must be a list in square brackets",
    "dict_type": "it must be a table of names and values",
    "model_type": "it must be a table of fields",
    "bool_type": "it must be true or false",
    "bool_parsing": "it must be true or false",
    "string_too_short": "it must have at least {min_length} characters",
    "string_too_long": "it must have at most {max_length} characters",
    "too_short": "it needs at least {min_length} entry",
    "too_long": "it may have at most {max_length} entries",
    "value_error": "{error}",
    "enum": f"it must be one of {', '.join(Section)}",
}
"""pydantic's error types that a template file can cause, in the words of someone who edits one."""


def read_toml(file: Path | Traversable) -> dict[str, Any]:
    """The tables of a TOML file of at most LARGEST_FILE_BYTES, UTF-8 with or without a byte order mark.

    WORD_LISTS written as one text are lists in the result.
    Raises FileUnreadable, naming the file, the line where that is known, and the reason.
    """
    text = _text_of(file)
    try:
        tables = tomllib.loads(text)
    except RecursionError as error:
        raise broken(file, "it is not valid TOML: its brackets are nested too deeply") from error
    except ValueError as error:  # TOMLDecodeError, or a number with too many digits
        where = str(error).replace("at end of document", f"at line {text.count(chr(10)) + 1}, its end")
        raise broken(file, f"it is not valid TOML: {where}") from error
    _split_word_lists(tables)
    return tables


def check(model: type[ModelT], data: dict[str, Any], file: Path | Traversable) -> ModelT:
    """The data as a model. Raises FileUnreadable with the first wrong field and how many more there are."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=False)
        others = len(details) - 1
        more = f" (and {others} more to mend in this file)" if others else ""
        raise broken(file, f"{_reason(details[0])}{more}", _field(details[0])) from error


def broken(file: Path | Traversable, reason: str, field: str = "") -> FileUnreadable:
    """The error for a template file that is left out: its name, the field if one is to blame, and the reason."""
    name = "".join(character for character in file.name if character.isprintable())
    where = f"field {field}: " if field else ""
    return FileUnreadable(f"The template file {name} was left out: {where}{reason}.")


def tidied(value: Any, *, lower_case: bool = False) -> Any:
    """TOML data as a person typed it, each text on one line without control characters, cues in lower case."""
    if isinstance(value, str):
        line = " ".join(value.split())
        shown = "".join(character for character in line if character.isprintable())
        return shown.lower() if lower_case else shown
    if isinstance(value, list):
        return [tidied(item, lower_case=lower_case) for item in value]
    if isinstance(value, dict):
        return {key: tidied(item, lower_case=key == "cues") for key, item in value.items()}
    return value


def _split_word_lists(tables: dict[str, Any]) -> None:
    for name, value in tables.items():
        if name in WORD_LISTS and isinstance(value, str):
            phrases = (" ".join(phrase.split()) for phrase in value.split(";"))
            tables[name] = [phrase for phrase in phrases if phrase]
        elif isinstance(value, list):
            for entry in value:
                if isinstance(entry, dict):
                    _split_word_lists(entry)


def _text_of(file: Path | Traversable) -> str:
    if not file.is_file():
        raise broken(file, "it is not there or is not a plain file")
    try:
        with file.open("rb") as stream:
            content = stream.read(LARGEST_FILE_BYTES + 1)
    except OSError as error:
        raise broken(file, f"it cannot be read ({error.strerror or 'unknown reason'})") from error
    if len(content) > LARGEST_FILE_BYTES:
        raise broken(file, f"it is larger than {LARGEST_FILE_BYTES // 1024} KB")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise broken(file, f"line {line} is not UTF-8 text; save the file with the encoding UTF-8") from error


def _field(detail: ErrorDetails) -> str:
    """A dotted path with entries of lists counted from 1: templates.2.subjective.1.heading."""
    steps = [str(step + 1) if isinstance(step, int) else step for step in detail["loc"] if step != "[key]"]
    path = ".".join(steps) or "templates"  # only the check of the templates together has no path of its own
    return f"{path} (entries are counted from 1)" if any(step.isdigit() for step in steps) else path


def _reason(detail: ErrorDetails) -> str:
    if detail["type"] == "string_pattern_mismatch":
        if detail["loc"][-1] == "format":
            return "it must be 3 to 8 capital letters, such as SOAP"
        return "it must be 2 to 48 of a-z, 0-9 and _, starting with a letter"
    known = _REASONS.get(detail["type"])
    return detail["msg"] if known is None else known.format(**detail.get("ctx", {}))
