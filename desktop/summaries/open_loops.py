"""What was ordered, referred or due, and is not seen again in a later visit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from desktop.domain.summary import NotePart, NoteSpan, VisitNotes
from desktop.summaries.cues import is_of_a_relative
from desktop.summaries.due import Due, due_in
from desktop.summaries.measures import Value
from desktop.summaries.reading import Sentence
from desktop.summaries.vocabulary import Kind

_REFER = re.compile(
    r"\b(?:refer(?:red|ral|rals|ring)?|consult(?:ation)?|send (?:her |him |them |the patient )?to|appointment with|see(?:n)? by|follow[- ]?up with|establish with|evaluation by|to see|schedule(?:d)? with)\b"
)
_ORDER = re.compile(
    r"\b(?:order(?:ed|ing|s)?|repeat(?:ed)?|re-?check(?:ed)?|check(?:ed)?|obtain|schedul(?:e|ed|ing)|arrang(?:e|ed|ing)|book(?:ed)?|request(?:ed)?|get|due(?: for)?|send(?: for)?|sent|pending|await(?:ing)?|needs?|draw|monitor|will have|needed|recommend(?:ed)?|plan for|labs?\s*:|follow-?up)\b"
)
_RETURN = re.compile(
    r"\b(?:follow[- ]?up|f/u|return(?: to clinic| visit)?|rtc|recheck|review|see (?:her|him|them|you|the patient|back)(?: back| again)?|next (?:visit|appointment|session)|come back|revisit|reassess|tci|seen again)\b"
)
_NO_ORDER = re.compile(
    r"\b(?:consider(?:ing)?|if|unless|may|might|could|would|declin(?:ed|es)|refus(?:ed|es)|defer(?:red)?|no (?:need|indication|further|imaging|labs|x-?ray|mri|ct)|not (?:indicated|needed|required|necessary|order)|call (?:if|for)|discuss(?:ed)?|return (?:if|precautions)|hold off|sooner|prn|as needed|cancel+ed|should (?:symptoms|pain))\b"
)
_RESULT = re.compile(
    r"\b(?:show(?:s|ed|ing)?|reveal(?:s|ed)?|demonstrat(?:es|ed)|normal|negative|positive|unremarkable|result(?:s|ed)?|was|were|is|completed|done|performed|obtained today|reviewed|reports?|today|clear|no (?:acute|evidence|fracture)|within normal|elevated|stable|consistent with|improved|at \d)\b|[:=]\s*[\d<>]"
)
_NOT_SEEN = re.compile(
    r"\b(?:not (?:yet )?(?:been |had |seen|scheduled|done|completed|gone|made|attended|received)|has(?:n't| not)|have not|did not|didn't|still (?:waiting|pending|awaiting|needs|due|outstanding|has not)|overdue|missed|cancel+ed|pending|awaiting|unable to (?:get|schedule)|never (?:went|got|had|scheduled)|yet to|no results?|outstanding)\b"
)
_OBTAINED = re.compile(r"\b(?:obtained|reviewed|performed|done|completed|showed|normal|negative|today)\b")
_MEASURE_OF = {
    "A1c": ("a1c",), "lipid panel": ("ldl", "cholesterol"), "kidney function": ("egfr", "creatinine"), "TSH": ("tsh",), "INR": ("inr",), "PHQ-9": ("phq9",),
    "GAD-7": ("gad7",), "peak flow": ("peakflow",), "uric acid": ("urate",), "electrolytes": ("potassium",), "glucose": ("glucose",), "hemoglobin": ("hemoglobin",),
    "CMP": ("creatinine", "potassium", "egfr"), "CBC": ("hemoglobin",), "echocardiogram": ("ef",), "blood work": ("a1c", "ldl", "creatinine", "hemoglobin", "tsh", "potassium", "egfr", "glucose"),
}  # fmt: skip
"""Measured values that are the result of a test."""
_PART_OF = {"blood work": frozenset({"A1c", "lipid panel", "CMP", "CBC", "TSH", "kidney function"}), "X-ray": frozenset({"chest X-ray"}), "foot exam": frozenset({"podiatry"}),
    "podiatry": frozenset({"foot exam"}),
    "eye exam": frozenset({"ophthalmology"}), "ophthalmology": frozenset({"eye exam"})}  # fmt: skip
"""Names under which the result of an order may come back."""
FOLLOW_UP = "follow-up visit"


@dataclass(slots=True)
class Loop:
    """Something to be done. target: a test, a service or FOLLOW_UP. what: "referred" or "ordered" or "due".

    written: the target in the note's words. again: later orders of the same. notes: later sentences that say it has
    not happened.
    """

    target: str
    kind: Kind | None
    what: str
    written: str
    due: Due | None
    span: NoteSpan
    sentence: Sentence
    again: list[NoteSpan] = field(default_factory=list)
    not_done: list[NoteSpan] = field(default_factory=list)


def open_loops(
    visits: Sequence[VisitNotes], sentences: Sequence[Sentence], values: Sequence[Value]
) -> tuple[Loop, ...]:
    """The loops without a result in these visits, by date; only the last visit's return is still open."""
    open_now: dict[str, Loop] = {}
    measured: dict[str, set[str]] = {}
    for value in values:
        measured.setdefault(value.sentence.visit.id, set()).add(value.key)
    by_visit: dict[str, list[Sentence]] = {}
    for sentence in sentences:
        by_visit.setdefault(sentence.visit.id, []).append(sentence)
    for visit in visits:
        written = by_visit.get(visit.id, [])
        if written:
            open_now = {
                target: loop
                for target, loop in open_now.items()
                if target != FOLLOW_UP and not _is_closed(loop, written, measured.get(visit.id, set()))
            }
        for sentence in written:
            loops = list(_orders(sentence)) if sentence.part in _ORDERING else []
            if loops and not is_of_a_relative(sentence):
                for loop in loops:
                    _add(open_now, loop)
    return tuple(sorted(open_now.values(), key=lambda loop: (loop.span, loop.target)))


