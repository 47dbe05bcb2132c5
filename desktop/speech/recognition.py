"""What the recognizer's process does with faster-whisper: load a model, find speech, write it down."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from desktop.domain.sound import SAMPLE_RATE_HZ
from desktop.speech.frames import Frame
from desktop.speech.voice_activity import find_speech, loudness_dbfs

Samples = npt.NDArray[np.float32]

_PER_MS = SAMPLE_RATE_HZ // 1000

OPTIONS: Mapping[str, Any] = {
    "beam_size": 5,
    "condition_on_previous_text": False,  # one mistake, or a loop, must not carry on into the next window
    "no_speech_threshold": 0.6,
    "log_prob_threshold": -1.0,
    "compression_ratio_threshold": 2.4,
    "temperature": (0.0, 0.2, 0.4, 0.6),
}
"""How a final text is made. The defaults of Whisper but for the first and the last: hotter samples are guesses."""

GUESS_OPTIONS: Mapping[str, Any] = {**OPTIONS, "beam_size": 1, "temperature": (0.0,)}
"""How the grey text of an utterance that is still going on is made: quickly."""

SILENCE_BEFORE_HALLUCINATION_S = 2.0
_AROUND_MS = 500
"""The model's times are off by some tenths of a second; what is loud there counts for the segment."""

_LOUDEST = 32_768.0
_SEED = 1


class Recognition:
    """One model at a time. Every failure becomes an answer; a crash ends the process."""

    def __init__(self) -> None:
        self._model: Any = None

    def answers(self, question: Frame) -> Iterator[dict[str, Any]]:
        """What is answered to one question, frame by frame."""
        said = question.header
        try:
            match said["do"]:
                case "load":
                    yield self._load(said)
                case "find":
                    yield {"is": "speech", "spans": find_speech(_samples(question.body))}
                case "write":
                    yield from self._write(said, _samples(question.body))
        except MemoryError:
            yield {"is": "failed", "why": "memory"}
        except (RuntimeError, ValueError, OSError, AssertionError, TypeError, KeyError) as error:
            # faster-whisper and ctranslate2 raise these; their words may hold paths, so only the kind goes on.
            is_memory = "memory" in str(error).lower() or "alloc" in str(error).lower()
            yield {"is": "failed", "why": "memory" if is_memory else "other", "kind": type(error).__name__}

    def _load(self, said: Mapping[str, Any]) -> dict[str, Any]:
        import ctranslate2  # noqa: PLC0415 - heavy; not needed to find speech

        ctranslate2.set_random_seed(_SEED)
        logging.getLogger("faster_whisper").setLevel(logging.ERROR)
        device = "cpu"
        if said["gpu"] and ctranslate2.get_cuda_device_count() > 0:
            try:
                self._model = _open(said, "cuda", "default")
                _try_out(self._model)
            except (
                RuntimeError,
                ValueError,
                OSError,
            ):  # what a GPU without its libraries, or too small, gives
                self._model = None
            else:
                device = "cuda"
        if self._model is None or device == "cpu":
            try:
                self._model = _open(said, "cpu", said["precision"])
            except (ValueError, OSError, KeyError, RuntimeError) as error:
                is_memory = "alloc" in str(error).lower()
                return {"is": "failed", "why": "memory" if is_memory else "model"}
        return {"is": "loaded", "device": device, "multilingual": bool(self._model.model.is_multilingual)}

    def _write(self, said: Mapping[str, Any], sound: Samples) -> Iterator[dict[str, Any]]:
        from faster_whisper.transcribe import restore_speech_timestamps  # noqa: PLC0415 - loaded with the model

        language = said["language"] or None
        if language and language != "en" and not self._model.model.is_multilingual:
            yield {"is": "failed", "why": "language"}
            return
        spans = [
            {"start": start * _PER_MS, "end": min(end * _PER_MS, len(sound))} for start, end in said["spans"]
        ]
        spoken = np.concatenate([sound[span["start"] : span["end"]] for span in spans])
        if not len(spoken):
            yield {"is": "written", "language": language or ""}
            return
        options = GUESS_OPTIONS if said["guess"] else OPTIONS
        segments, facts = self._model.transcribe(
            spoken,
            language=language,
            hotwords=said["hotwords"] or None,
            word_timestamps=said["words"],
            hallucination_silence_threshold=SILENCE_BEFORE_HALLUCINATION_S if said["words"] else None,
            **options,
        )
        for segment in restore_speech_timestamps(segments, spans, SAMPLE_RATE_HZ):
            yield _segment(segment, sound)
        yield {"is": "written", "language": facts.language}


def _open(said: Mapping[str, Any], device: str, precision: str) -> Any:
    from faster_whisper import WhisperModel  # noqa: PLC0415 - heavy; not needed to find speech

    return WhisperModel(
        said["folder"],
        device=device,
        compute_type=precision,
        cpu_threads=said["threads"],
        local_files_only=True,
    )


def _try_out(model: Any) -> None:
    """Transcribe a second of faint noise: only work that was done shows that a GPU works."""
    noise = np.random.default_rng(_SEED).normal(0.0, 0.01, SAMPLE_RATE_HZ).astype(np.float32)
    segments, _ = model.transcribe(noise, language="en", **GUESS_OPTIONS)
    list(segments)


def _samples(pcm: bytes) -> Samples:
    return np.frombuffer(pcm, dtype="<i2").astype(np.float32) / np.float32(_LOUDEST)


def _segment(segment: Any, sound: Samples) -> dict[str, Any]:
    start, end = round(segment.start * 1000), round(segment.end * 1000)
    return {
        "is": "segment",
        "text": segment.text,
        "start_ms": start,
        "end_ms": end,
        "log_probability": segment.avg_logprob,
        "no_speech": segment.no_speech_prob,
        "compression": segment.compression_ratio,
        "loudness_dbfs": loudness_dbfs(
            sound[max(0, start - _AROUND_MS) * _PER_MS : (end + _AROUND_MS) * _PER_MS]
        ),
        "words": [_word(word) for word in _words(segment)],
    }


def _words(segment: Any) -> Sequence[Any]:
    return segment.words or ()


def _word(word: Any) -> list[Any]:
    return [word.word, round(word.start * 1000), round(word.end * 1000), float(word.probability)]
