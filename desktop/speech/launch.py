"""How the recognizer's process is started: from a checkout or a wheel, and from a frozen program.

From source it is ``python -m desktop.speech.whisper_child``. A frozen program has no interpreter to give a module
to, so it starts itself with CHILD_ARGUMENT alone; its entry point must look for that argument before it does
anything else (before Qt, before the command line is read) and then call ``whisper_child.main()``.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

CHILD_ARGUMENT = "--recognizer-process"
_MODULE = "desktop.speech.whisper_child"


def child_command() -> list[str]:
    """The program and its arguments."""
    if getattr(sys, "frozen", False):
        return [sys.executable, CHILD_ARGUMENT]
    return [sys.executable, "-m", _MODULE]


def child_environment() -> dict[str, str]:
    """This process's environment with the libraries told to stay off the network, and the same source code."""
    source = str(Path(__file__).resolve().parents[2])
    searched = [source, *filter(None, [os.environ.get("PYTHONPATH")])]
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(searched),
        "HF_HUB_OFFLINE": "1",
        "HF_HUB_DISABLE_TELEMETRY": "1",
        "TRANSFORMERS_OFFLINE": "1",
    }
