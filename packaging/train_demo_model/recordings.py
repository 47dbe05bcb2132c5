"""The recordings of the sample visits: two synthetic voices, with the pauses of a conversation."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from .codecs_of_sound import encode
from .visits import Sentence
from .voice import Synthesizer

VOICES = {
    "fictional-diabetes-follow-up": {"Provider": ("en-us+f3", 158, 46), "Patient": ("en-us+m1", 150, 44)},
    "fictional-low-back-pain": {"Provider": ("en-us+m3", 156, 48), "Patient": ("en-us+f2", 162, 54)},
}
"""Voice, words a minute and pitch of each speaker."""
BIT_RATE = 32_000
_PEAK = 0.5
_ROOM = 0.0004


def record(sentences: list[Sentence], seed: int) -> tuple[np.ndarray, int]:
    """One visit spoken from beginning to end. Returns 16-bit sound and its rate in Hz."""
    chance = np.random.default_rng(seed)
    synthesizer = Synthesizer()
    rate_hz = synthesizer.rate_hz
    parts = [np.zeros(round(0.8 * rate_hz))]
    speaker = ""
    for sentence in sentences:
        if speaker:
            pause_s = chance.uniform(0.35, 0.7) if sentence.speaker == speaker else chance.uniform(0.6, 1.6)
            if chance.random() < 0.1:
                pause_s += 1.8  # somebody thinks, or looks something up
            parts.append(np.zeros(round(pause_s * rate_hz)))
        speaker = sentence.speaker
        parts.append(synthesizer.say(sentence.text, *VOICES[sentence.visit][speaker]).pcm.astype(float))
    parts.append(np.zeros(round(0.9 * rate_hz)))
    sound = np.concatenate(parts)
    sound *= _PEAK / np.abs(sound).max()
    sound += chance.normal(0.0, _ROOM, len(sound))
    return np.rint(sound * 32767).astype(np.int16), rate_hz


def write_recordings(sentences: list[Sentence], folder: Path, seed: int) -> None:
    """Write, for each visit, NAME.ogg (Opus) and NAME.txt, the words that are spoken, one sentence a line."""
    for visit in VOICES:
        own = [sentence for sentence in sentences if sentence.visit == visit]
        sound, rate_hz = record(own, seed)
        (folder / f"{visit}.ogg").write_bytes(encode(sound, rate_hz, "ogg", "libopus", BIT_RATE))
        words = "".join(f"{sentence.text}\n" for sentence in own)
        (folder / f"{visit}.txt").write_text(words, encoding="utf-8")
