"""Speech recognition on this device: choosing a model, getting one, checking one, measuring one."""

from __future__ import annotations

import shutil
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QCheckBox, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.endpoint_form import CertificatesRow
from desktop.ui.questions import confirms
from desktop.ui.settings_card import form
from desktop.ui.speech_model_table import ModelRow, SpeechModelTable, folder_row, rows_for
from desktop.ui.task_row import TaskRow
from desktop.ui.widgets import button, label
from desktop.workflow.settings import SpeechSettings
from desktop.workflow.speech_models import Network, check_model, download_model
from desktop.workflow.try_speech import measure_here, speed_in_words

DEMO_WARNING = (
    "The demo model understands only the sample visits that come with Soapstone, in their synthetic voice, and nothing "
    "else. Never use it for a real visit: whatever is said comes out as other words."
)


class SpeechModelsPanel(QWidget):
    """Lists the models and works on the selected one. chosen(values): other values of SpeechSettings, by name."""

    chosen = Signal(dict)

    def __init__(self, home: Path) -> None:
        super().__init__()
        self._home = home
        self._in_use = ""
        self.table = SpeechModelTable()
        self.table.picked.connect(self._show_selected)
        self.about = label("", wrap=True)
        self.free = label("", "secondary", wrap=True)
        self.use = button("Use")
        self.use.clicked.connect(self._use)
        self.get = button("Get")
        self.get.clicked.connect(self._get)
        self.check = button("Check")
        self.check.clicked.connect(self._check)
        self.measure = button("Measure speed")
        self.measure.clicked.connect(self._measure)
        self.folder = button("Use a folder…")
        self.folder.clicked.connect(self._ask_for_folder)
        self.downloading = TaskRow("download of a speech model")
        self.trying = TaskRow("trial of a speech model")
        for task in (self.downloading, self.trying):
            task.changed.connect(self.refresh)
        self.proxy = QCheckBox("Use the proxy of the environment")
        self.proxy.setAccessibleName("Use the proxy of the environment to get models")
        self.certificates = CertificatesRow("getting models")
        self.proxy.clicked.connect(self._choose_network)
        self.certificates.changed.connect(self._choose_network)
        self._lay_out()

    def _lay_out(self) -> None:
        actions = QHBoxLayout()
        for each in (self.use, self.get, self.check, self.measure):
            actions.addWidget(each)
        actions.addStretch()
        actions.addWidget(self.folder)
        network = form()
        network.addRow("To get models", self.proxy)
        network.addRow("Own certificates", self.certificates)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.table)
        column.addWidget(self.about)
        column.addLayout(actions)
        column.addWidget(self.downloading)
        column.addWidget(self.trying)
        column.addWidget(
            label(
                "Get asks huggingface.co for the model and for nothing else; nothing of a visit is sent. Once a model is "
                "here no network is used. On a computer without internet, copy the folder of a model (made for "
                "faster-whisper) to it and press Use a folder. Measure speed writes down part of a fictional sample "
                "visit, on the graphics card where one works, and says which was used.",
                "secondary",
                wrap=True,
            )
        )
        column.addWidget(self.free)
        column.addLayout(network)

    def show_speech(self, speech: SpeechSettings) -> None:
        """Show stored settings."""
        is_other = speech.model != self._in_use
        self._in_use = speech.model
        self.proxy.setChecked(speech.download_proxy)
        self.certificates.file.setText(speech.download_ca_file)
        self.refresh()
        if is_other:
            self.table.select(self._in_use)

    def refresh(self) -> None:
        """Look again at what is on this computer."""
        self.table.show_rows(rows_for(self._home, self._in_use), self._in_use)
        free_bytes = shutil.disk_usage(self._home).free
        self.free.setText(
            f"Models are kept in {self._home / 'models'}; {free_bytes / 1e9:,.1f} GB are free there."
        )

    def end_work(self, timeout_s: float) -> bool:
        """Cancel what runs and take no more. True when it ended in time."""
        download_ended = self.downloading.end_work(timeout_s)
        return self.trying.end_work(timeout_s) and download_ended

    def showEvent(self, event: QShowEvent) -> None:
        """A model may have come by the command line meanwhile."""
        self.refresh()
        super().showEvent(event)

    def _show_selected(self) -> None:
        row = self.table.selected
        is_free = not self.trying.is_busy
        self.folder.setEnabled(is_free)
        self.check.setEnabled(row is not None and row.is_there and is_free)
        self.measure.setEnabled(row is not None and row.is_there and is_free)
        self.use.setEnabled(row is not None and row.is_there and row.key != self._in_use)
        comes_from_hub = row is not None and not row.is_demo and not row.is_folder
        self.get.setEnabled(comes_from_hub and not self.downloading.is_busy)
        self.get.setText("Get again" if comes_from_hub and row is not None and row.is_there else "Get")
        self.about.setText(
            _about(row) if row is not None else "Select a model to use, get, check or measure it."
        )

    # What a person does with the selected model.

    def _use(self) -> None:
        row = self.table.selected
        if row is not None:
            self._choose(row)

    def _choose(self, row: ModelRow) -> bool:
        if row.is_demo and not confirms(self, "Use the demo model?", DEMO_WARNING, "Use it for the samples"):
            return False
        if not self.downloading.is_busy:
            self.downloading.say("")  # it may still tell to press Use
        self.chosen.emit({"model": row.key})
        return True

    def _get(self) -> None:
        row = self.table.selected
        if row is None:
            return
        network = Network(self.proxy.isChecked(), self.certificates.file.text())
        self.downloading.run(
            download_model(self._home, row.key, network),
            f"Getting {row.name}",
            done=lambda _: (
                f"{row.name} is on this computer and its checksums are right. Select it and press Use."
            ),
            stopped=f"Stopped. What came of {row.name} so far is kept; Get goes on from there.",
        )

    def _check(self) -> None:
        row = self.table.selected
        if row is None:
            return
        self.trying.run(
            check_model(self._home, row.key),
            f"Checking {row.name}",
            done=lambda sentence: f"{row.name}: {sentence}",
            stopped=f"The check of {row.name} was stopped.",
        )

    def _measure(self) -> None:
        row = self.table.selected
        if row is None:
            return
        self.trying.run(
            measure_here(self._home, row.key),
            f"Measuring {row.name}; this may take some minutes",
            done=lambda sentence: f"{row.name}: {sentence}",
            stopped=f"Measuring {row.name} was stopped.",
        )

    def _ask_for_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "A folder with a speech model", str(Path.home()))
        if chosen:
            self.use_folder(chosen)

    def use_folder(self, folder: str) -> None:
        """Check the model in a folder and, when nothing is wrong with it, use it."""
        row = folder_row(self._home, folder)

        def _checked(sentence: str) -> str:
            return f"{row.name} is in use. {sentence}" if self._choose(row) else f"{row.name} is not used."

        self.trying.run(
            check_model(self._home, folder),
            f"Checking {row.name}",
            done=_checked,
            stopped="The check was stopped.",
        )

    def _choose_network(self) -> None:
        self.chosen.emit(
            {"download_proxy": self.proxy.isChecked(), "download_ca_file": self.certificates.file.text()}
        )


def _about(row: ModelRow) -> str:
    if row.is_demo:
        return DEMO_WARNING
    return f"{row.name}: {row.about} {speed_in_words(row.speed)}."
