"""A real sound system without hardware: a private PulseAudio whose null sink is loudspeaker and microphone in one.

What is played to the sink is heard by the microphone. Unloading the sink is the pulled plug. Nothing of
the machine's own sound system is used or changed: it has a folder, a socket and an ALSA configuration of its own.
"""

from __future__ import annotations

import os
import subprocess
import time
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

_SINK = "virtual"
_START_TIMEOUT_S = 15.0
_ALSA_TO_PULSE = "pcm.!default { type pulse }\nctl.!default { type pulse }\n"


class VirtualMicrophone:
    """A running PulseAudio. environment: what a process needs to use it; close() ends it."""

    def __init__(self, folder: Path) -> None:
        """folder: empty, and short, because the path of a socket may have 107 bytes only."""
        folder.chmod(0o700)
        (folder / "asound.conf").write_text(_ALSA_TO_PULSE)
        socket = folder / "native"
        self.environment = {
            "XDG_RUNTIME_DIR": str(folder),
            "PULSE_RUNTIME_PATH": str(folder),
            "PULSE_STATE_PATH": str(folder),
            "PULSE_COOKIE": str(folder / "cookie"),
            "PULSE_SERVER": f"unix:{socket}",
            "ALSA_CONFIG_PATH": str(folder / "asound.conf"),
        }
        self._module = ""
        command = ["pulseaudio", "--daemonize=no", "--exit-idle-time=-1", "--disable-shm", "-n", "-L"]
        self._server = subprocess.Popen(  # noqa: S603 - a fixed program
            [*command, f"module-native-protocol-unix auth-anonymous=1 socket={socket}"],
            env=os.environ | self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            self._wait_until_it_answers()
        except BaseException:
            self.close()
            raise

    def plug_in(self, rate_hz: int = 48_000, channels: int = 2) -> None:
        """Connect a microphone, which becomes the system's choice."""
        self._module = self._tell(
            "load-module", "module-null-sink", f"sink_name={_SINK}", f"rate={rate_hz}", f"channels={channels}"
        )
        self._tell("set-default-source", f"{_SINK}.monitor")

    def pull_out(self) -> None:
        """Disconnect it."""
        self._tell("unload-module", self._module)

    def say(self, file: Path) -> subprocess.Popen[bytes]:
        """Play a WAV file to the microphone, at the speed of sound; the process ends with the file."""
        return subprocess.Popen(  # noqa: S603 - a fixed program and this test's file
            ["paplay", f"--device={_SINK}", str(file)],  # noqa: S607 - where the system has it
            env=os.environ | self.environment,
            stderr=subprocess.DEVNULL,
        )

    def close(self) -> None:
        """End the sound system."""
        self._server.kill()
        self._server.wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def _wait_until_it_answers(self) -> None:
        until_s = time.monotonic() + _START_TIMEOUT_S
        while self._ask("info").returncode:
            assert self._server.poll() is None, "PulseAudio ended at once"
            assert time.monotonic() < until_s, "PulseAudio does not answer"

    def _tell(self, *words: str) -> str:
        ended = self._ask(*words)
        assert ended.returncode == 0, ended.stderr
        return ended.stdout.strip()

    def _ask(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(  # noqa: S603 - a fixed program
            ["pactl", *words],  # noqa: S607 - where the system has it
            env=os.environ | self.environment,
            capture_output=True,
            text=True,
            check=False,
        )


@contextmanager
def virtual_microphone(folder: Path) -> Iterator[VirtualMicrophone]:
    """A plugged-in microphone for this process and the ones that it starts."""
    with VirtualMicrophone(folder) as microphone:
        before = dict(os.environ)
        os.environ.update(microphone.environment)
        try:
            microphone.plug_in()
            yield microphone
        finally:
            os.environ.clear()
            os.environ.update(before)


def write_wave(path: Path, pcm: bytes, rate_hz: int = 16_000) -> Path:
    """A WAV file of 16-bit mono samples."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate_hz)
        file.writeframes(pcm)
    return path
