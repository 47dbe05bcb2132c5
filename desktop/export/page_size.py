"""The sizes of paper that documents are laid out for."""

from __future__ import annotations

from enum import StrEnum


class PageSize(StrEnum):
    """US Letter or A4."""

    LETTER = "letter"
    A4 = "a4"

    @property
    def size_mm(self) -> tuple[float, float]:
        """Width and height."""
        return (215.9, 279.4) if self is PageSize.LETTER else (210.0, 297.0)
