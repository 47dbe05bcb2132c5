"""A document as every format takes it: nothing in it that a file format, a printer or a reader's eye stumbles over."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import Any, cast

from desktop.domain.document import Document
from desktop.language.plain_text import clean_text

_NO_CHARACTERS = {0xFFFE: "\N{REPLACEMENT CHARACTER}", 0xFFFF: "\N{REPLACEMENT CHARACTER}"}
"""Code points that XML 1.0 forbids besides control characters and surrogates (section 2.2)."""

_LINE_FIELDS = frozenset(
    {
        "clinic", "phone", "name", "credentials", "npi", "family_name", "given_name", "mrn", "records_id",
        "specialty", "template", "code", "wording", "words_from", "diagnoses", "title", "address", "recipient",
    }
)  # fmt: skip
"""Fields that are one line each; a line break in them would break a header, a cell or a file name."""


def cleaned(document: Document) -> Document:
    """The same document with every text cleaned (see clean_text); names and other one-line texts on one line."""
    return cast("Document", _clean(document, one_line=False))


def clean_line(text: str) -> str:
    """A text as one line: cleaned, each run of white space one space."""
    return " ".join(clean_paragraphs(text).split())


def clean_paragraphs(text: str) -> str:
    """A text of several lines, cleaned, without white space at the ends of lines and without blank lines around it."""
    lines = clean_text(text).translate(_NO_CHARACTERS).split("\n")
    return "\n".join(line.rstrip() for line in lines).strip("\n")


def _clean(value: Any, *, one_line: bool) -> Any:
    if isinstance(value, Enum):
        return value
    if isinstance(value, str):
        return clean_line(value) if one_line else clean_paragraphs(value)
    if isinstance(value, tuple):
        return tuple(_clean(each, one_line=one_line) for each in value)
    if is_dataclass(value) and not isinstance(value, type):
        changed = {
            each.name: _clean(getattr(value, each.name), one_line=each.name in _LINE_FIELDS)
            for each in fields(value)
        }
        return replace(value, **changed)
    if hasattr(value, "items"):  # the mappings from a section to a text
        return {key: _clean(each, one_line=one_line) for key, each in value.items()}
    return value
