"""Whether the files of a speech model are what they should be; nothing else is ever loaded.

A downloaded model has a record of its files (RECORD): their sizes and SHA-256 as the hub named them over TLS, the
commit they belong to, and the times at which they were checked. A file that changed since is checked in full before
it is used. A folder without a record (from elsewhere) is checked in form alone, and ``folder_in_words`` says so.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from desktop.domain.drafting import Waiting
from desktop.domain.errors import NoSpeechModel
from desktop.domain.jobs import Job

RECORD = "soapstone-model.json"
MODEL_FILE = "model.bin"
NEEDED = ("config.json", MODEL_FILE, "tokenizer.json")
VOCABULARIES = ("vocabulary.json", "vocabulary.txt")

_PICKLE_ENDINGS = frozenset({".pt", ".pth", ".pkl", ".pickle", ".ckpt", ".joblib", ".npy", ".npz", ".py"})
_PICKLE_NAMES = frozenset({"pytorch_model.bin", "training_args.bin", "optimizer.bin", "scheduler.bin"})
_SPEC = b"WhisperSpec\0"
_HEADER = struct.Struct("<IH")
_NEWEST_FORMAT = 6
"""The version of CTranslate2's model.bin that the pinned library reads at most."""

_BLOCK_BYTES = 4_000_000
_BLOCK_MS = 10


class FileRecord(BaseModel):
    """One file of a model as it was verified. modified_ns: its time then; another time asks for a new check."""

    model_config = ConfigDict(frozen=True)

    size: int
    sha256: str
    modified_ns: int = 0


class ModelRecord(BaseModel):
    """Where a model came from and what its files are."""

    model_config = ConfigDict(frozen=True)

    repository: str
    commit: str
    files: dict[str, FileRecord]


def read_record(folder: Path) -> ModelRecord | None:
    """The record in a model's folder; None when there is none. Raises NoSpeechModel for an unreadable one."""
    try:
        return ModelRecord.model_validate_json((folder / RECORD).read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValidationError) as error:
        raise NoSpeechModel(
            f"The record of checksums in {folder} cannot be read. Get the model again, or delete {RECORD} if it is yours."
        ) from error


def write_record(folder: Path, record: ModelRecord) -> None:
    """Store a record, with the present times of the files. Raises OSError."""
    files = {
        name: file.model_copy(update={"modified_ns": (folder / name).stat().st_mtime_ns})
        for name, file in record.files.items()
    }
    record = record.model_copy(update={"files": files})
    (folder / RECORD).write_text(record.model_dump_json(indent=1), encoding="utf-8")


def is_there(folder: Path) -> bool:
    """True when the folder has the files of a model; says nothing about what is in them."""
    return all((folder / name).is_file() for name in NEEDED)


def check_folder(folder: Path, name: str, *, in_full: bool = False) -> Job[Waiting, None]:
    """Raise NoSpeechModel, with one sentence, unless the model in the folder may be loaded.

    in_full: compute every checksum even of files that did not change since the last time.
    """
    check_form(folder, name)
    record = read_record(folder)
    if record is None:
        return
    if (yield from _check_files(folder, name, record, in_full=in_full)):
        with contextlib.suppress(OSError):  # a folder that cannot be written to is checked in full each time
            write_record(folder, record)


def _check_files(folder: Path, name: str, record: ModelRecord, *, in_full: bool) -> Job[Waiting, bool]:
    """Raise NoSpeechModel unless each file is as recorded. Returns whether a checksum had to be computed."""
    computed = False
    for file_name, expected in record.files.items():
        file = folder / file_name
        try:
            found = file.stat()
            if found.st_size != expected.size:
                raise _wrong(file_name, name)
            if in_full or found.st_mtime_ns != expected.modified_ns:
                computed = True
                if (yield from sha256_of(file)) != expected.sha256:
                    raise _wrong(file_name, name)
        except OSError as error:
            raise NoSpeechModel(
                f"The file {file_name} of the speech model {name} cannot be read. Get it again."
            ) from error
    return computed


