"""A list as CSV that spreadsheets open as text: in UTF-8 with its mark, every cell quoted, no cell a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

from desktop.export.clean import clean_paragraphs

_FORMULA = re.compile(r"(^|[,;\t\n\"'])(\s*)(?=[=+\-@＝＋－＠])")
"""Where a formula could begin: a cell, or what a program that splits at another separator takes for one."""


def csv_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """The table with a heading line, CRLF line ends (RFC 4180) and a byte order mark, which Excel looks for.

    An apostrophe before = + - @ makes a spreadsheet show what would be a formula; it is all that is changed.
    Raises ValueError when a row has another number of cells than there are columns.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([neutral_cell(column) for column in columns])
    for row in rows:
        if len(row) != len(columns):
            raise ValueError("a row needs one cell for each column")
        writer.writerow([neutral_cell(cell) for cell in row])
    return out.getvalue().encode("utf-8-sig")


def neutral_cell(text: str) -> str:
    """One cell's text, cleaned, in which nothing is a formula."""
    return _FORMULA.sub(r"\1\2'", clean_paragraphs(text))
