"""Gets a speech model from the Hugging Face hub, resumes what was cut, and verifies every file before it counts."""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import dataclass
from pathlib import Path

from desktop.domain.drafting import Waiting
from desktop.domain.errors import NoSpeechModel
from desktop.domain.jobs import Job
from desktop.domain.renaming import rename_over
from desktop.speech.hub import Hub, HubFile, Network
from desktop.speech.model_files import (
    MODEL_FILE,
    NEEDED,
    VOCABULARIES,
    FileRecord,
    ModelRecord,
    check_form,
    sha256_of,
    write_record,
)
from desktop.speech.models import MODELS_FOLDER, SpeechModel, folder_of

HUB_URL = "https://huggingface.co"
_WANTED = frozenset({*NEEDED, *VOCABULARIES, "preprocessor_config.json"})
_PARTS_FOLDER = ".getting"
_SPARE_BYTES = 200_000_000
_LARGEST_MODEL_BYTES = 8_000_000_000


@dataclass(frozen=True, slots=True)
class ModelProgress:
    """How much of a model is on this computer, in bytes."""

    done_bytes: int
    total_bytes: int


def get_model(
    home: Path, model: SpeechModel, network: Network, hub_url: str = HUB_URL
) -> Job[ModelProgress | Waiting, Path]:
    """Download a model of the catalogue, or the rest of one. Returns its folder.

    Checksums are those that the hub names over TLS for one commit; they are kept with the model. Until all of
    them are right the files stay apart. Raises NoSpeechModel with one sentence; what was downloaded so far
    stays, and getting the model again goes on from there.
    """
    folder = folder_of(home, model.name)
    if not model.repository:
        raise NoSpeechModel(f"The speech model {model.name} ships with Soapstone and is not downloaded.")
    hub = Hub(hub_url, network)
    commit, files = yield from hub.files_of(model.repository)
    wanted = [file for file in files if file.path in _WANTED]
    _check_listing(wanted, model)
    parts = home / MODELS_FOLDER / _PARTS_FOLDER / model.name / commit
    try:
        parts.mkdir(parents=True, exist_ok=True)
        _check_space(parts, wanted)
        total = sum(file.size for file in wanted)
        done = 0
        records: dict[str, FileRecord] = {}
        for file in sorted(wanted, key=lambda file: file.size):
            target = parts / file.path
            for event in hub.fetch(model.repository, commit, file, target):
                yield event if isinstance(event, Waiting) else ModelProgress(done + event.done_bytes, total)
            done += file.size
            records[file.path] = FileRecord(size=file.size, sha256=(yield from _verified(file, target)))
        check_form(parts, model.name)
        write_record(parts, ModelRecord(repository=model.repository, commit=commit, files=records))
        if folder.exists():
            shutil.rmtree(folder)
        rename_over(parts, folder)
        shutil.rmtree(parts.parent, ignore_errors=True)
    except OSError as error:
        raise NoSpeechModel(
            f"The speech model {model.name} cannot be stored in {folder.parent}. Check the free space and your rights there."
        ) from error
    return folder


def _check_listing(files: list[HubFile], model: SpeechModel) -> None:
    names = {file.path for file in files}
    is_whole = names.issuperset(NEEDED) and any(name in names for name in VOCABULARIES)
    total = sum(file.size for file in files)
    if (
        not is_whole
        or total > _LARGEST_MODEL_BYTES
        or any(not file.sha256 for file in files if file.path == MODEL_FILE)
    ):
        raise NoSpeechModel(
            f"The hub no longer offers {model.name} in the form that Soapstone needs. Choose another model, or use a folder."
        )


def _check_space(parts: Path, files: list[HubFile]) -> None:
    have = sum((parts / file.path).stat().st_size for file in files if (parts / file.path).exists())
    needed = sum(file.size for file in files) - have + _SPARE_BYTES
    free = shutil.disk_usage(parts).free
    if needed > free:
        raise NoSpeechModel(
            f"The model needs {needed / 1e6:,.0f} MB and the disk has {free / 1e6:,.0f} MB free. "
            "Make space, or choose a smaller model."
        )


def _verified(file: HubFile, target: Path) -> Job[Waiting, str]:
    """The file's SHA-256. Raises NoSpeechModel, and removes the file, unless it is what the hub named."""
    sha256 = yield from sha256_of(target)
    is_right = sha256 == file.sha256 if file.sha256 else _git_hash(target) == file.git_hash
    if not is_right:
        target.unlink()
        raise NoSpeechModel(
            f"What came for {file.path} is not the file that the hub names, so it was thrown away. Try again; "
            "if it happens again, ask whoever runs your network."
        )
    return sha256


def _git_hash(target: Path) -> str:
    """How git, and so the hub, names a small file: SHA-1 over a header and its content."""
    content = target.read_bytes()
    return hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()
