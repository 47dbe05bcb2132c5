"""Which stored patients may be the same person, and why. It only asks; a person decides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from desktop.domain.history import DuplicatePair
from desktop.domain.patient import Patient
from desktop.records.search_terms import fold

SAME_MRN = "same medical record number"
SAME_NAME_AND_BIRTH = "same name and birth date"
NAMES_EXCHANGED = "same birth date, family and given name exchanged"
SIMILAR_NAME = "same birth date, names differ by a few letters"
DAY_AND_MONTH_EXCHANGED = "same name, day and month of birth exchanged"
NO_BIRTH_DATE = "same name, a birth date is missing"

_MOST_IN_A_GROUP = 200
"""More patients than this with one record number or birth date come from a placeholder, as in 1 January 1900."""
_LETTERS = 2
_LETTERS_OF_SHORT_NAMES = 1
_SHORT_NAME_CHARS = 8


@dataclass(frozen=True, slots=True)
class _Known:
    patient: Patient
    family: str
    given: str
    mrn: str


def likely_duplicates(patients: Iterable[Patient]) -> list[DuplicatePair]:
    """Pairs of stored patients that may be one person, the surest reason first; a pair comes once."""
    known = [_Known(each, fold(each.family_name), fold(each.given_name), fold(each.mrn)) for each in patients]
    pairs: dict[tuple[int, int], DuplicatePair] = {}
    for reason, first, second in _reasons(known):
        low, high = sorted((first.patient, second.patient), key=lambda each: each.id or 0)
        pairs.setdefault((low.id or 0, high.id or 0), DuplicatePair(low, high, reason))
    return list(pairs.values())


def _reasons(known: Sequence[_Known]) -> Iterator[tuple[str, _Known, _Known]]:
    for first, second in _sharing(known, lambda each: each.mrn or None):
        yield SAME_MRN, first, second
    by_words = list(_sharing(known, _name_words))
    by_birth = list(_sharing(known, lambda each: each.patient.birth_date))
    for first, second in by_words:
        if first.patient.birth_date is not None and first.patient.birth_date == second.patient.birth_date:
            same_order = (first.family, first.given) == (second.family, second.given)
            yield SAME_NAME_AND_BIRTH if same_order else NAMES_EXCHANGED, first, second
    for first, second in by_birth:
        if _is_similar(first, second):
            yield SIMILAR_NAME, first, second
    for first, second in by_words:
        born, other = first.patient.birth_date, second.patient.birth_date
        if born is None or other is None:
            yield NO_BIRTH_DATE, first, second
        elif (born.year, born.month, born.day) == (other.year, other.day, other.month):
            yield DAY_AND_MONTH_EXCHANGED, first, second


def _name_words(known: _Known) -> Hashable | None:
    """The words of a whole name in any order; a single word is too little to go by."""
    words = sorted(f"{known.family} {known.given}".split())
    return tuple(words) if len(words) > 1 else None


def _sharing(
    known: Iterable[_Known], key: Callable[[_Known], Hashable | None]
) -> Iterator[tuple[_Known, _Known]]:
    groups: defaultdict[Hashable, list[_Known]] = defaultdict(list)
    for each in known:
        shared = key(each)
        if shared is not None:
            groups[shared].append(each)
    for group in groups.values():
        if len(group) <= _MOST_IN_A_GROUP:
            yield from combinations(group, 2)


def _is_similar(first: _Known, second: _Known) -> bool:
    """A slip of the keyboard in one of the names or a few letters in both together."""
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - a compiled library, loaded when first needed

    one, other = f"{first.family} {first.given}".strip(), f"{second.family} {second.given}".strip()
    if not one or not other:
        return False
    most = _LETTERS if min(len(one), len(other)) > _SHORT_NAME_CHARS else _LETTERS_OF_SHORT_NAMES
    exchanged = f"{second.given} {second.family}".strip()
    return min(OSA.distance(one, name, score_cutoff=most) for name in (other, exchanged)) <= most
