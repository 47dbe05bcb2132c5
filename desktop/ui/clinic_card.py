"""The card on the clinic as it stands on paper, and how exported files are called."""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QLabel

from desktop.domain.errors import SoapstoneError
from desktop.ui.messages import sentence_for
from desktop.ui.plain_editor import PlainEditor
from desktop.ui.settings_card import SettingsCard, field, form
from desktop.ui.widgets import button, label, link_button
from desktop.workflow.export_note import check_file_names, read_logo
from desktop.workflow.settings import ClinicSettings, Settings

_LOGO_PX = 48
_FIELDS_HELP = (
    "Names of exported files may hold {date}, {visit}, {kind}, {mrn} and {patient}; the last two name the patient, so "
    "they are left out unless you write them."
)


class ClinicCard(SettingsCard):
    """chosen(values): the person saved other values of Settings, by name."""

    chosen = Signal(dict)

    def __init__(self) -> None:
        super().__init__("Clinic")
        self._logo = ""
        self.name = field("Name of the clinic", "as it stands on letters")
        self.address = PlainEditor(self)
        self.address.setProperty("kind", "field")
        self.address.setAccessibleName("Address of the clinic")
        self.address.setTabChangesFocus(True)
        self.address.setFixedHeight(74)
        self.phone = field("Phone of the clinic", "")
        self.file_name = field("Names of exported files", "{date} {kind} {visit}")
        self.page_size = QComboBox()
        self.page_size.setAccessibleName("Page size")
        self.page_size.addItem("US Letter", "letter")
        self.page_size.addItem("A4", "a4")
        self.picture = QLabel()
        self.picture.setAccessibleName("Logo of the clinic")
        choose = button("Choose logo…")
        choose.clicked.connect(self._choose_logo)
        self.no_logo = link_button("No logo", "Use no logo")
        self.no_logo.clicked.connect(lambda: self._show_logo(""))
        logo = QHBoxLayout()
        for widget in (self.picture, choose, self.no_logo):
            logo.addWidget(widget)
        logo.addStretch()
        fields = form()
        fields.addRow("Name", self.name)
        fields.addRow("Address", self.address)
        fields.addRow("Phone", self.phone)
        fields.addRow("Logo", logo)
        fields.addRow("Page size", self.page_size)
        fields.addRow("File names", self.file_name)
        self.column.addLayout(fields)
        self.column.addWidget(label(_FIELDS_HELP, "secondary", wrap=True))
        self.result = label("", "secondary", wrap=True)
        self.save = button("Save", "primary")
        self.save.setAccessibleName("Save the clinic")
        self.save.setAccessibleName("Save the clinic")
        self.save.clicked.connect(self._save)
        row = QHBoxLayout()
        row.addWidget(self.result, 1)
        row.addWidget(self.save)
        self.column.addLayout(row)

    def show_settings(self, settings: Settings) -> None:
        """Show stored settings."""
        clinic = settings.clinic
        self.name.setText(clinic.name)
        self.address.setPlainText(clinic.address)
        self.phone.setText(clinic.phone)
        self.file_name.setText(clinic.file_name)
        self.page_size.setCurrentIndex(max(0, self.page_size.findData(clinic.page_size)))
        self._show_logo(clinic.logo)

    def use_logo(self, path: Path) -> None:
        """Take a picture as the logo, or say why it cannot be."""
        try:
            self._show_logo(b64encode(read_logo(path)).decode("ascii"))
            self.result.clear()
        except SoapstoneError as error:
            self.result.setText(sentence_for(error))

    def _choose_logo(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self, "Logo", str(Path.home()), "Pictures (*.png *.jpg *.jpeg)"
        )
        if chosen:
            self.use_logo(Path(chosen))

    def _show_logo(self, logo: str) -> None:
        self._logo = logo
        pixmap = QPixmap()
        shown = bool(logo) and pixmap.loadFromData(ClinicSettings(logo=logo).letterhead.logo or b"")
        self.picture.setVisible(shown)
        self.no_logo.setVisible(bool(logo))
        if shown:
            self.picture.setPixmap(
                pixmap.scaledToHeight(_LOGO_PX, Qt.TransformationMode.SmoothTransformation)
            )

    def _save(self) -> None:
        try:
            check_file_names(self.file_name.text().strip())
        except SoapstoneError as error:
            self.result.setText(sentence_for(error))
            return
        clinic = ClinicSettings(
            name=self.name.text().strip()[:200],
            address=self.address.toPlainText().strip()[:500],
            phone=self.phone.text().strip()[:60],
            logo=self._logo,
            file_name=self.file_name.text().strip()[:200],
            page_size=self.page_size.currentData(),
        )
        self.chosen.emit({"clinic": clinic})
        self.result.setText("Saved.")
