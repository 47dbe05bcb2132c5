"""The lock screen: it covers the workspace, shows nothing of a patient, and takes the password."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from desktop.domain.transcript import clock
from desktop.ui.entrance_card import EntranceCard, centred
from desktop.ui.recorder import RecorderState
from desktop.ui.widgets import button, label, link_button, restyle

_RECORDING = {
    RecorderState.STARTING: "Recording is starting",
    RecorderState.RECORDING: "Recording",
    RecorderState.PAUSED: "Recording is paused",
    RecorderState.LOST: "The recording has stopped for now; unlock to go on",
    RecorderState.STOPPING: "Recording is being stored",
}


class CoverPage(QWidget):
    """Stands before the workspace while everything is encrypted anew."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "page")
        card = EntranceCard(
            "Encrypting everything anew",
            "The records are copied under a new key. Leave the computer on; when it is done the window is as it was.",
        )
        working = QProgressBar(minimum=0, maximum=0)
        working.setTextVisible(False)
        working.setAccessibleName("Encrypting everything anew")
        card.body.addWidget(working)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(centred(card))


class LockPage(QWidget):
    """password_given(password): of the same user. other_asked(): somebody else signs in. stop_asked(): the recording."""

    password_given = Signal(str)
    other_asked = Signal()
    stop_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "page")
        self._is_ended = False
        self._is_recording = False
        card = EntranceCard("Locked", "")
        self.who = card.below
        self.password = card.add_password("", "Password")
        self.password.setPlaceholderText("Password")
        self.password.returnPressed.connect(self._give)
        self.problem = label("", "error", wrap=True)
        card.body.addWidget(self.problem)
        self.recording = self._recording_row()
        card.body.addWidget(self.recording)
        self.other = link_button("Somebody else…", "Sign in as somebody else")
        self.other.clicked.connect(self.other_asked)
        self.unlock = button("Unlock", "primary")
        self.unlock.clicked.connect(self._give)
        self.sign_in = button("Sign in", "primary")
        self.sign_in.clicked.connect(self.other_asked)
        card.add_buttons([self.other], [self.unlock, self.sign_in])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(centred(card))
        self.show_recording(RecorderState.IDLE, 0)

    def _recording_row(self) -> QWidget:
        part = QWidget()
        self.light = label("● Recording", "recording")
        self.stop = button("Stop recording")
        self.stop.clicked.connect(self.stop_asked)
        row = QHBoxLayout(part)
        row.setContentsMargins(0, 6, 0, 0)
        row.addWidget(self.light)
        row.addStretch()
        row.addWidget(self.stop)
        return part

    def show_locked(self, name: str) -> None:
        """Begin a lock. name: who unlocks."""
        self._is_ended = False
        self.who.setText(f"Signed in as {name}. What was typed into the visit is saved as a draft.")
        self._begin("")
        self.password.setFocus()

    def show_ended(self, words: str) -> None:
        """The user of this window may not go on: only another sign-in is offered. words: why."""
        self._is_ended = True
        self.who.setText("This session has ended.")
        self._begin(words)
        self.sign_in.setFocus()

    def _begin(self, words: str) -> None:
        self.password.clear()
        self.problem.setText(words)
        self._ready()
        self._show_buttons()

    def show_recording(self, state: RecorderState, position_ms: int) -> None:
        """Show that a microphone is on, and that it can be stopped."""
        self._is_recording = state is not RecorderState.IDLE
        self.recording.setVisible(self._is_recording)
        self.stop.setEnabled(state not in (RecorderState.STARTING, RecorderState.STOPPING))
        if self._is_recording:
            self.light.setText(f"● {_RECORDING[state]} · {clock(position_ms)}")
            is_on = state is RecorderState.RECORDING
            restyle(self.light, tone="on" if is_on else "")
        self._show_buttons()

    def _show_buttons(self) -> None:
        # Somebody else's sign-in ends this session, and a recording under way belongs to it.
        for widget in (self.password, self.unlock):
            widget.setVisible(not self._is_ended)
        self.other.setVisible(not self._is_ended and not self._is_recording)
        self.sign_in.setVisible(self._is_ended)
        self.sign_in.setEnabled(not self._is_recording)

    def refuse(self, words: str) -> None:
        """It stays locked; say why."""
        self.problem.setText(words)
        self._ready()
        self.password.setFocus()
        self.password.selectAll()

    def say(self, words: str) -> None:
        """Show a sentence below the password."""
        self.problem.setText(words)

    def _give(self) -> None:
        if not self.password.text() or not self.unlock.isEnabled():
            return
        self.problem.clear()
        self.unlock.setEnabled(False)
        self.unlock.setText("Unlocking…")
        self.password_given.emit(self.password.text())

    def _ready(self) -> None:
        self.unlock.setEnabled(True)
        self.unlock.setText("Unlock")
