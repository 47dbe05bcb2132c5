"""An offline note for a visit of 1,300 words, and how the time grows with length, against reading the same words."""

from __future__ import annotations

import statistics
import time
from importlib import resources

from desktop.catalog import load_catalog
from desktop.domain.context import VisitContext
from desktop.domain.drafting import DraftRequest
from desktop.domain.jobs import finish
from desktop.drafting.offline.drafter import OfflineDrafter
from desktop.transcripts import read_text

RUNS = 7


def main() -> None:
    """Print medians for several lengths and the time per 1,000 words."""
    catalog = load_catalog()
    specialty = catalog.specialty("generic")
    sample = (resources.files("resources") / "samples" / "fictional-diabetes-follow-up.visit.txt").read_text(
        encoding="utf-8"
    )
    words_of_one = len(sample.split())
    first = None
    for words in (1300, 5000, 10_000, 20_000):
        text = "\n".join([sample] * max(1, round(words / words_of_one)))
        transcript = read_text(text)
        request = DraftRequest(transcript, specialty, specialty.templates[0], VisitContext())
        times, reading = [], []
        for _ in range(RUNS if words < 5000 else 3):
            begun = time.perf_counter()
            read_text(text)
            reading.append(time.perf_counter() - begun)
            begun = time.perf_counter()
            finish(OfflineDrafter().draft(request))
            times.append(time.perf_counter() - begun)
            first = first or times[0]
        count = len(text.split())
        median = statistics.median(times)
        print(
            f"{count:6d} words  note {median * 1000:8.1f} ms  {median / count * 1e6:6.1f} ms per 1,000 words  "
            f"{median / statistics.median(reading):6.1f} times reading the transcript"
        )
    print(f"first note of the process {(first or 0) * 1000:.1f} ms")


if __name__ == "__main__":
    main()
