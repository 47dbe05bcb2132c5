"""PortAudio, which reaches microphones and loudspeakers: loaded when needed, its devices by name. For children only."""

from __future__ import annotations

import sys
from enum import Enum
from typing import Any

from desktop.domain.capture import AudioDevice
from desktop.domain.errors import MissingPart, NoMicrophone

PORTAUDIO_MISSING = (
    "The system library PortAudio is missing, so there is no recording and no playback; typed notes work. "
    "Install the package libportaudio2, then start the program again."
    if sys.platform == "linux"
    else "The sound library of this program is missing, so there is no recording and no playback; typed notes "
    "work. Reinstall the program."
)
NO_MICROPHONE = "No microphone was found. Connect one; it is noticed by itself."


class Direction(Enum):
    """Which devices are meant; the value is PortAudio's word in the names of its fields."""

    INPUT = "input"
    OUTPUT = "output"


def load() -> Any:
    """The sounddevice module. Raises MissingPart when PortAudio is not there, NoMicrophone when it does not start."""
    try:
        import sounddevice  # noqa: PLC0415 - loads a native library that may be missing
    except (ImportError, OSError) as exc:
        raise MissingPart(PORTAUDIO_MISSING) from exc
    except Exception as exc:
        if type(exc).__name__ != "PortAudioError":  # its class lives in the module that could not be imported
            raise
        raise NoMicrophone(
            "The sound system of this computer does not answer. Restart the computer."
        ) from exc
    return sounddevice


def devices(sounddevice: Any, direction: Direction) -> list[tuple[int, AudioDevice]]:
    """The devices of one direction with PortAudio's numbers for them, which hold until it starts anew."""
    hosts = sounddevice.query_hostapis()
    system_default = sounddevice.default.device[0 if direction is Direction.INPUT else 1]
    if system_default < 0:
        firsts = [host[f"default_{direction.value}_device"] for host in hosts]
        system_default = next((number for number in firsts if number >= 0), -1)
    found = []
    for number, each in enumerate(sounddevice.query_devices()):
        channels = int(each[f"max_{direction.value}_channels"])
        if channels > 0:
            host_api = str(hosts[each["hostapi"]]["name"])
            rate_hz = int(each["default_samplerate"])
            device = AudioDevice(str(each["name"]), host_api, channels, rate_hz, number == system_default)
            found.append((number, device))
    return found


def find(
    sounddevice: Any, direction: Direction, name: str | None, host_api: str | None
) -> tuple[int, AudioDevice]:
    """A device by its name and host API; the system's own choice when name is None. Raises NoMicrophone."""
    found = devices(sounddevice, direction)
    if name is None:
        chosen = [pair for pair in found if pair[1].is_default] or found
    else:
        chosen = [pair for pair in found if (pair[1].name, pair[1].host_api) == (name, host_api)]
    if chosen:
        return chosen[0]
    if direction is Direction.OUTPUT:
        raise NoMicrophone(
            "No loudspeaker was found. Connect one or choose another in the system's settings."
        )
    if name is None or not found:
        raise NoMicrophone(NO_MICROPHONE)
    raise NoMicrophone(f"The microphone {name} is not connected. Connect it or choose another.")
