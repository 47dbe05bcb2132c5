# ruff: noqa: INP001 - a script beside others, no package
"""Builds resources/codes/icd10cm.sqlite from the ICD-10-CM data of the package simple-icd-10-cm.

    python -m venv /tmp/icd && /tmp/icd/bin/pip install simple-icd-10-cm==1.5.0 sqlcipher3==0.6.4
    /tmp/icd/bin/python packaging/build_icd10_table.py

ICD-10-CM is published by the CDC and CMS and may be used by anyone. Codes that only add a 7th character are not stored:
the table keeps which 7th characters a code takes, and the script stops when that does not give back exactly
the package's own list of codes. The same data give the same bytes.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from importlib import metadata
from importlib import resources as package_files
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from desktop.coding.terms import terms  # noqa: E402 - the project stands beside this script, not in its environment

TABLE = ROOT / "resources" / "codes" / "icd10cm.sqlite"
SCHEMA = """
PRAGMA page_size = 4096;
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE code (
    id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE, description TEXT NOT NULL, parent INTEGER,
    children INTEGER NOT NULL, seventh INTEGER
);
CREATE INDEX code_by_parent ON code (parent);
CREATE TABLE seventh (id INTEGER NOT NULL, letter TEXT NOT NULL, meaning TEXT NOT NULL, PRIMARY KEY (id, letter)) WITHOUT ROWID;
CREATE TABLE note (code INTEGER NOT NULL, position INTEGER NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL,
    PRIMARY KEY (code, position)) WITHOUT ROWID;
CREATE TABLE word (word TEXT PRIMARY KEY, codes INTEGER NOT NULL) WITHOUT ROWID;
CREATE VIRTUAL TABLE search USING fts5 (words, content = '', detail = none, tokenize = 'ascii');
"""


def main() -> None:
    """Write the table, and print its release, size and counts."""
    import simple_icd_10_cm as cm  # noqa: PLC0415 - only this script's environment has it

    TABLE.unlink(missing_ok=True)
    connection = dbapi2.connect(str(TABLE), isolation_level=None)
    connection.executescript(SCHEMA)
    connection.execute("BEGIN")
    # A block of one category has the category's name: the two become one row with the notes of both.
    kept = list(dict.fromkeys(code for code in cm.get_all_codes() if not cm.is_extended_subcategory(code)))
    ids = {code: number for number, code in enumerate(kept, start=1)}
    sets = _seventh_sets(cm, kept)
    numbers: dict[tuple[tuple[str, str], ...], int] = {}
    word_counts: Counter[str] = Counter()
    for code in kept:
        children = [child for child in cm.get_children(code) if child in ids]
        seventh = None
        if code in sets:
            seventh = numbers.setdefault(sets[code], len(numbers) + 1)
        parent = cm.get_parent(code)
        if parent == code:
            parent = cm.get_parent(code, True)
        description = " ".join(cm.get_description(code).split())
        connection.execute(
            "INSERT INTO code VALUES (?, ?, ?, ?, ?, ?)",
            (ids[code], code, description, ids.get(parent), len(children), seventh),
        )
        notes = _notes(cm, code)
        connection.executemany(
            "INSERT INTO note VALUES (?, ?, ?, ?)",
            [(ids[code], position, kind, text) for position, (kind, text) in enumerate(notes)],
        )
        indexed = [description, *(text for kind, text in notes if kind in {"inclusion term", "includes"})]
        words = sorted({term.word for text in indexed for term in terms(text)})
        if cm.is_category_or_subcategory(code):
            connection.execute(
                "INSERT INTO search (rowid, words) VALUES (?, ?)", (ids[code], " ".join(words))
            )
            word_counts.update(words)
    for letters, number in numbers.items():
        connection.executemany("INSERT INTO seventh VALUES (?, ?, ?)", [(number, *pair) for pair in letters])
    connection.executemany("INSERT INTO word VALUES (?, ?)", sorted(word_counts.items()))
    connection.executemany("INSERT INTO about VALUES (?, ?)", sorted(_about().items()))
    connection.execute("INSERT INTO search (search) VALUES ('optimize')")
    connection.execute("COMMIT")
    connection.execute("VACUUM")
    release = connection.execute("SELECT value FROM about WHERE name = 'release'").fetchone()[0]
    connection.close()
    print(f"{release}: {len(kept)} rows, {len(word_counts)} words, {TABLE.stat().st_size / 1e6:.1f} MB")  # noqa: T201 - a script reports


def _seventh_sets(cm: Any, kept: list[str]) -> dict[str, tuple[tuple[str, str], ...]]:
    """The 7th characters of each code that takes one, checked against the package's own list of codes."""
    sets: dict[str, tuple[tuple[str, str], ...]] = {}
    made: set[str] = set()
    for code in cm.get_all_codes():
        if not cm.is_extended_subcategory(code):
            continue
        base = cm.get_parent(code)
        letter = code[-1]
        meaning = cm.get_seven_chr_def(code, True).get(letter, "")
        sets[base] = (*sets.get(base, ()), (letter, " ".join(meaning.split())))
        made.add(extended(base, letter))
    listed = {code for code in cm.get_all_codes() if cm.is_extended_subcategory(code)}
    if made != listed or not set(sets) <= set(kept):
        sys.exit("The 7th characters do not give back the package's codes; this release needs a new rule.")
    return sets


def extended(base: str, letter: str) -> str:
    """A code with its 7th character, placeholders between: S93.4 and A give S93.4XXA."""
    plain = base.replace(".", "")
    whole = plain.ljust(6, "X") + letter
    return f"{whole[:3]}.{whole[3:]}"


def _notes(cm: Any, code: str) -> list[tuple[str, str]]:
    found: dict[tuple[str, str], None] = {}
    for kind, read in (
        ("includes", cm.get_includes),
        ("inclusion term", cm.get_inclusion_term),
        ("excludes1", cm.get_excludes1),
        ("excludes2", cm.get_excludes2),
        ("use additional code", cm.get_use_additional_code),
        ("code first", cm.get_code_first),
        ("code also", cm.get_code_also),
        ("note", cm.get_notes),
    ):
        for is_block in (False, True):
            said = read(code, prioritize_blocks=is_block)
            texts = said.split("\n") if isinstance(said, str) else said
            found.update(dict.fromkeys((kind, " ".join(text.split())) for text in texts if text.strip()))
    return list(found)


def _about() -> dict[str, str]:
    """The release as the data state it: the edition inside the file, the date in the file's name."""
    names = sorted(file.name for file in package_files.files("simple_icd_10_cm.data").iterdir())
    tabular = next(name for name in names if name.endswith(".xml"))
    with (package_files.files("simple_icd_10_cm.data") / tabular).open("rb") as stream:
        edition = re.search(rb"<version>(\d+)</version>", stream.read(400))
    dated = re.search(r"tabular-([A-Z][a-z]+)-(\d+)-(\d{4})\.xml", tabular)
    if edition is None or dated is None:
        sys.exit("The data do not say which release they are.")
    month, day, year = dated.groups()
    return {
        "release": f"ICD-10-CM {edition[1].decode()} (release of {month} {day}, {year})",
        "edition": edition[1].decode(),
        "source": f"simple-icd-10-cm {metadata.version('simple-icd-10-cm')}",
    }


if __name__ == "__main__":
    main()
