"""What a clause mentions: its clinical words and its numbers, looked up once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.drafting.offline.speech import is_number
from desktop.language.lexicon import Mention, Topic, lexicon


@dataclass(frozen=True, slots=True)
class Facts:
    """What one clause mentions."""

    lowers: tuple[str, ...]
    text: str
    mentions: tuple[Mention, ...]
    numbers: int

    def has(self, *topics: Topic) -> bool:
        """Whether any of the topics is mentioned."""
        return any(mention.topic in topics for mention in self.mentions)

    def count(self, *topics: Topic) -> int:
        """How many mentions there are of the topics."""
        return sum(mention.topic in topics for mention in self.mentions)


def facts_of(lowers: Sequence[str]) -> Facts:
    """Look a clause's words up."""
    return Facts(
        tuple(lowers), " ".join(lowers), tuple(lexicon().mentions(lowers)), sum(map(is_number, lowers))
    )
