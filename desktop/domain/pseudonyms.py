"""What identifies a person in a text, and what a visit knows of it beforehand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class IdentifierKind(StrEnum):
    """The kinds that are replaced before text leaves this computer; the value is the word in a token."""

    PATIENT = "PATIENT"
    PROVIDER = "PROVIDER"
    NAME = "NAME"
    ORGANIZATION = "ORGANIZATION"
    OCCUPATION = "OCCUPATION"
    BIRTH_DATE = "BIRTHDATE"
    ADDRESS = "ADDRESS"
    PHONE = "PHONE"
    EMAIL = "EMAIL"
    WEB = "WEB"
    RECORD = "RECORD"
    POLICY = "POLICY"
    ID = "ID"
    AGE = "AGE"

    @property
    def label(self) -> str:
        """The kind in words, plural, for counts on a screen."""
        return _LABELS[self]


_LABELS = {
    IdentifierKind.PATIENT: "names of the patient",
    IdentifierKind.PROVIDER: "names of the provider",
    IdentifierKind.NAME: "other names",
    IdentifierKind.ORGANIZATION: "organizations",
    IdentifierKind.OCCUPATION: "occupations",
    IdentifierKind.BIRTH_DATE: "dates of birth",
    IdentifierKind.ADDRESS: "addresses and places",
    IdentifierKind.PHONE: "phone numbers",
    IdentifierKind.EMAIL: "e-mail addresses",
    IdentifierKind.WEB: "web addresses",
    IdentifierKind.RECORD: "record numbers",
    IdentifierKind.POLICY: "policy and account numbers",
    IdentifierKind.ID: "identity numbers",
    IdentifierKind.AGE: "ages of 90 and above",
}


@dataclass(frozen=True, slots=True)
class KnownIdentifiers:
    """What the visit knows. Names are written "Given Family", "Family, Given" or a single part."""

    patient_names: tuple[str, ...] = ()
    provider_names: tuple[str, ...] = ()
    other_names: tuple[str, ...] = ()
    organizations: tuple[str, ...] = ()
    birth_date: date | None = None
    record_numbers: tuple[str, ...] = ()


NOTHING_KNOWN = KnownIdentifiers()


@dataclass(frozen=True, slots=True)
class Identifier:
    """Characters [start, end) of a text identify somebody."""

    start: int
    end: int
    kind: IdentifierKind
