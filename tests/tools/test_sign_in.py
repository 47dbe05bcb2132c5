"""Signing in: wrong passwords, delays, locks, the recovery key, the last administrator, and killed changes of keys."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
import unicodedata
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from desktop.domain.audit import Action, AuditFilter
from desktop.domain.errors import (
    NotPermitted,
    PasswordTooWeak,
    RecordsDamaged,
    SignedOut,
    SignInDelayed,
    UnknownChoice,
    WrongPassword,
)
from desktop.domain.patient import Patient
from desktop.domain.user import NewUser, Role
from desktop.records import key_files, keys, sign_in_attempts, times
from desktop.records.database import connect
from desktop.records.keys import Cost, Kind
from desktop.records.records import Records, create_records, unlock, unlock_with_recovery_key
from tests.servers.clinic import OWNER

PASSWORD = "seven quiet rivers"
OTHER_PASSWORD = "Zoë's purple lantern"
NEW_PASSWORD = "nine amber staircases"
PROVIDER = NewUser("Provider Two", "Sample Provider", "NP", frozenset({Role.PROVIDER}))


class Clock:
    """The clock on the wall, which the test sets."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 2, 9, 0).astimezone()

    def pass_s(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@pytest.fixture(autouse=True)
def cheap_argon2(monkeypatch: pytest.MonkeyPatch) -> None:
    """The cost of a guess has its own test; here it would only be waiting."""
    monkeypatch.setattr(keys, "COST", Cost(memory_kib=64, passes=1, lanes=1))


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(times, "now", lambda: made.now)
    return made


@pytest.fixture
def recovery_key(tmp_path: Path, clock: Clock) -> str:
    """The recovery key of records with an owner and a provider, closed."""
    records, key = create_records(tmp_path, PASSWORD, OWNER)
    with records:
        records.users.add(PROVIDER, OTHER_PASSWORD)
    return key


@pytest.fixture
def home(tmp_path: Path, recovery_key: str) -> Path:
    """Its folder."""
    assert recovery_key
    return tmp_path


def _fail(home: Path, name: str = "owner") -> None:
    with pytest.raises(WrongPassword):
        unlock(home, name, "not the password at all")


def _wait_s(home: Path, name: str = "owner") -> float:
    """How long the next attempt is refused, without making one."""
    with pytest.raises(SignInDelayed) as refused:
        unlock(home, name, PASSWORD)
    return refused.value.wait_s


def test_two_users_each_open_the_records_with_their_own_password(home: Path) -> None:
    """In any case and Unicode form of the name and the password; never with the other's password."""
    with unlock(home, "OWNER", PASSWORD) as records:
        assert records.user.display_name == "Sample Owner"
    with unlock(home, "  provider  TWO ", unicodedata.normalize("NFD", OTHER_PASSWORD)) as records:
        assert records.user.signature_name == "Sample Provider, NP"
    with pytest.raises(WrongPassword):
        unlock(home, "owner", OTHER_PASSWORD)


def test_an_unknown_user_and_a_wrong_password_are_the_same_to_who_guesses(
    home: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same words and about the same time, at a cost that can be measured."""
    monkeypatch.setattr(keys, "COST", Cost(memory_kib=16 * 1024, passes=2, lanes=1))
    with unlock(home, "owner", PASSWORD) as records:
        records.users.change_my_password(PASSWORD, NEW_PASSWORD)
    words: dict[str, set[str]] = {"owner": set(), "nobody": set()}
    took_s: dict[str, list[float]] = {"owner": [], "nobody": []}
    for _ in range(6):
        for name, said in words.items():
            clock.pass_s(3600)
            begun = time.perf_counter()
            with pytest.raises(WrongPassword) as refused:
                unlock(home, name, "not the password at all")
            took_s[name].append(time.perf_counter() - begun)
            said.add(refused.value.sentence)
    assert words["owner"] == words["nobody"]
    assert len(words["owner"]) == 1
    known, unknown = (statistics.median(took_s[name]) for name in words)
    assert 0.5 < known / unknown < 2


@pytest.mark.parametrize("name", ["owner", "nobody at all"])
def test_wrong_passwords_cost_more_and_more_time_for_that_name_alone(
    home: Path, clock: Clock, name: str
) -> None:
    """0, 0, 0, 1, 2, 4 ... 30 s, kept in a file: each attempt here is a new start of the program."""
    waits = []
    for _ in range(9):
        _fail(home, name)
        delay = sign_in_attempts.delay_s(len(waits) + 1)
        if delay:
            assert 0 < _wait_s(home, name) <= delay
        waits.append(delay)
        clock.pass_s(delay)
    assert waits == [0, 0, 0, 1, 2, 4, 8, 16, 30]
    _fail(home, name)
    assert 14 * 60 < _wait_s(home, name) <= 15 * 60
    unlock(home, "provider two", OTHER_PASSWORD).close()


def test_a_locked_name_opens_again_after_a_quarter_of_an_hour_or_with_the_recovery_key(
    home: Path, recovery_key: str, clock: Clock
) -> None:
    """The right password is refused under the lock; the recovery key is not, and its new password works at once."""
    for count in range(1, 11):
        _fail(home)
        clock.pass_s(sign_in_attempts.delay_s(count) if count < 10 else 0)
    assert _wait_s(home) > 0
    unlock_with_recovery_key(home, recovery_key, NEW_PASSWORD).close()
    unlock(home, "owner", NEW_PASSWORD).close()
    for count in range(1, 11):
        _fail(home)
        clock.pass_s(sign_in_attempts.delay_s(count))
    unlock(home, "owner", NEW_PASSWORD).close()


def test_wrong_passwords_are_in_the_audit_after_the_next_sign_in(home: Path, clock: Clock) -> None:
    """With how many, when and whose; what was typed as a name is in no file."""
    for _ in range(3):
        _fail(home)
    clock.pass_s(60)
    _fail(home, "hunter2 typed in the wrong place")
    assert "hunter2" not in (home / sign_in_attempts.NAME).read_text(encoding="utf-8")
    with unlock(home, "provider two", OTHER_PASSWORD):
        pass
    with unlock(home, "owner", PASSWORD) as records:
        failed = records.audit.entries(AuditFilter(action=Action.FAILED_SIGN_IN)).entries
    assert {(each.record_id, each.facts["count"], each.facts["known_name"]) for each in failed} == {
        (1, 3, True),
        (None, 1, False),
    }
    with unlock(home, "owner", PASSWORD) as records:
        assert len(records.audit.entries(AuditFilter(action=Action.FAILED_SIGN_IN)).entries) == 2


def test_a_damaged_file_of_attempts_makes_everybody_wait_and_nobody_forever(home: Path, clock: Clock) -> None:
    """It never opens a faster way to guess, and the right password works after the longest wait."""
    (home / sign_in_attempts.NAME).write_text("{", encoding="utf-8")
    assert 0 < _wait_s(home) <= 30
    clock.pass_s(31)
    unlock(home, "owner", PASSWORD).close()


def test_a_clock_set_back_does_not_lock_anybody_out_for_years(home: Path, clock: Clock) -> None:
    """The wait begins again from the new time."""
    for count in range(1, 7):
        _fail(home)
        clock.pass_s(sign_in_attempts.delay_s(count) if count < 6 else 0)
    clock.pass_s(-10 * 365 * 86_400)
    assert _wait_s(home) <= 4
    clock.pass_s(5)
    unlock(home, "owner", PASSWORD).close()


def test_the_lock_screen_counts_wrong_passwords_as_the_sign_in_does(home: Path, clock: Clock) -> None:
    """Five at the lock screen make the sixth wait, and each is in the audit."""
    with unlock(home, "owner", PASSWORD) as records:
        records.users.check_my_password(PASSWORD)
        for count in range(1, 6):
            with pytest.raises(WrongPassword):
                records.users.check_my_password("not the password at all")
            clock.pass_s(sign_in_attempts.delay_s(count) if count < 5 else 0)
        with pytest.raises(SignInDelayed):
            records.users.check_my_password(PASSWORD)
        assert len(records.audit.entries(AuditFilter(action=Action.FAILED_SIGN_IN)).entries) == 5


def test_a_password_is_not_the_name_of_its_user_or_of_the_clinic(home: Path) -> None:
    """Refused with the reason, and nobody is added."""
    with unlock(home, "owner", PASSWORD) as records:
        for password, names in (
            ("Longname Sampleperson", []),
            ("Willow Creek Clinic", ["Willow Creek Clinic"]),
        ):
            with pytest.raises(PasswordTooWeak, match="name"):
                records.users.add(NewUser("lsp", "Longname Sampleperson"), password, names)
        assert len(records.users.all()) == 2


def test_the_last_administrator_stays(home: Path) -> None:
    """Not disabled, not without the role; with a second one both are possible."""
    with unlock(home, "owner", PASSWORD) as records:
        for attempt in (
            lambda: records.users.disable(1),
            lambda: records.users.change(1, "Owner", "", frozenset({Role.PROVIDER})),
        ):
            with pytest.raises(NotPermitted, match="last administrator"):
                attempt()
        records.users.change(2, "Sample Provider", "NP", frozenset({Role.PROVIDER, Role.ADMINISTRATOR}))
        assert records.users.disable(1).is_disabled
        with pytest.raises(SignedOut):
            records.patients.search()
    _fail_right(home)


def _fail_right(home: Path) -> None:
    """The disabled owner's right password opens nothing, and its envelope is gone."""
    with pytest.raises(WrongPassword):
        unlock(home, "owner", PASSWORD)
    assert key_files.read(home).find(Kind.PASSWORD, "owner") is None


def test_a_user_is_disabled_enabled_and_given_a_new_password(home: Path) -> None:
    """Each old password opens nothing more."""
    with unlock(home, "owner", PASSWORD) as records:
        records.users.disable(2)
        with pytest.raises(UnknownChoice):
            records.users.reset_password(2, NEW_PASSWORD)
        records.users.enable(2, NEW_PASSWORD)
        unlock(home, "provider two", NEW_PASSWORD).close()
        records.users.reset_password(2, "eleven copper bicycles")
    unlock(home, "provider two", "eleven copper bicycles").close()
    for old in (OTHER_PASSWORD, NEW_PASSWORD):
        with pytest.raises(WrongPassword):
            unlock(home, "provider two", old)


def test_a_password_left_over_for_a_disabled_user_opens_nothing_and_is_removed(home: Path) -> None:
    """As after a power cut between disabling a user and rewriting the key files."""
    with unlock(home, "owner", PASSWORD) as records:
        before = key_files.read(home)
        records.users.disable(2)
    key_files.write(home, before)
    with pytest.raises(WrongPassword):
        unlock(home, "provider two", OTHER_PASSWORD)
    unlock(home, "owner", PASSWORD).close()
    assert key_files.read(home).find(Kind.PASSWORD, "provider two") is None


def test_a_new_recovery_key_voids_the_old_one(home: Path, recovery_key: str) -> None:
    """And only an administrator gets one; the key signs in administrators alone."""
    with unlock(home, "provider two", OTHER_PASSWORD) as records, pytest.raises(NotPermitted):
        records.users.reissue_recovery_key()
    with unlock(home, "owner", PASSWORD) as records:
        new = records.users.reissue_recovery_key()
    with pytest.raises(WrongPassword):
        unlock_with_recovery_key(home, recovery_key, NEW_PASSWORD)
    with pytest.raises(UnknownChoice, match="administrator"):
        unlock_with_recovery_key(home, new, NEW_PASSWORD, "provider two")
    unlock_with_recovery_key(home, new, NEW_PASSWORD, "owner").close()


def test_the_data_key_changes_and_every_password_goes_on_working(home: Path, recovery_key: str) -> None:
    """What was stored is there, under another key: the old one opens the file no more."""
    with unlock(home, "owner", PASSWORD) as records:
        stored = records.patients.add(Patient(family_name="Sample"))
        old = records._ring.data_key
        records.change_data_key()
        assert records.patients.search() == [stored]
        assert records._ring.data_key != old

    with pytest.raises(RecordsDamaged):
        connect(home / "records.db", old)
    assert len(key_files.read(home).data_keys) == 1
    with unlock(home, "provider two", OTHER_PASSWORD) as records:
        assert records.patients.search() == [stored]
        with pytest.raises(NotPermitted):
            records.change_data_key()
    unlock_with_recovery_key(home, recovery_key, NEW_PASSWORD).close()
    assert not list(home.glob("*.rekeyed*"))


KILLED = """
import os, shutil, signal, sys
from pathlib import Path
from desktop.domain.patient import Patient
from desktop.domain.user import NewUser, Role
from desktop.records import data_key_change, database, key_files, key_ring, keys, records, users
from desktop.records.keys import Cost
from tests.servers.clinic import OWNER

keys.COST = Cost(64, 1, 1)
folder, what, stride = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
OLD, NEW = "seven quiet rivers", "nine amber staircases"
watched = {each.__file__ for each in (data_key_change, key_files, key_ring, users)}
template = folder / "template"
template.mkdir()
made, _ = records.create_records(template, OLD, OWNER)
made.users.add(NewUser("two", "Two", roles=frozenset({Role.PROVIDER})), "purple lantern orbit")
made.patients.add(Patient(family_name="Sample"))
made.close()

def kill_after(lines):
    seen = 0
    def trace(frame, event, _argument):
        nonlocal seen
        if frame.f_code.co_filename not in watched:
            return None
        seen += event == "line"
        if seen > lines:
            os.kill(os.getpid(), signal.SIGKILL)
        return trace
    sys.settrace(trace)

step, ended = 0, False
while not ended:
    home = folder / str(step)
    shutil.copytree(template, home)
    child = os.fork()
    if child == 0:
        opened = records.unlock(home, "owner", OLD)
        kill_after(step)
        if what == "password":
            opened.users.change_my_password(OLD, NEW)
        else:
            opened.change_data_key()
        sys.settrace(None)
        os._exit(0)
    ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    opens = []
    for password in (OLD, NEW):
        try:
            with records.unlock(home, "owner", password) as again:
                assert [each.family_name for each in again.patients.search()] == ["Sample"]
            opens.append(password)
        except records.WrongPassword:
            pass
    with records.unlock(home, "two", "purple lantern orbit") as again:
        assert len(again.patients.search()) == 1
    assert len(opens) == 1, f"step {step}: {len(opens)} passwords open"
    assert len(key_files.read(home).data_keys) == 1
    assert not list(home.glob("*rekeyed*"))
    print(opens[0], flush=True)
    shutil.rmtree(home)
    step += stride
"""


@pytest.mark.parametrize(("what", "stride", "expected"), [("password", 4, 2), ("data key", 5, 1)])
def test_a_change_of_keys_killed_at_any_step_leaves_records_that_open(
    tmp_path: Path, what: str, stride: int, expected: int
) -> None:
    """Kill -9 at lines spread over the whole change: the old or the new password opens, and every user's own."""
    ended = subprocess.run(  # noqa: S603 - this test's own program
        [sys.executable, "-c", KILLED, str(tmp_path), what, str(stride)],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert ended.returncode == 0, ended.stderr
    opened = ended.stdout.splitlines()
    assert len(opened) > 10
    assert opened == sorted(opened, key=[PASSWORD, NEW_PASSWORD].index)
    assert len(set(opened)) == expected


def test_the_key_file_holds_no_secret_in_the_clear(home: Path) -> None:
    """Names to find an envelope by, and sealed keys; neither key nor password."""
    with unlock(home, "owner", PASSWORD) as records:
        ring = records._ring
        text = (home / "keys.1").read_text(encoding="utf-8")
    assert {each["user"] for each in json.loads(text)["envelopes"]} == {"owner", "provider two", ""}
    for secret in (ring.data_key.hex(), ring._home_key.hex(), PASSWORD):
        assert secret not in text


def test_records_close_when_the_sign_out_cannot_be_noted(home: Path) -> None:
    """A user who was disabled meanwhile leaves without an error."""
    with unlock(home, "owner", PASSWORD) as owner:
        provider: Records = unlock(home, "provider two", OTHER_PASSWORD)
        owner.users.disable(2)
        provider.sign_out()
        provider.sign_out()
