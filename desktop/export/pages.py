"""Pages of a document, as they are printed, previewed and written into a PDF."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QFont,
    QFontMetricsF,
    QImage,
    QPagedPaintDevice,
    QPaintDevice,
    QPainter,
    QPainterPath,
    QPalette,
    QTextBlock,
    QTextCursor,
    QTextFormat,
)

from desktop.domain.document import Document
from desktop.domain.errors import FileNotWritten
from desktop.export.outline import outline
from desktop.export.page_size import PageSize
from desktop.export.text_document import BODY_PT, GREY, INK, SMALL_PT, WARNING, compose, font

_MM_PER_INCH = 25.4
_MARGIN_MM = 20.0
_FOOTER_MM = 12.0
_HEADER_MM = 11.0
_LINES_WITH_HEADING = 2
_WATERMARK = QColor("#eeeeee")
_PREVIEW_DPI = 300

Picture = QImage
PaintDevice = QPagedPaintDevice


class Pages:
    """A document laid out for a device: its number of pages, and each of them drawn.

    Draws in the device's dots with the page's corner at the origin; a painter of another device is scaled by the
    caller. undrawn: characters for which this computer has no font.
    """

    def __init__(self, document: Document, page_size: PageSize, device: QPaintDevice) -> None:
        self._outline = outline(document)
        self._device = device
        self._dots_per_mm = device.logicalDpiX() / _MM_PER_INCH
        width_mm, height_mm = page_size.size_mm
        self._page = QRectF(0, 0, width_mm * self._dots_per_mm, height_mm * self._dots_per_mm)
        margin = _MARGIN_MM * self._dots_per_mm
        self._content = self._page.adjusted(margin, margin, -margin, -margin)
        composed = compose(self._outline, document.letterhead.logo, device, self._content.size())
        self._text = composed.text
        for first, last in composed.together:
            self._keep_together(first, last)
        self.count: int = self._text.pageCount()
        self.undrawn = self._characters_without_a_font()

    def draw(self, painter: QPainter, number: int) -> None:
        """Draw one page, counted from 0."""
        painter.save()
        if self._outline.mark:
            self._draw_mark(painter)
        self._draw_footer(painter, number)
        top = number * self._content.height()
        painter.translate(self._content.left(), self._content.top() - top)
        context = QAbstractTextDocumentLayout.PaintContext()
        page = QRectF(QPointF(0, top), self._content.size())
        context.clip = page.adjusted(
            0, 1, 0, -1
        )  # a line of the next page that touches this one is not of this one
        context.palette.setColor(QPalette.ColorRole.Text, INK)  # the window's theme may be dark; paper is not
        painter.setClipRect(page.adjusted(-self._content.left(), 0, self._content.left(), 0))
        self._text.documentLayout().draw(painter, context)
        painter.restore()

    def picture(self, number: int, width_px: int) -> QImage:
        """One page as a picture on white, for a preview."""
        scale = width_px / self._page.width()
        picture = QImage(width_px, round(self._page.height() * scale), QImage.Format.Format_RGB32)
        picture.fill(Qt.GlobalColor.white)
        painter = QPainter(picture)
        try:
            painter.setRenderHints(
                QPainter.RenderHint.Antialiasing
                | QPainter.RenderHint.TextAntialiasing
                | QPainter.RenderHint.SmoothPixmapTransform
            )
            painter.scale(scale, scale)
            self.draw(painter, number)
        finally:
            painter.end()
        return picture

    def _keep_together(self, first: int, last: int) -> None:
        """Begin a page with the first block where otherwise a break would come before the last block's second line.

        Qt's layout knows breaks before a block, but not blocks that belong together.
        """
        heading = self._text.findBlockByNumber(first)
        if self._page_of(heading, 0) == self._page_of(
            self._text.findBlockByNumber(last), _LINES_WITH_HEADING - 1
        ):
            return
        layout = heading.blockFormat()
        layout.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)
        QTextCursor(heading).setBlockFormat(layout)

    def _page_of(self, block: QTextBlock, line: int) -> int:
        top = self._text.documentLayout().blockBoundingRect(block).top()
        lines = block.layout()
        if lines.lineCount() > 0:
            last = lines.lineAt(min(line, lines.lineCount() - 1))
            top = lines.position().y() + last.y() + last.height() / 2
        return int(top // self._content.height())

    def _draw_footer(self, painter: QPainter, number: int) -> None:
        small = self._font_in_dots(SMALL_PT)
        metrics = QFontMetricsF(small, self._device)
        baseline = self._page.bottom() - _FOOTER_MM * self._dots_per_mm
        painter.setFont(small)
        painter.setPen(GREY)
        right = f"Page {number + 1} of {self.count}"
        right_x = self._content.right() - metrics.horizontalAdvance(right)
        painter.drawText(QPointF(right_x, baseline), right)
        mrn = f"MRN {self._outline.mrn}" if self._outline.mrn else ""
        gap = metrics.horizontalAdvance("    ")
        room = right_x - self._content.left() - metrics.horizontalAdvance(mrn) - 2 * gap
        name = metrics.elidedText(self._outline.patient_name, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QPointF(self._content.left(), baseline), name)
        mrn_x = self._content.left() + (metrics.horizontalAdvance(name) + gap if name else 0)
        painter.drawText(QPointF(mrn_x, baseline), mrn)

    def _draw_mark(self, painter: QPainter) -> None:
        """The mark as words at the top, and large and pale across the page, where it hides nothing."""
        path = QPainterPath()
        large = QFont(font())  # drawn as an outline, so that its weight is not embedded
        large.setBold(True)
        large.setPixelSize(round(self._page.width() / 4))
        path.addText(QPointF(0, 0), large, "DRAFT")
        painter.save()
        painter.translate(self._page.center())
        painter.rotate(-50)
        painter.translate(-path.boundingRect().center())
        painter.fillPath(path, _WATERMARK)
        painter.restore()
        painter.setFont(self._font_in_dots(BODY_PT))
        painter.setPen(WARNING)
        painter.drawText(QPointF(self._content.left(), _HEADER_MM * self._dots_per_mm), self._outline.mark)

    def _font_in_dots(self, size_pt: float) -> QFont:
        """The document's font in a size that does not depend on the device a page is drawn on, as a preview's."""
        small = QFont(font())
        small.setPixelSize(round(size_pt * self._device.logicalDpiX() / 72))
        return small

    def _characters_without_a_font(self) -> frozenset[str]:
        metrics = QFontMetricsF(font(), self._device)
        distinct = {each for each in set(self._text.toPlainText()) if not each.isascii()}
        return frozenset(
            each for each in distinct if each.isprintable() and not metrics.inFontUcs4(ord(each))
        )


def pages_for_preview(document: Document, page_size: PageSize) -> Pages:
    """The pages as they would be printed, for Pages.picture."""
    reference = QImage(QSizeF(1, 1).toSize(), QImage.Format.Format_RGB32)
    reference.setDotsPerMeterX(round(_PREVIEW_DPI / _MM_PER_INCH * 1000))
    reference.setDotsPerMeterY(round(_PREVIEW_DPI / _MM_PER_INCH * 1000))
    return Pages(document, page_size, reference)


def pictures(document: Document, page_size: PageSize, width_px: int) -> tuple[QImage, ...]:
    """Every page as a picture on white."""
    pages = pages_for_preview(document, page_size)
    return tuple(pages.picture(number, width_px) for number in range(pages.count))


@contextmanager
def printing(device: QPagedPaintDevice) -> Iterator[QPainter]:
    """A painter on a printer. Raises FileNotWritten when the printer takes nothing."""
    painter = QPainter()
    if not painter.begin(device):
        raise FileNotWritten(
            "The printer does not take anything. Look whether it is there and ready, then try again."
        )
    try:
        yield painter
    finally:
        painter.end()


def print_document(
    document: Document, page_size: PageSize, device: QPagedPaintDevice, painter: QPainter, *, is_first: bool
) -> None:
    """Draw every page of a document, each on a page of its own."""
    pages = Pages(document, page_size, device)
    for number in range(pages.count):
        if number or not is_first:
            device.newPage()
        pages.draw(painter, number)
