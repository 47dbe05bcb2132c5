"""The recorder in the window: faults of the microphone, recordings that were cut short, re-tagging, playing."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from desktop.domain.recording import GapReason, RecordingState
from desktop.domain.sound import BYTES_PER_MS, Sound
from desktop.records.recordings import Chunk
from desktop.ui.recorder import RecorderState
from desktop.ui.recovery_dialog import Fate, RecoveryDialog
from desktop.workflow.record import consent, give_consent
from desktop.workflow.visits import now
from tests.gui.conftest import named
from tests.servers.virtual_microphone import VirtualMicrophone, virtual_microphone


@pytest.fixture
def microphone() -> Iterator[VirtualMicrophone]:
    with tempfile.TemporaryDirectory(prefix="mic") as folder, virtual_microphone(Path(folder)) as plugged:
        yield plugged


@pytest.fixture
def consenting(monkeypatch):
    monkeypatch.setattr("desktop.ui.visit_recording.agrees", lambda _parent, _text: True)


def _records(person):
    return person.workspace._session.records


def _recording(person) -> int:
    """Begin to record the visit on the page; returns the visit."""
    visit_id = person.starts_visit("")
    person.qtbot.waitUntil(person.page.recorder.record.isEnabled, timeout=20_000)
    person.page.recorder.record.click()
    recorder = person.workspace.recording.recorder
    person.qtbot.waitUntil(lambda: recorder.state is RecorderState.RECORDING, timeout=15_000)
    person.qtbot.waitUntil(lambda: recorder.stored_ms >= 1000, timeout=15_000)
    return visit_id


def _stopped(person):
    recorder = person.workspace.recording.recorder
    person.qtbot.waitUntil(lambda: not recorder.is_on, timeout=15_000)
    person.qtbot.waitUntil(lambda: bool(person.page.recordings))


def test_a_pulled_plug_is_said_and_the_same_recording_goes_on(microphone, person, consenting):
    """Unplugged: a banner, everything before is kept; plugged in again, Continue goes on with a marked gap."""
    visit_id = _recording(person)
    recorder = person.workspace.recording.recorder
    microphone.pull_out()
    person.qtbot.waitUntil(lambda: recorder.state is RecorderState.LOST, timeout=20_000)
    assert "icrophone" in person.page.banner.words
    before_ms = recorder.stored_ms
    microphone.plug_in()
    named(person.page.banner, QPushButton, "Continue").click()
    person.qtbot.waitUntil(lambda: recorder.state is RecorderState.RECORDING, timeout=20_000)
    person.qtbot.waitUntil(lambda: recorder.stored_ms > before_ms, timeout=15_000)
    person.page.recorder.record.click()
    _stopped(person)
    (recording,) = _records(person).recordings.of_visit(visit_id)
    assert recording.state is RecordingState.FINISHED
    assert GapReason.DEVICE_LOST in {gap.reason for gap in _records(person).recordings.gaps(recording.id)}


def test_a_recording_stays_with_its_visit_and_keeps_others_from_starting(microphone, person, consenting):
    """While another visit is on screen the recording goes on; Record there is refused in words."""
    first = _recording(person)
    second = person.starts_visit("")
    person.workspace.recording.record()
    assert "recording of another visit is running" in person.page.banner.words.lower()
    person.workspace.recording.recorder.stop()
    recorder = person.workspace.recording.recorder
    person.qtbot.waitUntil(lambda: not recorder.is_on, timeout=15_000)
    assert len(_records(person).recordings.of_visit(first)) == 1
    assert _records(person).recordings.of_visit(second) == []


def test_pause_throws_away_what_is_heard_and_says_so(microphone, person, consenting):
    """Paused time is no part of the recording."""
    _recording(person)
    recorder = person.workspace.recording.recorder
    person.page.recorder.pause.click()
    person.qtbot.waitUntil(lambda: recorder.state is RecorderState.PAUSED, timeout=5000)
    assert person.page.recorder.pause.text() == "Continue"
    person.page.recorder.pause.click()
    person.qtbot.waitUntil(lambda: recorder.state is RecorderState.RECORDING, timeout=5000)
    person.page.recorder.record.click()
    _stopped(person)


def test_nothing_is_recorded_before_the_patient_agrees(microphone, person, monkeypatch):
    """Without the tick there is no recording; with it, text and time are stored and it is not asked again."""
    answers = [False, True]
    monkeypatch.setattr("desktop.ui.visit_recording.agrees", lambda _parent, _text: answers.pop(0))
    visit_id = person.starts_visit("")
    person.qtbot.waitUntil(person.page.recorder.record.isEnabled, timeout=20_000)
    person.page.recorder.record.click()
    person.qtbot.waitUntil(lambda: len(answers) == 1)
    assert not person.workspace.recording.recorder.is_on
    assert consent(_records(person), visit_id) is None
    person.page.recorder.record.click()
    recorder = person.workspace.recording.recorder
    person.qtbot.waitUntil(lambda: recorder.state is RecorderState.RECORDING, timeout=15_000)
    given = consent(_records(person), visit_id)
    assert given is not None
    assert given.text == person.workspace._session.settings.consent_text
    recorder.stop()
    person.qtbot.waitUntil(lambda: not recorder.is_on, timeout=15_000)


@pytest.fixture
def cut_short(person) -> tuple[int, int]:
    """A visit and its recording of three seconds, left behind by a program that died."""
    visit_id = person.starts_visit("")
    records = _records(person)
    give_consent(records, visit_id, "agreed")
    recording = records.recordings.begin(visit_id, "a microphone", now())
    sound = [Sound(start_ms, bytes(1000 * BYTES_PER_MS)) for start_ms in (0, 1000, 2000)]
    records.recordings.append(recording.id, [Chunk(piece, now()) for piece in sound])
    return visit_id, recording.id


@pytest.mark.parametrize(
    ("fate", "left"),
    [
        (Fate.KEEP, [RecordingState.FINISHED]),
        (Fate.DELETE, []),
        (Fate.LATER, [RecordingState.INTERRUPTED]),
    ],
)
def test_a_recording_that_was_cut_short_is_what_the_person_decides(
    person, cut_short, monkeypatch, fate, left
):
    """Nothing is deleted by itself; Later asks again at the next start."""
    visit_id, _ = cut_short
    asked = []

    def _decide(_parent, sentence):
        asked.append(sentence)
        return fate

    monkeypatch.setattr("desktop.ui.visit_recording.ask_for_fate", _decide)
    person.workspace.recording.recover()
    recordings = _records(person).recordings
    person.qtbot.waitUntil(
        lambda: bool(asked) and [each.state for each in recordings.of_visit(visit_id)] == left
    )
    assert "0:03 saved" in asked[0]


def test_a_recording_that_was_cut_short_can_be_continued(microphone, person, cut_short, monkeypatch):
    """Continue opens its visit and appends to the same recording."""
    visit_id, recording_id = cut_short
    person.starts_visit("")
    monkeypatch.setattr("desktop.ui.visit_recording.ask_for_fate", lambda _parent, _sentence: Fate.CONTINUE)
    person.workspace.recording.recover()
    recorder = person.workspace.recording.recorder
    person.qtbot.waitUntil(lambda: recorder.state is RecorderState.RECORDING, timeout=20_000)
    assert person.page.visit_id == visit_id
    person.qtbot.waitUntil(lambda: recorder.stored_ms > 3500, timeout=15_000)
    recorder.stop()
    _stopped(person)
    (recording,) = _records(person).recordings.of_visit(visit_id)
    assert recording.id == recording_id
    assert recording.duration_ms > 3500


def test_the_question_about_a_cut_recording_offers_four_ways(person):
    """Closing it decides nothing."""
    dialog = RecoveryDialog(person.page, "Recording interrupted at 14:02, 3:14 saved.")
    assert [made.text() for made in dialog.buttons.values()] == ["Delete", "Keep", "Transcribe", "Continue"]
    dialog.show()
    assert dialog.focusWidget().text() == "Continue", "Enter must never delete"
    dialog.reject()
    assert dialog.fate is Fate.LATER


def test_one_key_gives_a_line_to_the_next_speaker_and_another_swaps_all(person):
    """Times and words stay as they are."""
    person.starts_visit("[00:01] Speaker: hello\n[00:04] Provider: how are you\n[00:07] Patient: fine")
    pane = person.page.transcript
    cursor = pane.editor.textCursor()
    cursor.setPosition(2)
    pane.editor.setTextCursor(cursor)
    person.qtbot.keyClick(pane.editor, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    assert pane.text.splitlines()[0] == "[00:01] Provider: hello"
    pane.swap_speakers()
    assert pane.text.splitlines() == [
        "[00:01] Patient: hello",
        "[00:04] Patient: how are you",
        "[00:07] Provider: fine",
    ]
    pane.editor.undo()
    assert pane.text.splitlines()[2] == "[00:07] Patient: fine"


def test_playing_begins_at_the_time_of_the_cursor(person):
    """The nearest time above the cursor counts."""
    person.starts_visit("[00:01] Speaker: hello\nand more\n[1:00:07] Patient: fine")
    pane = person.page.transcript
    cursor = pane.editor.textCursor()
    cursor.setPosition(pane.text.index("more"))
    pane.editor.setTextCursor(cursor)
    assert pane.time_at_cursor_ms() == 1000
    cursor.movePosition(cursor.MoveOperation.End)
    pane.editor.setTextCursor(cursor)
    assert pane.time_at_cursor_ms() == 3_607_000


def test_a_recording_is_played(microphone, person, cut_short):
    """Play is heard by the sound system, and its place is shown."""
    visit_id, recording_id = cut_short
    _records(person).recordings.set_state(recording_id, RecordingState.FINISHED)
    person.reopens(visit_id)
    bar = person.page.recorder
    person.qtbot.waitUntil(bar.play.isVisible)
    bar.play.click()
    person.qtbot.waitUntil(lambda: not bar.played.text().startswith("00:00"), timeout=15_000)
    person.qtbot.waitUntil(lambda: bar.play.text() == "Play", timeout=15_000)


def test_a_recording_is_deleted_only_after_asking(person, cut_short, monkeypatch):
    """Cancel keeps it; Delete takes the sound away and leaves the words."""
    visit_id, recording_id = cut_short
    _records(person).recordings.set_state(recording_id, RecordingState.FINISHED)
    person.page.transcript.editor.insertPlainText("words of the visit")
    person.reopens(visit_id)
    bar = person.page.recorder
    person.qtbot.waitUntil(bar.delete.isVisible)
    answers = [False, True]
    monkeypatch.setattr("desktop.ui.visit_sound.confirms", lambda *_: answers.pop(0))
    bar.delete.click()
    assert len(_records(person).recordings.of_visit(visit_id)) == 1
    bar.delete.click()
    person.qtbot.waitUntil(lambda: not bar.delete.isVisible())
    assert _records(person).recordings.of_visit(visit_id) == []
    assert person.page.transcript.text == "words of the visit"
