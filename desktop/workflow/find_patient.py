"""Finds the one patient whom a name or a record number means, for commands that take one in words."""

from __future__ import annotations

from desktop.domain.errors import UnknownChoice
from desktop.domain.patient import Patient
from desktop.records.records import Records

_LOOKED_AT = 50
_ID_DIGITS = 15


def the_patient(records: Records, text: str) -> Patient:
    """The patient with this record number, with this id ("#12"), or the only one whose name fits.

    Raises UnknownChoice when none or more than one does; it is never guessed.
    """
    number = text.strip().removeprefix("#")
    if text.strip().startswith("#") and number.isdecimal() and len(number) <= _ID_DIGITS:
        return records.patients.get(int(number))
    found = records.patients.search(text, _LOOKED_AT) if text.strip() else []
    said = text.strip().casefold()
    with_number = [each for each in found if each.mrn.casefold() == said]
    fitting = with_number or found
    if len(fitting) == 1:
        return fitting[0]
    if not fitting:
        raise UnknownChoice("No patient fits this. Give a name or a medical record number.")
    raise UnknownChoice("More than one patient fits this. Give the whole medical record number.")
