"""`soapstone models`: the speech models on this machine, getting one, checking one."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from desktop.cli.choices import notice
from desktop.domain.drafting import Waiting
from desktop.domain.errors import NoSpeechModel, SoapstoneError
from desktop.domain.jobs import finish
from desktop.system.paths import home_folder
from desktop.workflow.speech_models import (
    ModelProgress,
    Network,
    check_model,
    download_model,
    list_models,
)


def manage_models(chosen: argparse.Namespace) -> int:
    """Do what chosen.action names: "list", "get" or "check". Raises SoapstoneError."""
    home = home_folder(chosen.home)
    match chosen.action:
        case "get":
            return _get(home, chosen.name, Network(chosen.use_proxy, chosen.ca_file or ""))
        case "check":
            return _check(home, chosen.name)
        case _:
            return _list(home)


def _list(home: Path) -> int:
    for state in list_models(home):
        model = state.model
        there = "here" if state.is_there else ""
        speed = f"{state.speed:.1f} x" if state.speed else ""
        print(
            f"{model.name:18} {model.size_mb:>6,} MB  {there:5} {speed:>7}  {model.languages}. {model.about}"
        )
    return 0


def _get(home: Path, name: str, network: Network) -> int:
    shown = -1

    def show(event: ModelProgress | Waiting) -> None:
        nonlocal shown
        if isinstance(event, ModelProgress) and event.total_bytes:
            percent = 100 * event.done_bytes // event.total_bytes
            if percent // 10 > shown:
                shown = percent // 10
                notice(f"{percent} % of {event.total_bytes / 1e6:,.0f} MB.")

    folder = finish(download_model(home, name, network), show)
    print(folder)
    return 0


def _check(home: Path, name: str | None) -> int:
    """Check the named model, or every one that is here; each gets a line."""
    if name is not None:
        print(finish(check_model(home, name)))
        return 0
    there = [state.model.name for state in list_models(home) if state.is_there]
    if not there:
        raise NoSpeechModel("There is no speech model on this computer. Get one: soapstone models get small.")
    failed = False
    for each in there:
        try:
            print(f"{each}: {finish(check_model(home, each))}")
        except SoapstoneError as error:
            failed = True
            print(f"{each}: {error.sentence}", file=sys.stderr)
    return 1 if failed else 0
