"""A document as PDF: laid out by Qt's text engine, one page at a time, with text that can be selected and searched.

Needs a QGuiApplication, which the caller owns (the window's, or one on the offscreen platform).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF
from PySide6.QtGui import QGuiApplication, QPageSize, QPainter, QPdfWriter

from desktop.domain.document import Document
from desktop.export.page_size import PageSize
from desktop.export.pages import Pages

_RESOLUTION_DPI = 300
_SIZES = {PageSize.LETTER: QPageSize.PageSizeId.Letter, PageSize.A4: QPageSize.PageSizeId.A4}


@dataclass(frozen=True, slots=True)
class Pdf:
    """A PDF file's bytes, and what there is to say about it.

    undrawn: characters of the document for which this computer has no font; they are printed as empty boxes,
    so whoever exports is told.
    """

    content: bytes
    pages: int
    undrawn: frozenset[str]


def document_pdf(document: Document, page_size: PageSize = PageSize.LETTER) -> Pdf:
    """Write the document. Its title and other properties name no patient."""
    if QGuiApplication.instance() is None:
        raise RuntimeError("a PDF needs a QGuiApplication; Qt would end the process without one")
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setPdfVersion(QPdfWriter.PdfVersion.PdfVersion_1_6)
    writer.setTitle(document.kind.label)
    writer.setCreator("Soapstone")
    writer.setResolution(_RESOLUTION_DPI)
    writer.setPageSize(QPageSize(_SIZES[page_size]))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    pages = Pages(document, page_size, writer)
    painter = QPainter(writer)
    try:
        for number in range(pages.count):
            if number:
                writer.newPage()
            pages.draw(painter, number)
    finally:
        painter.end()
    buffer.close()
    return Pdf(_searchable(bytes(content.data())), pages.count, pages.undrawn)


_CHARACTER_MAP = re.compile(rb"begincmap\n.*?endcmap", re.DOTALL)
_CHARACTER = re.compile(rb"(?<=<)[0-9A-F]{4}(?=>[ \]])")
_LOOK_ALIKES = re.compile("[\u2e80-\u2fdf\uf900-\ufaff\ufb50-\ufdff\ufe70-\ufeff]")
"""Forms that stand for other letters: radicals and compatibility ideographs, and Arabic letters by their place."""


def _searchable(content: bytes) -> bytes:
    """The same file, whose tables from glyphs to characters name the characters that were written.

    Qt names the first character that has a glyph: a tab for each space, and a presentation form for each Arabic
    letter, so that a search for "back pain" would find nothing. Each name is replaced by one of equal length.
    """
    return _CHARACTER_MAP.sub(lambda table: _CHARACTER.sub(_plain_character, table.group()), content)


def _plain_character(match: re.Match[bytes]) -> bytes:
    character = chr(int(match.group(), 16))
    if character == "\t":
        return b"0020"
    plain = unicodedata.normalize("NFKC", character) if _LOOK_ALIKES.match(character) else character
    return b"%04X" % ord(plain) if len(plain) == 1 and ord(plain) <= 0xFFFF else match.group()
