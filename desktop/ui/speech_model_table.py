"""The table of speech models: what each is good for, and what is known about it on this computer."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from desktop.workflow.speech_models import DEMO, list_models, measured_speed
from desktop.workflow.try_speech import speed_in_words

_COLUMNS = ("Model", "About", "Languages", "Size", "Speed here", "Is here")
_ABOUT, _SIZE = 1, 3
_ROW_PX = 30
_HEADER_PX = 34


@dataclass(frozen=True, slots=True)
class ModelRow:
    """One model. key: a name of the catalogue or a folder, as the settings keep it. size_mb: None where not known."""

    key: str
    name: str
    about: str
    languages: str
    size_mb: int | None
    speed: float | None
    is_there: bool
    is_folder: bool = False

    @property
    def is_demo(self) -> bool:
        """True for the model that understands the sample visits alone, also in a folder."""
        return self.name == DEMO


def rows_for(home: Path, chosen: str) -> list[ModelRow]:
    """The catalogue, and before it the folder that is chosen, if one is."""
    rows = [
        ModelRow(
            state.model.name,
            state.model.name,
            state.model.about,
            state.model.languages,
            state.model.size_mb,
            state.speed,
            state.is_there,
        )
        for state in list_models(home)
    ]
    if chosen and all(row.key != chosen for row in rows):
        rows.insert(0, folder_row(home, chosen))
    return rows


def folder_row(home: Path, folder: str) -> ModelRow:
    """A model in a folder of one's own."""
    path = Path(folder)
    speed = measured_speed(home, folder)
    return ModelRow(
        folder, path.name, f"Your folder {folder}", "", None, speed, path.is_dir(), is_folder=True
    )


class SpeechModelTable(QTableWidget):
    """Shows rows; one is selected. picked(): another row was selected."""

    picked = Signal()

    def __init__(self) -> None:
        super().__init__(0, len(_COLUMNS))
        self._rows: list[ModelRow] = []
        self.setAccessibleName("Speech models")
        self.setHorizontalHeaderLabels(_COLUMNS)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW_PX)
        self.horizontalHeader().setFixedHeight(_HEADER_PX)
        self.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.horizontalHeader().setSectionResizeMode(_ABOUT, QHeaderView.ResizeMode.Stretch)
        self.setShowGrid(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemSelectionChanged.connect(self.picked)

    @property
    def rows(self) -> list[ModelRow]:
        """What is shown, from the top."""
        return self._rows

    @property
    def selected(self) -> ModelRow | None:
        """The row that is selected."""
        number = self.currentRow()
        return self._rows[number] if 0 <= number < len(self._rows) else None

    def select(self, key: str) -> None:
        """Select a model."""
        for number, row in enumerate(self._rows):
            if row.key == key:
                self.selectRow(number)

    def show_rows(self, rows: list[ModelRow], in_use: str) -> None:
        """Show rows in place of those before; the same model stays selected. in_use: the key of the chosen one."""
        before = self.selected
        self._rows = rows
        self.blockSignals(True)
        self.setRowCount(len(rows))
        for number, row in enumerate(rows):
            for column, words in enumerate(_cells(row, in_use)):
                item = QTableWidgetItem(words)
                if column == _SIZE:
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self.setItem(number, column, item)
        self.blockSignals(False)
        self.setFixedHeight(_HEADER_PX + _ROW_PX * len(rows) + 4)
        self.select(before.key if before is not None else in_use)
        self.picked.emit()


def _cells(row: ModelRow, in_use: str) -> tuple[str, ...]:
    size = f"{row.size_mb:,} MB" if row.size_mb is not None else ""
    speed = speed_in_words(row.speed).removesuffix(", measured here") if row.speed else "not measured"
    if row.key == in_use:
        there = "in use" if row.is_there else "in use, not found"
    else:
        there = "yes" if row.is_there else "no"
    return row.name, row.about, row.languages.removesuffix(" languages"), size, speed, there
