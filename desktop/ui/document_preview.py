"""The pages of a document as they will be printed, one below the other."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPixmap, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from desktop.ui.widgets import label

_HIDDEN_MARGIN = 0.06
"""How much of the page's width is not shown at either side: white, and the words are larger without it."""


class DocumentPreview(QScrollArea):
    """Shows pictures of pages, scaled to its width; words where there are none."""

    def __init__(self, accessible_name: str) -> None:
        super().__init__()
        self.setAccessibleName(accessible_name)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._pages: list[tuple[QLabel, QPixmap]] = []
        self._words = label("", "secondary", wrap=True)
        inside = QWidget()
        inside.setProperty("kind", "page")
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(2, 2, 2, 2)
        self._column.setSpacing(10)
        self._column.addWidget(self._words)
        self._column.addStretch()
        self.setWidget(inside)

    @property
    def page_count(self) -> int:
        """How many pages are shown."""
        return len(self._pages)

    def say(self, words: str) -> None:
        """Show words in place of pages."""
        self._clear()
        self._words.setText(words)
        self._words.setVisible(bool(words))

    def show_pages(self, pictures: Sequence[QImage]) -> None:
        """Show pages from the first on."""
        self._clear()
        self._words.hide()
        for number, picture in enumerate(pictures):
            page = QLabel()
            page.setProperty("kind", "paper")
            page.setAccessibleName(f"Page {number + 1} of {len(pictures)}")
            self._column.insertWidget(number, page)
            margin = round(picture.width() * _HIDDEN_MARGIN)
            seen = picture.copy(margin, 0, picture.width() - 2 * margin, picture.height())
            self._pages.append((page, QPixmap.fromImage(seen)))
        self._fit()
        self.verticalScrollBar().setValue(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Scale the pages to the new width."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        ratio = self.devicePixelRatioF()
        width = max(200, self.viewport().width() - 8)
        for page, pixmap in self._pages:
            size = QSize(width, round(pixmap.height() * width / pixmap.width()))
            scaled = pixmap.scaled(size * ratio, mode=Qt.TransformationMode.SmoothTransformation)
            scaled.setDevicePixelRatio(ratio)
            page.setPixmap(scaled)
            page.setFixedSize(size)

    def _clear(self) -> None:
        for page, _ in self._pages:
            self._column.removeWidget(page)
            page.deleteLater()
        self._pages.clear()
