"""Reads what is known about the patient from a JSON file, in the shape that note services exchange."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError
from pydantic_core import ErrorDetails

from desktop.domain.context import Sex, VisitContext
from desktop.domain.errors import FileUnreadable
from desktop.language.json_text import NotUsable, field_path
from desktop.language.plain_text import clean_text
from desktop.workflow.json_file import name_of, read_json

LARGEST_FILE_BYTES = 1024 * 1024

FORM = """{
  "patient_info": {"name": "...", "age": 42, "gender": "female | male | other | unknown",
                   "medical_history": "...", "medications": ["..."], "allergies": ["..."]},
  "patient_history": "...",
  "chat_messages": [{"role": "patient", "content": "..."}],
  "custom_instructions": "...",
  "other_patients": ["full names that no note of this patient may hold"]
}"""
"""The shape of a context file, for people. Every field may be left out."""

_SEXES = {
    "f": Sex.FEMALE,
    "woman": Sex.FEMALE,
    "m": Sex.MALE,
    "man": Sex.MALE,
    "nonbinary": Sex.OTHER,
    "non-binary": Sex.OTHER,
    "": Sex.UNKNOWN,
}

_REASONS = {
    "extra_forbidden": "there is no field of this name; check the spelling",
    "enum": "it must be one of female, male, other and unknown",
    "int_type": "it must be a whole number of years",
    "int_parsing": "it must be a whole number of years",
    "int_from_float": "it must be a whole number of years",
    "greater_than_equal": "it must be at least {ge}",
    "less_than_equal": "it must be at most {le}",
    "string_type": "it must be text in quotes",
    "string_too_long": "it must have at most {max_length} characters",
    "too_long": "it may have at most {max_length} entries",
    "tuple_type": "it must be a list in square brackets",
    "model_type": "it must be an object in curly brackets",
    "missing": "it is missing",
}
"""pydantic's error types that a context file can cause, in the words of someone who writes one."""


def _plain(value: Any) -> Any:
    return clean_text(value).strip() if isinstance(value, str) else value


def _as_sex(value: Any) -> Any:
    if value is None:
        return Sex.UNKNOWN
    if not isinstance(value, str):
        return value
    word = value.strip().lower()
    return _SEXES.get(word, word)


def _as_list(value: Any) -> Any:
    """One text where a list is expected is a list of one; an empty one is an empty list."""
    if value is None or value == "":
        return ()
    return (value,) if isinstance(value, str) else value


def _no_null(value: Any) -> Any:
    return "" if value is None else value


Prose = Annotated[
    str, StringConstraints(max_length=100_000), BeforeValidator(_plain), BeforeValidator(_no_null)
]
Entry = Annotated[str, StringConstraints(max_length=400), BeforeValidator(_plain)]
Entries = Annotated[tuple[Entry, ...], Field(max_length=200), BeforeValidator(_as_list)]
Paragraphs = Annotated[tuple[Prose, ...], Field(max_length=200), BeforeValidator(_as_list)]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Message(_Strict):
    role: Entry = ""
    content: Prose


class _PatientInfo(_Strict):
    name: Entry = ""
    age: Annotated[int, Field(ge=0, le=130)] | None = None
    gender: Annotated[Sex, BeforeValidator(_as_sex)] = Sex.UNKNOWN
    medical_history: Paragraphs = ()
    medications: Entries = ()
    allergies: Entries = ()


class _ContextFile(_Strict):
    patient_info: _PatientInfo = _PatientInfo()
    patient_history: Paragraphs = ()
    chat_messages: Annotated[tuple[_Message, ...], Field(max_length=1000)] = ()
    custom_instructions: Prose = ""
    other_patients: Entries = ()


def read_context(file: Path) -> VisitContext:
    """The context in a JSON file of the shape of `FORM`, in UTF-8, of at most LARGEST_FILE_BYTES.

    medical_history, patient_history and chat_messages together become the history. Raises
    FileUnreadable, which names the file, the first wrong field and the reason, and never its contents.
    """
    content = _content_of(file)
    patient = content.patient_info
    messages = (
        f"{message.role}: {message.content}" if message.role else message.content
        for message in content.chat_messages
    )
    history = (*patient.medical_history, *content.patient_history, *messages)
    return VisitContext(
        name=patient.name,
        age_years=patient.age,
        sex=patient.gender,
        history="\n".join(text for text in history if text),
        medications=tuple(text for text in patient.medications if text),
        allergies=tuple(text for text in patient.allergies if text),
        instructions=content.custom_instructions,
    )


def read_other_patients(file: Path) -> tuple[str, ...]:
    """The full names of other patients in the same file, for the check of a note. Raises FileUnreadable."""
    return tuple(name for name in _content_of(file).other_patients if name)


def _content_of(file: Path) -> _ContextFile:
    data = _data_of(file)
    try:
        return _ContextFile.model_validate(data)
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=False)
        raise _unusable(file, f"{field_path(details[0])}{_reason(details[0])}") from error


def _data_of(file: Path) -> Any:
    try:
        return read_json(file, LARGEST_FILE_BYTES)
    except NotUsable as error:
        raise _unusable(file, error.reason) from error


def _unusable(file: Path, reason: str) -> FileUnreadable:
    return FileUnreadable(f"The context file {name_of(file)} cannot be used: {reason}.")


def _reason(detail: ErrorDetails) -> str:
    known = _REASONS.get(detail["type"])
    return detail["msg"] if known is None else known.format(**detail.get("ctx", {}))
