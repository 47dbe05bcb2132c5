"""Where the home folder is, and the sentences when it cannot be used."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import platformdirs
import pytest

from desktop.domain.errors import RecordsUnavailable
from desktop.system import paths


def test_the_named_folder_comes_before_the_variable_and_the_variable_before_the_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """--home, then SOAPSTONE_HOME, then the system's place for a program's data."""
    named, variable, system = tmp_path / "named", tmp_path / "variable", tmp_path / "system"
    monkeypatch.setattr(platformdirs, "user_data_path", lambda *_names, **_options: system)
    environment = {paths.HOME_VARIABLE: str(variable)}
    assert paths.home_folder(named, environment) == named
    assert paths.home_folder(None, environment) == variable
    assert paths.home_folder(None, {paths.HOME_VARIABLE: ""}) == system
    assert paths.home_folder(None, {}) == system
    assert all(folder.is_dir() for folder in (named, variable, system))


def test_a_new_home_and_its_folders_are_for_their_owner_alone(tmp_path: Path) -> None:
    """Nobody else on the computer can look in, and testing the rights leaves nothing behind."""
    home = paths.home_folder(tmp_path / "new", {})
    assert list(home.iterdir()) == []
    assert paths.templates_folder(home) == home / "templates"
    assert paths.logs_folder(home) == home / "logs"
    for folder in (home, home / "templates", home / "logs"):
        assert folder.is_dir()
        assert folder.stat().st_mode & 0o077 == 0


def test_a_relative_home_becomes_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A later change of the working directory does not move the records."""
    monkeypatch.chdir(tmp_path)
    assert paths.home_folder(Path("here"), {}) == tmp_path / "here"
    monkeypatch.setenv("HOME", str(tmp_path))
    assert paths.home_folder(Path("~/there"), {}) == tmp_path / "there"


@pytest.mark.parametrize("name", ["Dokumente é 病历 #%?", "a" * 200 + "/" + "b" * 200])
def test_a_long_home_or_one_with_any_letters_works(tmp_path: Path, name: str) -> None:
    """Accents, other scripts and 400 characters."""
    assert paths.home_folder(tmp_path / name, {}).is_dir()


@pytest.mark.parametrize("below", [".", "deeper/still"])
def test_a_file_where_the_folder_should_be_is_a_sentence(tmp_path: Path, below: str) -> None:
    """The sentence names the path and the file stays."""
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    with pytest.raises(RecordsUnavailable, match=r"cannot be used as a folder.*choose another folder"):
        paths.home_folder(tmp_path / "file" / below, {})
    assert (tmp_path / "file").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("name", ["x" * 5_000, "a\0b"])
def test_a_path_that_no_system_takes_is_a_sentence(tmp_path: Path, name: str) -> None:
    """Too long or with a NUL in it."""
    with pytest.raises(RecordsUnavailable, match="cannot be made"):
        paths.home_folder(tmp_path / name, {})


def test_a_folder_without_rights_is_named_with_the_right_that_is_needed() -> None:
    """Neither an existing folder that may not be written nor a new one in it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o555)
        as_root = os.geteuid() == 0
        if as_root:  # rights do not bind the superuser, so act as nobody for a while
            os.seteuid(65534)
        try:
            with pytest.raises(RecordsUnavailable, match=r"cannot be written to.*right to read and write"):
                paths.home_folder(folder, {})
            with pytest.raises(RecordsUnavailable, match=r"cannot be made.*right to make it"):
                paths.home_folder(folder / "new", {})
        finally:
            if as_root:
                os.seteuid(0)
            folder.chmod(0o755)
