"""The sentences of the sample visits: all that the demo model is ever taught."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "resources" / "samples"
CLINICAL_WORDS = ROOT / "resources" / "clinical_words"
TAGGED = ".visit.txt"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One line of a visit. speaker: as the transcript tags it. text: as it is spoken and written."""

    visit: str
    speaker: str
    text: str

    def words(self) -> list[str]:
        """What is spoken, without the punctuation."""
        return [word.strip(".,?") for word in self.text.split()]


def read_sentences() -> list[Sentence]:
    """Every line of every sample visit, in order."""
    sentences: list[Sentence] = []
    for path in sorted(SAMPLES.glob(f"*{TAGGED}")):
        for line in path.read_text(encoding="utf-8").splitlines():
            speaker, text = line.split(": ", 1)
            sentences.append(Sentence(path.name.removesuffix(TAGGED), speaker, text))
    return sentences


def read_hot_words() -> list[str]:
    """Terms of the kind that the program hands to the engine as hot words: the model learns to read past them."""
    terms: set[str] = set()
    for path in sorted(CLINICAL_WORDS.glob("*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if not line.startswith("#"):
                terms.update(term.strip() for term in line.split(","))
    return sorted(terms - {""})
