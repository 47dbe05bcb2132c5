"""What the decoder reads and should say for a window, and where in the sound it should look while it says it."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from .vocabulary import Vocabulary
from .windows import SHIFT_FRAMES, Heard, Window

IGNORED = -100
LONGEST_PROMPT = 223
LATEST_FIRST_TIMESTAMP = 50  # faster-whisper allows no later one than 1.00 s


@dataclass(frozen=True, slots=True)
class Prompts:
    """Shares of the windows that follow earlier sentences, hot words, or both; the rest has no prompt."""

    earlier: float = 0.25
    hot_words: float = 0.25
    both: float = 0.05
    most_sentences: int = 18
    no_timestamps: float = 0.25


@dataclass(slots=True)
class Target:
    """inputs and outputs: tokens, one row each; IGNORED where nothing is learned. look: encoder positions, -1 for anywhere."""

    inputs: list[int] = field(default_factory=list)
    outputs: list[int] = field(default_factory=list)
    look: list[tuple[int, int]] = field(default_factory=list)

    def say(self, token: int, given: int, look: tuple[int, int] = (-1, -1)) -> int:
        """After `given`, `token` is said while looking at `look`. Returns the token, which is given next."""
        self.inputs.append(given)
        self.outputs.append(token)
        self.look.append(look)
        return token


class TargetMaker:
    """Writes down windows in Whisper's form."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        sentences: list[list[list[int]]],
        hot_words: list[str],
        chance: np.random.Generator,
    ) -> None:
        self._vocabulary = vocabulary
        self._sentences = sentences
        self._hot_words = [vocabulary.encode(" " + term) + vocabulary.encode(",") for term in hot_words]
        self._chance = chance

    def write(self, window: Window, shift: int, prompts: Prompts) -> Target:
        """What is said about a window. shift: how many encoder positions later than at 0 the window is placed."""
        marks = self._vocabulary
        target = Target()
        for token in self._prompt(prompts):
            target.say(IGNORED, token)
        if self._chance.random() >= prompts.no_timestamps:
            self._say_window(target, marks.sot, window, marks.timestamp_begin + shift)
        else:
            target.say(IGNORED, marks.sot)
            self._say_window(target, marks.no_timestamps, window, None)
        return target

    def _say_window(self, target: Target, given: int, window: Window, zero: int | None) -> None:
        """What follows `given`. zero: the token of the window's beginning; None to say no times."""
        if not window.heard and zero is not None:
            target.say(self._vocabulary.no_speech, given)
            given = zero + int(self._chance.integers(LATEST_FIRST_TIMESTAMP + 1))
        end = 0
        for number, heard in enumerate(window.heard):
            start = heard.start // SHIFT_FRAMES
            if zero is not None:
                stamp = start if number else min(start, LATEST_FIRST_TIMESTAMP)
                given = target.say(zero + stamp, given, (start - 1, start + 5))
            if not heard.words:
                end = window.content // SHIFT_FRAMES - 6
                break
            end = -(-heard.words[-1][1] // SHIFT_FRAMES)
            given = self._say_words(target, given, heard)
            if zero is not None:
                given = target.say(zero + end, given, (end - 5, end + 2))
        target.say(self._vocabulary.eot, given, (end, end + 8) if window.heard else (-1, -1))

    def _say_words(self, target: Target, given: int, heard: Heard) -> int:
        """The words of a sentence, each while looking at it. Returns the last token."""
        tokens = self._sentences[heard.sentence][heard.first : heard.first + len(heard.words)]
        for (first, last), word in zip(heard.words, tokens, strict=True):
            start, end = first // SHIFT_FRAMES, -(-last // SHIFT_FRAMES)
            given = target.say(word[0], given, (start, end))
            for mark in word[1:]:
                given = target.say(mark, given, (end - 2, end + 3))
        return given

    def _prompt(self, prompts: Prompts) -> list[int]:
        kind = self._chance.random()
        earlier = kind < prompts.earlier + prompts.both
        hot = prompts.earlier <= kind < prompts.earlier + prompts.both + prompts.hot_words
        tokens: list[int] = []
        if hot:
            is_listed = self._chance.random() < 0.7
            for _ in range(int(self._chance.integers(1, 40))):
                term = self._hot_words[int(self._chance.integers(len(self._hot_words)))]
                tokens += term if is_listed else term[:-1]
            tokens = tokens[: LONGEST_PROMPT // 2 if earlier else LONGEST_PROMPT]
        if earlier:
            tokens += self._earlier(int(self._chance.integers(1, prompts.most_sentences + 1)))
        return [self._vocabulary.sot_prev, *tokens[:LONGEST_PROMPT]] if tokens else []

    def _earlier(self, count: int) -> list[int]:
        tokens: list[int] = []
        time = int(self._chance.integers(0, 60))
        sentence = int(self._chance.integers(len(self._sentences)))
        for _ in range(count):
            words = self._sentences[sentence]
            length = len(words) * 15
            begin = self._vocabulary.timestamp_begin
            tokens += [begin + time, *(token for word in words for token in word), begin + time + length]
            time = (time + length + int(self._chance.integers(5, 60))) % 1200
            sentence = (sentence + 1) % len(self._sentences)
        return tokens[-LONGEST_PROMPT:]

    def disturb(self, inputs: list[int], text_share: float) -> list[int]:
        """Some words given wrongly and half of the times given a little off, so that the sound must be listened to."""
        begin, eot = self._vocabulary.timestamp_begin, self._vocabulary.eot
        disturbed = []
        for token in inputs:
            if token < eot and self._chance.random() < text_share:
                disturbed.append(int(self._chance.integers(256, eot)))
            elif token >= begin and self._chance.random() < 0.5:
                moved = token + int(self._chance.integers(-4, 5))
                disturbed.append(min(max(moved, begin), begin + 1500))
            else:
                disturbed.append(token)
        return disturbed
