"""The specialties and templates that a command can choose from."""

from __future__ import annotations

import sys
from pathlib import Path

from desktop.catalog import Catalog, load_catalog
from desktop.domain.errors import RecordsUnavailable
from desktop.system.paths import home_folder, templates_folder


def open_catalog(home: Path | None) -> Catalog:
    """Those that ship with Soapstone and those of the home's templates folder; problems go to standard error.

    home: as --home names it. A home that cannot be used is a failure when it was named so, and otherwise
    only a clinic without templates of its own. Raises RecordsUnavailable.
    """
    try:
        folder = templates_folder(home_folder(home))
    except RecordsUnavailable as error:
        if home is not None:
            raise
        notice(error.sentence)
        folder = None
    catalog = load_catalog(folder)
    for problem in catalog.problems:
        notice(problem)
    return catalog


def notice(sentence: str) -> None:
    """Tell the person something that is not part of the result."""
    print(f"soapstone: {sentence}", file=sys.stderr, flush=True)
