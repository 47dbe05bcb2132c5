"""Which terms are something that a patient has or has not, something that is ordered, or a part of the body."""

from __future__ import annotations

import re
from functools import cache

from desktop.evidence.meaning import BOILERPLATE, GROUP_MARK, Term, stem
from desktop.language.lexicon import Topic, lexicon
from desktop.language.number_words import word_set

_ABOUT = frozenset({Topic.SYMPTOM, Topic.DISEASE, Topic.FINDING, Topic.SOCIAL, Topic.DRUG, Topic.TREATMENT})
_ORDERED = frozenset({Topic.TEST, Topic.TREATMENT})
_TOO_WIDE = word_set(
    "flexion extension abduction adduction rotation dorsiflexion inversion eversion strength sensation sensory reflexes reflex pulses rhythm grip motor posture reactive symmetric oriented coffee gym job normal stable clear regular intact positive negative =within_normal_limits good equal soft alert"
)
_NOT_ABOUT = frozenset(
    GROUP_MARK + name
    for name in (
        "within normal limits", "improve", "worse", "follow up", "report", "deny", "review", "demonstrate", "educate",
        "continue", "start", "stop", "order", "refer", "physical examination", "symptoms", "medication", "diet", "exercise",
        "physician", "patient", "goal", "surgery", "bilateral", "auscultation", "palpation", "difficulty", "increase", "decrease",
        "past medical history", "low back", "abdomen", "lung", "heart", "kidney", "leg", "arm", "knee", "foot", "hand", "neck",
        "gait", "mood", "flexion", "extension", "abduction", "adduction", "rotation", "internal rotation", "external rotation",
        "plantar flexion", "deep tendon reflexes", "appetite", "range of motion", "blood pressure", "heart rate", "oxygen saturation", "temperature",
        "weight", "height", "twice", "extremities", "child", "father", "mother", "husband", "clear to auscultation",
        "disorder", "history", "diagnosis", "treatment", "appointment", "blood test", "x-ray", "ct", "mri", "stop", "review", "father",
    )
)  # fmt: skip
_TELLING = 9
_LEARNED = re.compile(
    r"(?:itis|osis|oses|emia|aemia|pathy|algia|oma|omas|uria|plegia|paresis|ectomy|otomy|plasty|penia|megaly|edema|oedema|scopy|graphy|gram|"
    r"rrhea|rrhoea|rrhage|ptysis|phagia|phasia|pnea|pnoea|cele|cyte|cytosis|ostomy|stenosis|sclerosis|spasm|trophy|opsy|ectasia|itides|ic acid)$"
)


def _names_about(topics: frozenset[Topic], without: frozenset[str] | None = None) -> frozenset[str]:
    """The terms of the lexicon's entries on these topics, where an entry is one term."""
    from desktop.evidence.meaning import terms_of  # noqa: PLC0415 - once, with the table
    from desktop.language.words import words_of  # noqa: PLC0415 - the same

    names: set[str] = set()
    for entries in lexicon().entries.values():
        for words, about in entries:
            if any(topic in topics for topic, _ in about):
                terms = terms_of(words_of(" ".join(words)))
                if len(terms) == 1:
                    names.add(terms[0].name)
    if without is None:
        without = _NOT_ABOUT | {stem(word) for word in _TOO_WIDE} | BOILERPLATE
    return frozenset(names - without)


@cache
def _clinical_names() -> frozenset[str]:
    """The terms that can be present or absent."""
    return _names_about(_ABOUT)


@cache
def _order_names() -> frozenset[str]:
    return _names_about(_ORDERED)


@cache
def _symptom_names() -> frozenset[str]:
    return _names_about(frozenset({Topic.SYMPTOM}))


def is_symptom(term: Term) -> bool:
    """Whether a term is something that a patient feels or notices."""
    return term.name in _symptom_names()


def is_order(term: Term) -> bool:
    """Whether a term is a test or a treatment that can be ordered."""
    return term.name in _order_names()


def is_telling(term: Term, lower: str) -> bool:
    """Whether a term is a long word of medicine by its Greek or Latin ending: it tells something in any list or in none."""
    return (
        len(term.name) >= _TELLING
        and bool(_LEARNED.search(lower))
        and term.name not in BOILERPLATE
        and term.name not in _NOT_ABOUT
    )


def is_clinical(term: Term) -> bool:
    """Whether a term is something that a patient has or has not."""
    return term.name in _clinical_names() or term.is_drug


def may_be_denied(term: Term) -> bool:
    """Whether a term says enough that a "no" to it tells something: no layout, no word that is in every examination."""
    return term.name not in _NOT_ABOUT and term.name not in BOILERPLATE and term.name not in _wide_stems()


@cache
def _wide_stems() -> frozenset[str]:
    return frozenset(stem(word) for word in _TOO_WIDE)


@cache
def parts_of_body() -> frozenset[str]:
    """The terms of parts of the body."""
    return _names_about(frozenset({Topic.BODY}), without=frozenset())
