"""Changes to mel power that a microphone, a room, another voice or a level setting would make."""

from __future__ import annotations

import numpy as np

MELS = 80


def stretch(
    power: np.ndarray, words: np.ndarray, chance: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Another tempo (-8 to +9 %), another vocal tract (3 %), another loudness (5 dB). Words are frames."""
    factor = chance.uniform(0.92, 1.09)
    count = max(2, round(len(power) * factor))
    power = _interpolate(power, np.linspace(0, len(power) - 1, count))
    warped = np.clip(np.arange(MELS) * chance.uniform(0.97, 1.03), 0, MELS - 1)
    power = _interpolate(power.T, warped).T
    return power * np.float32(10 ** chance.uniform(-0.25, 0.25)), np.rint(words * factor).astype(int)


def colour(power: np.ndarray, chance: np.random.Generator) -> np.ndarray:
    """An equalizer of up to 6 dB and a level between -33 and +6 dB."""
    knots = chance.uniform(-0.6, 0.6, 6) * chance.random()
    curve = np.interp(np.arange(MELS), np.linspace(0, MELS - 1, 6), knots)
    level = chance.uniform(-3.3, 0.6) if chance.random() < 0.4 else chance.uniform(-0.8, 0.3)
    return np.asarray(power * (10 ** (curve + level)).astype(np.float32))


def add_noise(power: np.ndarray, chance: np.random.Generator) -> np.ndarray:
    """Steady noise 24 to 70 dB under the loudest point of the spectrum, of any tilt; in one window of six none at all."""
    if chance.random() < 0.16:
        return power
    peak = float(power.max()) or 10 ** chance.uniform(-2, 1)
    level = peak * 10 ** (-chance.uniform(2.4, 7.0))
    tilt = 10 ** np.linspace(0, chance.uniform(-2.0, 0.5), MELS)
    grain = chance.standard_gamma(np.linspace(1.2, 4.0, MELS), (len(power), MELS)) / np.linspace(
        1.2, 4.0, MELS
    )
    return np.asarray(power + (level * tilt * grain).astype(np.float32))


def as_features(power: np.ndarray, chance: np.random.Generator) -> np.ndarray:
    """Whisper's logarithm and clipping. The loudest frame may lie outside the window, so the floor varies."""
    logarithm = np.log10(np.maximum(power, 1e-10))
    floor = logarithm.max() + max(0.0, chance.uniform(-0.4, 0.4)) - 8.0
    return np.asarray((np.maximum(logarithm, floor) + 4.0) / 4.0)


def _interpolate(rows: np.ndarray, at: np.ndarray) -> np.ndarray:
    below = at.astype(int)
    above = np.minimum(below + 1, len(rows) - 1)
    share = (at - below).astype(np.float32)[:, None]
    return np.asarray(rows[below] * (1 - share) + rows[above] * share)
