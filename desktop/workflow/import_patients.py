"""Imports patients or a day's schedule from a CSV file or a FHIR bundle: a preview first, then all of it or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from desktop.domain.errors import ImportedBefore, InputError
from desktop.domain.imports import DateOrder, Fate, Imported, ImportFile, PlannedRow
from desktop.imports.bundles import read_bundle
from desktop.imports.tables import read_table
from desktop.records.records import Records
from desktop.workflow.visits import now

TABLE_ENDINGS = (".csv", ".tsv", ".txt")
BUNDLE_ENDINGS = (".json",)


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """What an import would do, row by row. imported_before: when the same file was imported; None when never.

    While file.asks_date_order is True, a person has to say how the dates are meant: preview_import again with order.
    """

    file: ImportFile
    planned: tuple[PlannedRow, ...]
    imported_before: datetime | None

    def count(self, fate: Fate) -> int:
        """How many rows have this fate."""
        return sum(each.fate is fate for each in self.planned)


def preview_import(records: Records, path: Path, order: DateOrder | None = None) -> ImportPreview:
    """Read a file and match its rows with the stored patients; nothing is stored. Raises FileUnreadable."""
    today = now().date()
    if path.suffix.lower() in BUNDLE_ENDINGS:
        file = read_bundle(path, today=today)
    else:
        file = read_table(path, order, today=today)
    return ImportPreview(file, tuple(records.imports.plan(file)), records.imports.imported_at(file.sha256))


def import_previewed(
    records: Records, preview: ImportPreview, *, leave_out_refused: bool = False, again: bool = False
) -> Imported:
    """Store what the preview shows, in one transaction.

    Raises ImportedBefore unless again is True; InputError when dates are unclear, rows are refused and not left out,
    or the records changed since the preview. Nothing is stored then.
    """
    if preview.imported_before is not None and not again:
        raise ImportedBefore(
            f"This file was imported before, on {preview.imported_before:%d %B %Y at %H:%M}. Import it again only if "
            "you mean to."
        )
    if preview.file.asks_date_order:
        raise InputError("Some dates can be read in two ways. Say whether the day or the month comes first.")
    return records.imports.carry_out(
        preview.file, preview.planned, leave_out_refused=leave_out_refused, imported_at=now()
    )
