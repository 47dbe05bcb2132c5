"""Asks for a printer; the pages bring their own margins."""

from __future__ import annotations

from PySide6.QtCore import QMarginsF
from PySide6.QtGui import QPageLayout
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget


def choose_printer(parent: QWidget) -> QPrinter | None:
    """The printer that the person chose, ready to be drawn on; None when they did not."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    dialog = QPrintDialog(printer, parent)
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange, on=False)
    accepted = dialog.exec()
    dialog.deleteLater()
    return prepared(printer) if accepted else None


def prepared(printer: QPrinter) -> QPrinter:
    """The same, with the corner of the paper as its origin, and a name in the queue that tells of no patient."""
    printer.setDocName("Visit note")
    printer.setCreator("Soapstone")
    printer.setFullPage(True)
    printer.setPageMargins(QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Millimeter)
    return printer
