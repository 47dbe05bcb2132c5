"""Composes a QTextDocument from an outline. Words are inserted as plain text; nothing in them is read as markup."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QSizeF, Qt, QUrl
from PySide6.QtGui import (
    QColor,
    QFont,
    QGuiApplication,
    QImage,
    QPaintDevice,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextImageFormat,
    QTextLength,
    QTextOption,
    QTextTableFormat,
)

from desktop.export.direction import is_right_to_left
from desktop.export.logo import check_logo, unreadable_logo
from desktop.export.outline import Line, LineKind, Outline, Part

FONT_FAMILIES = ("Noto Sans", "Segoe UI", "Helvetica Neue", "Liberation Sans", "DejaVu Sans")
"""Whichever is there first; characters it lacks come from the system's other fonts."""

INK = QColor("#111111")
GREY = QColor("#5f6368")
WARNING = QColor("#a3221b")
_ACCENT = QColor("#1f4e5f")

BODY_PT, SMALL_PT = 10.0, 8.0
_HEADING_PT, _TITLE_PT, _CLINIC_PT = 12.5, 17.0, 14.0
_FACT_PT, _ITEM_PT = 64.0, 20.0
_LOGO_WIDTH_PT, _LOGO_HEIGHT_PT = 130.0, 48.0
_LOGO_NAME = "clinic-logo"
_LIGATURES = QFont.Tag("liga")
_LINE_HEIGHT_PERCENT = 118.0


@dataclass(frozen=True, slots=True)
class Composed:
    """The text document, and groups of blocks (first and last number) that a page break must not come between.

    Of the last block of a group it is enough that its first two lines stand with the others.
    """

    text: QTextDocument
    together: tuple[tuple[int, int], ...]


@lru_cache(maxsize=16)
def font(size_pt: float = BODY_PT) -> QFont:
    """The font of every document, in one weight: each further one costs a PDF a third of its time and half its size.

    Not to be changed by the caller, because it is shared.
    """
    chosen = QFont(list(FONT_FAMILIES))
    chosen.setPointSizeF(size_pt)
    chosen.setFeature(_LIGATURES, 0)  # "ffi" as one character would not be found by a search for "Office"
    chosen.setStyleHint(QFont.StyleHint.SansSerif)
    return chosen


def compose(laid_out: Outline, logo: bytes | None, device: QPaintDevice, page: QSizeF) -> Composed:
    """Build the document for pages of a size in the device's dots. Raises FileUnreadable for a bad logo."""
    return _Composer(device, page).compose(laid_out, logo)


