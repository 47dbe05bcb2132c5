"""Frames: how the window's process and the recognizer's process talk over pipes.

A frame is two 32-bit big-endian lengths, a JSON object of the first length, and bytes (sound) of the second.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

_LENGTHS = struct.Struct(">II")
LONGEST_HEADER_BYTES = 4_000_000
LONGEST_BODY_BYTES = 64_000_000


class Broken(Exception):
    """What came is no frame: the other process ended in the middle of one, or wrote something else."""


class Readable(Protocol):
    """Where frames are read from."""

    def read(self, size: int, /) -> bytes:
        """Up to size bytes; empty at the end."""
        ...


class Writable(Protocol):
    """Where frames are written to."""

    def write(self, data: bytes, /) -> int:
        """Write all of data."""
        ...

    def flush(self) -> None:
        """Pass on what was written."""
        ...


@dataclass(frozen=True, slots=True)
class Frame:
    """One message. header: what is said. body: sound that goes with it, or nothing."""

    header: Mapping[str, Any]
    body: bytes = b""


def write_frame(stream: Writable, frame: Frame) -> None:
    """Write one frame and flush. Raises OSError when the other side is gone."""
    header = json.dumps(frame.header).encode()
    stream.write(_LENGTHS.pack(len(header), len(frame.body)) + header)
    if frame.body:
        stream.write(frame.body)
    stream.flush()


def read_frame(stream: Readable) -> Frame | None:
    """The next frame; None at a proper end. Raises Broken, or OSError."""
    lengths = _exactly(stream, _LENGTHS.size)
    if not lengths:
        return None
    if len(lengths) < _LENGTHS.size:
        raise Broken("ended in the lengths")
    header_bytes, body_bytes = _LENGTHS.unpack(lengths)
    if header_bytes > LONGEST_HEADER_BYTES or body_bytes > LONGEST_BODY_BYTES:
        raise Broken("too long")
    header, body = _exactly(stream, header_bytes), _exactly(stream, body_bytes)
    if len(header) < header_bytes or len(body) < body_bytes:
        raise Broken("ended in the middle")
    try:
        said = json.loads(header)
    except ValueError as error:
        raise Broken("not JSON") from error
    if not isinstance(said, dict):
        raise Broken("not an object")
    return Frame(said, body)


def _exactly(stream: Readable, size: int) -> bytes:
    """Size bytes, or fewer at the end of the stream."""
    parts = bytearray()
    while len(parts) < size:
        part = stream.read(size - len(parts))
        if not part:
            break
        parts += part
    return bytes(parts)
