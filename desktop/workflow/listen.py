"""Plays a recording from any position, for example from the words of a sentence on."""

from __future__ import annotations

from collections.abc import Iterator

from desktop.audio.player import PlayedUpTo, PlayerControl, play
from desktop.domain.capture import StillHere
from desktop.domain.jobs import Job
from desktop.domain.sound import Sound
from desktop.records.records import Records

__all__ = ["PlayedUpTo", "PlayerControl", "listen"]


def listen(
    records: Records, recording_id: int, control: PlayerControl, from_ms: int = 0, to_ms: int | None = None
) -> Job[PlayedUpTo | StillHere, int]:
    """Play a recording through the system's loudspeaker. Returns the position at its end or at control.stop().

    Raises AudioError without a loudspeaker, MissingPart without PortAudio, RecordsDamaged.
    """

    def sound_from(position_ms: int) -> Iterator[Sound]:
        return records.recordings.sound(recording_id, position_ms, to_ms)

    return (yield from play(sound_from, control, from_ms))
