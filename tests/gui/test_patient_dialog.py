"""Choosing the patient of a visit, in the dialog as it is used."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from desktop.domain.context import Sex
from desktop.ui.patient_dialog import PatientDialog
from desktop.ui.sign_dialog import SignDialog
from desktop.workflow.sign import ReadyToSign, prepare_to_sign
from tests.gui.conftest import named


@pytest.mark.parametrize("sex", [Sex.UNKNOWN, Sex.FEMALE])
def test_a_new_patient_is_chosen_for_the_visit(person, qtbot, sex):
    """What was typed into the dialog is stored, and the visit's head names the patient."""
    person.starts_visit()

    def fill() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, PatientDialog)
        dialog.family_name.setText("Sampleton")
        dialog.given_name.setText("Rosa")
        dialog.birth_date.setText("1983-04-05")
        dialog.sex.setCurrentIndex(dialog.sex.findData(sex))
        named(dialog, QPushButton, "Use for this visit").click()

    QTimer.singleShot(0, fill)
    named(person.page.header, QPushButton, "Choose the patient").click()
    qtbot.waitUntil(lambda: person.page.header.name.text() == "Sampleton, Rosa")
    (stored,) = person.workspace.session.records.patients.search("Sampleton")
    assert stored.sex is sex
    assert not person.page.banner.isVisible()


def test_a_note_without_a_patient_says_so_before_it_is_signed(person, qtbot):
    """A note that is nobody's is signed knowingly or not at all; findings that do not stop signing are counted."""
    visit_id = person.starts_visit()
    person.is_stored()
    ready = prepare_to_sign(person.workspace.session, visit_id)
    dialog = SignDialog(
        person.page, ReadyToSign(ready.document, 0, other_findings=2), (), person.workspace.session.user
    )
    qtbot.addWidget(dialog)
    words = [each.text() for each in dialog.findChildren(QLabel)]
    assert "No patient is chosen for this visit." in words
    assert "2 findings are open in Checks. Signing does not wait for them." in words
