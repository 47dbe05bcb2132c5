"""The recognizer's process as seen from here: started when first asked, asked one thing at a time, ended at any moment."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import time
import weakref
from collections.abc import Mapping
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any

from desktop.domain.drafting import Waiting
from desktop.domain.errors import MissingPart, RecognizerStopped
from desktop.domain.jobs import Job
from desktop.speech.frames import Broken, Frame, read_frame, write_frame
from desktop.speech.launch import child_command, child_environment

SLICE_S = 0.05
_LAST_ANSWERS = frozenset({"loaded", "speech", "written", "failed"})

Answer = Mapping[str, Any]


class RecognizerProcess:
    """One process that recognizes speech. stopped: the sentence for a person when it dies."""

    def __init__(self, stopped: str) -> None:
        self._stopped = stopped
        self._process: subprocess.Popen[bytes] | None = None
        self._end: weakref.finalize[[subprocess.Popen[bytes]], Any] | None = None

    @property
    def is_running(self) -> bool:
        """True while there is a process; it may have just ended by itself when nothing was asked for long."""
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int | None:
        """The process's number, for a look at its memory; None when there is none."""
        return self._process.pid if self._process is not None and self.is_running else None

    def start(self) -> None:
        """Start the process unless it runs. Raises MissingPart when that is not possible."""
        if self.is_running:
            return
        self.close()
        flags = 0
        if sys.platform == "win32":
            flags = subprocess.CREATE_NO_WINDOW | subprocess.BELOW_NORMAL_PRIORITY_CLASS
        try:
            process = subprocess.Popen(  # noqa: S603 - this program itself, see launch
                child_command(),
                env=child_environment(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,  # native libraries print there; nothing of it is for a person
                creationflags=flags,
            )
        except OSError as error:
            raise MissingPart("Speech recognition cannot be started. Install Soapstone again.") from error
        self._process = process
        self._end = weakref.finalize(self, _kill, process)

    def ask(self, question: Frame) -> Job[Waiting | Answer, None]:
        """Ask the running process, and yield its answers as they come and Waiting in between.

        Closing the job before its last answer ends the process: there is no gentler way to stop native code.
        Raises RecognizerStopped when the process dies.
        """
        assert self._process is not None, "start it first"
        process = self._process
        answers: SimpleQueue[Answer | None] = SimpleQueue()
        talk = Thread(target=_talk, args=(process, question, answers), name="recognizer-talk", daemon=True)
        talk.start()
        began = time.monotonic()
        is_complete = False
        try:
            while not is_complete:
                try:
                    answer = answers.get(timeout=SLICE_S)
                except Empty:
                    yield Waiting(round((time.monotonic() - began) * 1000))
                    continue
                if answer is None:
                    raise RecognizerStopped(self._stopped)
                is_complete = answer.get("is") in _LAST_ANSWERS
                yield answer
        finally:
            if not is_complete:
                self.close()
            talk.join()

    def close(self) -> None:
        """End the process if it runs."""
        if self._end is not None:
            self._end()
        self._process = self._end = None


def _talk(process: subprocess.Popen[bytes], question: Frame, answers: SimpleQueue[Answer | None]) -> None:
    """Write the question and read until the last answer; None on the queue when the process is gone."""
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        write_frame(process.stdin, question)
        while (frame := read_frame(process.stdout)) is not None:
            answers.put(frame.header)
            if frame.header.get("is") in _LAST_ANSWERS:
                return
    except (OSError, ValueError, Broken):  # ValueError: the pipe was closed here while this waited
        pass
    answers.put(None)


def _kill(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with contextlib.suppress(OSError):  # what was not written yet has nobody to go to
                pipe.close()
