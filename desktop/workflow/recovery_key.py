"""Whether a recovery key that was typed back is the one that was shown."""

from __future__ import annotations

import hmac

from desktop.records.recovery_key import read_recovery_key


def is_same_recovery_key(typed: str, shown: str) -> bool:
    """True when they are the same key, however it was typed.

    Raises WrongPassword, saying that it is a typing error, when the check characters do not fit.
    """
    return hmac.compare_digest(read_recovery_key(typed), read_recovery_key(shown))
