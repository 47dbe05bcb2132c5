"""Recording and playing with a real sound system: PortAudio, ALSA, PulseAudio, and a plug that can be pulled."""

from __future__ import annotations

import os
import select
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from desktop.domain.capture import (
    AudioDevice,
    DeviceLost,
    Hearing,
    LevelChanged,
    RecordingEvent,
    RecordingStarted,
    StoredUpTo,
)
from desktop.domain.errors import AudioError, MissingPart, NoMicrophone
from desktop.domain.recording import GapReason, Recording, RecordingState
from desktop.domain.sound import SAMPLE_RATE_HZ
from desktop.records.records import Records
from desktop.workflow.listen import PlayedUpTo, PlayerControl, listen
from desktop.workflow.microphones import list_microphones, watch_microphones
from desktop.workflow.record import record
from desktop.workflow.recording_control import RecordingControl
from desktop.workflow.recover import interrupted
from tests.servers.recorded_visits import of_kind, records_in, run, stored_pcm, visit_with_consent
from tests.servers.virtual_microphone import VirtualMicrophone, virtual_microphone, write_wave

PITCH_HZ = 440


@pytest.fixture
def microphone() -> Iterator[VirtualMicrophone]:
    with tempfile.TemporaryDirectory(prefix="mic") as folder, virtual_microphone(Path(folder)) as plugged:
        yield plugged


@pytest.fixture
def records(tmp_path: Path) -> Iterator[Records]:
    with records_in(tmp_path) as records:
        yield records


def whistle(path: Path, duration_s: float) -> Path:
    """A file with a tone of PITCH_HZ."""
    samples = 10_000 * np.sin(2 * np.pi * PITCH_HZ * np.arange(int(16_000 * duration_s)) / 16_000)
    return write_wave(path, samples.astype("<i2").tobytes())


