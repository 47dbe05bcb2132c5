"""A 600-token note streamed through drafter and panes, against the bare openai client reading the same stream."""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QTimer

from desktop.app import build
from desktop.domain.note import Section
from desktop.domain.user import NewUser
from desktop.workflow.session import begin
from desktop.workflow.settings import EndpointSettings, Settings
from tests.servers.openai_server import OpenAIServer

RUNS = 5
TOKENS_PER_SECOND = 300.0
NOTE = {section.value: f"{section.label} words go here. " * 30 for section in Section}
SCHEMA = {
    "type": "json_schema",
    "json_schema": {
        "name": "note",
        "schema": {
            "type": "object",
            "properties": {name: {"type": "string"} for name in NOTE},
            "required": list(NOTE),
        },
    },
}
WORDS = "Patient reports low back pain for three weeks, rated 6/10. Exam shows lumbar tenderness. " * 3


def main() -> None:
    """Print both medians, their ratio and the longest stall of the GUI thread."""
    with (
        tempfile.TemporaryDirectory() as folder,
        OpenAIServer("ok", note=NOTE, tokens_per_second=TOKENS_PER_SECOND) as server,
    ):
        window = _Window(Path(folder), server.base_url)
        window.draft()
        _read_bare(server.base_url)
        pairs = [(_read_bare(server.base_url), window.draft()) for _ in range(RUNS)]
        stall_ms = window.longest_stall_ms
        window.close()
    bare = statistics.median(bare for bare, _ in pairs)
    ours = statistics.median(ours for _, ours in pairs)
    print(
        f"bare openai client        {bare:7.2f} s (median of {RUNS}, {TOKENS_PER_SECOND:.0f} tokens a second)"
    )
    print(f"drafter, panes, stored    {ours:7.2f} s")
    print(f"ratio                     {statistics.median(ours / bare for bare, ours in pairs):7.2f}")
    print(
        f"longest stall of the GUI thread {stall_ms:5.1f} ms (of {RUNS} drafts; a 1 ms timer's longest gap)"
    )


def _read_bare(base_url: str) -> float:
    import openai

    begun = time.perf_counter()
    with openai.OpenAI(base_url=base_url, api_key="none", max_retries=0) as client:
        stream = client.chat.completions.create(
            model="test-model",
            messages=[{"role": "user", "content": WORDS}],
            response_format=SCHEMA,
            stream=True,
        )
        text = "".join(chunk.choices[0].delta.content or "" for chunk in stream if chunk.choices)
    assert "Plan words" in text
    return time.perf_counter() - begun


class _Window:
    """The real window with a visit open, and a timer that watches the GUI thread."""

    def __init__(self, home: Path, base_url: str) -> None:
        self.longest_stall_ms = 0.0
        self._application = build(home)
        self._application.window.show()
        session, _ = begin(home, "four unrelated garden words", NewUser("owner", "Sample Owner"))
        self._application.window.open_workspace(session)
        workspace = self._application.window.workspace
        assert workspace is not None
        self._workspace = workspace
        endpoint = EndpointSettings(base_url=base_url, model="test-model", allow_plain_http=True)
        agreed = (f"Endpoint: {endpoint.endpoint.host}, test-model",)
        workspace.in_use.change(Settings(engine="endpoint", endpoint=endpoint))
        workspace.in_use._store(session.settings.model_copy(update={"agreed_to_send": agreed}))
        _wait(workspace.visit.opened.connect, workspace.start_visit)
        workspace.visit.transcript.editor.insertPlainText(WORDS)
        self._last = time.perf_counter()
        self._watch = QTimer(interval=1)
        self._watch.timeout.connect(self._tick)

    def draft(self) -> float:
        """Seconds from pressing Draft note to the stored note."""
        for pane in self._workspace.visit.note.panes.values():
            pane.load("", is_edited=False, is_drafted=False)
        self._last = time.perf_counter()
        self._watch.start()
        begun = time.perf_counter()
        _wait(self._workspace.drafts.ended.connect, self._workspace.drafting.draft)
        seconds = time.perf_counter() - begun
        self._watch.stop()
        assert self._workspace.visit.note.texts[Section.PLAN].startswith("Plan words")
        return seconds

    def close(self) -> None:
        _wait(self._application.window.closed.connect, self._application.window.close)
        self._application.close()

    def _tick(self) -> None:
        now = time.perf_counter()
        self.longest_stall_ms = max(self.longest_stall_ms, (now - self._last) * 1000)
        self._last = now


def _wait(connect, act) -> None:
    loop = QEventLoop()
    connect(lambda *_: loop.quit())
    QTimer.singleShot(0, act)
    loop.exec()


if __name__ == "__main__":
    main()
