"""The recognizer's process: reads frames from standard input and answers on standard output until that closes.

It holds the speech model, so a native crash or a lack of memory ends this process and not the window's. It opens
no file but the model's and no connection at all, and it ends by itself when nothing was asked for a while.

asked                                          answered
{"do": "load", folder, gpu, threads}           {"is": "loaded", device}
{"do": "find"} + sound                         {"is": "speech", spans: [[start_ms, end_ms, loudness_dbfs], ...]}
{"do": "write", spans, language, ...} + sound  {"is": "segment", ...} for each, then {"is": "written", language}
                                               {"is": "failed", why: "memory" | "model" | "language" | "other"}
"""

from __future__ import annotations

import contextlib
import os
import sys
import threading
import time
from collections.abc import Iterator
from typing import Any, BinaryIO

from desktop.speech.frames import Broken, Frame, read_frame, write_frame

IDLE_S = 600.0
"""After so long without a question the process ends and gives its memory back; the next one starts another."""

_LOOK_S = 5.0

NETWORK_EVENTS = frozenset({"socket.connect", "socket.getaddrinfo", "socket.bind", "socket.sendto"})


def main() -> int:
    """Answer until standard input ends."""
    questions, answers = _own_streams()
    _be_the_first_to_go()
    _stay_off_the_network()
    serve(questions, answers)
    return 0


def serve(questions: BinaryIO, answers: BinaryIO) -> None:
    """Answer each frame of questions with frames on answers."""
    from desktop.speech.recognition import Recognition  # noqa: PLC0415 - numpy and the rest, in this process alone

    recognition = Recognition()
    idle = _IdleWatch()
    while True:
        try:
            question = read_frame(questions)
        except (Broken, OSError):
            return
        if question is None:
            return
        with idle.busy():
            try:
                for answer in recognition.answers(question):
                    write_frame(answers, Frame(answer))
            except OSError:
                return


def _own_streams() -> tuple[BinaryIO, BinaryIO]:
    """The pipes to the other process, out of reach of libraries that print: their words go to standard error."""
    sys.stdout.flush()
    questions = os.fdopen(os.dup(0), "rb", buffering=1 << 16)
    answers = os.fdopen(os.dup(1), "wb", buffering=1 << 16)
    os.dup2(2, 1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    return questions, answers


def _be_the_first_to_go() -> None:
    """Yield the processor to the window and the recorder, and be what Linux ends when memory runs out."""
    if sys.platform == "win32":
        return  # started with a lower priority there
    os.nice(5)
    with contextlib.suppress(OSError), open("/proc/self/oom_score_adj", "w", encoding="ascii") as file:  # noqa: PTH123 - not a file of ours
        file.write("800")


def _stay_off_the_network() -> None:
    """Refuse every connection that Python code of any library may try."""

    def refuse(event: str, _arguments: tuple[Any, ...]) -> None:
        if event in NETWORK_EVENTS:
            raise PermissionError("the recognizer uses no network")

    sys.addaudithook(refuse)


class _IdleWatch:
    """Ends the process when nothing was asked for IDLE_S.

    Its thread starts at once and stays: one that is started when memory has run out may never come up, and Python
    then waits for it without end.
    """

    def __init__(self) -> None:
        self._is_busy = False
        self._last = time.monotonic()
        threading.Thread(target=self._watch, name="idle-watch", daemon=True).start()

    @contextlib.contextmanager
    def busy(self) -> Iterator[None]:
        """Nothing ends the process inside the with block."""
        self._is_busy = True
        try:
            yield
        finally:
            self._last = time.monotonic()
            self._is_busy = False

    def _watch(self) -> None:
        while self._is_busy or time.monotonic() - self._last < IDLE_S:
            time.sleep(min(IDLE_S, _LOOK_S))
        os._exit(0)


if __name__ == "__main__":
    sys.exit(main())
