"""Whether a folder is a place where the records are safe: on this computer's own disk, and copied by nobody else.

A database on a network folder loses locks and writes; a program that synchronizes a folder copies the file in the
middle of a write and puts older copies back. Backups may be kept in such places, the records themselves may not.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath

from desktop.domain.errors import RecordsUnavailable
from desktop.system.paths import system_place

NETWORK = "a network folder"
_REMOTE_TYPES = frozenset(
    {"nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "afpfs", "webdav", "afs", "ncpfs", "ceph", "glusterfs", "lustre"}
)  # fmt: skip
_SYNCHRONIZED = (
    (re.compile(r"onedrive( ?-.*)?"), "OneDrive"),
    (re.compile(r"dropbox( \(.*\))?"), "Dropbox"),
    (re.compile(r"google ?drive(-.*| \(.*\))?"), "Google Drive"),
    (re.compile(r"icloud ?drive|mobile documents"), "iCloud"),
    (re.compile(r"nextcloud|owncloud|pclouddrive|box sync"), "a synchronizing program"),
)
_ON_A_MAC = re.compile(r"library/cloudstorage/")
_DRIVE_REMOTE = 4  # GetDriveTypeW
_ESCAPED = re.compile(r"\\([0-7]{3})")
_MAC_MOUNT = re.compile(r"^.+? on (?P<point>/.*) \((?P<facts>[^()]*)\)$")


def check_place(folder: Path) -> None:
    """Raise RecordsUnavailable, saying why and naming a local folder, when records are not safe in this one."""
    unsafe = next((why for each in (folder.absolute(), folder.resolve()) if (why := _why_here(each))), None)
    if unsafe is None:
        return
    raise RecordsUnavailable(
        f"The records cannot be kept in {folder}: it is {unsafe}, and a database is damaged there sooner or later. "
        f"Close the program, move the whole folder to this computer's own disk, for example to {system_place()}, and "
        "start with that folder. Backups may be kept where the records were."
    )


def _why_here(folder: Path) -> str | None:
    if sys.platform == "win32":
        named = [os.environ.get(name, "") for name in ("OneDrive", "OneDriveConsumer", "OneDriveCommercial")]
        return on_windows(str(folder), _is_remote_drive, [root for root in named if root])
    if sys.platform == "darwin":
        return on_a_mac(str(folder), _output_of_mount())
    return on_linux(str(folder), _mounts())


def on_linux(folder: str, mounts: str) -> str | None:
    """Why a folder is no place for records; None when it is one. mounts: the text of /proc/self/mounts."""
    path = PurePosixPath(folder)
    found: tuple[int, str] = (-1, "")
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) > 2:
            point = PurePosixPath(_ESCAPED.sub(lambda escape: chr(int(escape[1], 8)), fields[1]))
            if path.is_relative_to(point):
                found = max(found, (len(point.parts), fields[2]), key=lambda each: each[0])
    kind = found[1]
    # fuseblk is a disk of this computer with a file system of Windows; every other FUSE is somebody's program.
    if kind in _REMOTE_TYPES or kind == "fuse" or kind.startswith("fuse."):
        return NETWORK
    return _synchronized(path)


def on_a_mac(folder: str, mounted: str) -> str | None:
    """The same on macOS. mounted: what the command mount prints, in which each local disk says so."""
    path = PurePosixPath(folder)
    found: tuple[int, str] = (-1, "local")
    for line in mounted.splitlines():
        mount = _MAC_MOUNT.match(line)
        if mount is not None and path.is_relative_to(mount["point"]):
            found = max(
                found, (len(PurePosixPath(mount["point"]).parts), mount["facts"]), key=lambda each: each[0]
            )
    if "local" not in [fact.strip() for fact in found[1].split(",")]:
        return NETWORK
    return _synchronized(path)


def on_windows(
    folder: str, is_remote_drive: Callable[[str], bool], synchronized: Iterable[str]
) -> str | None:
    """The same on Windows. is_remote_drive: of a drive's root folder. synchronized: folders that OneDrive names itself."""
    path = PureWindowsPath(re.sub(r"^\\\\\?\\(?!UNC\\)", "", folder, flags=re.IGNORECASE))
    if path.drive.startswith("\\\\"):
        return NETWORK
    if path.drive and is_remote_drive(f"{path.drive}\\"):
        return NETWORK
    if any(path.is_relative_to(PureWindowsPath(root)) for root in synchronized):
        return _copied_by("OneDrive")
    if len(path.parts) > 1 and path.parts[1].casefold() == "my drive":
        return _copied_by("Google Drive")
    return _synchronized(path)


def _synchronized(path: PurePath) -> str | None:
    if _ON_A_MAC.search(path.as_posix().casefold()):
        return _copied_by("a synchronizing program")
    for part in path.parts:
        for pattern, name in _SYNCHRONIZED:
            if pattern.fullmatch(part.casefold()):
                return _copied_by(name)
    return None


def _copied_by(name: str) -> str:
    return f"a folder that {name} copies elsewhere"


def _mounts() -> str:
    try:
        return Path("/proc/self/mounts").read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return ""  # nothing is known of the disks; the path may still tell


def _output_of_mount() -> str:
    try:
        command = ["/sbin/mount"]
        return subprocess.run(command, capture_output=True, text=True, check=False, timeout=10).stdout  # noqa: S603 - fixed words
    except (OSError, subprocess.TimeoutExpired):
        return ""


if sys.platform == "win32":
    import ctypes

    def _is_remote_drive(root: str) -> bool:
        return bool(ctypes.windll.kernel32.GetDriveTypeW(root) == _DRIVE_REMOTE)

else:

    def _is_remote_drive(root: str) -> bool:  # noqa: ARG001 - only Windows has drives
        return False
