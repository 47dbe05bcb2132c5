"""The form of a backup: an uncompressed zip of the encrypted database, its envelopes and what it is.

    manifest.json   form, program version, when, of which records, the last row of the audit, length and SHA-256 of
                    the database
    keys            the envelopes as they were then, so that a password of that day opens it
    records.db      the database, encrypted as always

A member with any other name, a path in a name, or a length that the manifest does not state is refused.
"""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from collections.abc import Generator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from desktop.domain.errors import RecordsDamaged, RecordsNewer, RecordsUnavailable
from desktop.domain.renaming import rename_over

SUFFIX = ".soapstone-backup"
FORMAT = 1

_DATABASE, _KEYS, _MANIFEST = "records.db", "keys", "manifest.json"
_MEMBERS = frozenset({_DATABASE, _KEYS, _MANIFEST})
_SMALL_BYTES = 1_000_000
_BLOCK_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Origin:
    """What a backup is of, and who made it when: the part of the manifest that the file's bytes do not tell."""

    made_at: datetime
    version: str
    records_id: str
    audit_seq: int
    audit_hash: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself. made_at: UTC in ISO form. database_bytes and _sha256: of the file inside.

    records_id: a random name of the records. audit_seq, audit_hash: the last row of the audit in it.
    """

    format: int
    version: str
    made_at: str
    records_id: str
    audit_seq: int
    audit_hash: str
    database_bytes: int
    database_sha256: str

    @property
    def moment(self) -> datetime:
        """made_at as a moment."""
        return datetime.fromisoformat(self.made_at)


def pack(path: Path, database: Path, keys: bytes, origin: Origin) -> Generator[int, None, None]:
    """Write a backup file; yields the bytes done so far. The file appears under its name only when it is whole.

    Raises RecordsUnavailable; nothing is left behind then.
    """
    temporary = path.with_name(path.name + ".part")
    try:
        with database.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        manifest = Manifest(
            FORMAT,
            origin.version,
            origin.made_at.isoformat(),
            origin.records_id,
            origin.audit_seq,
            origin.audit_hash,
            database.stat().st_size,
            sha256,
        )
        descriptor = os.open(
            temporary, os.O_RDWR | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600
        )
        with open(descriptor, "w+b") as out:  # noqa: PTH123 - a descriptor, to have the mode from the start
            with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
                archive.writestr(_MANIFEST, json.dumps(asdict(manifest), indent=1))
                archive.writestr(_KEYS, keys)
                info = zipfile.ZipInfo(_DATABASE, origin.made_at.timetuple()[:6])
                with database.open("rb") as source, archive.open(info, "w", force_zip64=True) as member:
                    yield from _copy(source, member)
            out.flush()
            os.fsync(out.fileno())
        rename_over(temporary, path)
    except OSError as exc:
        raise RecordsUnavailable(
            f"The backup could not be written to {path.parent}; earlier backups are untouched. "
            "Check that the disk is connected, has space and may be written to, then try again."
        ) from exc
    finally:
        temporary.unlink(missing_ok=True)


def read_manifest(path: Path) -> Manifest:
    """What the backup says of itself. Raises RecordsDamaged, RecordsNewer, RecordsUnavailable."""
    with _opened(path) as archive:
        return _manifest(path, archive)


def read_keys(path: Path) -> bytes:
    """The envelopes inside. Raises as read_manifest does."""
    with _opened(path) as archive:
        _manifest(path, archive)
        return _small(path, archive, _KEYS)


def unpack_database(path: Path, target: Path) -> Generator[int, None, None]:
    """Write the database inside to target and check it against the manifest; yields the bytes done so far.

    Raises RecordsDamaged, RecordsNewer, RecordsUnavailable; target does not exist then.
    """
    try:
        with _opened(path) as archive:
            manifest = _manifest(path, archive)
            with archive.open(_DATABASE) as member, target.open("wb") as out:
                target.chmod(0o600)
                yield from _copy(member, out, manifest.database_bytes + 1)
                out.flush()
                os.fsync(out.fileno())
        _check_unpacked(target, manifest, path)
    except BaseException as exc:
        target.unlink(missing_ok=True)
        if isinstance(exc, zipfile.BadZipFile):
            raise _damaged(path) from exc
        if isinstance(exc, OSError):
            raise RecordsUnavailable(
                f"The backup could not be unpacked to {target.parent}. Check that the disk has space and may be "
                "written to, then try again."
            ) from exc
        raise


def _check_unpacked(target: Path, manifest: Manifest, path: Path) -> None:
    with target.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    if target.stat().st_size != manifest.database_bytes or sha256 != manifest.database_sha256:
        raise _damaged(path)


def _copy(source: IO[bytes], target: IO[bytes], limit: int | None = None) -> Generator[int, None, None]:
    done = 0
    while block := source.read(_BLOCK_BYTES):
        target.write(block)
        done += len(block)
        yield done
        if limit is not None and done >= limit:
            return


def _opened(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except zipfile.BadZipFile as exc:
        raise _damaged(path) from exc
    except OSError as exc:
        raise RecordsUnavailable(
            f"The backup {path} cannot be opened. Check that its disk is connected and that you may read it."
        ) from exc


def _manifest(path: Path, archive: zipfile.ZipFile) -> Manifest:
    names = [info.filename for info in archive.infolist()]
    if len(names) != len(_MEMBERS) or set(names) != _MEMBERS:
        raise RecordsDamaged(
            f"{path.name} is not a backup of these records, or something was added to it. Choose another backup."
        )
    try:
        fields = json.loads(_small(path, archive, _MANIFEST))
        if fields["format"] > FORMAT:
            raise RecordsNewer(
                f"{path.name} was made by a newer version of this program. Install the newer version to use it."
            )
        manifest = Manifest(**fields)
        is_sound = (
            manifest.moment.tzinfo is not None
            and isinstance(manifest.version, str)
            and isinstance(manifest.records_id, str)
            and isinstance(manifest.audit_seq, int)
            and archive.getinfo(_DATABASE).file_size == manifest.database_bytes
            and archive.getinfo(_DATABASE).compress_type == zipfile.ZIP_STORED
        )
    except (ValueError, KeyError, TypeError) as exc:
        raise _damaged(path) from exc
    if not is_sound:
        raise _damaged(path)
    return manifest


def _small(path: Path, archive: zipfile.ZipFile, name: str) -> bytes:
    if archive.getinfo(name).file_size > _SMALL_BYTES:
        raise _damaged(path)
    try:
        return archive.read(name)
    except (zipfile.BadZipFile, OSError) as exc:
        raise _damaged(path) from exc


def _damaged(path: Path) -> RecordsDamaged:
    return RecordsDamaged(f"The backup {path.name} is damaged or cut short. Choose another backup.")
