"""Sentences about the patient become sentences to the patient, where that is sure."""

from __future__ import annotations

import re

_HAS_BEEN = {"is": "are", "was": "were", "has": "have", "does": "do", "does not": "do not"}
_SUBJECT = re.compile(
    r"^(?:the patient|patient|pt|he|she)\s+(?:(?P<modal>will|should|may|can|must|could|would|did|had)\b|(?P<be>is|was|has|does)\b|(?P<verb>[a-z]+s)\b)",
    re.IGNORECASE,
)
_OBJECT = re.compile(r"\b[Tt]he patient(?P<own>['’]s)?\b")
_OTHERS = re.compile(
    r"\b(?:wife|husband|spouse|partner|mother|father|mom|dad|parents?|son|daughter|brother|sister|family|caregiver|dr|doctor|nurse|owner|baby|child)\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"\b(?P<link>if|when|that|until|unless|once|as|because|since) (?:he|she|the patient)\s+(?:(?P<be>is|was|has|does)|(?P<verb>[a-z]+s)|(?P<modal>[a-z]+))\b",
    re.IGNORECASE,
)
_PRONOUNS = (
    (re.compile(r"\b(?:his|her)\b(?= \w)", re.IGNORECASE), "your"),
    (
        re.compile(
            r"\b(?:him|her)\b(?=\W*$|\s+(?:to|in|into|on|at|with|for|back|from|a|an|the|that)\b)",
            re.IGNORECASE,
        ),
        "you",
    ),
)
_ADVISED = re.compile(
    r"^(?:you were |you are |was |were )?(?:advised|instructed|encouraged|counsell?ed|recommended|educated|told|asked|reminded) (?:you )?(?:to|on|about|regarding) ",
    re.IGNORECASE,
)
_ADVISE = re.compile(
    r"^(?:advise|instruct|encourage|counsel|recommend|educate|tell|ask|remind)(?: you)? (?:to|that you) ",
    re.IGNORECASE,
)


def to_the_patient(sentence: str) -> str:
    """Speak to the patient: "The patient is to rest" becomes "You are to rest"; what is about nobody stays."""
    speaks_of_others = _OTHERS.search(sentence) is not None
    found = (
        None if speaks_of_others and not sentence.lower().startswith("the p") else _SUBJECT.match(sentence)
    )
    if found is not None:
        rest = sentence[found.end() :]
        if found["modal"]:
            sentence = f"You {found['modal'].lower()}{rest}"
        elif found["be"]:
            sentence = f"You {_HAS_BEEN[found['be'].lower()]}{rest}"
        else:
            sentence = f"You {_plural(found['verb'].lower())}{rest}"
    sentence = _OBJECT.sub(lambda match: "your" if match["own"] else "you", sentence)
    if not speaks_of_others:
        sentence = _CLAUSE.sub(_clause_to_you, sentence)
        for form, word in reversed(_PRONOUNS):
            sentence = form.sub(word, sentence)
    for form in (_ADVISED, _ADVISE):
        advised = form.match(sentence)
        if advised is not None and advised.group().rstrip().lower().endswith(("to", "you")):
            sentence = sentence[advised.end() :]
    return sentence[:1].upper() + sentence[1:]


def _clause_to_you(found: re.Match[str]) -> str:
    if found["be"]:
        verb = _HAS_BEEN[found["be"].lower()]
    elif found["verb"]:
        verb = _plural(found["verb"].lower())
    else:
        verb = found["modal"]
    return f"{found['link']} you {verb}"


def _plural(verb: str) -> str:
    """The form that follows "you": denies - deny, reports - report, watches - watch."""
    if verb.endswith("ies"):
        return verb[:-3] + "y"
    if verb.endswith(("ches", "shes", "sses", "xes", "zes", "oes")):
        return verb[:-2]
    return verb[:-1]
