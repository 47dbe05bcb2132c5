"""Restoring: which password opens it, what is kept, what a kill at any step leaves, and what is no backup."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop.domain.audit import Action, AuditFilter
from desktop.domain.errors import NotPermitted, RecordsDamaged, RecordsUnavailable, WrongPassword
from desktop.domain.jobs import finish
from desktop.domain.patient import Patient
from desktop.domain.user import NewUser, Role
from desktop.records import keys
from desktop.records.keys import Cost
from desktop.records.records import Records, create_records, unlock, unlock_with_recovery_key
from desktop.records.restore import KEPT_SUFFIX
from desktop.system.single_instance import SingleInstance
from desktop.workflow.back_up import backups_without_signing_in
from desktop.workflow.home_state import HomeState, home_state, prepare_home
from desktop.workflow.restore import restore_with_password, restore_with_recovery_key
from tests.servers.clinic import OWNER

PASSWORD = "seven quiet rivers"
LATER_PASSWORD = "nine amber staircases"
PROVIDER = NewUser("provider", "Sample Provider", roles=frozenset({Role.PROVIDER}))


@pytest.fixture(autouse=True)
def cheap_argon2(monkeypatch: pytest.MonkeyPatch) -> None:
    """The cost of a guess has its own test; here it would only be waiting."""
    monkeypatch.setattr(keys, "COST", Cost(memory_kib=64, passes=1, lanes=1))


@pytest.fixture
def clinic(tmp_path: Path) -> tuple[Path, Path, str]:
    """A home with the patient Later, its backup from when there was only Earlier, and the recovery key."""
    home = tmp_path / "home"
    home.mkdir()
    records, recovery_key = create_records(home, PASSWORD, OWNER)
    with records:
        records.users.add(PROVIDER, PASSWORD)
        records.patients.add(Patient(family_name="Earlier"))
        backup = finish(records.backups.make(home / "backups"))
        records.patients.add(Patient(family_name="Later"))
    return home, backup.path, recovery_key


def names_in(records: Records) -> list[str]:
    """The patients, by name."""
    with records:
        return [patient.family_name for patient in records.patients.search()]


def test_a_restore_brings_that_day_back_and_keeps_what_was_there(clinic: tuple[Path, Path, str]) -> None:
    """The replaced files stay, twice if need be; the audit says so at the next sign-in; no warning of an older file."""
    home, backup, _ = clinic
    assert finish(restore_with_password(home, backup, "owner", PASSWORD)) == KEPT_SUFFIX
    with unlock(home, "owner", PASSWORD) as records:
        assert records.old_file_warning is None
        (told,) = records.audit.entries(AuditFilter(action=Action.RESTORED)).entries
        assert set(told.facts) == {"made_at", "restored_at"}
        assert [patient.family_name for patient in records.patients.search()] == ["Earlier"]
        records.patients.add(Patient(family_name="After"))
    assert finish(restore_with_password(home, backup, "owner", PASSWORD)) == f"{KEPT_SUFFIX}-2"
    assert names_in(unlock(home, "owner", PASSWORD)) == ["Earlier"]
    for suffix, names in ((KEPT_SUFFIX, ["Earlier", "Later"]), (f"{KEPT_SUFFIX}-2", ["After", "Earlier"])):
        elsewhere = home.parent / suffix
        elsewhere.mkdir()
        for name in ("records.db", "keys.1"):
            shutil.copy(home / (name + suffix), elsewhere / name)
        assert names_in(unlock(elsewhere, "owner", PASSWORD)) == names


def test_the_password_of_that_day_or_the_recovery_key_opens_a_backup(clinic: tuple[Path, Path, str]) -> None:
    """A password that was set later does not, and nothing is replaced then."""
    home, backup, recovery_key = clinic
    with unlock(home, "owner", PASSWORD) as records:
        records.users.change_my_password(PASSWORD, LATER_PASSWORD)
        records.change_data_key()
    before = {path.name for path in home.iterdir()}
    with pytest.raises(WrongPassword):
        finish(restore_with_password(home, backup, "owner", LATER_PASSWORD))
    assert {path.name for path in home.iterdir()} - before <= {"sign-in.attempts"}
    assert names_in(unlock(home, "owner", LATER_PASSWORD)) == ["Earlier", "Later"]
    finish(restore_with_password(home, backup, "owner", PASSWORD))
    assert names_in(unlock(home, "owner", PASSWORD)) == ["Earlier"]
    finish(restore_with_recovery_key(home, backup, recovery_key))
    assert names_in(unlock_with_recovery_key(home, recovery_key, LATER_PASSWORD, "owner")) == ["Earlier"]


def test_a_backup_from_before_a_change_of_the_data_key_is_still_verified(
    clinic: tuple[Path, Path, str],
) -> None:
    """It is encrypted with the key of its day, which its own envelopes hold."""
    home, backup, _ = clinic
    with unlock(home, "owner", PASSWORD) as records:
        records.change_data_key()
        checked = finish(records.backups.verify(backup))
    assert checked.is_whole
    assert "as they were written" in checked.sentence


def test_only_an_administrator_of_that_day_replaces_the_records(clinic: tuple[Path, Path, str]) -> None:
    """A right password is not enough to put the clinic back to another day."""
    home, backup, _ = clinic
    with pytest.raises(NotPermitted, match="administrator"):
        finish(restore_with_password(home, backup, "provider", PASSWORD))
    assert not list(home.glob("*restore*"))
    assert names_in(unlock(home, "owner", PASSWORD)) == ["Earlier", "Later"]


def test_lost_records_come_back_from_a_backup_on_another_computer(
    clinic: tuple[Path, Path, str], tmp_path: Path
) -> None:
    """A new, empty home takes a backup; a home whose database is gone lists its own."""
    home, backup, _ = clinic
    (home / "records.db").unlink()
    assert [each.path for each in backups_without_signing_in(home)] == [backup]
    other = tmp_path / "other computer"
    other.mkdir()
    finish(restore_with_password(other, backup, "owner", PASSWORD))
    assert home_state(other) is HomeState.READY
    assert names_in(unlock(other, "owner", PASSWORD)) == ["Earlier"]


def test_a_backup_of_other_records_is_told_from_damage(
    clinic: tuple[Path, Path, str], tmp_path: Path
) -> None:
    """Its own keys open it, these records' do not; thinning out leaves it alone."""
    home, _, _ = clinic
    stranger = tmp_path / "stranger"
    stranger.mkdir()
    records, _ = create_records(stranger, PASSWORD, OWNER)
    with records:
        theirs = finish(records.backups.make(home / "backups"))
    with unlock(home, "owner", PASSWORD) as records:
        with pytest.raises(RecordsDamaged, match="other records"):
            finish(records.backups.verify(theirs.path))
        assert theirs not in records.backups.in_folder(home / "backups")
        records.backups.prune(home / "backups")
    assert theirs.path.exists()


