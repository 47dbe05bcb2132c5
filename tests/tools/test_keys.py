"""The data key, its envelopes and the two copies of the key file."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.domain.errors import RecordsDamaged, RecordsNewer, RecordsUnavailable, WrongPassword
from desktop.records import key_files, keys
from desktop.records.keys import Cost, Kind
from desktop.records.passwords import normalised

CHEAP = Cost(memory_kib=64, passes=1, lanes=1)
DATA_KEY = bytes(range(32))
SEALED = (keys.SealedDataKey(bytes(12), bytes(48)),)


@pytest.fixture
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Argon2id at a cost that suits tests of everything but its cost."""
    monkeypatch.setattr(keys, "COST", CHEAP)


def _seal(secret: str, kind: Kind = Kind.PASSWORD) -> keys.Envelope:
    return keys.seal(DATA_KEY, secret, kind, "owner")


def test_the_real_cost_is_written_into_the_envelope() -> None:
    """A password costs a guesser 64 MiB, three passes, four lanes; the envelope opens with the same cost."""
    envelope = _seal("purple lantern orbit")
    assert envelope.cost == Cost(memory_kib=64 * 1024, passes=3, lanes=4)
    assert keys.open_envelope(envelope, "purple lantern orbit") == DATA_KEY


@pytest.mark.usefixtures("cheap")
def test_data_keys_salts_and_nonces_are_never_the_same_twice() -> None:
    """Two envelopes of the same password have nothing in common, and no two files share a key."""
    first, second = _seal("purple lantern orbit"), _seal("purple lantern orbit")
    assert first.salt != second.salt
    assert first.nonce != second.nonce
    assert first.sealed != second.sealed
    assert keys.new_key() != keys.new_key()
    assert len(keys.new_key()) * 8 == 256


@pytest.mark.usefixtures("cheap")
def test_a_wrong_password_and_a_wrong_recovery_key_are_said_apart() -> None:
    """The seal refuses both, each with its own sentence."""
    with pytest.raises(WrongPassword, match="password does not open"):
        keys.open_envelope(_seal("purple lantern orbit"), "purple lantern orbits")
    with pytest.raises(WrongPassword, match="belongs to other records"):
        keys.open_envelope(_seal("A" * 30, Kind.RECOVERY), "B" * 30)


@pytest.mark.usefixtures("cheap")
def test_a_password_opens_however_its_accents_are_typed() -> None:
    """NFC on one keyboard and NFD on another are one password."""
    composed = "Zoë Ångström über"
    envelope = _seal(normalised(composed))
    decomposed = unicodedata.normalize("NFD", composed)
    assert keys.open_envelope(envelope, normalised(decomposed)) == DATA_KEY


@pytest.mark.usefixtures("cheap")
def test_an_envelope_cannot_pass_for_another_kind_or_user() -> None:
    """The seal vouches for what it is and whose it is."""
    envelope = _seal("purple lantern orbit")
    for changed in (replace(envelope, kind=Kind.RECOVERY), replace(envelope, user="somebody")):
        with pytest.raises(WrongPassword):
            keys.open_envelope(changed, "purple lantern orbit")


def test_a_key_file_cannot_make_the_program_swallow_all_memory(tmp_path: Path) -> None:
    """An absurd cost in a key file is damage, not a reason to allocate terabytes."""
    absurd = replace(
        keys.Envelope(Kind.PASSWORD, "owner", CHEAP, b"s" * 16, b"n" * 12, b"x" * 48), cost=Cost(2**40)
    )
    key_files.write(tmp_path, key_files.KeyFile((absurd,), SEALED))
    envelope = key_files.read(tmp_path).find(Kind.PASSWORD, "owner")
    assert envelope is not None
    with pytest.raises(RecordsDamaged):
        keys.open_envelope(envelope, "purple lantern orbit")


@pytest.mark.usefixtures("cheap")
def test_key_files_read_back_and_are_for_their_owner_alone(tmp_path: Path) -> None:
    """What is written is what is read, in two equal copies, with no temporary file left."""
    written = key_files.KeyFile((_seal("purple lantern orbit"), _seal("K" * 30, Kind.RECOVERY)), SEALED)
    key_files.write(tmp_path, written)
    assert key_files.read(tmp_path) == written
    assert sorted(path.name for path in tmp_path.iterdir()) == ["keys.1", "keys.2"]
    assert (tmp_path / "keys.1").read_bytes() == (tmp_path / "keys.2").read_bytes()
    if os.name != "nt":
        assert (tmp_path / "keys.1").stat().st_mode & 0o077 == 0


@pytest.mark.usefixtures("cheap")
def test_any_flipped_bit_is_noticed_and_the_other_copy_is_used_and_heals_it(tmp_path: Path) -> None:
    """A bit anywhere in one copy: the envelopes come from the other, which then mends the first."""
    written = key_files.KeyFile((_seal("purple lantern orbit"),), SEALED)
    key_files.write(tmp_path, written)
    whole = (tmp_path / "keys.1").read_bytes()
    for index in range(len(whole)):
        flipped = bytearray(whole)
        flipped[index] ^= 1
        (tmp_path / "keys.1").write_bytes(flipped)
        assert key_files.read(tmp_path) == written
    key_files.heal(tmp_path, written)
    assert (tmp_path / "keys.1").read_bytes() == whole