def whistled_s(pcm: bytes) -> float:
    """For how long PITCH_HZ, and nothing else, is heard."""
    samples = np.frombuffer(pcm, dtype="<i2").astype(float)
    step = SAMPLE_RATE_HZ // 20
    steps = samples[: len(samples) // step * step].reshape(-1, step) * np.hanning(step)
    power = np.abs(np.fft.rfft(steps)) ** 2
    place = PITCH_HZ * step // SAMPLE_RATE_HZ
    is_tone = (power.sum(axis=1) > 1e9) & (
        power[:, place - 2 : place + 3].sum(axis=1) > 0.9 * power.sum(axis=1)
    )
    return float(is_tone.sum()) / 20


def record_visit(
    records: Records,
    on_event: Callable[[RecordingEvent, RecordingControl], None],
    device: AudioDevice | None = None,
) -> tuple[list[RecordingEvent], Recording]:
    """Record until on_event presses Stop."""
    control = RecordingControl()
    job = record(records, visit_with_consent(records), device, control)
    return run(job, lambda event: on_event(event, control))


def stop_after(position_ms: int) -> Callable[[RecordingEvent, RecordingControl], None]:
    """Press Stop when so much was heard."""

    def press(event: RecordingEvent, control: RecordingControl) -> None:
        if isinstance(event, LevelChanged) and event.position_ms >= position_ms:
            control.stop()

    return press


@pytest.mark.parametrize(("rate_hz", "channels"), [(48_000, 2), (44_100, 1)])
def test_what_is_said_is_stored_at_its_pitch_and_length(
    microphone: VirtualMicrophone, records: Records, tmp_path: Path, rate_hz: int, channels: int
) -> None:
    """Devices of any rate and number of channels: the whistle arrives whole, loud enough, and was stored on the way."""
    microphone.pull_out()
    microphone.plug_in(rate_hz, channels)
    (device,) = [each for each in list_microphones() if each.is_default]
    file = whistle(tmp_path / "whistle.wav", 1.0)
    speaking = []

    def speak_and_stop(event: RecordingEvent, control: RecordingControl) -> None:
        if isinstance(event, RecordingStarted):
            speaking.append(microphone.say(file))
        stop_after(2_500)(event, control)

    events, recording = record_visit(records, speak_and_stop, device)
    assert speaking[0].wait() == 0
    assert recording.source == device.name
    assert recording.state is RecordingState.FINISHED
    assert 0.9 <= whistled_s(stored_pcm(records, recording)) <= 1.1
    assert -14 < max(event.level.peak_dbfs for event in of_kind(events, LevelChanged)) < -8
    stored = [event.position_ms for event in of_kind(events, StoredUpTo)]
    assert len(stored) >= 2
    assert stored[-1] == recording.duration_ms >= 2_500


def test_a_pulled_plug_is_said_and_the_visit_goes_on(
    microphone: VirtualMicrophone, records: Records, tmp_path: Path
) -> None:
    """The device goes in the middle of a word: kept up to there, no hang, and after plugging in the same recording."""
    lost_at_ms: list[int] = []
    speaking = []

    def person(event: RecordingEvent, control: RecordingControl) -> None:
        if isinstance(event, LevelChanged) and event.position_ms >= 700 and not lost_at_ms:
            lost_at_ms.append(event.position_ms)
            microphone.pull_out()
        elif isinstance(event, DeviceLost):
            microphone.plug_in()
            control.resume()
        elif isinstance(event, RecordingStarted) and lost_at_ms:
            speaking.append(microphone.say(whistle(tmp_path / "whistle.wav", 1.0)))
        elif speaking:
            stop_after(lost_at_ms[0] + 1_800)(event, control)

    events, recording = record_visit(records, person)
    assert speaking[0].wait() == 0
    (lost,) = of_kind(events, DeviceLost)
    assert lost_at_ms[0] <= lost.position_ms <= lost_at_ms[0] + 500
    assert "microphone stopped at" in lost.sentence
    (gap,) = records.recordings.gaps(recording.id)
    assert (gap.at_ms, gap.reason) == (lost.position_ms, GapReason.DEVICE_LOST)
    after = b"".join(sound.pcm for sound in records.recordings.sound(recording.id, gap.at_ms))
    assert 0.9 <= whistled_s(after) <= 1.1


def test_without_any_device_there_is_a_sentence_and_no_recording(
    microphone: VirtualMicrophone, records: Records
) -> None:
    """A machine without a microphone: an empty list, a reason, and nothing in the records."""
    microphone.close()
    assert list_microphones() == ()
    with pytest.raises(NoMicrophone, match="No microphone was found"):
        record_visit(records, stop_after(100))
    assert records.recordings.in_states(*RecordingState) == []


def test_a_sound_system_that_crashes_takes_nothing_along(
    records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PortAudio aborts its process on an empty ALSA configuration: no device, one sentence, and the program lives."""
    monkeypatch.setenv("ALSA_CONFIG_PATH", "/dev/null")
    assert list_microphones() == ()
    with pytest.raises(NoMicrophone, match="does not send any sound"):
        record_visit(records, stop_after(100))
    with pytest.raises(AudioError, match="loudspeaker"):
        list(listen(records, 1, PlayerControl()))


RECORDER = """
import multiprocessing, sys
from pathlib import Path
from desktop.domain.capture import StoredUpTo
from desktop.workflow.record import record
from desktop.workflow.recording_control import RecordingControl
from desktop.workflow.recover import interrupted
from tests.servers.recorded_visits import records_in, visit_with_consent

with records_in(Path(sys.argv[1])) as records:
    for event in record(records, visit_with_consent(records), None, RecordingControl()):
        if isinstance(event, StoredUpTo):
            print(multiprocessing.active_children()[0].pid, event.position_ms, flush=True)
"""


def test_the_microphone_is_let_go_when_the_program_is_killed(
    microphone: VirtualMicrophone, tmp_path: Path
) -> None:
    """Kill -9 in the middle of a recording: its second is stored, and no process goes on listening."""
    del microphone
    command = [sys.executable, "-c", RECORDER, str(tmp_path)]
    root = Path(__file__).resolve().parents[2]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=root) as recorder:  # noqa: S603 - this test's own program
        assert recorder.stdout is not None
        pid, stored_ms = map(int, recorder.stdout.readline().split())
        listener = os.pidfd_open(pid)
        recorder.kill()
    gone, _, _ = select.select([listener], [], [], 5.0)
    assert gone == [listener]
    os.close(listener)
    with records_in(tmp_path) as records:
        (found,) = interrupted(records)
        assert found.recording.duration_ms >= stored_ms > 0


def test_a_device_is_found_by_its_name_alone(microphone: VirtualMicrophone, records: Records) -> None:
    """Its number, rate and channels may have changed since it was chosen; another name is not taken for it.

    Nobody plays anything, so the device sends exact zeros, as a system does that refuses permission: that is said.
    """
    del microphone
    (chosen,) = list_microphones()
    changed = AudioDevice(chosen.name, chosen.host_api, 1, 8_000)
    assert changed.is_same(chosen)
    events, recording = record_visit(records, stop_after(2_200), changed)
    assert recording.source == chosen.name
    hearing = [event.level.hearing for event in of_kind(events, LevelChanged)]
    assert Hearing.NO_SIGNAL not in hearing[:15]
    assert hearing[-1] is Hearing.NO_SIGNAL
    with pytest.raises(NoMicrophone, match="Desk microphone is not connected"):
        record_visit(records, stop_after(300), AudioDevice("Desk microphone", chosen.host_api, 1, 48_000))


def test_the_list_is_watched(microphone: VirtualMicrophone, monkeypatch: pytest.MonkeyPatch) -> None:
    """The watch tells the list at once, stays silent while nothing changes, and notices a device that goes."""
    from desktop.audio import devices

    monkeypatch.setattr(devices, "RESCAN_S", 0.1)
    watch = watch_microphones()
    lists = (event for event in watch if isinstance(event, tuple))
    (device,) = next(lists)
    assert device.is_default
    microphone.close()
    assert next(lists) == ()
    watch.close()


def test_without_portaudio_the_package_is_named(
    tmp_path: Path, records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The library cannot be found, in the program's own child processes: listing, recording and playing say what to install."""
    hide = "import ctypes.util\nctypes.util.find_library = lambda name: None\n"
    (tmp_path / "sitecustomize.py").write_text(hide)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with pytest.raises(MissingPart, match="libportaudio2"):
        list_microphones()
    with pytest.raises(MissingPart, match="libportaudio2"):
        record_visit(records, stop_after(100))
    with pytest.raises(MissingPart, match="libportaudio2"):
        list(listen(records, 1, PlayerControl()))


def test_playing_a_recording_is_heard_from_its_position(
    microphone: VirtualMicrophone, records: Records, tmp_path: Path
) -> None:
    """One second of the whistle in the middle of silence is played into the sink, and the microphone hears it."""
    from desktop.domain.jobs import finish
    from desktop.workflow.import_audio import import_audio

    del microphone
    samples = np.zeros(16_000 * 6)
    samples[3 * 16_000 : 4 * 16_000] = 10_000 * np.sin(2 * np.pi * PITCH_HZ * np.arange(16_000) / 16_000)
    file = write_wave(tmp_path / "visit.wav", samples.astype("<i2").tobytes())
    imported = finish(import_audio(records, visit_with_consent(records), file))
    player = listen(records, imported.id, PlayerControl(), from_ms=2_800, to_ms=4_100)
    positions: list[int] = []
    ended_ms: list[int] = []

    def play_along(event: RecordingEvent, control: RecordingControl) -> None:
        if not isinstance(event, LevelChanged):
            return  # the microphone may not hear yet
        played = next(player, None)
        if isinstance(played, PlayedUpTo):
            positions.append(played.position_ms)
        elif played is None:
            ended_ms.append(event.position_ms)
            stop_after(ended_ms[0] + 500)(event, control)

    _, recording = record_visit(records, play_along)
    player.close()
    assert 0.85 <= whistled_s(stored_pcm(records, recording)) <= 1.1
    assert positions == sorted(positions)
    assert 2_800 < positions[0] < 3_500
    assert 3_800 < positions[-1] <= 4_150


def test_the_player_obeys_its_buttons(
    microphone: VirtualMicrophone, records: Records, tmp_path: Path
) -> None:
    """Pause holds the position, seek moves it, stop ends the job and returns where it was."""
    from desktop.domain.jobs import finish
    from desktop.workflow.import_audio import import_audio

    del microphone
    file = whistle(tmp_path / "visit.wav", 30.0)
    imported = finish(import_audio(records, visit_with_consent(records), file))
    control = PlayerControl()
    player = listen(records, imported.id, control)
    while not isinstance(next(player), PlayedUpTo):
        pass
    control.pause()
    waited = 0
    last_ms = 0
    while waited < 5:
        event = next(player)
        if isinstance(event, PlayedUpTo):
            last_ms, waited = event.position_ms, 0
        else:
            waited += 1
    assert last_ms < 3_000
    control.resume()
    control.seek(20_000)
    while not isinstance(event := next(player), PlayedUpTo) or event.position_ms < 20_000:
        pass
    assert event.position_ms < 22_000
    control.stop()
    with pytest.raises(StopIteration) as end:
        next(player)
    assert 20_000 <= end.value.value < 22_000


def test_playing_without_a_loudspeaker_is_one_sentence(
    microphone: VirtualMicrophone, records: Records
) -> None:
    """The reason is said instead of silence."""
    microphone.close()
    with pytest.raises(AudioError, match="No loudspeaker"):
        list(listen(records, 1, PlayerControl()))
