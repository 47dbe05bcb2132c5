"""Where records are safe: network and synchronized folders are told by path and by disk, on each system."""

from __future__ import annotations

import pytest

from desktop.system.places import NETWORK, on_a_mac, on_linux, on_windows

MOUNTS = r"""
/dev/sda1 / ext4 rw 0 0
tmpfs /tmp tmpfs rw 0 0
server:/export /srv/clinic nfs4 rw 0 0
//server/share /mnt/share cifs rw 0 0
me@host: /home/me/remote fuse.sshfs rw 0 0
drive /home/me/my\040cloud fuse.rclone rw 0 0
/dev/sdb1 /media/stick fuseblk rw 0 0
/dev/sdc1 /srv/clinic/local ext4 rw 0 0
"""

MOUNTED = """\
/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)
/dev/disk3s5 on /System/Volumes/Data (apfs, local, journaled, nobrowse)
//me@server/clinic on /Volumes/clinic (smbfs, nodev, nosuid, mounted by me)
/dev/disk5s1 on /Volumes/Stick (1) (msdos, local, nodev, nosuid)
"""


@pytest.mark.parametrize(
    ("folder", "why"),
    [
        ("/home/me/.local/share/Soapstone", None),
        ("/home/zoë/Dokumente/Praxis Müller", None),
        ("/home", None),
        ("/media/stick/home", None),
        ("/srv/clinic/local/home", None),
        ("/home/me/Dropboxes", None),
        ("/home/me/remotely", None),
        ("/srv/clinic/home", NETWORK),
        ("/mnt/share/home", NETWORK),
        ("/home/me/remote", NETWORK),
        ("/home/me/my cloud/home", NETWORK),
        ("/home/me/Dropbox/home", "a folder that Dropbox copies elsewhere"),
        ("/home/me/Nextcloud/home", "a folder that a synchronizing program copies elsewhere"),
    ],
)
def test_on_linux(folder: str, why: str | None) -> None:
    """The innermost mount decides, with its escaped name; then the names on the way."""
    assert on_linux(folder, MOUNTS) == why


@pytest.mark.parametrize(
    ("folder", "why"),
    [
        ("/Users/me/Library/Application Support/Soapstone", None),
        ("/Volumes/Stick (1)/home", None),
        ("/Volumes/clinic/home", NETWORK),
        ("/Users/me/Library/Mobile Documents/com~apple~CloudDocs/home", "a folder that iCloud copies elsewhere"),
        ("/Users/me/Library/CloudStorage/OneDrive-Clinic/home", "a folder that a synchronizing program copies elsewhere"),
        ("/Users/me/Google Drive/home", "a folder that Google Drive copies elsewhere"),
    ],
)  # fmt: skip
def test_on_a_mac(folder: str, why: str | None) -> None:
    """A disk that mount does not call local is somebody else's."""
    assert on_a_mac(folder, MOUNTED) == why


@pytest.mark.parametrize(
    ("folder", "why"),
    [
        (r"C:\Users\me\AppData\Local\Soapstone", None),
        (r"\\?\C:\Users\me\AppData\Local\Soapstone", None),
        (r"C:\Users\me\Cloud\home", "a folder that OneDrive copies elsewhere"),
        (r"\\server\share\home", NETWORK),
        (r"\\?\UNC\server\share\home", NETWORK),
        (r"Z:\home", NETWORK),
        (r"C:\Users\me\OneDrive\home", "a folder that OneDrive copies elsewhere"),
        (r"C:\Users\me\OneDrive - Sample Clinic\Dokumente", "a folder that OneDrive copies elsewhere"),
        (r"C:\Users\me\DROPBOX (Personal)\home", "a folder that Dropbox copies elsewhere"),
        (r"C:\Users\me\iCloudDrive\home", "a folder that iCloud copies elsewhere"),
        (r"G:\My Drive\home", "a folder that Google Drive copies elsewhere"),
    ],
)
def test_on_windows(folder: str, why: str | None) -> None:
    """UNC paths, drives that Windows calls remote, folders that OneDrive names, and the names on the way."""
    assert on_windows(folder, lambda drive: drive == "Z:\\", [r"C:\Users\me\Cloud"]) == why