_ORDERING = frozenset({NotePart.PLAN, NotePart.ASSESSMENT, NotePart.SUMMARY})


def _add(open_now: dict[str, Loop], loop: Loop) -> None:
    """Open a loop, or join it to the one that is open for the same thing."""
    known = open_now.setdefault(loop.target, loop)
    if known is loop:
        return
    if known.span.visit_id != loop.span.visit_id:
        known.again.append(loop.span)
        known.due = loop.due or known.due
    elif known.due is None:
        known.due = loop.due


def _orders(sentence: Sentence) -> Iterator[Loop]:
    """What a sentence of a plan orders, refers to, or sets a time for."""
    low = sentence.lower
    has_target = any(named.kind in {Kind.TEST, Kind.SERVICE} for named in sentence.named)
    if not has_target and _RETURN.search(low) is None:
        return
    if _NO_ORDER.search(low.split(" or sooner")[0].replace("sooner if", "")):
        return
    due = due_in(low.replace("or sooner", ""), sentence.visit.date)
    refers = _REFER.search(low)
    orders = _ORDER.search(low)
    is_order = (
        orders is not None
        or due is not None
        or (
            sentence.heading in {"labs", "imaging", "orders", "tests", "studies", "diagnostics"}
            and sentence.part is NotePart.PLAN
        )
    )
    taken: set[str] = set()
    services = {named.key for named in sentence.named if named.kind is Kind.SERVICE} if refers else set()
    for named in sentence.named:
        start, end = sentence.words[named.start].start, sentence.words[named.end - 1].end
        written = sentence.text[start - sentence.start : end - sentence.start]
        if named.kind is Kind.SERVICE and named.key not in taken and refers and "continue" not in low:
            what = "referred"
        elif (
            named.kind is Kind.TEST
            and not ({named.key} | _PART_OF.get(named.key, frozenset())) & (taken | services)
            and (is_order or refers)
            and not _is_a_result(low)
        ):
            what = "referred" if refers and not orders else "ordered"
        else:
            continue
        taken.add(named.key)
        again = re.search(r"\b(?:repeat|recheck|annual|fasting)\s+$", low[: start - sentence.start])
        if again is not None and not written.lower().startswith("annual"):
            written = sentence.text[again.start() : end - sentence.start]
        yield Loop(named.key, named.kind, what, written, due, sentence.span(), sentence)
    returns = _RETURN.search(low)
    if not taken and returns and due is not None and due.first is not None:
        yield Loop(FOLLOW_UP, None, "due", returns.group(), due, sentence.span(), sentence)


def _is_a_result(low: str) -> bool:
    return bool(_OBTAINED.search(low)) and not re.search(
        r"\b(?:repeat|order(?:ed|ing)?|schedule|refer|due)\b", low
    )


def _is_closed(loop: Loop, later: Sequence[Sentence], measured: set[str]) -> bool:
    """True when a later visit has the result, or the patient was there."""
    if not measured.isdisjoint(_MEASURE_OF.get(loop.target, ())):
        return True
    names = {loop.target} | _PART_OF.get(loop.target, frozenset())
    for sentence in later:
        if not any(
            named.key in names and named.kind in {Kind.TEST, Kind.SERVICE} for named in sentence.named
        ):
            continue
        low = sentence.lower
        if _NOT_SEEN.search(low):
            loop.not_done.append(sentence.span())
            continue
        in_plan = sentence.part in {NotePart.PLAN, NotePart.ASSESSMENT, NotePart.SUMMARY}
        if in_plan and (_REFER.search(low) or _ORDER.search(low)) and not _OBTAINED.search(low):
            continue
        if not in_plan or _RESULT.search(low) or loop.kind is Kind.SERVICE:
            return True
    return False
