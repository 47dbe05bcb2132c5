"""Sentences of a note become sentences to the one who reads the summary, where that is sure."""

from __future__ import annotations

import re

from desktop.domain.patient_summary import Addressee

_TO_YOU = {"is": "are", "was": "were", "has": "have", "does": "do"}
_ADVERB = r"(?:(?:still|also|now|just|already|only|usually|often|sometimes|always|never|currently|not)\s+)*"
_VERB = r"(?:(?P<be>is|was|has|does)|(?P<modal>will|should|may|can|must|could|would|did|had|[a-z]+ed)|(?!(?:as|this|its|plus|across|less|unless)\b)(?P<verb>[a-z]+s))\b"
_BEFORE_A_SUBJECT = (
    r"if|when|whenever|that|until|unless|once|as|because|since|why|how|where|what|which|and|but|or|so|while|"
    r"whether|after|before|thinks?|believes?|says?|reports?|feels?|states?|mentions?"
)
_SUBJECT = re.compile(
    rf"(?P<link>^|[,;:]\s|\b(?:{_BEFORE_A_SUBJECT})\s)(?:the patient|the pt|patient|pt)\s+(?P<adverb>{_ADVERB}){_VERB}",
    re.IGNORECASE,
)
_PRONOUN_SUBJECT = re.compile(
    rf"(?P<link>^|[,;:]\s|\b(?:{_BEFORE_A_SUBJECT})\s)(?:he|she)\s+(?P<adverb>{_ADVERB}){_VERB}",
    re.IGNORECASE,
)
_SAME_SUBJECT = re.compile(r"\band (?P<be>is|was|has|does)\b", re.IGNORECASE)
_PATIENT = re.compile(r"\b(?:[Tt]he (?:patient|client|pt)|(?<=[Cc]all )client)(?P<own>['’]s)?(?![\w-])")
_OTHERS = re.compile(
    r"\b(?:wife|husband|spouse|partner|mother|father|mom|mum|dad|parents?|son|daughter|brother|sister|family|caregiver|dr|doctor|nurse|owner|baby|child)\b",
    re.IGNORECASE,
)
_PRONOUNS = (
    (re.compile(r"\b(?:his|her)\b(?= \w)", re.IGNORECASE), "your"),
    (
        re.compile(
            r"\b(?:him|her)\b(?=\W*$|\s+(?:to|in|into|on|at|with|for|from|back (?:in|on|at|for|next|here|if|after|when)|a|an|the|that|again|about|and|or|if|when)\b)",
            re.IGNORECASE,
        ),
        "you",
    ),
)
_ADVISED = re.compile(
    r"^(?:(?:you|your child|your pet) (?:were|was|are|is) |was |were )?(?:advised|instructed|encouraged|counsell?ed|recommended|educated|told|asked|reminded) (?:you )?(?:to|on|about|regarding) ",
    re.IGNORECASE,
)
_ADVISE = re.compile(
    r"^(?:advise|instruct|encourage|counsel|recommend|educate|tell|ask|remind)(?: you)? (?:to|that you) ",
    re.IGNORECASE,
)
_WRITER = (
    (re.compile(r"\bI am\b"), "we are"),
    (re.compile(r"\bI was\b"), "we were"),
    (re.compile(r"\bI(?=['’](?:m)\b)['’]m\b"), "we are"),
    (re.compile(r"\bI\b(?!['’]?[A-Z])(?!\s*[.:)])"), "we"),
    (re.compile(r"\bme\b"), "us"),
    (re.compile(r"\b[Mm]y\b"), "our"),
)
_STAFF = re.compile(
    r"^(?:(?:will|plan to|going to|we will|to) )?(?P<verb>refer|order|obtain|arrange|request|recheck|re-?evaluate|reassess)\b(?!.*\b(?:at home|yourself|daily|every day|(?:a|per) day)\b)",
    re.IGNORECASE,
)
"""Orders that the clinic carries out; what is rechecked at home or every day is rechecked by the patient."""
_STAFF_AND_PATIENT = re.compile(
    r"^(?:(?:will|plan to|going to|we will|to) )?(?P<verb>see|call|contact|check|give|send|test|treat|splint|transport|bring|start|take)\s+(?=(?:the (?:patient|client|pt)|client|patient)\b)",
    re.IGNORECASE,
)
_AND_PATIENT = re.compile(
    r"^(?!(?:if|when|until|unless|once|after|before|the|do|don't|never)\b)[a-z]+ .*\b(?:and|then) (?:take|bring|give|send|see|call|keep|move) the patient\b",
    re.IGNORECASE,
)
_NEEDS = re.compile(r"^needs\b", re.IGNORECASE)
_ABLE = re.compile(
    r"^(?P<modal>can|could|may) (?=(?:also )?(?:(?P<staff>test|order|offer|refer|send|repeat|give|prescribe|do)\b|[a-z]))",
    re.IGNORECASE,
)
_DOING = re.compile(
    r"^(?P<verb>giving(?= the patient\b)|referring|ordering|arranging|requesting|prescribing)\b(?P<to> (?:to|for)\b)?",
    re.IGNORECASE,
)


