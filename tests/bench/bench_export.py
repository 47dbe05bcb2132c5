"""500 notes to PDF, against Qt's bare print path with the same words in the same run; then the other formats."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable
from dataclasses import replace

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QGuiApplication, QPageSize, QPdfWriter, QTextDocument

from desktop.domain.document import Document
from desktop.export.docx import document_docx
from desktop.export.fhir import document_bundle
from desktop.export.pdf import document_pdf
from desktop.export.text import TextOptions, document_text
from tests.servers.documents import SECTIONS, signed_note

NOTES = 500
ROUND = 25
AIM = 1.2


def main() -> int:
    """Print times per note and their ratio; 1 when the ratio misses its aim."""
    application = QGuiApplication.instance() or QGuiApplication([])
    documents = [_note(number) for number in range(NOTES)]
    texts = [document_text(document, TextOptions()) for document in documents]
    _print_bare(texts[0])
    document_pdf(documents[0])
    bare_s, ours_s = [], []
    for start in range(0, NOTES, ROUND):  # by turns, so that both see the same machine
        bare_s.append(_timed(_print_bare, texts[start : start + ROUND]))
        ours_s.append(_timed(document_pdf, documents[start : start + ROUND]))
    bare, ours = sum(bare_s), sum(ours_s)
    ratio = statistics.median(our / other for our, other in zip(ours_s, bare_s, strict=True))
    pages = document_pdf(documents[-1]).pages
    print(f"bare QTextDocument.print_  {1000 * bare / NOTES:6.1f} ms a note ({NOTES} notes of {pages} pages)")
    print(f"document_pdf               {1000 * ours / NOTES:6.1f} ms a note, {ours:.1f} s in all")
    print(f"ratio                      {ratio:6.2f} (median of {len(ours_s)} rounds; aim: at most {AIM})")
    for make in (document_docx, document_bundle, document_text):
        print(f"{make.__name__:<26} {1000 * _timed(make, documents[:50]) / 50:6.1f} ms a note")
    del application
    return 0 if ratio <= AIM else 1


def _note(number: int) -> Document:
    """A signed note of about one and a half pages, with words of its own."""
    words = {
        section: "\n".join(f"{text} (visit {number}, part {part})" for part in range(3))
        for section, text in SECTIONS.items()
    }
    return replace(signed_note(), sections=words)


def _print_bare(text: str) -> None:
    """What a program does that prints with Qt and nothing else: default font and margins."""
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.Letter))
    document = QTextDocument()
    document.setPlainText(text)
    document.print_(writer)
    del writer


def _timed(work: Callable[..., object], items: list[Document] | list[str]) -> float:
    """Seconds for all items."""
    began = time.perf_counter()
    for item in items:
        work(item)
    return time.perf_counter() - began


if __name__ == "__main__":
    raise SystemExit(main())