def check_form(folder: Path, name: str) -> None:
    """Raise NoSpeechModel when files are missing, may hold code, or are not those of a Whisper model."""
    if not folder.is_dir():
        raise NoSpeechModel(
            f"The speech model {name} is not on this computer. Get it in Settings, or choose another."
        )
    for file in _files(folder):
        if file.suffix.lower() in _PICKLE_ENDINGS or file.name.lower() in _PICKLE_NAMES:
            raise NoSpeechModel(
                f"The folder {folder.name} holds {file.name}, a kind of file that can run code, so nothing of it was "
                "loaded. Choose a folder with a CTranslate2 model alone."
            )
    missing = [needed for needed in NEEDED if not (folder / needed).is_file()]
    if not any((folder / vocabulary).is_file() for vocabulary in VOCABULARIES):
        missing.append(VOCABULARIES[0])
    if missing:
        raise NoSpeechModel(
            f"The folder {folder.name} is no speech model for Soapstone: {missing[0]} is missing. "
            "Choose a folder made for faster-whisper."
        )
    _check_header(folder / MODEL_FILE)
    _check_json(folder / "config.json")
    _check_json(folder / "tokenizer.json")


def folder_in_words(folder: Path) -> str:
    """What is known about the origin of the files in a model's folder, for a screen."""
    record = read_record(folder)
    if record is None:
        return "No checksums came with this folder; only its form was checked."
    return f"Checksums verified: {record.repository}, version {record.commit[:8]}."


def sha256_of(file: Path) -> Job[Waiting, str]:
    """The checksum of a file, in hexadecimal. Raises OSError."""
    digest = hashlib.sha256()
    with file.open("rb") as stream:
        for number, block in enumerate(iter(lambda: stream.read(_BLOCK_BYTES), b"")):
            digest.update(block)
            yield Waiting(number * _BLOCK_MS)
    return digest.hexdigest()


def _files(folder: Path) -> Iterator[Path]:
    try:
        yield from (file for file in folder.rglob("*") if file.is_file())
    except OSError as error:
        raise NoSpeechModel(
            f"The folder {folder.name} cannot be read. Choose another, or ask for the right to read it."
        ) from error


def _check_header(file: Path) -> None:
    """CTranslate2 begins with its format's version and the kind of model; a pickle or a page does not."""
    try:
        with file.open("rb") as stream:
            start = stream.read(_HEADER.size + len(_SPEC))
    except OSError as error:
        raise NoSpeechModel(f"{file.name} in the folder {file.parent.name} cannot be read.") from error
    if start.startswith((b"PK\x03\x04", b"\x80\x02", b"\x80\x03", b"\x80\x04", b"\x80\x05")):
        raise NoSpeechModel(
            f"{file.name} in the folder {file.parent.name} is a pickle file, which can run code, so it was not loaded. "
            "Choose a folder with a CTranslate2 model."
        )
    if start.lstrip()[:1] == b"<":
        raise NoSpeechModel(
            f"{file.name} in the folder {file.parent.name} is a web page. Get the model again."
        )
    if len(start) < _HEADER.size + len(_SPEC):
        raise _not_whisper(file)
    version, length = _HEADER.unpack_from(start)
    if not 1 <= version <= _NEWEST_FORMAT or length != len(_SPEC) or start[_HEADER.size :] != _SPEC:
        raise _not_whisper(file)


def _not_whisper(file: Path) -> NoSpeechModel:
    return NoSpeechModel(
        f"{file.name} in the folder {file.parent.name} is not a Whisper model in the CTranslate2 format. "
        "Choose a folder made for faster-whisper."
    )


def _check_json(file: Path) -> None:
    try:
        content: Any = json.loads(file.read_bytes())
    except (OSError, ValueError) as error:
        raise NoSpeechModel(
            f"{file.name} in the folder {file.parent.name} is damaged. Get the model again."
        ) from error
    if not isinstance(content, dict):
        raise NoSpeechModel(f"{file.name} in the folder {file.parent.name} is damaged. Get the model again.")


def _wrong(file_name: str, name: str) -> NoSpeechModel:
    return NoSpeechModel(
        f"The file {file_name} of the speech model {name} is not what was downloaded and checked, so it was not "
        "loaded. Get the model again."
    )
