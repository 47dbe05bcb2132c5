"""The window as a person meets it, offscreen, with real records in a home of its own."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.app import Application, build
from desktop.domain.note import Section
from desktop.ui.workspace import Workspace
from desktop.workflow.session import begin, enter
from desktop.workflow.settings import EndpointSettings, Settings
from tests.servers.clinic import OWNER

PASSWORD = "four unrelated garden words"
BACK_PAIN = (
    "Patient is a 42-year-old male presenting with persistent lower back pain for 3 weeks. Pain rated 6/10, worse "
    "with sitting. Ibuprofen provides moderate relief. Exam shows lumbar paraspinal tenderness L3-L5, ROM restricted "
    "at 40 degrees flexion. SLR negative bilaterally."
)
W = TypeVar("W", bound=QObject)


def named(parent: QWidget, kind: type[W], name: str) -> W:
    """The one visible widget of a kind with this accessible name, or, for a button, with this text."""
    found = [
        widget
        for widget in parent.findChildren(kind)
        if isinstance(widget, QWidget)
        and not widget.isHidden()
        and (widget.accessibleName() == name or (hasattr(widget, "text") and widget.text() == name))
    ]
    assert len(found) == 1, f"{len(found)} widgets are named {name!r}"
    return found[0]


class PatientBot(QtBot):
    """Waits as long as a busy machine needs; what is to be soon says how soon itself."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = 20_000) -> None:
        super().waitUntil(callback, timeout=timeout)


@pytest.fixture
def qtbot(qapp, request) -> PatientBot:
    return PatientBot(request)


@pytest.fixture(scope="module", autouse=True)
def _keys(cheap_keys) -> None:
    """Every window's sign-in is quick."""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home of the clinic"


@pytest.fixture
def open_application(qapp, home: Path) -> Iterator[Callable[[], Application]]:
    """Opens the application for the home, as often as the test asks; closes what is open at the end."""
    opened: list[Application] = []

    def close() -> None:
        for application in opened:
            window = application.window
            window._may_close = True
            window.close()
            application.close()
        opened.clear()

    def open_it() -> Application:
        close()
        home.mkdir(exist_ok=True)
        application = build(home)
        application.window.show()
        opened.append(application)
        return application

    yield open_it
    close()


@pytest.fixture(scope="module")
def new_records(tmp_path_factory, cheap_keys) -> Path:
    """A home just after set-up, for copies."""
    made = tmp_path_factory.mktemp("new records")
    session, _ = begin(made, PASSWORD, OWNER)
    session.close()
    return made


@pytest.fixture
def workspace(home: Path, new_records: Path, open_application) -> Workspace:
    """The window just after set-up."""
    shutil.copytree(new_records, home)
    window = open_application().window
    window.open_workspace(enter(home, "owner", PASSWORD))
    assert window.workspace is not None
    return window.workspace


class Person:
    """What a provider does with the visit page."""

    def __init__(self, qtbot, workspace: Workspace) -> None:
        self.qtbot = qtbot
        self.workspace = workspace
        self.page = workspace.visit
        self.note = workspace.visit.note

    def starts_visit(self, words: str = BACK_PAIN) -> int:
        """Begin a visit and put words into its transcript."""
        before = self.page.visit_id
        self.workspace.start_visit()
        self.qtbot.waitUntil(lambda: self.page.visit_id not in (None, before))
        if words:
            self.page.transcript.editor.insertPlainText(words)
        return self.page.visit_id

    def drafts(self) -> None:
        """Press Draft note and wait until the note is stored."""
        with self.qtbot.waitSignal(self.workspace.drafts.ended, timeout=15_000):
            self.workspace.drafting.draft()

    def is_stored(self) -> None:
        """Wait until everything on screen is stored."""
        self.page.autosave.flush()
        self.qtbot.waitUntil(lambda: not self.page.autosave.is_dirty)

    def pane(self, section: Section):
        return self.note.panes[section]

    def uses_endpoint(self, server, *, agreed: bool = True) -> None:
        """Connect the loopback endpoint in the settings."""
        endpoint = EndpointSettings(base_url=server.base_url, model="test-model", allow_plain_http=True)
        settings = Settings(engine="endpoint", endpoint=endpoint)
        self.workspace.in_use._store(
            settings.model_copy(
                update={
                    "agreed_to_send": (f"Endpoint: {endpoint.endpoint.host}, test-model",) if agreed else ()
                }
            )
        )

    def reopens(self, visit_id: int) -> None:
        """Go to another visit and back."""
        self.starts_visit("")
        self.workspace.open_visit(visit_id)
        self.qtbot.waitUntil(lambda: self.page.visit_id == visit_id)


@pytest.fixture
def person(qtbot, workspace: Workspace) -> Person:
    """At a window that is in front: keys go nowhere in any other."""
    window = workspace.window()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return Person(qtbot, workspace)
