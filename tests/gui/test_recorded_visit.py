"""A visit is spoken into a real microphone, written down while it is spoken, and becomes a note when it is finished."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
import pytest

from desktop.domain.note import Section
from desktop.domain.recording import RecordingState, Transcription
from desktop.ui.recorder import RecorderState
from desktop.workflow import visits
from desktop.workflow.record import consent
from desktop.workflow.session import enter
from desktop.workflow.settings import SpeechSettings
from tests.gui.conftest import PASSWORD, Person
from tests.servers.virtual_microphone import VirtualMicrophone, virtual_microphone, write_wave

SAMPLES = Path(__file__).resolve().parents[2] / "resources" / "samples"
SPOKEN_S = 24


@pytest.fixture
def microphone() -> Iterator[VirtualMicrophone]:
    with tempfile.TemporaryDirectory(prefix="mic") as folder, virtual_microphone(Path(folder)) as plugged:
        yield plugged


def _beginning_of_the_visit(path: Path) -> Path:
    """The first seconds of the recorded sample visit, as a WAV file."""
    resampler = av.AudioResampler(format="s16", layout="mono", rate=16_000)
    with av.open(str(SAMPLES / "fictional-low-back-pain.ogg")) as recording:
        pieces = [
            made.to_ndarray().reshape(-1)
            for frame in recording.decode(audio=0)
            for made in resampler.resample(frame)
        ]
    samples = np.concatenate(pieces)[: SPOKEN_S * 16_000]
    return write_wave(path, samples.astype("<i2").tobytes())


def _uses_demo_model(who: Person) -> None:
    settings = who.workspace._session.settings
    who.workspace.in_use._store(settings.model_copy(update={"speech": SpeechSettings(model="demo")}))


def test_a_spoken_visit_becomes_words_and_a_note(  # noqa: PLR0917 - fixtures
    microphone,
    person,
    home,
    qtbot,
    monkeypatch,
    tmp_path,
):
    """Record, live words, Finish, note; and all of it is there after the program was closed."""
    monkeypatch.setattr("desktop.ui.visit_recording.agrees", lambda _parent, _text: True)
    _uses_demo_model(person)
    visit_id = person.starts_visit("")
    bar = person.page.recorder
    qtbot.waitUntil(bar.record.isEnabled, timeout=20_000)
    recorder = person.workspace.recording.recorder
    bar.record.click()
    bar.record_asked.emit()  # pressed twice: one recording
    qtbot.waitUntil(lambda: recorder.state is RecorderState.RECORDING, timeout=15_000)
    playing = microphone.say(_beginning_of_the_visit(tmp_path / "visit.wav"))
    qtbot.waitUntil(lambda: "lower back" in person.page.transcript.text, timeout=40_000)
    assert recorder.is_on, "the words came while the visit was still being spoken"
    qtbot.waitUntil(lambda: playing.poll() is not None, timeout=40_000)
    assert "Saved and encrypted up to" in bar.words.text()
    with qtbot.waitSignal(person.workspace.drafts.ended, timeout=60_000):
        bar.finish.click()
    assert "back" in person.note.texts[Section.SUBJECTIVE]
    person.is_stored()
    window = person.page.window()
    with qtbot.waitSignal(window.closed, timeout=20_000):
        window.close()
    session = enter(home, "owner", PASSWORD)
    try:
        opened = visits.open_visit(session.records, visit_id)
        (recording,) = session.records.recordings.of_visit(visit_id)
        given = consent(session.records, visit_id)
        words = session.records.spoken_words.of_recording(recording.id)
    finally:
        session.close()
    assert "lower back" in opened.transcript_text
    assert opened.transcript_text.startswith("[00:0")
    assert "back" in opened.note.note[Section.SUBJECTIVE]
    assert recording.state is RecordingState.FINISHED
    assert recording.transcription is Transcription.DONE
    assert recording.duration_ms > (SPOKEN_S - 2) * 1000
    assert given is not None
    assert "back" in {word.text.strip(" ,.").lower() for word in words}
    assert all(0 <= word.start_ms <= word.end_ms <= recording.duration_ms for word in words)


def test_an_imported_recording_is_written_down(person, qtbot):
    """A file becomes sound in the records, and words in the transcript."""
    _uses_demo_model(person)
    person.starts_visit("")
    person.workspace.sound.import_files([SAMPLES / "fictional-low-back-pain.ogg"])
    qtbot.waitUntil(lambda: "penicillin" in person.page.transcript.text, timeout=90_000)
    qtbot.waitUntil(lambda: not person.workspace.write_down.is_busy, timeout=60_000)
    qtbot.waitUntil(lambda: person.page.recordings[0].transcription is Transcription.DONE)
    assert person.page.recorder.play.isVisible()


def test_silence_gives_no_words_and_no_note(person, qtbot, tmp_path):
    """A silent recording is kept and said to be silent."""
    _uses_demo_model(person)
    person.starts_visit("")
    silence = write_wave(tmp_path / "silence.wav", bytes(2 * 16_000 * 6))
    person.workspace.sound.import_files([silence])
    qtbot.waitUntil(lambda: "No speech was heard" in person.page.banner.words, timeout=60_000)
    assert person.page.transcript.text == ""
    assert person.page.recordings[0].duration_ms == 6000


def test_without_a_chosen_model_a_recording_is_kept_and_offered_for_later(person, qtbot, tmp_path):
    """Nothing is lost and nothing is written down by a model that nobody chose."""
    person.starts_visit("")
    sound = write_wave(tmp_path / "sound.wav", bytes(2 * 16_000 * 3))
    person.workspace.sound.import_files([sound])
    qtbot.waitUntil(person.page.recorder.write.isVisible, timeout=30_000)
    assert person.page.transcript.text == ""
    assert person.page.recordings[0].transcription is Transcription.NONE
