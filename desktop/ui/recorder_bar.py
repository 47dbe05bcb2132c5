"""The foot of the visit page: the recorder, what is safely stored in words, and the player."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.domain.capture import AudioDevice, Level
from desktop.domain.transcript import clock
from desktop.ui.meters import LevelMeter, WaveView
from desktop.ui.recorder import RecorderState
from desktop.ui.theme import Theme
from desktop.ui.widgets import button, label, link_button, restyle

_NO_MICROPHONE = "No microphone found"


class RecorderBar(QWidget):
    """Shows the recorder and the player and asks for things; it changes nothing itself.

    record_asked(), pause_asked(), resume_asked(), stop_asked(), finish_asked(), import_asked(),
    play_asked(), write_asked(), delete_asked(), device_chosen(AudioDevice).
    """

    record_asked = Signal()
    pause_asked = Signal()
    resume_asked = Signal()
    stop_asked = Signal()
    finish_asked = Signal()
    import_asked = Signal()
    play_asked = Signal()
    write_asked = Signal()
    delete_asked = Signal()
    device_chosen = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("kind", "footer")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._devices: tuple[AudioDevice, ...] = ()
        self._state = RecorderState.IDLE
        self._length_ms = 0
        self._closed = False
        self.record = QPushButton("Record")
        self.record.setProperty("kind", "record")
        self.record.setToolTip("Record (Ctrl+R)")
        self.record.clicked.connect(self._press_record)
        self.pause = button("Pause")
        self.pause.setToolTip("Pause or go on (Ctrl+P)")
        self.pause.clicked.connect(self._press_pause)
        self.time = label("", "strong")
        self.words = label("", "secondary")
        self.meter = LevelMeter(theme)
        self.play = button("Play")
        self.play.setToolTip("Play from the line of the cursor (Ctrl+Space)")
        self.play.clicked.connect(self.play_asked)
        self.wave = WaveView(theme)
        self.played = label("", "secondary")
        self.devices = QComboBox()
        self.devices.setAccessibleName("Microphone")
        self.devices.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.devices.setMinimumContentsLength(16)
        self.devices.activated.connect(lambda index: self.device_chosen.emit(self._devices[index]))
        self.delete = link_button("Delete", "Delete the recording of this visit")
        self.delete.clicked.connect(self.delete_asked)
        self.write = button("Write down")
        self.write.setAccessibleName("Write down the recording")
        self.write.clicked.connect(self.write_asked)
        self.write.hide()
        self.importing = button("Import audio…")
        self.importing.clicked.connect(self.import_asked)
        self.finish = button("Finish visit", "primary")
        self.finish.setToolTip("Stop recording and write the note (Ctrl+Shift+Enter)")
        self.finish.clicked.connect(self.finish_asked)
        self._lay_out()
        self.show_state(RecorderState.IDLE, is_here=True)
        self.show_devices(None)

    def _lay_out(self) -> None:
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(self.time)
        texts.addWidget(self.words)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 8, 20, 8)
        row.setSpacing(10)
        row.addWidget(self.record)
        row.addWidget(self.pause)
        row.addLayout(texts)
        row.addWidget(self.meter, 1)
        row.addWidget(self.play)
        row.addWidget(self.wave, 1)
        row.addWidget(self.played)
        row.addWidget(self.delete)
        row.addStretch()
        for widget in (self.write, self.devices, self.importing, self.finish):
            row.addWidget(widget)
        self.show_length(0)

    @property
    def device(self) -> AudioDevice | None:
        """The microphone that is chosen; None leaves it to the system."""
        index = self.devices.currentIndex()
        return self._devices[index] if 0 <= index < len(self._devices) else None

    def show_devices(
        self, devices: tuple[AudioDevice, ...] | None, chosen: AudioDevice | None = None
    ) -> None:
        """List the microphones. None: not known yet. chosen: the one to select if it is there."""
        self._devices = devices or ()
        self.devices.clear()
        for device in self._devices:
            self.devices.addItem(device.name)
        if not self._devices:
            self.devices.addItem("Looking for microphones…" if devices is None else _NO_MICROPHONE)
        for index, device in enumerate(self._devices):
            if device.is_same(chosen) or (chosen is None and device.is_default):
                self.devices.setCurrentIndex(index)
                break
        self._enable()

    def show_state(self, state: RecorderState, *, is_here: bool) -> None:
        """Show what the recorder does. is_here: it does it for the visit on this page."""
        self._state = state
        is_on = state is not RecorderState.IDLE
        self.record.setText("Stop" if is_on else "Record")
        self.record.setAccessibleName("Stop recording" if is_on else "Record")
        restyle(self.record, kind="record", on="true" if is_on else "false")
        for widget in (self.meter, self.time, self.finish):
            widget.setVisible(is_on)
        self.pause.setVisible(is_on)
        self.pause.setText("Continue" if state in (RecorderState.PAUSED, RecorderState.LOST) else "Pause")
        self.importing.setVisible(not is_on)
        if not is_on:
            self.meter.clear()
            self.words.clear()
        elif not is_here:
            self.words.setText("Recording another visit")
        if is_on:
            self.write.hide()
        self.show_length(self._length_ms)
        self._enable()

    def _enable(self) -> None:
        is_idle = self._state is RecorderState.IDLE
        self.record.setEnabled(
            bool(self._devices) and not self._closed if is_idle else self._state is not RecorderState.STOPPING
        )
        self.importing.setEnabled(not self._closed)
        self.write.setEnabled(not self._closed)
        self.devices.setEnabled(
            bool(self._devices) and self._state in (RecorderState.IDLE, RecorderState.LOST)
        )
        self.finish.setEnabled(self._state not in (RecorderState.STARTING, RecorderState.STOPPING))

    def close_for(self, reason: str) -> None:
        """Take no new recording, because of this reason; an empty one opens the bar again."""
        self._closed = bool(reason)
        for widget in (self.record, self.importing, self.write):
            widget.setToolTip(reason)
        self._enable()

    def show_level(self, level: Level, position_ms: int) -> None:
        """Show a tenth of a second of sound."""
        self.meter.add(level)
        self.time.setText(clock(position_ms))
        if level.sentence:
            self.words.setText(level.sentence)

    def show_stored(self, position_ms: int) -> None:
        """Say in words what is safe."""
        self.words.setText(f"Saved and encrypted up to {clock(position_ms)}")

    def show_length(self, length_ms: int) -> None:
        """Offer the player when the visit has a recording."""
        self._length_ms = length_ms
        has_sound = length_ms > 0 and self._state is RecorderState.IDLE
        for widget in (self.play, self.wave, self.played, self.delete):
            widget.setVisible(has_sound)
        self.show_played(0)

    def show_unwritten(self, *, has_unwritten: bool) -> None:
        """Offer to have a recording written down that is not."""
        self.write.setVisible(has_unwritten and self._state is RecorderState.IDLE)

    def show_played(self, position_ms: int) -> None:
        """Show how far it was played."""
        self.wave.show_position(position_ms)
        self.played.setText(f"{clock(position_ms)} / {clock(self._length_ms)}")

    def show_playing(self, *, is_playing: bool) -> None:
        """Offer to pause what plays."""
        self.play.setText("Stop playing" if is_playing else "Play")

    def _press_record(self) -> None:
        (self.record_asked if self._state is RecorderState.IDLE else self.stop_asked).emit()

    def _press_pause(self) -> None:
        is_waiting = self._state in (RecorderState.PAUSED, RecorderState.LOST)
        (self.resume_asked if is_waiting else self.pause_asked).emit()