def addressed(sentence: str, addressee: Addressee = Addressee.PATIENT) -> str:
    """Speak to the reader: "The patient is to rest" becomes "You are to rest"; what is about nobody stays.

    Who writes is "we": the clinic. What stands in quotation marks stays as it was said.
    """
    speaks_of_others = _OTHERS.search(sentence) is not None
    sentence = _of_the_clinic(sentence, addressee)
    if addressee is Addressee.PATIENT:
        sentence = _SUBJECT.sub(_to_you, sentence)
        if not speaks_of_others:
            sentence = _PRONOUN_SUBJECT.sub(_to_you, sentence)
            if sentence.lower().startswith("you "):
                sentence = _SAME_SUBJECT.sub(lambda match: f"and {_TO_YOU[match['be'].lower()]}", sentence)
            for form, word in reversed(_PRONOUNS):
                sentence = form.sub(word, sentence)
    own = "your" if addressee is Addressee.PATIENT else f"{addressee.patient}'s"
    sentence = _PATIENT.sub(lambda match: own if match["own"] else addressee.patient, sentence)
    for form in (_ADVISED, _ADVISE):
        advised = form.match(sentence)
        if advised is not None and advised.group().rstrip().lower().endswith(("to", "you")):
            sentence = sentence[advised.end() :]
    return sentence[:1].upper() + sentence[1:]


def _of_the_clinic(sentence: str, addressee: Addressee) -> str:
    """What the clinic does is told as such: "Refer to physical therapy" is no task for the patient."""
    if not re.search(r"[\"“”]", sentence):
        for form, word in _WRITER:
            sentence = form.sub(word, sentence)
    staff = _STAFF.match(sentence) or _STAFF_AND_PATIENT.match(sentence)
    if staff is not None:
        rest = sentence[staff.end("verb") :]
        if staff["verb"].lower() == "refer" and re.match(r" (?:to|for)\b", rest):
            rest = f" {addressee.patient}{rest}"
        return f"We will {staff['verb'].lower()}{rest}"
    if _AND_PATIENT.match(sentence):
        return f"We will {sentence[0].lower()}{sentence[1:]}"
    if _NEEDS.match(sentence):
        needs = "You need" if addressee is Addressee.PATIENT else f"{addressee.patient.capitalize()} needs"
        return f"{needs}{sentence[len('needs') :]}"
    able = _ABLE.match(sentence)
    if able is not None:
        who = "We" if able["staff"] else addressee.patient.capitalize()
        return f"{who} {able['modal'].lower()} {sentence[able.end() :]}"
    doing = _DOING.match(sentence)
    if doing is None:
        return sentence
    whom = f" {addressee.patient}" if doing["verb"].lower() == "referring" and doing["to"] else ""
    return f"We are {doing['verb'].lower()}{whom}{sentence[doing.end('verb') :]}"


def _to_you(found: re.Match[str]) -> str:
    if found["be"]:
        verb = _TO_YOU[found["be"].lower()]
    elif found["verb"]:
        verb = _plural(found["verb"].lower())
    else:
        verb = found["modal"].lower()
    return f"{found['link']}you {found['adverb']}{verb}"


def _plural(verb: str) -> str:
    """The form that follows "you": denies - deny, reports - report, watches - watch."""
    if verb.endswith("ies"):
        return verb[:-3] + "y"
    if verb.endswith(("ches", "shes", "sses", "xes", "oes")):
        return verb[:-2]
    return verb[:-1]
