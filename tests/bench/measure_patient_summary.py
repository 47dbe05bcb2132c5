"""Measures summaries for patients, written by rules from notes that clinicians wrote: what is kept, and how hard they read.

    python tests/bench/measure_patient_summary.py ACI_BENCH.csv

ACI_BENCH.csv: a file of ACI-Bench (Yim et al., Scientific Data 2023, 10:586; CC BY 4.0), with the column note. Of each
note the assessment and plan is taken, as a provider would have it in the pane of the plan.
"""

from __future__ import annotations

import csv
import re
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from desktop.domain.note import Note, Section
from desktop.language.lexicon import Topic, lexicon
from desktop.language.numbers import numbers_in
from desktop.patient_summary.check import checked
from desktop.patient_summary.offline import summarize_for_patient
from desktop.patient_summary.reading_grade import reading_grade

PLAN = re.compile(r"^(?:ASSESSMENT AND PLAN|PLAN|ASSESSMENT)\s*$", re.MULTILINE)
EASY = 8.0


def plan_of(note: str) -> str:
    """The text from the heading of the assessment or plan to the end."""
    found = PLAN.search(note)
    return "" if found is None else note[found.end() :].strip()


def medicines_in(text: str) -> set[str]:
    """The names of the medicines, as the lexicon has them."""
    words = re.findall(r"[a-z][a-z'-]*", text.lower())
    return {mention.name.lower() for mention in lexicon().mentions(words) if mention.topic is Topic.DRUG}


def figures_in(text: str) -> set[float]:
    """The values of the numbers."""
    return {quantity.value for quantity in numbers_in(text)}


def main() -> None:
    """Print the counts over all notes."""
    with Path(sys.argv[1]).open(encoding="utf-8", newline="") as file:
        plans = [plan for row in csv.DictReader(file) if (plan := plan_of(row["note"]))]
    grades, lines, marked = [], 0, 0
    medicines = [0, 0]
    figures = [0, 0, 0]
    begun = time.process_time()
    for plan in plans:
        note = Note({Section.PLAN: plan})
        summary = checked(summarize_for_patient(note), note)
        told = "\n".join(line.text for line in summary.lines)
        grade = reading_grade(told)
        grades += [] if grade is None else [grade]
        lines += len(summary.lines)
        marked += sum(bool(line.problem) for line in summary.lines)
        medicines[0] += len(medicines_in(plan) & medicines_in(told))
        medicines[1] += len(medicines_in(plan))
        figures[0] += len(figures_in(plan) & figures_in(told))
        figures[1] += len(figures_in(plan))
        figures[2] += len(figures_in(told) - figures_in(plan))
    spent_ms = 1000 * (time.process_time() - begun) / len(plans)
    easy = sum(grade <= EASY for grade in grades)
    print(f"notes with a plan          {len(plans)}; {lines / len(plans):.1f} lines each, {spent_ms:.0f} ms")
    print(
        f"reading grade              median {statistics.median(grades):.1f}; {easy} of {len(grades)} at most {EASY:.0f}"
    )
    print(f"medicines kept             {medicines[0]} of {medicines[1]}")
    print(
        f"figures kept               {figures[0]} of {figures[1]}; {figures[2]} that the plan does not have"
    )
    print(f"lines marked by the check  {marked}")


if __name__ == "__main__":
    main()
