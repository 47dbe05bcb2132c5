"""What a clause mentions: its clinical words and its numbers, looked up once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from desktop.drafting.offline.speech import is_number
from desktop.language.lexicon import Mention, Topic, lexicon

MOST_REMEMBERED = 4096
"""Clauses whose facts are remembered at a time: a visit of an hour has fewer."""


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
    """Look a clause's words up. Every step asks for the same clauses: they are remembered until forget_facts."""
    return _looked_up(tuple(lowers))


@lru_cache(maxsize=MOST_REMEMBERED)
def _looked_up(lowers: tuple[str, ...]) -> Facts:
    return Facts(lowers, " ".join(lowers), tuple(lexicon().mentions(lowers)), sum(map(is_number, lowers)))


def forget_facts() -> None:
    """Forget the clauses of a visit whose note is written: its words stay nowhere in memory for it."""
    _looked_up.cache_clear()
