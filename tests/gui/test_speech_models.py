"""Speech models in the settings: got with progress, stopped and resumed, checked, and refused in words."""

import shutil
from functools import partial

import pytest
from PySide6.QtWidgets import QFileDialog

from desktop.workflow.session import enter
from desktop.workflow.settings import load_settings
from desktop.workflow.speech_models import download_model, list_models
from tests.gui.conftest import PASSWORD
from tests.servers.model_hub import ModelHub

MODEL = "tiny.en"


@pytest.fixture
def hub(monkeypatch):
    with ModelHub(f"Systran/faster-whisper-{MODEL}") as server:
        get = partial(download_model, hub_url=server.url)
        monkeypatch.setattr("desktop.ui.speech_models_panel.download_model", get)
        yield server


@pytest.fixture
def panel(workspace):
    workspace.go_to(workspace.settings)
    return workspace.settings.speech.models


@pytest.fixture
def got(panel, hub, qtbot):
    """The page after a model was got."""
    _got(qtbot, panel)
    return panel


@pytest.fixture
def asked(monkeypatch):
    """What the person was asked, and the answer they give."""

    class Asked(list):
        answer = False

    asked = Asked()

    def _confirms(_parent, words, below, _action):
        asked.append(f"{words} {below}")
        return asked.answer

    monkeypatch.setattr("desktop.ui.speech_models_panel.confirms", _confirms)
    return asked


def _got(qtbot, panel):
    panel.table.select(MODEL)
    panel.get.click()
    qtbot.waitUntil(lambda: not panel.downloading.is_busy, timeout=10_000)
    return panel.downloading.words.text()


def _tried(qtbot, panel):
    qtbot.waitUntil(lambda: not panel.trying.is_busy, timeout=20_000)
    return panel.trying.words.text()


def _cells(panel, key):
    number = [row.key for row in panel.table.rows].index(key)
    return [panel.table.item(number, column).text() for column in range(panel.table.columnCount())]


def _state(panel):
    return panel.window().workspace.settings.speech.state.text()


def test_the_list_says_what_each_model_is_and_asks_nothing_of_the_network(panel, hub, home):
    """Name, size, languages, speed and place of every model; a fresh home has measured none. Only Get connects."""
    assert [row.key for row in panel.table.rows] == [state.model.name for state in list_models(home)]
    assert _cells(panel, MODEL)[2:] == ["English", "75 MB", "not measured", "no"]
    assert str(home) in panel.free.text()
    assert "GB are free" in panel.free.text()
    panel.table.select("demo")
    assert "Never use it for a real visit" in panel.about.text()
    assert not panel.get.isEnabled()
    panel.table.select(MODEL)
    assert "not measured" in panel.about.text()
    assert panel.get.isEnabled()
    assert not panel.use.isEnabled()
    assert not panel.measure.isEnabled()
    assert hub.requests == []


def test_a_model_is_got_with_progress_used_and_still_in_use_after_a_restart(
    panel, hub, qtbot, home, open_application
):
    """The bar moves and the words count; then Use, and a restart keeps the choice."""
    shown = []
    panel.downloading.bar.valueChanged.connect(shown.append)
    assert "its checksums are right" in _got(qtbot, panel)
    assert shown == sorted(shown)
    assert shown[-1] == panel.downloading.bar.maximum()
    assert _cells(panel, MODEL)[5] == "yes"
    assert "Nothing is chosen" in _state(panel)
    panel.use.click()
    assert _state(panel) == f"In use: {MODEL} on this device."
    records = panel.window().workspace._session.records
    qtbot.waitUntil(lambda: load_settings(records).speech.model == MODEL)
    requests = len(hub.requests)
    window = open_application().window
    window.open_workspace(enter(home, "owner", PASSWORD))
    settings = window.workspace.settings
    assert settings.speech.state.text() == f"In use: {MODEL} on this device."
    assert _cells(settings.speech.models, MODEL)[5] == "in use"
    assert len(hub.requests) == requests


