"""What belongs to a focus such as "diabetes": its problems, medicines, values and open loops, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from desktop.domain.summary import SummaryStatement
from desktop.summaries.facts import Facts
from desktop.summaries.measures import MEASURES
from desktop.summaries.problem_lines import drugs_of
from desktop.summaries.problem_table import BROADER
from desktop.summaries.problems import Track
from desktop.summaries.vocabulary import Kind, named_in, pieces_of
from desktop.summaries.wording import day, statement

_GENERAL = frozenset(
    [
        "management",
        "manage",
        "care",
        "control",
        "follow",
        "up",
        "followup",
        "status",
        "problem",
        "problems",
        "history",
        "of",
        "the",
        "and",
        "for",
        "a",
        "an",
        "with",
        "condition",
        "disease",
        "diseases",
        "treatment",
        "review",
        "issues",
        "health",
        "disorder",
        "disorders",
        "medication",
        "medications",
    ]
)
_FIELDS = {
    "heart cardiac cardiovascular cardiology": "hypertension|heart failure|atrial fibrillation|coronary artery disease|hyperlipidemia",
    "mental psychiatric psychiatry mood psychological behavioral behavioural": "depression|anxiety|panic disorder|bipolar disorder|ptsd|adhd|insomnia",
    "lung lungs respiratory breathing pulmonary": "asthma|copd|bronchitis|pneumonia|upper respiratory infection",
    "kidney kidneys renal": "chronic kidney disease",
    "metabolic endocrine": "type 2 diabetes|type 1 diabetes|diabetes|prediabetes|obesity|hyperlipidemia|hypothyroidism|hyperthyroidism",
    "diabetic sugar glucose glycemic glycaemic": "type 2 diabetes|type 1 diabetes|diabetes|prediabetes|gestational diabetes",
    "thyroid": "hypothyroidism|hyperthyroidism",
    "pressure": "hypertension",
    "lipids cholesterol": "hyperlipidemia",
}
"""Words for a field of problems, and the problems of the table in it."""

_LOOPS = {
    "diabetes": "A1c|urine albumin|eye exam|ophthalmology|foot exam|podiatry|kidney function|lipid panel|endocrinology|diabetes education|dietitian|glucose",
    "hypertension": "kidney function|electrolytes|ECG|echocardiogram|cardiology|urine albumin",
    "hyperlipidemia": "lipid panel|liver function",
    "heart failure": "echocardiogram|cardiology|electrolytes|kidney function|chest X-ray",
    "atrial fibrillation": "ECG|Holter|echocardiogram|cardiology|INR",
    "coronary artery disease": "stress test|ECG|cardiology|lipid panel",
    "chronic kidney disease": "kidney function|electrolytes|urine albumin|nephrology",
    "depression": "PHQ-9|psychiatry|psychotherapy|psychology",
    "anxiety": "GAD-7|psychiatry|psychotherapy|psychology",
    "bipolar disorder": "lithium level|psychiatry|psychotherapy",
    "asthma": "spirometry|peak flow|pulmonology|allergy clinic",
    "copd": "spirometry|pulmonology|chest X-ray",
    "hypothyroidism": "TSH",
    "hyperthyroidism": "TSH|endocrinology",
    "osteoarthritis": "X-ray|orthopedics|physical therapy",
    "low back pain": "X-ray|MRI|physical therapy",
    "anemia": "CBC|ferritin|hemoglobin|vitamin B12|colonoscopy",
    "gout": "uric acid",
    "sleep apnea": "sleep study",
    "osteoporosis": "DEXA",
}
_MOST_QUOTES = 12


@dataclass(frozen=True, slots=True)
class Focused:
    """The facts that belong to a focus. quotes: sentences with its words, where no fact does."""

    facts: Facts
    quotes: tuple[SummaryStatement, ...]

    @property
    def is_empty(self) -> bool:
        """True when nothing in the visits belongs to the focus."""
        facts = self.facts
        return not (
            facts.tracks or facts.medicines or facts.series or facts.loops or facts.allergies or self.quotes
        )


def focused(facts: Facts, focus: str) -> Focused:
    """The facts that belong to the focus, by the tables here, or by its words in the names that the notes use."""
    words = [word for word in pieces_of(focus) if word not in _GENERAL]
    named = named_in(pieces_of(focus))
    keys = _problem_keys(words, {name.key for name in named if name.kind is Kind.PROBLEM})
    drugs = {name.key for name in named if name.kind is Kind.DRUG}
    tracks = tuple(track for track in facts.tracks if track.key in keys or _has_words(track, words))
    medicines = {medicine.key: medicine for track in tracks for medicine in drugs_of(track, facts.medicines)}
    for medicine in facts.medicines:
        if medicine.key in drugs:
            medicines[medicine.key] = medicine
            treated = [track for track in facts.tracks if medicine in drugs_of(track, [medicine])]
            tracks = tuple(track for track in facts.tracks if track in tracks or track in treated)
    measures = {key for track in tracks if track.known for key in track.known.measures} | _measure_keys(focus)
    if any("pain" in track.key.split() for track in tracks):
        measures.add("pain")
    narrowed = replace(
        facts,
        tracks=tracks,
        medicines=tuple(medicine for medicine in facts.medicines if medicine.key in medicines),
        series=tuple(series for series in facts.series if series.key in measures),
        loops=tuple(
            loop
            for loop in facts.loops
            if loop.target in _targets(tracks, named_keys(focus))
            or _names(loop.sentence.words, words)
            or any(n.kind is Kind.PROBLEM and n.key in keys for n in loop.sentence.named)
        ),
        allergies=tuple(allergy for allergy in facts.allergies if allergy.key in drugs | set(medicines)),
        denials=(),
    )
    has_facts = narrowed.tracks or narrowed.medicines or narrowed.series or narrowed.loops
    return Focused(narrowed, () if has_facts else _quotes(facts, words))


def named_keys(focus: str) -> frozenset[str]:
    """Tests and services that the focus itself names."""
    return frozenset(
        name.key for name in named_in(pieces_of(focus)) if name.kind in {Kind.TEST, Kind.SERVICE}
    )


def _problem_keys(words: Sequence[str], named: set[str]) -> set[str]:
    keys = set(named)
    for names, problems in _FIELDS.items():
        if set(names.split()) & set(words):
            keys |= set(problems.split("|"))
    for general, specific in BROADER.items():
        if general in keys:
            keys |= set(specific)
        elif keys & set(specific):
            keys.add(general)
    return keys


def _has_words(track: Track, words: Sequence[str]) -> bool:
    written = {word for mention in track.mentions for word in pieces_of(mention.written)} | set(
        pieces_of(track.key)
    )
    return bool(words) and all(_stem(word) in {_stem(other) for other in written} for word in words)


def _names(sentence_words: Sequence[tuple[str, int, int]], words: Sequence[str]) -> bool:
    written = {_stem(word[0]) for word in sentence_words}
    return bool(words) and all(_stem(word) in written for word in words)


def _stem(word: str) -> str:
    return re.sub(r"(?:es|s)$", "", word) if len(word) > 4 else word


def _measure_keys(focus: str) -> set[str]:
    low = focus.lower()
    return {measure.key for measure in MEASURES if re.search(rf"\b(?:{measure.names})(?!\w)", low)}


def _targets(tracks: Sequence[Track], named: frozenset[str]) -> set[str]:
    targets = set(named)
    for track in tracks:
        key = next((general for general, names in BROADER.items() if track.key in names), track.key)
        targets |= set(filter(None, _LOOPS.get(key, "").split("|")))
    return targets


def _quotes(facts: Facts, words: Sequence[str]) -> tuple[SummaryStatement, ...]:
    """Sentences in which every word of the focus stands, as written, the latest ones if there are many."""
    found = [sentence for sentence in facts.sentences if _names(sentence.words, words)]
    return tuple(
        statement(
            f"{day(sentence.visit.date)}, {sentence.part.value}: “{sentence.text.strip()}”", [sentence.span()]
        )
        for sentence in found[-_MOST_QUOTES:]
    )
