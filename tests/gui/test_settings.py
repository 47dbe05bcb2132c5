"""The settings page: what is chosen there is stored, survives a restart, and a wrong value is said, not stored."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QPushButton

from desktop.ui.messages import sentence_for
from desktop.workflow.session import enter
from desktop.workflow.settings import CONSENT_CHARS, CONSENT_TEXT, Settings, load_settings
from tests.gui.conftest import PASSWORD, named
from tests.servers.speech_server import SpeechServer, plain


@pytest.fixture
def page(workspace):
    workspace.go_to(workspace.settings)
    return workspace.settings


def _reopened(open_application, home):
    """The settings page of the program started anew."""
    window = open_application().window
    window.open_workspace(enter(home, "owner", PASSWORD))
    window.workspace.go_to(window.workspace.settings)
    return window.workspace.settings


def _stored(page):
    return load_settings(page.window().workspace._session.records)


def test_everything_that_was_chosen_is_there_after_a_restart(page, open_application, home, qtbot):
    """Both endpoints with their keys, the words of consent, live drafting and how models are fetched."""
    writer, speech, recording = page.writer, page.speech, page.recording
    writer.endpoint.click()
    writer.form.base_url.setText("https://notes.example/v1/")
    writer.form.model.setText("writer")
    writer.form.api_key.setText("key for notes")
    writer.form.certificates._take("/etc/clinic.pem")
    writer.save.click()
    speech.models.proxy.click()
    speech.endpoint.click()
    speech.form.base_url.setText("https://speech.example/v1")
    speech.form.model.setText("whisper-1")
    speech.form.api_key.setText("key for speech")
    speech.save.click()
    recording.consent.setPlainText("They agreed.")
    recording.save.click()
    recording.live.click()
    qtbot.waitUntil(lambda: _stored(page).live_drafting)
    page = _reopened(open_application, home)
    assert page.writer.endpoint.isChecked()
    notes = page.writer.form.typed()
    assert (notes.base_url, notes.model) == ("https://notes.example/v1", "writer")
    assert (notes.api_key.get_secret_value(), notes.ca_file) == ("key for notes", "/etc/clinic.pem")
    assert page.speech.endpoint.isChecked()
    heard = page.speech.form.typed()
    assert (heard.base_url, heard.model) == ("https://speech.example/v1", "whisper-1")
    assert heard.api_key.get_secret_value() == "key for speech"
    assert page.speech.state.text() == "In use: whisper-1 at speech.example."
    assert page.speech.models.proxy.isChecked()
    assert page.recording.consent.toPlainText() == "They agreed."
    assert page.recording.live.isChecked()


def test_one_unusable_value_does_not_take_the_others_along(page):
    """Settings that were damaged or come from another version fall back one by one."""
    records = page.window().workspace._session.records
    records.settings.set(
        "settings",
        {
            "appearance": "dark",
            "speech": {"engine": "oracle", "model": "small.en"},
            "consent_text": "",
            "agreed_to_send": ["endpoint: a, b"],
            "of another version": 1,
        },
    )
    settings = load_settings(records)
    assert (settings.appearance, settings.agreed_to_send) == ("dark", ("endpoint: a, b",))
    assert settings.speech == Settings().speech
    assert not settings.speech.is_ready
    assert settings.consent_text == CONSENT_TEXT
    records.settings.set("settings", ["not settings"])
    assert load_settings(records) == Settings()


def test_nothing_is_used_before_it_was_chosen(page):
    """That nothing is in use is said, and an endpoint without an address changes nothing."""
    assert "not written down" in page.speech.state.text()
    assert not page.speech.demo_warning.isVisible()
    page.speech.endpoint.click()
    page.speech.save.click()
    assert "Type the address" in page.speech.testing.words.text()
    assert "not written down" in page.speech.state.text()
    assert page._settings.speech.engine == "device"


def test_the_test_of_a_speech_endpoint_sends_the_sample_and_shows_what_came(page, qtbot):
    """The person sees the endpoint's own words for the fictional sample."""
    with SpeechServer(plain) as server:
        page.speech.endpoint.click()
        page.speech.form.base_url.setText(server.base_url)
        page.speech.form.model.setText("whisper-1")
        page.speech.form.plain_http.setChecked(True)
        page.speech.test.click()
        qtbot.waitUntil(lambda: not page.speech.testing.is_busy, timeout=15_000)
        assert page.speech.testing.words.text() == (
            "It works. In the fictional sample visit it heard: My back hurts."
        )
        assert {sent.fields["model"] for sent in server.requests} == {"whisper-1"}
        assert all(5_000 < sent.duration_ms <= 16_000 for sent in server.requests)
    page.speech.test.click()
    qtbot.waitUntil(lambda: not page.speech.testing.is_busy, timeout=15_000)
    assert page.speech.testing.words.property("kind") == "error"
    assert page.speech.testing.words.text() != sentence_for(RuntimeError())


def test_a_consent_without_words_is_not_stored(page):
    """Neither empty nor endless; the words of the program can be had back."""
    page.recording.consent.setPlainText("  \n ")
    page.recording.save.click()
    assert page.recording.result.text().startswith("Not saved")
    page.recording.consent.setPlainText("a" * (CONSENT_CHARS + 1))
    page.recording.save.click()
    assert page.recording.result.text().startswith("Not saved")
    assert page._settings.consent_text == CONSENT_TEXT
    named(page, QPushButton, "Use the default words of consent").click()
    page.recording.save.click()
    assert page.recording.result.text() == "Saved."


def test_saving_here_does_not_undo_the_microphone_chosen_elsewhere(page):
    """The page knows nothing of the microphone and so leaves it alone."""
    workspace = page.window().workspace
    workspace.in_use._store(workspace._session.settings.model_copy(update={"microphone_name": "Desk"}))
    page.recording.live.click()
    assert workspace._session.settings.live_drafting
    assert workspace._session.settings.microphone_name == "Desk"


def test_a_number_can_be_seen_and_is_not_changed_by_scrolling_past(page, qtbot):
    """The style leaves its text room, and the wheel changes a value only where the person is."""
    spin = page.writer.form.longest_wait
    qtbot.waitUntil(lambda: spin.lineEdit().width() > 1)
    assert spin.lineEdit().width() > spin.fontMetrics().horizontalAdvance(spin.text())
    before = spin.value()
    middle = QPointF(spin.rect().center())
    turn = QWheelEvent(
        middle, QPointF(spin.mapToGlobal(middle.toPoint())), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(spin, turn)
    assert spin.value() == before
