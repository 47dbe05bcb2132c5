"""What packaging/dev.py decides before it does anything, and how it fails."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def dev():
    """packaging/dev.py as a module."""
    spec = importlib.util.spec_from_file_location("dev", ROOT / "packaging" / "dev.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def checkout(tmp_path):
    """A checkout that holds nothing but what dev.py reads before it asks a package index."""
    folder = tmp_path / "checkout with a space"
    (folder / "packaging").mkdir(parents=True)
    for name in ("pyproject.toml", "packaging/dev.py", "packaging/constraints.txt"):
        shutil.copy(ROOT / name, folder / name)
    return folder


def call(checkout: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a checkout's dev.py as a person does."""
    return subprocess.run(  # noqa: S603 - the script under test
        [sys.executable, checkout / "packaging" / "dev.py", *arguments],
        env=os.environ | variables,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_every_direct_dependency_is_pinned_alike_in_the_constraints():
    """A version raised in pyproject.toml and forgotten in constraints.txt cannot be installed."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = {
        tuple(pin.split("==")) for pin in project["dependencies"] + project["optional-dependencies"]["dev"]
    }
    lines = (ROOT / "packaging" / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pinned = dict(line.partition(";")[0].strip().split("==") for line in lines if not line.startswith("#"))
    pinned = {canonical(name): version for name, version in pinned.items()}
    assert {(canonical(name), version) for name, version in wanted} <= pinned.items()


def test_everything_installed_with_the_program_is_pinned():
    """Nothing that pip brings along may come in a version that was not tested."""
    lines = (ROOT / "packaging" / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pinned = {canonical(line.partition("==")[0]) for line in lines if not line.startswith("#")}
    to_see, seen = ["soapstone"], set()
    while to_see:
        name = to_see.pop()
        try:
            requirements = importlib.metadata.requires(name) or []
        except importlib.metadata.PackageNotFoundError:
            continue  # for another system only
        wanted = (re.match(r"[\w.-]+", line) for line in requirements if "extra ==" not in line)
        new = {canonical(match[0]) for match in wanted if match} - seen
        seen |= new
        to_see += new
    installed = {canonical(each.metadata["Name"]) for each in importlib.metadata.distributions()}
    assert seen & installed <= pinned


def test_a_display_is_needed_on_linux_alone(dev):
    """Windows and macOS have one always; Linux has one when X11 or Wayland is named."""
    assert dev.has_display("win32", {})
    assert dev.has_display("darwin", {})
    assert not dev.has_display("linux", {"DISPLAY": ""})
    assert dev.has_display("linux", {"DISPLAY": ":0"})
    assert dev.has_display("linux", {"WAYLAND_DISPLAY": "wayland-0"})


def test_tests_see_nothing_of_the_developers_own_records(dev):
    """A home folder or a key of the developer's never reaches a test; a chosen Qt platform does."""
    environment = {"SOAPSTONE_HOME": "/home/me/records", "SOAPSTONE_API_KEY": "secret", "PATH": "/bin"}
    seen = dev.test_environment(environment)
    assert not any(name.startswith("SOAPSTONE_") for name in seen)
    assert seen["QT_QPA_PLATFORM"] == "offscreen"
    assert dev.test_environment({"QT_QPA_PLATFORM": "xcb"})["QT_QPA_PLATFORM"] == "xcb"


def test_without_rights_the_exact_command_is_said_and_work_goes_on(dev, monkeypatch, capsys):
    """A person without administrator's rights can copy one line, and only what is missing stands in it."""
    monkeypatch.setattr(dev.sys, "platform", "linux")
    monkeypatch.setattr(dev.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(dev, "administrator_prefix", lambda: None)
    monkeypatch.setattr(dev, "installed_packages", lambda: set(dev.WINDOW_PACKAGES))
    assert dev.install_system_packages(dev.WINDOW_PACKAGES) is True
    assert dev.install_system_packages(dev.WINDOW_PACKAGES + dev.DISPLAY_PACKAGES) is False
    said = capsys.readouterr().out
    assert "sudo apt-get install -y --no-install-recommends openbox xdotool xvfb\n" in said
    assert "libegl1" not in said


def test_packages_are_found_under_the_names_they_provide(dev, monkeypatch):
    """Newer systems have libglib2.0-0t64, which provides libglib2.0-0; removed packages do not count."""
    listing = "installed\tlibglib2.0-0t64, libglib2.0-0 (= 2.84)\ninstalled\txvfb, xserver\nconfig-files\topenbox, \n"
    answer = subprocess.CompletedProcess([], 0, stdout=listing)
    monkeypatch.setattr(dev.subprocess, "run", lambda *_, **__: answer)
    assert dev.installed_packages() == {"libglib2.0-0t64", "libglib2.0-0", "xvfb", "xserver"}


def test_a_changed_pin_means_installing_again(dev, tmp_path):
    """The second start is quick only as long as the pins are the same."""
    pins = tmp_path / "constraints.txt"
    pins.write_text("a==1\n", encoding="ascii")
    before = dev.fingerprint([pins])
    assert dev.fingerprint([pins]) == before
    pins.write_text("a==2\n", encoding="ascii")
    assert dev.fingerprint([pins]) != before


def test_an_unknown_command_is_named_with_those_that_exist(checkout):
    """One sentence on stderr and exit code 2."""
    ended = call(checkout, "tset")
    assert ended.returncode == 2
    assert ended.stderr == "dev.py: there is no command 'tset'; use one of: run, test, bench.\n"


def test_an_index_that_cannot_be_reached_is_one_sentence_and_mended_by_the_next_call(checkout, tmp_path):
    """Without network the first call says what to check, and the half-made environment is not taken for a whole one."""
    unreachable = {
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_INDEX_URL": "http://127.0.0.1:9/simple",
        "PIP_FIND_LINKS": "",
        "PIP_EXTRA_INDEX_URL": "",
        "PIP_RETRIES": "0",
        "HOME": str(tmp_path),
    }
    for _ in range(2):
        ended = call(checkout, "run", "--", "--version", **unreachable)
        assert ended.returncode == 1
        assert ended.stderr.splitlines()[-1].startswith("dev.py: the libraries could not be installed")
        assert "Traceback" not in ended.stderr.splitlines()[-1]
        assert not list((checkout / ".venv").glob("installed-*"))
