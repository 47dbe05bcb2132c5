"""What text may enter the records: cleaned of what cannot be stored or shown, and not too long."""

from __future__ import annotations

from desktop.domain.errors import TextTooLong
from desktop.language.plain_text import clean_text

NOTE_SECTION_CHARS = 1_000_000
TRANSCRIPT_CHARS = 1_000_000
PATIENT_FIELD_CHARS = 300


def storable(text: str, limit_chars: int, what: str) -> str:
    """The text as it is stored.

    Raises TextTooLong, naming what ("The Plan section"), when it has more than limit_chars characters.
    """
    if len(text) > limit_chars:
        raise TextTooLong(
            f"{what} is longer than {limit_chars:,} characters and was not saved; what was saved before is "
            "intact. Shorten it and try again."
        )
    return clean_text(text)
