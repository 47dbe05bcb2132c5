"""What there is to think of before a diagnosis code is accepted: side, episode of care, detail, conflicts, companions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations as combinations_of

from desktop.coding.fitting import patient_advice, within
from desktop.coding.query import SIDES
from desktop.coding.ranking import title_terms
from desktop.coding.table import Row, Table
from desktop.domain.coding import Advice, AdviceKind, CodeEntry, CodeNoteKind
from desktop.domain.context import Sex

_CODES_NAMED = re.compile(
    r"\b[A-Z]\d[\dA-Z](?:\.[\dA-Z]{1,4})?(?:\.?-(?:[A-Z]\d[\dA-Z](?:\.[\dA-Z]{1,4})?)?)?"
)
_MOST_CHOICES = 12
_MOST_PLACES = 2
_LONGEST_NOTE_CHARS = 320


def advice_for(entry: CodeEntry, table: Table, sex: Sex, age_years: int | None) -> tuple[Advice, ...]:
    """The advice for one code by itself, whatever else the visit has."""
    found = table.find(entry.code)
    if found is None:
        return ()
    row, letter = found
    return (
        *_choices(row, letter, table),
        *_companions(entry, row, table),
        *patient_advice(entry.code, sex, age_years),
    )


def _choices(row: Row, letter: str, table: Table) -> list[Advice]:
    """Finer or other codes to choose from, where this one leaves something unsaid."""
    advice: list[Advice] = []
    siblings = [] if row.parent is None else table.rows_below([row.parent])
    mine = {term.word for term in title_terms(row.description)}
    if "unspecified" in mine:
        shown = siblings if not any(sibling.children for sibling in siblings) else []
        sides = [
            sibling for sibling in shown if SIDES & {term.word for term in title_terms(sibling.description)}
        ]
        others = [sibling for sibling in shown if sibling.id != row.id]
        if sides and not SIDES & mine:
            entries = tuple(table.entry_of(sibling, letter) for sibling in sides)
            advice.append(
                Advice(AdviceKind.SIDE, "The side is not stated; choose it if it is known.", entries)
            )
        elif others:
            entries = tuple(table.entry_of(sibling, letter) for sibling in others[:_MOST_CHOICES])
            advice.append(Advice(AdviceKind.DETAIL, "There are codes with more detail.", entries))
    if letter:
        letters = [other for other in table.seventh_of(row) if other != letter]
        entries = tuple(table.entry_of(row, other) for other in letters)
        sentence = f"The 7th character {letter} stands for: {table.seventh_of(row)[letter]}. Choose another if it does not fit."
        advice.append(Advice(AdviceKind.EPISODE, sentence, entries))
    return advice


def _companions(entry: CodeEntry, row: Row, table: Table) -> list[Advice]:
    kinds = {
        CodeNoteKind.CODE_FIRST: AdviceKind.CODE_FIRST,
        CodeNoteKind.USE_ADDITIONAL: AdviceKind.USE_ADDITIONAL,
    }
    advice = []
    for kind, shown in kinds.items():
        by_place: dict[str, list[str]] = {}
        for note in table.notes_of(row, [kind]):
            if not note.code.isdigit():  # what a whole chapter asks for is no help at one code
                by_place.setdefault(note.code, []).append(note.text)
        for place, texts in list(by_place.items())[:_MOST_PLACES]:
            said = _in_one(texts)
            if not any(within(entry.code, extent) for extent in codes_named(said)):
                advice.append(Advice(shown, f"{said} (at {place})"))
    return advice


def _in_one(texts: Sequence[str]) -> str:
    """The lines of an instruction as one: a line that ends with a colon introduces the others."""
    said = ""
    for text in texts:
        said += f"{'' if not said else ' ' if said.endswith(':') else '; '}{text}"
    return (
        said if len(said) <= _LONGEST_NOTE_CHARS else f"{said[:_LONGEST_NOTE_CHARS].rsplit(';', 1)[0]}; ..."
    )


_COMBINED: tuple[tuple[str, str, str], ...] = (
    ("E08-E13", "G62.9", "40"),
    ("E08-E13", "G63", "42"),
    ("E08-E13", "N18", "22"),
    ("E08-E13", "H35.0", "319"),
    ("E08-E13", "I73.9", "51"),
    ("E08-E13", "K31.84", "43"),
    ("E08-E13", "L97", "621"),
)
_PRESSURE: tuple[tuple[frozenset[str], str], ...] = (
    (frozenset({"I50", "N18"}), "I13"),
    (frozenset({"I50"}), "I11.0"),
    (frozenset({"N18"}), "I12"),
)


def combinations(entries: Sequence[CodeEntry], table: Table) -> dict[str, list[Advice]]:
    """By code, combination codes that stand for two of the set: the classification takes the two as related.

    ICD-10-CM Official Guidelines, I.A.15 ("with") and I.C.9.a (hypertension with heart or kidney disease), unless the
    note says that they are unrelated.
    """
    found: dict[str, list[Advice]] = {}
    codes = [entry.code for entry in entries]
    for extent, other, ending in _COMBINED:
        for diabetes in (code for code in codes if within(code, extent)):
            partner = next((code for code in codes if within(code, other)), None)
            joint = table.entry(f"{diabetes[:3]}.{ending}")
            if partner is not None and joint is not None and joint.code not in codes:
                found.setdefault(diabetes, []).append(_combined(diabetes, partner, (joint,)))
    if "I10" in codes:
        for parts, joint_code in _PRESSURE:
            partners = [code for code in codes if code[:3] in parts]
            if parts <= {code[:3] for code in partners}:
                row = table.row(joint_code)
                leaves = table.leaves_of(row) if row is not None else ()
                found.setdefault("I10", []).append(_combined("I10", " and ".join(partners), leaves))
                break
    return found


def _combined(code: str, partner: str, joint: tuple[CodeEntry, ...]) -> Advice:
    sentence = (
        f"The classification takes {code} and {partner} as related unless the note says otherwise, and has a "
        "combination code for the two."
    )
    return Advice(AdviceKind.COMBINATION, sentence, joint)


def codes_named(text: str) -> list[str]:
    """The codes and ranges that an instruction names: "diabetes (E08-E13)" gives E08-E13."""
    return _CODES_NAMED.findall(text)


def conflicts(entries: Sequence[CodeEntry], table: Table) -> dict[str, list[Advice]]:
    """By code, the other codes of the set that an excludes1 note of either says not to use together with it."""
    found: dict[str, list[Advice]] = {}
    notes = {}
    for entry in entries:
        place = table.find(entry.code)
        notes[entry.code] = table.notes_of(place[0], [CodeNoteKind.EXCLUDES1]) if place else ()
    for one, other in combinations_of(entries, 2):
        for holder, excluded in ((one, other), (other, one)):
            note = next(
                (
                    said
                    for said in notes[holder.code]
                    if any(within(excluded.code, extent) for extent in codes_named(said.text))
                ),
                None,
            )
            if note is not None:
                sentence = (
                    f"Excludes1 at {note.code}: {holder.code} is not used together with {excluded.code}, "
                    "unless the two are unrelated."
                )
                found.setdefault(one.code, []).append(Advice(AdviceKind.EXCLUDES1, sentence, (other,)))
                found.setdefault(other.code, []).append(Advice(AdviceKind.EXCLUDES1, sentence, (one,)))
                break
    return found
