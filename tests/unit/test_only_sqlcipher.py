"""Nothing in the program can open a database that is not encrypted."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

EVERYTHING_WITHOUT_SQLITE3 = """
import importlib, pkgutil, sys

class Refusing:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {"sqlite3", "_sqlite3", "pysqlite2"}:
            raise AssertionError(name)

sys.meta_path.insert(0, Refusing())
import desktop
for package in ("records", "workflow", "cli", "imports"):
    folder = importlib.import_module(f"desktop.{package}")
    for module in pkgutil.walk_packages(folder.__path__, f"desktop.{package}."):
        importlib.import_module(module.name)
print("whole")
"""


def test_no_file_of_the_program_names_the_plain_driver() -> None:
    """It ignores a key without a word, so that a database would be written in plain."""
    files = list((ROOT / "desktop").rglob("*.py"))
    assert len(files) > 200
    for file in files:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = [each.name for each in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not {"sqlite3", "_sqlite3"} & {name.split(".")[0] for name in names}, file.name


def test_the_records_work_where_the_plain_driver_does_not_exist() -> None:
    """Nor does a library that the records, the workflow or the command line load bring it in."""
    ended = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", EVERYTHING_WITHOUT_SQLITE3],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert ended.stdout.strip() == "whole", ended.stderr[-500:]
