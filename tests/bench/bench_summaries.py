"""A summary of 200 visits by rules: the processor time it takes, and how that grows from 25."""

from __future__ import annotations

import statistics
import time
from datetime import date, timedelta

from desktop.domain.summary import NotePart, VisitNotes
from desktop.summaries.offline import summarize_offline

AIM_MS = 200.0
ROUNDS = 7
_TEXTS = {
    NotePart.SUBJECTIVE: "Feeling well. Takes metformin 1000 mg BID and lisinopril 10 mg daily. Denies chest pain. NKDA.",
    NotePart.OBJECTIVE: "BP 142/88, HR 76, Wt 90.1 kg. A1c {a1c} %. Creatinine 1.0 mg/dL. Lungs clear. No edema.",
    NotePart.ASSESSMENT: "1. Type 2 diabetes, improving.\n2. Hypertension, not at goal.\n3. Low back pain, stable.",
    NotePart.PLAN: "Increase lisinopril from 10 mg to 20 mg daily. Continue metformin. Repeat A1c in 3 months. "
    "Refer to physical therapy. Follow up in 4 weeks.",
}


def main() -> None:
    """Print the median of some runs for each number of visits, and the aim for the last."""
    summarize_offline(_visits(1))
    for count in (25, 50, 100, 200):
        visits = _visits(count)
        times_ms = [_timed_ms(visits) for _ in range(ROUNDS)]
        print(f"{count:4} visits: {statistics.median(times_ms):6.1f} ms (best {min(times_ms):.1f})")
    print(f"aim for {count} visits: {AIM_MS} ms")


def _visits(count: int) -> tuple[VisitNotes, ...]:
    """Fictional visits, ten days apart."""
    return tuple(
        VisitNotes(
            str(number),
            date(2020, 1, 1) + timedelta(days=10 * number),
            "",
            {part: text.replace("{a1c}", f"{6 + number % 30 / 10:.1f}") for part, text in _TEXTS.items()},
        )
        for number in range(count)
    )


def _timed_ms(visits: tuple[VisitNotes, ...]) -> float:
    begun = time.process_time()
    summarize_offline(visits)
    return 1000 * (time.process_time() - begun)


if __name__ == "__main__":
    main()
