"""The clinical words that the program knows, read from resources/clinical_words, and where a text uses them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import NamedTuple


class Topic(StrEnum):
    """What a clinical word is about; each is a file of words."""

    DRUG = "drugs"
    DRUG_CLASS = "drug_classes"
    SYMPTOM = "symptoms"
    DISEASE = "diseases"
    BODY = "body"
    FINDING = "findings"
    TEST = "tests"
    TREATMENT = "treatments"
    SOCIAL = "social"


class Mention(NamedTuple):
    """Words [start, end) of a sequence name something of a topic; name is the entry as listed."""

    start: int
    end: int
    topic: Topic
    name: str


_DISEASE_ENDINGS = (
    "itis", "osis", "emia", "opathy", "algia", "oma", "uria", "plegia", "paresis", "ectomy", "otomy", "oplasty", "openia", "itides", "omas",
)  # fmt: skip
"""Greek and Latin endings that mark a word as a diagnosis or an operation without listing it."""

_PIECE = re.compile(r"[^\s]+")


@dataclass(frozen=True)
class Lexicon:
    """Entries by their first word, longest first, and the spelling of acronyms and names."""

    entries: dict[str, tuple[tuple[tuple[str, ...], tuple[tuple[Topic, str], ...]], ...]]
    spelling: dict[str, str]

    def mentions(self, lowers: Sequence[str]) -> list[Mention]:
        """Every entry that the lower-case words name, the longest at each place; one mention per topic."""
        found: list[Mention] = []
        taken: dict[Topic, int] = {}
        for n, word in enumerate(lowers):
            if word not in self.entries and len(word) > 6 and word.endswith(_DISEASE_ENDINGS):
                found.append(Mention(n, n + 1, Topic.DISEASE, word))
                continue
            for phrase, topics in self.entries.get(word, ()):
                size = len(phrase)
                if size > 1 and tuple(lowers[n : n + size]) != phrase:
                    continue
                for topic, name in topics:
                    if taken.get(topic, 0) <= n:
                        found.append(Mention(n, n + size, topic, name))
                        taken[topic] = n + size
        return found


def _lines(name: str) -> list[str]:
    text = files("resources").joinpath("clinical_words", f"{name}.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


def _names(name: str) -> list[str]:
    return [entry.strip() for line in _lines(name) for entry in line.split(",") if entry.strip()]


@cache
def lexicon() -> Lexicon:
    """The lexicon, read once."""
    collected: dict[str, dict[tuple[str, ...], dict[Topic, str]]] = {}
    spelling: dict[str, str] = {}
    for topic in Topic:
        for name in _names(topic.value):
            phrase = tuple(_PIECE.findall(name.lower()))
            collected.setdefault(phrase[0], {}).setdefault(phrase, {})[topic] = name
            if topic is Topic.DRUG and name != name.lower() and len(phrase) == 1:
                spelling[name.lower()] = name
    for name in _names("acronyms"):
        spelling[name.lower()] = name
    entries = {
        first: tuple(
            (phrase, tuple(topics.items()))
            for phrase, topics in sorted(phrases.items(), key=lambda item: -len(item[0]))
        )
        for first, phrases in collected.items()
    }
    return Lexicon(entries, spelling)
