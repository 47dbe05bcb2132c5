"""The clips the model learns from: every sentence in many synthetic voices, clean and through two codecs."""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from faster_whisper.feature_extractor import FeatureExtractor

from .codecs_of_sound import decode, encode
from .visits import Sentence
from .voice import Speech, Synthesizer

VOICES = (
    "en-us", "en-us+f3", "en-us+m3", "en-us+f1", "en-us+m1", "en-us+f2", "en-us+m7", "en-us+f4",
)  # fmt: skip
CLIPS_PER_SENTENCE = 16
FRAMES_PER_S = 100
_SILENT_BELOW = 10**-4.5  # of the loudest frame's power
_LEAST_PAUSE_FRAMES = 6


@dataclass(frozen=True, slots=True)
class Clip:
    """One spoken sentence. power: mel power, frames x 80. words: start and end frame of each word of the sentence."""

    sentence: int
    power: np.ndarray
    words: np.ndarray


def make_clips(sentences: list[Sentence], seed: int) -> list[Clip]:
    """Speak every sentence CLIPS_PER_SENTENCE times, each kept clean, as mp3 and as Opus."""
    chance = random.Random(seed)  # noqa: S311 - varies voices, keeps no secret
    synthesizer = Synthesizer()
    extractor = FeatureExtractor()
    clips: list[Clip] = []
    for index, sentence in enumerate(sentences):
        for turn in range(CLIPS_PER_SENTENCE):
            speech = synthesizer.say(
                sentence.text, VOICES[turn % len(VOICES)], chance.randint(138, 188), chance.randint(38, 62)
            )
            clean = decode(encode(speech.pcm, speech.rate_hz, "wav", "pcm_s16le"))
            mp3 = decode(encode(speech.pcm, speech.rate_hz, "mp3", "libmp3lame", 48_000))
            opus = decode(encode(speech.pcm, speech.rate_hz, "ogg", "libopus", 24_000))
            power = mel_power(extractor, clean)
            words = _word_frames(speech, power)
            clips.append(Clip(index, power, words))
            # The decoders take the codec's delay away, so the word times hold.
            clips.extend(Clip(index, mel_power(extractor, changed), words) for changed in (mp3, opus))
    return clips


def mel_power(extractor: FeatureExtractor, sound: np.ndarray) -> np.ndarray:
    """What faster-whisper takes the logarithm of: mel power, frames x 80."""
    window = np.hanning(extractor.n_fft + 1)[:-1].astype(np.float32)
    spectrum = extractor.stft(
        np.pad(sound, (0, 160)), extractor.n_fft, extractor.hop_length, window=window, return_complex=True
    )
    power = np.abs(spectrum[:, :-1].astype(np.complex64)) ** 2
    return np.ascontiguousarray((extractor.mel_filters @ power).T, dtype=np.float32)


def _word_frames(speech: Speech, power: np.ndarray) -> np.ndarray:
    """Start and end frame of each word; a pause at a word's end does not belong to it."""
    loud = power.sum(axis=1) > _SILENT_BELOW * power.sum(axis=1).max()
    starts = [round(start * FRAMES_PER_S) for start in speech.word_starts_s]
    frames = []
    for start, following in zip(starts, [*starts[1:], len(power)], strict=True):
        heard = np.flatnonzero(loud[start:following])
        end = start + int(heard[-1]) + 1 if len(heard) else following
        if following - end < _LEAST_PAUSE_FRAMES:
            end = following
        frames.append((start, max(end, start + 2)))
    return np.array(frames)


def save_clips(clips: list[Clip], path: Path) -> None:
    """Keep the clips, so that a second run need not speak again."""
    np.savez(
        path,
        sentences=np.array([clip.sentence for clip in clips]),
        lengths=np.array([len(clip.power) for clip in clips]),
        power=np.concatenate([clip.power for clip in clips]),
        counts=np.array([len(clip.words) for clip in clips]),
        words=np.concatenate([clip.words for clip in clips]),
    )


def load_clips(path: Path) -> list[Clip]:
    """The clips that save_clips kept."""
    with np.load(path) as file:
        powers = np.split(file["power"], np.cumsum(file["lengths"])[:-1])
        words = np.split(file["words"], np.cumsum(file["counts"])[:-1])
        return [
            Clip(int(sentence), power, word)
            for sentence, power, word in zip(file["sentences"], powers, words, strict=True)
        ]
