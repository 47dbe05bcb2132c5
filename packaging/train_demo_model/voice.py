"""espeak-ng through its library, which says when each word begins."""

from __future__ import annotations

import ctypes
import ctypes.util
import re
from dataclasses import dataclass

import numpy as np

_SYNCHRONOUS = 2
_RATE, _PITCH = 1, 3
_UTF8 = 1
_LIST_TERMINATED, _WORD = 0, 1


class _Id(ctypes.Union):
    _fields_ = (("number", ctypes.c_int), ("name", ctypes.c_char_p), ("string", ctypes.c_char * 8))


class _Event(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", _Id),
    )


_CALLBACK = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event)
)


@dataclass(frozen=True, slots=True)
class Speech:
    """A synthetic utterance. pcm: 16-bit mono. word_starts_s: one for each word of the text, in seconds."""

    pcm: np.ndarray
    rate_hz: int
    word_starts_s: list[float]

    def duration_s(self) -> float:
        """How long it lasts."""
        return len(self.pcm) / self.rate_hz


class Synthesizer:
    """One libespeak-ng, which is a single global machine: make one of these a process."""

    def __init__(self) -> None:
        self._library = ctypes.CDLL(ctypes.util.find_library("espeak-ng") or "libespeak-ng.so.1")
        self.rate_hz: int = self._library.espeak_Initialize(_SYNCHRONOUS, 0, None, 0)
        if self.rate_hz <= 0:
            raise RuntimeError("espeak-ng did not start: is its voice data installed?")
        self._chunks: list[np.ndarray] = []
        self._starts_s: dict[int, float] = {}
        self._callback = _CALLBACK(self._receive)  # kept: the library holds only its address
        self._library.espeak_SetSynthCallback(self._callback)

    def say(self, text: str, voice: str, words_per_minute: int, pitch: int) -> Speech:
        """Speak the text. voice: such as "en-us+f3". pitch: 0 to 100. Raises ValueError for an unknown voice."""
        if self._library.espeak_SetVoiceByName(voice.encode()) != 0:
            raise ValueError(f"espeak-ng has no voice {voice}")
        self._library.espeak_SetParameter(_RATE, words_per_minute, 0)
        self._library.espeak_SetParameter(_PITCH, pitch, 0)
        self._chunks, self._starts_s = [], {}
        encoded = text.encode()
        self._library.espeak_Synth(encoded, len(encoded) + 1, 0, 1, 0, _UTF8, None, None)
        pcm = np.concatenate(self._chunks)
        return Speech(pcm, self.rate_hz, _word_starts(text, self._starts_s, len(pcm) / self.rate_hz))

    def _receive(
        self, samples: ctypes._Pointer[ctypes.c_short], count: int, events: ctypes._Pointer[_Event]
    ) -> int:
        if samples and count:
            self._chunks.append(np.ctypeslib.as_array(samples, (count,)).copy())
        index = 0
        while events[index].type != _LIST_TERMINATED:
            if events[index].type == _WORD:
                self._starts_s.setdefault(events[index].text_position, events[index].audio_position / 1000)
            index += 1
        return 0


def _word_starts(text: str, starts_s: dict[int, float], end_s: float) -> list[float]:
    """When each word begins. espeak-ng speaks pairs such as "in the" as one word: those are shared out by length."""
    spans = [(match.start() + 1, match.group()) for match in re.finditer(r"\S+", text)]
    known = [index for index, (position, _) in enumerate(spans) if position in starts_s]
    result = [0.0] * len(spans)
    for here, following in zip(known, [*known[1:], len(spans)], strict=True):
        start = starts_s[spans[here][0]]
        end = starts_s[spans[following][0]] if following < len(spans) else end_s
        letters = [len(word) for _, word in spans[here:following]]
        for offset in range(len(letters)):
            result[here + offset] = start + (end - start) * sum(letters[:offset]) / sum(letters)
    return result
