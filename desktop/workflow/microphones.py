"""Which microphones can be chosen, kept up to date while nothing is recorded."""

from __future__ import annotations

from desktop.audio.devices import input_devices
from desktop.domain.capture import AudioDevice, StillHere
from desktop.domain.jobs import Job

MicrophoneEvent = tuple[AudioDevice, ...] | StillHere


def watch_microphones() -> Job[MicrophoneEvent, None]:
    """The microphones now, and again each time one comes or goes (looked at every 2 s). Close it to end it.

    An empty tuple means that there is none. Raises MissingPart, naming the package, without PortAudio.
    """
    found = input_devices()
    try:
        for devices in found:
            yield StillHere() if devices is None else devices
    finally:
        found.close()


def list_microphones() -> tuple[AudioDevice, ...]:
    """The microphones now. Takes up to a second. Raises MissingPart without PortAudio."""
    found = input_devices()
    try:
        return next(devices for devices in found if devices is not None)
    finally:
        found.close()
