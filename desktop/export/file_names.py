"""Names of exported files: from a clinic's template, safe on every system, without the patient's name by default."""

from __future__ import annotations

import re

from desktop.domain.document import Document
from desktop.domain.errors import InputError
from desktop.export.clean import clean_line, cleaned

DEFAULT_TEMPLATE = "{date} {kind} {visit}"
FIELDS = ("date", "mrn", "patient", "visit", "kind")
"""Of the visit, in the visit's own time zone: "2026-03-02", record number, name, visit number, "visit-note"."""

_MOST_CHARS = 120
_MOST_BYTES = 200
"""Below the 255 bytes of most file systems, with room for a number and an extension."""

_FIELD = re.compile(r"\{([^{}]*)\}")
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_DEVICES = re.compile(
    r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$|clock\$)(?=\.|$)", re.IGNORECASE
)


def check_template(template: str) -> None:
    """Raise InputError for a template that names no field, an unknown one, or has a brace too many."""
    names = _FIELD.findall(template)
    unknown = sorted(set(names) - set(FIELDS))
    if unknown or set("{}") & set(_FIELD.sub("", template)):
        raise InputError(
            "The template for file names can hold "
            f"{', '.join(f'{{{name}}}' for name in FIELDS)} and plain words. Correct it in Settings."
        )
    if not names:
        raise InputError(
            "The template for file names needs at least one field, for example {date}, or all files are called alike."
        )


def file_name(document: Document, extension: str, template: str = DEFAULT_TEMPLATE) -> str:
    """The name for a document's file. extension: without its dot. Raises InputError for a bad template."""
    check_template(template)
    document = cleaned(document)
    values = {
        "date": document.visit.started_at.date().isoformat(),
        "mrn": document.patient.mrn,
        "patient": document.patient.name,
        "visit": str(document.visit.id),
        "kind": document.kind.value.replace("_", "-"),
    }
    return f"{safe_name(_FIELD.sub(lambda match: values[match.group(1)], template))}.{extension}"


def safe_name(name: str) -> str:
    """A name without extension that Windows, macOS and Linux accept and nobody mistakes for a path or an option."""
    name = _FORBIDDEN.sub("-", clean_line(name))
    name = _cut(name.strip(" .-")).rstrip(" .-")
    if _DEVICES.match(name):
        name = f"_{name}"
    return name or "document"


def numbered(name: str, number: int) -> str:
    """The name with a number before its extension: "note (2).pdf"."""
    stem, dot, extension = name.rpartition(".")
    return f"{stem} ({number}){dot}{extension}"


def _cut(name: str) -> str:
    """At most so many characters and bytes."""
    name = name[:_MOST_CHARS]
    while len(name.encode()) > _MOST_BYTES:
        name = name[:-1]
    return name
