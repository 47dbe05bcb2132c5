"""`soapstone doctor`: what works on this machine, and how to mend what does not."""

from __future__ import annotations

import argparse
import dataclasses
import json

from desktop.cli.run import FAILED
from desktop.workflow.doctor import Check, State, examine

_MARKS = {State.OK: "ok       ", State.ATTENTION: "attention", State.BROKEN: "broken   "}


def report(chosen: argparse.Namespace) -> int:
    """Print each check as it is made; FAILED when something essential is broken."""
    checks: list[Check] = []
    for check in examine(chosen.home):
        checks.append(check)
        if chosen.format == "text":
            print(f"{_MARKS[check.state]}  {check.name}: {check.found}", flush=True)
            if check.mend:
                print(f"           -> {check.mend}", flush=True)
    if chosen.format == "json":
        print(json.dumps([dataclasses.asdict(check) for check in checks], ensure_ascii=False, indent=2))
    return FAILED if any(check.state is State.BROKEN for check in checks) else 0
