"""The two copies of the key file on disk, keys.1 and keys.2: written so that one is always whole.

A copy is JSON with a checksum. Each change raises the generation and replaces one copy after the other,
each by a rename; whenever the program dies, a whole copy with the old or the new envelopes is there.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from desktop.domain.errors import RecordsDamaged, RecordsNewer, RecordsUnavailable
from desktop.domain.renaming import rename_over
from desktop.records.keys import (
    ENVELOPE_FORMAT,
    NONCE_BYTES,
    SALT_BYTES,
    SEALED_BYTES,
    Cost,
    Envelope,
    Kind,
    SealedDataKey,
)

NAMES = ("keys.1", "keys.2")
_LARGEST_BYTES = 1_000_000

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class KeyFile:
    """Every envelope, the sealed data key, and how many times they have been changed.

    data_keys: one; two while the data key is being changed, of which one fits the file.
    """

    envelopes: tuple[Envelope, ...]
    data_keys: tuple[SealedDataKey, ...]
    generation: int = 1

    def find(self, kind: Kind, user: str) -> Envelope | None:
        """The envelope that this user's secret of this kind opens."""
        return next((each for each in self.envelopes if (each.kind, each.user) == (kind, user)), None)

    def with_envelope(self, envelope: Envelope) -> KeyFile:
        """The next generation, with this envelope in place of the one for the same kind and user."""
        others = tuple(
            each for each in self.envelopes if (each.kind, each.user) != (envelope.kind, envelope.user)
        )
        return replace(self, envelopes=(*others, envelope), generation=self.generation + 1)

    def keeping(self, users: Collection[str]) -> KeyFile:
        """The next generation, in which only these users' passwords open; the recovery key stays. Itself when nothing goes."""
        kept = tuple(each for each in self.envelopes if each.kind is Kind.RECOVERY or each.user in users)
        if kept == self.envelopes:
            return self
        return replace(self, envelopes=kept, generation=self.generation + 1)

    def with_data_keys(self, *data_keys: SealedDataKey) -> KeyFile:
        """The next generation, with these sealed data keys."""
        return replace(self, data_keys=data_keys, generation=self.generation + 1)


def read(home: Path) -> KeyFile:
    """The newest whole copy.

    Raises RecordsDamaged when there is none, RecordsNewer when a newer version of the program wrote it,
    RecordsUnavailable when the files may not be read.
    """
    copies = [copy for name in NAMES if (copy := _read_copy(home / name)) is not None]
    if not copies:
        raise RecordsDamaged(
            f"Both key files in {home} are missing or damaged, so no password can open the records. "
            "Put back keys.1 and keys.2 from a backup."
        )
    return max(copies, key=lambda copy: copy.generation)


def write(home: Path, key_file: KeyFile) -> None:
    """Replace both copies, one after the other.

    Raises RecordsUnavailable when the first cannot be replaced; then the old envelopes hold. Once it is,
    the new ones hold, and a second copy that cannot be replaced is healed at the next unlock.
    """
    content = to_bytes(key_file)
    first, second = NAMES
    replace_file(home / first, content)
    try:
        replace_file(home / second, content)
    except RecordsUnavailable:
        _log.warning("the second copy of the key file could not be written; the first is whole")


def heal(home: Path, key_file: KeyFile) -> None:
    """Rewrite a copy that differs from this one: damaged, missing or of an earlier generation."""
    content = to_bytes(key_file)
    for name in NAMES:
        if _content(home / name) != content:
            replace_file(home / name, content)


def flush_folder(folder: Path) -> None:
    """Make renames in the folder survive a power cut. Windows has no such call and needs none."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def replace_file(path: Path, content: bytes) -> None:
    """Replace a small file of the home by a rename, for its owner alone: whole before or whole after a power cut.

    Raises RecordsUnavailable.
    """
    temporary = path.with_name(path.name + ".new")
    try:
        descriptor = os.open(
            temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600
        )
        with open(descriptor, "wb") as file:  # noqa: PTH123 - a descriptor, to have the mode from the start
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        rename_over(temporary, path)
        flush_folder(path.parent)
    except OSError as exc:
        temporary.unlink(missing_ok=True)
        raise RecordsUnavailable(
            f"The file {path} could not be written. "
            "Check that the disk has space and that your account may write there, then try again."
        ) from exc


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_LARGEST_BYTES)
    except FileNotFoundError:
        return b""
    except OSError as exc:
        raise RecordsUnavailable(
            f"The key file {path} cannot be read. Give your account the right to read it."
        ) from exc


def _read_copy(path: Path) -> KeyFile | None:
    """One copy; None when it is missing or damaged."""
    return from_bytes(_content(path))


def from_bytes(content: bytes) -> KeyFile | None:
    """The key file from its bytes, as a backup carries it; None when they are damaged. Raises RecordsNewer."""
    try:
        body = json.loads(content)
        checksum = body.pop("checksum")
        if checksum != _checksum(body):
            return None
        if body["format"] > ENVELOPE_FORMAT:
            raise RecordsNewer(
                "The key files were written by a newer version of this program. Install the newer version to open them."
            )
        return KeyFile(
            tuple(_envelope(each) for each in body["envelopes"]),
            tuple(_data_key(each) for each in body["data_keys"]),
            body["generation"],
        )
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def _envelope(fields: dict[str, Any]) -> Envelope:
    salt, nonce, sealed = (bytes.fromhex(fields[name]) for name in ("salt", "nonce", "sealed"))
    if (len(salt), len(nonce), len(sealed)) != (SALT_BYTES, NONCE_BYTES, SEALED_BYTES):
        raise ValueError("an envelope has the wrong length")
    cost = Cost(int(fields["memory_kib"]), int(fields["passes"]), int(fields["lanes"]))
    return Envelope(Kind(fields["kind"]), fields["user"], cost, salt, nonce, sealed)


def _data_key(fields: dict[str, Any]) -> SealedDataKey:
    nonce, sealed = bytes.fromhex(fields["nonce"]), bytes.fromhex(fields["sealed"])
    if (len(nonce), len(sealed)) != (NONCE_BYTES, SEALED_BYTES):
        raise ValueError("a sealed key has the wrong length")
    return SealedDataKey(nonce, sealed)


def flush_file(path: Path) -> None:
    """Make what another library wrote into a file survive a power cut."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def to_bytes(key_file: KeyFile) -> bytes:
    """The key file as it stands on the disk, and as a backup carries it."""
    body: dict[str, Any] = {
        "format": ENVELOPE_FORMAT,
        "generation": key_file.generation,
        "envelopes": [
            {
                "kind": each.kind.value,
                "user": each.user,
                "memory_kib": each.cost.memory_kib,
                "passes": each.cost.passes,
                "lanes": each.cost.lanes,
                "salt": each.salt.hex(),
                "nonce": each.nonce.hex(),
                "sealed": each.sealed.hex(),
            }
            for each in key_file.envelopes
        ],
        "data_keys": [
            {"nonce": each.nonce.hex(), "sealed": each.sealed.hex()} for each in key_file.data_keys
        ],
    }
    return json.dumps(body | {"checksum": _checksum(body)}, indent=1).encode()


def _checksum(body: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()
