"""The first start in four steps: what is asked, what is checked, and what holds afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication

from desktop.domain.capture import AudioDevice
from desktop.domain.errors import MissingPart
from desktop.ui.entrance import UnlockPage
from tests.gui.conftest import PASSWORD


@pytest.fixture
def microphones(monkeypatch):
    """What the look for microphones finds; a test may replace it by an error."""
    found = [(AudioDevice("Sample microphone", "ALSA", 1, 48_000, is_default=True),)]

    def _list():
        if isinstance(found[0], Exception):
            raise found[0]
        return found[0]

    monkeypatch.setattr("desktop.ui.first_run_steps.list_microphones", _list)
    return found


def _to_the_key(qtbot, window):
    """Step 1; returns the page and the key."""
    page = window.page
    step = page.password_step
    step.display_name.setText("Sample Owner")
    step.credentials.setText("MD")
    step.sign_in_name.setText("owner")
    step.password.setText(PASSWORD)
    step.repeat.setText(PASSWORD)
    step.go.click()
    qtbot.waitUntil(lambda: bool(page.key_step.key.text()), timeout=10_000)
    return page, page.key_step.key.text()


def _to_the_workstation(qtbot, window):
    page, key = _to_the_key(qtbot, window)
    page.key_step.part.typed.setText(key)
    page.key_step.go.click()
    return page


def test_the_recovery_key_is_typed_back_before_anything_else(qtbot, open_application, microphones):
    """Half of it says nothing yet, a typing error is named, O for 0 and lower case are forgiven."""
    page, key = _to_the_key(qtbot, open_application().window)
    part, go = page.key_step.part, page.key_step.go
    assert not go.isEnabled()
    part.typed.setText(key[:11])
    assert part.problem.text() == ""
    part.typed.setText(("0" if key[0] != "0" else "2") + key[1:])
    assert "typing error" in part.problem.text()
    assert not go.isEnabled()
    part.typed.setText(key.lower().replace("-", " ").replace("0", "o").replace("1", "i"))
    assert part.problem.text() == ""
    assert go.isEnabled()


def test_the_key_is_saved_without_a_name_and_leaves_the_clipboard(
    qtbot, open_application, microphones, monkeypatch, tmp_path
):
    """The file says what it is, not whose; what was copied is gone with the step."""
    window = open_application().window
    page, key = _to_the_key(qtbot, window)
    file = tmp_path / "key.txt"
    monkeypatch.setattr(
        "desktop.ui.recovery_key_dialog.QFileDialog.getSaveFileName", lambda *_: (str(file), "")
    )
    page.key_step.part._save()
    assert key in file.read_text(encoding="utf-8")
    assert "Owner" not in file.read_text(encoding="utf-8")
    page.key_step.part.copy.click()
    assert QGuiApplication.clipboard().text() == key
    page.key_step.part.typed.setText(key)
    page.key_step.go.click()
    assert QGuiApplication.clipboard().text() == ""
    assert page.key_step.key.text() == ""


def test_the_workstation_is_checked_and_nothing_of_it_is_needed(qtbot, open_application, microphones):
    """A microphone is named, a missing model says what that means, and Continue goes on; the clinic's name is kept."""
    window = open_application().window
    page = _to_the_workstation(qtbot, window)
    step = page.workstation_step
    qtbot.waitUntil(lambda: "Sample microphone" in step.microphone.words.text())
    assert "recordings are kept and not written down" in step.speech.words.text()
    step.go.click()
    page.clinic_step.name.setText("  Sample   Clinic ")
    with qtbot.waitSignal(window.entered, timeout=10_000):
        page.clinic_step.go.click()
    stored = window.workspace.session.records.settings.get("settings", {})
    assert stored["clinic"]["name"] == "Sample Clinic"
    assert window.workspace.session.settings.is_offline


def test_a_workstation_without_sound_says_so_and_goes_on(qtbot, open_application, microphones):
    """The sentence names what is missing."""
    microphones[0] = MissingPart("PortAudio is missing: install libportaudio2.")
    page = _to_the_workstation(qtbot, open_application().window)
    step = page.workstation_step
    qtbot.waitUntil(lambda: "libportaudio2" in step.microphone.words.text())
    assert step.go.isEnabled()


def test_a_folder_without_a_model_is_refused_in_words(qtbot, open_application, microphones, tmp_path):
    """Nothing is chosen then."""
    page = _to_the_workstation(qtbot, open_application().window)
    step = page.workstation_step
    step.use_folder(str(tmp_path))
    qtbot.waitUntil(lambda: not step.task.is_busy and bool(step.task.words.text()), timeout=10_000)
    assert step.values == {}
    assert "recordings are kept" in step.speech.words.text()


def test_an_endpoint_needs_an_address_and_is_then_used(qtbot, open_application, microphones):
    """Offline is what is chosen before; half an endpoint is refused on the spot."""
    window = open_application().window
    page = _to_the_workstation(qtbot, window)
    page.workstation_step.go.click()
    step = page.clinic_step
    assert step.offline.isChecked()
    step.endpoint.setChecked(True)
    step.go.click()
    assert "address" in step.problem.text()
    step.form.base_url.setText("https://models.example/v1")
    step.form.model.setText("m")
    with qtbot.waitSignal(window.entered, timeout=10_000):
        step.go.click()
    assert not window.workspace.session.settings.is_offline


def test_a_first_start_that_is_left_half_way_is_a_second_start(qtbot, open_application, microphones):
    """The records are there after step 1, so the next start asks for the password."""
    _to_the_key(qtbot, open_application().window)
    window = open_application().window
    assert isinstance(window.page, UnlockPage)
    window.page.password.setText(PASSWORD)
    with qtbot.waitSignal(window.entered, timeout=10_000):
        window.page.go.click()
    assert window.workspace.session.user.signature_name == "Sample Owner, MD"


def test_the_folder_of_the_home_is_all_that_the_first_start_writes(
    qtbot, open_application, microphones, home: Path
):
    """No password and no key in any file of the home."""
    _, key = _to_the_key(qtbot, open_application().window)
    for file in home.rglob("*"):
        if file.is_file():
            content = file.read_bytes()
            assert PASSWORD.encode() not in content
            assert key.encode() not in content
