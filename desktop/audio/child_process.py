"""A function that runs in a process of its own and talks in messages of bytes.

PortAudio can hang when a device is pulled out, keeps an old list of devices for as long as it lives, and
may crash; a decoder reads files from anywhere. None of that may take the window along, so each runs in
a child that is killed when it does not answer. Messages are a letter and bytes, never pickled
objects: a child that was taken over by a hostile file could otherwise make this process run its code. A thread
waits for them, because a child that stops in the middle of a message would hold up whoever reads it.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import queue
import signal
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Any, Self

_END_TIMEOUT_S = 1.0
_LARGEST_BYTES = 1_000_000
_WAITING_MESSAGES = 16
"""So many may wait to be received; then the child has to wait with the next."""


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
        self._is_closed = False
        self._messages: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._places = threading.Semaphore(_WAITING_MESSAGES)
        self._reader = threading.Thread(target=self._read, name="child's messages", daemon=True)
        self._reader.start()

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
            message = self._messages.get(timeout=timeout_s)
        except queue.Empty:
            return None
        if message is None:
            self.has_ended = True
            return None
        self._places.release()
        return message[:1].decode("latin-1"), message[1:]

    def send(self, letter: str, data: bytes = b"") -> None:
        """Give the child a message; a child that ended does not get it."""
        with contextlib.suppress(OSError):
            self._mine.send_bytes(letter.encode("latin-1") + data)

    def close(self) -> None:
        """Kill the child, if it still runs. May be called twice."""
        self.has_ended = True
        if self._is_closed:
            return
        self._is_closed = True
        self._process.kill()
        self._process.join(_END_TIMEOUT_S)
        self._places.release()
        self._reader.join(_END_TIMEOUT_S)
        self._mine.close()
        with contextlib.suppress(ValueError):  # it hangs in the kernel and is left to the system
            self._process.close()

    def _read(self) -> None:
        """The thread: pass messages on until the child has ended."""
        with contextlib.suppress(EOFError, OSError):  # OSError: also a message that claims to be too large
            while not self._is_closed:
                self._places.acquire()
                self._messages.put(self._mine.recv_bytes(_LARGEST_BYTES))
        self._messages.put(None)

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
