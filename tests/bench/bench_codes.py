"""How long the search for a diagnosis code and the suggestions of a whole note take."""

from __future__ import annotations

import statistics
import time
from importlib import resources
from pathlib import Path

from desktop.coding.search import search
from desktop.coding.suggest import suggest
from desktop.domain.note import Note, Section

PHRASES = Path(__file__).parents[1] / "tools" / "coding_phrases_sealed.tsv"
ASSESSMENT = """1. Type 2 diabetes mellitus with diabetic neuropathy, poorly controlled
2. Essential hypertension, above goal
3. Chronic low back pain, likely mechanical
4. No evidence of heart failure; cough, rule out pneumonia
5. Right ankle sprain after a fall, improving with rest and a brace"""


def main() -> None:
    """Print the first search, the median, the 95th of 100 and the slowest, letter by letter and for a note."""
    begun = time.perf_counter()
    search("neck pain")
    print(f"first search of the process {(time.perf_counter() - begun) * 1000:6.1f} ms")
    phrases = [line.split("\t")[0] for line in PHRASES.read_text(encoding="utf-8").splitlines()[1:]]
    _report("a whole phrase", [_ms(lambda phrase=phrase: search(phrase, typing=False)) for phrase in phrases])
    typed = [phrase[:end] for phrase in phrases[::5] for end in range(2, len(phrase), 3)]
    _report("as somebody types", [_ms(lambda part=part: search(part)) for part in typed])
    _report(
        "a note of five problems",
        [_ms(lambda: suggest(Note({Section.ASSESSMENT: ASSESSMENT}))) for _ in range(15)],
    )
    table = resources.files("resources") / "codes" / "icd10cm.sqlite"
    print(f"the table has {len(table.read_bytes()) / 1e6:.1f} MB")


def _ms(work: object) -> float:
    begun = time.perf_counter()
    assert callable(work)
    work()
    return (time.perf_counter() - begun) * 1000


def _report(what: str, times_ms: list[float]) -> None:
    ordered = sorted(times_ms)
    print(
        f"{what:24} median {statistics.median(ordered):6.1f} ms  95 of 100 {ordered[int(len(ordered) * 0.95)]:6.1f} ms"
        f"  slowest {ordered[-1]:6.1f} ms"
    )


if __name__ == "__main__":
    main()
