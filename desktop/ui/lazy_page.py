"""A page that is made when it is first wanted: large, and most days nobody looks at it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtWidgets import QVBoxLayout, QWidget

P = TypeVar("P", bound=QWidget)


class LazyPage(QWidget, Generic[P]):
    """Stands in a stack of pages for the page that make() makes."""

    def __init__(self, make: Callable[[], P]) -> None:
        super().__init__()
        self._make = make
        self._page: P | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    @property
    def page(self) -> P:
        """The page, made now if it was not wanted before."""
        if self._page is None:
            self._page = self._make()
            self._column.addWidget(self._page)
        return self._page

    @property
    def made(self) -> P | None:
        """The page if it was ever wanted."""
        return self._page
