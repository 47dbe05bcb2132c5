"""Changes the data key: the records are copied into a new file under a new key, which then takes the old one's place.

The steps, each of them whole on the disk before the next: the key file holds both keys; the new file is written and
checked; a rename puts it in place; the key file holds the new key alone. Whenever the program dies, the file that is
there fits one of the keys that are there, and the next unlock tidies up.
"""

from __future__ import annotations

from pathlib import Path

from sqlcipher3 import dbapi2

from desktop.domain.errors import RecordsUnavailable
from desktop.domain.renaming import rename_over
from desktop.records import keys
from desktop.records.database import Database, connect
from desktop.records.home_state import SIDE_FILES
from desktop.records.integrity import check_copy
from desktop.records.key_files import flush_file, flush_folder
from desktop.records.key_ring import KeyRing

COPY_NAME = "records.db.rekeyed"


def change_data_key(database: Database, ring: KeyRing) -> None:
    """Encrypt everything anew under a new data key. Passwords and the recovery key stay as they are.

    Every other use of the records waits meanwhile: seconds for notes, minutes for many hours of sound. It needs as
    much free space as the records have. Raises RecordsUnavailable or RecordsDamaged; the old key then holds.
    """
    new_key = keys.new_key()
    remove_leftovers(ring.home)
    ring.add_data_key(new_key)

    def _exchange() -> bytes:
        _copy(database.path, ring.data_key, new_key)
        rename_over(ring.home / COPY_NAME, database.path)
        flush_folder(ring.home)
        return new_key

    try:
        database.exchange(_exchange)
    except OSError as exc:
        raise RecordsUnavailable(
            "The records could not be encrypted anew, and are as they were. Check that the disk has as much free space "
            "as the records take, then try again."
        ) from exc
    finally:
        remove_leftovers(ring.home)
        ring.keep_data_key(database.data_key)


def remove_leftovers(home: Path) -> None:
    """Remove a copy that was not finished."""
    for side in ("", "-journal", *SIDE_FILES):
        (home / f"{COPY_NAME}{side}").unlink(missing_ok=True)


def _copy(path: Path, old_key: bytes, new_key: bytes) -> None:
    target = path.with_name(COPY_NAME)
    source = connect(path, old_key)
    try:
        copy = connect(target, new_key, create=True)
        try:
            # Page by page, decrypted and encrypted on the way: every table, index and trigger is as it was.
            source.backup(copy, pages=-1)
        except dbapi2.Error as exc:
            raise RecordsUnavailable(
                "The records could not be encrypted anew, and are as they were. Check that the disk has as much free "
                "space as the records take, then try again."
            ) from exc
        finally:
            copy.close()
    finally:
        source.close()
    target.chmod(0o600)
    check_copy(target, new_key)
    flush_file(target)
