"""Patient text on the clipboard: marked as private, gone after a minute, at the lock and at the end, and never others'."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QGuiApplication

from desktop.domain.note import Section
from desktop.ui.private_clipboard import CLEAR_AFTER_S, PrivateClipboard, private_clipboard

TEXT = "Plan\r\nIbuprofen 600 mg."


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now_s = 1000.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def private(qapp, clock):
    made = PrivateClipboard(QGuiApplication.clipboard(), qapp, clock)
    yield made
    made.timer.stop()
    QGuiApplication.clipboard().clear()
    made.setParent(None)


def later(private, clock, seconds: float) -> None:
    """So many seconds pass, and the clipboard is looked at."""
    clock.now_s += seconds
    private.timer.timeout.emit()


def test_text_goes_after_a_minute(private, clock):
    """It is there to be pasted for 60 s and not longer."""
    private.put(TEXT)
    later(private, clock, CLEAR_AFTER_S - 1)
    assert QGuiApplication.clipboard().text() == TEXT
    later(private, clock, 1)
    assert QGuiApplication.clipboard().text() == ""
    assert not private.timer.isActive()


def test_each_copy_has_its_own_minute(private, clock):
    """A second copy is not emptied with the first one's time."""
    private.put("first")
    later(private, clock, CLEAR_AFTER_S - 1)
    private.put("second")
    later(private, clock, 30)
    assert QGuiApplication.clipboard().text() == "second"


def test_what_somebody_copied_elsewhere_stays(private, clock):
    """Only our own text is taken away."""
    private.put(TEXT)
    QGuiApplication.clipboard().setText("a telephone number")
    later(private, clock, CLEAR_AFTER_S)
    assert QGuiApplication.clipboard().text() == "a telephone number"


def test_it_carries_the_marks_that_keep_it_out_of_histories(private):
    """Windows, KDE and macOS each have a mark of their own, beside the plain text."""
    private.put(TEXT)
    data = QGuiApplication.clipboard().mimeData()
    assert data.text() == TEXT
    assert bytes(data.data("x-kde-passwordManagerHint")) == b"secret"
    assert data.hasFormat("org.nspasteboard.ConcealedType")
    for mark in (
        "ExcludeClipboardContentFromMonitorProcessing",
        "CanIncludeInClipboardHistory",
        "CanUploadToCloudClipboard",
    ):
        assert data.hasFormat(f'application/x-qt-windows-mime;value="{mark}"')
    assert not data.hasHtml()


def test_a_sections_copy_is_private_and_the_lock_takes_it_away(person, qtbot):
    """Copy under a section, then lock: the clipboard is empty."""
    person.starts_visit()
    person.drafts()
    person.pane(Section.SUBJECTIVE).copy_text()
    clipboard = QGuiApplication.clipboard()
    assert "low" in clipboard.text().lower()
    assert clipboard.mimeData().hasFormat("x-kde-passwordManagerHint")
    person.workspace.lock_asked.emit()
    qtbot.waitUntil(lambda: clipboard.text() == "")


def test_closing_the_window_takes_it_away(person):
    """Nothing of a patient is left on the clipboard when the program ends."""
    private_clipboard().put(TEXT)
    person.workspace.close_everything()
    assert QGuiApplication.clipboard().text() == ""