class _Composer:
    """Writes one document from top to bottom."""

    def __init__(self, device: QPaintDevice, page: QSizeF) -> None:
        # Qt takes space above and below, tab stops and picture sizes in dots of the screen and scales them to the
        # device; left and right margins and the first line's indent it takes in dots of the device.
        self._dots_per_pt = device.logicalDpiX() / 72
        self._units_per_pt = QGuiApplication.primaryScreen().logicalDotsPerInchY() / 72
        self._text = QTextDocument()
        self._text.setUndoRedoEnabled(False)
        self._text.setDocumentMargin(0)
        self._text.documentLayout().setPaintDevice(device)
        self._text.setDefaultFont(font())
        self._text.setDefaultTextOption(_wrapping())
        self._text.setPageSize(page)
        self._cursor = QTextCursor(self._text)
        self._layouts: dict[tuple[float, ...], QTextBlockFormat] = {}
        self._together: list[tuple[int, int]] = []

    def compose(self, laid_out: Outline, logo: bytes | None) -> Composed:
        self._cursor.beginEditBlock()  # laid out once, at the end
        self._letterhead(laid_out.letterhead, logo)
        self._block(laid_out.heading, _letters(_TITLE_PT), above_pt=10, below_pt=4)
        for label, value in laid_out.facts:
            self._fact(label, value)
        for number, line in enumerate(laid_out.recipient):
            self._block(line, _letters(), above_pt=0 if number else 10)
        for part in laid_out.signed_parts:
            self._part(part)
        self._signature(laid_out.signature)
        for part in laid_out.addenda:
            self._part(part)
        self._cursor.endEditBlock()
        return Composed(self._text, tuple(self._together))

    def _letterhead(self, lines: tuple[str, ...], logo: bytes | None) -> None:
        if logo is None:
            for number, line in enumerate(lines):
                self._block(line, _letterhead_letters(number))
            return
        layout = QTextTableFormat()
        layout.setBorder(0)
        layout.setCellPadding(0)
        layout.setCellSpacing(0)
        layout.setBottomMargin(8 * self._units_per_pt)
        layout.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
        layout.setColumnWidthConstraints(
            [QTextLength(QTextLength.Type.PercentageLength, width) for width in (70, 30)]
        )
        table = self._cursor.insertTable(1, 2, layout)
        left = table.cellAt(0, 0).firstCursorPosition()
        for number, line in enumerate(lines):
            if number:
                left.insertBlock()
            left.insertText(line, _letterhead_letters(number))
        right = table.cellAt(0, 1).firstCursorPosition()
        alignment = QTextBlockFormat()
        alignment.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute)
        right.setBlockFormat(alignment)
        right.insertImage(self._logo(logo))
        self._cursor.movePosition(QTextCursor.MoveOperation.End)

    def _logo(self, logo: bytes) -> QTextImageFormat:
        check_logo(logo)
        image = QImage.fromData(logo)
        if image.isNull():
            raise unreadable_logo()
        self._text.addResource(QTextDocument.ResourceType.ImageResource, QUrl(_LOGO_NAME), image)
        scale = min(_LOGO_WIDTH_PT / image.width(), _LOGO_HEIGHT_PT / image.height()) * self._units_per_pt
        layout = QTextImageFormat()
        layout.setName(_LOGO_NAME)
        layout.setWidth(image.width() * scale)
        layout.setHeight(image.height() * scale)
        return layout

    def _fact(self, label: str, value: str) -> None:
        layout = self._layout(left_pt=_FACT_PT, hanging_pt=_FACT_PT)
        self._start(layout)
        self._cursor.insertText(f"{label}\t", _letters(color=GREY))
        self._cursor.insertText(value, _letters())

    def _part(self, part: Part) -> None:
        above_pt = 12.0
        if part.heading:
            self._block(part.heading, _letters(_HEADING_PT, color=_ACCENT), above_pt=12, below_pt=2)
            heading = self._cursor.blockNumber()
            if part.lines:
                self._together.append((heading, heading + 1))
            above_pt = 0.0
        for line in part.lines:
            if line.kind is LineKind.BLANK:
                above_pt = 6.0
                continue
            self._line(line, above_pt)
            above_pt = 0.0

    def _line(self, line: Line, above_pt: float) -> None:
        if line.kind is not LineKind.ITEM:
            letters = _letters(color=GREY if line.kind is LineKind.UNSTATED else INK)
            self._block(line.text, letters, above_pt=above_pt)
            return
        left_pt = _ITEM_PT * (line.level + 1)
        if is_right_to_left(line.text):
            # The first line of a hanging indent would begin outside the page's margin, where it is cut off.
            layout = QTextBlockFormat(self._layout(above_pt=above_pt))
            layout.setRightMargin(_ITEM_PT * line.level * self._dots_per_pt)
            self._start(layout)
            self._cursor.insertText(f"{line.marker} {line.text}", _letters())
            return
        self._start(self._layout(above_pt=above_pt, left_pt=left_pt, hanging_pt=_ITEM_PT))
        self._cursor.insertText(f"{line.marker}\t{line.text}", _letters())

    def _signature(self, lines: tuple[str, ...]) -> None:
        first = self._cursor.blockNumber() + 1
        for number, line in enumerate(lines):
            self._block(line, _letters(), above_pt=0 if number else 16)
        self._together.append((first, self._cursor.blockNumber()))

    def _block(
        self, text: str, letters: QTextCharFormat, *, above_pt: float = 0, below_pt: float = 0
    ) -> None:
        self._start(self._layout(above_pt=above_pt, below_pt=below_pt))
        self._cursor.insertText(text, letters)

    def _start(self, layout: QTextBlockFormat) -> None:
        if self._cursor.atBlockStart() and self._cursor.atBlockEnd():
            self._cursor.setBlockFormat(layout)
        else:
            self._cursor.insertBlock(layout)

    def _layout(
        self, *, above_pt: float = 0, below_pt: float = 0, left_pt: float = 0, hanging_pt: float = 0
    ) -> QTextBlockFormat:
        """The format of a block, made once for each kind: most lines of a document are of three kinds."""
        kind = (above_pt, below_pt, left_pt, hanging_pt)
        layout = self._layouts.get(kind)
        if layout is None:
            layout = self._layouts[kind] = QTextBlockFormat()
            layout.setTopMargin(above_pt * self._units_per_pt)
            layout.setBottomMargin(below_pt * self._units_per_pt)
            layout.setLineHeight(
                _LINE_HEIGHT_PERCENT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value
            )
            if left_pt:
                layout.setLeftMargin(left_pt * self._dots_per_pt)
                layout.setTextIndent(-hanging_pt * self._dots_per_pt)
                stop = QTextOption.Tab()
                stop.position = hanging_pt * self._units_per_pt
                layout.setTabPositions([stop])
        return layout


def _wrapping() -> QTextOption:
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    return option


def _letters(size_pt: float = BODY_PT, *, color: QColor = INK) -> QTextCharFormat:
    return _cached_letters(size_pt, color.name())


@lru_cache(maxsize=32)
def _cached_letters(size_pt: float, color: str) -> QTextCharFormat:
    letters = QTextCharFormat()
    letters.setFont(font(size_pt))
    letters.setForeground(QColor(color))
    return letters


def _letterhead_letters(line_number: int) -> QTextCharFormat:
    if line_number == 0:
        return _letters(_CLINIC_PT, color=_ACCENT)
    return _letters(SMALL_PT, color=GREY)
