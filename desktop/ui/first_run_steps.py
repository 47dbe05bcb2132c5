"""The last two steps of the first start: is everything here that a visit needs, and how the clinic is called."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFileDialog, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from desktop.domain.capture import AudioDevice
from desktop.ui.endpoint_form import EndpointForm
from desktop.ui.entrance_card import EntranceCard
from desktop.ui.jobs import Lane, at_once
from desktop.ui.messages import sentence_for
from desktop.ui.task_row import TaskRow
from desktop.ui.widgets import button, chip, label, line, link_button, restyle
from desktop.workflow.microphones import list_microphones
from desktop.workflow.settings import ClinicSettings, EndpointSettings, SpeechSettings
from desktop.workflow.speech_models import DEMO, best_model, check_model, download_model, list_models

_WIDTH_PX = 660
_MODEL = "small.en"
_NO_MODEL = "None on this computer yet. Until there is one, recordings are kept and not written down."


class _CheckRow(QWidget):
    """One thing that is needed: a mark, its name, what was found, and what can be done about it."""

    def __init__(self, name: str, words: str) -> None:
        super().__init__()
        self.mark = chip("…", "quiet")
        self.mark.setFixedSize(34, 24)
        self.mark.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.words = label(words, "secondary", wrap=True)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(label(name, "strong"))
        texts.addWidget(self.words)
        self.buttons = QHBoxLayout()
        self.buttons.setContentsMargins(0, 4, 0, 0)
        self.buttons.setSpacing(8)
        self.buttons.addStretch()
        texts.addLayout(self.buttons)
        marks = QVBoxLayout()
        marks.addWidget(self.mark)
        marks.addStretch()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 6, 0, 6)
        row.setSpacing(14)
        row.addLayout(marks)
        row.addLayout(texts, 1)

    def show_result(self, words: str, *, is_good: bool) -> None:
        """Say what was found. Not good: the program works without it, with less."""
        self.words.setText(words)
        self.mark.setText("✓" if is_good else "!")
        self.mark.setAccessibleName("In order" if is_good else "Missing")
        restyle(self.mark, tone="" if is_good else "warning")


class WorkstationStep(EntranceCard):
    """Looks for a microphone and a speech model, and gets one. done(); values: of Settings that were chosen."""

    done = Signal()

    def __init__(self, home: Path) -> None:
        super().__init__("Set up Soapstone", "Step 3 of 4 · Check this workstation")
        self.setFixedWidth(_WIDTH_PX)
        self._home = home
        self._lane = Lane("check of this workstation", self)
        self._has_begun = False
        self.values: dict[str, object] = {}
        self.records = _CheckRow("Encrypted records", "")
        self.microphone = _CheckRow("Microphone", "Looking for microphones…")
        self.speech = _CheckRow("Speech model", "")
        self.get = button("")
        self.get.clicked.connect(self._get)
        self.folder = button("Choose a folder…")
        self.folder.setAccessibleName("Choose a folder with a speech model")
        self.folder.clicked.connect(self._choose_folder)
        self.speech.buttons.insertWidget(0, self.get)
        self.speech.buttons.insertWidget(1, self.folder)
        self.task = TaskRow("speech model")
        self.task.changed.connect(self._show_buttons)
        for index, widget in enumerate((self.records, self.microphone, self.speech)):
            if index:
                self.body.addWidget(line())
            self.body.addWidget(widget)
        self.body.addWidget(self.task)
        self.note = label(
            "Get asks huggingface.co for the model and for nothing else. All of this can be done later in Settings; what is "
            "not yet here when you start goes on there.",
            "secondary",
            wrap=True,
        )
        self.body.addWidget(self.note)
        self.go = button("Continue", "primary")
        self.go.setAutoDefault(True)
        self.go.clicked.connect(self._leave)
        self.add_buttons([], [self.go])

    def begin(self) -> None:
        """Look what is here."""
        self.go.setFocus()
        if self._has_begun:
            return
        self._has_begun = True
        self.records.show_result("Created. The recovery key was typed back.", is_good=True)
        self._lane.start(at_once(list_microphones), done=self._show_microphones, failed=self._no_microphones)
        size_mb = next(state.model.size_mb for state in list_models(self._home) if state.model.name == _MODEL)
        self.get.setText(f"Get {_MODEL}, {size_mb} MB")
        found = best_model(self._home)
        if found is not None and found != DEMO:
            self._use(found)
        else:
            self.speech.show_result(_NO_MODEL, is_good=False)

    def end_work(self, timeout_s: float) -> bool:
        """Stop what runs. True when it ended in time."""
        task_ended = self.task.end_work(timeout_s)
        return self._lane.close(timeout_s, cancel=True) and task_ended

    def _show_microphones(self, found: tuple[AudioDevice, ...]) -> None:
        if not found:
            self.microphone.show_result(
                "None found. Typed and imported visits work without one; plug one in when you need it.",
                is_good=False,
            )
            return
        chosen = next((device for device in found if device.is_default), found[0])
        self.microphone.show_result(
            f"{chosen.name}. Its level is shown when you record: it should move when you speak.", is_good=True
        )

    def _no_microphones(self, error: Exception) -> None:
        self.microphone.show_result(sentence_for(error), is_good=False)

    def _get(self) -> None:
        def _got(_: Path) -> str:
            self._use(_MODEL)
            return f"{_MODEL} is on this computer and its checksums are right."

        self.task.run(
            download_model(self._home, _MODEL),
            f"Getting {_MODEL}",
            done=_got,
            stopped="Stopped. What came so far is kept; Get goes on from there.",
        )

    def _choose_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, "A folder with a speech model", str(Path.home()))
        if folder:
            self.use_folder(folder)

    def use_folder(self, folder: str) -> None:
        """Check the model in a folder and use it when nothing is wrong with it."""

        def _checked(sentence: str) -> str:
            self._use(folder)
            return sentence

        self.task.run(
            check_model(self._home, folder),
            "Checking the model",
            done=_checked,
            stopped="The check was stopped.",
        )

    def _use(self, model: str) -> None:
        self.values = {"speech": SpeechSettings(model=model)}
        self.speech.show_result(f"{Path(model).name}, on this computer.", is_good=True)

    def _show_buttons(self) -> None:
        for widget in (self.get, self.folder):
            widget.setEnabled(not self.task.is_busy)

    def _leave(self) -> None:
        self.done.emit()


class ClinicStep(EntranceCard):
    """Asks for the clinic's name and who writes the notes. done(), left(): back. values: of Settings."""

    done = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__(
            "Your clinic",
            "Step 4 of 4 · How documents are headed, and who writes the notes. Both can be changed later.",
        )
        self.setFixedWidth(_WIDTH_PX)
        self.name = self.add_text("Name of the clinic (optional)", "As it stands at the head of a document")
        self.name.setMaxLength(200)
        self.name.returnPressed.connect(self._finish)
        self.body.addSpacing(4)
        self.body.addWidget(label("Who writes the notes", "strong"))
        self.offline = QRadioButton("This device: rules, no network, no account; only words that were said")
        self.endpoint = QRadioButton("A language model at an OpenAI-compatible endpoint")
        self._engines = QButtonGroup(self)
        for choice in (self.offline, self.endpoint):
            self._engines.addButton(choice)
            self.body.addWidget(choice)
        self.offline.setChecked(True)
        self.form = EndpointForm("notes at the first start", has_context=True)
        self.form.show_endpoint(EndpointSettings())
        self.form.hide()
        self.endpoint.toggled.connect(self.form.setVisible)
        self.body.addWidget(self.form)
        self.problem = label("", "error", wrap=True)
        self.body.addWidget(self.problem)
        back = link_button("Back", "Back to the check of this workstation")
        back.clicked.connect(self.left)
        self.go = button("Start", "primary")
        self.go.setAutoDefault(True)
        self.go.clicked.connect(self._finish)
        self.add_buttons([back], [self.go])

    def begin(self) -> None:
        """Put the keyboard where the person types first."""
        self.name.setFocus()

    @property
    def values(self) -> dict[str, object]:
        """What was chosen, as values of Settings."""
        chosen: dict[str, object] = {"clinic": ClinicSettings(name=" ".join(self.name.text().split()))}
        if self.endpoint.isChecked():
            chosen |= {"engine": "endpoint", "endpoint": self.form.typed()}
        return chosen

    def refuse(self, words: str) -> None:
        """It could not be stored; say why."""
        self.problem.setText(words)
        self.go.setEnabled(True)

    def _finish(self) -> None:
        if self.endpoint.isChecked() and not self.form.typed().is_connected:
            self.problem.setText("Type the address and the model of the endpoint first.")
            return
        self.problem.clear()
        self.go.setEnabled(False)
        self.done.emit()
