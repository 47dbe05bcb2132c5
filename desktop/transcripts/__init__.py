"""Reads the words of a visit from text and files."""

from desktop.transcripts.enough import MINIMUM_TRANSCRIPT_CHARS, require_enough
from desktop.transcripts.files import READABLE_ENDINGS, read_file
from desktop.transcripts.places import segment_places
from desktop.transcripts.tagged_text import read_text

__all__ = [
    "MINIMUM_TRANSCRIPT_CHARS",
    "READABLE_ENDINGS",
    "read_file",
    "read_text",
    "require_enough",
    "segment_places",
]
