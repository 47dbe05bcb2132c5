"""What text may enter the records: cleaned of what cannot be stored or shown, and not too long."""

from __future__ import annotations

import re

from desktop.domain.errors import TextTooLong

NOTE_SECTION_CHARS = 1_000_000
TRANSCRIPT_CHARS = 1_000_000
PATIENT_FIELD_CHARS = 300

_SURROGATE = re.compile("[\ud800-\udfff]")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")


def storable(text: str, limit_chars: int, what: str) -> str:
    """The text as it is stored.

    Raises TextTooLong, naming what ("The Plan section"), when it has more than limit_chars characters.
    """
    if len(text) > limit_chars:
        raise TextTooLong(
            f"{what} is longer than {limit_chars:,} characters and was not saved; what was saved before is "
            "intact. Shorten it and try again."
        )
    return _CONTROL.sub("", _SURROGATE.sub("�", text))
