"""A signed note: what was signed, by whom, and what was added later. Nothing in it ever changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from desktop.domain.document import Document


@dataclass(frozen=True, slots=True)
class SignedNote:
    """One signed state of a visit's note.

    id: grows with each signing. document: with its signatures and addenda as they are now. content_hash: of what was
    signed. amends: the id of the signed note that this one takes the place of; None for the first. reason: why it
    was amended, empty for the first.
    """

    id: int
    visit_id: int
    document: Document
    content_hash: str
    signed_at: datetime
    signer_id: int
    amends: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Export:
    """Somebody took a signed note or a draft out of the program. what: the format ("PDF"), or "Copied", "Printed"."""

    visit_id: int
    at: datetime
    user_name: str
    what: str
