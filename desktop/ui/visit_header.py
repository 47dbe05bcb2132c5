"""The top of the visit page: whose visit it is, how its note is laid out, who writes it, and the one main action."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.domain.context import Sex
from desktop.domain.patient import Patient
from desktop.domain.specialty import Specialty, Template
from desktop.domain.visit import Visit
from desktop.ui.widgets import button, chip, label, link_button, restyle

_SEX_LETTER = {Sex.FEMALE: "F", Sex.MALE: "M", Sex.OTHER: "X", Sex.UNKNOWN: ""}


_WIDEST_LIST = 200


class VisitHeader(QWidget):
    """Shows one visit and asks for things; it changes nothing itself.

    layout_chosen(specialty, template): by the person. draft_asked(), stop_asked(), patient_asked(),
    context_asked(), versions_asked(), sign_asked(), addendum_asked(), amend_asked(), cosign_asked(): the buttons. The
    menu of export is filled by whoever exports. file_asked(): the patient's name, for all of their visits.
    """

    layout_chosen = Signal(object, object)
    draft_asked = Signal()
    stop_asked = Signal()
    patient_asked = Signal()
    context_asked = Signal()
    versions_asked = Signal()
    file_asked = Signal()
    sign_asked = Signal()
    addendum_asked = Signal()
    amend_asked = Signal()
    cosign_asked = Signal()

    def __init__(self, specialties: tuple[Specialty, ...]) -> None:
        super().__init__()
        self.setProperty("kind", "header")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._specialties = specialties
        self._is_loading = False
        self.name = button("", "name")
        self.name.clicked.connect(self.file_asked)
        self._facts = label("", "secondary")
        self._when = label("", "secondary")
        self.patient = link_button("Edit", "Edit the patient")
        self.patient.clicked.connect(self.patient_asked)
        self.specialty = self._choice("Specialty", [(s.label, s.id) for s in specialties])
        self.template = self._choice("Template", [])
        self.specialty.currentIndexChanged.connect(self._specialty_changed)
        self.template.currentIndexChanged.connect(self._template_changed)
        self.engine = chip("On this device")
        self.engine.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.context = link_button("Context…", "Context for the note")
        self.context.setToolTip("Medications, allergies, history and your instructions for the note")
        self.context.clicked.connect(self.context_asked)
        self.versions = link_button("Versions…", "Versions of the note")
        self.versions.clicked.connect(self.versions_asked)
        self.draft = button("Draft note", "primary")
        self.draft.setToolTip("Draft note (Ctrl+Enter)")
        self.draft.clicked.connect(self.draft_asked)
        self.stop = button("Stop")
        self.stop.setAccessibleName("Stop drafting")
        self.stop.clicked.connect(self.stop_asked)
        self.stop.hide()
        self.signed = chip("")
        self.signed.setAccessibleName("Signed by")
        self.signed.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.sign = button("Sign note", "primary")
        self.sign.setToolTip("Sign note (Ctrl+Shift+S)")
        self.sign.clicked.connect(self.sign_asked)
        self.addendum = button("Addendum")
        self.addendum.clicked.connect(self.addendum_asked)
        self.amend = button("Amend")
        self.amend.clicked.connect(self.amend_asked)
        self.cosign = button("Co-sign")
        self.cosign.clicked.connect(self.cosign_asked)
        self.export = button("Export")
        self.export.setAccessibleName("Export this note")
        self._lay_out()
        self.show_unsigned(may_sign=False, may_export=False)

    def _choice(self, name: str, items: list[tuple[str, str]]) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(name)
        box.setMaxVisibleItems(24)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(10)
        box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        box.setMaximumWidth(_WIDEST_LIST)
        for words, value in items:
            box.addItem(words, value)
        return box

    def _lay_out(self) -> None:
        first = QHBoxLayout()
        first.setSpacing(4)
        for widget in (self.name, self._facts, self.patient):
            first.addWidget(widget)
        first.addStretch()
        who = QVBoxLayout()
        who.setSpacing(0)
        second = QHBoxLayout()
        second.setSpacing(4)
        for widget in (self._when, self.context, self.versions):
            second.addWidget(widget)
        second.addStretch()
        who.addLayout(first)
        who.addLayout(second)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(6)
        row.addLayout(who)
        row.addWidget(self.specialty, 1)  # they take what room there is, up to their greatest width
        row.addWidget(self.template, 1)
        row.addStretch()
        for widget in (
            self.engine,
            self.signed,
            self.stop,
            self.draft,
            self.addendum,
            self.amend,
            self.cosign,
        ):
            row.addWidget(widget)
        row.addWidget(self.export)
        row.addWidget(self.sign)

    def show_visit(self, visit: Visit, patient: Patient | None) -> None:
        """Show whose visit this is and how its note is laid out."""
        name = patient.name or "No name" if patient else "No patient yet"
        self.name.setText(_short(name, 26).replace("&", "&&"))  # a single one would be a shortcut
        self.name.setAccessibleName(f"{name}, all visits of this patient" if patient else name)
        self.name.setToolTip("All visits of this patient" if patient else "")
        self.name.setEnabled(patient is not None)
        facts = []
        if patient:
            age = patient.age_years(visit.started_at.date())
            facts = [f"{age} y" if age is not None else "", _SEX_LETTER[patient.sex]]
            facts.append(f"MRN {_short(patient.mrn, 12)}" if patient.mrn else "")
        self._facts.setText(" · ".join(fact for fact in facts if fact))
        self._facts.setVisible(bool(self._facts.text()))
        self.patient.setText("Edit" if patient else "Choose…")
        self.patient.setAccessibleName("Edit the patient" if patient else "Choose the patient")
        started = visit.started_at
        self._when.setText(f"Visit {started:%a} {started.day} {started:%b %Y, %H:%M}")
        self._is_loading = True
        self._show_layout(visit.specialty_id, visit.template_id)
        self._is_loading = False

    def show_engine(self, words: str, *, is_local: bool) -> None:
        """Say who writes the note: "On this device", or "Endpoint: HOST, MODEL"."""
        self.engine.setText(_short(words, 20))
        self.engine.setToolTip(words)
        restyle(self.engine, tone="" if is_local else "information")

    def show_drafting(self, *, is_drafting: bool) -> None:
        """Offer Stop while a draft is on its way, and Draft note otherwise."""
        had_focus = self.draft.hasFocus() or self.stop.hasFocus()
        self.draft.setVisible(not is_drafting)
        self.stop.setVisible(is_drafting)
        for widget in (self.specialty, self.template, self.versions, self.context):
            widget.setEnabled(not is_drafting)
        if had_focus:
            (self.stop if is_drafting else self.draft).setFocus()

    def show_unsigned(self, *, may_sign: bool, may_export: bool) -> None:
        """Offer what can be done with a note that is being written."""
        for each in (self.signed, self.addendum, self.amend, self.cosign):
            each.hide()
        for widget in (self.specialty, self.template, self.engine, self.patient, self.context):
            widget.show()
        self.draft.setVisible(self.stop.isHidden())
        self.sign.setVisible(may_sign)
        self.export.setVisible(may_export)

    def show_note_state(self, *, has_note: bool) -> None:
        """Make signing the main action as soon as there is a note, and drafting until then."""
        self.sign.setEnabled(has_note)
        self.export.setEnabled(has_note)
        restyle(self.draft, kind="" if has_note and not self.sign.isHidden() else "primary")

    def show_signed(self, words: str, *, may_add: bool, may_cosign: bool) -> None:
        """Say who signed, and offer what can stand beside what was signed. words: empty until it was read."""
        for widget in (self.specialty, self.template, self.engine, self.patient, self.context):
            widget.hide()
        for each in (self.draft, self.stop, self.sign):
            each.hide()
        self.signed.setText(_short(words, 48))
        self.signed.setToolTip(words)
        self.signed.setVisible(bool(words))
        self.addendum.setVisible(may_add)
        self.amend.setVisible(may_add)
        self.cosign.setVisible(may_cosign)
        self.export.setVisible(bool(words))
        self.export.setEnabled(True)

    @property
    def chosen(self) -> tuple[Specialty, Template]:
        """The specialty and template that are shown."""
        specialty = self._specialties[self.specialty.currentIndex()]
        return specialty, specialty.templates[max(0, self.template.currentIndex())]

    def _show_layout(self, specialty_id: str, template_id: str) -> None:
        index = self.specialty.findData(specialty_id)
        self.specialty.setCurrentIndex(max(0, index))
        self._list_templates()
        self.template.setCurrentIndex(max(0, self.template.findData(template_id)))

    def _list_templates(self) -> None:
        self.template.blockSignals(True)
        self.template.clear()
        for template in self._specialties[self.specialty.currentIndex()].templates:
            self.template.addItem(template.label, template.id)
        self.template.blockSignals(False)

    def _specialty_changed(self) -> None:
        if not self._is_loading:
            self._list_templates()
            self.layout_chosen.emit(*self.chosen)

    def _template_changed(self) -> None:
        if not self._is_loading:
            self.layout_chosen.emit(*self.chosen)


def _short(text: str, most_chars: int) -> str:
    return text if len(text) <= most_chars else text[: most_chars - 1] + "…"
