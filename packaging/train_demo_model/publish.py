"""Puts the finished model where the program looks for it, with a note on where it came from and its checksums."""

from __future__ import annotations

import hashlib
from pathlib import Path

from .export import export
from .model import DemoWhisper
from .visits import ROOT
from .vocabulary import Vocabulary

FOLDER = ROOT / "resources" / "speech" / "demo"
CHECKSUMS = "SHA256SUMS"
FILES = ("config.json", "model.bin", "preprocessor_config.json", "tokenizer.json", "vocabulary.json")

_NOTE = """# The demo speech model

It understands the sentences of the two sample visits, spoken by the synthetic voices of espeak-ng, and nothing else.
Whatever else is said comes out as a blend of those sentences, so it must never be used for a real visit.

The files are a Whisper of {parameters:,} parameters in the form that faster-whisper loads ({precision} weights). The weights
were trained from random numbers by `packaging/train_demo_model` (seed {seed}) on nothing but synthetic speech: no recording of a
person and no weights of another model were used. `sha256sum --check {checksums}` verifies the files.
"""


def publish(model: DemoWhisper, vocabulary: Vocabulary, seed: int, precision: str) -> None:
    """Write the model, README.md and SHA256SUMS into the program's resources."""
    export(model, vocabulary, FOLDER, precision)
    parameters = sum(
        parameter.numel() for name, parameter in model.named_parameters() if "frame_classes" not in name
    )
    parameters += model.encoder.positions.numel()
    note = _NOTE.format(parameters=parameters, precision=precision, seed=seed, checksums=CHECKSUMS)
    (FOLDER / "README.md").write_text(note, encoding="utf-8")
    (FOLDER / CHECKSUMS).write_text(_checksums(FOLDER), encoding="utf-8")


def _checksums(folder: Path) -> str:
    return "".join(f"{hashlib.sha256((folder / name).read_bytes()).hexdigest()}  {name}\n" for name in FILES)