def test_a_download_can_be_stopped_and_goes_on_from_there(panel, hub, qtbot, home):
    """What came is kept, the second Get asks for the rest alone, and a save meanwhile is not held up."""
    hub.hang_after = 600_000
    panel.table.select(MODEL)
    panel.get.click()
    qtbot.waitUntil(lambda: panel.downloading.bar.value() > 0)
    assert "of 1 MB" in panel.downloading.words.text()
    assert not panel.get.isEnabled()
    workspace = panel.window().workspace
    workspace.settings.recording.live.click()
    qtbot.waitUntil(lambda: load_settings(workspace._session.records).live_drafting)
    assert panel.downloading.is_busy
    panel.downloading.stop.click()
    qtbot.waitUntil(lambda: not panel.downloading.is_busy)
    assert "goes on from there" in panel.downloading.words.text()
    assert not (home / "models" / MODEL).exists()
    assert not panel.downloading.bar.isVisible()
    hub.hang_after = None
    assert "its checksums are right" in _got(qtbot, panel)
    assert [request.range for request in hub.requests if request.range]


def test_closing_the_window_ends_a_download(panel, hub, qtbot, home):
    """Nothing goes on behind a closed window."""
    hub.hang_after = 600_000
    panel.table.select(MODEL)
    panel.get.click()
    qtbot.waitUntil(lambda: panel.downloading.bar.value() > 0)
    assert panel.window().workspace.settings.end_work(5.0)
    assert not (home / "models" / MODEL).exists()


def test_a_wrong_file_is_refused_in_words(panel, hub, qtbot, home):
    """What is not the file that the hub names does not become a model."""
    right = hub.files["model.bin"]
    hub.sends["model.bin"] = right[:-1] + bytes([right[-1] ^ 1])
    assert "thrown away" in _got(qtbot, panel)
    assert panel.downloading.words.property("kind") == "error"
    assert not (home / "models" / MODEL).exists()
    assert not panel.use.isEnabled()


def test_check_finds_a_changed_file_and_the_model_can_be_got_again(got, qtbot, home):
    """One byte is enough; Get again makes it whole."""
    got.check.click()
    assert "Checksums verified" in _tried(qtbot, got)
    file = home / "models" / MODEL / "model.bin"
    content = file.read_bytes()
    file.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    got.check.click()
    assert "not what was downloaded" in _tried(qtbot, got)
    assert got.get.text() == "Get again"
    _got(qtbot, got)
    got.check.click()
    assert "Checksums verified" in _tried(qtbot, got)


def test_measuring_a_model_that_cannot_be_loaded_says_so(got, qtbot):
    """Files of the right form that are no model after all: one sentence, and no speed."""
    got.measure.click()
    assert "cannot be loaded" in _tried(qtbot, got)
    assert _cells(got, MODEL)[4] == "not measured"


def test_a_folder_is_checked_before_it_is_used(got, qtbot, home, tmp_path, monkeypatch):
    """A folder with the wrong files is refused by name; one with a model is used and listed."""
    folder = tmp_path / "from a stick"
    shutil.copytree(home / "models" / MODEL, folder)
    (folder / "weights.pt").write_bytes(b"anything")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    got.folder.click()
    assert "can run code" in _tried(qtbot, got)
    assert "Nothing is chosen" in _state(got)
    (folder / "weights.pt").unlink()
    got.folder.click()
    assert "is in use. Checksums verified" in _tried(qtbot, got)
    assert _state(got) == "In use: from a stick on this device."
    assert _cells(got, str(folder))[5] == "in use"
    shutil.rmtree(folder)
    got.refresh()
    assert _cells(got, str(folder))[5] == "in use, not found"


def test_the_demo_model_is_used_only_after_its_limits_were_confirmed(got, qtbot, home, tmp_path, asked):
    """The question says what it understands; a no changes nothing, and while it is in use the page warns."""
    folder = tmp_path / "demo"
    shutil.copytree(home / "models" / MODEL, folder)
    got.use_folder(str(folder))
    assert _tried(qtbot, got) == "demo is not used."
    assert "only the sample visits" in asked[0]
    assert "Never use it for a real visit" in asked[0]
    assert "Nothing is chosen" in _state(got)
    warning = got.window().workspace.settings.speech.demo_warning
    assert not warning.isVisible()
    asked.answer = True
    got.use_folder(str(folder))
    _tried(qtbot, got)
    assert _state(got) == "In use: demo on this device."
    assert warning.isVisible()
    got.table.select(MODEL)
    got.use.click()
    assert not warning.isVisible()
    assert len(asked) == 2
