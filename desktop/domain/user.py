"""Who uses the program, and what each role may do."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a user is in the clinic; one user may be several."""

    PROVIDER = "provider"
    FRONT_DESK = "front desk"
    ADMINISTRATOR = "administrator"


class Right(StrEnum):
    """What a verb of the records asks for.

    READ_CLINICAL and WRITE_CLINICAL: drafts, transcripts, sound, unsigned visits, search, history. READ_SIGNED: notes
    that are signed, and nothing under them. MANAGE_CLINIC: clinic settings, endpoint, retention, letterhead, code
    tables, restore.
    """

    READ_PATIENTS = "read patients"
    EDIT_PATIENTS = "edit patients"
    READ_CLINICAL = "read drafts, transcripts and recordings"
    WRITE_CLINICAL = "write notes and record visits"
    SIGN = "sign notes"
    READ_SIGNED = "read signed notes"
    EXPORT_SIGNED = "export signed notes"
    EXPORT_DRAFT = "export drafts"
    MANAGE_USERS = "manage users"
    MANAGE_CLINIC = "manage the clinic's settings"
    READ_AUDIT = "read the audit"
    BACK_UP = "back up"


_EVERYBODY = frozenset({Right.READ_PATIENTS, Right.EDIT_PATIENTS, Right.BACK_UP})
RIGHTS: dict[Role, frozenset[Right]] = {
    Role.PROVIDER: _EVERYBODY
    | {
        Right.READ_CLINICAL,
        Right.WRITE_CLINICAL,
        Right.SIGN,
        Right.READ_SIGNED,
        Right.EXPORT_SIGNED,
        Right.EXPORT_DRAFT,
    },
    Role.FRONT_DESK: _EVERYBODY | {Right.READ_SIGNED, Right.EXPORT_SIGNED},
    Role.ADMINISTRATOR: _EVERYBODY | {Right.MANAGE_USERS, Right.MANAGE_CLINIC, Right.READ_AUDIT},
}
"""What each role may do. This table is the only place that says so."""

EMERGENCY_RIGHTS = frozenset({Right.READ_CLINICAL, Right.READ_SIGNED})
"""What emergency access adds: to read, never to write, sign or export."""


def rights_of(roles: Iterable[Role]) -> frozenset[Right]:
    """Everything that a user with these roles may do."""
    return frozenset().union(*(RIGHTS[role] for role in roles))


def sign_in_key(name: str) -> str:
    """A sign-in name as it is compared: however its accents, its case and its spaces are typed."""
    composed = unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())
    return " ".join(composed.split())


@dataclass(frozen=True, slots=True)
class NewUser:
    """A user to add. credentials: what stands behind the name under a signed note, "MD"; may be empty."""

    sign_in_name: str
    display_name: str
    credentials: str = ""
    roles: frozenset[Role] = frozenset({Role.PROVIDER})


@dataclass(frozen=True, slots=True)
class User:
    """A user of these records. sign_in_name: as its sign_in_key."""

    id: int
    sign_in_name: str
    display_name: str
    credentials: str
    roles: frozenset[Role]
    is_disabled: bool = False

    @property
    def signature_name(self) -> str:
        """The name with the credentials, as it stands under a note: "Jordan Rivera, MD"."""
        return ", ".join(part for part in (self.display_name, self.credentials) if part)

    def may(self, right: Right) -> bool:
        """True when one of the roles has the right and the user is not disabled."""
        return not self.is_disabled and right in rights_of(self.roles)


class NoticeKind(StrEnum):
    """What a user is told once, at the next sign-in."""

    ENDPOINT_CHANGED = "endpoint changed"
    EMERGENCY_ACCESS = "emergency access"


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to be told once. sentence: in plain words, with who and when; no clinical text of the program's."""

    id: int
    kind: NoticeKind
    sentence: str
