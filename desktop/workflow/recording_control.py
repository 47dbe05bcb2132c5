"""The buttons of a recording under way: pressed on any thread, read by the job."""

from __future__ import annotations

import threading

from desktop.domain.capture import AudioDevice


class RecordingControl:
    """Pause, resume and stop. Each may be pressed twice; the second press changes nothing."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._is_paused = False
        self._is_stopped = False
        self._resumes = 0
        self._device: AudioDevice | None = None

    def pause(self) -> None:
        """Throw sound away from now on. The microphone stays open, so that resuming loses no word."""
        with self._changed:
            self._is_paused = True
            self._changed.notify_all()

    def resume(self, device: AudioDevice | None = None) -> None:
        """Go on: after a pause, a lost device or sleep. device: another one to go on with; None for the same."""
        with self._changed:
            self._is_paused = False
            self._resumes += 1
            self._device = device or self._device
            self._changed.notify_all()

    def stop(self) -> None:
        """Finish: what was heard until now is stored."""
        with self._changed:
            self._is_stopped = True
            self._changed.notify_all()

    @property
    def is_paused(self) -> bool:
        """True between pause() and resume()."""
        return self._is_paused

    @property
    def is_stopped(self) -> bool:
        """True once stop() was called."""
        return self._is_stopped

    @property
    def resumes(self) -> int:
        """How often resume() was called."""
        return self._resumes

    @property
    def device(self) -> AudioDevice | None:
        """The device of the last resume() that named one."""
        return self._device

    def wait_for_resume(self, resumes_seen: int, timeout_s: float) -> bool:
        """True when resume() was called since resumes was resumes_seen, or stop(), now or within the time."""
        with self._changed:
            return self._changed.wait_for(lambda: self._resumes > resumes_seen or self._is_stopped, timeout_s)
