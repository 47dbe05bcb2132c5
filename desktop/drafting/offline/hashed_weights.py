"""Linear weights over hashed features, one signed byte each: what was learned about speech, read from resources."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from zlib import crc32

BUCKETS = 1 << 16
"""Features are hashed into so many buckets."""


def bucket(feature: str) -> int:
    """The bucket of a feature."""
    return crc32(feature.encode()) % BUCKETS


@dataclass(frozen=True, slots=True)
class HashedWeights:
    """One signed byte per bucket, times scale."""

    values: array[int]
    scale: float

    def log_odds(self, features: Iterable[str]) -> float:
        """The sum of the weights of the features: positive for yes, negative for no."""
        values = self.values
        return self.scale * sum([values[crc32(feature.encode()) % BUCKETS] for feature in features])


@cache
def learned(name: str, of: str = "speech_weights") -> HashedWeights:
    """The weights of that name in the folder of resources, read once."""
    folder = files("resources").joinpath(of)
    scale = float(folder.joinpath(f"{name}.scale.txt").read_text(encoding="utf-8"))
    return HashedWeights(array("b", folder.joinpath(f"{name}.bin").read_bytes()), scale)
