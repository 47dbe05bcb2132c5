"""The clinic's logo: which files can be one."""

from __future__ import annotations

from desktop.domain.errors import FileUnreadable

LARGEST_LOGO_BYTES = 2_000_000
"""Each exported document carries it."""

_BEGINNINGS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")


def check_logo(logo: bytes) -> None:
    """Raise FileUnreadable for what is neither PNG nor JPEG by its first bytes, or too large."""
    if len(logo) > LARGEST_LOGO_BYTES or not logo.startswith(_BEGINNINGS):
        raise unreadable_logo()


def unreadable_logo() -> FileUnreadable:
    """The refusal of a file that is no such picture."""
    return FileUnreadable(
        "The clinic's logo cannot be used: choose a PNG or JPEG picture of at most 2 MB in Settings."
    )
