"""A file that another program holds for a moment is renamed when it lets go."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.domain.renaming import WAIT_S, rename_over


class HeldFile(type(Path())):
    """A file that a scanner on Windows holds for some tries; the system here has no such locks."""

    tries_held = 3
    winerror = 32

    def replace(self, target: Path) -> Path:
        if HeldFile.tries_held:
            HeldFile.tries_held -= 1
            error = PermissionError(13, "held")
            error.winerror = HeldFile.winerror
            raise error
        return super().replace(target)


@pytest.fixture
def files(tmp_path: Path) -> tuple[HeldFile, Path]:
    source, target = tmp_path / "new", tmp_path / "old"
    source.write_text("new", encoding="utf-8")
    target.write_text("old", encoding="utf-8")
    return HeldFile(source), target


def test_a_file_that_is_let_go_is_renamed(files: tuple[HeldFile, Path]) -> None:
    """After three tries the new file stands in place of the old one."""
    source, target = files
    HeldFile.tries_held, HeldFile.winerror = 3, 32
    waited: list[float] = []
    rename_over(source, target, waited.append)
    assert target.read_text(encoding="utf-8") == "new"
    assert len(waited) == 3


def test_a_file_that_is_never_let_go_is_an_error_after_ten_seconds(files: tuple[HeldFile, Path]) -> None:
    """The old file is as it was, and the caller says so."""
    source, target = files
    HeldFile.tries_held, HeldFile.winerror = 10_000, 32
    waited: list[float] = []
    with pytest.raises(PermissionError):
        rename_over(source, target, waited.append)
    assert sum(waited) == pytest.approx(WAIT_S)
    assert target.read_text(encoding="utf-8") == "old"


def test_what_is_not_a_lock_is_an_error_at_once(files: tuple[HeldFile, Path]) -> None:
    """A folder that may not be written to does not become writable by waiting."""
    source, target = files
    HeldFile.tries_held, HeldFile.winerror = 1, 1314
    waited: list[float] = []
    with pytest.raises(PermissionError):
        rename_over(source, target, waited.append)
    assert not waited
