"""`soapstone backup`, `restore`, `verify` and `audit`: what they do, who may, and how they end."""

from __future__ import annotations

import csv
import io
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from desktop.cli.arguments import parse
from desktop.cli.run import run
from desktop.domain.patient import Patient
from desktop.domain.user import NewUser, Role
from desktop.records import keys
from desktop.records.database import connect
from desktop.records.key_ring import open_with_password
from desktop.records.keys import Cost
from desktop.records.records import DATABASE_NAME, unlock
from desktop.system.single_instance import SingleInstance
from desktop.workflow.session import begin

PASSWORD = "four unrelated garden words"
DESK_PASSWORD = "other unrelated garden words"


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended, and what it wrote."""

    code: object
    out: str
    err: str


@pytest.fixture(autouse=True)
def cheap_argon2(monkeypatch: pytest.MonkeyPatch) -> None:
    """The cost of a guess has its own test; here it would only be waiting."""
    monkeypatch.setattr(keys, "COST", Cost(memory_kib=64, passes=1, lanes=1))


class Soapstone:
    """Runs commands in this process, with text on standard input."""

    def __init__(
        self,
        home: Path,
        recovery_key: str,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        self.home, self.recovery_key = home, recovery_key
        self._monkeypatch, self._capsys = monkeypatch, capsys

    def __call__(self, *arguments: object, user: str = "owner", stdin: str = PASSWORD) -> Ended:
        self._monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(f"{stdin}\n".encode()), "utf-8"))
        signing_in = ["--password-stdin", *(["--user", user] if user else [])]
        code: object
        try:
            code = run(parse([*map(str, arguments), "--home", str(self.home), *signing_in]))
        except SystemExit as left:
            code = left.code
        return Ended(code, *self._capsys.readouterr())

    def backups(self) -> list[Path]:
        """The backup files in the home."""
        return sorted((self.home / "backups").glob("*.soapstone-backup"))


@pytest.fixture
def soapstone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Soapstone:
    """The commands in a home with an administrator, a front desk and one patient."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)  # run() sets its own
    home = tmp_path / "home"
    home.mkdir()
    session, recovery_key = begin(home, PASSWORD, NewUser("owner", "Sample Owner"))
    desk = NewUser("desk", "Sample Desk", roles=frozenset({Role.FRONT_DESK}))
    session.records.users.add(desk, DESK_PASSWORD)
    session.records.patients.add(Patient(family_name="Earlier"))
    session.close()
    return Soapstone(home, recovery_key, monkeypatch, capsys)


def patients(home: Path) -> list[str]:
    with unlock(home, "owner", PASSWORD) as records:
        return [patient.family_name for patient in records.patients.search()]


def test_a_backup_is_made_listed_checked_and_restored(soapstone: Soapstone) -> None:
    """The whole round on the command line; with the password and with the recovery key."""
    made = soapstone("backup", user="desk", stdin=DESK_PASSWORD)
    assert (made.code, made.err) == (0, "")
    (backup,) = soapstone.backups()
    assert str(backup) in made.out
    assert str(backup) in soapstone("backup", "--list").out
    checked = soapstone("verify", backup)
    assert (checked.code, "as they were written" in checked.out) == (0, True)
    for restoring in (
        lambda: soapstone("restore", backup),
        lambda: soapstone("restore", backup, "--recovery-key", user="", stdin=soapstone.recovery_key.lower()),
    ):
        with unlock(soapstone.home, "owner", PASSWORD) as records:
            records.patients.add(Patient(family_name="Later"))
        ended = restoring()
        assert (ended.code, ended.err) == (0, "")
        assert ".before-restore" in ended.out
        assert patients(soapstone.home) == ["Earlier"]
    listed = soapstone("audit", "--action", "restored")
    assert listed.out.count("restored") >= 1


def test_a_backup_goes_to_a_named_folder_or_says_why_not(soapstone: Soapstone, tmp_path: Path) -> None:
    """A folder that is not there is not made."""
    (tmp_path / "stick").mkdir()
    assert soapstone("backup", "--to", tmp_path / "stick").code == 0
    assert len(list((tmp_path / "stick").iterdir())) == 1
    ended = soapstone("backup", "--to", tmp_path / "gone")
    assert (ended.code, ended.out) == (1, "")
    assert ended.err.startswith("soapstone: No backup was made")
    assert ended.err.count("\n") == 1
    assert not (tmp_path / "gone").exists()


