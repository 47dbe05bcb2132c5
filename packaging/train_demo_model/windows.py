"""Training windows: sentences set one after another in noise, as faster-whisper would cut and pad them."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from .clips import Clip
from .distortion import add_noise, as_features, colour, stretch

SHIFT_FRAMES = 2  # two mel frames are one position of the encoder


@dataclass(frozen=True, slots=True)
class Style:
    """How the windows of one stage of the training are made. Probabilities are shares of the windows."""

    frames: int
    silence: float = 0.05
    padded: float = 0.5
    head_cut: float = 0.1
    tail_cut: float = 0.2
    in_script_order: float = 0.5


@dataclass(slots=True)
class Heard:
    """A sentence within a window. words: start and end frame of those words that are heard, from the word `first` on.

    start: its first frame.
    """

    sentence: int
    words: list[tuple[int, int]]
    first: int
    start: int


@dataclass(slots=True)
class Window:
    """features: frames x 80. content: frames before the padding. heard: in order, empty in silence."""

    features: np.ndarray
    content: int
    is_full: bool
    heard: list[Heard] = field(default_factory=list)


class WindowMaker:
    """Draws windows from the clips; everything random comes from one generator."""

    def __init__(self, clips: list[Clip], visit_of_sentence: list[str], chance: np.random.Generator) -> None:
        self._by_sentence: list[list[Clip]] = [[] for _ in visit_of_sentence]
        for clip in clips:
            self._by_sentence[clip.sentence].append(clip)
        self._visits = visit_of_sentence
        self._chance = chance
        self.disturbance = 1.0
        """The share of windows with noise, another level and so on: small at first, so that words are learned early."""

    def draw(self, style: Style) -> Window:
        """One window."""
        chance = self._chance
        if chance.random() < style.silence:
            return self._silence(style)
        if chance.random() < style.padded:
            return self._padded(style)
        return self._full(style)

    def _silence(self, style: Style) -> Window:
        content = int(self._chance.integers(20, style.frames + 1))
        power = np.zeros((content, 80), dtype=np.float32)
        return self._finish(power, style, content == style.frames, [])

    def _full(self, style: Style) -> Window:
        """Speech from end to end; what is being said at the end is cut off."""
        power, heard, _ = self._speak(style, most=99)
        return self._finish(power[: style.frames], style, True, heard)

    def _padded(self, style: Style) -> Window:
        """A short recording, an utterance or the last window of a recording: some sentences, then nothing."""
        most = int(self._chance.integers(1, max(2, style.frames // 350)))
        power, heard, end = self._speak(style, most)
        if self._chance.random() < style.tail_cut:
            last = heard[-1]
            start, stop = last.words[0][0] + 8, last.words[-1][1] + 1
            cut = int(self._chance.integers(start, max(stop, start + 1)))
            content = min(cut, style.frames)
        else:
            content = min(end + int(self._chance.integers(0, 100)), style.frames)
        return self._finish(power[:content], style, False, heard)

    def _speak(self, style: Style, most: int) -> tuple[np.ndarray, list[Heard], int]:
        """Up to `most` sentences one after another: the sound, what is said where, and the end of the last word."""
        chance = self._chance
        power = np.zeros((style.frames + 1200, 80), dtype=np.float32)
        heard: list[Heard] = []
        in_order = chance.random() < style.in_script_order
        sentence = int(chance.integers(len(self._by_sentence)))
        position = int(chance.integers(0, 60) if chance.random() < 0.75 else chance.integers(0, 250))
        end = 0
        while position < style.frames and len(heard) < most:
            sound, words = self._voice(sentence)
            first = 0
            if not heard and chance.random() < style.head_cut:
                first = int(chance.integers(0, len(words) - 2))
                start = max(0, int(words[first][0]) + int(chance.integers(-3, 4)))
                sound, words = sound[start:], words[first:] - start
                position = int(chance.integers(0, 20))
            sound = sound[: len(power) - position]
            power[position : position + len(sound)] += sound
            spans = [(max(0, int(a)) + position, int(b) + position) for a, b in words]
            heard.append(Heard(sentence, spans, first, spans[0][0]))
            end = spans[-1][1]
            position += max(len(sound), int(words[-1][1])) + self._pause()
            sentence = self._following(sentence) if in_order else int(chance.integers(len(self._by_sentence)))
        return power, heard, end

    def _voice(self, sentence: int) -> tuple[np.ndarray, np.ndarray]:
        clips = self._by_sentence[sentence]
        clip = clips[int(self._chance.integers(len(clips)))]
        if self._chance.random() >= self.disturbance:
            return clip.power, clip.words
        return stretch(clip.power, clip.words, self._chance)

    def _pause(self) -> int:
        """The frames between two sentences: often a breath, seldom more than two seconds."""
        kind = self._chance.random()
        if kind < 0.4:
            return int(self._chance.integers(2, 50))
        return int(self._chance.integers(30, 150) if kind < 0.9 else self._chance.integers(150, 400))

    def _following(self, sentence: int) -> int:
        following = (sentence + 1) % len(self._visits)
        return following if self._visits[following] == self._visits[sentence] else sentence

    def _finish(self, power: np.ndarray, style: Style, is_full: bool, heard: list[Heard]) -> Window:
        content = len(power)
        if self._chance.random() < self.disturbance:
            power = colour(power, self._chance)
        if self._chance.random() < self.disturbance:
            power = add_noise(power, self._chance)
        features = np.zeros((style.frames, 80), dtype=np.float32)
        features[:content] = as_features(power, self._chance)
        return Window(features, content, is_full, _cut(heard, content, is_full))


def _cut(heard: list[Heard], content: int, is_full: bool) -> list[Heard]:
    """What remains of the sentences where the sound ends.

    Of an utterance: the words that were heard to their end. Of a full window: the last sentence's start alone, which
    makes faster-whisper begin its next window there.
    """
    kept = [one for one in heard if one.words[-1][1] <= content]
    if len(kept) < len(heard):
        broken = heard[len(kept)]
        words = [] if is_full else [(a, min(b, content)) for a, b in broken.words if b <= content + 3]
        if broken.words[0][0] < content:
            kept.append(Heard(broken.sentence, words, broken.first, broken.words[0][0]))
    return kept