@pytest.mark.parametrize("member", ["../records.db", "/etc/records.db", "keys/../../keys.1"])
def test_a_zip_that_leads_out_of_its_folder_replaces_nothing(
    clinic: tuple[Path, Path, str], member: str
) -> None:
    """Whatever else is right about it."""
    home, backup, _ = clinic
    with zipfile.ZipFile(backup, "a") as archive:
        archive.writestr(member, "x")
    with pytest.raises(RecordsDamaged, match="not a backup"):
        finish(restore_with_password(home, backup, "owner", PASSWORD))
    assert names_in(unlock(home, "owner", PASSWORD)) == ["Earlier", "Later"]


def test_a_damaged_backup_replaces_nothing(clinic: tuple[Path, Path, str]) -> None:
    """One flipped bit in the middle is found before anything moves."""
    home, backup, _ = clinic
    content = bytearray(backup.read_bytes())
    content[len(content) // 2] ^= 1
    backup.write_bytes(content)
    with pytest.raises(RecordsDamaged, match="Choose another backup"):
        finish(restore_with_password(home, backup, "owner", PASSWORD))
    assert not list(home.glob("*restore*"))
    assert names_in(unlock(home, "owner", PASSWORD)) == ["Earlier", "Later"]


KILLED_RESTORE = """
import os, signal, shutil, sys
from pathlib import Path
from desktop.domain.jobs import finish
from desktop.domain.errors import SoapstoneError
from desktop.records import restore, key_files
from desktop.records.key_ring import data_keys_with_password
from desktop.records.records import unlock
from desktop.workflow.home_state import home_state

start, backup, folder, password = Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]), sys.argv[4]

def kill_before_change(number):
    seen = 0
    def hook(event, args):
        nonlocal seen
        if event in ("os.rename", "os.remove", "os.truncate") or (event == "open" and isinstance(args[1], str) and "w" in args[1]):
            seen += 1
            if seen > number:
                os.kill(os.getpid(), signal.SIGKILL)
    sys.addaudithook(hook)

step, ended = 0, False
while not ended:
    home = folder / str(step)
    shutil.copytree(start, home)
    child = os.fork()
    if child == 0:
        kill_before_change(step)
        open_keys = lambda key_file: data_keys_with_password(key_file, "owner", password)
        finish(restore.restore(home, backup, open_keys, "owner"))
        os._exit(0)
    ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    home_state(home)
    with unlock(home, "owner", password) as records:
        names = "+".join(patient.family_name for patient in records.patients.search())
        records.checks.full()
    leftovers = sorted(path.name for path in home.iterdir() if path.name.endswith((".restored", ".begun")))
    kept = (home / "records.db.before-restore").exists()
    print(names, kept, *leftovers, flush=True)
    shutil.rmtree(home)
    step += 1
"""


def test_a_restore_killed_before_any_change_of_a_file_leaves_the_old_or_the_new(
    clinic: tuple[Path, Path, str], tmp_path: Path
) -> None:
    """Kill -9 before each rename, removal and opening for writing: the next start has one whole set of records."""
    home, backup, _ = clinic
    folder = tmp_path / "killed"
    folder.mkdir()
    ended = subprocess.run(  # noqa: S603 - this test's own program
        [sys.executable, "-c", KILLED_RESTORE, str(home), str(backup), str(folder), PASSWORD],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert ended.returncode == 0, ended.stderr
    seen = ended.stdout.splitlines()
    assert set(seen) == {"Earlier+Later False", "Earlier True"}
    assert seen == sorted(seen, reverse=True), "once the swap has begun, every later kill ends with the new"
    assert len(seen) >= 12


def test_a_restore_that_cannot_rename_says_so_and_goes_on_at_the_next_start(
    clinic: tuple[Path, Path, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A virus scanner holds the file: nothing is lost, and the swap is finished later."""
    home, backup, _ = clinic
    replace = Path.replace

    def _held(path: Path, target: Path) -> Path:
        if path.name == "records.db":
            raise PermissionError(13, "held by another program")
        return replace(path, target)

    with monkeypatch.context() as held:
        held.setattr(Path, "replace", _held)
        with pytest.raises(RecordsUnavailable, match="goes on from there"):
            finish(restore_with_password(home, backup, "owner", PASSWORD))
        with SingleInstance(home), pytest.raises(RecordsUnavailable, match="already open"):
            prepare_home(home)
    prepare_home(home)
    assert names_in(unlock(home, "owner", PASSWORD)) == ["Earlier"]


def test_the_list_of_backups_has_date_size_and_version(clinic: tuple[Path, Path, str]) -> None:
    """What a person chooses from, the newest first; what is no backup is not offered."""
    home, first, _ = clinic
    with unlock(home, "owner", PASSWORD) as records:
        elsewhere = home.parent / "stick"
        elsewhere.mkdir()
        second = finish(records.backups.make(elsewhere))
    (home / "backups" / "soapstone-20990101-000000.soapstone-backup").write_bytes(b"no backup")
    (listed,) = backups_without_signing_in(home)
    assert listed.path == first
    assert listed.size_bytes == first.stat().st_size
    assert listed.version
    assert abs((datetime.now(UTC) - listed.made_at).total_seconds()) < 600
    assert second.made_at >= listed.made_at