def test_a_restore_needs_a_closed_window_an_administrator_and_a_right_password(soapstone: Soapstone) -> None:
    """Each refusal is one sentence and changes nothing; a backup may be made while the window is open."""
    with SingleInstance(soapstone.home):
        assert soapstone("backup").code == 0
        (backup,) = soapstone.backups()
        refused = soapstone("restore", backup)
        assert (refused.code, "already open" in refused.err) == (1, True)
        assert soapstone("verify").code == 0
    for ended in (
        soapstone("restore", backup, stdin="not the password"),
        soapstone("restore", backup, user="desk", stdin=DESK_PASSWORD),
        soapstone("restore", soapstone.home / "none.soapstone-backup"),
    ):
        assert ended.code == 1
        assert ended.err.startswith("soapstone: ")
        assert ended.err.count("\n") == 1
    assert not list(soapstone.home.glob("*.before-restore"))


def test_verify_finds_damage_in_the_records_and_in_a_backup(soapstone: Soapstone) -> None:
    """Whole ones are said to be; one flipped bit is exit code 1 and a sentence."""
    soapstone("backup")
    (backup,) = soapstone.backups()
    sound = soapstone("verify")
    assert sound.code == 0
    assert "every page" in sound.out
    assert "Audit check: all" in sound.out
    content = bytearray(backup.read_bytes())
    content[len(content) // 2] ^= 1
    backup.write_bytes(content)
    ended = soapstone("verify", backup)
    assert (ended.code, ended.out) == (1, "")
    assert "Choose another backup" in ended.err
    database = bytearray((soapstone.home / DATABASE_NAME).read_bytes())
    database[len(database) // 2] ^= 1
    (soapstone.home / DATABASE_NAME).write_bytes(database)
    ended = soapstone("verify")
    assert (ended.code, ended.out) == (1, "")
    assert "damaged" in ended.err


def test_a_row_of_the_audit_changed_with_another_program_is_named(soapstone: Soapstone) -> None:
    """Both commands end with 1 and say which row; a backup of the changed file says it too."""
    data_key = open_with_password(soapstone.home, "owner", PASSWORD).data_key
    connection = connect(soapstone.home / DATABASE_NAME, data_key)
    connection.execute("DROP TRIGGER audit_never_changes")
    connection.execute("UPDATE audit SET user_name = 'somebody else' WHERE seq = 3")
    connection.close()
    for command in (("audit", "--check"), ("verify",)):
        ended = soapstone(*command)
        assert ended.code == 1
        assert "broken at row 3" in ended.out
    soapstone("backup")
    (backup,) = soapstone.backups()
    ended = soapstone("verify", backup)
    assert (ended.code, "broken at row 3" in ended.out) == (1, True)


def test_the_audit_is_listed_narrowed_and_written_out(soapstone: Soapstone, tmp_path: Path) -> None:
    """By user, action, record and day; to a CSV file; only for who may."""
    listed = soapstone("audit", "--limit", 2)
    assert len(listed.out.splitlines()) == 3
    assert "more than 2" in listed.out
    added = soapstone("audit", "--action", "created", "--record", "patient", "--by", "OWNER")
    assert len(added.out.splitlines()) == 1
    assert "Earlier" not in added.out
    assert soapstone("audit", "--day", "2001-01-01").out == ""
    assert soapstone("audit", "--by", "nobody").code == 2
    ended = soapstone("audit", "--csv", tmp_path / "audit.csv", "--action", "user added")
    assert ended.code == 0
    assert "not encrypted" in ended.out
    rows = list(csv.DictReader(io.StringIO((tmp_path / "audit.csv").read_text("utf-8-sig"))))
    assert [row["action"] for row in rows] == ["user added", "user added"]
    refused = soapstone("audit", user="desk", stdin=DESK_PASSWORD)
    assert (refused.code, refused.out) == (1, "")
    assert soapstone("audit", "--action", "nonsense").code == 2


def test_an_interrupted_restore_is_finished_by_the_next_command(soapstone: Soapstone) -> None:
    """The swap had begun when the program died: whatever is asked next has the restored records."""
    soapstone("backup")
    (backup,) = soapstone.backups()
    with unlock(soapstone.home, "owner", PASSWORD) as records:
        records.patients.add(Patient(family_name="Later"))
    replace = Path.replace

    def _held(path: Path, target: Path) -> Path:
        if path.name == "keys.restored":
            raise PermissionError(13, "held by another program")
        return replace(path, target)

    with pytest.MonkeyPatch.context() as held:
        held.setattr(Path, "replace", _held)
        assert soapstone("restore", backup).code == 1
    assert soapstone("visits").code == 0
    assert patients(soapstone.home) == ["Earlier"]