@pytest.mark.usefixtures("cheap")
@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"null", b'{"checksum": 1}', b"\xff\xfe\x00", b"[" * 100_000]
)
def test_a_missing_or_damaged_copy_is_healed_and_two_are_a_plain_sentence(
    tmp_path: Path, content: bytes
) -> None:
    """Whatever stands in place of a copy, the other serves; with neither, the person is told what to do."""
    written = key_files.KeyFile((_seal("purple lantern orbit"),), SEALED)
    key_files.write(tmp_path, written)
    (tmp_path / "keys.2").write_bytes(content)
    assert key_files.read(tmp_path) == written
    (tmp_path / "keys.1").unlink()
    with pytest.raises(RecordsDamaged, match=r"Put back keys\.1 and keys.2 from a backup"):
        key_files.read(tmp_path)


@pytest.mark.usefixtures("cheap")
def test_the_newer_of_two_whole_copies_counts(tmp_path: Path) -> None:
    """After an interrupted change the copy of the later generation is the truth."""
    old = key_files.KeyFile((_seal("purple lantern orbit"),), SEALED)
    new = old.with_envelope(_seal("green lantern orbit"))
    key_files.write(tmp_path, new)
    newer_copy = (tmp_path / "keys.2").read_bytes()
    key_files.write(tmp_path, old)
    (tmp_path / "keys.2").write_bytes(newer_copy)
    assert key_files.read(tmp_path) == new


@pytest.mark.usefixtures("cheap")
def test_key_files_of_a_newer_version_are_not_called_damaged(tmp_path: Path) -> None:
    """The sentence says to install the newer version."""
    key_files.write(tmp_path, key_files.KeyFile((_seal("purple lantern orbit"),), SEALED))
    body = json.loads((tmp_path / "keys.1").read_bytes())
    body.pop("checksum")
    body["format"] = 99
    body["checksum"] = key_files._checksum(body)
    (tmp_path / "keys.1").write_text(json.dumps(body), encoding="utf-8")
    with pytest.raises(RecordsNewer, match="newer version"):
        key_files.read(tmp_path)


@pytest.mark.usefixtures("cheap")
def test_a_change_that_cannot_be_written_leaves_the_old_envelopes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that refuses to flush: one sentence, the old password still there, no temporary file."""
    old = key_files.KeyFile((_seal("purple lantern orbit"),), SEALED)
    key_files.write(tmp_path, old)

    def refuse(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(RecordsUnavailable, match="could not be written"):
        key_files.write(tmp_path, old.with_envelope(_seal("green lantern orbit")))
    assert key_files.read(tmp_path) == old
    assert sorted(path.name for path in tmp_path.iterdir()) == ["keys.1", "keys.2"]


@pytest.mark.usefixtures("cheap")
def test_a_second_copy_that_cannot_be_written_does_not_undo_the_change(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """With the first copy replaced the new password holds, and the person is not told otherwise."""
    old = key_files.KeyFile((_seal("purple lantern orbit"),), SEALED)
    key_files.write(tmp_path, old)
    (tmp_path / "keys.2").unlink()
    (tmp_path / "keys.2").mkdir()
    new = old.with_envelope(_seal("green lantern orbit"))
    key_files.write(tmp_path, new)
    assert "second copy" in caplog.text
    (tmp_path / "keys.2").rmdir()
    assert key_files.read(tmp_path) == new


KILLED_CHANGE = """
import os, signal, sys
from pathlib import Path
from desktop.records import key_files, keys
from desktop.records.keys import Cost, Kind

home, step = Path(sys.argv[1]), 0
keys.COST = Cost(64, 1, 1)
sealed = (keys.SealedDataKey(bytes(12), bytes(48)),)
old = key_files.KeyFile((keys.seal(bytes(32), "old", Kind.PASSWORD, "owner"),), sealed)
new = old.with_envelope(keys.seal(bytes(32), "new", Kind.PASSWORD, "owner"))

def kill_after(lines):
    seen = 0
    def trace(frame, event, _argument):
        nonlocal seen
        if frame.f_code.co_filename != key_files.__file__:
            return None
        seen += event == "line"
        if seen > lines:
            os.kill(os.getpid(), signal.SIGKILL)
        return trace
    sys.settrace(trace)

while True:
    key_files.write(home, old)
    child = os.fork()
    if child == 0:
        kill_after(step)
        key_files.write(home, new)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    envelope = key_files.read(home).find(Kind.PASSWORD, "owner")
    opened = [secret for secret in ("old", "new") if envelope == (old if secret == "old" else new).envelopes[0]]
    assert len(opened) == 1, f"step {step}: neither password opens"
    keys.open_envelope(envelope, opened[0])
    key_files.heal(home, key_files.read(home))
    print(step, opened[0], flush=True)
    if os.waitstatus_to_exitcode(status) == 0:
        break
    step += 1
"""


def test_a_password_change_killed_at_any_line_leaves_one_password_that_works(tmp_path: Path) -> None:
    """Kill -9 at every line of the writing code: the old or the new password opens, first old, then new."""
    ended = subprocess.run(  # noqa: S603 - this test's own program
        [sys.executable, "-c", KILLED_CHANGE, str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert ended.returncode == 0, ended.stderr
    opened = [line.split()[1] for line in ended.stdout.splitlines()]
    assert len(opened) > 20
    assert opened == sorted(opened, reverse=True)
    assert set(opened) == {"old", "new"}
