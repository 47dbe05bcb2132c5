"""A function that runs in a process of its own and talks in messages of bytes.

PortAudio can hang when a device is pulled out, keeps an old list of devices for as long as it lives, and
may crash; a decoder reads files from anywhere. None of that may take the window along, so each runs in
a child that is killed when it does not answer. Messages are a letter and bytes, never pickled
objects: a child that was taken over by a hostile file could otherwise make this process run its code.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
from collections.abc import Callable
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Any, Self

_END_TIMEOUT_S = 1.0


class ChildProcess:
    """A running child; close() ends it however it stands."""

    def __init__(self, work: Callable[..., None], *arguments: Any) -> None:
        """Start work(connection, *arguments), which must be a function of a module, in a new process."""
        context = multiprocessing.get_context("spawn")
        self._mine, theirs = context.Pipe()
        self._process = context.Process(target=_run, args=(theirs, work, arguments), daemon=True)
        try:
            self._process.start()
        except BaseException:
            self._mine.close()
            raise
        finally:
            theirs.close()
        self.has_ended = False

    @property
    def pid(self) -> int | None:
        """The number of the process."""
        return self._process.pid

    def receive(self, timeout_s: float) -> tuple[str, bytes] | None:
        """The next message as its letter and its bytes; None when there is none in time.

        After the last message of a child that ended, has_ended is True.
        """
        if self.has_ended:
            return None
        try:
            if not self._mine.poll(timeout_s):
                return None
            message = self._mine.recv_bytes()
        except (EOFError, OSError):
            self.has_ended = True
            return None
        return message[:1].decode("latin-1"), message[1:]

    def send(self, letter: str, data: bytes = b"") -> None:
        """Give the child a message; a child that ended does not get it."""
        with contextlib.suppress(OSError):
            self._mine.send_bytes(letter.encode("latin-1") + data)

    def close(self) -> None:
        """Kill the child, if it still runs. May be called twice."""
        self.has_ended = True
        if self._mine.closed:
            return
        self._mine.close()
        self._process.kill()
        self._process.join(_END_TIMEOUT_S)
        with contextlib.suppress(ValueError):  # it hangs in the kernel and is left to the system
            self._process.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def tell(connection: Connection, letter: str, data: bytes = b"") -> None:
    """In a child: send a message."""
    connection.send_bytes(letter.encode("latin-1") + data)


def _run(connection: Connection, work: Callable[..., None], arguments: tuple[Any, ...]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the parent, which then ends this child
    _be_quiet()
    with (
        connection,
        contextlib.suppress(BrokenPipeError, ConnectionResetError, EOFError),
    ):  # the parent is gone
        work(connection, *arguments)


def _be_quiet() -> None:
    """PortAudio, ALSA and decoders write to the terminal on their own; nobody reads it there."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (1, 2):
        with contextlib.suppress(OSError):
            os.dup2(nowhere, standard)
    os.close(nowhere)
