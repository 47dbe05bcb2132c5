"""Takes out of a phrase what says when, for how long and of whom: no diagnosis code is chosen by it."""

from __future__ import annotations

import re

_COUNT = r"(?:\d+(?:\.\d+)?(?:\s?(?:to|or|-)\s?\d+)?|an?|one|two|three|four|five|six|seven|eight|nine|ten|few|couple(?: of)?|several|many)"
_ABOUT = r"(?:(?:at least|about|around|over|nearly|almost|approximately|approx|roughly|more than|the|a|last|past|good) )*"
_UNIT = r"(?:minutes?|hours?|hrs?|days?|weeks?|wks?|months?|mos?|years?|yrs?)"
_PERSON = (
    r"(?:(?:young|elderly|pleasant|right-handed|left-handed|white|black|caucasian|african american|hispanic) )*"
    r"(?:gentleman|lady|man|woman|male|female|patient|boy|girl|child|infant|toddler)"
)
_MONTH = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"

_TAKEN_OUT = tuple(
    re.compile(pattern)
    for pattern in (
        r"\(?\b\d{1,2}/\d{1,2}(?:/\d{2,4})?\b\)?|\(?\b\d{1,2}/(?:19|20)\d\d\b\)?",
        rf"\(?\b(?:(?:in|since|from|on|of|around|approximately|until|diagnosed) )*(?:{_MONTH}\.? (?:\d{{1,2}},? )?(?:of )?)?(?:19|20)\d\d\b\)?",
        rf"\b(?:in|of) an? (?:otherwise )?(?:healthy )?\d+[- ](?:year|month|week|day)s?[- ]old(?: {_PERSON})?\b",
        rf"\b(?:an? )?(?:healthy )?\d+[- ]?(?:year|month|week|day|yr|mo)s?[- ]olds?(?: {_PERSON})?\b",
        r"\b\d+ ?(?:y/?o|yo) ?(?:male|female|man|woman|m|f)?\b",
        rf"\b(?:for|over|during|within|since|times|x) {_ABOUT}{_COUNT} {_UNIT}(?: now)?\b",
        rf"\b(?:for|over|since) (?:the )?(?:last|past) (?:{_COUNT} )?{_UNIT}\b|\b{_ABOUT}{_COUNT} (?:days?|weeks?|months?|hours?) ago\b",
        r"\b(?:at|around) (?:the )?age (?:of )?\d+\b|\bage \d+\b|\bage of \d+\b",
        rf"\b{_COUNT}[- ]{_UNIT} history of\b",
        r"\b(?:x|times) ?\d+\b(?! ?%)",
        r"\b(?:this|yesterday|last|every|each|since) (?:morning|afternoon|evening|night|week|month|year|yesterday|monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b",
        r"\b(?:today|tonight|yesterday|nowadays)\b",
        r"^(?:the |this )?(?:patient|pt|client)(?:'s)? (?=\w)|^(?:i|he|she|they|we|it|there) (?:is|am|are|was|were|has|have|had|does|do|did|reports?|thinks?|think|took|still)\b",
        r"^(?:i|he|she|they|we|it|my|his|her|their|there) (?=\w)",
        (
            r"\b(?:complain(?:s|ing|t)? (?:of|about)|c/o|presents? (?:with|for)|presenting (?:with|for)|here (?:today )?(?:for|with)|comes in (?:for|with)|reports?|states|describes"
            r"|(?:for |please )?evaluat(?:ion of|e)|by report|per (?:report|the patient|patient|history|chart)|(?:with )?(?:unknown|uncertain|unclear) (?:etiology|cause)|of (?:unknown|uncertain|unclear) etiology)\b"
        ),
    )
)


def without_circumstances(text: str) -> str:
    """An opened phrase without dates, durations, ages and who says it; as it was when nothing else would be left.

    >>> without_circumstances("the patient has chest pain for 3 weeks")
    'chest pain'
    """
    plain = text
    for pattern in _TAKEN_OUT:
        plain = pattern.sub(" ", plain)
    plain = " ".join(re.sub(r"\(\s*\)", " ", plain).split()).strip(" ,.;:-")
    plain = re.sub(r"^(?:is|am|are|was|were|has|have|had|with|for|of)\s+(?=\w)", "", plain)
    return plain if re.search(r"[a-z]{2}", plain) else text
