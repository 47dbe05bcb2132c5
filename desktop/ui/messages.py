"""Puts failures into words on screen: the only place in the window that does."""

from __future__ import annotations

from desktop.domain.errors import SoapstoneError

_DEFECT = (
    "Something went wrong in Soapstone itself. Your text is kept; try again, and restart the program if it "
    "happens twice."
)


def sentence_for(error: BaseException) -> str:
    """One plain sentence for any failure. A defect of the program has one sentence for all its kinds."""
    return error.sentence if isinstance(error, SoapstoneError) else _DEFECT
