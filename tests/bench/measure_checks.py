"""Measures the checks of a note: notes are corrupted by script, and the check has to find what was changed.

    python tests/bench/measure_checks.py ACI_BENCH.csv [--half report|develop] [--notes reference|offline]
    python tests/bench/measure_checks.py made|typed|later [--notes reference|offline]

ACI_BENCH.csv: a file of ACI-Bench (Yim et al., Scientific Data 2023, 10:586; CC BY 4.0) with the columns encounter_id,
dialogue and note. Every second visit is for developing, the others for the report. Printed: for each class of change
how many were found, at all and in the highest class, and how much is raised on notes that nobody changed. "made",
"typed" and "later" are fictional visits with a note that was typed in other words (made_visits.py, typed_visits.py, typed_visits_later.py).
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from checked_visits import visits
from note_changes import CHANGES, OTHER_PATIENT, Change

from desktop.domain.finding import NoteCheck, Severity
from desktop.domain.note import Section
from desktop.evidence.checker import NoteChecker

MOST_PER_CLASS = 4


def is_found(change: Change, before: NoteCheck, after: NoteCheck) -> tuple[bool, bool]:
    """Whether the check raises something new where the note was changed: at all, and in the highest class."""
    known = {each.key for each in (*before.findings, *before.omissions)}
    if change.span is None:
        new = [each.severity for each in after.omissions if each.key not in known]
    else:
        start, end = change.span
        line = change.note[change.section]
        begin = max(line.rfind(".", 0, start), line.rfind("\n", 0, start)) + 1
        wide = change.kind.startswith("negation")
        new = [
            each.severity
            for each in after.findings
            if each.section is change.section
            and each.key not in known
            and each.start <= (end + 120 if wide else end)
            and each.end >= (begin if wide else start)
        ]
    return bool(new), Severity.MUST_DECIDE in new


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", type=Path)
    parser.add_argument("--half", choices=("develop", "report", "all"), default="report")
    parser.add_argument("--notes", choices=("reference", "offline"), default="reference")
    parser.add_argument(
        "--show",
        metavar="CLASS",
        help="print what was missed of a class, or 'clean': what is raised on clean notes",
    )
    chosen = parser.parse_args()
    seen: dict[str, list[tuple[bool, bool]]] = defaultdict(list)
    clean: list[tuple[int, int, int]] = []
    kinds: Counter[str] = Counter()
    took: list[float] = []
    for visit in visits(chosen.file, chosen.half, chosen.notes):
        chance = random.Random(visit.name)  # noqa: S311 - chosen at random, the same in every run
        begun = time.process_time()
        checker = NoteChecker(visit.transcript, None, (OTHER_PATIENT,))
        before = checker.check(visit.note)
        took.append(1000 * (time.process_time() - begun))
        grave = [each for each in before.findings if each.severity is Severity.MUST_DECIDE]
        left_out = [each for each in before.omissions if each.severity is Severity.MUST_DECIDE]
        clean.append((len(grave), len(left_out), len(before.findings)))
        kinds.update(each.kind.value for each in grave)
        if chosen.show == "clean":
            for each in grave:
                line = visit.note[each.section or Section.PLAN]
                print(
                    f"{visit.name} {each.kind.value}: {each.reason}\n      in: {line[max(0, each.start - 70) : each.end + 50]!r}"
                )
            for each in left_out:
                print(f"{visit.name} OMITTED {each.kind.value}: {each.reason} {each.words!r}")
        for changes in CHANGES:
            by_class: dict[str, list[Change]] = defaultdict(list)
            for change in changes(visit.note, chance):
                by_class[change.kind].append(change)
            for kind, made in by_class.items():
                for change in chance.sample(made, min(MOST_PER_CLASS, len(made))):
                    result = is_found(change, before, checker.check(change.note))
                    seen[kind].append(result)
                    if chosen.show == kind and not result[1]:
                        line = change.note[change.section]
                        span = change.span or (0, 0)
                        print(f"{visit.name} {result} {line[max(0, span[0] - 90) : span[1] + 70]!r}")
    _print(chosen.notes, seen, clean, kinds, took)


def _print(
    notes: str,
    seen: dict[str, list[tuple[bool, bool]]],
    clean: list[tuple[int, int, int]],
    kinds: Counter[str],
    took: list[float],
) -> None:
    print(f"{notes} notes: {len(clean)} visits")
    print("| what was changed | changes | found | in the highest class |")
    print("|---|---:|---:|---:|")
    for kind, results in sorted(seen.items()):
        some = sum(any_ for any_, _ in results) / len(results)
        high = sum(must for _, must in results) / len(results)
        print(f"| {kind} | {len(results)} | {some:.0%} | {high:.0%} |")
    grave, left_out, every = (statistics.mean(column) for column in zip(*clean, strict=True))
    print(
        f"raised on a clean note: {grave:.2f} findings of the highest class, {left_out:.2f} omissions of it, {every:.1f} findings of any"
    )
    print(
        "   of the highest class by kind: "
        + ", ".join(f"{kind} {count}" for kind, count in kinds.most_common())
    )
    print(
        f"ms of processor time per note, reading the visit included: median {statistics.median(took):.0f}, most {max(took):.0f}"
    )


if __name__ == "__main__":
    main()
