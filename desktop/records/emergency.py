"""Emergency access: somebody whose role does not allow it reads a record, because a patient needs it now."""

from __future__ import annotations

from desktop.domain.audit import Action, RecordKind
from desktop.domain.errors import InputError
from desktop.domain.user import NoticeKind
from desktop.records import times
from desktop.records.access import Access
from desktop.records.limits import storable
from desktop.records.notices import announce

REASON_CHARS = 300
_LEAST_REASON_CHARS = 10


def begin(access: Access, reason: str) -> None:
    """Let the signed-in user read clinical records until the lock or the sign-out, never write or sign.

    reason: why, in the user's words and without clinical text; it stays in the audit, and administrators are told at
    their next sign-in. Raises InputError when it says too little, TextTooLong, SignedOut.
    """
    kept = " ".join(storable(reason, REASON_CHARS, "The reason").split())
    if len(kept) < _LEAST_REASON_CHARS:
        raise InputError(
            f"Say in at least {_LEAST_REASON_CHARS} characters why you need emergency access, without clinical details."
        )
    who = access.user.display_name
    with access.acting() as connection:
        access.note(connection, Action.EMERGENCY, RecordKind.RECORDS, reason=kept)
        announce(
            connection,
            NoticeKind.EMERGENCY_ACCESS,
            f"{who} used emergency access on {times.now():%d %B %Y at %H:%M}. Reason given: {kept}",
            for_administrators=True,
        )
    access.begin_emergency()
